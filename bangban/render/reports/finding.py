"""Findings of any tool in one shape: what, how grave, where, why, what to do; and the report they make together."""

from __future__ import annotations

import hashlib
import os
import re
from collections import Counter
from collections.abc import Iterable
from pathlib import PurePath

from attrs import frozen

from bangban.problems import Problem, Severity, fact_path_text
from bangban.source import NOWHERE, Source, Span
from bangban.words import Both, Lang

_BLANK = re.compile(r"(?<!\{)\{\w+\}(?!\})")
SETTINGS = "bangban.toml"


@frozen
class Place:
    """A span in a file, the file named as seen from the working directory, with slashes."""

    file: str
    span: Span

    @property
    def whole_file(self) -> bool:
        """Whether nothing is known but the file."""
        return not self.span.source.text

    @property
    def start(self) -> tuple[int, int]:
        """Line and column of the first character, from 1, in code points; of a whole file, its beginning."""
        return self.span.source.position(self.span.start)

    @property
    def end(self) -> tuple[int, int]:
        """Line and column behind the last character."""
        return self.span.source.position(max(self.span.end, self.span.start))

    def utf16(self, offset: int) -> int:
        """The column of an offset from 1 in UTF-16 code units: a character beyond the basic plane counts twice."""
        line, column = self.span.source.position(offset)
        before = self.span.source.line(line)[:column - 1]
        return column + sum(c > "\uffff" for c in before)

    @property
    def line_text(self) -> str:
        """The line on which it starts."""
        return self.span.source.line(self.start[0]) if self.span.source.text else ""


@frozen
class Related:
    """A second place that belongs to a finding."""

    place: Place
    note: str


@frozen
class Repair:
    """A repair a machine can make."""

    title: str
    place: Place
    replacement: str


@frozen
class Meaning:
    """What a code says wherever it is found: how grave it is, its sentences with ``…`` for what differs."""

    severity: Severity
    message: str
    help: str


@frozen
class Finding:
    """One thing a tool found. ``markdown`` is more about it, in Markdown the tool itself made safe.

    ``tool`` is the command: ``check``, ``lint``, ``test``, ``prove``, ``compare``. ``meaning`` is that of its code.
    """

    tool: str
    code: str
    severity: Severity
    title: str
    message: str
    help: str = ""
    place: Place | None = None
    related: tuple[Related, ...] = ()
    repairs: tuple[Repair, ...] = ()
    markdown: str = ""
    about: str = ""
    meaning: Meaning | None = None


@frozen
class Check:
    """One thing that was looked at (a file, a case, an invariant), what was found in it, and the ``group`` it is of."""

    name: str
    group: str
    findings: tuple[Finding, ...] = ()

    @property
    def failed(self) -> bool:
        """Whether anything graver than a note was found."""
        return any(f.severity != "info" for f in self.findings)


@frozen
class Report:
    """Everything a run found. ``checks`` lists what was looked at, clean or not; ``summary`` is one sentence.

    ``settings`` is the file where what has no place of its own is shown: readers reject a finding without one.
    """

    tool: str
    lang: Lang
    findings: tuple[Finding, ...]
    checks: tuple[Check, ...] = ()
    summary: str = ""
    markdown: str = ""
    settings: str = SETTINGS

    def place_of(self, finding: Finding) -> Place:
        """Where a finding is shown: its place, else the settings of the set."""
        return finding.place or Place(self.settings, Span(Source(self.settings), 0, 0))

    def say(self, both: Both) -> str:
        """The text in the language of the report."""
        return both.say(self.lang)

    def count(self, severity: Severity) -> int:
        """How many findings are that grave."""
        return sum(f.severity == severity for f in self.findings)


# ---------------------------------------------------------------- from problems


def from_problem(problem: Problem, tool: str, lang: Lang, root: str | None = None) -> Finding:
    """A problem as a finding. ``root`` is the folder the names of its files start from."""
    def place(span: Span) -> Place:
        return Place(file_from_here(span.source.name, root), span)

    about = fact_path_text(problem.path) if problem.path else ""
    message = problem.message(lang)
    return Finding(
        tool, problem.code, problem.severity, problem.title.say(lang), f"{about}: {message}" if about else message,
        problem.help(lang).strip(), None if problem.span is NOWHERE else place(problem.span),
        tuple(Related(place(r.span), r.note.say(lang)) for r in problem.related if r.span is not NOWHERE),
        tuple(Repair(f.title.say(lang), place(f.span), f.replacement) for f in problem.fixes), about=about,
        meaning=Meaning(problem.severity, general(problem.text, lang), general(problem.advice, lang)))


def general(both: Both, lang: Lang) -> str:
    """A sentence with ``…`` for its blanks; nothing where it says nothing but them."""
    said = _BLANK.sub("…", both.say(lang)).replace("{{", "{").replace("}}", "}").strip()
    return said if re.search(r"\w", said) else ""


def file_from_here(name: str, root: str | None) -> str:
    """A file of a set as seen from the working directory, with slashes; what lies elsewhere keeps its own name."""
    if root is None:
        return name
    try:
        here = os.path.relpath(os.path.join(root, name))
    except ValueError:  # another drive
        return name
    return PurePath(here).as_posix()


def by_file(findings: Iterable[Finding], files: Iterable[str]) -> tuple[Check, ...]:
    """A check for each file, with what was found in it; what has no place is found in the set."""
    listed: dict[str, list[Finding]] = {file: [] for file in files}
    for finding in findings:
        listed.setdefault(finding.place.file if finding.place else SETTINGS, []).append(finding)
    return tuple(Check(file, str(PurePath(file).parent), tuple(found)) for file, found in listed.items())


def fingerprints(findings: Iterable[Finding]) -> list[str]:
    """A name for each finding that stays when lines above it come and go.

    It is made of the tool, the code, the file, the words of the line and the message; of equal ones, the how manyth.
    """
    seen: Counter[str] = Counter()
    out = []
    for finding in findings:
        line = " ".join(finding.place.line_text.split()) if finding.place else ""
        file = finding.place.file if finding.place else ""
        key = "\0".join((finding.tool, finding.code, file, line, finding.message))
        seen[key] += 1
        out.append(hashlib.sha256(f"{key}\0{seen[key]}".encode("utf-8", "backslashreplace")).hexdigest())
    return out
