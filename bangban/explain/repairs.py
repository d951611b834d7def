"""One change of one fact, and the conditions of a rule that changes are to turn."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from attrs import frozen

from bangban.policy import terms as t
from bangban.policy.model import ExceptionRule, Require, Rule
from bangban.policy.types import Field
from bangban.problems import FactPath

REMOVED: Any = ("removed",)  # the value that takes an element out of its list


@frozen
class Repair:
    """One change: the fact at ``place`` becomes ``value``, or the element there goes (REMOVED)."""

    place: FactPath
    value: Any
    field: Field

    @property
    def cost(self) -> int:
        """What the vocabulary says it costs."""
        return self.field.cost


def conditions(rule: Rule) -> Iterator[t.Term]:
    """当, the requirement, and the conditions of exceptions (and of exceptions to them)."""
    if rule.when is not None:
        yield rule.when
    if isinstance(rule.effect, Require):
        yield rule.effect.condition
    yield from _exceptions(rule.exceptions)


def _exceptions(exceptions: Iterable[ExceptionRule]) -> Iterator[t.Term]:
    for exception in exceptions:
        if exception.condition is not None:
            yield exception.condition
        yield from _exceptions(exception.exceptions)
