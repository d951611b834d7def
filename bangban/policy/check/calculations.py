"""Arithmetic: which types go together, what month ends do, and ages reached."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

from bangban.policy import terms as t
from bangban.policy.check.comparisons import TypeMismatch
from bangban.policy.check.context import replace
from bangban.policy.check.guards import Checked, wants
from bangban.policy.check.operators import arithmetic, like
from bangban.policy.check.scope import Env
from bangban.policy.types import (
    ANY,
    DATE,
    WHOLE,
    AgeType,
    AnyType,
    DateType,
    DurationType,
    MoneyType,
    NumberType,
    type_name,
)
from bangban.policy.values import Duration
from bangban.problems import Fix, Problem
from bangban.source import Span
from bangban.syntax import tree
from bangban.syntax.keywords import UNITS
from bangban.words import Both

if TYPE_CHECKING:
    from bangban.policy.check.expressions import Expressions


@frozen(kw_only=True)
class WrongOperands(Problem):
    """Arithmetic on things that do not go together."""

    code = "BB223"
    title = Both("不能这样计算", "cannot be calculated")
    text = Both("{left_type} {op} {right_type} 没有意义。", "{left_type} {op} {right_type} means nothing.")
    advice = Both("可以算的有:数与数、金额与金额、金额与数、日期加减时长、日期减日期、同一单位的时长。",
                  "these go together: numbers; money with money or a number; date ± duration; date − date; "
                  "durations of one unit.")
    left_type: Both
    op: str
    right_type: Both


@frozen(kw_only=True)
class DivisionByZero(Problem):
    """Something divided by the number nought."""

    code = "BB224"
    title = Both("除以零", "division by zero")
    text = Both("除数是零。", "the divisor is zero.")
    advice = Both("改正除数。", "correct the divisor.")


@frozen(kw_only=True)
class MonthEnd(Problem):
    """Months or years added to a date without saying what month ends do."""

    code = "BB226"
    title = Both("没有写明月末怎么办", "month ends left open")
    text = Both("日期加减「{found}」,遇到没有那一天的月份有两种算法。",
                "adding or taking “{found}” is unclear where the month has no such day.")
    advice = Both("写「{found} 月末截断」(取月末)或「{found} 月末顺延」(次月一日)。",
                  "write “clip_month_end” (take the last day) or “carry_month_end” (the first of the next) behind it.")
    found: str


def arith(x: Expressions, node: tree.Arith, env: Env) -> Checked:
    """+ − × ÷."""
    left, right = x.single(node.left, env, None), x.single(node.right, env, None)
    type_ = arithmetic(node.op, left.term.type, right.term.type)
    if type_ is None:
        x.checking.report(WrongOperands(span=node.span, left_type=type_name(left.term.type), op=node.op,
                                           right_type=type_name(right.term.type)))
        return Checked(t.Const(None, ANY, span=node.span))
    if node.op == "/" and isinstance(right.term, t.Const) and right.term.value == 0:
        x.checking.report(DivisionByZero(span=node.span))
    if isinstance(left.term.type, DateType) and isinstance(right.term.type, DurationType):
        _must_say_month_end(x, node.right, right.term)
    term = t.Arith(node.op, left.term, right.term, type_, span=node.span)
    return Checked(term, (*left.absent, *right.absent), (*left.needs, *right.needs))


def negative(x: Expressions, node: tree.Negative, env: Env) -> Checked:
    """A sign before a value."""
    inner = x.single(node.operand, env, None)
    term = inner.term
    if isinstance(term, t.Const) and isinstance(term.type, NumberType | MoneyType) and term.value is not None:
        return Checked(t.Const(-term.value, term.type, span=node.span))
    type_ = arithmetic("*", WHOLE, term.type)
    if type_ is None:
        x.checking.report(WrongOperands(span=node.span, left_type=Both("", ""), op="-",
                                           right_type=type_name(term.type)))
        return Checked(t.Const(None, ANY, span=node.span))
    minus = t.Const(-1, WHOLE, span=node.span)
    return Checked(t.Arith("*", minus, term, type_, span=node.span), inner.absent, inner.needs)


def _must_say_month_end(x: Expressions, node: tree.Expr, term: t.Term) -> None:
    assert isinstance(term.type, DurationType)
    if term.type.unit not in ("MONTHS", "YEARS") or _says_month_end(x, term):
        return
    fixes = tuple(Fix(title, Span(node.span.source, node.span.end, node.span.end), f" {title.say(x.lang)}")
                  for title in (Both("月末截断", "clip_month_end"), Both("月末顺延", "carry_month_end"))
                  if isinstance(node, tree.Quantity))
    x.checking.report(MonthEnd(span=node.span, found=node.span.text, fixes=fixes))


def _says_month_end(x: Expressions, term: t.Term) -> bool:
    match term:
        case t.Const(value=Duration() as found) | t.OptionValue(value=Duration() as found):
            return found.month_end is not None
        case t.Parameter(key=key):
            entry = x.checking.names.values.get(key)
            values = entry.target.values if entry is not None and entry.target is not None else ()
            return all(isinstance(v.value, Duration) and v.value.month_end is not None for v in values)
        case t.Arith(left=left, right=right):
            sides = [s for s in (left, right) if isinstance(s.type, DurationType)]
            return all(_says_month_end(x, s) for s in sides)
        case _:
            return False


def reaches(x: Expressions, node: tree.Compare, env: Env) -> Checked:
    """A birth date 满 so many 周岁."""
    birth = x.single(node.left, env, None)
    years = x.single(node.right, env, None)
    word = "满" if x.lang == "zh" else "reaches"
    if not like(birth.term.type, DATE):
        x.checking.report(TypeMismatch(
            span=node.left.span, left=word, left_type=Both("出生日期所用", "for dates of birth"),
            right=node.left.span.text, right_type=type_name(birth.term.type)))
    bare = isinstance(years.term, t.Const) and isinstance(years.term.type, NumberType)
    if bare or not isinstance(years.term.type, AgeType | NumberType | AnyType):
        unit = UNITS["YEARS_OLD"].say(x.lang)
        gap = "" if x.lang == "zh" else " "
        fixes = (replace(node.right.span, f"{node.right.span.text}{gap}{unit}"),) if bare else ()
        x.checking.report(TypeMismatch(
            span=node.right.span, left=word, left_type=Both("周岁", "age"),
            right=node.right.span.text, right_type=type_name(years.term.type), fixes=fixes))
    return Checked(t.Reaches(birth.term, years.term, span=node.span), (), wants((birth, years), node.span))
