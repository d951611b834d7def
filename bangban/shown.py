"""How values of ours print and which are equal, said once for all: code made for each class is time at every start."""

from __future__ import annotations

from collections.abc import Callable
from operator import attrgetter
from typing import Any

import attrs


class Shown:
    """Prints as ``Name(field=value, …)``, as attrs would; a field's own ``repr`` counts. For attrs classes."""

    __slots__ = ()

    def __repr__(self) -> str:
        fields: Any = attrs.fields(type(self))  # type: ignore[arg-type]
        said = (f"{f.name}={(repr if f.repr is True else f.repr)(getattr(self, f.name))}" for f in fields if f.repr)
        return f"{type(self).__qualname__.rsplit('>.', 1)[-1]}({', '.join(said)})"


class Alike(Shown):
    """Also equal to another of its class, and hashed, by its fields, as attrs would; a field's own ``eq`` counts."""

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        kind = type(self)
        if type(other) is not kind:
            return NotImplemented
        counting = _COUNTING.get(kind) or _counting(kind)
        return counting(self) == counting(other)  # type: ignore[no-any-return]

    def __hash__(self) -> int:
        kind = type(self)
        return hash((kind, (_COUNTING.get(kind) or _counting(kind))(self)))


_COUNTING: dict[type, Callable[[Any], Any]] = {}  # by class: what counts of one of its values


def _counting(kind: type) -> Callable[[Any], Any]:
    fields: Any = attrs.fields(kind)
    names = [f.name for f in fields if f.eq]
    made = _COUNTING[kind] = attrgetter(*names) if names else lambda _: ()
    return made
