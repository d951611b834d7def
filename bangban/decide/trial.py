"""An action on trial: its facts in their slots, changed one after another, and how it stands after each change.

What the searches of ``explain`` ask of an engine. One trial serves a policy and what may be changed, for any action.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from bangban.decide.changing import Changing, Flat
from bangban.decide.engine import Compiled, Run
from bangban.decide.found import rule_of
from bangban.decide.layout import Layout, flatten, restore
from bangban.decide.opening import Opening
from bangban.decide.standing import Standing
from bangban.decision.decision import Decision
from bangban.policy.facts import asked_day, read_facts
from bangban.policy.model import Model, Permit
from bangban.problems import FactPath, PolicyError

Decide = Callable[[Flat], Decision]
ANY_SHAPE = 0  # the plan of the engine for facts of any shape


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
        return Judge(self._model, self._permits, _deciding(self._compiled, day), _deciding(self._opened, day))


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
        return None if found[6] else sorted({rule_of(hit) for hit in found[5]} & self._permits)

    def blocking(self, opened: Flat) -> tuple[str, ...]:
        """The rules that refuse open facts."""
        hits = sorted(self._decide_open(opened)._findings[3], key=rule_of)
        return tuple(dict.fromkeys(self._model.rules[rule_of(hit)].key for hit in hits))


def _deciding(compiled: Compiled, day: dt.date) -> Decide:
    """What ``compiled.run`` does for facts of any shape, with each body looked up once for what its key facts hold."""
    index, stretch = compiled._index, bisect_right(compiled._points, day)
    places = [compiled.layout.index[path] for path in index.paths]
    bodies: dict[tuple[Any, ...], Run] = {}

    def decide(flat: Flat) -> Decision:
        held = tuple([flat[i] for i in places])
        body = bodies.get(held)
        if body is None:
            body = bodies[held] = compiled._make_body(stretch, ANY_SHAPE, index.key(held))
        return body(flat, day)

    return decide


def settled(flat: Flat, layout: Layout) -> Flat:
    """Facts as the generated door lays them out, every list a tuple: they are kept and compared."""
    out = list(flat)
    for i, held in enumerate(flat):
        if type(held) is list:
            inner = layout.slots[i].inner
            out[i] = tuple(held) if inner is None else tuple(settled(element, inner) for element in held)
    return tuple(out)
