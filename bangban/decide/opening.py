"""Facts in their slots with all that may still change left open: if even those are refused, no change can help.

More information never reverses a decision, so one decision on open facts rules out every way of filling them in.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from attrs import frozen

from bangban.decide.changing import Flat
from bangban.decide.layout import Layout, Path, Slot
from bangban.policy.types import ListType, RecordType
from bangban.policy.values import UNKNOWN
from bangban.problems import FactPath


@frozen
class _Way:
    """How one slot is treated: ``stays`` as it is; else it is opened, or (``inner``) what is in its elements is.

    ``records``: the slots of the records around it that may change; where one of them is absent, the slot is open.
    """

    records: tuple[int, ...]
    stays: bool
    inner: Opening | None


class Opening:
    """Opens facts laid out in one way. ``may`` tells of a place in the facts whether it may change; ``above`` is the
    place of the list of whose elements the layout is."""

    def __init__(self, layout: Layout, may: Callable[[FactPath], bool], above: Path = ()) -> None:
        self._may, self._above = may, above
        self._touched = {s.path for s in layout.slots if self._changes(s)}
        self._touched |= {path[:end] for path in self._touched for end in range(1, len(path))}
        ways = [(i, slot.path, self._way(slot, layout)) for i, slot in enumerate(layout.slots)]
        self._whole = tuple(i for i, _, way in ways if way.stays and not way.records)
        self._rest = tuple(at for at in ways if at[0] not in self._whole)

    def open(self, flat: Flat, taken: Collection[FactPath], place: FactPath = ()) -> Flat:
        """The facts that stay as they are whatever is changed from now on; ``taken`` are the places settled already.

        ``place``: of the element, where the layout is that of elements.
        """
        out: list[Any] = [UNKNOWN] * len(flat)
        for i in self._whole:
            out[i] = flat[i]
        for i, path, way in self._rest:
            if way.records and any(flat[r] is None for r in way.records):
                continue
            if way.stays or (taken and (*place, *path) in taken):
                out[i] = flat[i]
            elif way.inner is not None:
                out[i] = way.inner.elements(flat[i], taken, (*place, *path))
        return tuple(out)

    def elements(self, held: Any, taken: Collection[FactPath], place: FactPath) -> Any:
        """The elements of a list that itself stays."""
        if not isinstance(held, tuple):
            return held
        return tuple(self.open(element, taken, (*place, i)) for i, element in enumerate(held))

    def _way(self, slot: Slot, layout: Layout) -> _Way:
        touched = slot.path in self._touched
        above = [slot.path[:end] for end in range(1, len(slot.path))]
        records = [layout.index[p] for p in above if p in self._touched and p in layout.index]
        inner = None
        if touched and isinstance(slot.type, RecordType):
            # the record is looked into: it is there, unless it is absent and so may come to be
            return _Way((*records, layout.index[slot.path]), stays=True, inner=None)
        if touched and isinstance(slot.type, ListType) and not self._may((*self._above, *slot.path)):
            assert slot.inner is not None
            inner = Opening(slot.inner, self._may, (*self._above, *slot.path))
        return _Way(tuple(records), not touched, inner)

    def _changes(self, slot: Slot) -> bool:
        """Whether the fact, or anything in it, may change."""
        here = (*self._above, *slot.path)
        return self._may(here) or (isinstance(slot.type, ListType) and _anything(slot.type.of, here, self._may))


def _anything(record: RecordType, place: Path, may: Callable[[FactPath], bool]) -> bool:
    for field in record.fields:
        here = (*place, field.name.zh)
        inner = field.type.of if isinstance(field.type, ListType) else field.type
        if may(here) or (isinstance(inner, RecordType) and _anything(inner, here, may)):
            return True
    return False
