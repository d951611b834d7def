"""Places in the facts as bits, so that sets of places are numbers and whether two overlap is one operation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from attrs import evolve, frozen

from bangban.policy.types import Field, ListType, ManyType, RecordType
from bangban.problems import FactPath

Names = tuple[str, ...]
Rank = tuple[int, ...]


@frozen(eq=False)
class Spot:
    """One place. ``own`` is its bit, ``up`` that and the bits of all it stands in; two places overlap where the
    ``own`` of one is in the ``up`` of the other. ``names`` and ``names_up`` are the same of its name, whichever element
    it belongs to. ``rank``: the order in which the facts are declared, then of elements. ``in_list``: it is a name of
    what elements have."""

    place: FactPath
    field: Field
    rank: Rank
    own: int
    up: int
    names: int
    names_up: int
    in_list: bool = False


def declared(vocabulary: RecordType) -> dict[FactPath, Spot]:
    """The spots of every name in the vocabulary, in the order of declaration."""
    spots: dict[FactPath, Spot] = {}

    def visit(record: RecordType, above: Names, up: int, in_list: bool) -> None:
        for field in record.fields:
            path = (*above, field.name.zh)
            own = 1 << len(spots)
            spots[path] = Spot(path, field, (len(spots),), own, up | own, own, up | own,
                               in_list)
            inner = field.type.of if isinstance(field.type, ListType) else field.type
            if isinstance(inner, RecordType):
                visit(inner, path, up | own, in_list or inner is not field.type)

    visit(vocabulary, (), 0, False)
    return spots


class Spots:
    """The spots of one action: those of the vocabulary, and those of the elements its lists have."""

    def __init__(self, names: Mapping[FactPath, Spot]) -> None:
        self._names = names
        self._elements: dict[FactPath, Spot] = {}

    def __getitem__(self, place: FactPath) -> Spot:
        found = self._names.get(place) or self._elements.get(place)
        return found or self._element(place)

    def _element(self, place: FactPath) -> Spot:
        """The spot of an element, or of something in one."""
        named = self._names[tuple(p for p in place if isinstance(p, str))]
        up = self[place[:-1]].up
        own = 1 << (len(self._names) + len(self._elements))
        field = of_element(named.field) if isinstance(place[-1], int) else named.field
        spot = Spot(place, field, (*named.rank, *(p for p in place if isinstance(p, int))),
                    own, up | own, named.own, named.up)
        self._elements[place] = spot
        return spot


def of_element(field: Field) -> Field:
    """The field that an element of a 多项 is: it is there, and of one value."""
    if isinstance(field.type, ManyType):
        return evolve(field, type=field.type.of, optional=False, finding=False)
    return field


@frozen(eq=False)
class Reads:
    """The places that something reads: their bits, those with what they stand in, and the bits at each cost, least
    first."""

    own: int
    up: int
    by_cost: tuple[tuple[int, int], ...]

    def touched(self, names: int, names_up: int) -> bool:
        """Whether a change can make a difference here, by its names (asked of reads by name)."""
        return bool(names & self.up or names_up & self.own)

    def least(self, free: int) -> int:
        """The least cost of a place that is read and still free; there must be one."""
        return next(cost for cost, bits in self.by_cost if bits & free)


def reads(spots: Iterable[Spot]) -> Reads:
    """The places together."""
    own = up = 0
    by_cost: dict[int, int] = {}
    for spot in spots:
        own, up = own | spot.own, up | spot.up
        by_cost[spot.field.cost] = by_cost.get(spot.field.cost, 0) | spot.own
    return Reads(own, up, tuple(sorted(by_cost.items())))
