"""What all passes of the checker share: the problems found so far, the names declared, and who wrote what where."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from itertools import pairwise
from typing import TYPE_CHECKING, TypeVar

from attrs import Factory, define, frozen

from bangban.problems import Fix, Problem
from bangban.source import Source, Span
from bangban.syntax import tree
from bangban.words import Both, Lang, is_chinese

if TYPE_CHECKING:
    from bangban.policy.check.names import Names
    from bangban.policy.types import RecordType

Resolutions = dict[tuple[str, int], tuple[Both, ...]]
_T = TypeVar("_T")


@frozen
class Stated:
    """A statement with where it stands: its file's language and the policy it belongs to (None: a vocabulary)."""

    statement: tree.Statement
    source: Source
    lang: Lang
    policy: str | None
    primary: bool
    clauses: dict[str, list[tree.Clause]]

    def one(self, keyword: str) -> tree.Clause | None:
        """The first clause of that keyword."""
        found = self.clauses.get(keyword)
        return found[0] if found else None

    def text(self, keyword: str) -> str:
        """The text of that clause; empty where it is not there."""
        clause = self.one(keyword)
        found = first(clause.items, tree.Text) if clause else None
        return found.value if found else ""

    @property
    def label(self) -> tree.Label | None:
        """The name declared in the head."""
        return first(self.statement.head, tree.Label)

    @property
    def span(self) -> Span:
        """The place of the declared name, else of the head."""
        label = self.label
        return label.span if label else self.statement.span


@define
class Checking:
    """One run of the checker. ``names`` and ``vocabulary`` are filled by the first passes."""

    names: Names
    problems: list[Problem] = Factory(list)
    resolutions: Resolutions | None = None
    vocabulary: RecordType | None = None
    searches: int = 100

    def report(self, problem: Problem) -> None:
        """Note a problem and go on."""
        self.problems.append(problem)

    def nearest(self, word: str, candidates: Iterable[str]) -> str | None:
        """The candidate most like ``word``, if any is. Not without end: a set whose vocabulary is missing has
        thousands of unknown names, and each search looks at every name."""
        if self.searches == 0:
            return None
        self.searches -= 1
        found = difflib.get_close_matches(word, list(dict.fromkeys(candidates)), 1, 0.5)
        return found[0] if found else None

    def resolved(self, span: Span, names: tuple[Both, ...]) -> None:
        """Remember what a written name stands for, where somebody wants to rewrite it in the other language."""
        if self.resolutions is not None:
            self.resolutions[(span.source.name, span.start)] = names


def first(items: Iterable[object], kind: type[_T]) -> _T | None:
    """The first item of a kind."""
    return next((i for i in items if isinstance(i, kind)), None)


def after(items: tuple[tree.Item, ...], token: str) -> tree.Item | None:
    """The item behind the word ``token``."""
    for here, following in pairwise(items):
        if isinstance(here, tree.Word) and here.token == token:
            return following
    return None


def names_of(label: tree.Label) -> Both:
    """Both names of what a label declares: by which of the two is Chinese."""
    if label.alias is None:
        return Both(label.name, label.name)
    if is_chinese(label.alias) and not is_chinese(label.name):
        return Both(label.alias, label.name)
    return Both(label.name, label.alias)


def replace(span: Span, by: str) -> Fix:
    """The repair that writes ``by`` instead."""
    return Fix(Both(f"改作「{by}」", f"change to “{by}”"), span, by)
