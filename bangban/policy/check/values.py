"""Options and parameters: typed values, chosen at load or by date."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any, cast

from attrs import evolve, frozen

from bangban.policy.check.citations import citations
from bangban.policy.check.constants import SPANS, constant
from bangban.policy.check.context import Checking, Stated, first, names_of
from bangban.policy.check.headers import make_period
from bangban.policy.check.names import Entry, did_you_mean
from bangban.policy.check.statements import Sorted
from bangban.policy.check.type_words import read_type
from bangban.policy.model import Dated, Option, ParameterValues
from bangban.policy.readings import Unreadable, read_date, read_moment, read_money, read_number, read_span
from bangban.policy.types import (
    BoolType,
    DateTimeType,
    DateType,
    DurationType,
    DurationUnit,
    EnumType,
    ManyType,
    MoneyType,
    NumberType,
    SetType,
    TextType,
    Type,
    type_name,
)
from bangban.policy.values import Duration, show
from bangban.problems import Problem, Related
from bangban.syntax import tree
from bangban.words import Both


@frozen(kw_only=True)
class UnknownOption(Problem):
    """An option given at load that the set does not declare."""

    code = "BB274"
    title = Both("没有这个选项", "no such option")
    text = Both("政策里没有选项「{name}」。{near}", "the policy has no option “{name}”.{near}")
    advice = Both("选项有:{options}。", "its options: {options}.")
    name: str
    near: Both
    options: tuple[Both, ...]


@frozen(kw_only=True)
class WrongOption(Problem):
    """A value given at load that the option's type does not have."""

    code = "BB275"
    title = Both("选项的值不对", "wrong value of an option")
    text = Both("选项「{name}」应为{wanted},给的是 {found}。", "the option “{name}” is {wanted}; given was {found}.")
    advice = Both("改正给出的值。{choices}", "correct the value given. {choices}")
    name: Both
    wanted: Both
    found: str
    choices: Both = Both("", "")


@frozen(kw_only=True)
class NoDatedValue(Problem):
    """A parameter without values."""

    code = "BB276"
    title = Both("参数没有值", "parameter without values")
    text = Both("参数「{name}」一个值也没有。", "the parameter “{name}” has no value.")
    advice = Both("写「自 日期 = 值 依据 …」。", "write “from DATE = VALUE basis …”.")
    name: Both


@frozen(kw_only=True)
class OverlappingValues(Problem):
    """Two values of a parameter for the same day."""

    code = "BB277"
    title = Both("同一天有两个值", "two values for one day")
    text = Both("参数「{name}」在 {day} 有两个值。", "the parameter “{name}” has two values on {day}.")
    advice = Both("改日期,使每一天只有一个值;后一个值自施行日起取代前一个,不必写「至」。",
                  "change the dates; a later value replaces the earlier one, which needs no end date.")
    name: Both
    day: str


@frozen(kw_only=True)
class ValueWithoutDate(Problem):
    """自 without = and a value in a parameter."""

    code = "BB278"
    title = Both("有日期没有值", "date without a value")
    text = Both("「自 {day}」后面没有写「= 值」。", "“from {day}” has no “= VALUE”.")
    advice = Both("补上「= 值」。", "add “= VALUE”.")
    day: str


# ---------------------------------------------------------------- options

def declare_options(sorted_: Sorted, given: Mapping[str, Any], checking: Checking) -> dict[str, Option]:
    """The options, with the values chosen."""
    options: dict[str, Option] = {}
    for stated in sorted_["OPTION"]:
        label, ref = stated.label, first(stated.statement.head, tree.TypeRef)
        if label is None or ref is None:
            continue
        node = cast(tree.Expr, stated.statement.head[-1])
        type_ = _typed_by(read_type(ref, stated.lang, checking, unit_later=True).type, ref, [node])
        default = constant(node, type_, stated.lang, checking)
        name = names_of(label)
        checking.resolved(label.span, (name,))
        if checking.names.values.add(Entry("option", name, label.span, type_), checking.problems):
            options[name.zh] = Option(name, type_, default, default, stated.text("NOTE"), span=label.span)
    by_word = {w: o for o in options.values() for w in o.name}
    for word, value in given.items():
        option = by_word.get(word)
        if option is None:
            near = checking.nearest(str(word), by_word)
            checking.report(UnknownOption(name=str(word), near=did_you_mean(near),
                                          options=tuple(o.name for o in options.values())))
        else:
            options[option.name.zh] = evolve(option, value=_chosen(value, option, checking))
    for option in options.values():
        checking.names.values.put(Entry("option", option.name, option.span, option.type, option.value))
    return dict(sorted(options.items()))


def _chosen(value: Any, option: Option, checking: Checking) -> Any:
    read = _read(value, option.type)
    if read is None:
        choices = option.type.values if isinstance(option.type, EnumType) else ()
        hint = Both("可取:" + "、".join(c.zh for c in choices) + "。", "It may be: " + ", ".join(
            c.en for c in choices) + ".") if choices else Both("", "")
        checking.report(WrongOption(span=option.span, name=option.name, wanted=_wanted(option.type),
                                    found=repr(value)[:80], choices=hint))
        return option.default
    if isinstance(read, Duration) and isinstance(option.default, Duration):
        return evolve(read, month_end=option.default.month_end)  # what month ends do is the policy's to say
    return read


def _wanted(type_: Type) -> Both:
    """The type, with the range that a value may lie in."""
    name, low, high = type_name(type_), getattr(type_, "low", None), getattr(type_, "high", None)
    if low is None or high is None:
        return name
    return Both(f"{name.zh}({show(low, type_, 'zh')} 至 {show(high, type_, 'zh')})",
                f"{name.en} ({show(low, type_, 'en')} to {show(high, type_, 'en')})")


def _read(value: Any, type_: Type) -> Any:
    """A value given by a program as the option's type; None where it does not fit."""
    try:
        match type_:
            case BoolType():
                return value if isinstance(value, bool) else None
            case TextType():
                return value if isinstance(value, str) else None
            case EnumType():
                known = type_.canonical(value) if isinstance(value, str) else None
                return known or (value if type_.open and isinstance(value, str) else None)
            case NumberType():
                return _bounded(_plain(read_number(value, type_)), type_)
            case MoneyType():
                return _bounded(read_money(value, type_), type_)
            case DateType():
                return _bounded(read_date(value, type_), type_)
            case DateTimeType():
                return read_moment(value, type_)
            case DurationType():
                return read_span(value, type_)
            case SetType(of=of) | ManyType(of=of):
                if not isinstance(value, list | tuple | set | frozenset):
                    return None
                items = [_read(v, of) for v in value]
                return None if None in items else (frozenset(items) if isinstance(type_, SetType) else tuple(items))
            case _:
                return None
    except Unreadable:
        return None


def _plain(number: Any) -> Any:
    return number if isinstance(number, int | Fraction | Decimal) else None


def _bounded(value: Any, type_: NumberType | MoneyType | DateType) -> Any:
    outside = (type_.low is not None and value < type_.low) or (type_.high is not None and value > type_.high)
    return None if outside else value


def _typed_by(type_: Type, ref: tree.TypeRef, values: list[tree.Expr]) -> Type:
    """A duration whose unit is not written has that of its first value."""
    if isinstance(type_, DurationType) and len(ref.words) == 1 and ref.low is None:
        unit = next((v.unit for v in values if isinstance(v, tree.Quantity) and v.unit in SPANS), None)
        if unit is not None:
            return DurationType(cast(DurationUnit, unit))
    return type_


# ---------------------------------------------------------------- parameters

def declare_parameters(sorted_: Sorted, titles: Mapping[str, str], checking: Checking) -> dict[str, ParameterValues]:
    """The parameters, their values in the order of their dates."""
    parameters: dict[str, ParameterValues] = {}
    for stated in sorted_["PARAMETER"]:
        label, ref = stated.label, first(stated.statement.head, tree.TypeRef)
        if label is None or ref is None:
            continue
        name = names_of(label)
        checking.resolved(label.span, (name,))
        nodes = [cast(tree.Expr, c.items[-1]) for c in stated.clauses.get("FROM", ()) if _has_value(c)]
        type_ = _typed_by(read_type(ref, stated.lang, checking, unit_later=True).type, ref, nodes)
        values = _values(stated, name, type_, titles, checking)
        parameter = ParameterValues(name, type_, values, stated.text("NOTE"), span=label.span)
        if checking.names.values.add(Entry("parameter", name, label.span, type_, parameter), checking.problems):
            parameters[name.zh] = parameter
    return dict(sorted(parameters.items()))


def _has_value(clause: tree.Clause) -> bool:
    return any(isinstance(i, tree.Word) and i.token == "EQ" for i in clause.items)


def _values(stated: Stated, name: Both, type_: Type, titles: Mapping[str, str],
            checking: Checking) -> tuple[Dated, ...]:
    found: list[tuple[dt.date, Dated, tree.Clause]] = []
    clauses = [c for c in stated.statement.clauses if c.keyword in ("FROM", "BASIS")]
    for i, clause in enumerate(clauses):
        if clause.keyword != "FROM":
            continue
        dates = [d for d in clause.items[:3] if isinstance(d, tree.Date)]
        if isinstance(clause.items[-1], tree.Date) and _has_value(clause) and dates[-1] is clause.items[-1]:
            dates.pop()
        if not _has_value(clause):
            checking.report(ValueWithoutDate(span=clause.span, day=dates[0].value.isoformat()))
            continue
        value = constant(cast(tree.Expr, clause.items[-1]), type_, stated.lang, checking)
        behind = []
        for following in clauses[i + 1:]:
            if following.keyword == "FROM":
                break
            behind.append(following)
        period = make_period(dates[0].value, dates[1].value if len(dates) > 1 else None, clause.span, checking)
        found.append((dates[0].value, Dated(period, value, citations(behind, stated.policy, titles)), clause))
    if "FROM" not in stated.clauses:
        checking.report(NoDatedValue(span=stated.span, name=name))
    found.sort(key=lambda f: f[0])
    for (_, one, before), (day, _, clause) in pairwise(found):
        if one.period.start == day or (one.period.end is not None and one.period.end >= day):
            checking.report(OverlappingValues(span=clause.span, name=name, day=day.isoformat(), related=(
                Related(before.span, Both("另一个值在这里", "the other value is here")),)))
    return tuple(d for _, d, _ in found)


