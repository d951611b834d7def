"""An action on trial: its facts in their slots, changed one after another, and how it stands after each change.

What the searches of ``explain`` ask of an engine. One trial serves a policy and what may be changed, for any action.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Mapping
from typing import Any

from bangban.decide.changing import Changing, Flat
from bangban.decide.engine import Compiled
from bangban.decide.found import rule_of
from bangban.decide.layout import Layout, Path, flatten, restore
from bangban.decide.opening import Opening
from bangban.decide.standing import Standing
from bangban.policy.facts import asked_day, read_facts
from bangban.policy.types import ListType
from bangban.problems import FactPath, PolicyError


class Trial:
    """``opened`` is the same policy over facts that may all be unknown; ``may`` tells whether a place may change."""

    def __init__(self, compiled: Compiled, opened: Compiled, may: Callable[[FactPath], bool]) -> None:
        self._compiled, self._model, self._layout = compiled, compiled.model, compiled.layout
        self._decide, self._decide_open = compiled.run, opened.run
        self._changing, self._opening = Changing(self._layout), Opening(self._layout, may)

    def admit(self, given: object, as_of: object) -> tuple[Flat, dt.date]:
        """Facts as a program gives them, and the day asked for, through the door; PolicyError with every fault."""
        flat = (self._compiled._sparse or self._compiled._make_sparse())(given) if type(given) is dict else None
        day, wrong = asked_day(as_of)
        if flat is None or wrong:
            read, problems = read_facts(given, self._model.vocabulary)
            if problems or wrong:
                raise PolicyError([*problems, *wrong])
            flat = flatten(read, self._layout)
        else:
            flat = settled(flat, self._layout)
        return flat, day or self._compiled._day_in(flat) or dt.date.today()

    @property
    def slots(self) -> Mapping[Path, int]:
        """Where the facts outside lists lie."""
        return self._layout.index

    def facts(self, flat: Flat) -> dict[str, Any]:
        """Flat facts as the door gave them."""
        return restore(flat, self._layout)

    def put(self, flat: Flat, place: FactPath, value: Any) -> Flat:
        """The facts with a value at a place."""
        return self._changing.put(flat, place, value)

    def without(self, flat: Flat, place: FactPath) -> Flat:
        """The facts without the element at a place."""
        return self._changing.without(flat, place)

    def open(self, flat: Flat, taken: Collection[FactPath]) -> Flat:
        """The facts with everything left open that may change, but for the places ``taken``."""
        return self._opening.open(flat, taken)

    def put_both(self, flat: Flat, opened: Flat, place: FactPath, value: Any) -> tuple[Flat, Flat] | None:
        """Facts, and the same opened, with a value at one place more; None where that takes more than one slot."""
        slot = self._changing.slot(flat, place)
        if slot is None:
            return None
        return (*flat[:slot], value, *flat[slot + 1:]), (*opened[:slot], value, *opened[slot + 1:])

    def standing(self, flat: Flat, day: dt.date) -> Standing:
        """How facts stand on a day."""
        return Standing(self._model, self._decide(flat, day, 0))

    def refused(self, open_: Flat, day: dt.date) -> bool:
        """Whether open facts are refused, and so whatever they turn out to be."""
        return self._decide_open(open_, day, 0)._verdict == "deny"

    def blocking(self, open_: Flat, day: dt.date) -> tuple[str, ...]:
        """The rules that refuse open facts."""
        hits = sorted(self._decide_open(open_, day, 0)._findings[3], key=rule_of)
        return tuple(dict.fromkeys(self._model.rules[rule_of(hit)].key for hit in hits))


def settled(flat: Flat, layout: Layout) -> Flat:
    """Facts as the generated door lays them out, every list a tuple: they are kept and compared."""
    out = list(flat)
    for i, slot in enumerate(layout.slots):
        if isinstance(slot.type, ListType) and slot.inner is not None and isinstance(out[i], list):
            out[i] = tuple(settled(element, slot.inner) for element in out[i])
    return tuple(out)
