"""How to get there: the cheapest changes, among facts the applicant may change, that would make an action permitted.

Uniform-cost search: at each step one failing rule is taken, and every change that could turn one of its conditions is
tried. Whatever the answer is, it must change something that rule reads, so nothing cheaper is missed.
"""

from __future__ import annotations

import datetime as dt
import heapq
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Any

from attrs import frozen

from bangban.decision.wording import fact_names
from bangban.explain.repairs import REMOVED, Repair, repairs
from bangban.policy.firing import Firing, applies
from bangban.policy.meaning import World
from bangban.policy.model import Model, Permit, Rule
from bangban.policy.values import UNKNOWN, show
from bangban.policy.verdict import Outcome
from bangban.problems import FactPath
from bangban.words import Both, Lang

MOST_ALTERNATIVES = 3
MOST_CHANGES = 6
BUDGET = 2_000  # decisions tried: a bound that does not depend on the clock


Decide = Callable[[dict[str, Any], dt.date], Outcome]  # the reference, or a fast engine that agrees with it


@frozen
class Alternative:
    """One way: changes in the order of the vocabulary, and what they cost together."""

    changes: tuple[Repair, ...]
    cost: int


@frozen
class HowTo:
    """What ``policy.how_to`` gives: at most three ways, cheapest first; or the plain statement that there is none.

    ``blocked_by``: where there is no way, the rules nothing changeable can satisfy. ``exhausted``: the search ended
    because it had tried everything, not because its budget was spent.
    """

    model: Model
    verdict: str
    alternatives: tuple[Alternative, ...]
    blocked_by: tuple[str, ...]
    exhausted: bool

    def to_dict(self, lang: Lang = "zh") -> dict[str, Any]:
        """``{"verdict", "alternatives": [{"cost", "changes": [{"fact", "value", "text"}]}], "blocked_by",
        "exhausted", "message"}``."""
        return {"verdict": self.verdict, "message": self._conclusion().say(lang),
                "alternatives": [
                    {"cost": a.cost, "changes": [
                        {"fact": fact_names(self.model.vocabulary, c.place).zh, "value": _plain(c),
                         "text": self._said(c).say(lang)} for c in a.changes]} for a in self.alternatives],
                "blocked_by": list(self.blocked_by), "exhausted": self.exhausted}

    def text(self, lang: Lang = "zh") -> str:
        """The ways as a numbered list."""
        lines = [self._conclusion().say(lang)]
        for i, alternative in enumerate(self.alternatives, 1):
            lines.append(f"{i}. " + (";" if lang == "zh" else "; ").join(
                self._said(c).say(lang) for c in alternative.changes))
        return "\n".join(lines) + "\n"

    def _conclusion(self) -> Both:
        if self.verdict == "permit":
            return Both("现在就可以办理,不必改变什么。", "It may go ahead as it is.")
        if self.alternatives:
            n = len(self.alternatives)
            return Both(f"有 {n} 种办法可以办理:", f"There {'is 1 way' if n == 1 else f'are {n} ways'} to go ahead:")
        if not self.exhausted:
            return Both("在规定的计算额度内没有找到办法,不等于没有办法。",
                        "No way was found within the budget; that does not mean there is none.")
        rules = "、".join(f"「{r}」" for r in self.blocked_by)
        return Both(f"没有办法:{rules}属于不能由申请人改变的情形,补充材料也不能办理。" if rules else
                    "没有申请人可以改变的事实能使它获准。",
                    "There is no way: nothing the applicant may change would make it permitted.")

    def _said(self, change: Repair) -> Both:
        name = fact_names(self.model.vocabulary, change.place)
        if change.value is REMOVED:
            return Both(f"去掉「{name.zh}」", f"leave out “{name.en}”")
        if change.value is None:
            return Both(f"不要「{name.zh}」", f"do without “{name.en}”")
        zh, en = (show(change.value, change.field.type, lang) for lang in ("zh", "en"))
        return Both(f"「{name.zh}」改为{zh}", f"“{name.en}” becomes {en}")


def _plain(change: Repair) -> Any:
    if change.value is REMOVED or change.value is None:
        return None
    value = change.value
    if isinstance(value, frozenset | tuple):
        return sorted(value) if isinstance(value, frozenset) else list(value)
    return value if isinstance(value, bool | int | str) else show(value, change.field.type, "zh")


# ---------------------------------------------------------------- the search

def how_to(model: Model, facts: dict[str, Any], day: dt.date, decide: Decide,
           changeable: Collection[str] | None = None) -> HowTo:
    """Search from facts that came through the door. ``changeable``: names of facts, groups or lists, in either
    language, that alone may change; else all that the vocabulary does not mark 不可改."""
    return _Search(model, facts, day, decide, changeable).run()


class _Search:
    def __init__(self, model: Model, facts: dict[str, Any], day: dt.date, decide: Decide,
                 changeable: Collection[str] | None) -> None:
        self.model, self.facts, self.day, self.decide = model, facts, day, decide
        self.changeable = changeable
        self.order = _declaration_order(model)
        self.may: dict[tuple[str, ...], bool] = {}

    def run(self) -> HowTo:
        start = self.decide(self.facts, self.day)
        if start.verdict in ("permit", "not_applicable"):
            return HowTo(self.model, start.verdict, (), (), exhausted=True)
        found: list[tuple[Repair, ...]] = []
        blocked: tuple[str, ...] = ()
        queue: list[tuple[Any, int, tuple[Repair, ...]]] = [(self._rank(()), 0, ())]
        seen = {frozenset[tuple[FactPath, Any]]()}
        tried = serial = 0
        while queue and len(found) < MOST_ALTERNATIVES and tried < BUDGET:
            _, _, changes = heapq.heappop(queue)
            if any({c.place for c in way} <= {c.place for c in changes} for way in found):
                continue
            facts = _changed(self.facts, changes)
            result = start if not changes else self.decide(facts, self.day)
            tried += 1
            if result.verdict == "permit":
                found.append(changes)
                continue
            if len(changes) >= MOST_CHANGES:
                continue
            offers = self._offers(result, facts, changes)
            if not changes and not offers:
                blocked = tuple(dict.fromkeys(f.rule.key for f in self._failing(result)))
            for offer in offers:
                key = frozenset((c.place, c.value) for c in (*changes, offer))
                if key not in seen:
                    seen.add(key)
                    serial += 1
                    extended = tuple(sorted((*changes, offer), key=self._place_rank))
                    heapq.heappush(queue, (self._rank(extended), serial, extended))
        return HowTo(self.model, start.verdict,
                     tuple(Alternative(c, sum(r.cost for r in c)) for c in found), blocked, exhausted=not queue)

    def _rank(self, changes: tuple[Repair, ...]) -> Any:
        """First what it costs, then how many changes, then the order in which the facts are declared."""
        return (sum(c.cost for c in changes), len(changes), [self._place_rank(c) for c in changes])

    def _place_rank(self, change: Repair) -> Any:
        names = tuple(p for p in change.place if isinstance(p, str))
        return (self.order.get(names, len(self.order)), [p for p in change.place if isinstance(p, int)])

    def _failing(self, result: Outcome) -> Iterator[Firing]:
        """What has to turn, in the order of the decision: one of these per step is enough."""
        yield from result.violations
        if result.nothing_permits:
            return
        yield from result.defects
        yield from (g.firing for g in result.gaps if g.firing is not None)

    def _offers(self, result: Outcome, facts: dict[str, Any], changes: tuple[Repair, ...]) -> list[Repair]:
        """The changes that could turn the failing rule with the fewest of them."""
        world = World(self.model, facts, self.day)
        taken = {c.place for c in changes}
        best: list[Repair] | None = None
        for rule, element in dict.fromkeys((f.rule, f.element) for f in self._failing(result)):
            offers = self._for_rule(rule, element, world, taken)
            if best is None or len(offers) < len(best):
                best = offers
            if not best:
                return []
        if best is None:  # nothing permits: some permit has to hold
            permits = [r for r in self.model.rules if isinstance(r.effect, Permit) and r.period.covers(self.day)
                       and applies(self.model.heads[r.policy], world) is not False]
            best = list(dict.fromkeys(o for r in permits for o in self._for_rule(r, None, world, taken)))
        return best

    def _for_rule(self, rule: Rule, element: FactPath | None, world: World, taken: set[FactPath]) -> list[Repair]:
        offers: list[Repair] = []
        there = world
        if rule.each is not None:
            worlds = world.elements(rule.each.over, rule.each.scope)
            if isinstance(worlds, list):
                there = next((w for w in worlds if w.places[rule.each.scope] == element), world)
            listed = _field_at(self.model, rule.each.over.path)
            if element is not None and listed is not None and isinstance(element[-1], int):
                offers.append(Repair(element, REMOVED, listed))
            if there is world:
                return [o for o in offers if self._may_change(o)]
        offers += repairs(rule, there)
        return [o for o in offers if self._may_change(o) and not any(_overlap(o.place, p) for p in taken)]

    def _may_change(self, offer: Repair) -> bool:
        names = tuple(p for p in offer.place if isinstance(p, str))
        found = self.may.get(names)
        if found is None:
            found = self.may[names] = self._named(names) if self.changeable is not None else not _is_fixed(
                self.model, names)
        return found

    def _named(self, names: tuple[str, ...]) -> bool:
        assert self.changeable is not None
        for end in range(1, len(names) + 1):
            both = fact_names(self.model.vocabulary, names[:end])
            if both.zh in self.changeable or both.en in self.changeable:
                return True
        return False


def _field_at(model: Model, names: Iterable[str]) -> Any:
    from bangban.decision.wording import fact_field
    return fact_field(model.vocabulary, tuple(names))


def _is_fixed(model: Model, names: tuple[str, ...]) -> bool:
    """Whether a fact, or a group above it, is marked 不可改."""
    return any((f := _field_at(model, names[:end])) is not None and f.fixed for end in range(1, len(names) + 1))


def _overlap(one: FactPath, other: FactPath) -> bool:
    return one[:len(other)] == other or other[:len(one)] == one


def _declaration_order(model: Model) -> dict[tuple[str, ...], int]:
    from bangban.policy.types import ListType, RecordType
    order: dict[tuple[str, ...], int] = {}

    def visit(record: RecordType, above: tuple[str, ...]) -> None:
        for field in record.fields:
            path = (*above, field.name.zh)
            order[path] = len(order)
            inner = field.type.of if isinstance(field.type, ListType) else field.type
            if isinstance(inner, RecordType):
                visit(inner, path)

    visit(model.vocabulary, ())
    return order


def _changed(facts: Mapping[str, Any], changes: tuple[Repair, ...]) -> dict[str, Any]:
    """The facts with changes made: values first, then elements taken out from the last to the first."""
    out = dict(facts)
    for change in sorted(changes, key=lambda c: (c.value is REMOVED, [-p for p in c.place if isinstance(p, int)])):
        out = _put(out, change.place, change.value)
    return out


def _put(here: Any, path: FactPath, value: Any) -> Any:
    first, rest = path[0], path[1:]
    if isinstance(first, int):
        items = list(here)
        if not rest and value is REMOVED:
            del items[first]
        else:
            items[first] = _put(items[first], rest, value) if rest else value
        return tuple(items)
    inner = here.get(first, UNKNOWN) if isinstance(here, Mapping) else UNKNOWN
    base = dict(here) if isinstance(here, Mapping) else {}
    base[first] = _put({} if inner is UNKNOWN or inner is None else inner, rest, value) if rest else value
    return base
