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
