"""Facts in their slots with one of them changed; the facts given stay as they are."""

from __future__ import annotations

from itertools import takewhile
from typing import Any

from attrs import frozen

from bangban.decide.layout import Layout, Path, flatten
from bangban.policy.facts import unsaid
from bangban.policy.types import RecordType
from bangban.problems import FactPath

Flat = tuple[Any, ...]


@frozen
class _Record:
    """A record that may not be there: the slot that says so, and what the others hold when it comes to be."""

    slot: int
    unsaid: tuple[tuple[int, Any], ...]


@frozen
class _Place:
    """Where a fact stands: its slot (of a record: all that are in it) and the records around it, outermost first."""

    slot: int | None
    within: tuple[int, ...]
    records: tuple[_Record, ...]


class Changing:
    """Changes facts laid out in one way."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self._places: dict[FactPath, _Place] = {}
        self._lists: dict[int, Changing] = {}

    def slot(self, flat: Flat, place: FactPath) -> int | None:
        """The one slot in which a fact lies; None where more than that has to change: in a list, of a record that is
        not there, or of a whole record."""
        here = self._places.get(place)
        if here is None:
            names, rest = _split(place)
            if rest:
                return None
            here = self._place(names)
        for record in here.records:
            if flat[record.slot] is not True:
                return None
        return here.slot

    def put(self, flat: Flat, place: FactPath, value: Any) -> Flat:
        """The facts with a value at a place. A record that comes to exist has its findings unrecorded, as at the
        door."""
        names, rest = _split(place)
        here = self._place(names)
        out = list(flat)
        for record in here.records:
            if out[record.slot] is not True:
                for i, held in record.unsaid:
                    out[i] = held
        if rest:
            assert here.slot is not None
            out[here.slot] = self._put_in(here.slot, out[here.slot], rest, value)
        elif here.slot is not None:
            out[here.slot] = value
        else:
            for i in here.within:
                out[i] = value
        return tuple(out)

    def without(self, flat: Flat, place: FactPath) -> Flat:
        """The facts with the element at a place left out of its list."""
        names, rest = _split(place)
        i = self.layout.index[names]
        items, first = flat[i], rest[0]
        assert isinstance(first, int)
        kept = ((*items[:first], *items[first + 1:]) if len(rest) == 1 else
                _replaced(items, first, self._inner(i).without(items[first], rest[1:])))
        return (*flat[:i], kept, *flat[i + 1:])

    def _put_in(self, slot: int, items: Flat, rest: FactPath, value: Any) -> Flat:
        first = rest[0]
        assert isinstance(first, int)
        return _replaced(items, first, self._inner(slot).put(items[first], rest[1:], value) if rest[1:] else value)

    def _inner(self, slot: int) -> Changing:
        if slot not in self._lists:
            inner = self.layout.slots[slot].inner
            assert inner is not None
            self._lists[slot] = Changing(inner)
        return self._lists[slot]

    def _place(self, names: Path) -> _Place:
        if names not in self._places:
            slots = self.layout.slots
            within = tuple(i for i, s in enumerate(slots) if s.path[:len(names)] == names)
            at = self.layout.index.get(names)
            plain = at is not None and not isinstance(slots[at].type, RecordType)
            above = [self.layout.index.get(names[:end]) for end in range(1, len(names))]
            self._places[names] = _Place(at if plain else None, within, tuple(
                _Record(i, tuple(_unsaid(self.layout, slots[i].path))) for i in above if i is not None))
        return self._places[names]


def _split(place: FactPath) -> tuple[Path, FactPath]:
    """The names up to the first list, and the rest."""
    names = tuple(takewhile(lambda part: isinstance(part, str), place))
    return names, place[len(names):]  # type: ignore[return-value]


def _replaced(items: Flat, place: int, value: Any) -> Flat:
    return (*items[:place], value, *items[place + 1:])


def _unsaid(layout: Layout, path: Path) -> list[tuple[int, Any]]:
    """What the slots of a record hold that is there and of which nothing is said."""
    record: Any = layout.record
    for name in path:
        record = record.get(name).type
    facts: dict[str, Any] = unsaid(record)
    for name in reversed(path):
        facts = {name: facts}
    flat = flatten(facts, layout)
    return [(i, flat[i]) for i, slot in enumerate(layout.slots) if slot.path[:len(path)] == path]
