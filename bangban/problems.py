"""What a person got wrong, as values: a code, a place, facts, words in both languages, and repairs.

Each kind of problem is a small frozen class that stands beside the pass that finds it:

    @frozen(kw_only=True)
    class UnknownName(Problem):
        code = "BB201"
        title = Both("名称未声明", "name not declared")
        text = Both("「{name}」没有声明。", "“{name}” is not declared.")
        advice = Both("…", "…")
        name: str

Codes: BB1xx reading, BB2xx meaning, BB3xx lint, BB4xx deciding, BB5xx proving.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar, Literal

import attrs
from attrs import frozen

from bangban.shown import Shown
from bangban.source import NOWHERE, Span
from bangban.words import Both, Lang

Severity = Literal["error", "warning", "info"]
FactPath = tuple[str | int, ...]


@frozen
class Fix:
    """A repair a machine can apply: replace ``span`` by ``replacement``."""

    title: Both
    span: Span
    replacement: str


@frozen
class Related:
    """A second place that belongs to the same problem."""

    span: Span
    note: Both


@frozen(kw_only=True, eq=False, repr=False)
class Problem(Shown):
    """One mistake. ``span`` is the place in a file; ``path`` the place in the facts, where it is there.

    Kinds that are imported whenever a decision is taken say ``eq=False, repr=False``: the methods here serve them all.
    """

    code: ClassVar[str] = ""
    severity: ClassVar[Severity] = "error"
    title: ClassVar[Both] = Both("", "")
    text: ClassVar[Both] = Both("", "")
    advice: ClassVar[Both] = Both("", "")

    span: Span = NOWHERE
    path: FactPath = ()
    related: tuple[Related, ...] = ()
    fixes: tuple[Fix, ...] = ()

    def __init_subclass__(cls) -> None:
        if cls.code:
            REGISTRY[cls.code] = cls

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        return all(getattr(self, f.name) == getattr(other, f.name) for f in attrs.fields(type(self)) if f.eq)

    def __hash__(self) -> int:
        return hash((type(self), *(getattr(self, f.name) for f in attrs.fields(type(self)) if f.eq)))

    def message(self, lang: Lang = "zh") -> str:
        """The sentence that says what is wrong, with its blanks filled; and in which cell, of a workbook."""
        said = self.text.say(lang).format_map(_Blanks(self, lang))
        cell = self.span.source.cell(self.span.start)
        return said + (f"({cell})" if lang == "zh" else f" ({cell})") if cell else said

    def help(self, lang: Lang = "zh") -> str:
        """The sentence that says what to do."""
        return self.advice.say(lang).format_map(_Blanks(self, lang))

    def to_dict(self, lang: Lang = "zh") -> dict[str, Any]:
        """Plain data for JSON: code, severity, place, words, repairs. Offsets are code points."""
        out: dict[str, Any] = {
            "code": self.code, "severity": self.severity, "title": self.title.say(lang),
            "message": self.message(lang), "help": self.help(lang),
        }
        if self.span is not NOWHERE:
            out["file"] = self.span.source.name
            out["line"], out["column"] = self.span.source.position(self.span.start)
            out["end_line"], out["end_column"] = self.span.source.position(self.span.end)
            out["start"], out["end"] = self.span.start, self.span.end
        if self.path:
            out["path"] = fact_path_text(self.path)
        if self.related:
            out["related"] = [
                {"file": r.span.source.name, "line": r.span.line, "column": r.span.column,
                 "note": r.note.say(lang)} for r in self.related]
        if self.fixes:
            out["fixes"] = [
                {"title": f.title.say(lang), "start": f.span.start, "end": f.span.end,
                 "replacement": f.replacement} for f in self.fixes]
        return out


class _Blanks(dict[str, str]):
    """What fills the blanks of a sentence: the fields of a problem, as text, those that are asked for."""

    def __init__(self, problem: Problem, lang: Lang) -> None:
        self.problem, self.lang = problem, lang

    def __missing__(self, name: str) -> str:
        return _say(getattr(self.problem, name), self.lang)


REGISTRY: dict[str, type[Problem]] = {}
_LISTED = 40  # names that a message lists


def fact_path_text(path: FactPath) -> str:
    """``("费用", 0, "金额")`` as ``费用[1].金额``: people count from one."""
    text = ""
    for part in path:
        if isinstance(part, int):
            text += f"[{part + 1}]"
        else:
            text += f".{part}" if text else part
    return text


def _say(value: object, lang: Lang) -> str:
    if isinstance(value, Both):
        return value.say(lang)
    if isinstance(value, tuple):
        more = ("……" if lang == "zh" else " …") if len(value) > _LISTED else ""
        return ("、" if lang == "zh" else ", ").join(_say(v, lang) for v in value[:_LISTED]) + more
    return str(value)


class PolicyError(Exception):
    """Everything that is wrong with what was given, at once; the only exception the front door raises.

    ``problems`` holds every :class:`Problem`, in the order of the text.
    """

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(self.problems)

    def __str__(self) -> str:
        lines = []
        for p in self.problems:
            place = f"{p.span.source.name}:{p.span.line}:{p.span.column}: " if p.span is not NOWHERE else ""
            lines.append(f"{place}{p.code} {p.message('zh')} / {p.message('en')}")
        return "\n".join(lines)
