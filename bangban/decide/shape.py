"""The shape of facts: which fields are given, and by which of their names.

A program sends facts of one shape again and again: the same form, the same keys. For a shape seen twice the reader and
the rules are written anew: what the shape leaves out is known to be unknown (or, of findings, absent), what it gives is
known to be there, and nothing of that is asked again.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import field, frozen

from bangban.decide.fold import Is
from bangban.decide.layout import Layout, Path, Slot
from bangban.policy.types import ListType, RecordType
from bangban.policy.values import UNKNOWN


@frozen
class Shape:
    """``keys``: for each record given, its fields and the key each came under; ``absent``: records that were null;
    ``lists``: the shape of the elements of each list."""

    keys: Mapping[Path, Mapping[str, str]]
    absent: frozenset[Path] = frozenset()
    lists: Mapping[Path, Shape] = field(factory=dict)


@frozen
class Gaps:
    """Which slots may be unknown: those of ``unknown``, or (None) any; ``inner``: within the elements of lists."""

    unknown: frozenset[Path] | None = frozenset()
    inner: Mapping[Path, Gaps] = field(factory=dict)

    def inside(self, path: Path) -> Gaps:
        """The gaps within the elements of a list."""
        return self.inner.get(path, ANYWHERE if self.unknown is None else NOWHERE)

    def at(self, slot: Slot, *, element: bool) -> bool:
        """Whether a slot may be unknown."""
        if self.unknown is not None:
            return slot.path in self.unknown
        return element or not slot.settled


ANYWHERE, NOWHERE = Gaps(None), Gaps()


def shape_of(given: Any, record: RecordType) -> Shape | None:
    """The shape of plain facts; None where they are not plain, or not right."""
    keys: dict[Path, dict[str, str]] = {}
    absent: set[Path] = set()
    lists: dict[Path, Shape] = {}

    def walk(here: Any, type_: RecordType, path: Path) -> bool:
        if type(here) is not dict:
            return False
        own = keys[path] = {}
        for key, value in here.items():
            found = type_.get(key) if isinstance(key, str) else None
            if found is None or found.name.zh in own:
                return False
            own[found.name.zh] = key
            below = (*path, found.name.zh)
            if isinstance(found.type, RecordType):
                if value is None and found.may_be_absent:
                    absent.add(below)
                elif not walk(value, found.type, below):
                    return False
            elif isinstance(found.type, ListType) and isinstance(value, list | tuple) and value:
                inner = shape_of(value[0], found.type.of)
                if inner is None:
                    return False
                lists[below] = inner
        return True

    return Shape(keys, frozenset(absent), lists) if walk(given, record, ()) else None


def whole_shape(record: RecordType) -> Shape:
    """The shape of facts that give everything by its canonical name."""
    keys: dict[Path, dict[str, str]] = {}
    lists: dict[Path, Shape] = {}

    def walk(type_: RecordType, path: Path) -> None:
        keys[path] = {f.name.zh: f.name.zh for f in type_.fields}
        for f in type_.fields:
            if isinstance(f.type, RecordType):
                walk(f.type, (*path, f.name.zh))
            elif isinstance(f.type, ListType):
                lists[*path, f.name.zh] = whole_shape(f.type.of)

    walk(record, ())
    return Shape(keys, frozenset(), lists)


def gaps_of(layout: Layout, shape: Shape) -> tuple[Gaps, dict[Path, Is]]:
    """What a shape leaves open, and what it says of facts by leaving them out."""
    unknown: set[Path] = set()
    known: dict[Path, Is] = {}
    inner: dict[Path, Gaps] = {}
    for slot in layout.slots:
        state = _state(slot, layout, shape)
        if state is UNKNOWN:
            unknown.add(slot.path)
        if state is not True:
            known[slot.path] = Is(state)
        if isinstance(slot.type, ListType) and slot.inner is not None and slot.inner.record is not None:
            elements = shape.lists.get(slot.path) or whole_shape(slot.inner.record)
            inner[slot.path] = ANYWHERE if state is UNKNOWN else gaps_of(slot.inner, elements)[0]
        elif slot.inner is not None and state is UNKNOWN:
            inner[slot.path] = ANYWHERE
    return Gaps(frozenset(unknown), inner), known


def _state(slot: Slot, layout: Layout, shape: Shape) -> Any:
    """True where a slot is given (or a record stands there), None where it is absent, UNKNOWN where nobody has said."""
    here = layout.record
    missing = False
    for i, name in enumerate(slot.path):
        assert here is not None
        above, found = slot.path[:i], here.get(name)
        assert found is not None
        if above in shape.absent:
            return None
        missing = missing or name not in shape.keys[above]
        if missing and found.finding:
            return None
        if missing and found.optional:
            return UNKNOWN  # nobody has said whether there is one
        here = found.type if isinstance(found.type, RecordType) else None
    if slot.path in shape.absent:
        return None
    return UNKNOWN if missing and not isinstance(slot.type, RecordType) else True
