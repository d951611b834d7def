"""Tables (名录): typed columns and rows by key, written inline or taken from a CSV file of the set."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any, cast

from attrs import define, frozen

from bangban.policy.check.constants import constant
from bangban.policy.check.context import Checking, Stated, first, names_of
from bangban.policy.check.headers import one_of
from bangban.policy.check.names import Entry, did_you_mean, nearest
from bangban.policy.check.statements import Sorted
from bangban.policy.check.type_words import read_type
from bangban.policy.model import Table
from bangban.policy.readings import Unreadable, read_date, read_moment, read_money, read_number, read_span
from bangban.policy.types import (
    ANY,
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
from bangban.problems import Problem, Related
from bangban.source import Source, Span
from bangban.syntax import tree
from bangban.syntax.keywords import PURPOSES
from bangban.words import Both

_PURPOSE_OF = {w: code for code, both in PURPOSES.items() for w in both}
_YES = frozenset({"是", "yes", "true", "1"})
_NO = frozenset({"否", "no", "false", "0"})
MAX_ROWS = 1_000_000


@frozen(kw_only=True)
class WrongTable(Problem):
    """A table that lacks columns, a key or rows, or has rows in two places."""

    code = "BB282"
    title = Both("名录没有写全", "table not complete")
    text = Both("名录「{table}」{why}", "the table “{table}” {why}")
    advice = Both("名录要有「列」、一个「键」,以及「行」或者「来自 \"文件.csv\"」。",
                  "a table has columns, one key, and rows or “from_file \"FILE.csv\"”.")
    table: Both
    why: Both


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
class DuplicateKey(Problem):
    """Two rows under one key."""

    code = "BB284"
    title = Both("键重复", "key given twice")
    text = Both("名录「{table}」里「{key}」有两行。", "the table “{table}” has two rows for “{key}”.")
    advice = Both("只留一行。", "keep one of them.")
    table: Both
    key: str


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


@frozen(kw_only=True)
class WrongCalendar(Problem):
    """A working-day calendar that is not days and whether they work."""

    code = "BB287"
    title = Both("工作日历的列不对", "not a working-day calendar")
    text = Both("工作日历「{table}」要有日期的键列和一个是非列。",
                "the working-day calendar “{table}” needs a key column of dates and one bool column.")
    advice = Both("写「列 日期: 日期」「列 上班: 是非」「键 日期」。",
                  "write “column date: date”, “column working: bool”, “key date”.")
    table: Both


@define
class _Columns:
    names: list[Both]
    types: dict[str, Type]
    key: str | None


def declare_tables(sorted_: Sorted, texts: Mapping[str, Source], checking: Checking) -> dict[str, Table]:
    """The tables with their rows."""
    tables: dict[str, Table] = {}
    for stated in sorted_["TABLE"]:
        label = stated.label
        if label is None:
            continue
        name = names_of(label)
        checking.resolved(label.span, (name,))
        columns = _columns(stated, name, checking)
        rows = _rows(stated, name, columns, texts, checking)
        purpose = _purpose(stated, name, columns, checking)
        key = columns.key or (columns.names[0].zh if columns.names else "")
        table = Table(name, columns.types, tuple(columns.names), key, rows, purpose, stated.text("NOTE"),
                      span=label.span)
        if checking.names.values.add(Entry("table", name, label.span, ANY, table), checking.problems):
            tables[name.zh] = table
    return dict(sorted(tables.items()))


def _columns(stated: Stated, table: Both, checking: Checking) -> _Columns:
    columns = _Columns([], {}, None)
    for clause in stated.clauses.get("COLUMN", ()):
        label, ref = first(clause.items, tree.Label), first(clause.items, tree.TypeRef)
        if label is None or ref is None:
            continue
        name = names_of(label)
        checking.resolved(label.span, (name,))
        if any(w in other for w in name for other in columns.names):
            checking.report(WrongTable(span=label.span, table=table, why=Both(
                "有两列同名。", "has two columns of one name.")))
            continue
        columns.names.append(name)
        columns.types[name.zh] = read_type(ref, stated.lang, checking).type
    named = stated.one("KEY")
    key = first(named.items, tree.Label) if named else None
    if not columns.names:
        checking.report(WrongTable(span=stated.span, table=table, why=Both("没有列。", "has no columns.")))
    elif key is None:
        checking.report(WrongTable(span=stated.span, table=table, why=Both("没有写「键」。", "has no key.")))
    else:
        both = next((n for n in columns.names if key.name in n), None)
        if both is None:
            checking.report(WrongTable(span=key.span, table=table, why=Both(
                f"没有「{key.name}」这一列,不能作键。", f"has no column “{key.name}” to be its key.")))
        else:
            columns.key = both.zh
            checking.resolved(key.span, (both,))
    return columns


def _purpose(stated: Stated, table: Both, columns: _Columns, checking: Checking) -> str | None:
    clause = stated.one("PURPOSE")
    label = first(clause.items, tree.Label) if clause else None
    if label is None:
        return None
    purpose = one_of(label, PURPOSES, _PURPOSE_OF, stated.lang, checking)
    if purpose == "working_calendar":
        others = [t for n, t in columns.types.items() if n != columns.key]
        key = columns.types.get(columns.key or "")
        if not isinstance(key, DateType | AnyType) or len(others) != 1 or not isinstance(others[0], BoolType | AnyType):
            checking.report(WrongCalendar(span=label.span, table=table))
            return None
    return purpose


def _rows(stated: Stated, table: Both, columns: _Columns, texts: Mapping[str, Source],
          checking: Checking) -> dict[Any, Mapping[str, Any]]:
    written = stated.clauses.get("ROW", [])
    clause = stated.one("FROM_FILE")
    if clause is not None and written:
        checking.report(WrongTable(span=clause.span, table=table, why=Both(
            "既有「行」又有「来自」,只能用一种。", "has both rows and from_file; use one.")))
    if clause is None and not written and columns.names:
        checking.report(WrongTable(span=stated.span, table=table, why=Both("一行也没有。", "has no rows.")))
    rows: dict[Any, Mapping[str, Any]] = {}
    places: dict[Any, Span] = {}
    lines = _inline(written, stated, table, columns, checking)
    if clause is not None:
        path = first(clause.items, tree.Text)
        source = texts.get(f"{stated.source.name}\n{path.value}") if path else None
        lines = _from_csv(source, columns, checking) if source is not None else iter(())
    for row, span in lines:
        key = row.get(columns.key or "")
        if key is None:
            continue
        if key in rows:
            checking.report(DuplicateKey(span=span, table=table, key=span.text, related=(
                Related(places[key], Both("先在这里", "first here")),)))
            continue
        rows[key], places[key] = row, span
    return rows


def _inline(written: list[tree.Clause], stated: Stated, table: Both, columns: _Columns,
            checking: Checking) -> Iterator[tuple[dict[str, Any], Span]]:
    for clause in written:
        cells = clause.items
        if len(cells) != len(columns.names):
            checking.report(WrongCells(span=clause.span, table=table, found=len(cells), wanted=len(columns.names)))
            continue
        row: dict[str, Any] = {}
        place = clause.span
        for name, cell in zip(columns.names, cells, strict=True):
            row[name.zh] = constant(cast(tree.Expr, cell), columns.types[name.zh], stated.lang, checking)
            if name.zh == columns.key:
                place = cell.span
        yield row, place


# ---------------------------------------------------------------- CSV

def _from_csv(source: Source, columns: _Columns, checking: Checking) -> Iterator[tuple[dict[str, Any], Span]]:
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


def _header(header: list[tuple[str, Span]] | None, source: Source, columns: _Columns,
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
                near = did_you_mean(nearest(cell, [w for v in type_.values for w in v]))
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
