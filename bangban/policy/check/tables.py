"""Tables (名录): typed columns and rows by key, written inline or taken from a CSV file of the set."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, cast

from attrs import frozen

from bangban.policy.check.constants import constant
from bangban.policy.check.context import Checking, Stated, first, names_of
from bangban.policy.check.csv_rows import Columns, WrongCells, rows_of
from bangban.policy.check.headers import one_of
from bangban.policy.check.names import Entry
from bangban.policy.check.statements import Sorted
from bangban.policy.check.type_words import read_type
from bangban.policy.model import Table
from bangban.policy.types import ANY, AnyType, BoolType, DateType
from bangban.problems import Problem, Related
from bangban.source import Source, Span
from bangban.syntax import tree
from bangban.syntax.keywords import PURPOSES
from bangban.words import Both

_PURPOSE_OF = {w: code for code, both in PURPOSES.items() for w in both}


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
class DuplicateKey(Problem):
    """Two rows under one key."""

    code = "BB284"
    title = Both("键重复", "key given twice")
    text = Both("名录「{table}」里「{key}」有两行。", "the table “{table}” has two rows for “{key}”.")
    advice = Both("只留一行。", "keep one of them.")
    table: Both
    key: str


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


def _columns(stated: Stated, table: Both, checking: Checking) -> Columns:
    columns = Columns([], {}, None)
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


def _purpose(stated: Stated, table: Both, columns: Columns, checking: Checking) -> str | None:
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


def _rows(stated: Stated, table: Both, columns: Columns, texts: Mapping[str, Source],
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
        lines = rows_of(source, columns, checking) if source is not None else iter(())
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


def _inline(written: list[tree.Clause], stated: Stated, table: Both, columns: Columns,
            checking: Checking) -> Iterator[tuple[dict[str, Any], Span]]:
    for clause in written if columns.names else ():  # without columns there is nothing to compare
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
