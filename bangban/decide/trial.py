"""An action on trial: its facts in their slots, changed one after another, and how it stands after each change.

What the searches of ``explain`` ask of an engine. One trial serves a policy and what may be changed, for any action.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from bangban.decide.changing import Changing, Flat
from bangban.decide.engine import Compiled
from bangban.decide.found import GAPS, PERMITS, VIOLATED, rule_of
from bangban.decide.layout import Layout, restore
from bangban.decide.opening import Opening
from bangban.decide.standing import Standing
from bangban.decision.decision import Decision
from bangban.policy.model import Model, Permit
from bangban.problems import FactPath

Decide = Callable[[Flat], Decision]


class Trial:
    """``opened`` is the same policy over facts that may all be unknown; ``may`` tells whether a place may change."""

    def __init__(self, compiled: Compiled, opened: Compiled, may: Callable[[FactPath], bool]) -> None:
        self._compiled, self._model, self._layout = compiled, compiled.model, compiled.layout
        self._opened = opened
        self.slots: Mapping[FactPath, int] = dict(self._layout.index.items())
        """Where the facts outside lists lie."""
        self._permits = frozenset(i for i, rule in enumerate(self._model.rules) if isinstance(rule.effect, Permit))
        self._changing, self._opening = Changing(self._layout), Opening(self._layout, may)

    def admit(self, given: object, as_of: object) -> tuple[Flat, dt.date]:
        """Facts as a program gives them, and the day asked for, through the door; PolicyError with every fault."""
        flat, day = self._compiled.admit(given, as_of)
        return settled(flat, self._layout), day

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

    def slot(self, flat: Flat, place: FactPath) -> int | None:
        """The one slot to change for a fact, in the facts and as they are opened; None where more has to change."""
        return self._changing.slot(flat, place)

    def on(self, day: dt.date) -> Judge:
        """Who decides on one day."""
        return Judge(self._model, self._permits, self._compiled.deciding(day), self._opened.deciding(day))


class Judge:
    """Decides on one day, as facts are and as they are opened."""

    def __init__(self, model: Model, permits: frozenset[int], decide: Decide, decide_open: Decide) -> None:
        self._model, self._permits, self._decide, self._decide_open = model, permits, decide, decide_open

    def standing(self, flat: Flat) -> Standing:
        """How facts stand."""
        return Standing(self._model, self._decide(flat))

    def refused(self, opened: Flat) -> bool:
        """Whether open facts are refused, and so whatever they turn out to be."""
        return self._decide_open(opened)._verdict == "deny"

    def permitting(self, opened: Flat) -> Sequence[int] | None:
        """The permits that open facts leave open, where no permit holds yet; None where one does."""
        found = self._decide_open(opened)._findings
        return None if found[PERMITS] else sorted({rule_of(hit) for hit in found[GAPS]} & self._permits)

    def blocking(self, opened: Flat) -> tuple[str, ...]:
        """The rules that refuse open facts."""
        hits = sorted(self._decide_open(opened)._findings[VIOLATED], key=rule_of)
        return tuple(dict.fromkeys(self._model.rules[rule_of(hit)].key for hit in hits))


def settled(flat: Flat, layout: Layout) -> Flat:
    """Facts as the generated door lays them out, every list a tuple: they are kept and compared."""
    out = list(flat)
    for i, held in enumerate(flat):
        if type(held) is list:
            inner = layout.slots[i].inner
            out[i] = tuple(held) if inner is None else tuple(settled(element, inner) for element in held)
    return tuple(out)
