"""The generated door: facts read once into locals, each checked on the way in.

Two readers are written. ``straight`` takes plain dicts that give every field by its name in one language, as a system
that knows the whole case sends them. ``sparse`` takes plain dicts in either language with any field missing. Whatever
else comes (other mappings, objects, anything wrong) they leave to the door of the reference meaning, which says what is
wrong; so what they let in, they read exactly as it does.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from attrs import frozen

from bangban.decide.layout import Layout, Path, Slot
from bangban.decide.names import Names
from bangban.decide.values_to_python import MISSING, SEQUENCES, Checks
from bangban.policy.types import EnumType, Field, ListType, RecordType


def canonical_keys(given: dict[Any, Any], record: RecordType) -> dict[str, Any]:
    """A record with every key in its canonical name; KeyError where a key is unknown or given twice."""
    found: dict[str, Any] = {}
    for key, value in given.items():
        field = record.get(key) if isinstance(key, str) else None
        if field is None or field.name.zh in found:
            raise KeyError(key)
        found[field.name.zh] = value
    return found


def in_english(given: Any, record: RecordType) -> bool:
    """Whether facts are given by their English names."""
    return isinstance(given, dict) and any(f.name.en in given and f.name.en != f.name.zh for f in record.fields)


def sparse_lines(layout: Layout, names: Names, odd: str, indent: str) -> list[str]:
    """The lines of a reader of facts in either language, with gaps: ``given`` into ``f0``, ``f1`` …"""
    return list(_Door(names, odd, sparse=True).record(_Into(layout, "f"), "given", indent))


def straight_lines(layout: Layout, names: Names, odd: str, indent: str, *, english: bool) -> list[str]:
    """The lines of a reader of facts that are all there, by their names in one language."""
    return list(_Door(names, odd, sparse=False, english=english).record(_Into(layout, "f"), "given", indent))


@frozen
class _Into:
    """The locals a record is read into, one for each slot of its layout."""

    layout: Layout
    prefix: str

    def local(self, place: int) -> str:
        return f"{self.prefix}{place}"


class _Door:
    """Writes the lines of a reader; ``sparse``: any field may be missing."""

    def __init__(self, names: Names, odd: str, *, sparse: bool, english: bool = False) -> None:
        self.names = names
        self.odd = odd
        self.sparse = sparse
        self.english = english
        self.missing = names.bind(MISSING, "m")
        self.checks = Checks(names, odd)
        self._base = 0
        self._sizes: list[tuple[str, int]] = []

    def record(self, into: _Into, source: str, indent: str) -> Iterator[str]:
        """Lines that read a record (``source`` holds it) into its locals."""
        record = into.layout.record
        assert record is not None
        outer = self._sizes, self._base
        self._sizes, self._base = [], len(indent)
        yield from self._fields(into, record, (), source, indent)
        if self._sizes:  # every key asked for was there; if there were as many as asked for, there are no others
            sizes = " + ".join(f"len({name})" for name, _ in self._sizes)
            yield f"{indent}if {sizes} != {sum(size for _, size in self._sizes)}: {self.odd}"
        self._sizes, self._base = outer

    def _fields(self, into: _Into, record: RecordType, above: Path, source: str, indent: str) -> Iterator[str]:
        yield f"{indent}if type({source}) is not dict: {self.odd}"
        if self.sparse:
            known = self.names.made(("keys", record), "n", lambda: frozenset(f.name.zh for f in record.fields))
            canonical, here = self.names.bind(canonical_keys, "h"), self.names.bind(record, "y")
            yield f"{indent}if not {known}.issuperset({source}): {source} = {canonical}({source}, {here})"
        elif len(indent) > self._base:
            yield f"{indent}if len({source}) != {len(record.fields)}: {self.odd}"
        else:
            self._sizes.append((source, len(record.fields)))
        for f in record.fields:
            path = (*above, f.name.zh)
            if isinstance(f.type, RecordType):
                yield from self._nested(into, f, path, source, indent)
            else:
                place = into.layout.index[path]
                yield from self._leaf(into.layout.slots[place], f, source, into.local(place), indent)

    def _nested(self, into: _Into, f: Field, path: Path, source: str, indent: str) -> Iterator[str]:
        assert isinstance(f.type, RecordType)
        inner = self.checks.temp()
        place = into.layout.index.get(path)
        under = {into.local(i): s for i, s in enumerate(into.layout.slots) if s.path[:len(path)] == path}
        yield f"{indent}{inner} = {self._read(f, source)}"
        branch = "if"
        if self.sparse and not f.finding:
            yield f"{indent}if {inner} is {self.missing}:"
            if f.optional:
                yield f"{indent}    {' = '.join(under)} = U"
            else:
                yield from _unsaid(under, indent + "    ")
            branch = "elif"
        if f.may_be_absent:
            yield f"{indent}{branch} {inner} is None:"
            yield f"{indent}    {' = '.join(under)} = None"
            branch = "elif"
        if branch == "elif":
            yield f"{indent}else:"
            indent += "    "
        if place is not None:
            yield f"{indent}{into.local(place)} = True"
        yield from self._fields(into, f.type, path, inner, indent)

    def _read(self, f: Field, source: str) -> str:
        key = self.names.bind(f.name.en if self.english else f.name.zh, "n")
        if not self.sparse:
            return f"{source}[{key}]"
        return f"{source}.get({key}, {'None' if f.finding else self.missing})"

    def _leaf(self, slot: Slot, f: Field, source: str, local: str, indent: str) -> Iterator[str]:
        read = self._read(f, source)
        if isinstance(f.type, EnumType):
            yield from self.checks.enum(f.type, read, local, indent, absent=f.may_be_absent)
            return
        yield f"{indent}{local} = {read}"
        if self.sparse and not f.finding:
            yield f"{indent}if {local} is {self.missing}: {local} = U"
            yield f"{indent}elif {local} is not None:" if f.may_be_absent else f"{indent}else:"
            indent += "    "
        elif f.may_be_absent:
            yield f"{indent}if {local} is not None:"
            indent += "    "
        if isinstance(f.type, ListType):
            yield from self._elements(slot, local, indent)
        else:
            yield from self.checks.value(f.type, local, indent)

    def _elements(self, slot: Slot, local: str, indent: str) -> Iterator[str]:
        assert slot.inner is not None
        held, item = self.checks.temp(), self.checks.temp()
        into = _Into(slot.inner, f"{item}_")
        yield from self.checks.sized(SEQUENCES, local, indent)
        yield f"{indent}{held} = []"
        yield f"{indent}for {item} in {local}:"
        yield from self.record(into, item, indent + "    ")
        values = "".join(f"{into.local(i)}, " for i in range(len(slot.inner.slots)))
        yield f"{indent}    {held}.append(({values}))"
        yield f"{indent}{local} = {held}"


def _unsaid(under: dict[str, Slot], indent: str) -> Iterator[str]:
    """A record nobody mentioned: it is there, what was only found out about it is not, the rest is unknown."""
    found = [local for local, slot in under.items() if _never_found(slot, under)]
    there = [local for local, slot in under.items()
             if isinstance(slot.type, RecordType) and local not in found and not _doubtful(slot, under)]
    rest = [local for local in under if local not in (*found, *there)]
    for group, held in ((found, "None"), (there, "True"), (rest, "U")):
        if group:
            yield f"{indent}{' = '.join(group)} = {held}"
    if not under:
        yield f"{indent}pass"


def _never_found(slot: Slot, under: dict[str, Slot]) -> bool:
    """Whether a slot of an unmentioned record is absent: it, or a record around it, is a finding."""
    return not _doubtful(slot, under) and (slot.finding or any(
        s.finding and isinstance(s.type, RecordType) and _around(s, slot) for s in under.values()))


def _doubtful(slot: Slot, under: dict[str, Slot]) -> bool:
    """Whether nobody said if a record around a slot, or the record that it is, exists."""
    return any(s.optional and not s.finding and isinstance(s.type, RecordType) and _around(s, slot)
               for s in under.values())


def _around(outer: Slot, slot: Slot) -> bool:
    return slot.path[:len(outer.path)] == outer.path
