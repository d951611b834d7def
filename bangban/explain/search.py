"""The search behind how-to: A* over sets of changes, with the rules that still fail as the bound.

At each step one failing rule is taken, and every change that could turn one of its conditions is tried: whatever the
answer is, it must change something that rule reads, so nothing cheaper is missed. A set of changes is given up as soon
as the action is refused with everything else left open.

A set is looked at when its turn comes: what is done for each is little more than two decisions on facts in their slots.
What a rule lacks, and what could turn it, is asked once for all sets that change the facts it reads alike.
"""

from __future__ import annotations

import datetime as dt
import heapq
from collections.abc import Iterable
from typing import Any

from attrs import define, field

from bangban.explain.changeable import Changeable
from bangban.explain.changed import changed, in_order
from bangban.explain.how_to import Alternative, HowTo
from bangban.explain.offers import Offer, Offers
from bangban.explain.repairs import REMOVED
from bangban.explain.spots import Rank, Reads
from bangban.explain.trial import Fired, Flat, Standing, Trial
from bangban.policy.firing import applies
from bangban.policy.meaning import World
from bangban.policy.model import Model, Permit
from bangban.problems import FactPath

MOST_ALTERNATIVES = 3
MOST_CHANGES = 8
BUDGET = 2_000  # decisions tried: a bound that does not depend on the clock
FURTHER = 40  # decisions tried for further ways once the cheapest is found
DEARER = 2  # a further way is told while it costs at most this much more than the cheapest


def how_to(model: Model, facts: Flat, day: dt.date, trial: Trial, *, may: Changeable) -> HowTo:
    """Search from facts as the engine holds them. ``may`` tells what may change."""
    return _Search(model, facts, day, trial, may=may).run()


@define(eq=False)
class _Set:
    """Changes made together, in no order: their bits, the bits of their places, and of those with all around them."""

    changes: tuple[Offer, ...]
    bits: int
    own: int
    up: int
    cost: int
    ranks: tuple[Rank, ...]  # of the places, in the order of the vocabulary

    def and_(self, offer: Offer) -> _Set:
        """One change more."""
        spot = offer.spot
        return _Set((*self.changes, offer), self.bits | offer.bit, self.own | spot.own, self.up | spot.up,
                    self.cost + spot.field.cost, tuple(sorted((*self.ranks, spot.rank))))


@define(eq=False)
class _Node:
    """A set of changes that was looked at: the facts, and as they are with all else left open; how the action stands,
    what still fails, and what is open beyond any change."""

    set: _Set
    facts: Flat
    opened: Flat
    standing: Standing
    failing: list[Fired] = field(factory=list)
    beyond: list[FactPath] = field(factory=list)
    world: World | None = None  # the facts as the reference meaning reads them, once something asks


@define(eq=False)
class _Unseen:
    """A set of changes whose effect nobody has looked at yet, and the node it grew from."""

    set: _Set
    source: _Node


class _Search:
    def __init__(self, model: Model, facts: Flat, day: dt.date, trial: Trial, *, may: Changeable) -> None:
        self.model, self.day, self.trial, self.may = model, day, trial, may
        self.judge = trial.on(day)
        self.start = facts
        self.told: dict[str, Any] | None = None  # the same as the door gave them
        self.offers = Offers(model, day, may, trial.slots)
        self.tried = 0
        self.serial = 0
        self.queue: list[tuple[int, int, int, tuple[Rank, ...], int, _Node | _Unseen]] = []
        self.seen: set[int] = set()
        # what a rule lacks, and what could turn it, depend only on the changes to facts it reads
        self.lacking: dict[tuple[int, int], list[tuple[Fired, tuple[FactPath, ...], bool]]] = {}
        self.turning: dict[tuple[int, FactPath | None, int], list[Offer]] = {}
        self.reads: dict[Fired, Reads] = {}
        self.scopes: dict[int, tuple[list[FactPath], list[int]]] = {}

    def run(self) -> HowTo:
        standing = self.judge.standing(self.start)
        verdict = standing.verdict
        if verdict in ("permit", "not_applicable"):
            return HowTo(self.model, verdict, (), (), exhausted=True)
        opened = self.trial.open(self.start, ())
        if self.judge.refused(opened):
            return HowTo(self.model, verdict, (), self.judge.blocking(opened), exhausted=True)
        self.tried += 1
        self._stand(_Node(_Set((), 0, 0, 0, 0, ()), self.start, opened, standing))
        found: list[tuple[_Set, Alternative]] = []
        limit = BUDGET
        while self.queue and len(found) < MOST_ALTERNATIVES and self.tried < limit:
            least, _, _, _, _, entry = heapq.heappop(self.queue)
            made = entry.set
            if found and least > found[0][0].cost + DEARER:
                self.queue.clear()  # what is left costs too much beside the first to be worth telling
            elif any(not way.own & ~made.own for way, _ in found):
                continue
            elif isinstance(entry, _Unseen):
                self._look_at(entry)
            elif self._arrived(entry):
                found.append((made, _alternative(entry)))
                limit = min(limit, self.tried + FURTHER)
            elif len(made.changes) < MOST_CHANGES:
                for offer in self._offers(entry):
                    self._push(entry, offer, least)
        found.sort(key=lambda way: (way[0].cost, len(way[0].changes), way[0].ranks))
        return HowTo(self.model, verdict, tuple(way for _, way in found), (), exhausted=not self.queue)

    def _arrived(self, node: _Node) -> bool:
        """Permitted, or nothing stands in the way but facts nobody can choose."""
        if node.standing.verdict == "permit":
            return True
        stuck = node.failing or node.standing.clashes or node.standing.nothing_permits
        return not stuck and bool(node.beyond)

    # ------------------------------------------------------------ nodes

    def _push(self, node: _Node, offer: Offer, least: int) -> None:
        """A set of changes to look at when its turn comes; ``least``: what the sets it grew from cost at least."""
        bits = node.set.bits | offer.bit
        if bits not in self.seen:
            self.seen.add(bits)
            made = node.set.and_(offer)
            self._enter(_Unseen(made, node), max(least, made.cost), 0)

    def _enter(self, entry: _Node | _Unseen, least: int, still: int) -> None:
        self.serial += 1
        # of two equally promising sets the one nearer its end goes first
        made = entry.set
        heapq.heappush(self.queue, (least, still, len(made.changes), made.ranks, self.serial, entry))

    def _look_at(self, unseen: _Unseen) -> None:
        """How the action stands with these changes, unless it is refused whatever else is changed."""
        self.tried += 1
        facts, opened = self._facts(unseen)
        if not self.judge.refused(opened):
            self._stand(_Node(unseen.set, facts, opened, self.judge.standing(facts)))

    def _facts(self, unseen: _Unseen) -> tuple[Flat, Flat]:
        """The facts with the changes, and those opened."""
        trial, source, changes = self.trial, unseen.source, unseen.set.changes
        last = changes[-1].repair
        plain = trial.put_both(source.facts, source.opened, last.place, last.value)
        if plain is not None:
            return plain
        facts = self.start
        for change in in_order(o.repair for o in changes):
            if change.value is REMOVED:
                facts = trial.without(facts, change.place)
            else:
                facts = trial.put(facts, change.place, change.value)
        return facts, trial.open(facts, {o.spot.place for o in changes})

    def _stand(self, node: _Node) -> None:
        """A node takes its turn again for what still fails; not where one failing rule cannot turn."""
        standing = node.standing
        node.failing += standing.violations
        node.failing += standing.defects
        node.beyond += self._scope(node)[0]
        for rule in standing.open_rules:
            for fired, missing, may in self._gaps(rule, node):
                if may:
                    node.failing.append(fired)
                else:
                    node.beyond += missing
        still = self._still(node)
        if still is not None:
            self._enter(node, node.set.cost + still, still)

    # ------------------------------------------------------------ what is kept for sets alike

    def _gaps(self, rule: int, node: _Node) -> list[tuple[Fired, tuple[FactPath, ...], bool]]:
        """Where an open rule is open, what it lacks, and whether any of that may change."""
        key = rule, self._relevant(self.may.named_by(self.model.rules[rule]), node)
        if key not in self.lacking:
            gaps = node.standing.gaps_of(rule, self._told(node))
            self.lacking[key] = [((rule, g.firing.element), g.missing, any(map(self.may, g.missing)))
                                 for g in gaps if g.firing is not None]
        return self.lacking[key]

    def _scope(self, node: _Node) -> tuple[list[FactPath], list[int]]:
        """What leaves open whether the policies apply, and the permits of those that may."""
        key = self._relevant(self.may.scopes, node)
        if key not in self.scopes:
            world, heads = self._world(node), self.model.heads
            self.scopes[key] = (
                [p for gap in node.standing.scope_gaps(self._told(node)) for p in gap.missing],
                [i for i, r in enumerate(self.model.rules) if isinstance(r.effect, Permit)
                 and r.period.covers(self.day) and applies(heads[r.policy], world) is not False])
        return self.scopes[key]

    @staticmethod
    def _relevant(reads: Reads, node: _Node) -> int:
        """The changes that make a difference to what reads so."""
        bits = 0
        for offer in node.set.changes:
            if reads.touched(offer.spot):
                bits |= offer.bit
        return bits

    def _told(self, node: _Node) -> dict[str, Any]:
        return self._world(node).facts  # type: ignore[return-value]

    def _world(self, node: _Node) -> World:
        if node.world is None:
            if self.told is None:
                self.told = self.trial.facts(self.start)
            repairs = [offer.repair for offer in node.set.changes]
            node.world = World(self.model, changed(self.told, self.model.vocabulary, repairs), self.day)
        return node.world

    # ------------------------------------------------------------ the bound

    def _reads(self, fired: Fired) -> Reads:
        if fired not in self.reads:
            self.reads[fired] = self.may.read_by(self.model.rules[fired[0]], fired[1], self.offers.spots)
        return self.reads[fired]

    def _still(self, node: _Node) -> int | None:
        """At least what the failing rules will cost, those counted that share no fact; None where one cannot turn."""
        counted = total = 0
        left = ~node.set.own
        for fired in node.failing:
            reads = self._reads(fired)
            free = reads.own & left
            if not free:
                return None
            if not counted & free:
                total += reads.least(free)
                counted |= free
        return total

    # ------------------------------------------------------------ what to try

    def _offers(self, node: _Node) -> Iterable[Offer]:
        """The changes that could turn the failing rule that reads the fewest facts still to be changed."""
        if node.failing:
            left = ~node.set.own
            return self._for_rule(*min(node.failing, key=lambda f: (self._reads(f).own & left).bit_count()), node)
        # nothing permits: some permit has to hold
        open_ = self.judge.permitting(node.opened)
        permits = self._scope(node)[1] if open_ is None else open_
        return dict.fromkeys(o for rule in permits for o in self._for_rule(rule, None, node))

    def _for_rule(self, place: int, element: FactPath | None, node: _Node) -> list[Offer]:
        rule = self.model.rules[place]
        key = place, element, self._relevant(self.may.named_by(rule), node)
        if key not in self.turning:
            self.turning[key] = self.offers.turning(rule, element, node.facts, lambda: self._world(node))
        own, up = node.set.own, node.set.up
        return [o for o in self.turning[key] if not (o.spot.own & up or o.spot.up & own)]


def _alternative(node: _Node) -> Alternative:
    changes = sorted(node.set.changes, key=lambda o: o.spot.rank)
    return Alternative(tuple(o.repair for o in changes), node.set.cost, tuple(dict.fromkeys(node.beyond)))
