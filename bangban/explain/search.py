"""The search behind how-to: A* over sets of changes, with the rules that still fail as the bound.

At each step one failing rule is taken, and every change that could turn one of its conditions is tried: whatever the
answer is, it must change something that rule reads, so nothing cheaper is missed. A set of changes is given up as soon
as the action is refused with everything else left open.
"""

from __future__ import annotations

import datetime as dt
import heapq
from collections.abc import Collection, Mapping
from typing import Any

from attrs import frozen

from bangban.explain.changeable import Changeable
from bangban.explain.how_to import Alternative, Decide, HowTo, Standing
from bangban.explain.relaxed import Relaxing
from bangban.explain.repairs import REMOVED, Repair, removal, repairs
from bangban.policy.facts import unsaid
from bangban.policy.firing import Firing, applies
from bangban.policy.meaning import World
from bangban.policy.model import Model, Permit, Rule
from bangban.policy.types import RecordType
from bangban.problems import FactPath

MOST_ALTERNATIVES = 3
MOST_CHANGES = 8
BUDGET = 2_000  # decisions tried: a bound that does not depend on the clock
FURTHER = 40  # decisions tried for further ways once the cheapest is found
DEARER = 2  # a further way is told while it costs at most this much more than the cheapest

Change = tuple[FactPath, Any]


def how_to(model: Model, facts: dict[str, Any], day: dt.date, decide: Decide, relaxed: Decide, *,
           may: Changeable) -> HowTo:
    """Search from facts that came through the door.

    ``decide`` tells how facts stand; ``relaxed`` the same over the opened vocabulary (see :mod:`.relaxed`).
    ``may`` tells what may change; it keeps what it worked out of the rules, so one serves many searches.
    """
    return _Search(model, facts, day, decide, relaxed, may=may).run()


@frozen
class _Node:
    """Changes made so far, how the action then stands, what still fails, and what is open beyond any change."""

    changes: tuple[Repair, ...]
    facts: dict[str, Any]
    standing: Standing
    failing: tuple[Firing, ...]
    beyond: tuple[FactPath, ...]


@frozen
class _Unseen:
    """Changes whose effect nobody has looked at yet."""

    changes: tuple[Repair, ...]


class _Search:
    def __init__(self, model: Model, facts: dict[str, Any], day: dt.date, decide: Decide, relaxed: Decide, *,
                 may: Changeable) -> None:
        self.model, self.start, self.day, self.may = model, facts, day, may
        self.decide, self.relaxed, self.relaxing = decide, relaxed, Relaxing(model, may)
        self.tried = 0
        self.serial = 0
        self.queue: list[tuple[Any, int, _Node | _Unseen]] = []
        self.seen: set[frozenset[Change]] = set()
        # what a rule lacks, and what could turn it, depend only on the changes to facts it reads
        self.lacking: dict[Any, list[tuple[Firing, tuple[FactPath, ...]]]] = {}
        self.turning: dict[Any, list[Repair]] = {}

    def run(self) -> HowTo:
        verdict = self.decide(self.start, self.day).verdict
        if verdict in ("permit", "not_applicable"):
            return HowTo(self.model, verdict, (), (), exhausted=True)
        open_ = self.relaxed(self.relaxing.facts(self.start, ()), self.day)
        if open_.verdict == "deny":
            blocked = tuple(dict.fromkeys(f.rule.key for f in open_.violations))
            return HowTo(self.model, verdict, (), blocked, exhausted=True)
        found: list[Alternative] = []
        self._push((), 0)
        limit = BUDGET
        while self.queue and len(found) < MOST_ALTERNATIVES and self.tried < limit:
            (least, *_), _, entry = heapq.heappop(self.queue)
            if found and least > found[0].cost + DEARER:
                self.queue.clear()  # what is left costs too much beside the first to be worth telling
            elif any({c.place for c in way.changes} <= {c.place for c in entry.changes} for way in found):
                continue
            elif not isinstance(entry, _Node):
                self._look_at(entry)
            elif self._arrived(entry):
                found.append(Alternative(entry.changes, sum(c.cost for c in entry.changes), entry.beyond))
                limit = min(limit, self.tried + FURTHER)
            elif len(entry.changes) < MOST_CHANGES:
                for offer in self._offers(entry):
                    self._push(tuple(sorted((*entry.changes, offer), key=self._place_rank)), least)
        found.sort(key=lambda way: (way.cost, len(way.changes), [self._place_rank(c) for c in way.changes]))
        return HowTo(self.model, verdict, tuple(found), (), exhausted=not self.queue)

    def _arrived(self, node: _Node) -> bool:
        """Permitted, or nothing stands in the way but facts nobody can choose."""
        if node.standing.verdict == "permit":
            return True
        stuck = node.failing or node.standing.clashes or node.standing.nothing_permits
        return not stuck and bool(node.beyond)

    # ------------------------------------------------------------ nodes

    def _push(self, changes: tuple[Repair, ...], least: int) -> None:
        """A set of changes to look at when its turn comes; ``least``: what the sets it grew from cost at least."""
        key = frozenset((c.place, c.value) for c in changes)
        if key not in self.seen:
            self.seen.add(key)
            self._enter(_Unseen(changes), max(least, sum(c.cost for c in changes)), 0)

    def _enter(self, entry: _Node | _Unseen, least: int, still: int) -> None:
        self.serial += 1
        # of two equally promising sets the one nearer its end goes first
        rank = (least, still, len(entry.changes), [self._place_rank(c) for c in entry.changes])
        heapq.heappush(self.queue, (rank, self.serial, entry))

    def _look_at(self, unseen: _Unseen) -> None:
        """How the action stands with these changes, unless it is refused whatever else is changed."""
        changes = unseen.changes
        facts = changed(self.start, self.model.vocabulary, changes)
        taken = {c.place for c in changes}
        self.tried += 1
        if changes and self.relaxed(self.relaxing.facts(facts, taken), self.day).verdict == "deny":
            return
        node = self._node(changes, facts)
        still = self._still(node, taken)
        if still is not None:
            self._enter(node, sum(c.cost for c in changes) + still, still)

    def _node(self, changes: tuple[Repair, ...], facts: dict[str, Any]) -> _Node:
        standing = self.decide(facts, self.day)
        failing = [*standing.violations, *standing.defects]
        beyond = [p for gap in standing.scope_gaps() for p in gap.missing]
        for rule in standing.open_rules:
            for firing, missing in self._gaps(rule, standing, changes):
                if any(map(self.may, missing)):
                    failing.append(firing)
                else:
                    beyond += missing
        return _Node(changes, facts, standing, tuple(failing), tuple(dict.fromkeys(beyond)))

    def _gaps(self, rule: Rule, standing: Standing,
              changes: tuple[Repair, ...]) -> list[tuple[Firing, tuple[FactPath, ...]]]:
        key = (rule.key, self._relevant(rule, changes))
        if key not in self.lacking:
            self.lacking[key] = [(g.firing, g.missing) for g in standing.gaps_of(rule) if g.firing is not None]
        return self.lacking[key]

    def _relevant(self, rule: Rule, changes: tuple[Repair, ...]) -> tuple[Change, ...]:
        reads = self.may.names_read_by(rule)
        return tuple((c.place, c.value) for c in changes
                     if any(_overlap(n, tuple(p for p in c.place if isinstance(p, str))) for n in reads))

    # ------------------------------------------------------------ the bound

    def _still(self, node: _Node, taken: Collection[FactPath]) -> int | None:
        """At least what the failing rules will cost, those counted that share no fact; None where one cannot turn."""
        counted: set[FactPath] = set()
        total = 0
        for firing in node.failing:
            costs = {p: c for p, c in self.may.read_by(firing.rule, firing.element).items() if p not in taken}
            if not costs:
                return None
            if counted.isdisjoint(costs):
                total += min(costs.values())
                counted |= costs.keys()
        return total

    def _place_rank(self, change: Repair) -> Any:
        """The order in which the facts are declared."""
        return (self.may.order_of(change.place), [p for p in change.place if isinstance(p, int)])

    # ------------------------------------------------------------ what to try

    def _offers(self, node: _Node) -> list[Repair]:
        """The changes that could turn the failing rule that reads the fewest facts still to be changed."""
        taken = {c.place for c in node.changes}
        if node.failing:
            hardest = min(node.failing, key=lambda f: sum(
                p not in taken for p in self.may.read_by(f.rule, f.element)))
            return self._for_rule(hardest.rule, hardest.element, node, taken)
        # nothing permits: some permit has to hold
        world = World(self.model, node.facts, self.day)
        permits = [r for r in self.model.rules if isinstance(r.effect, Permit) and r.period.covers(self.day)
                   and applies(self.model.heads[r.policy], world) is not False]
        return list(dict.fromkeys(o for r in permits for o in self._for_rule(r, None, node, taken)))

    def _for_rule(self, rule: Rule, element: FactPath | None, node: _Node, taken: set[FactPath]) -> list[Repair]:
        key = (rule.key, element, self._relevant(rule, node.changes))
        if key not in self.turning:
            self.turning[key] = [o for o in self._turning(rule, element, node) if self.may(o.place)]
        return [o for o in self.turning[key] if not any(_overlap(o.place, p) for p in taken)]

    def _turning(self, rule: Rule, element: FactPath | None, node: _Node) -> list[Repair]:
        world = World(self.model, node.facts, self.day)
        if rule.each is None:
            return list(repairs(rule, world))
        over, scope = rule.each.over, rule.each.scope
        worlds = world.elements(over, scope)
        inner = next((w for w in worlds if w.places[scope] == element), None) if isinstance(worlds, list) else None
        return [] if inner is None else [*removal(over, scope, inner), *repairs(rule, inner)]


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
    base[first] = _put(base.get(first), type_.get(first).type, rest, value) if rest else value
    return base
