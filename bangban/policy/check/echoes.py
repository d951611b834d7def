"""Echoes: what follows from a part that could not be read is no second mistake, and is not told."""

from __future__ import annotations

from collections.abc import Iterable

from bangban.files import FileSet
from bangban.problems import Problem
from bangban.source import Span

# Told of a statement as a whole because something is not there; and of names that nothing declares.
_LACKS = frozenset({"BB141", "BB243", "BB247", "BB250", "BB252", "BB257", "BB258", "BB264", "BB276", "BB281", "BB282",
                    "BB283", "BB286", "BB287"})
_UNKNOWN = frozenset({"BB201", "BB204", "BB205", "BB215", "BB217", "BB227", "BB259", "BB261", "BB265",
                      "BB268", "BB272", "BB295"})


def without_echoes(problems: Iterable[Problem], fileset: FileSet) -> list[Problem]:
    """The problems that stand for a mistake of their own."""
    lost = frozenset().union(*(f.file.lost for f in fileset.files))
    partial: dict[str, list[tuple[int, int]]] = {}
    for f in fileset.files:
        for statement in f.file.statements:
            if statement.partial:
                partial.setdefault(f.source.name, []).append((statement.span.start, statement.end.end))
    if not lost and not partial:
        return list(problems)
    return [p for p in problems
            if not (p.code in _LACKS and _inside(p.span, partial)) and not (p.code in _UNKNOWN and _names(p) & lost)]


def _inside(span: Span, partial: dict[str, list[tuple[int, int]]]) -> bool:
    return any(start <= span.start <= end for start, end in partial.get(span.source.name, ()))


def _names(problem: Problem) -> set[str]:
    name = getattr(problem, "name", "")
    return set(name.split(".")) if isinstance(name, str) else set()
