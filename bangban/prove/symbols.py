"""Symbolic values: what a term may be, for all facts at once. Unknown, absent, or a body that says the value.

A truth is two rails: when it definitely holds, when it definitely does not; where neither, it is unknown.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from attrs import frozen

from bangban.prove.formula import Group, Lin, Node

if TYPE_CHECKING:
    from bangban.prove.facts import Record, Sequence


@frozen
class Rail:
    """``t``: definitely true; ``f``: definitely false. Never both."""

    t: Node
    f: Node

    @property
    def opposite(self) -> Rail:
        """Its negation."""
        return Rail(self.f, self.t)


@frozen
class Choice:
    """One of a few values (是非, a closed enum): for each, the formula that says it is known to be that one."""

    of: Mapping[Any, Node]


@frozen
class Case:
    """A number under a guard. ``month_end`` belongs to durations of months."""

    guard: Node
    lin: Lin
    month_end: str | None = None


@frozen
class Quantity:
    """A number, an amount, a day, a moment, a length of time, or the number that stands for a text."""

    cases: tuple[Case, ...]


@frozen
class Members:
    """A set of enum values (or a constant set): for each value, whether it is in it."""

    of: Mapping[Any, Node]


Body = Choice | Quantity | Members


@frozen
class Symbol:
    """A value. Exactly one of ``unknown``, ``absent`` and present holds; ``body`` counts only when present.

    ``group`` is the fact it is, where it is one.
    """

    unknown: Node
    absent: Node
    present: Node
    body: Body | Record | Sequence | None = None
    group: Group | None = None


@frozen
class Interval:
    """A count or sum: its least and greatest value. ``low_open``/``high_open``: where that end has no bound."""

    unknown: Node
    low: Lin
    low_open: Node
    high: Lin
    high_open: Node
