"""Whether a fact, or that of some element of a list, has a value: as a formula, and of one case."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bangban.policy.types import ListType
from bangban.prove.compare import exists
from bangban.prove.conditions import Case
from bangban.prove.facts import Record, Sequence, Space
from bangban.prove.formula import Node
from bangban.prove.symbols import Choice, Members


def takes(space: Space, path: tuple[str, ...], value: Any) -> Node:
    """The formula."""
    return _record(space, space.root, path, value)


def _record(space: Space, record: Record, path: tuple[str, ...], value: Any) -> Node:
    symbol = record.get(path[0])
    body = symbol.body
    match body:
        case Record():
            return space.arena.both(symbol.present, _record(space, body, path[1:], value))
        case Sequence():
            return exists(space, body, lambda index: _element(space, body, index, path[1:], value))
        case Choice() | Members():
            return space.arena.both(symbol.present, body.of.get(value, space.arena.false))
        case _:
            return space.arena.false


def _element(space: Space, sequence: Sequence, index: int, path: tuple[str, ...], value: Any) -> Node:
    element = sequence.element(index)
    if isinstance(sequence.type, ListType):
        assert isinstance(element, Record)
        return _record(space, element, path, value)
    assert not isinstance(element, Record)
    found = element.body
    return found.of.get(value, space.arena.false) if isinstance(found, Choice) else space.arena.false


def taken(case: Case, path: tuple[str, ...], value: Any) -> bool:
    """Of one case."""
    level: list[Any] = [case.facts]
    for name in path:
        found = [here.get(name) for here in level if isinstance(here, Mapping)]
        level = [v for f in found for v in (f if isinstance(f, tuple | list | frozenset) else (f,))]
    return any(isinstance(here, str | bool) and here == value for here in level)
