"""Literals as values of a type: defaults of options, values of parameters, rows of tables, ends of ranges."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from typing import Any, assert_never, cast

from attrs import frozen

from bangban.policy.check.context import Checking, replace
from bangban.policy.check.names import did_you_mean, respelling, spelling
from bangban.policy.types import (
    AgeType,
    AnyType,
    BoolType,
    DateTimeType,
    DateType,
    DurationType,
    DurationUnit,
    EnumType,
    ListType,
    ManyType,
    MoneyType,
    NumberType,
    RecordType,
    SetType,
    TextType,
    Type,
    type_name,
)
from bangban.policy.values import Duration, exact
from bangban.problems import Fix, Problem
from bangban.source import Span
from bangban.syntax import tree
from bangban.syntax.keywords import UNITS
from bangban.words import Both, Lang

FEN = {"FEN": 1, "JIAO": 10, "YUAN": 100, "WAN_YUAN": 1_000_000, "YI_YUAN": 10_000_000_000}
SPANS = frozenset({"HOURS", "DAYS", "WORKING_DAYS", "MONTHS", "YEARS"})
_EXAMPLES: dict[type, Both] = {
    BoolType: Both("是 或 否", "yes or no"), NumberType: Both("20", "20"), MoneyType: Both("200元", "200 yuan"),
    DateType: Both("2020-11-30", "2020-11-30"), DateTimeType: Both("2020-11-30T09:00", "2020-11-30T09:00"),
    DurationType: Both("5个工作日", "5 working_days"), TextType: Both("\"文字\"", "\"text\""),
    EnumType: Both("枚举值的名称", "the name of a value"), SetType: Both("[甲, 乙]", "[a, b]"),
    ManyType: Both("[甲, 乙]", "[a, b]")}


@frozen(kw_only=True)
class UnknownValue(Problem):
    """A word that is no value of the enum expected there."""

    code = "BB205"
    title = Both("没有这个枚举值", "no such enum value")
    text = Both("「{name}」不是这里可取的值。{near}", "“{name}” is not a value that may stand here.{near}")
    advice = Both("可取的值:{values}。", "it may be: {values}.")
    name: str
    near: Both
    values: tuple[Both, ...]


@frozen(kw_only=True)
class QuotedValue(Problem):
    """An enum value written as text."""

    code = "BB206"
    title = Both("枚举值不加引号", "enum value in quotes")
    text = Both("“{name}”是枚举值,不是文字。", "“{name}” is an enum value, not a text.")
    advice = Both("去掉引号。", "take the quotes away.")
    name: str


@frozen(kw_only=True)
class WrongConstant(Problem):
    """A literal of another type than is wanted."""

    code = "BB270"
    title = Both("值的类型不对", "value of the wrong type")
    text = Both("这里要写{wanted},不是「{found}」。", "{wanted} is wanted here, not “{found}”.")
    advice = Both("写法如:{example}。", "write it like: {example}.")
    wanted: Both
    found: str
    example: Both


@frozen(kw_only=True)
class BrokenUnit(Problem):
    """One and a half working days: days, months and years are counted whole."""

    code = "BB234"
    title = Both("单位不能有零头", "unit is counted whole")
    text = Both("{amount} {unit}:这个单位只能是整数。", "{amount} {unit}: this unit is counted in whole numbers.")
    advice = Both("写整数;零头请换用更小的单位,如小时。", "write a whole number, or use a smaller unit such as hours.")
    amount: str
    unit: Both


@frozen(kw_only=True)
class ConstantOutOfRange(Problem):
    """A value that its own declaration excludes."""

    code = "BB271"
    title = Both("值超出范围", "value out of range")
    text = Both("{found} 不在声明的范围之内。", "{found} lies outside the range declared.")
    advice = Both("改这个值,或改声明的范围。", "change the value or the range.")
    found: str


def constant(node: tree.Expr, type_: Type, lang: Lang, checking: Checking) -> Any:
    """The value of a literal as that type; None (and a problem) where it is none."""
    match type_:
        case AnyType():
            return None
        case BoolType():
            if isinstance(node, tree.Bool):
                return node.value
        case NumberType():
            number = _number(node)
            if number is not None and not (type_.whole and not isinstance(number, int)):
                return _in_range(number, type_, node.span, checking)
        case MoneyType():
            money = fen(node)
            if money is not None:
                return _in_range(money, type_, node.span, checking)
        case DateType():
            if isinstance(node, tree.Date) and node.time is None:
                return _in_range(node.value, type_, node.span, checking)
        case DateTimeType():
            if isinstance(node, tree.Date) and node.time is not None:
                return dt.datetime.combine(node.value, node.time)
        case DurationType(unit=unit):
            if isinstance(node, tree.Quantity) and node.unit == unit:
                return duration(node, checking)
        case TextType():
            if isinstance(node, tree.Text):
                return node.value
        case EnumType():
            return enum_value(node, type_, lang, checking)
        case SetType(of=of) | ManyType(of=of):
            if isinstance(node, tree.ListOf):
                values = [constant(item, of, lang, checking) for item in node.items]
                found = [v for v in values if v is not None]
                return frozenset(found) if isinstance(type_, SetType) else tuple(found)
        case AgeType() | ListType() | RecordType():
            pass
        case _:
            assert_never(type_)
    checking.report(WrongConstant(span=node.span, wanted=type_name(type_), found=node.span.text,
                                  example=_EXAMPLES.get(type(type_), Both("", "")),
                                  fixes=_with_unit(node, type_, lang)))
    return None


def enum_value(node: tree.Expr, type_: EnumType, lang: Lang, checking: Checking) -> str | None:
    """The canonical name of the enum value written there."""
    if isinstance(node, tree.Path) and len(node.parts) == 1:
        word = str(node.parts[0])
        value = type_.canonical(word)
        if value is not None:
            if checking.resolutions is not None:
                checking.resolved(node.span, (next(v for v in type_.values if v.zh == value),))
            return value
        unknown_value(word, node.span, type_, lang, checking)
        return None
    if isinstance(node, tree.Text):
        if type_.canonical(node.value) is not None:
            checking.report(QuotedValue(span=node.span, name=node.value,
                                        fixes=(replace(node.span, spelling(node.value, lang)),)))
            return type_.canonical(node.value)
        if not type_.open:
            unknown_value(node.value, node.span, type_, lang, checking)
            return None
        return node.value
    checking.report(WrongConstant(span=node.span, wanted=type_name(type_), found=node.span.text,
                                  example=_EXAMPLES[EnumType]))
    return None


def unknown_value(word: str, span: Span, type_: EnumType, lang: Lang, checking: Checking) -> None:
    """Report a word that is no value of the enum; for an open enum, that other values go in quotes."""
    near = checking.nearest(word, (v.say(lang) for v in type_.values)) or checking.nearest(
        word, (w for v in type_.values for w in v))
    fixes = respelling(span, near, lang)
    if type_.open:
        fixes = (*fixes, replace(span, f'"{word}"'))
    checking.report(UnknownValue(span=span, name=word, near=did_you_mean(near), values=type_.values, fixes=fixes))


def fen(node: tree.Expr) -> int | Fraction | None:
    """A sum of money in 分, exact."""
    if isinstance(node, tree.Negative):
        inner = fen(node.operand)
        return None if inner is None else -inner
    if isinstance(node, tree.Quantity) and node.unit in FEN:
        return cast("int | Fraction", exact(Fraction(node.value) * FEN[node.unit]))
    return None


def duration(node: tree.Quantity, checking: Checking) -> Duration:
    """A length of time; only hours may be broken."""
    amount = exact(Fraction(node.value))
    if not isinstance(amount, int) and node.unit != "HOURS":
        checking.report(BrokenUnit(span=node.span, amount=str(node.value), unit=UNITS[node.unit]))
        amount = int(amount)
    return Duration(amount, cast(DurationUnit, node.unit), node.month_end)


def _number(node: tree.Expr) -> int | Any | None:
    if isinstance(node, tree.Negative):
        inner = _number(node.operand)
        return None if inner is None else -inner
    if isinstance(node, tree.Number):
        return int(node.value) if node.value == node.value.to_integral_value() else node.value
    return None


def _in_range(value: Any, type_: NumberType | MoneyType | DateType, span: Span, checking: Checking) -> Any:
    if (type_.low is not None and value < type_.low) or (type_.high is not None and value > type_.high):
        checking.report(ConstantOutOfRange(span=span, found=span.text))
    return value


def _with_unit(node: tree.Expr, type_: Type, lang: Lang) -> tuple[Fix, ...]:
    """A bare number where an amount is wanted: offer the unit."""
    if isinstance(node, tree.Number) and isinstance(type_, MoneyType | DurationType):
        unit = UNITS["YUAN" if isinstance(type_, MoneyType) else type_.unit].say(lang)
        return (replace(node.span, f"{node.span.text}{'' if lang == 'zh' else ' '}{unit}"),)
    return ()
