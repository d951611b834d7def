"""What the search goes through: sets of changes, and what is known of those that were looked at."""

from __future__ import annotations

from attrs import define

from bangban.explain.offers import Offer
from bangban.explain.repairs import REMOVED
from bangban.explain.spots import Rank
from bangban.explain.trial import Fired, Flat, Standing
from bangban.policy.meaning import World
from bangban.problems import FactPath


@define(eq=False)
class ChangeSet:
    """Changes made together, in no order: their bits, the bits of their places, and of those with all around them."""

    changes: tuple[Offer, ...]
    bits: int
    own: int
    up: int
    cost: int
    ranks: tuple[Rank, ...]  # of the places, in the order of the vocabulary
    removed: tuple[FactPath, ...]  # the elements taken out of lists

    def and_(self, offer: Offer) -> ChangeSet:
        """One change more."""
        spot = offer.spot
        removed = (*self.removed, spot.place) if offer.repair.value is REMOVED else self.removed
        return ChangeSet((*self.changes, offer), self.bits | offer.bit, self.own | spot.own, self.up | spot.up,
                         self.cost + spot.field.cost, tuple(sorted((*self.ranks, spot.rank))), removed)


@define(eq=False)
class Node:
    """A set of changes that was looked at: the facts, how the action then stands, and what still fails."""

    made: ChangeSet
    facts: Flat
    standing: Standing
    failing: list[Fired]
    source: Node | None = None  # what it grew from, by a change
    slot: int | None = None  # in one slot
    opened: Flat | None = None  # the facts with all else left open, once something asks
    world: World | None = None  # the facts as the reference meaning reads them, once something asks


@define(eq=False)
class Unseen:
    """A set of changes whose effect nobody has looked at yet, and the node it grew from by the last of them."""

    made: ChangeSet
    source: Node
