"""Which files each 引入 brings in, what those files declare, and whether anything of it is used."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any

import attrs
from attrs import frozen

from bangban.files import FileSet
from bangban.source import Source
from bangban.syntax import tree

_BLANK = re.compile(r"\{([^{}]*)\}")
_WORD = re.compile(r"\w+")
_ACTING = frozenset({"RULE", "EXCEPTION", "INVARIANT", "CASE", "UNCODED"})  # they count whether or not they are named


@frozen
class Import:
    """One 引入: where it stands, the policy it stands in, and the files it names."""

    source: Source
    statement: tree.Statement
    clause: tree.Clause
    written: tree.Text
    policy: str
    targets: frozenset[str]


@frozen(slots=False, eq=False)
class Imports:
    """The imports of a set."""

    fileset: FileSet

    def unused(self) -> Iterator[Import]:
        """The imports nothing of which is used: they bring in nothing that acts by itself, and no name of it stands in
        their policy, in a case, or where no other import brings it."""
        primary = [f.source.name for f in self.fileset.files if f.primary]
        for one in self._imports:
            rest = [i for i in self._imports if i is not one]
            beside = self._reached((t for i in rest if i.policy == one.policy for t in i.targets), rest)
            whole = self._reached(one.targets, rest)
            lost = whole - self._reached(primary, rest)
            used = self._cases | self._words_of_policy[one.policy]
            named = one.targets | (whole - beside)
            if (one.targets and not any(self._acts(name) for name in whole - beside)
                    and not used & self._declared(named)
                    and not self._declared(lost) & self._words_outside(lost)):
                yield one

    # ------------------------------------------------------------ files

    @cached_property
    def _imports(self) -> list[Import]:
        found = []
        for source, policy, statement in self._statements:
            for clause in statement.clauses:
                written = clause.items[0] if clause.keyword == "IMPORT" and clause.items else None
                if isinstance(written, tree.Text) and policy:
                    found.append(Import(source, statement, clause, written, policy, self._targets(source, written)))
        return found

    def _targets(self, source: Source, written: tree.Text) -> frozenset[str]:
        """The files of the set at a path; none where a link leads there under another name."""
        path = posixpath.normpath(posixpath.join(posixpath.dirname(source.name), written.value))
        return frozenset(name for name in self._files if name == path or name.startswith(f"{path}/"))

    def _reached(self, names: Iterable[str], imports: Iterable[Import]) -> frozenset[str]:
        """Files, and all that these bring in by some imports."""
        by_file: dict[str, list[str]] = {}
        for one in imports:
            by_file.setdefault(one.source.name, []).extend(one.targets)
        seen, waiting = set[str](), list(names)
        while waiting:
            name = waiting.pop()
            if name not in seen:
                seen.add(name)
                waiting += by_file.get(name, ())
        return frozenset(seen)

    @cached_property
    def _files(self) -> Mapping[str, tree.File]:
        return {f.source.name: f.file for f in self.fileset.files}

    @cached_property
    def _statements(self) -> list[tuple[Source, str, tree.Statement]]:
        """Every statement with the policy it stands under, by its first name known; none in a file of words."""
        found: list[tuple[Source, str, tree.Statement]] = []
        names: dict[str, str] = {}
        for file in self.fileset.files:
            for statement in file.file.statements:
                label = statement.head[0] if statement.keyword == "POLICY" and statement.head else None
                if isinstance(label, tree.Label) and label.alias:
                    names[label.alias] = names.setdefault(label.name, label.name)
        for file in self.fileset.files:
            policy = ""
            for statement in file.file.statements:
                if statement.keyword in ("POLICY", "VOCABULARY"):
                    label = statement.head[0] if statement.head else None
                    written = label.name if statement.keyword == "POLICY" and isinstance(label, tree.Label) else ""
                    policy = names.get(written, written)
                found.append((file.source, policy, statement))
        return found

    # ------------------------------------------------------------ what they say

    def _acts(self, name: str) -> bool:
        return any(s.keyword in _ACTING or any(c.keyword == "PURPOSE" for c in s.clauses)
                   for s in self._files[name].statements)

    def _declared(self, names: Iterable[str]) -> set[str]:
        return {word for name in names for word in self._declared_in[name]}

    @cached_property
    def _declared_in(self) -> Mapping[str, set[str]]:
        return {name: {w for s in file.statements for w in declared(s)} for name, file in self._files.items()}

    @cached_property
    def _words_of_policy(self) -> Mapping[str, set[str]]:
        found: dict[str, set[str]] = {}
        for _, policy, statement in self._statements:
            found.setdefault(policy, set()).update(words(statement))
        return found

    def _words_outside(self, names: frozenset[str]) -> set[str]:
        return {w for source, _, s in self._statements if source.name not in names for w in words(s)}

    @cached_property
    def _cases(self) -> set[str]:
        return {w for source in self.fileset.cases for w in _WORD.findall(source.text)}


def declared(statement: tree.Statement) -> Iterator[str]:
    """The names a statement declares, each part of a dotted one, and the title of a policy."""
    for item in (*statement.head, *(i for c in statement.clauses if c.keyword in ("FIELD", "COLUMN") for i in c.items)):
        for label in (item, *(item.values or ())) if isinstance(item, tree.TypeRef) else (item,):
            if isinstance(label, tree.Label):
                yield from label.name.split(".")
                yield from (label.alias or "").split(".") if label.alias else ()
    yield from (i.value for c in statement.clauses if c.keyword == "TITLE" for i in c.items if isinstance(i, tree.Text))


def words(thing: Any) -> Iterator[str]:
    """Every name written in a part of a tree; of a text, those in its blanks."""
    match thing:
        case str():
            yield from thing.split(".")
        case tree.Text(value=value):
            yield from (w for blank in _BLANK.findall(value) for w in _WORD.findall(blank))
        case tree.Cite(document=document):
            yield document or ""
        case tree.Statement(head=head, clauses=clauses):
            yield from words((head, *(c.items for c in clauses)))
        case tuple():
            for each in thing:
                yield from words(each)
        case _:
            kind: type = type(thing)
            for name in _PARTS[kind] if kind in _PARTS else _parts(kind):
                yield from words(getattr(thing, name))


_PARTS: dict[type, tuple[str, ...]] = {}  # by kind of node: its fields in which names may stand


def _parts(kind: type) -> tuple[str, ...]:
    found = _PARTS[kind] = tuple(f.name for f in attrs.fields(kind) if f.name != "span") if attrs.has(kind) else ()
    return found
