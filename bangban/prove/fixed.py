"""Given facts as a formula: everything the space says is as these facts say. For tests, and to ask about one case."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from bangban.policy.values import Duration, exact
from bangban.prove.facts import Record, Sequence, Space, day_number
from bangban.prove.formula import Lin, Node
from bangban.prove.symbols import Choice, Members, Quantity, Symbol

Places = dict[Sequence, int]


def fixed(space: Space, facts: Mapping[str, Any], day: dt.date) -> tuple[Node, Places]:
    """The decision date is ``day``, and every fact that anything has read is as given; what is not given is unknown.

    Also the places each list needs for its elements. To be asked for after all formulas are made: facts nothing has
    read are left open, and cannot matter.
    """
    arena = space.arena
    parts = [arena.eq(Lin(((space.day, 1),)), Lin((), day.toordinal()))]
    places: Places = {}
    _record(space, space.root, facts, parts, places)
    return arena.all(parts), places


def _record(space: Space, record: Record, facts: Mapping[str, Any], parts: list[Node],
            places: Places) -> None:
    for declared in record.type.fields:
        name = declared.name.zh
        # elements are read only when lists are written out: everything in them is fixed beforehand
        within = any(isinstance(step, int) for step in record.place)
        symbol = record.get(name) if within else record.made(name)
        if symbol is None:
            continue
        if name not in facts:
            parts.append(symbol.unknown)
        elif facts[name] is None:
            parts.append(symbol.absent)
        else:
            parts.append(symbol.present)
            parts += _value(space, symbol, facts[name], places)


def _value(space: Space, symbol: Symbol, value: Any, places: Places) -> list[Node]:
    arena, body = space.arena, symbol.body
    parts: list[Node] = []
    if isinstance(body, Record):
        _record(space, body, value, parts, places)
    elif isinstance(body, Choice):
        parts.append(body.of[value])
    elif isinstance(body, Members):
        parts += [flag if v in value else arena.not_(flag) for v, flag in body.of.items()]
    elif isinstance(body, Sequence):
        items = sorted(value, key=str) if isinstance(value, frozenset) else list(value)
        places[body] = len(items) + 1
        for index, item in enumerate(items):
            parts.append(body.filled(index))
            element = body.element(index)
            if isinstance(element, Record):
                _record(space, element, item, parts, places)
            else:
                parts += _value(space, element, item, places)
        parts.append(arena.not_(body.filled(len(items))))
    elif isinstance(body, Quantity):
        number = exact(value.amount) if isinstance(value, Duration) else (
            space.text(value) if isinstance(value, str) else
            day_number(value) if isinstance(value, dt.date) else exact(value))
        parts.append(arena.eq(body.cases[0].lin, Lin((), number)))
    return parts
