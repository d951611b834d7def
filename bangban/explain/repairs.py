"""One change of one fact, and the conditions of a rule that changes are to turn."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from attrs import field, frozen

from bangban.policy import terms as t
from bangban.policy.fees import fee_lists, money_field, name_field
from bangban.policy.model import Charge, Each, ExceptionRule, Exempt, Model, Require, Rule
from bangban.policy.types import MONEY, TEXT, Field, ListType
from bangban.problems import FactPath

A_FEE = "\0"  # the element in a condition made here: no name of a policy
REMOVED: Any = ("removed",)  # the value that takes an element out of its list


@frozen
class Repair:
    """One change: the fact at ``place`` becomes ``value``, or the element there goes (REMOVED)."""

    place: FactPath
    value: Any
    field: Field = field(repr=False)

    @property
    def cost(self) -> int:
        """What the vocabulary says it costs."""
        return self.field.cost


def conditions(rule: Rule, model: Model) -> Iterator[t.Term]:
    """当, the requirement, the conditions of exceptions (and of exceptions to them), and whether the policies apply.

    A rule about a fee asks that no more be charged than is due: for the one at hand, or for all of the name it says.
    """
    if rule.when is not None:
        yield rule.when
    if isinstance(rule.effect, Require):
        yield rule.effect.condition
    if isinstance(rule.effect, Charge | Exempt):
        if rule.effect.item is not None:
            yield from _named_within_due(rule.effect, rule.effect.item, model)
        elif rule.each is not None:
            yield from _within_due(rule.effect, rule.each)
    yield from _exceptions(rule.exceptions)
    for key in dict.fromkeys([rule.policy, *_policies(rule.exceptions)]):
        head = model.heads.get(key)
        if head is not None and head.scope is not None:
            yield head.scope


def _exceptions(exceptions: Iterable[ExceptionRule]) -> Iterator[t.Term]:
    for exception in exceptions:
        if exception.condition is not None:
            yield exception.condition
        yield from _exceptions(exception.exceptions)


def _policies(exceptions: Iterable[ExceptionRule]) -> Iterator[str]:
    for exception in exceptions:
        yield exception.policy
        yield from _policies(exception.exceptions)


def _within_due(effect: Charge | Exempt, each: Each) -> Iterator[t.Term]:
    if not isinstance(each.over.type, ListType):
        return
    amount, due = money_field(each.over.type.of), _due(effect)
    if amount is not None and due is not None:
        yield t.Compare("≤", t.Fact((amount,), MONEY, each.scope), due)


def _named_within_due(effect: Charge | Exempt, item: str, model: Model) -> Iterator[t.Term]:
    due = _due(effect)
    for over in fee_lists(model.vocabulary) if due is not None else ():
        assert isinstance(over.type, ListType)
        amount, name = money_field(over.type.of), name_field(over.type.of)
        if amount is not None and name is not None and due is not None:
            other = t.Compare("≠", t.Fact((name,), TEXT, A_FEE), t.Const(item, TEXT))
            within = t.Compare("≤", t.Fact((amount,), MONEY, A_FEE), due)
            yield t.Quantified("EVERY", over, A_FEE, t.Any_((other, within)))


def _due(effect: Charge | Exempt) -> t.Term | None:
    return t.Const(0, MONEY) if isinstance(effect, Exempt) else effect.amount
