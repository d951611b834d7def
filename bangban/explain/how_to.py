"""How to get there: the cheapest changes, among facts the applicant may change, that would make an action permitted.

At each step one failing rule is taken, and every change that could turn one of its conditions is tried: whatever the
answer is, it must change something that rule reads, so nothing cheaper is missed. Nodes are taken by cost so far plus a
bound on what is still to come, so the first way found is the cheapest.
"""

from __future__ import annotations

import datetime as dt
import heapq
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any, Protocol

from attrs import frozen

from bangban.decision.wording import fact_names
from bangban.explain.changeable import Changeable
from bangban.explain.repairs import REMOVED, Repair, removal, repairs
from bangban.policy.facts import unsaid
from bangban.policy.firing import Firing, applies
from bangban.policy.meaning import World
from bangban.policy.model import Model, Permit, Rule
from bangban.policy.types import RecordType
from bangban.policy.values import show
from bangban.policy.verdict import Gap
from bangban.problems import FactPath
from bangban.words import Both, Lang

MOST_ALTERNATIVES = 3
MOST_CHANGES = 6
BUDGET = 2_000  # decisions tried: a bound that does not depend on the clock
DEARER = 2  # a further way is told while it costs at most twice the first, and two more



class Standing(Protocol):
    """What the search asks of an outcome: the reference's gives it, and the compiled policy's."""

    @property
    def verdict(self) -> str:
        """The verdict."""

    @property
    def violations(self) -> Iterable[Firing]:
        """The firings that refuse."""

    @property
    def defects(self) -> Iterable[Firing]:
        """The firings that ask for correction."""

    @property
    def gaps(self) -> Iterable[Gap]:
        """What is open."""

    @property
    def clashes(self) -> Collection[Any]:
        """Charges that contradict each other."""

    @property
    def nothing_permits(self) -> bool:
        """Whether no permit can hold."""


Decide = Callable[[dict[str, Any], dt.date], Standing]


@frozen
class Alternative:
    """One way: changes in the order of the vocabulary, and what they cost together."""

    changes: tuple[Repair, ...]
    cost: int
    still_needed: tuple[FactPath, ...] = ()  # facts nobody has given and the applicant cannot choose


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
        """``{"verdict", "message", "alternatives": [{"cost", "changes": [{"fact", "value", "text"}], "still_needed"}],
        "blocked_by", "exhausted"}``."""
        return {"verdict": self.verdict, "message": self._conclusion().say(lang),
                "alternatives": [
                    {"cost": a.cost, "changes": [
                        {"fact": fact_names(self.model.vocabulary, c.place).zh, "value": _plain(c),
                         "text": self._said(c).say(lang)} for c in a.changes],
                     "still_needed": [fact_names(self.model.vocabulary, p).zh for p in a.still_needed]}
                    for a in self.alternatives],
                "blocked_by": list(self.blocked_by), "exhausted": self.exhausted}

    def text(self, lang: Lang = "zh") -> str:
        """The ways as a numbered list."""
        lines = [self._conclusion().say(lang)]
        for i, alternative in enumerate(self.alternatives, 1):
            lines.append(f"{i}. " + (";" if lang == "zh" else "; ").join(
                [self._said(c).say(lang) for c in alternative.changes] + self._supply(alternative, lang)))
        return "\n".join(lines) + "\n"

    def _supply(self, alternative: Alternative, lang: Lang) -> list[str]:
        names = [fact_names(self.model.vocabulary, p).say(lang) for p in alternative.still_needed]
        if not names:
            return []
        return ["另须补充" + "、".join(f"「{n}」" for n in names) if lang == "zh" else
                "and these facts are still to be given: " + ", ".join(f"“{n}”" for n in names)]

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
    return _Search(model, facts, day, decide, Changeable(model, changeable)).run()


@frozen
class _Node:
    """Changes made so far, what the decision then is, and the rules that still fail (for which element)."""

    changes: tuple[Repair, ...]
    facts: dict[str, Any]
    result: Standing
    gaps: tuple[Gap, ...]
    failing: tuple[Firing, ...]


class _Search:
    """A*: the cost so far plus what the failing rules must still cost, each at least its cheapest change."""

    def __init__(self, model: Model, facts: dict[str, Any], day: dt.date, decide: Decide, may: Changeable) -> None:
        self.model, self.day, self.decide, self.may = model, day, decide, may
        self.facts = facts
        self.tried = 0
        self.serial = 0
        self.queue: list[tuple[Any, int, _Node]] = []
        self.seen: set[frozenset[tuple[FactPath, Any]]] = set()

    def run(self) -> HowTo:
        start = self._node(())
        verdict = start.result.verdict
        if verdict in ("permit", "not_applicable"):
            return HowTo(self.model, verdict, (), (), exhausted=True)
        found: list[Alternative] = []
        self._push(start)
        while self.queue and len(found) < MOST_ALTERNATIVES and self.tried < BUDGET:
            (cost, *_), _, node = heapq.heappop(self.queue)
            if found and cost > DEARER * found[0].cost + DEARER:
                self.queue.clear()  # what is left costs too much beside the first to be worth telling
                break
            if any({c.place for c in way.changes} <= {c.place for c in node.changes} for way in found):
                continue
            needed = self._only_needs(node)
            if needed is not None:
                found.append(Alternative(node.changes, sum(c.cost for c in node.changes), needed))
            elif len(node.changes) < MOST_CHANGES:
                for offer in self._offers(node):
                    self._push(self._node(tuple(sorted((*node.changes, offer), key=self._place_rank))))
        blocked = () if found else tuple(dict.fromkeys(f.rule.key for f in start.failing if self._least(f, ()) is None))
        return HowTo(self.model, verdict, tuple(found), blocked, exhausted=not self.queue)

    def _node(self, changes: tuple[Repair, ...]) -> _Node:
        facts = changed(self.facts, self.model.vocabulary, changes)
        self.tried += 1
        result = self.decide(facts, self.day)
        gaps = tuple(result.gaps)
        failing = (*result.violations, *result.defects,
                   *(g.firing for g in gaps if g.firing and any(map(self.may, g.missing))))
        return _Node(changes, facts, result, gaps, failing)

    def _push(self, node: _Node) -> None:
        key = frozenset((c.place, c.value) for c in node.changes)
        if key in self.seen:
            return
        self.seen.add(key)
        still = self._still(node)
        if still is not None:
            self.serial += 1
            rank = (sum(c.cost for c in node.changes) + still, len(node.changes),
                    [self._place_rank(c) for c in node.changes])
            heapq.heappush(self.queue, (rank, self.serial, node))

    def _still(self, node: _Node) -> int | None:
        """At least what the failing rules will cost, those counted that share no fact; None where one cannot turn."""
        taken = {c.place for c in node.changes}
        counted: set[FactPath] = set()
        total = 0
        for firing in node.failing:
            least = self._least(firing, taken)
            if least is None:
                return None
            cost, places = least
            if counted.isdisjoint(places):
                total += cost
                counted |= places
        return total

    def _least(self, firing: Firing, taken: Collection[FactPath]) -> tuple[int, frozenset[FactPath]] | None:
        """The cheapest fact a failing rule reads that may still change, and all of those facts."""
        costs = {p: c for p, c in self.may.read_by(firing.rule, firing.element).items() if p not in taken}
        return (min(costs.values()), frozenset(costs)) if costs else None

    def _only_needs(self, node: _Node) -> tuple[FactPath, ...] | None:
        """Where nothing stands in the way but facts nobody can choose: those facts. None where something does."""
        result = node.result
        if result.verdict == "permit":
            return ()
        if node.failing or result.clashes or result.nothing_permits:
            return None
        missing = tuple(dict.fromkeys(p for g in node.gaps for p in g.missing))
        return missing if missing and not any(map(self.may, missing)) else None

    def _place_rank(self, change: Repair) -> Any:
        return (self.may.order_of(change.place), [p for p in change.place if isinstance(p, int)])

    def _offers(self, node: _Node) -> list[Repair]:
        """The changes that could turn the failing rule with the fewest of them."""
        world = World(self.model, node.facts, self.day)
        taken = {c.place for c in node.changes}
        best: list[Repair] | None = None
        for rule, element in dict.fromkeys((f.rule, f.element) for f in node.failing):
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
        if rule.each is not None:
            worlds = world.elements(rule.each.over, rule.each.scope)
            there = next((w for w in worlds if w.places[rule.each.scope] == element), None) \
                if isinstance(worlds, list) else None
            if there is None:
                return []
            offers += removal(rule.each.over, rule.each.scope, there)
            world = there
        offers += repairs(rule, world)
        return [o for o in offers if self.may(o.place) and not any(_overlap(o.place, p) for p in taken)]


def _overlap(one: FactPath, other: FactPath) -> bool:
    return one[:len(other)] == other or other[:len(one)] == one


def changed(facts: Mapping[str, Any], vocabulary: RecordType, changes: tuple[Repair, ...]) -> dict[str, Any]:
    """The facts with changes made: values first, then elements taken out from the last to the first."""
    out: Any = facts
    for change in sorted(changes, key=lambda c: (c.value is REMOVED, [-p for p in c.place if isinstance(p, int)])):
        out = _put(out, vocabulary, change.place, change.value)
    return out  # type: ignore[no-any-return]


def _put(here: Any, type_: Any, path: FactPath, value: Any) -> Any:
    """The facts here with one changed. A record that comes to exist has its findings unrecorded, as at the door."""
    first, rest = path[0], path[1:]
    if isinstance(first, int):
        items = list(here)
        if not rest and value is REMOVED:
            del items[first]
        else:
            items[first] = _put(items[first], type_.of, rest, value) if rest else value
        return tuple(items)
    base = dict(here) if isinstance(here, Mapping) else unsaid(type_)
    field = type_.get(first)
    base[first] = _put(base.get(first), field.type, rest, value) if rest else value
    return base
