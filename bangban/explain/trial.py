"""What the search asks of an engine: an action's facts, changed one after another, and how it stands each time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, Protocol

from bangban.policy.verdict import Gap
from bangban.problems import FactPath

Flat = tuple[Any, ...]  # facts as the engine holds them, each in its slot; outside lists a slot holds a fact's value
Fired = tuple[int, FactPath | None]  # the place of a rule in the policy, and of the element it fired for


class Standing(Protocol):
    """How an action stands. Rules are in their canonical order."""

    @property
    def verdict(self) -> str:
        """The verdict."""

    @property
    def violations(self) -> Sequence[Fired]:
        """What refuses."""

    @property
    def defects(self) -> Sequence[Fired]:
        """What asks for correction."""

    @property
    def open_rules(self) -> Iterable[int]:
        """The rules left open."""

    def gaps_of(self, rule: int, facts: dict[str, Any]) -> Iterable[Gap]:
        """The gaps of one open rule; ``facts`` are those that stand so, as the door gave them."""

    @property
    def clashes(self) -> Sequence[Fired]:
        """The charges that contradict each other."""

    @property
    def nothing_permits(self) -> bool:
        """Whether no permit can hold."""


class Trial(Protocol):
    """Facts on trial. Every method leaves the facts it is given as they are."""

    @property
    def slots(self) -> Mapping[FactPath, int]:
        """Where the facts outside lists lie."""

    def facts(self, flat: Flat) -> dict[str, Any]:
        """Flat facts as the door gave them."""

    def put(self, flat: Flat, place: FactPath, value: Any) -> Flat:
        """The facts with a value at a place."""

    def without(self, flat: Flat, place: FactPath) -> Flat:
        """The facts without the element at a place."""

    def open(self, flat: Flat, taken: Collection[FactPath]) -> Flat:
        """The facts with everything left open that may change, but for the places ``taken``."""

    def slot(self, flat: Flat, place: FactPath) -> int | None:
        """The one slot to change for a fact, in the facts and as they are opened; None where more has to change."""

    def on(self, day: dt.date) -> Judge:
        """Who decides on one day."""


class Judge(Protocol):
    """Decides on one day."""

    def standing(self, flat: Flat) -> Standing:
        """How facts stand."""

    def refused(self, opened: Flat) -> bool:
        """Whether open facts are refused, and so whatever they turn out to be."""

    def permitting(self, opened: Flat) -> Sequence[int] | None:
        """The permits that open facts leave open, where no permit holds yet; None where one does."""

    def blocking(self, opened: Flat) -> tuple[str, ...]:
        """The rules that refuse open facts."""
