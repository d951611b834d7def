"""CSV to rows of a table: typed cells, each fault at its cell."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import Any

from attrs import define, frozen

from bangban.policy.check.context import Checking
from bangban.policy.check.names import did_you_mean
from bangban.policy.readings import Unreadable, read_date, read_moment, read_money, read_number, read_span
from bangban.policy.types import (
    AnyType,
    BoolType,
    DateTimeType,
    DateType,
    DurationType,
    EnumType,
    ManyType,
    MoneyType,
    NumberType,
    SetType,
    TextType,
    Type,
    type_name,
)
from bangban.problems import Problem
from bangban.source import Source, Span
from bangban.words import Both

_YES = frozenset({"是", "yes", "true", "1"})
_NO = frozenset({"否", "no", "false", "0"})
MAX_ROWS = 1_000_000


@frozen(kw_only=True)
class WrongCells(Problem):
    """A row with more or fewer cells than columns."""

    code = "BB283"
    title = Both("格数不对", "wrong number of cells")
    text = Both("这一行有 {found} 格,名录「{table}」有 {wanted} 列。",
                "this row has {found} cells; “{table}” has {wanted} columns.")
    advice = Both("按列的顺序补齐或删去。", "give one cell for each column, in order.")
    table: Both
    found: int
    wanted: int


@frozen(kw_only=True)
class WrongCell(Problem):
    """A cell of a CSV file that the column's type cannot read."""

    code = "BB285"
    title = Both("格里的值不对", "wrong cell")
    text = Both("「{column}」列应为{wanted},这一格是「{found}」。",
                "the column “{column}” is {wanted}; this cell is “{found}”.")
    advice = Both("改正 CSV 里的这一格。{near}", "correct the cell in the CSV file.{near}")
    column: Both
    wanted: Both
    found: str
    near: Both = Both("", "")


@frozen(kw_only=True)
class WrongHeaderRow(Problem):
    """A CSV file whose first row does not name the columns."""

    code = "BB286"
    title = Both("CSV 的首行不对", "wrong first row")
    text = Both("CSV 的首行应当是列名,现在{why}", "the first row of the CSV file names the columns; {why}")
    advice = Both("首行写:{columns}(次序不限,中英文都可)。",
                  "the first row holds: {columns} (in any order, in either language).")
    why: Both
    columns: tuple[Both, ...]


@define
class Columns:
    """The columns of a table: names in order, types and the key by canonical name."""

    names: list[Both]
    types: dict[str, Type]
    key: str | None


def rows_of(source: Source, columns: Columns, checking: Checking) -> Iterator[tuple[dict[str, Any], Span]]:
    """The rows by column, each with the place of its key; what is wrong is told and left out."""
    text = source.text.removeprefix("\ufeff")
    shift = len(source.text) - len(text)
    reader = _Cells(text, source, shift)
    header = next(reader, None)
    order = _header(header, source, columns, checking)
    if order is None:
        return
    for number, cells in enumerate(reader):
        if not any(c.strip() for c, _ in cells):
            continue
        if number >= MAX_ROWS:
            return
        if len(cells) != len(order):
            span = cells[0][1].to(cells[-1][1])
            checking.report(WrongCells(span=span, table=Both(source.name, source.name), found=len(cells),
                                       wanted=len(order)))
            continue
        row: dict[str, Any] = {}
        place = cells[0][1]
        for name, (cell, span) in zip(order, cells, strict=True):
            row[name.zh] = _cell(cell.strip(), columns.types[name.zh], name, span, checking)
            if name.zh == columns.key:
                place = span
        yield row, place


def _header(header: list[tuple[str, Span]] | None, source: Source, columns: Columns,
            checking: Checking) -> list[Both] | None:
    names = tuple(columns.names)
    if header is None:
        checking.report(WrongHeaderRow(span=Span(source, 0, 0), columns=names, why=Both(
            "文件是空的。", "the file is empty.")))
        return None
    order: list[Both] = []
    for cell, span in header:
        both = next((n for n in columns.names if cell.strip() in n), None)
        if both is None or both in order:
            why = Both(f"「{cell.strip()}」不是列名。", f"“{cell.strip()}” is no column.") if both is None else Both(
                f"「{cell.strip()}」写了两次。", f"“{cell.strip()}” stands twice.")
            checking.report(WrongHeaderRow(span=span, columns=names, why=why))
            return None
        order.append(both)
    lacking = [n for n in columns.names if n not in order]
    if lacking:
        span = header[0][1].to(header[-1][1])
        checking.report(WrongHeaderRow(span=span, columns=names, why=Both(
            f"缺「{'、'.join(n.zh for n in lacking)}」。", f"{', '.join(n.en for n in lacking)} is missing.")))
        return None
    return order


class _Cells:
    """Rows of cells, each with its place: the csv module splits, the places are found again in the text."""

    def __init__(self, text: str, source: Source, shift: int) -> None:
        self.lines = text.splitlines(keepends=True)
        self.source = source
        self.starts = [shift]
        for line in self.lines:
            self.starts.append(self.starts[-1] + len(line))
        self.reader = csv.reader(self.lines)

    def __iter__(self) -> _Cells:
        return self

    def __next__(self) -> list[tuple[str, Span]]:
        begin = self.reader.line_num
        try:
            cells = next(self.reader)
        except csv.Error:
            return self.__next__()
        start, end = self.starts[begin], self.starts[self.reader.line_num]
        out: list[tuple[str, Span]] = []
        at = start
        for cell in cells:
            found = self.source.text.find(cell, at, end) if cell else at
            if found == -1:
                found, length = at, max(end - at, 0)
            else:
                length = len(cell)
            out.append((cell, Span(self.source, found, found + length)))
            comma = self.source.text.find(",", found + length, end)
            at = comma + 1 if comma != -1 else found + length
        return out or [("", Span(self.source, start, start))]


def _cell(cell: str, type_: Type, column: Both, span: Span, checking: Checking) -> Any:
    """A cell as a value of its column."""
    value: Any = None
    near = Both("", "")
    try:
        match type_:
            case AnyType():
                return None
            case TextType():
                return cell
            case BoolType():
                value = True if cell.lower() in _YES else (False if cell.lower() in _NO else None)
            case EnumType():
                value = type_.canonical(cell) or (cell if type_.open and cell else None)
                near = did_you_mean(checking.nearest(cell, (w for v in type_.values for w in v)))
            case NumberType():
                value = _number_cell(cell, type_)
            case MoneyType():
                value = read_money(cell, type_)
            case DateType():
                value = read_date(cell, type_)
            case DateTimeType():
                value = read_moment(cell, type_)
            case DurationType():
                value = read_span(cell, type_)
            case SetType(of=of) | ManyType(of=of):
                parts = [_cell(p.strip(), of, column, span, checking) for p in cell.split(";") if p.strip()]
                return frozenset(parts) if isinstance(type_, SetType) else tuple(parts)
            case _:
                pass
    except Unreadable:
        value = None
    if value is None:
        checking.report(WrongCell(span=span, column=column, wanted=type_name(type_), found=cell[:60], near=near))
    return value


def _number_cell(cell: str, type_: NumberType) -> Any:
    try:
        number = Decimal(cell) if cell.isascii() and len(cell) <= 40 else None
    except InvalidOperation:
        return None
    if number is None or not number.is_finite():
        return None
    whole = number == number.to_integral_value()
    return read_number(int(number) if whole else number, type_)
