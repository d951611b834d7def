"""Conditions and values as meant: names resolved, types known. What every engine reads; none sees the syntax tree."""

from __future__ import annotations

from typing import Any, Literal

from attrs import field, frozen

from bangban.policy.types import BOOL, DATE, WHOLE, Type
from bangban.shown import Alike
from bangban.source import NOWHERE, Span
from bangban.words import Both

CompareOp = Literal["=", "≠", "<", "≤", ">", "≥"]


def _span() -> Span:
    return field(default=NOWHERE, eq=False, repr=False, kw_only=True)


@frozen(eq=False, repr=False)
class Const(Alike):
    """A literal; ``shown`` is how it was written."""

    value: Any
    type: Type
    span: Span = _span()


@frozen(eq=False, repr=False)
class Fact(Alike):
    """A fact by its path of canonical names, from the root or from the element bound to ``scope``.

    An empty path is the bound element itself (of a 多项).
    """

    path: tuple[str, ...]
    type: Type
    scope: str | None = None
    name: Both = field(default=Both("", ""), eq=False)
    span: Span = _span()


@frozen(eq=False, repr=False)
class OptionValue(Alike):
    """An option, with the value chosen when the policy was loaded."""

    name: Both
    value: Any
    type: Type
    span: Span = _span()


@frozen(eq=False, repr=False)
class Parameter(Alike):
    """A parameter, by its canonical name: its value depends on the decision date."""

    key: str
    type: Type
    name: Both = field(default=Both("", ""), eq=False)
    span: Span = _span()


@frozen(eq=False, repr=False)
class Defined(Alike):
    """A definition by its canonical name; ``scope`` is the element it speaks of, if it is one over a list."""

    key: str
    type: Type
    scope: str | None = None
    name: Both = field(default=Both("", ""), eq=False)
    span: Span = _span()


@frozen(eq=False, repr=False)
class DecisionDate(Alike):
    """决定日."""

    type: Type = DATE
    span: Span = _span()


@frozen(eq=False, repr=False)
class Has(Alike):
    """有 fact: it is not absent."""

    fact: Fact
    type: Type = BOOL
    span: Span = _span()


@frozen(eq=False, repr=False)
class Not(Alike):
    """非."""

    operand: Term
    type: Type = BOOL
    span: Span = _span()


@frozen(eq=False, repr=False)
class All(Alike):
    """且."""

    operands: tuple[Term, ...]
    type: Type = BOOL
    span: Span = _span()


@frozen(eq=False, repr=False)
class Any_(Alike):
    """或."""

    operands: tuple[Term, ...]
    type: Type = BOOL
    span: Span = _span()


@frozen(eq=False, repr=False)
class Compare(Alike):
    """A comparison of two values of one type. Ordered enums compare by their declared order."""

    op: CompareOp
    left: Term
    right: Term
    type: Type = BOOL
    span: Span = _span()


@frozen(eq=False, repr=False)
class Between(Alike):
    """Both ends included."""

    operand: Term
    low: Term
    high: Term
    type: Type = BOOL
    span: Span = _span()


@frozen(eq=False, repr=False)
class OneOf(Alike):
    """属于 [ … ]."""

    item: Term
    values: tuple[Term, ...]
    type: Type = BOOL
    span: Span = _span()


@frozen(eq=False, repr=False)
class InTable(Alike):
    """属于 名录: the value is a key of the table."""

    item: Term
    table: str
    type: Type = BOOL
    span: Span = _span()


@frozen(eq=False, repr=False)
class Contains(Alike):
    """包含 / 包含全部 / 包含任一; ``items`` are single values, or one set-valued term when ``whole``."""

    mode: Literal["ALL", "ANY"]
    container: Term
    items: tuple[Term, ...]
    whole: bool = False
    type: Type = BOOL
    span: Span = _span()


@frozen(eq=False, repr=False)
class Reaches(Alike):
    """A birth date reaches an age on the decision date."""

    birth: Term
    years: Term
    type: Type = BOOL
    span: Span = _span()


@frozen(eq=False, repr=False)
class Quantified(Alike):
    """每个 / 任一 over a list; ``scope`` names the element in ``body``."""

    op: Literal["EVERY", "SOME"]
    over: Fact
    scope: str
    body: Term
    type: Type = BOOL
    span: Span = _span()


@frozen(eq=False, repr=False)
class Count(Alike):
    """个数: how many elements satisfy ``body``."""

    over: Fact
    scope: str
    body: Term | None
    type: Type = WHOLE
    span: Span = _span()


@frozen(eq=False, repr=False)
class Distinct(Alike):
    """种数: how many distinct values ``value`` takes over the elements that satisfy ``body``."""

    over: Fact
    scope: str
    value: Term
    body: Term | None
    type: Type = WHOLE
    span: Span = _span()


@frozen(eq=False, repr=False)
class Sum(Alike):
    """合计 of ``value`` over the elements that satisfy ``body``."""

    over: Fact
    scope: str
    value: Term
    body: Term | None
    type: Type
    span: Span = _span()


@frozen(eq=False, repr=False)
class Lookup(Alike):
    """A column of the row with this key; absent where there is no such row."""

    table: str
    key: Term
    column: str
    type: Type
    span: Span = _span()


@frozen(eq=False, repr=False)
class Arith(Alike):
    """Exact arithmetic; dates take durations, money takes numbers."""

    op: Literal["+", "-", "*", "/"]
    left: Term
    right: Term
    type: Type
    span: Span = _span()


Term = (Const | Fact | OptionValue | Parameter | Defined | DecisionDate | Has | Not | All | Any_ | Compare | Between
        | OneOf | InTable | Contains | Reaches | Quantified | Count | Distinct | Sum | Lookup | Arith)
