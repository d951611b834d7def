"""What a solver must do for us: take formulas, say whether they can all hold, and stop when its work is used up.

The work is counted in the solver's own deterministic units, never in seconds: the same question always ends the same
way.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

from attrs import frozen

from bangban.prove.formula import Node, Var

BUDGET = 200_000_000
"""The work allowed for one question: some two minutes on the machine of 2025 it was set on."""


@frozen
class Sat:
    """They can all hold: the values of the variables that were asserted."""

    values: Mapping[Var, Any]


@frozen
class Unsat:
    """They cannot; ``core``: the assumptions that are enough for it."""

    core: tuple[Node, ...] = ()


@frozen
class Unknown:
    """Not settled within the budget. Never to be taken for a proof."""

    why: str


Answer = Sat | Unsat | Unknown


class Solver(Protocol):
    """A solver for one question."""

    def declare(self, variables: Iterable[Var]) -> None:
        """The variables whose values a model must give."""

    def add(self, formula: Node) -> None:
        """Assert for good, in this question."""

    def always(self, formula: Node) -> None:
        """Assert what holds in any question."""

    def check(self, assumptions: Sequence[Node] = ()) -> Answer:
        """Whether all that was asserted can hold together with the assumptions, within what is left of the budget."""

    def push(self) -> None:
        """Remember what is asserted now. From here on the budget is whole again."""

    def pop(self) -> None:
        """Take back what was asserted since."""

    @property
    def work(self) -> int:
        """The work done so far."""


class MakeSolver(Protocol):
    """Makes a solver with a budget."""

    def __call__(self, budget: int, shared: bool = False) -> Solver:
        """A solver that may do so much work. ``shared``: it may keep for later questions what it has worked out; none
        of them is put before this one has taken back what it asserted since it pushed."""
