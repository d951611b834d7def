"""The search behind how-to: A* over sets of changes, with the rules that still fail as the bound.

At each step one failing rule is taken, and every change that could turn one of its conditions is tried: whatever the
answer is, it must change something that rule reads, so nothing cheaper is missed. A set of changes is given up as soon
as the action is refused with everything else left open.

A set is looked at when its turn comes, and grows when its turn comes again: each takes one decision on facts in their
slots. What a rule lacks, and what could turn it, is asked once for all sets that change the facts it reads alike.

No value is thought up for what nobody has given where none suggests itself, such as the elements of a list. So where
nothing is found, a second search leaves all such facts to be given: where it finds something, it depends on them.
"""

from __future__ import annotations

import datetime as dt
import heapq
from collections.abc import Iterable
from typing import Any

from attrs import evolve, frozen

from bangban.explain.changeable import Changeable
from bangban.explain.changed import as_given, changed, in_order
from bangban.explain.how_to import Alternative, HowTo
from bangban.explain.nodes import ChangeSet, Node, Unseen
from bangban.explain.offers import Offer, Offers
from bangban.explain.repairs import REMOVED
from bangban.explain.spots import Rank, Reads
from bangban.explain.trial import Fired, Flat, Trial
from bangban.policy.firing import applies
from bangban.policy.meaning import World
from bangban.policy.model import Model, Permit
from bangban.policy.values import UNKNOWN
from bangban.policy.verdict import Gap, reach_gaps
from bangban.problems import FactPath

MOST_ALTERNATIVES = 3
MOST_CHANGES = 8
BUDGET = 2_000  # decisions tried: a bound that does not depend on the clock
FURTHER = 40  # decisions tried for further ways once the cheapest is found
DEARER = 2  # a further way is told while it costs at most this much more than the cheapest


def how_to(model: Model, facts: Flat, day: dt.date, trial: Trial, *, may: Changeable) -> HowTo:
    """Search from facts as the engine holds them. ``may`` tells what may change."""
    search = _Search(model, facts, day, trial, may=may)
    told = search.run()
    if told.alternatives or told.exhausted or not search.lacked:
        return told
    supplied = _Search(model, facts, day, trial, may=may, supplied=True).run()
    return evolve(told, missing=supplied.alternatives[0].still_needed) if supplied.alternatives else told


@frozen(eq=False)
class _Lack:
    """Where an open rule is open, the facts that would settle it, and whether any of them may be chosen."""

    fired: Fired
    missing: tuple[FactPath, ...]
    may_be_given: bool


class _Search:
    """``supplied``: what nobody has given is still needed, and no value is chosen for it."""

    def __init__(self, model: Model, facts: Flat, day: dt.date, trial: Trial, *, may: Changeable,
                 supplied: bool = False) -> None:
        self.model, self.day, self.trial, self.may, self.supplied = model, day, trial, may, supplied
        self.lacked = False  # whether a value was to be chosen for something nobody has given
        self.judge = trial.on(day)
        self.start = facts
        self.told: dict[str, Any] | None = None  # the same as the door gave them
        self.offers = Offers(model, facts, day, may, trial.slots)
        self.tried = 0
        self.serial = 0
        self.queue: list[tuple[int, int, int, tuple[Rank, ...], int, Node | Unseen]] = []
        self.seen: set[int] = set()
        # what a rule lacks, and what could turn it, depend only on the changes to facts it reads
        self.lacking: dict[tuple[int, int], list[_Lack]] = {}
        self.turning: dict[tuple[int, FactPath | None, int], list[Offer]] = {}
        self.reads: dict[Fired, Reads] = {}
        self.chosen: dict[int, tuple[int, ...] | None] = {}
        self.scopes: dict[int, tuple[list[Gap], list[int]]] = {}

    def run(self) -> HowTo:
        standing = self.judge.standing(self.start)
        verdict = standing.verdict
        if verdict in ("permit", "not_applicable"):
            return HowTo(self.model, verdict, (), (), exhausted=True)
        opened = self.trial.open(self.start, ())
        if self.judge.refused(opened):
            return HowTo(self.model, verdict, (), self.judge.blocking(opened), exhausted=True)
        self.tried += 1
        self._stand(Node(ChangeSet((), 0, 0, 0, 0, (), ()), self.start, standing, [], opened=opened))
        found: list[tuple[ChangeSet, Alternative]] = []
        limit = BUDGET
        most = 1 if self.supplied else MOST_ALTERNATIVES
        while self.queue and len(found) < most and self.tried < limit:
            least, _, _, _, _, entry = heapq.heappop(self.queue)
            made = entry.made
            if found and least > found[0][0].cost + DEARER:
                self.queue.clear()  # what is left costs too much beside the first to be worth telling
            elif found and any(not way.own & ~made.own for way, _ in found):
                continue
            elif isinstance(entry, Unseen):
                self._look_at(entry)
            elif (needed := self._needed(entry)) is not None:
                found.append((made, _alternative(made, needed)))
                limit = min(limit, self.tried + FURTHER)
            elif len(made.changes) < MOST_CHANGES and not self.judge.refused(self._opened(entry)):
                for offer in self._offers(entry):
                    self._push(entry, offer, least)
        found.sort(key=lambda way: (way[0].cost, len(way[0].changes), way[0].ranks))
        return HowTo(self.model, verdict, tuple(way for _, way in found), (),
                     exhausted=bool(found) and not self.queue)

    def _needed(self, node: Node) -> tuple[FactPath, ...] | None:
        """The facts nobody can choose that are still needed, where nothing else stands in the way; None elsewhere."""
        standing = node.standing
        if standing.verdict == "permit":
            return ()
        if node.failing or standing.clashes or standing.nothing_permits:
            return None
        beyond = [p for gap in self._scope(node)[0] for p in gap.missing]
        beyond += [p for rule in standing.open_rules for lack in self._lacks(rule, node) for p in lack.missing]
        return tuple(dict.fromkeys(beyond)) or None

    # ------------------------------------------------------------ nodes

    def _push(self, node: Node, offer: Offer, least: int) -> None:
        """A set of changes to look at when its turn comes; ``least``: what the sets it grew from cost at least."""
        bits = node.made.bits | offer.bit
        if bits not in self.seen:
            self.seen.add(bits)
            made = node.made.and_(offer)
            self._enter(Unseen(made, node), max(least, made.cost), 0)

    def _enter(self, entry: Node | Unseen, least: int, still: int) -> None:
        self.serial += 1
        # of two equally promising sets the one nearer its end goes first
        made = entry.made
        heapq.heappush(self.queue, (least, still, len(made.changes), made.ranks, self.serial, entry))

    def _look_at(self, unseen: Unseen) -> None:
        """How the action stands with these changes."""
        self.tried += 1
        source, last = unseen.source, unseen.made.changes[-1].repair
        slot = self.trial.slot(source.facts, last.place)
        facts = self._facts(unseen.made) if slot is None else _replaced(source.facts, slot, last.value)
        self._stand(Node(unseen.made, facts, self.judge.standing(facts), [], source, slot))

    def _facts(self, made: ChangeSet) -> Flat:
        """The facts with changes made, from the start."""
        facts = self.start
        for change in in_order(o.repair for o in made.changes):
            if change.value is REMOVED:
                facts = self.trial.without(facts, change.place)
            else:
                facts = self.trial.put(facts, change.place, change.value)
        return facts

    def _opened(self, node: Node) -> Flat:
        """The facts of a node with everything else left open: where even these are refused, it leads nowhere."""
        if node.opened is None:
            if node.source is None or node.slot is None:
                node.opened = self.trial.open(node.facts, {o.spot.place for o in node.made.changes})
            else:
                node.opened = _replaced(self._opened(node.source), node.slot, node.made.changes[-1].repair.value)
        return node.opened

    def _stand(self, node: Node) -> None:
        """A node takes its turn again for what still fails; not where one failing rule cannot turn."""
        fired = [*node.standing.violations, *node.standing.defects]
        node.failing += [_as_given(f, node) for f in fired] if node.made.removed else fired
        still = self._still(node)
        if still is not None and not self.supplied:
            may_be_given = [lack.fired for rule in node.standing.open_rules if self._undecided(rule, node.facts)
                            for lack in self._lacks(rule, node) if lack.may_be_given]
            if may_be_given:
                self.lacked = True
                node.failing += may_be_given
                still = self._still(node)
        if still is not None:
            self._enter(node, node.made.cost + still, still)

    # ------------------------------------------------------------ what is kept for sets alike

    def _undecided(self, rule: int, facts: Flat) -> bool:
        """Whether some fact that an open rule reads may still be chosen: only then can that be what it lacks."""
        if rule not in self.chosen:
            self.chosen[rule] = self.may.slots_read_by(self.model.rules[rule], self.trial.slots)
        slots = self.chosen[rule]
        return slots is None or UNKNOWN in [facts[i] for i in slots]

    def _lacks(self, rule: int, node: Node) -> list[_Lack]:
        """Where an open rule is open, and what it lacks."""
        key = rule, self._relevant(self.may.weighing_on(self.model.rules[rule]), node)
        if key not in self.lacking:
            gaps = node.standing.gaps_of(rule, self._told(node))
            self.lacking[key] = [
                _Lack(_as_given((rule, g.firing.element), node), g.missing, any(map(self.may, g.missing)))
                for g in gaps if g.firing is not None]
        return self.lacking[key]

    def _scope(self, node: Node) -> tuple[list[Gap], list[int]]:
        """What leaves open whether the policies apply, and the permits of those that may."""
        key = self._relevant(self.may.scopes, node)
        if key not in self.scopes:
            world, heads = self._world(node), self.model.heads
            reach = {key: applies(head, world) for key, head in heads.items()}
            self.scopes[key] = (reach_gaps(self.model, world, reach), [
                i for i, r in enumerate(self.model.rules) if isinstance(r.effect, Permit)
                and r.period.covers(self.day) and reach[r.policy] is not False])
        return self.scopes[key]

    @staticmethod
    def _relevant(reads: Reads, node: Node) -> int:
        """The changes that make a difference to what reads so."""
        bits = 0
        for offer in node.made.changes:
            if reads.touched(offer.names, offer.names_up):
                bits |= offer.bit
        return bits

    def _told(self, node: Node) -> dict[str, Any]:
        return self._world(node).facts  # type: ignore[return-value]

    def _world(self, node: Node) -> World:
        if node.world is None:
            if self.told is None:
                self.told = self.trial.facts(self.start)
            repairs = [offer.repair for offer in node.made.changes]
            node.world = World(self.model, changed(self.told, self.model.vocabulary, repairs), self.day)
        return node.world

    # ------------------------------------------------------------ the bound

    def _reads(self, fired: Fired) -> Reads:
        if fired not in self.reads:
            self.reads[fired] = self.may.read_by(self.model.rules[fired[0]], fired[1], self.offers.spots)
        return self.reads[fired]

    def _still(self, node: Node) -> int | None:
        """At least what the failing rules will cost, those counted that share no fact; None where one cannot turn."""
        counted = total = 0
        left = ~node.made.own
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

    def _offers(self, node: Node) -> Iterable[Offer]:
        """The changes that could turn the failing rule that reads the fewest facts still to be changed; where none
        fails, a charge that contradicts another; else those by which some permit could hold."""
        if node.failing:
            left = ~node.made.own
            return self._for_rule(*min(node.failing, key=lambda f: (self._reads(f).own & left).bit_count()), node)
        fired: Iterable[Fired] = (_as_given(f, node) for f in node.standing.clashes)
        if not node.standing.clashes:
            open_ = self.judge.permitting(self._opened(node))
            fired = ((rule, None) for rule in (self._scope(node)[1] if open_ is None else open_))
        return dict.fromkeys(o for rule, element in fired for o in self._for_rule(rule, element, node))

    def _for_rule(self, place: int, element: FactPath | None, node: Node) -> list[Offer]:
        rule = self.model.rules[place]
        key = place, element, self._relevant(self.may.named_by(rule), node)
        if key not in self.turning:
            self.turning[key] = self.offers.turning(
                rule, element, node.facts, lambda: self._world(node), node.made.removed)
        own, up = node.made.own, node.made.up
        return [o for o in self.turning[key] if not (o.spot.own & up or o.spot.up & own)]


def _as_given(fired: Fired, node: Node) -> Fired:
    rule, element = fired
    return rule, element and as_given(element, node.made.removed)


def _replaced(flat: Flat, slot: int, value: Any) -> Flat:
    return flat[:slot] + (value,) + flat[slot + 1:]  # noqa: RUF005  # the search's most frequent step


def _alternative(made: ChangeSet, needed: tuple[FactPath, ...]) -> Alternative:
    changes = sorted(made.changes, key=lambda o: o.spot.rank)
    return Alternative(tuple(o.repair for o in changes), made.cost, needed)
