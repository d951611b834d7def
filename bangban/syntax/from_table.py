"""``*.cases.csv`` and sheets of ``*.cases.xlsx`` to cases: a row each, parts of a case and facts in columns.

    名称,基于,应为,因,申请.自愿,费用[1].金额
    自愿来办,,准予,可以上门,是,
    收了费,自愿来办,拒绝,,,50

What a cell of a fact says depends on the type of the fact, which is not known here: it stays a text.
"""

from __future__ import annotations

import re

from attrs import Factory, define

from bangban.problems import Problem
from bangban.source import Sheet, Source, Span
from bangban.syntax import tree
from bangban.syntax.embedded import inside
from bangban.syntax.from_cases import CaseText, FactCell, IncompleteCase, UnknownVerdict, cites_in, paths_in
from bangban.syntax.keywords import BY_TOKEN, VERDICTS, YAML_KEYS
from bangban.syntax.lexer import MAX_CHARS, MAX_PROBLEMS, FileTooLarge
from bangban.syntax.table_problems import NotCaseTable, RefusedTable, WrongCaseRow, WrongColumn
from bangban.syntax.table_rows import rows_of
from bangban.syntax.yaml_nodes import Scalar
from bangban.words import Both, Lang

MAX_CELLS = 200_000
EXPECTATIONS = ("EXPECT", "BECAUSE", "NOT_BECAUSE", "CITES")
_PARTS: dict[str, Both] = {"name": YAML_KEYS["name"], **{
    token: BY_TOKEN[token].word for token in ("BASED_ON", "UNSET", *EXPECTATIONS, "NOTE")}}
PART_OF: dict[str, str] = {word: token for token, both in _PARTS.items() for word in both}
_VERDICT_OF: dict[str, str] = {word: verdict for verdict, both in VERDICTS.items() for word in both}
_PIECE = re.compile(r"[^;；\n]+")
_Column = str | int | None  # a part of a case, the place of a fact among the facts, or a column without a name


def parse_case_table(source: Source) -> tuple[list[CaseText], list[Problem]]:
    """The cases of a table, with everything that is wrong with it; rows without a name are left out."""
    if len(source.text) > MAX_CHARS:
        return [], [FileTooLarge(span=Span(source, 0, 0), size=len(source.text), limit=MAX_CHARS)]
    reading = _Reading(source)
    cases = reading.table()
    reading.problems.sort(key=lambda p: p.span.start)
    return cases, reading.problems


@define
class _Reading:
    """One table while it is being read."""

    source: Source
    problems: list[Problem] = Factory(list)
    lang: Lang = "zh"
    columns: list[_Column] = Factory(list)
    facts: tuple[tree.Path, ...] = ()
    told: set[int] = Factory(set)  # columns whose name is told as wrong

    def table(self) -> list[CaseText]:
        cases: list[CaseText] = []
        count = 0
        headed = False
        for row in rows_of(self.source, self.problems):
            count += len(row)
            if count > MAX_CELLS or len(self.problems) >= MAX_PROBLEMS:
                self.problems.append(RefusedTable(span=self.span(row[0]), why=Both(
                    f"超过 {MAX_CELLS} 格或 {MAX_PROBLEMS} 处问题,以下没有读。",
                    f"more than {MAX_CELLS} cells or {MAX_PROBLEMS} problems; what follows is not read.")))
                break
            if not any(cell.value for cell in row):
                continue
            if headed:
                case = self.case(row)
                cases += [case] if case is not None else []
            elif self.header(row):
                headed = True
            else:
                return []
        if not headed and not self.problems:
            self.problems.append(NotCaseTable(span=Span(self.source, 0, 0), why=Both("表是空的。", "it is empty.")))
        return cases

    # ------------------------------------------------------------ the first row

    def header(self, row: list[Scalar]) -> bool:
        """What each column holds; False where none holds the names of the cases."""
        named = next((cell for cell in row if PART_OF.get(cell.value) == "name"), None)
        if named is None:
            self.problems.append(NotCaseTable(span=self.span(row[0]).to(self.span(row[-1])), why=Both(
                "这里没有。", "there is none here.")))
            return False
        self.lang = "zh" if named.value == _PARTS["name"].zh else "en"
        facts: list[tree.Path] = []
        for number, cell in enumerate(row):
            column: _Column = PART_OF.get(cell.value)
            if column is not None and column in self.columns:
                self.column(cell, Both(f"「{cell.value}」这一列写了两次。", f"there are two columns “{cell.value}”."))
                column = None
            elif column is None and cell.value and (path := self.path(cell)) is not None:
                column = len(facts)
                facts.append(path)
            if column is None and cell.value:
                self.told.add(number)
            self.columns.append(column)
        self.facts = tuple(facts)
        return True

    def path(self, cell: Scalar) -> tree.Path | None:
        """The fact a column gives."""
        before = len(self.problems)
        paths = paths_in(self.source, cell, "UNSET", self.lang, self.problems)
        if len(paths) == 1:
            return paths[0]
        if len(self.problems) == before:
            self.column(cell, Both(f"「{cell.value}」不是一项事实。", f"“{cell.value}” is not one fact."))
        return None

    def column(self, cell: Scalar, why: Both) -> None:
        self.problems.append(WrongColumn(span=self.span(cell), why=why))

    # ------------------------------------------------------------ a row

    def case(self, row: list[Scalar]) -> CaseText | None:
        if len(row) != len(self.columns) and not isinstance(self.source, Sheet):  # sheets have no cells to count
            found, wanted = len(row), len(self.columns)
            self.problems.append(WrongCaseRow(span=self.span(row[0]).to(self.span(row[-1])), why=Both(
                f"这一行有 {found} 格,首行有 {wanted} 列。", f"this row has {found} cells; the first has {wanted}.")))
            return None
        parts: dict[str, Scalar] = {}
        cells: list[FactCell] = []
        for number, cell in enumerate(row):
            if not cell.value:
                continue
            column = self.columns[number] if number < len(self.columns) else None
            match column:
                case str():
                    parts[column] = cell
                case int():
                    cells.append(FactCell(column, cell.value, self.span(cell)))
                case None:
                    self.nameless(number, cell)
        name = parts.get("name")
        if name is None:
            first = next(cell for cell in row if cell.value)
            self.problems.append(IncompleteCase(span=self.span(first), missing=_PARTS["name"]))
            return None
        if not any(token in parts for token in EXPECTATIONS):
            self.problems.append(IncompleteCase(span=self.span(name), missing=Both(
                "期望(应为、因、不因、引用之一)", "an expectation")))
        base, expect, note = parts.get("BASED_ON"), parts.get("EXPECT"), parts.get("NOTE")
        unset, because, not_because = (
            self.paths(parts.get(token), token) for token in ("UNSET", "BECAUSE", "NOT_BECAUSE"))
        place = self.span(name)
        return CaseText(
            name.value, base.value if base else None, {}, unset, self.verdict(expect), because, not_because,
            self.cites(parts.get("CITES")), note.value if note else None, self.lang, span=place, title_span=place,
            based_on_span=self.span(base) if base else place, expect_span=self.span(expect) if expect else place,
            columns=self.facts, cells=tuple(cells))

    def nameless(self, number: int, cell: Scalar) -> None:
        """A value under no name; told once of a column, and not where its name is told as wrong already."""
        if number not in self.told:
            self.told.add(number)
            self.column(cell, Both("这一格上面没有列名。", "there is no name above this cell."))

    def verdict(self, cell: Scalar | None) -> str | None:
        if cell is None:
            return None
        verdict = _VERDICT_OF.get(cell.value)
        if verdict is None:
            self.problems.append(UnknownVerdict(span=self.span(cell), found=cell.value))
        return verdict

    def paths(self, cell: Scalar | None, token: str) -> tuple[tree.Path, ...]:
        return tuple(path for piece in self.pieces(cell)
                     for path in paths_in(self.source, piece, token, self.lang, self.problems))

    def cites(self, cell: Scalar | None) -> tuple[tree.Cite, ...]:
        return tuple(cite for piece in self.pieces(cell)
                     for cite in cites_in(self.source, piece, self.lang, self.problems))

    def pieces(self, cell: Scalar | None) -> list[Scalar]:
        """The texts between semicolons or line ends; each at its own place where the cell reads as it is written."""
        if cell is None:
            return []
        start, end = inside(self.source, cell)
        if self.source.text[start:end] != cell.value:
            return [Scalar(found[0], '"', cell.start, cell.end)
                    for found in _PIECE.finditer(cell.value) if found[0].strip()]
        return [Scalar(found[0], "", start + found.start(), start + found.end())
                for found in _PIECE.finditer(cell.value) if found[0].strip()]

    def span(self, cell: Scalar) -> Span:
        return Span(self.source, *inside(self.source, cell))
