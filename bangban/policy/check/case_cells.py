"""Cells of a table of cases to facts: what a cell says by the type of its column; a wrong one is told at its cell."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Any, assert_never

from attrs import frozen

from bangban.policy.check.case_drafts import AssignedTwice, Draft, drafted, nearest_span, unset_paths
from bangban.policy.check.case_facts import located
from bangban.policy.check.context import Checking
from bangban.policy.check.names import did_you_mean
from bangban.policy.types import (
    AgeType,
    AnyType,
    BoolType,
    DateTimeType,
    DateType,
    DurationType,
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
from bangban.problems import FactPath, Related
from bangban.source import Span
from bangban.syntax import tree
from bangban.syntax.from_cases import CaseText, FactCell
from bangban.syntax.from_table import PART_OF
from bangban.syntax.table_problems import WrongColumn, WrongFactCell
from bangban.words import Both

_ABSENT = frozenset({"(无)", "（无）", "(none)"})
_YES, _NO = frozenset({"是", "yes", "true", "1"}), frozenset({"否", "no", "false", "0"})
_NUMBER = re.compile(r"[-+]?[0-9]{1,60}(\.[0-9]{1,60})?([eE][-+]?[0-9]{1,2})?")
_DATE = re.compile(r"([0-9]{4})[-/]([0-9]{1,2})[-/]([0-9]{1,2})")
_MOMENT = re.compile(_DATE.pattern + r"(?:[ T]([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}))?)?")
_ITEM = re.compile(r"[^、;；]+")
_SHOWN = 60


@frozen
class _Fault:
    """A cell its column cannot read, and how to write one."""

    how: Both


@frozen
class _Column:
    """A fact by canonical names, and its type."""

    path: FactPath
    type: Type
    written: tree.Path


def from_table(cases: Sequence[CaseText], policy: str | None, vocabulary: RecordType,
               checking: Checking) -> list[Draft]:
    """The cases of one table. Its columns are looked up once."""
    columns = _columns(cases[0], vocabulary, checking) if cases else []
    return [_draft(case, columns, policy, vocabulary, checking) for case in cases]


def _columns(case: CaseText, vocabulary: RecordType, checking: Checking) -> list[_Column | None]:
    found: list[_Column | None] = []
    first: dict[FactPath, tree.Path] = {}
    for path in case.columns:
        word = path.parts[0]
        column: _Column | None = None
        if len(path.parts) == 1 and isinstance(word, str) and vocabulary.get(word) is None:
            near = did_you_mean(checking.nearest(word, [*PART_OF, *(w for f in vocabulary.fields for w in f.name)]))
            checking.report(WrongColumn(span=path.span, why=Both(
                f"没有「{word}」这样的列。{near.zh}", f"there is no column “{word}”.{near.en}")))
        elif (at := located(path, vocabulary, case.lang, checking)) is not None:
            if at[0] in first:
                why = Both(f"「{path.text}」这一列写了两次。", f"there are two columns “{path.text}”.")
                checking.report(WrongColumn(
                    span=path.span, why=why, related=(Related(first[at[0]].span, Both("先在这里", "first here")),)))
            else:
                column = _Column(*at, path)
                first[at[0]] = path
        found.append(column)
    return found


def _draft(case: CaseText, columns: Sequence[_Column | None], policy: str | None, vocabulary: RecordType,
           checking: Checking) -> Draft:
    own: list[tuple[FactPath, Any, tree.Path]] = []
    spans: dict[FactPath, Span] = {}
    for cell in case.cells:
        column = columns[cell.column]
        if column is None:
            continue
        value = _value(cell.text, column.type)
        if isinstance(value, _Fault):
            checking.report(_wrong(cell, column, value))
            continue
        own.append((column.path, value, tree.Path(column.written.parts, span=cell.span)))
        spans[column.path] = cell.span
    own.sort(key=lambda one: _order(one[0]))  # elements are set in their order, whatever that of the columns
    for (path, value, _), (further, _, node) in pairwise(own):
        if value is None and further[:len(path)] == path:
            checking.report(AssignedTwice(span=node.span, fact=node.text, related=(
                Related(spans[path], Both("先在这里", "first here")),)))
    apply, alone = drafted(own, checking)
    based = (case.based_on, case.based_on_span) if case.based_on else None
    return Draft(
        case.title, case.title_span, case.lang, policy, based, apply,
        lambda path: nearest_span(path, spans, case.title_span),
        unset_paths(case.unset, vocabulary, case.lang, checking), case.expect, case.because, case.not_because,
        case.cites, case.title_span, alone)


def _order(path: FactPath) -> tuple[tuple[int, str], ...]:
    return tuple((part, "") if isinstance(part, int) else (-1, part) for part in path)


def _wrong(cell: FactCell, column: _Column, fault: _Fault) -> WrongFactCell:
    return WrongFactCell(span=cell.span, column=column.written.text, wanted=type_name(column.type),
                         found=cell.text[:_SHOWN], how=fault.how)


# ---------------------------------------------------------------- one cell


def _value(text: str, type_: Type) -> Any:
    """The value as a program would give it. What only the door can tell (ranges, dates that are none) passes."""
    if text in _ABSENT:
        return None
    match type_:
        case BoolType():
            word = text.lower()
            return word in _YES if word in _YES | _NO else _Fault(Both("写 是 或 否。", "write yes or no."))
        case NumberType():
            return _number(text) if _NUMBER.fullmatch(text) else _Fault(Both("写一个数,不带单位。", "write a number, "
                                                                            "without a unit."))
        case MoneyType():
            return _number(text) if _NUMBER.fullmatch(text) else _Fault(Both(
                "写以元为单位的数,如 12.50。", "write a number of yuan, such as 12.50."))
        case DateType():
            found = _DATE.fullmatch(text)
            return "-".join(found.groups()) if found else text
        case DateTimeType():
            return _moment(text)
        case DurationType():
            return int(text) if text.isascii() and text.isdigit() and len(text) < _SHOWN else text
        case SetType(of=of) | ManyType(of=of):
            items = [] if text == "[]" else [_value(item[0].strip(), of) for item in _ITEM.finditer(text)]
            return next((item for item in items if isinstance(item, _Fault)), items)
        case ListType():
            return [] if text == "[]" else _Fault(Both(
                "每个字段写一列,如 费用[1].金额;一项也没有写 []。",
                "write a column for each field, such as fees[1].amount; write [] where it has no elements."))
        case RecordType():
            return _Fault(Both("每个字段写一列,如 申请.方式;没有这一组写 (无)。",
                               "write a column for each field, such as request.way; write (none) where it is absent."))
        case TextType() | EnumType() | AnyType() | AgeType():
            return text
        case _:
            assert_never(type_)


def _number(text: str) -> int | Decimal:
    number = Decimal(text)
    return int(number) if number == number.to_integral_value() else number


def _moment(text: str) -> str:
    """A moment as the door reads it; a date alone is its beginning, as in a sheet."""
    found = _MOMENT.fullmatch(text)
    if found is None:
        return text
    year, month, day, hour, minute, second = (group or "0" for group in found.groups())
    return f"{year}-{month:0>2}-{day:0>2}T{hour:0>2}:{minute:0>2}:{second:0>2}"
