"""Facts with changes made, as the door would have let them in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from bangban.explain.repairs import REMOVED, Repair
from bangban.policy.facts import unsaid
from bangban.policy.types import RecordType
from bangban.problems import FactPath


def in_order(changes: Iterable[Repair]) -> list[Repair]:
    """Values first, then elements taken out from the last to the first: so every place is where it says."""
    return sorted(changes, key=lambda c: (c.value is REMOVED, [-p for p in c.place if isinstance(p, int)]))


def changed(facts: Mapping[str, Any], vocabulary: RecordType, changes: Iterable[Repair]) -> dict[str, Any]:
    """The facts with changes made."""
    out: Any = facts
    for change in in_order(changes):
        out = _put(out, vocabulary, change.place, change.value)
    return out  # type: ignore[no-any-return]


def as_given(place: FactPath, removed: Iterable[FactPath]) -> FactPath:
    """Where in the facts as they were given a place is, once elements have been taken out of lists."""
    for gone in sorted(removed, key=lambda p: (len(p), p)):  # outer lists first, and in each the first element first
        above, first = gone[:-1], gone[-1]
        here = place[len(above)] if len(place) > len(above) and place[:len(above)] == above else None
        if isinstance(here, int) and isinstance(first, int) and here >= first:
            place = (*above, here + 1, *place[len(gone):])
    return place


def _put(here: Any, type_: Any, path: FactPath, value: Any) -> Any:
    """The facts here with one changed. A record that comes to exist has its findings unrecorded, as at the door."""
    first, rest = path[0], path[1:]
    if isinstance(first, int):
        items = list(here)
        if not rest and value is REMOVED:
            del items[first]
        else:
            items[first] = _put(items[first], type_.of, rest, value) if rest else value
        return tuple(items)
    base = dict(here) if isinstance(here, Mapping) else unsaid(type_)
    base[first] = _put(base.get(first), type_.get(first).type, rest, value) if rest else value
    return base
