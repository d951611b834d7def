"""How-to the plain way, to compare the quick search with: the same steps in the same order, nothing kept, facts as the
door gives them, every decision by the reference meaning, sets of changes as sets of changes."""

from __future__ import annotations

import datetime as dt
import heapq
from collections.abc import Iterator, Mapping
from typing import Any

from attrs import evolve

from bangban.explain import search as quick
from bangban.explain.changeable import Changeable
from bangban.explain.changed import as_given, changed
from bangban.explain.cuts import changes as offered
from bangban.explain.cuts import removal
from bangban.explain.how_to import Alternative, HowTo
from bangban.explain.relaxed import opened
from bangban.explain.repairs import REMOVED, Repair, conditions
from bangban.explain.spots import of_element
from bangban.policy import terms as t
from bangban.policy.blame import parts
from bangban.policy.fact_names import fact_field
from bangban.policy.meaning import World
from bangban.policy.model import Model, Permit, Rule
from bangban.policy.types import ListType, RecordType
from bangban.policy.verdict import Outcome, decide
from bangban.problems import FactPath

Names = tuple[str, ...]
Fired = tuple[Rule, FactPath | None]


def names_of(place: FactPath) -> Names:
    return tuple(part for part in place if isinstance(part, str))


class PlainSearch:
    def __init__(self, model: Model, facts: dict[str, Any], day: dt.date, may: Changeable) -> None:
        self.model, self.start, self.day, self.may = model, facts, day, may
        self.supplied = False  # whether what nobody has given is left to the applicant, and no value is chosen for it
        self.open_model = opened(model)
        self.order = list(self.declared(model.vocabulary, ()))

    def declared(self, record: RecordType, above: Names) -> Iterator[Names]:
        for field in record.fields:
            yield (*above, field.name.zh)
            inner = field.type.of if isinstance(field.type, ListType) else field.type
            if isinstance(inner, RecordType):
                yield from self.declared(inner, (*above, field.name.zh))

    def rank(self, place: FactPath) -> Any:
        return self.order.index(names_of(place)), [p for p in place if isinstance(p, int)]

    def ranks(self, changes: frozenset[Repair]) -> Any:
        return sorted(self.rank(c.place) for c in changes)

    # ------------------------------------------------------------ how it stands

    def outcome(self, changes: frozenset[Repair]) -> Outcome:
        return decide(self.model, changed(self.start, self.model.vocabulary, changes), self.day)

    def open_outcome(self, changes: frozenset[Repair]) -> Outcome:
        """With everything left open that may still change."""
        facts = changed(self.start, self.model.vocabulary, changes)
        taken = {c.place for c in changes}
        return decide(self.open_model, self.opened(facts, self.model.vocabulary, (), taken), self.day)

    def opened(self, facts: Mapping[str, Any], record: RecordType, place: FactPath,
               taken: set[FactPath]) -> dict[str, Any]:
        out: dict[str, Any] = {}
        for field in record.fields:
            word, here = field.name.zh, (*place, field.name.zh)
            inner = field.type.of if isinstance(field.type, ListType) else field.type
            names = names_of(here)
            may = self.may(here) or (isinstance(inner, RecordType) and any(map(self.may, self.declared(inner, names))))
            if word not in facts:
                continue
            held = facts[word]
            if not may or (here in taken and not isinstance(field.type, RecordType)):
                out[word] = held
            elif isinstance(field.type, RecordType):
                if held is not None:
                    out[word] = self.opened(held, field.type, here, taken)
            elif isinstance(field.type, ListType) and not self.may(here):
                out[word] = held and tuple(
                    self.opened(e, field.type.of, (*here, i), taken) for i, e in enumerate(held))
        return out

    def failing(self, outcome: Outcome, removed: list[FactPath]) -> list[Fired]:
        fired = [*outcome.violations, *outcome.defects]
        if self.supplied:
            return [(f.rule, f.element and as_given(f.element, removed)) for f in fired]
        fired += [g.firing for g in outcome.gaps if g.firing is not None and any(map(self.may, g.missing))]
        return [(f.rule, f.element and as_given(f.element, removed)) for f in fired]

    # ------------------------------------------------------------ what rules read

    def reads(self, rule: Rule, element: FactPath | None) -> dict[FactPath, int]:
        """The places a rule reads that may change, with their costs."""
        bound = {} if rule.each is None else {rule.each.scope: rule.each.over.path}
        names = {n for term in conditions(rule, self.model) for n in self.read(term, bound)}
        above = () if rule.each is None else rule.each.over.path
        names |= {above} if above else set()
        costs = {n: field.cost for n in names if self.may(n) and (field := fact_field(self.model.vocabulary, n))}
        if not above or element is None or not isinstance(element[-1], int):
            return dict(costs)
        return {(*element, *n[len(above):]) if n[:len(above)] == above else n: cost for n, cost in costs.items()}

    def read(self, term: t.Term, bound: dict[str, Names]) -> Iterator[Names]:
        match term:
            case t.Fact(path=path, scope=scope):
                yield (*bound.get(scope or "", ()), *path)
            case t.Defined(key=key, scope=scope):
                definition = self.model.definitions[key]
                yield from self.read(definition.body, {**bound, definition.scope or "": bound.get(scope or "", ())})
            case t.Quantified() | t.Count() | t.Distinct() | t.Sum():
                here = (*bound.get(term.over.scope or "", ()), *term.over.path)
                yield here
                for part in parts(term):
                    yield from self.read(part, {**bound, term.scope: here})
            case _:
                for part in parts(term):
                    yield from self.read(part, bound)

    def still(self, failing: list[Fired], taken: set[FactPath]) -> int | None:
        counted: set[FactPath] = set()
        total = 0
        for rule, element in failing:
            costs = {p: c for p, c in self.reads(rule, element).items() if p not in taken}
            if not costs:
                return None
            if counted.isdisjoint(costs):
                total += min(costs.values())
                counted |= costs.keys()
        return total

    # ------------------------------------------------------------ what to try

    def offers(self, changes: frozenset[Repair], outcome: Outcome, failing: list[Fired],
               removed: list[FactPath]) -> list[Repair]:
        taken = {c.place for c in changes}
        if failing:
            rules = [min(failing, key=lambda f: len(self.reads(*f).keys() - taken))]
        elif outcome.clashes:
            rules = [(f.rule, f.element and as_given(f.element, removed)) for clash in outcome.clashes for f in clash]
        else:
            open_ = self.open_outcome(changes)
            rules = [(g.firing.rule, None) for g in open_.gaps if g.firing and isinstance(g.firing.rule.effect, Permit)]
            if open_.permits:
                reach = [k for k, h in self.model.heads.items() if h.period.covers(self.day)]
                rules = [(r, None) for r in self.model.rules if isinstance(r.effect, Permit) and r.policy in reach
                         and r.period.covers(self.day)]
        found = {}
        for rule, element in rules:
            for place, value in self.turning(rule, element, outcome.world, removed):
                place = as_given(place, removed)
                field = fact_field(self.model.vocabulary, place)
                if self.may(place) and field and not any(_overlap(place, p) for p in taken):
                    field = of_element(field) if isinstance(place[-1], int) else field
                    found[place, value] = Repair(place, value, field)
        return list(found.values())

    def turning(self, rule: Rule, element: FactPath | None, world: World,
                removed: list[FactPath]) -> Iterator[tuple[FactPath, Any]]:
        turns = self.may.turns(rule)
        if rule.each is None:
            yield from offered(turns, world)
            return
        worlds = world.elements(rule.each.over, rule.each.scope)
        if not isinstance(worlds, list):
            yield rule.each.over.path, ()
            return
        for inner in worlds:
            if element is None:
                yield from offered(turns, inner)
            elif as_given(inner.places[rule.each.scope], removed) == element:
                yield from removal(rule.each.over, rule.each.scope, inner)
                yield from offered(turns, inner)

    # ------------------------------------------------------------ the search

    def run(self) -> HowTo:
        told = self.search()
        if told.alternatives or told.exhausted:
            return told
        self.supplied = True
        supplied = self.search()
        return evolve(told, missing=supplied.alternatives[0].still_needed) if supplied.alternatives else told

    def search(self) -> HowTo:
        verdict = self.outcome(frozenset()).verdict
        if verdict in ("permit", "not_applicable"):
            return HowTo(self.model, verdict, (), (), exhausted=True)
        open_ = self.open_outcome(frozenset())
        if open_.verdict == "deny":
            blocked = tuple(dict.fromkeys(f.rule.key for f in open_.violations))
            return HowTo(self.model, verdict, (), blocked, exhausted=True)
        found: list[tuple[frozenset[Repair], Alternative]] = []
        queue: list[Any] = [(0, 0, 0, [], 0, frozenset(), False)]
        seen: set[frozenset[Repair]] = {frozenset()}
        tried, serial, limit = 0, 0, quick.BUDGET
        most = 1 if self.supplied else quick.MOST_ALTERNATIVES
        while queue and len(found) < most and tried < limit:
            least, _, _, _, _, changes, looked_at = heapq.heappop(queue)
            places, cost = {c.place for c in changes}, sum(c.cost for c in changes)
            if found and least > found[0][1].cost + quick.DEARER:
                queue.clear()
                break
            if any({c.place for c in way} <= places for way, _ in found):
                continue
            removed = [c.place for c in changes if c.value is REMOVED]
            outcome = self.outcome(changes)
            failing = self.failing(outcome, removed)
            if not looked_at:
                tried += 1
                still = self.still(failing, places)
                if still is not None:
                    serial += 1
                    rank = cost + still, still, len(changes), self.ranks(changes)
                    heapq.heappush(queue, (*rank, serial, changes, True))
                continue
            permitted = outcome.verdict == "permit"
            needed = () if permitted else tuple(dict.fromkeys(p for g in outcome.gaps for p in g.missing))
            stuck = failing or outcome.clashes or outcome.nothing_permits
            if permitted or (not stuck and needed):
                way = tuple(sorted(changes, key=lambda c: self.rank(c.place)))
                found.append((changes, Alternative(way, cost, needed)))
                limit = min(limit, tried + quick.FURTHER)
            elif len(changes) < quick.MOST_CHANGES and self.open_outcome(changes).verdict != "deny":
                for offer in self.offers(changes, outcome, failing, removed):
                    more = changes | {offer}
                    if more not in seen:
                        seen.add(more)
                        serial += 1
                        rank = max(least, cost + offer.cost), 0, len(more), self.ranks(more)
                        heapq.heappush(queue, (*rank, serial, more, False))
        found.sort(key=lambda way: (way[1].cost, len(way[0]), self.ranks(way[0])))
        return HowTo(self.model, verdict, tuple(way for _, way in found), (),
                     exhausted=bool(found) and not queue)


def _overlap(one: FactPath, other: FactPath) -> bool:
    return one[:len(other)] == other or other[:len(one)] == one
