"""Facts of cases: what is written (assignments, or a YAML mapping) as plain data with canonical keys."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from attrs import frozen

from bangban.policy.check.constants import FEN, SPANS, QuotedValue, duration
from bangban.policy.check.context import Checking, replace
from bangban.policy.check.names import did_you_mean, respelling, spelling, unknown_name
from bangban.policy.check.paths import TextWithoutQuotes
from bangban.policy.check.walks import UnknownField
from bangban.policy.types import EnumType, ListType, ManyType, RecordType, SetType, TextType, Type
from bangban.problems import Problem
from bangban.syntax import tree
from bangban.words import Both, Lang

FactPath = tuple[str | int, ...]


@frozen(kw_only=True)
class NotPlain(Problem):
    """A case whose fact is an expression instead of a value."""

    code = "BB266"
    title = Both("用例里要写值", "a case gives values")
    text = Both("「{found}」不是一个值。", "“{found}” is not a value.")
    advice = Both("写数、日期、金额、文字、枚举值、是/否,或用 [ ] 列出。",
                  "write a number, date, amount, text, enum value, yes or no, or a list in [ ].")
    found: str


@frozen(kw_only=True)
class WrongPlace(Problem):
    """An index on what is no list, a list without an index, or an element that would leave a gap."""

    code = "BB267"
    title = Both("列表项写得不对", "list element not well formed")
    text = Both("{why}", "{why}")
    advice = Both("列表从 1 数起、依次写:费用[1].名称 = …; 费用[2].名称 = …。",
                  "elements count from 1, in order: fees[1].name = …; fees[2].name = ….")
    why: Both


def canonical(data: Any, type_: Type) -> Any:
    """A copy with keys by their Chinese names; keys of no field stay, for the door to tell."""
    if isinstance(data, Mapping) and isinstance(type_, RecordType):
        out: dict[Any, Any] = {}
        for key, value in data.items():
            field = type_.get(key) if isinstance(key, str) else None
            out[field.name.zh if field else key] = canonical(value, field.type) if field else value
        return out
    if isinstance(data, list | tuple) and isinstance(type_, ListType):
        return [canonical(item, type_.of) for item in data]
    return data


def merged(base: Any, more: Any) -> Any:
    """Records are joined field by field; anything else, lists too, is replaced."""
    if isinstance(base, Mapping) and isinstance(more, Mapping):
        return {**base, **{k: merged(base.get(k), v) for k, v in more.items()}}
    return more


def located(path: tree.Path, vocabulary: RecordType, lang: Lang, checking: Checking) -> tuple[FactPath, Type] | None:
    """A path of a case by canonical names, indexes from 0, with the type at its end."""
    out: list[str | int] = []
    names: list[Both] = []
    type_: Type = vocabulary
    group = Both("", "")
    for part in path.parts:
        if isinstance(part, int):
            if not isinstance(type_, ListType | ManyType) or part < 1:
                why = Both("列表项从 1 数起。", "elements count from 1.") if part < 1 else Both(
                    f"「{group.zh}」不是列表,不能写 [{part}]。", f"“{group.en}” is not a list; it takes no [{part}].")
                checking.report(WrongPlace(span=path.span, why=why))
                return None
            type_ = type_.of
            out.append(part - 1)
            names.append(Both(str(part), str(part)))
            continue
        if isinstance(type_, ListType):
            checking.report(WrongPlace(span=path.span, why=Both(
                f"「{group.zh}」是列表,要写明第几项:{group.zh}[1].{part}。",
                f"“{group.en}” is a list; say which element: {group.en}[1].{part}.")))
            return None
        field = type_.get(part) if isinstance(type_, RecordType) else None
        if field is None:
            words = [w for f in type_.fields for w in f.name] if isinstance(type_, RecordType) else []
            if not out:
                checking.report(unknown_name(part, path.span, words, lang, checking))
            else:
                near = checking.nearest(part, words)
                checking.report(UnknownField(
                    span=path.span, group=group, name=part, near=did_you_mean(near),
                    fields=tuple(f.name for f in type_.fields) if isinstance(type_, RecordType) else (),
                    fixes=respelling(path.span, near, lang) if len(path.parts) == 1 else ()))
            return None
        out.append(field.name.zh)
        names.append(field.name)
        group = Both(f"{group.zh}.{field.name.zh}", f"{group.en}.{field.name.en}") if group.zh else field.name
        type_ = field.type
    checking.resolved(path.span, tuple(names))
    return tuple(out), type_


def place(facts: dict[str, Any], path: FactPath, value: Any, node: tree.Path, checking: Checking) -> None:
    """Set the fact at a path, making records and list elements on the way."""
    here: Any = facts
    for i, part in enumerate(path):
        last = i == len(path) - 1
        following: Any = value if last else ([] if isinstance(path[i + 1], int) else {})
        if isinstance(part, int):
            if part > len(here):
                checking.report(WrongPlace(span=node.span, why=Both(
                    f"前面还没有第 {part} 项。", f"there is no element {part} before it.")))
                return
            if part == len(here):
                here.append(following)
            elif last:
                here[part] = value
        elif last or not isinstance(here.get(part), list | dict):
            here[part] = following
        here = here[part]


def remove(facts: dict[str, Any], path: FactPath) -> None:
    """Take the fact at a path out, if it is there."""
    here: Any = facts
    for part in path[:-1]:
        here = here.get(part) if isinstance(here, dict) else (
            here[part] if isinstance(here, list) and isinstance(part, int) and part < len(here) else None)
        if here is None:
            return
    last = path[-1]
    if isinstance(here, dict):
        here.pop(last, None)
    elif isinstance(here, list) and isinstance(last, int) and last < len(here):
        del here[last]


_NO_VALUE: Any = object()


def plain(node: tree.Expr, type_: Type, lang: Lang, checking: Checking) -> Any:
    """A literal as a program would give it: enum values by name, money in yuan, dates as dates."""
    match node:
        case tree.Bool(value=value):
            return value
        case tree.Text(value=text):
            if isinstance(type_, EnumType) and not type_.open and type_.canonical(text) is not None:
                fix = replace(node.span, spelling(text, lang))
                checking.report(QuotedValue(span=node.span, name=text, fixes=(fix,)))
            return text
        case tree.Number(value=number):
            return int(number) if number == number.to_integral_value() else number
        case tree.Date(value=day, time=time):
            return day if time is None else dt.datetime.combine(day, time)
        case tree.Quantity(value=amount, unit=unit):
            if unit in FEN:
                return amount * FEN[unit] / Decimal(100)
            if unit in SPANS:
                return duration(node, checking)
            return int(amount)
        case tree.Negative(operand=operand):
            inner = plain(operand, type_, lang, checking)
            if isinstance(inner, int | Decimal) and not isinstance(inner, bool):
                return -inner
        case tree.ListOf(items=items):
            of: Type = type_.of if isinstance(type_, SetType | ManyType) else type_
            values = [plain(i, of, lang, checking) for i in items]
            return [v for v in values if v is not _NO_VALUE]
        case tree.Path(parts=(str(word),)):
            return _word(node, word, type_, lang, checking)
        case _:
            pass
    checking.report(NotPlain(span=node.span, found=node.span.text))
    return _NO_VALUE


def is_value(found: Any) -> bool:
    """Whether :func:`plain` found a value."""
    return found is not _NO_VALUE


def _word(node: tree.Expr, word: str, type_: Type, lang: Lang, checking: Checking) -> Any:
    if isinstance(type_, EnumType):
        value = type_.canonical(word)
        if value is not None and checking.resolutions is not None:
            checking.resolved(node.span, (next(v for v in type_.values if v.zh == value),))
    elif isinstance(type_, TextType):
        checking.report(TextWithoutQuotes(span=node.span, name=word, fixes=(replace(node.span, f'"{word}"'),)))
    return word
