"""Repairs applied to the texts of a set: never overlapping, and only where what comes out still reads and checks.

A repair is taken where its problem offers exactly one. The texts are read and checked again after each round; a file in
which something new is wrong keeps its old text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from attrs import evolve, frozen

from bangban.files import FileSet, SetFile
from bangban.policy.check import check
from bangban.problems import Fix, Problem
from bangban.source import Source
from bangban.syntax.read import read

_ROUNDS = 5  # a repair may make room for another


@frozen
class Mended:
    """The set with its new texts, the names of the files that changed, and the repairs made, in order."""

    fileset: FileSet
    changed: tuple[str, ...]
    repairs: tuple[Fix, ...]


def mend(fileset: FileSet, problems_of: Callable[[FileSet], Iterable[Problem]]) -> Mended:
    """Apply the repairs of the problems found in a set, again and again until none is left that can be applied."""
    before = fileset
    repairs: list[Fix] = []
    refused: set[str] = set()
    for _ in range(_ROUNDS):
        fixes = _by_file(problems_of(fileset), fileset, refused)
        if not fixes:
            break
        for name, listed in fixes.items():
            mended = _with_text(fileset, name, fixed(listed[0].span.source.text, listed))
            if mended is None:
                refused.add(name)
            else:
                fileset = mended
                repairs += listed
    texts = {f.source.name: f.source.text for f in before.files}
    changed = tuple(f.source.name for f in fileset.files if f.source.text != texts[f.source.name])
    return Mended(fileset, changed, tuple(repairs))


def fixed(text: str, fixes: Iterable[Fix]) -> str:
    """The text with non-overlapping repairs made."""
    for fix in sorted(fixes, key=lambda f: f.span.start, reverse=True):
        text = text[:fix.span.start] + fix.replacement + text[fix.span.end:]
    return text


def _by_file(problems: Iterable[Problem], fileset: FileSet, refused: set[str]) -> Mapping[str, list[Fix]]:
    """The repairs of each file that was loaded, without those that touch an earlier one."""
    own = {f.source.name for f in fileset.files if f.primary}
    offered = sorted((p.fixes[0] for p in problems if len(p.fixes) == 1), key=lambda f: (f.span.start, f.span.end))
    kept: dict[str, list[Fix]] = {}
    for fix in offered:
        name = fix.span.source.name
        if name in own and name not in refused:
            here = kept.setdefault(name, [])
            if not here or (fix.span.start >= here[-1].span.end and fix != here[-1]):
                here.append(fix)
    return kept


def _with_text(fileset: FileSet, name: str, text: str) -> FileSet | None:
    """The set with another text for one file; None where that text is worse than the old one."""
    source = Source(name, text)
    file, problems = read(source)
    old = next(f for f in fileset.files if f.source.name == name)
    if _errors(problems) > _errors(read(old.source)[1]):
        return None
    files = tuple(SetFile(source, file, f.primary) if f.source.name == name else f for f in fileset.files)
    mended = evolve(fileset, files=files)
    return mended if _errors(check(mended)[1]) <= _errors(check(fileset)[1]) else None


def _errors(problems: Iterable[Problem]) -> int:
    return sum(p.severity != "info" for p in problems)
