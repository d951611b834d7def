"""Where each fact stands in generated code: a vocabulary laid out flat, one slot for every field that holds a value.

Facts that came through the door are one tuple, a place for each slot; a list is a sequence of such tuples. A slot holds
a value, None (absent) or UNKNOWN. A record has a slot of its own (its presence: True, None or UNKNOWN) where it may be
absent, and within the elements of lists.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from attrs import field, frozen

from bangban.policy.types import Field, ListType, ManyType, RecordType, SetType, Type
from bangban.policy.values import UNKNOWN

Path = tuple[str, ...]


@frozen(eq=False)
class Slot:
    """One place. ``absent``: it may be None. ``finding``: not said means absent. ``optional``: it may not exist; not
    said means unknown. ``settled``: never unknown outside a list: a finding, or a record that is there, but not under
    an optional record. ``inner``: of a list's elements."""

    path: Path
    type: Type
    absent: bool
    finding: bool
    optional: bool
    settled: bool
    inner: Layout | None = None


@frozen(eq=False)
class Layout:
    """The slots of the root record, or of the elements of one list. ``scalar``: an element is its one value itself."""

    slots: tuple[Slot, ...]
    record: RecordType | None
    scalar: bool = False
    index: Mapping[Path, int] = field(init=False)

    @index.default
    def _make_index(self) -> dict[Path, int]:
        return {slot.path: i for i, slot in enumerate(self.slots)}


def layout_of(record: RecordType, element: bool = False) -> Layout:
    """The layout of a record type: the root's, or that of the elements of a list."""
    return Layout(tuple(_slots(record, (), False, element)), record)


def _slots(record: RecordType, above: Path, absent: bool, element: bool, doubtful: bool = False) -> list[Slot]:
    slots: list[Slot] = []
    for f in record.fields:
        path, may_be_absent = (*above, f.name.zh), absent or f.may_be_absent
        if isinstance(f.type, RecordType):
            if may_be_absent or element:
                slots.append(Slot(path, f.type, may_be_absent, f.finding, f.optional,
                                  not doubtful and not f.optional))
            slots += _slots(f.type, path, may_be_absent, element, doubtful or f.optional)
        else:
            slots.append(Slot(path, f.type, may_be_absent, f.finding, f.optional, f.finding and not doubtful,
                              _inner(f.type)))
    return slots


def _inner(type_: Type) -> Layout | None:
    match type_:
        case ListType(of=record):
            return layout_of(record, element=True)
        case ManyType(of=of) | SetType(of=of):
            return Layout((Slot((), of, False, False, False, False),), None, scalar=True)
        case _:
            return None


class Restored(Mapping[str, Any]):
    """The facts as the door gave them, from their slots, each restored when first asked for."""

    def __init__(self, values: tuple[Any, ...], layout: Layout) -> None:
        self._values, self._layout = values, layout
        self._found: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        if name not in self._found:
            record = self._layout.record
            found = record and record.get(name)
            if not found or found.name.zh != name:
                raise KeyError(name)
            self._found[name] = _field(found, (name,), self._values, self._layout)
        if self._found[name] is UNKNOWN:
            raise KeyError(name)
        return self._found[name]

    def __iter__(self) -> Iterator[str]:
        assert self._layout.record is not None
        return (f.name.zh for f in self._layout.record.fields if f.name.zh in self)

    def __len__(self) -> int:
        return sum(1 for _ in self)


def flatten(facts: Mapping[str, Any], layout: Layout) -> tuple[Any, ...]:
    """Facts that came through the door, slot by slot."""
    out: list[Any] = []
    for slot in layout.slots:
        here: Any = facts
        for name in slot.path:
            if here is None or here is UNKNOWN:
                break
            here = here.get(name, UNKNOWN)
        if isinstance(slot.type, RecordType):
            here = here if here is None or here is UNKNOWN else True
        elif isinstance(slot.type, ListType) and isinstance(here, tuple) and slot.inner is not None:
            here = tuple(flatten(e, slot.inner) for e in here)
        out.append(here)
    return tuple(out)


def restore(values: tuple[Any, ...], layout: Layout) -> dict[str, Any]:
    """The facts as the door gave them, from their slots."""
    assert layout.record is not None
    return _restored(layout.record, (), values, layout)


def _restored(record: RecordType, above: Path, values: tuple[Any, ...], layout: Layout) -> dict[str, Any]:
    facts: dict[str, Any] = {}
    for f in record.fields:
        found = _field(f, (*above, f.name.zh), values, layout)
        if found is not UNKNOWN:
            facts[f.name.zh] = found
    return facts


def _field(f: Field, path: Path, values: tuple[Any, ...], layout: Layout) -> Any:
    place = layout.index.get(path)
    held: Any = True if place is None else values[place]
    if held is None or held is UNKNOWN:
        return held
    if isinstance(f.type, RecordType):
        return _restored(f.type, path, values, layout)
    inner = layout.slots[place].inner if place is not None else None
    if isinstance(f.type, ListType) and inner is not None:
        return tuple(restore(element, inner) for element in held)
    return held
