"""``*.xlsx`` to a sheet of texts. A workbook comes from anywhere: it is looked at before it is opened, and bounded.

Only values are read. A formula is refused: its value is what some program last made of it.
"""

from __future__ import annotations

import datetime as dt
import re
import warnings
from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO
from typing import Any

from bangban.problems import Problem
from bangban.source import Sheet, Source, Span
from bangban.syntax.keywords import YAML_KEYS
from bangban.syntax.lexer import MAX_CHARS, MAX_PROBLEMS
from bangban.syntax.table_problems import NoExcelReader, RefusedTable
from bangban.syntax.table_rows import MAX_COLUMNS
from bangban.words import Both

MAX_UNPACKED = 20_000_000  # bytes of all parts together
MAX_PARTS = 500
MAX_ROWS = 10_000
_BREAKS = re.compile(r"[\t\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")  # each becomes a space: places stay what they are
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_DECLARED = re.compile(rb"<!(?:DOCTYPE|ENTITY)")


class _Refused(Exception):
    """The workbook is not read; ``why`` says why not, at the cell ``at`` (row and column from 1) if it is one."""

    def __init__(self, zh: str, en: str, at: tuple[int, int] | None = None) -> None:
        super().__init__(en)
        self.why, self.at = Both(zh, en), at


def first_sheet(data: bytes, name: str) -> tuple[Source | None, list[Problem]]:
    """The first sheet of a workbook; none where something in it is no plain value, or it cannot be read at all."""
    try:
        import openpyxl

        _look(data)
    except _Refused as refused:
        return None, [RefusedTable(span=Span(Source(name), 0, 0), why=refused.why)]
    except ImportError:
        return None, [NoExcelReader(span=Span(Source(name), 0, 0), written=name)]
    rows: list[list[str]] = []
    wrong: list[_Refused] = []
    try:
        with warnings.catch_warnings():  # styles and extensions it does not know; nothing of a value
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(BytesIO(data), read_only=True, data_only=False, keep_links=False)
            _read(book, rows, wrong)
    except _Refused as refused:
        wrong.append(refused)
    except Exception:  # a damaged file: openpyxl raises whatever its parts ran into
        wrong.append(_Refused("这个工作簿已损坏,打不开。", "the workbook is damaged and cannot be opened."))
    sheet = Sheet(name, "\n".join("\t".join(row) for row in rows).encode("utf-8", "replace").decode("utf-8"))
    return (None if wrong else sheet), [RefusedTable(span=_place(sheet, rows, w.at), why=w.why) for w in wrong]


# ---------------------------------------------------------------- before it is opened


def _look(data: bytes) -> None:
    """Refuse what is no workbook, what unpacks to too much, and what reaches outside itself."""
    from zipfile import ZipFile  # few sets hold workbooks

    if data.startswith(_OLE):
        raise _Refused("文件加了密码,或者是旧式的 .xls。", "the file is locked by a password, or an old .xls.")
    if not data.startswith(_ZIP):
        raise _Refused("它不是 Excel 工作簿(.xlsx)。", "it is not an Excel workbook (.xlsx).")
    try:
        with ZipFile(BytesIO(data)) as archive:
            parts = archive.infolist()
            size = sum(part.file_size for part in parts)  # zipfile unpacks no more of a part than it says here
            if len(parts) > MAX_PARTS or size > MAX_UNPACKED:
                raise _Refused(f"解开后太大(上限 {MAX_PARTS} 个部件、{MAX_UNPACKED} 字节)。",
                               f"it unpacks to too much (at most {MAX_PARTS} parts, {MAX_UNPACKED} bytes).")
            for part in parts:
                if part.filename.lower().startswith("xl/externallinks/"):
                    raise _Refused("它引用了别的工作簿。", "it links to another workbook.")
                if _DECLARED.search(archive.read(part).replace(b"\0", b"")):  # in UTF-16 too
                    raise _Refused("它里面声明了 XML 实体。", "it declares XML entities.")
    except _Refused:
        raise
    except Exception:  # of zipfile, zlib, struct: as the damage will have it
        raise _Refused("这个工作簿已损坏,打不开。", "the workbook is damaged and cannot be opened.") from None


# ---------------------------------------------------------------- values as texts


def _read(book: Any, rows: list[list[str]], wrong: list[_Refused]) -> None:
    """The texts of the first sheet into ``rows``."""
    if not book.worksheets:
        raise _Refused("工作簿里没有表。", "the workbook has no sheet.")
    size = 0
    for cells in _rows(book.worksheets[0]):
        row = list(_texts(cells, len(rows) + 1, wrong))
        while row and not row[-1].strip():
            row.pop()
        if len(row) > MAX_COLUMNS:
            raise _Refused(f"这一行超过 {MAX_COLUMNS} 列。", f"a row has more than {MAX_COLUMNS} columns.")
        size += sum(map(len, row)) + len(row) + 1
        if size > MAX_CHARS:
            raise _Refused(f"表里的文字超过 {MAX_CHARS} 字。", f"the sheet holds more than {MAX_CHARS} characters.")
        rows.append(row)
        if len(wrong) >= MAX_PROBLEMS:
            return
    while rows and not rows[-1]:
        rows.pop()
    for sheet in book.worksheets[1:]:
        first = next((texts for cells in _rows(sheet) if any(texts := list(_texts(cells, 0, [])))), [])
        if any(text.strip() in YAML_KEYS["name"] for text in first):
            raise _Refused(f"只读第一张表;「{sheet.title}」看来也是用例。",
                           f"only the first sheet is read; “{sheet.title}” looks like cases too.")


def _rows(sheet: Any) -> Iterator[Sequence[Any]]:
    """The rows as they stand, whatever the sheet says of its own size."""
    sheet.reset_dimensions()
    for number, cells in enumerate(sheet.iter_rows(), 1):
        if number > MAX_ROWS:
            raise _Refused(f"表「{sheet.title}」超过 {MAX_ROWS} 行(只有格式的空行也算)。",
                           f"the sheet “{sheet.title}” has more than {MAX_ROWS} rows (empty rows with a format count).")
        yield cells


def _texts(cells: Iterable[Any], row: int, wrong: list[_Refused]) -> Iterator[str]:
    for column, cell in enumerate(cells, 1):
        kind = getattr(cell, "data_type", "n")
        if kind == "f":
            wrong.append(_Refused("这一格是公式。", "this cell is a formula.", (row, column)))
        elif kind == "e":
            found = cell.value
            wrong.append(_Refused(f"这一格是错误值 {found}。", f"this cell is the error {found}.", (row, column)))
        yield _BREAKS.sub(" ", _text(cell.value))


def _text(value: object) -> str:
    """A value as one would type it."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case float():
            return str(int(value)) if value.is_integer() and abs(value) < 10**15 else repr(value)
        case dt.datetime(hour=0, minute=0, second=0, microsecond=0):
            return value.date().isoformat()
        case dt.datetime():
            return value.isoformat(timespec="seconds" if value.second else "minutes")
        case _:
            return str(value)


def _place(sheet: Sheet, rows: list[list[str]], at: tuple[int, int] | None) -> Span:
    """A cell in the text; the file where it is none, or one of a row that was not kept."""
    if at is None or at[0] > len(rows):
        return Span(Source(sheet.name), 0, 0)
    row, column = rows[at[0] - 1], at[1] - 1
    start = sheet.line_starts[at[0] - 1] + sum(len(text) + 1 for text in row[:column])
    return Span(sheet, start, start + len(row[column]))
