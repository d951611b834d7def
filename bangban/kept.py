"""The rules and cases of a set out of the cache, each unpickled when first looked at: a decision needs only a few."""

from __future__ import annotations

import io
import pickle
from collections.abc import Iterator, Sequence
from typing import Any, TypeVar, overload

from attrs import frozen

from bangban.policy import types
from bangban.source import Source

_SHARED = (Source, types.RecordType, types.EnumType, types.SetType, types.ManyType, types.ListType, types.NumberType,
           types.MoneyType, types.DateType, types.BoolType, types.TextType, types.DateTimeType, types.DurationType,
           types.AgeType, types.AnyType)
T = TypeVar("T")


@frozen(eq=False)
class Packed:
    """Things as bytes, one after another: ``ends`` says where each ends. ``shared``: what many of them refer to, which
    belongs to the whole set (source texts, and types, some of which are told apart by identity)."""

    data: bytes
    ends: tuple[int, ...]
    shared: list[Any]


def pack(things: Sequence[Any]) -> Packed:
    """Things as bytes."""
    stream, ends, shared = io.BytesIO(), [], _Shared()
    for thing in things:
        _Pickler(stream, shared).dump(thing)
        ends.append(stream.tell())
    return Packed(stream.getvalue(), tuple(ends), shared.objects)


class _Shared:
    """The objects that they share, in the order met."""

    def __init__(self) -> None:
        self.objects: list[Any] = []
        self._places: dict[int, int] = {}

    def place(self, found: Any) -> int | None:
        if not isinstance(found, _SHARED):
            return None
        place = self._places.get(id(found))
        if place is None:
            place = self._places[id(found)] = len(self.objects)
            self.objects.append(found)
        return place


class _Pickler(pickle.Pickler):
    def __init__(self, stream: io.BytesIO, shared: _Shared) -> None:
        super().__init__(stream, protocol=5)
        self._shared = shared

    def persistent_id(self, obj: Any) -> int | None:
        return self._shared.place(obj)


class _Unpickler(pickle.Unpickler):
    def __init__(self, stream: io.BytesIO, shared: list[Any]) -> None:
        super().__init__(stream)
        self._shared = shared

    def persistent_load(self, pid: Any) -> Any:
        return self._shared[pid]


class Kept(Sequence[T]):
    """The rules or cases of a set; equal to the tuple of them. Any number of threads may look at it."""

    __slots__ = ("_made", "_packed")

    def __init__(self, packed: Packed) -> None:
        self._packed = packed
        self._made: dict[int, T] = {}

    def __len__(self) -> int:
        return len(self._packed.ends)

    @overload
    def __getitem__(self, place: int) -> T: ...

    @overload
    def __getitem__(self, place: slice) -> tuple[T, ...]: ...

    def __getitem__(self, place: int | slice) -> T | tuple[T, ...]:
        if isinstance(place, slice):
            return tuple(self._one(i) for i in range(*place.indices(len(self))))
        return self._one(range(len(self))[place])

    def __iter__(self) -> Iterator[T]:
        return map(self._one, range(len(self)))

    def _one(self, place: int) -> T:
        made = self._made.get(place)
        if made is None:
            packed = self._packed
            start = packed.ends[place - 1] if place else 0
            stream = io.BytesIO(packed.data[start : packed.ends[place]])
            # of two threads, both get the one kept first
            made = self._made.setdefault(place, _Unpickler(stream, packed.shared).load())
        return made

    def __eq__(self, other: object) -> bool:
        return tuple(self) == (tuple(other) if isinstance(other, Kept) else other)

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __repr__(self) -> str:
        return repr(tuple(self))

    def __reduce__(self) -> tuple[Any, ...]:
        return tuple, (tuple(self),)  # in another process they are a tuple like any
