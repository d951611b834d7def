"""Comparisons: like with like, order where there is one, and constants within the range of the fact."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from attrs import frozen

from bangban.policy import terms as t
from bangban.policy.check.context import replace
from bangban.policy.check.guards import NONE, Checked, carried, present, wants
from bangban.policy.check.operators import like, ordered
from bangban.policy.check.paths import is_value
from bangban.policy.check.scope import Env
from bangban.policy.types import AgeType, DateType, DurationType, EnumType, MoneyType, NumberType, Type, type_name
from bangban.policy.values import Duration, show
from bangban.problems import Fix, Problem
from bangban.source import Span
from bangban.syntax import tree
from bangban.syntax.keywords import BY_TOKEN, UNITS
from bangban.words import Both

if TYPE_CHECKING:
    from bangban.policy.check.expressions import Expressions


@frozen(kw_only=True)
class TypeMismatch(Problem):
    """Two values of different types compared."""

    code = "BB221"
    title = Both("类型不同,不能比较", "types cannot be compared")
    text = Both("「{left}」是{left_type},「{right}」是{right_type},不能相比。",
                "“{left}” is {left_type} and “{right}” is {right_type}; they cannot be compared.")
    advice = Both("两边写同一类型;金额和时长要带单位,日与个工作日、个月、年不能相比。",
                  "write the same type on both sides; money and durations carry units, and units do not mix.")
    left: str
    left_type: Both
    right: str
    right_type: Both


@frozen(kw_only=True)
class NotOrdered(Problem):
    """< or > on something without an order."""

    code = "BB222"
    title = Both("没有先后大小", "no order")
    text = Both("{type}没有大小先后,不能用「{op}」。", "{type} has no order; “{op}” means nothing for it.")
    advice = Both("枚举要比先后,声明时写「枚举 有序 […]」;否则用 =、属于。",
                  "declare the enum ordered to compare by order; else use = or in.")
    type: Both
    op: str


@frozen(kw_only=True)
class NeverInRange(Problem):
    """A constant that the range of the fact excludes."""

    code = "BB232"
    severity = "warning"
    title = Both("超出事实的范围", "outside the range of the fact")
    text = Both("「{name}」在 {low} 至 {high} 之间,与 {found} 相比的结果总是一样。",
                "“{name}” lies between {low} and {high}; comparing it with {found} always gives the same.")
    advice = Both("核对这个数和它的单位。", "check the number and its unit.")
    name: str
    low: str
    high: str
    found: str


@frozen(kw_only=True)
class EmptyInterval(Problem):
    """介于 with its ends the wrong way round."""

    code = "BB233"
    title = Both("区间写反了", "interval the wrong way round")
    text = Both("「{low} 至 {high}」里什么都没有。", "there is nothing between {low} and {high}.")
    advice = Both("把两端调换过来。", "swap the ends.")
    low: str
    high: str


def compare(x: Expressions, node: tree.Compare, env: Env) -> Checked:
    """= ≠ < ≤ > ≥."""
    op = cast(t.CompareOp, node.op)
    left, right = _two(x, node.left, node.right, env)
    alike = must_be_like(x, node.left, left.term.type, node.right, right.term.type)
    if alike and op not in ("=", "≠"):
        _must_be_ordered(x, (left, right), op, node.span)
    within(x, node.left, left, right)
    within(x, node.right, right, left)
    term = t.Compare(op, left.term, right.term, span=node.span)
    always_there = not (left.absent or right.absent or left.needs or right.needs)
    if always_there:
        return Checked(term)
    if op == "=":
        return Checked(term, (), carried((left, right), node.span), present(left, right))
    no = present(left, right) if op == "≠" else NONE
    return Checked(term, (), wants((left, right), node.span), no=no)


def _two(x: Expressions, left: tree.Expr, right: tree.Expr, env: Env) -> tuple[Checked, Checked]:
    """Both sides; the side that says what it is gives the other its expected type."""
    if is_value(x, left, env) or not is_value(x, right, env):
        first = x.single(left, env, None)
        return first, x.single(right, env, first.term.type)
    second = x.single(right, env, None)
    return x.single(left, env, second.term.type), second


def must_be_like(x: Expressions, left_node: tree.Expr, one: Type, right_node: tree.Expr, other: Type) -> bool:
    """Whether two types can be compared; if not, that is told, with the unit that may have been forgotten."""
    if like(one, other):
        return True
    fixes = (*_unit_fix(left_node, one, other, x.lang), *_unit_fix(right_node, other, one, x.lang))
    x.checking.report(TypeMismatch(
        span=left_node.span.to(right_node.span), left=left_node.span.text, left_type=type_name(one),
        right=right_node.span.text, right_type=type_name(other), fixes=fixes))
    return False


def _must_be_ordered(x: Expressions, sides: tuple[Checked, ...], op: str, span: Span) -> None:
    for side in sides:
        if not ordered(side.term.type):
            x.checking.report(NotOrdered(span=span, type=type_name(side.term.type), op=op))
            return


def within(x: Expressions, node: tree.Expr, value: Checked, other: Checked) -> None:
    """Warn of a constant that the range of the other side excludes."""
    if not isinstance(value.term, t.Const) or not isinstance(other.term, t.Fact):
        return
    type_, found = other.term.type, value.term.value
    if not isinstance(type_, NumberType | MoneyType | DateType) or not like(value.term.type, type_) or found is None:
        return
    low, high = type_.low, type_.high
    if (low is not None and found < low) or (high is not None and found > high):
        ends = ["…" if end is None else show(end, type_, x.lang) for end in (low, high)]
        x.checking.report(NeverInRange(span=node.span, name=other.term.name.say(x.lang), low=ends[0],
                                          high=ends[1], found=node.span.text))


def between(x: Expressions, node: tree.Between, env: Env) -> Checked:
    """介于 … 至 …, both ends included."""
    if is_value(x, node.operand, env):
        operand = x.single(node.operand, env, None)
        low = x.single(node.low, env, operand.term.type)
        high = x.single(node.high, env, operand.term.type)
    else:
        low = x.single(node.low, env, None)
        high = x.single(node.high, env, low.term.type)
        operand = x.single(node.operand, env, low.term.type)
    for end_node, end in ((node.low, low), (node.high, high)):
        must_be_like(x, node.operand, operand.term.type, end_node, end.term.type)
        within(x, end_node, end, operand)
    _must_be_ordered(x, (operand,), BY_TOKEN["BETWEEN"].word.say(x.lang), node.span)
    _must_not_be_empty(x, node, low.term, high.term)
    term = t.Between(operand.term, low.term, high.term, span=node.span)
    return Checked(term, (), wants((operand, low, high), node.span))


def _must_not_be_empty(x: Expressions, node: tree.Between, low: t.Term, high: t.Term) -> None:
    if not (isinstance(low, t.Const) and isinstance(high, t.Const)) or not like(low.type, high.type):
        return
    if low.value is None or high.value is None or not ordered(low.type):
        return
    start: Any = low.value
    end: Any = high.value
    if isinstance(low.type, EnumType):
        if low.type.canonical(start) is None or low.type.canonical(end) is None:
            return
        start, end = low.type.rank(start), low.type.rank(end)
    elif isinstance(start, Duration):
        start, end = start.amount, end.amount
    if start > end:
        x.checking.report(EmptyInterval(span=node.low.span.to(node.high.span), low=node.low.span.text,
                                           high=node.high.span.text))


def _unit_fix(node: tree.Expr, here: Type, wanted: Type, lang: str) -> tuple[Fix, ...]:
    """A bare number compared with money or a duration: offer the unit; an age compared with a number: without it."""
    if isinstance(here, AgeType) and isinstance(wanted, NumberType) and isinstance(node, tree.Quantity):
        return (replace(node.span, str(node.value)),)
    if isinstance(here, NumberType) and isinstance(node, tree.Number) and isinstance(wanted, MoneyType | DurationType):
        unit = UNITS["YUAN" if isinstance(wanted, MoneyType) else wanted.unit]
        text = f"{node.span.text}{unit.zh}" if lang == "zh" else f"{node.span.text} {unit.en}"
        return (replace(node.span, text),)
    return ()
