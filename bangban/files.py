"""Disk to a set of files: what stands under a path, what those files import, their source texts and CSV tables.

A set never reaches outside its root (the nearest folder holding ``bangban.toml``), by ``..``, by an absolute path or
by a symbolic link; and it is bounded in files, bytes and folder entries looked at.
"""

from __future__ import annotations

import os
import stat
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from attrs import Factory, define, evolve, field, frozen

from bangban.arguments import wrong_path, wrong_text
from bangban.paths import (
    CASES_ENDINGS,
    FOUND,
    POLICY_ENDINGS,
    FolderNamedAsPolicy,
    MissingFile,
    NotPolicyName,
    Place,
    UnreadableFile,
    locate,
    settle,
    shown,
    start_of,
    why_unreadable,
    without_ending,
)
from bangban.problems import Problem
from bangban.rings import rings
from bangban.source import NOWHERE, Source, Span
from bangban.syntax import tree
from bangban.syntax.read import decode, read
from bangban.syntax.workbook import first_sheet
from bangban.trail import Tracker, Trail, root_of
from bangban.words import Both

MAX_FILES = 10_000
MAX_BYTES = 50_000_000
MAX_ENTRIES = 200_000  # a set loaded from the top of a disk by mistake must come to an end
_AsText = Callable[[bytes, str], tuple[Source | None, list[Problem]]]


@frozen
class SetFile:
    """A policy file of a set; ``primary``: it stands under the loaded path, it is not merely imported."""

    source: Source
    file: tree.File
    primary: bool


@frozen
class FileSet:
    """A set as read, in order of name. ``texts`` (原文) and ``tables`` (来自) are keyed by :func:`file_key`."""

    root: Path
    files: tuple[SetFile, ...]
    cases: tuple[Source, ...] = ()
    texts: Mapping[str, Source] = Factory(dict)
    tables: Mapping[str, Source] = Factory(dict)
    trail: Trail | None = field(default=None, eq=False, repr=False)


def file_key(source_name: str, written: str) -> str:
    """The key of a text or table: the file that names it, and the path as written there."""
    return f"{source_name}\n{written}"


@frozen(kw_only=True)
class EmptySet(Problem):
    """A folder without a single policy file."""

    code = "BB131"
    title = Both("没有政策文件", "no policy files")
    text = Both("「{written}」里没有 .policy 或 .policy.yaml 文件。",
                "“{written}” holds no .policy or .policy.yaml file.")
    advice = Both("请指向放政策文件的目录(以点开头的目录不读)。",
                  "point at the folder that holds the policies (folders beginning with a dot are not read).")
    written: str


@frozen(kw_only=True)
class SetTooLarge(Problem):
    """More than a policy set can be; most likely the wrong folder."""

    code = "BB134"
    title = Both("政策集过大", "set too large")
    text = Both("读到的{what}超过 {limit},到此为止。", "more than {limit} {what}; reading stopped here.")
    advice = Both("请指向只放政策的目录。", "point at a folder that holds only policies.")
    what: Both
    limit: int


@frozen(kw_only=True)
class NoDiskHere(Problem):
    """A policy given as text names a file, and there is no folder to look in."""

    code = "BB139"
    title = Both("没有所在目录", "no folder to look in")
    text = Both("以文字给出的政策不能取用文件「{written}」。",
                "a policy given as text cannot use the file “{written}”.")
    advice = Both("把它存成文件再从目录读入。", "save it to a file and load that.")
    written: str


# ---------------------------------------------------------------- reading


def read_set(path: str | Path) -> tuple[FileSet, list[Problem]]:
    """Everything that belongs to the set at ``path`` (a folder or one file), and everything wrong with reading it."""
    if (wrong := wrong_path(path)) is not None:
        return FileSet(Path(), ()), [wrong]
    real = _loaded_path(path)
    if isinstance(real, Problem):
        return FileSet(Path(path), ()), [real]
    reading = _Reading(Path(root_of(real)))
    under = reading.loaded(real)
    for file in under:
        reading.take(file, primary=True)
    reading.follow()
    if not under and not reading.problems:
        reading.problems.append(EmptySet(written=shown(path)))
    return reading.result()


def read_text(text: str, name: str = "<text>.policy") -> tuple[FileSet, list[Problem]]:
    """A set of one policy given as a string; ``name`` decides the spelling, nothing is read from disk."""
    wrong = [p for p in (wrong_text("text", text), wrong_text("name", name)) if p is not None]
    if wrong:
        return FileSet(Path(), ()), [*wrong]
    source = Source(name, text)
    file, problems = read(source)
    problems = [*problems, *(NoDiskHere(span=t.span, written=t.value) for _, t in _paths_in(file))]
    return FileSet(Path(), (SetFile(source, file, True),)), problems


def _loaded_path(path: str | Path) -> Path | Problem:
    if "\0" in str(path):
        return MissingFile(written=str(path).replace("\0", "␀"))
    absolute = Path(os.path.abspath(path))
    settled = settle(absolute, shown(path), FOUND, Path(absolute.anchor))
    return evolve(settled, span=NOWHERE) if isinstance(settled, Problem) else settled


@define
class _Reading:
    """The set while it is being read. Paths here are real (no symbolic links left) and lie under ``root``."""

    root: Path
    files: dict[Path, SetFile] = Factory(dict)
    cases: dict[str, Source] = Factory(dict)
    texts: dict[str, Source] = Factory(dict)
    tables: dict[str, Source] = Factory(dict)
    problems: list[Problem] = Factory(list)
    waiting: deque[tuple[Path, SetFile]] = Factory(deque)
    imports: dict[str, dict[str, Span]] = Factory(dict)  # a file or folder/ -> what it imports, and where it says so
    folders: dict[Path, list[Path]] = Factory(dict)
    tried: set[Path] = Factory(set)
    blamed: set[Path] = Factory(set)  # what a walk has reported: an imported folder may be walked again
    tracker: Tracker = Factory(Tracker)
    entries: int = 0
    size: int = 0
    full: bool = False

    def result(self) -> tuple[FileSet, list[Problem]]:
        files = tuple(sorted(self.files.values(), key=lambda f: f.source.name))
        cases = tuple(self.cases[name] for name in sorted(self.cases))
        problems = [*self.problems, *rings(self.imports)]
        problems.sort(key=lambda p: (p.span.source.name, p.span.start))
        return FileSet(self.root, files, cases, self.texts, self.tables, self.tracker.trail(self.root)), problems

    def loaded(self, real: Path) -> list[Path]:
        """The policy files under the loaded path; case files are taken on the way."""
        if os.path.isdir(real):
            return self.walk(real, with_cases=True)
        stem = without_ending(real.name, POLICY_ENDINGS)
        if stem is None:
            self.problems.append(NotPolicyName(written=shown(real.name)))
            return []
        self.tracker.listed(real.parent)
        for ending in CASES_ENDINGS:  # the cases of one file stand beside it
            if os.path.isfile(real.parent / (stem + ending)):
                self.take_cases(real.parent / (stem + ending))
        return [real]

    def walk(self, top: Path, with_cases: bool = False) -> list[Path]:
        """The policy files under a folder, each once, in order of name."""
        found: set[Path] = set()
        seen = {top}
        stack = [top]
        while stack and not self.full:
            for path in self.listed(stack.pop()):
                named_as_policy = without_ending(path.name, POLICY_ENDINGS) is not None
                named_as_cases = without_ending(path.name, CASES_ENDINGS) is not None
                if not (named_as_policy or named_as_cases or os.path.isdir(path)):
                    continue
                name = self.name(path)
                real = settle(path, name, FOUND, self.root)
                if isinstance(real, Problem):
                    self.blame(path, real)
                elif not os.path.isdir(real):
                    if named_as_policy:
                        found.add(real)
                    elif named_as_cases and with_cases and not path.name.startswith("~$"):  # Excel's mark: it is open
                        self.take_cases(real)
                elif named_as_policy:
                    self.blame(path, FolderNamedAsPolicy(span=start_of(name), written=name))
                elif real not in seen:
                    seen.add(real)
                    stack.append(real)
        return sorted(found)

    def listed(self, folder: Path) -> list[Path]:
        """The entries of a folder that are not hidden."""
        try:
            self.tracker.listed(folder)
            names = os.listdir(folder)
        except OSError as error:
            name = self.name(folder)
            self.blame(folder, UnreadableFile(span=start_of(name), written=name, why=why_unreadable(error)))
            return []
        self.entries += len(names)
        self.stop_if(self.entries > MAX_ENTRIES, Both("目录项", "folder entries"), MAX_ENTRIES)
        return [folder / name for name in sorted(names) if not name.startswith(".")]

    def blame(self, path: Path, problem: Problem) -> None:
        if path not in self.blamed:
            self.blamed.add(path)
            self.problems.append(problem)

    def name(self, path: Path) -> str:
        """How a path under the root is named: relative, with slashes; bytes that are no text show as such."""
        return shown(path.relative_to(self.root).as_posix())

    # ------------------------------------------------------------ one file

    def stop_if(self, condition: bool, what: Both, limit: int) -> None:
        if condition and not self.full:
            self.full = True
            self.problems.append(SetTooLarge(what=what, limit=limit))

    def contents(self, real: Path, place: Place, text_of: _AsText = decode) -> Source | None:
        """The text of a regular file, within the bounds of the set."""
        if self.full:
            return None
        name = self.name(real)
        try:
            if not stat.S_ISREG(real.stat().st_mode):  # a pipe would never end
                why = Both("它不是普通文件", "it is not a regular file")
                self.problems.append(UnreadableFile(span=place.at(name), written=name, why=why))
                return None
            with real.open("rb") as stream:
                data = stream.read(MAX_BYTES - self.size + 1)
        except OSError as error:
            self.problems.append(UnreadableFile(span=place.at(name), written=name, why=why_unreadable(error)))
            return None
        self.tracker.read(real, data)
        self.size += len(data)
        self.stop_if(self.size > MAX_BYTES, Both("字节数", "bytes"), MAX_BYTES)
        if self.full:
            return None
        source, problems = text_of(data, name)
        self.problems += problems
        return source

    def take(self, real: Path, primary: bool, place: Place = FOUND) -> None:
        """Read a policy file, once."""
        if real in self.tried:
            return
        self.tried.add(real)
        self.stop_if(len(self.files) >= MAX_FILES, Both("文件数", "files"), MAX_FILES)
        source = self.contents(real, place)
        if source is not None:
            file, problems = read(source)
            self.problems += problems
            self.files[real] = SetFile(source, file, primary)
            self.waiting.append((real, self.files[real]))

    def take_cases(self, real: Path) -> None:
        source = self.contents(real, FOUND, first_sheet if real.name.lower().endswith(".xlsx") else decode)
        if source is not None:
            self.cases[source.name] = source

    # ------------------------------------------------------------ what files name

    def follow(self) -> None:
        """Imports, source texts and tables of every file, and of the files these bring in."""
        while self.waiting:
            real, importer = self.waiting.popleft()
            for keyword, written in _paths_in(importer.file):
                place = Place(written.span, real.parent)
                target = locate(written.value, place, self.root)
                if isinstance(target, Problem):
                    self.problems.append(target)
                    continue
                self.tracker.led(real.parent / written.value, target)
                if keyword == "IMPORT":
                    self.take_import(importer.source.name, target, written, place)
                else:
                    text = self.contents(target, place)
                    if text is not None:
                        into = self.texts if keyword == "SOURCE" else self.tables
                        into[file_key(importer.source.name, written.value)] = text

    def take_import(self, importer: str, target: Path, written: tree.Text, place: Place) -> None:
        """One 引入: a file, or every policy file under a folder."""
        edges = self.imports.setdefault(importer, {})
        if not os.path.isdir(target):
            if without_ending(target.name, POLICY_ENDINGS) is None:
                self.problems.append(NotPolicyName(span=written.span, written=written.value))
                return
            edges[self.name(target)] = written.span
            self.take(target, primary=False, place=place)
            return
        folder = self.name(target) + "/"
        edges[folder] = written.span
        if target not in self.folders:
            self.folders[target] = self.walk(target)
            self.imports[folder] = {self.name(file): written.span for file in self.folders[target]}
            for file in self.folders[target]:
                self.take(file, primary=False, place=place)
        if not self.folders[target] and not self.full:
            self.problems.append(EmptySet(span=written.span, written=written.value))


def _paths_in(file: tree.File) -> Iterator[tuple[str, tree.Text]]:
    """Every path a file names: its imports, its source text, the CSV files of its tables."""
    for statement in file.statements:
        for clause in statement.clauses:
            if clause.keyword in ("IMPORT", "SOURCE", "FROM_FILE") and clause.items:
                written = clause.items[0]
                if isinstance(written, tree.Text):
                    yield clause.keyword, written
