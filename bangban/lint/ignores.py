"""Advice set aside in the text: ``# bangban: 忽略 BB301 理由`` or ``# bangban: ignore BB301 because …``.

Above a declaration or behind its first line it counts for the whole declaration; above or behind a clause, for the
clause. The reason is required, and an ignore that sets nothing aside is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from attrs import evolve, frozen

from bangban.files import FileSet
from bangban.lint.lint import Lint
from bangban.lint.settings import UnknownCode, near
from bangban.problems import Problem
from bangban.source import Source, Span
from bangban.syntax import tree
from bangban.words import Both

_MARK = re.compile(r"\s*bangban\s*[:：]\s*(?:忽略|ignore)\s*(?P<codes>(?:BB[0-9A-Za-z]*[\s,，、]*)*)(?P<why>.*)",
                   re.DOTALL)
_LIKE = re.compile(r"\s*bangban\s*[:：]")
_CODE = re.compile("BB[0-9A-Za-z]*")
_EMPTY = re.compile(r"^(?:because|因为|因|理由)?[\s:：,，.。\-—]*$")


@frozen(kw_only=True)
class IgnoreWithoutReason(Problem):
    """An ignore that does not say why."""

    code = "BB392"
    severity = "warning"
    title = Both("忽略没有写理由", "ignore without a reason")
    text = Both("忽略了 {codes},没有写为什么。", "{codes} is set aside without a word why.")
    advice = Both("在编号后面写一句理由;写不出理由的,按建议改。",
                  "say why behind the code; where there is no reason, follow the advice.")
    codes: tuple[str, ...]


@frozen(kw_only=True)
class UnusedIgnore(Problem):
    """An ignore that sets nothing aside."""

    code = "BB393"
    severity = "warning"
    title = Both("多余的忽略", "unused ignore")
    text = Both("这里没有 {unused} 可以忽略。", "there is no {unused} here to set aside.")
    advice = Both("删去这条注释,或者移到所说的那一句上面。", "drop the comment, or move it above what it speaks of.")
    unused: str


@frozen(kw_only=True)
class StrangeIgnore(Problem):
    """A comment to bangban that means nothing."""

    code = "BB394"
    severity = "warning"
    title = Both("看不懂的忽略", "ignore not understood")
    text = Both("这条写给 bangban 的注释没有写「忽略 BB…」。", "this comment to bangban does not say “ignore BB…”.")
    advice = Both("写成「# bangban: 忽略 BB301 理由」。", "write “# bangban: ignore BB301 because …”.")


@frozen
class _Ignore:
    """One comment: its place, the codes it names, the span it covers."""

    span: Span
    codes: tuple[str, ...]
    covers: Span
    reason: str
    marked: bool


def apply(problems: Iterable[Lint], fileset: FileSet, codes: Iterable[str]) -> tuple[list[Lint], list[Problem]]:
    """The advice that is not set aside, and what is wrong with the ignores themselves."""
    codes = tuple(codes)
    ignores = [i for f in fileset.files if f.primary for i in _ignores(f.source, f.file)]
    used: set[tuple[int, str]] = set()
    kept = []
    for problem in problems:
        by = [(number, code) for number, i in enumerate(ignores) for code in i.codes
              if code == problem.code and _within(problem.span, i.covers)]
        used.update(by)
        if not by:
            kept.append(problem)
    return kept, list(_faults(ignores, used, codes))


def _within(span: Span, covers: Span) -> bool:
    return span.source.name == covers.source.name and covers.start <= span.start < max(covers.end, covers.start + 1)


def _faults(ignores: list[_Ignore], used: set[tuple[int, str]], codes: tuple[str, ...]) -> Iterator[Problem]:
    for number, ignore in enumerate(ignores):
        if not ignore.marked:
            yield StrangeIgnore(span=ignore.span)
            continue
        strange = [c for c in ignore.codes if c not in codes]
        yield from (UnknownCode(span=ignore.span, written=c, near=near(c, codes)) for c in strange)
        if _EMPTY.match(ignore.reason):
            yield IgnoreWithoutReason(span=ignore.span, codes=ignore.codes)
        yield from (UnusedIgnore(span=ignore.span, unused=c) for c in ignore.codes
                    if c not in strange and (number, c) not in used)


def silenced(problems: Iterable[Problem], ran: Iterable[str]) -> list[Problem]:
    """The faults of ignores, without those about rules that did not run."""
    ran = set(ran)
    return [p for p in problems if not isinstance(p, UnusedIgnore) or p.unused in ran]


# ---------------------------------------------------------------- finding the comments


def _ignores(source: Source, file: tree.File) -> Iterator[_Ignore]:
    starts = [s.span.start for s in file.statements]
    ends = [*starts[1:], len(source.text)][:len(starts)]
    for statement, end in zip(file.statements, ends, strict=True):
        whole = Span(source, statement.span.start, end)
        yield from _above(statement.above, statement.span, whole)
        yield from _behind(statement.behind, statement.span, whole)
        for clause in statement.clauses:
            yield from _above(clause.above, clause.span, clause.span)
            yield from _behind(clause.behind, clause.span, clause.span)
    for comment in file.after:
        if _LIKE.match(comment):
            at = source.text.rfind(comment)
            here = Span(source, at, at + len(comment))
            yield evolve(_read(comment, here, here), covers=Span(source, at, at))


def _above(comments: tuple[str, ...], of: Span, covers: Span) -> Iterator[_Ignore]:
    at = of.start
    for comment in reversed(comments):
        found = of.source.text.rfind(comment, 0, at) if comment else -1
        at = found if found != -1 else at
        if _LIKE.match(comment):
            yield _read(comment, Span(of.source, at, at + len(comment)), covers)


def _behind(comment: str | None, of: Span, covers: Span) -> Iterator[_Ignore]:
    if comment is not None and _LIKE.match(comment):
        at = of.source.text.find(comment, of.start)
        yield _read(comment, Span(of.source, at, at + len(comment)) if at != -1 else of, covers)


def _read(comment: str, span: Span, covers: Span) -> _Ignore:
    found = _MARK.match(comment)
    codes = tuple(dict.fromkeys(_CODE.findall(found["codes"]))) if found else ()
    if found is None or not codes:
        return _Ignore(span, (), covers, "", False)
    return _Ignore(span, codes, covers, found["why"].strip(), True)


