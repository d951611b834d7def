"""The changes offered in one search: each made once, and numbered, so that sets of changes are numbers too."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping

from attrs import frozen

from bangban.explain.changeable import Changeable
from bangban.explain.changed import as_given
from bangban.explain.cuts import Change, Cut, Turn, changes, removal
from bangban.explain.repairs import Repair
from bangban.explain.spots import Spot, Spots
from bangban.explain.trial import Flat
from bangban.policy.meaning import World
from bangban.policy.model import Each, Model, Rule
from bangban.policy.values import Unknown
from bangban.problems import FactPath


@frozen(eq=False)
class Offer:
    """One change, where it is made, and its bit among those of the search. ``names`` and ``names_up`` are the bits of
    what it makes a difference to: of a record that only comes to be by it, all that is in it."""

    repair: Repair
    spot: Spot
    bit: int
    names: int
    names_up: int


_Step = tuple[int, tuple[Offer, ...]] | Turn  # what a slot may become, whatever the facts; or what to ask of them


class Offers:
    """Every change offered in one search."""

    def __init__(self, model: Model, start: Flat, day: dt.date, may: Changeable,
                 slots: Mapping[FactPath, int]) -> None:
        self.spots = Spots(may.spots)
        self._may, self._start, self._slots = may, start, slots
        self._no_facts = World(model, {}, day)
        self._made: dict[Change, Offer] = {}
        self._steps: dict[str, list[_Step]] = {}

    def turning(self, rule: Rule, element: FactPath | None, flat: Flat, world: Callable[[], World],
                removed: tuple[FactPath, ...]) -> list[Offer]:
        """The changes that could turn a condition of a rule, in the order in which its conditions read the facts.

        ``removed``: the elements these facts are without; places are those of the facts as they were given.
        """
        if rule.each is not None:
            offered = self._for_element(rule.each, self._may.turns(rule), element, world(), removed)
            return list(dict.fromkeys(self._offer(change, removed) for change in offered))
        if rule.key not in self._steps:
            self._steps[rule.key] = list(self._prepared(self._may.turns(rule)))
        found: list[Offer] = []
        for step in self._steps[rule.key]:
            if isinstance(step, tuple):
                slot, offers = step
                now = flat[slot]
                found += [o for o in offers if o.repair.value != now]
            else:
                found += [self._offer(change, removed) for change in changes((step,), world())]
        return list(dict.fromkeys(found))

    def _for_element(self, each: Each, turns: Iterable[Turn], element: FactPath | None, world: World,
                     removed: tuple[FactPath, ...]) -> Iterator[Change]:
        """Of one element; or (None) of any, for a rule that is to take effect."""
        worlds = world.elements(each.over, each.scope)
        if isinstance(worlds, Unknown):
            if self._may(each.over.path):
                yield each.over.path, ()
            return
        for inner in worlds:
            if element is None:
                yield from changes(turns, inner)
            elif as_given(inner.places[each.scope], removed) == element:
                if self._may(each.over.path):
                    yield from removal(each.over, each.scope, inner)
                yield from changes(turns, inner)

    def _prepared(self, turns: Iterable[Turn]) -> Iterator[_Step]:
        """Cuts that rest on no facts become offers; neighbours of one fact become one."""
        names: tuple[str, ...] = ()
        held: dict[Offer, None] = {}
        for turn in turns:
            cut = turn if isinstance(turn, Cut) and turn.rests != "facts" and turn.fact.scope is None else None
            if held and (cut is None or cut.names != names):
                yield self._slots[names], tuple(held)
                held = {}
            if cut is not None:
                names = cut.names
                held.update((self._offer((names, v)), None) for v in cut.offered(self._no_facts))
            else:
                yield turn
        if held:
            yield self._slots[names], tuple(held)

    def _offer(self, change: Change, removed: tuple[FactPath, ...] = ()) -> Offer:
        if removed:
            change = as_given(change[0], removed), change[1]
        if change not in self._made:
            place, value = change
            spot = self.spots[place]
            widest = self._widest(spot)
            self._made[change] = Offer(Repair(place, value, spot.field), spot, 1 << len(self._made),
                                       widest.names, spot.names_up)
        return self._made[change]

    def _widest(self, spot: Spot) -> Spot:
        """The outermost record around a place that is not there, or, of an element, its list; or just the place."""
        place = spot.place
        for end in range(1, len(place)):
            slot = self._slots.get(place[:end])
            if slot is not None and (isinstance(place[end], int) or self._start[slot] is not True):
                return self.spots[place[:end]]
        return spot
