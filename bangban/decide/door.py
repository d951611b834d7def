"""The generated door: facts read once into locals, each checked on the way in.

Two readers are written. ``straight`` takes plain dicts that give every field by its canonical name, as a system that
knows the whole case sends them. ``sparse`` takes plain dicts in either language with any field missing. Whatever else
comes (other mappings, objects, anything wrong) they leave to the door of the reference meaning, which says what is
wrong; so what they let in, they read exactly as it does.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from bangban.decide.layout import Layout, Path, Slot
from bangban.decide.names import Names
from bangban.policy.facts import MAX_ITEMS, MAX_TEXT
from bangban.policy.readings import read_date, read_moment, read_money, read_number, read_span
from bangban.policy.types import (
    BoolType,
    DateTimeType,
    DateType,
    DurationType,
    EnumType,
    Field,
    ListType,
    ManyType,
    MoneyType,
    NumberType,
    RecordType,
    Scalar,
    SetType,
    TextType,
    Type,
)
from bangban.policy.values import UNKNOWN, exact

MISSING = type("Missing", (), {"__repr__": lambda self: "MISSING"})()
_SMALL = 1 << 100  # whole numbers within this are let in at once; longer ones are the reference door's to judge


def day_of(text: object) -> dt.date:
    """A date as text, at the speed of the library where it is written the usual way."""
    if type(text) is str and len(text) == 10 and text[4] == text[7] == "-":
        return dt.date.fromisoformat(text)
    return read_date(text)


def canonical_keys(given: dict[Any, Any], record: RecordType) -> dict[str, Any]:
    """A record with every key in its canonical name; KeyError where a key is unknown or given twice."""
    found: dict[str, Any] = {}
    for key, value in given.items():
        field = record.get(key) if isinstance(key, str) else None
        if field is None or field.name.zh in found:
            raise KeyError(key)
        found[field.name.zh] = value
    return found


class Door:
    """Writes the lines of a reader. ``odd`` is the statement that gives up; ``sparse``: any field may be missing."""

    def __init__(self, names: Names, sparse: bool) -> None:
        self.names = names
        self.sparse = sparse
        self.missing = names.bind(MISSING, "m")
        self._temps = 0

    def record(self, layout: Layout, source: str, prefix: str, odd: str, indent: str) -> Iterator[str]:
        """Lines that read a record (``source`` holds it) into the locals of its slots."""
        assert layout.record is not None
        yield from self._fields(layout, layout.record, (), source, prefix, odd, indent)

    def _fields(self, layout: Layout, record: RecordType, above: Path, source: str, prefix: str, odd: str,
                indent: str) -> Iterator[str]:
        if self.sparse:
            known = self.names.made(("keys", record), "n", lambda: frozenset(f.name.zh for f in record.fields))
            canonical, here = self.names.bind(canonical_keys, "h"), self.names.bind(record, "y")
            yield f"{indent}if type({source}) is not dict: {odd}"
            yield f"{indent}if not {known}.issuperset({source}): {source} = {canonical}({source}, {here})"
        else:
            yield f"{indent}if type({source}) is not dict or len({source}) != {len(record.fields)}: {odd}"
        for f in record.fields:
            path = (*above, f.name.zh)
            if isinstance(f.type, RecordType):
                yield from self._nested(layout, f, f.type, path, source, prefix, odd, indent)
            else:
                place = layout.index[path]
                yield from self._leaf(layout.slots[place], f, source, f"{prefix}{place}", odd, indent)

    def _nested(self, layout: Layout, f: Field, type_: RecordType, path: Path, source: str, prefix: str, odd: str,
                indent: str) -> Iterator[str]:
        inner = self._temp()
        key = self.names.bind(f.name.zh, "n")
        place = layout.index.get(path)
        presence = f"{prefix}{place}" if place is not None else None
        under = [(i, s) for i, s in enumerate(layout.slots) if s.path[:len(path)] == path]
        if self.sparse:
            yield f"{indent}{inner} = {source}.get({key}, {'None' if f.finding else self.missing})"
            if not f.finding:
                yield f"{indent}if {inner} is {self.missing}:"
                yield from self._unsaid(under, prefix, indent + "    ")
        else:
            yield f"{indent}{inner} = {source}[{key}]"
        branch = "elif" if self.sparse and not f.finding else "if"
        if f.may_be_absent:
            yield f"{indent}{branch} {inner} is None:"
            yield f"{indent}    {' = '.join(f'{prefix}{i}' for i, _ in under)} = None"
            branch = "elif"
        if branch == "if":
            deeper = indent
        else:
            yield f"{indent}else:"
            deeper = indent + "    "
        if presence:
            yield f"{deeper}{presence} = True"
        yield from self._fields(layout, type_, path, inner, prefix, odd, deeper)

    def _unsaid(self, under: list[tuple[int, Slot]], prefix: str, indent: str) -> Iterator[str]:
        """A record nobody mentioned: it is there, what was only found out about it is not, the rest is unknown."""
        found = [f"{prefix}{i}" for i, s in under if _never_found(s, under)]
        there = [f"{prefix}{i}" for i, s in under if isinstance(s.type, RecordType) and f"{prefix}{i}" not in found]
        rest = [f"{prefix}{i}" for i, _ in under if f"{prefix}{i}" not in (*found, *there)]
        for group, held in ((found, "None"), (there, "True"), (rest, "U")):
            if group:
                yield f"{indent}{' = '.join(group)} = {held}"
        if not under:
            yield f"{indent}pass"

    def _temp(self) -> str:
        self._temps += 1
        return f"v{self._temps}"

    # ------------------------------------------------------------ one field

    def _leaf(self, slot: Slot, f: Field, source: str, local: str, odd: str, indent: str) -> Iterator[str]:
        key = self.names.bind(f.name.zh, "n")
        default = "None" if f.finding else self.missing
        read = f"{source}.get({key}, {default})" if self.sparse else f"{source}[{key}]"
        if isinstance(f.type, EnumType):
            yield from self._enum(f.type, f.may_be_absent, read, local, odd, indent)
            return
        yield f"{indent}{local} = {read}"
        if self.sparse and not f.finding:
            yield f"{indent}if {local} is {self.missing}: {local} = U"
            if f.may_be_absent:
                yield f"{indent}elif {local} is not None:"
            else:
                yield f"{indent}else:"
            indent += "    "
        elif f.may_be_absent:
            yield f"{indent}if {local} is not None:"
            indent += "    "
        yield from self._checked(slot, f.type, local, odd, indent)

    def _enum(self, type_: EnumType, absent: bool, read: str, local: str, odd: str, indent: str) -> Iterator[str]:
        if not type_.open:
            yield f"{indent}{local} = {self._words(type_, absent)}[{read}]"
            return
        temp = self._temp()
        yield f"{indent}{temp} = {read}"
        yield f"{indent}{local} = {self._words(type_, absent)}.get({temp})"
        yield (f"{indent}if {local} is None"
               + (f" and {temp} is not None:" if absent else ":"))
        yield f"{indent}    if type({temp}) is not str or len({temp}) > {MAX_TEXT}: {odd}"
        yield f"{indent}    {local} = {temp}"

    def _words(self, type_: EnumType, absent: bool) -> str:
        """The words of an enum, in both languages, to its canonical ones; None and what is missing to themselves."""
        def make() -> dict[Any, Any]:
            words: dict[Any, Any] = {word: v.zh for v in type_.values for word in v}
            words = {word: type_.canonical(word) for word in words}
            words[MISSING] = UNKNOWN
            return {**words, None: None} if absent else words
        return self.names.made(("words", type_, absent), "w", make)

    def _checked(self, slot: Slot, type_: Type, local: str, odd: str, indent: str) -> Iterator[str]:
        """Lines that check the value in ``local`` and put it in canonical form."""
        match type_:
            case BoolType():
                yield f"{indent}if {local} is not True and {local} is not False: {odd}"
            case TextType():
                yield f"{indent}if type({local}) is not str or len({local}) > {MAX_TEXT}: {odd}"
            case NumberType(low=low, high=high):
                reader = self._reader(read_number, type_)
                yield (f"{indent}if type({local}) is not int or not {-_SMALL} < {local} < {_SMALL}: "
                       f"{local} = {reader}({local}, {self.names.bind(type_, 'y')})")
                yield from self._range(low, high, local, odd, indent)
            case MoneyType(low=low, high=high):
                yield (f"{indent}{local} = {local} * 100 if type({local}) is int and {-_SMALL} < {local} < {_SMALL} "
                       f"else {self._reader(read_money, type_)}({local}, {self.names.bind(type_, 'y')})")
                yield from self._range(low, high, local, odd, indent)
            case DateType(low=low, high=high):
                yield (f"{indent}if type({local}) is not {self.names.bind(dt.date, 'h')}: "
                       f"{local} = {self.names.bind(day_of, 'h')}({local})")
                yield from self._range(low, high, local, odd, indent)
            case DateTimeType() | DurationType():
                reader = self._reader(read_moment if isinstance(type_, DateTimeType) else read_span, type_)
                yield f"{indent}{local} = {reader}({local}, {self.names.bind(type_, 'y')})"
            case SetType(of=of):
                yield from self._scalars(slot, of, local, odd, indent, "frozenset", "list, tuple, set, frozenset")
            case ManyType(of=of):
                yield from self._scalars(slot, of, local, odd, indent, "tuple", "list, tuple")
            case ListType():
                yield from self._elements(slot, local, odd, indent)
            case _:
                yield f"{indent}{odd}"

    def _reader(self, reader: Any, type_: Type) -> str:
        return self.names.bind(reader, "h")

    def _range(self, low: Any, high: Any, local: str, odd: str, indent: str) -> Iterator[str]:
        ends = [None if end is None else self.names.const(exact(end)) for end in (low, high)]
        if ends[0] and ends[1]:
            yield f"{indent}if not {ends[0]} <= {local} <= {ends[1]}: {odd}"
        elif ends[0]:
            yield f"{indent}if {local} < {ends[0]}: {odd}"
        elif ends[1]:
            yield f"{indent}if {local} > {ends[1]}: {odd}"

    def _sized(self, kinds: str, local: str, odd: str, indent: str) -> Iterator[str]:
        of = " and ".join(f"type({local}) is not {kind}" for kind in kinds.split(", "))
        yield f"{indent}if ({of}) or len({local}) > {MAX_ITEMS}: {odd}"

    def _scalars(self, slot: Slot, of: Scalar, local: str, odd: str, indent: str, into: str,
                 kinds: str) -> Iterator[str]:
        yield from self._sized(kinds, local, odd, indent)
        if isinstance(of, EnumType) and not of.open:
            words = self.names.made(("plain words", of), "w", lambda: {w: of.canonical(w) for v in of.values for w in v})
            yield f"{indent}{local} = {into}(map({words}.__getitem__, {local}))"
            return
        held, item = self._temp(), self._temp()
        yield f"{indent}{held} = []"
        yield f"{indent}for {item} in {local}:"
        if isinstance(of, EnumType):
            yield from self._enum(of, False, item, item, odd, indent + "    ")
        else:
            yield from self._checked(slot, of, item, odd, indent + "    ")
        yield f"{indent}    {held}.append({item})"
        yield f"{indent}{local} = {into}({held})"

    def _elements(self, slot: Slot, local: str, odd: str, indent: str) -> Iterator[str]:
        inner = slot.inner
        assert inner is not None
        held, item = self._temp(), self._temp()
        yield from self._sized("list, tuple", local, odd, indent)
        yield f"{indent}{held} = []"
        yield f"{indent}for {item} in {local}:"
        prefix = f"{item}_"
        yield from self.record(inner, item, prefix, odd, indent + "    ")
        values = "".join(f"{prefix}{i}, " for i in range(len(inner.slots)))
        yield f"{indent}    {held}.append(({values}))"
        yield f"{indent}{local} = {held}"


def _never_found(slot: Slot, under: list[tuple[int, Slot]]) -> bool:
    """Whether a slot of an unmentioned record is absent: it, or a record around it, is a finding."""
    return slot.finding or any(s.finding and isinstance(s.type, RecordType) and slot.path[:len(s.path)] == s.path
                               for _, s in under)


def read_lines(layout: Layout, names: Names, sparse: bool, odd: str, indent: str) -> list[str]:
    """The lines of a reader: ``given`` into ``f0``, ``f1`` …"""
    return list(Door(names, sparse).record(layout, "given", "f", odd, indent))
