"""The rows of a table of cases, each cell a text with its place: CSV, and sheets of workbooks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bangban.problems import Problem
from bangban.source import Sheet, Source, Span
from bangban.syntax.table_problems import RefusedTable, WrongCaseRow
from bangban.syntax.yaml_nodes import Scalar
from bangban.words import Both

MAX_COLUMNS = 500
_CELL_END = re.compile(r"[,\r\n]")


def rows_of(source: Source, problems: list[Problem]) -> Iterator[list[Scalar]]:
    """The rows in order; a text in double quotes is one in the style of YAML's."""
    return _sheet_rows(source) if isinstance(source, Sheet) else _csv_rows(source, problems)


def _sheet_rows(source: Source) -> Iterator[list[Scalar]]:
    at = 0
    for line in source.text.split("\n"):
        row = []
        for text in line.split("\t"):
            row.append(_trimmed(source.text, at, at + len(text)))
            at += len(text) + 1
        yield row


def _csv_rows(source: Source, problems: list[Problem]) -> Iterator[list[Scalar]]:
    text = source.text
    at = 1 if text.startswith("\ufeff") else 0
    while at < len(text):
        row: list[Scalar] = []
        while True:
            start = _past(text, at, " \t")
            if text.startswith('"', start):
                close = _closing(text, start)
                at = _past(text, close + 1, " \t")
                if close == -1 or (at < len(text) and text[at] not in ",\r\n"):  # whatever follows cannot be trusted
                    problems.append(_loose_quote(source, start, close, at))
                    return
                row.append(Scalar(text[start + 1:close].replace('""', '"').strip(), '"', start, close + 1))
            else:
                end = _CELL_END.search(text, at)
                start, at = at, end.start() if end else len(text)
                row.append(_trimmed(text, start, at))
            if not text.startswith(",", at):
                break
            at += 1
            if len(row) >= MAX_COLUMNS:
                problems.append(RefusedTable(span=Span(source, at, at), why=Both(
                    f"这一行超过 {MAX_COLUMNS} 列。", f"a row has more than {MAX_COLUMNS} columns.")))
                return
        at += 2 if text.startswith("\r\n", at) else 1
        yield row


def _past(text: str, at: int, spaces: str) -> int:
    """The first place from ``at`` on that holds none of ``spaces``."""
    while at < len(text) and text[at] in spaces:
        at += 1
    return at


def _closing(text: str, start: int) -> int:
    """Where the quote at ``start`` is closed; -1 where it is not. A doubled quote is a quote inside."""
    at = text.find('"', start + 1)
    while at != -1 and text.startswith('"', at + 1):
        at = text.find('"', at + 2)
    return at


def _loose_quote(source: Source, start: int, close: int, at: int) -> WrongCaseRow:
    if close == -1:
        return WrongCaseRow(span=Span(source, start, start + 1), why=Both(
            "双引号没有配对,以下各行读不出来。", "a double quote is not closed; the rows from here on are not read."))
    return WrongCaseRow(span=Span(source, at, at + 1), why=Both(
        "双引号后面还有文字,以下各行没有读。",
        "a text follows a closed double quote; the rows from here on are not read."))


def _trimmed(text: str, start: int, end: int) -> Scalar:
    """The text between two places, without the spaces around it."""
    value = text[start:end].strip()
    start += len(text[start:end]) - len(text[start:end].lstrip()) if value else 0
    return Scalar(value, "", start, start + len(value))
