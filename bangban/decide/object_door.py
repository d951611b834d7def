"""The generated door for objects: their attributes into the same locals as the keys of plain facts, checked alike.

As for plain facts there are two kinds of readers. A straight one takes objects of just these classes with just these
fields set; the sparse one takes them with any field unset. All else (other classes, dicts within objects, a property
that raises, anything wrong) they leave to the door of the reference meaning. The name of an attribute is put into the
parsed code as an object; no text of a policy is part of the code.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from attrs import frozen

from bangban.decide.layout import Layout, Path, flatten
from bangban.decide.names import AttributeName, Names, comment
from bangban.decide.objects import Manner, Place, Seen
from bangban.decide.values_to_python import MISSING, SEQUENCES, Checks
from bangban.policy.facts import unsaid
from bangban.policy.types import (
    BoolType,
    DateTimeType,
    DateType,
    DurationType,
    EnumType,
    Field,
    ListType,
    MoneyType,
    NumberType,
    RecordType,
    TextType,
    Type,
)
from bangban.policy.values import UNKNOWN, Duration
from bangban.unset import UNSET_NAME, is_unset


def straight_object_lines(layout: Layout, names: Names, odd: str, indent: str, seen: Seen) -> Iterator[str]:
    """The lines of a reader of objects like those seen: ``facts`` into ``f0``, ``f1`` … Objects of another class at the
    root never get here."""
    yield from _Straight(names, odd).record(_Into(layout, "f", seen), "facts", indent)


def sparse_object_reader(layout: Layout, names: Names, seen: Seen) -> str:
    """``sparse(facts)``: the slots for objects of the classes seen, or None where the reference door has to look."""
    lines = _Sparse(names, "return None").record(_Into(layout, "f", seen), "facts", "        ")
    slots = "".join(f"f{i}, " for i in range(len(layout.slots)))
    return "\n".join(["def sparse(facts):", "    try:", *lines, "    except Exception:", "        return None",
                      f"    return ({slots})", ""])


def word_of(value: Any) -> Any:
    """What is no plain text, where a word is asked for: an enum member that is one, or None; else a fault."""
    if value is None or (isinstance(value, str) and not is_unset(value)):
        return value
    raise KeyError


def said(value: Any) -> Any:
    """The same where the field may be unset."""
    return MISSING if value is MISSING or is_unset(value) else word_of(value)


def found(value: Any) -> Any:
    """The same for a finding, which is absent while it is unset."""
    return None if value is MISSING or is_unset(value) else word_of(value)


def _plain(type_: Type) -> type:
    """The type of Python that most values have."""
    match type_:
        case BoolType():
            return bool
        case NumberType() | MoneyType():
            return int
        case DateTimeType():
            return dt.datetime
        case DateType():
            return dt.date
        case DurationType():
            return Duration
        case EnumType() | TextType():
            return str
        case _:
            return list


@frozen
class _Into:
    """The locals a record is read into, one for each slot of its layout, and how such objects were seen."""

    layout: Layout
    prefix: str
    seen: Seen

    def under(self, path: Path) -> dict[str, int]:
        """The locals of a field and of what is in it."""
        return {f"{self.prefix}{i}": i for i, s in enumerate(self.layout.slots) if s.path[:len(path)] == path}


@frozen
class _Object:
    """One object to be read: the name it has in the code, that of its own dict, and how its class keeps fields."""

    name: str
    own: str
    manner: Manner
    path: Path


class _Door:
    """What both kinds of readers write."""

    def __init__(self, names: Names, odd: str) -> None:
        self.names = names
        self.odd = odd
        self.checks = Checks(names, odd)
        self.missing = names.bind(MISSING, "m")

    def record(self, into: _Into, source: str, indent: str) -> Iterator[str]:
        """Lines that read a record (``source`` holds the object) into its locals."""
        assert into.layout.record is not None
        yield from self.fields(into, into.layout.record, (), source, indent)

    def fields(self, into: _Into, record: RecordType, path: Path, source: str, indent: str) -> Iterator[str]:
        """Lines that read the fields of one object."""
        manner = into.seen.manners[path]
        yield f"{indent}if type({source}) is not {self.names.bind(manner.kind, 'c')}: {self.odd}"
        if manner.extras:
            yield f"{indent}if {source}.__pydantic_extra__: {self.odd}"
        here = _Object(source, self.checks.temp(), manner, path)
        if manner.own:
            yield f"{indent}{here.own} = {source}.__dict__"
            yield f"{indent}if type({here.own}) is not dict: {self.odd}"
            yield from self.looked_after(into, here, indent)
        for f in record.fields:
            yield from self.field(into, f, here, manner.places.get(f.name.zh), indent)

    def looked_after(self, into: _Into, here: _Object, indent: str) -> Iterator[str]:
        """Lines that see that an object has no field by another name."""
        yield from self.without(here, here.manner.strange, indent)

    def without(self, here: _Object, words: frozenset[str], indent: str) -> Iterator[str]:
        """A line that sees that none of these is in the object's own dict."""
        if words:
            yield f"{indent}if not {self.names.bind(words, 'n')}.isdisjoint({here.own}): {self.odd}"

    def field(self, into: _Into, f: Field, here: _Object, place: Place | None, indent: str) -> Iterator[str]:
        """Lines that read one field."""
        raise NotImplementedError

    def read(self, here: _Object, place: Place, *, sure: bool) -> str:
        """The expression that reads a field; ``sure``: it is a fault if the object does not have it."""
        if not place.loose:
            return f"{here.name}.{self.names.bind(AttributeName(place.word), 'a')}"
        word = self.names.bind(place.word, "n")
        return f"{here.own}[{word}]" if sure or place.inherited else f"{here.own}.get({word}, {self.missing})"

    def enum(self, f: Field, read: str, local: str, reader: Any, indent: str) -> Iterator[str]:
        """Lines that read a word."""
        assert isinstance(f.type, EnumType)
        given = self.checks.temp()
        yield f"{indent}{given} = {read}"
        yield f"{indent}if type({given}) is not {self.kind(f.type)}: {given} = {self.names.bind(reader, 'h')}({given})"
        yield from self.checks.enum(f.type, given, local, indent, absent=f.may_be_absent)

    def value(self, into: _Into, path: Path, local: str, indent: str) -> Iterator[str]:
        """Lines that check a value that is there."""
        slot = into.layout.slots[into.layout.index[path]]
        if not isinstance(slot.type, ListType):
            yield from self.checks.value(slot.type, local, indent)
            return
        yield from self.checks.sized(SEQUENCES, local, indent)
        seen = into.seen.lists.get(path)
        if seen is None:  # no element has been seen: nobody knows of what class they are
            yield f"{indent}if {local}: {self.odd}"
            yield f"{indent}{local} = []"
            return
        assert slot.inner is not None
        held, item = self.checks.temp(), self.checks.temp()
        yield f"{indent}{held} = []"
        yield f"{indent}for {item} in {local}:"
        yield from self.record(_Into(slot.inner, f"{item}_", seen), item, indent + "    ")
        values = "".join(f"{item}_{i}, " for i in range(len(slot.inner.slots)))
        yield f"{indent}    {held}.append(({values}))"
        yield f"{indent}{local} = {held}"

    def kind(self, type_: Type) -> str:
        return self.names.bind(_plain(type_), "t")

    def unmentioned(self, into: _Into, f: Field, path: Path) -> dict[str, list[str]]:
        """The locals of a field nobody has set, and of what is in it, by what they hold at the reference door."""
        facts: Any = {}
        if f.finding:
            facts = {f.name.zh: None}
        elif isinstance(f.type, RecordType) and not f.optional:
            facts = {f.name.zh: unsaid(f.type)}
        for name in reversed(path[:-1]):
            facts = {name: facts}
        flat = flatten(facts, into.layout)
        held: dict[str, list[str]] = {}
        for local, i in into.under(path).items():
            assert flat[i] is None or flat[i] is True or flat[i] is UNKNOWN
            held.setdefault(self.names.const(flat[i]), []).append(local)
        return held


class _Straight(_Door):
    """Reads objects of which it is known which fields are set."""

    def __init__(self, names: Names, odd: str) -> None:
        super().__init__(names, odd)
        self._left_out: dict[str, list[str]] = {}  # locals of what is not set, by what they hold

    def record(self, into: _Into, source: str, indent: str) -> Iterator[str]:
        outer, self._left_out = self._left_out, {}
        yield from super().record(into, source, indent)
        for held, locals_ in self._left_out.items():
            yield f"{indent}{' = '.join(locals_)} = {held}"
        self._left_out = outer

    def looked_after(self, into: _Into, here: _Object, indent: str) -> Iterator[str]:
        asked = {place.word for name, place in here.manner.places.items() if place.loose and (
            name in into.seen.shape.keys[here.path] or (*here.path, name) in into.seen.unset)}
        loose = {place.word for place in here.manner.places.values() if place.loose and not place.inherited}
        strange = here.manner.strange | (loose - asked)
        if strange and here.path in into.seen.full:  # all that is asked for is there: if there is no more, it is not
            yield f"{indent}if len({here.own}) != {len(asked)}: {self.odd}"
        else:
            yield from self.without(here, strange, indent)

    def field(self, into: _Into, f: Field, here: _Object, place: Place | None, indent: str) -> Iterator[str]:
        path = (*here.path, f.name.zh)
        local = f"{into.prefix}{into.layout.index[path]}" if path in into.layout.index else ""
        if place is None or f.name.zh not in into.seen.shape.keys[here.path]:
            if place is not None and path in into.seen.unset:
                mark = self.names.bind(into.seen.unset[path], "k")
                yield f"{indent}if {self.read(here, place, sure=True)} is not {mark}: {self.odd}"
            self._leave_out(self.unmentioned(into, f, path))
            return
        read = self.read(here, place, sure=True)
        if isinstance(f.type, RecordType):
            if path in into.seen.shape.absent:
                yield f"{indent}if {read} is not None: {self.odd}"
                self._leave_out({"None": list(into.under(path))})
                return
            if local:
                self._leave_out({"True": [local]})
            inner = self.checks.temp()
            yield f"{indent}{inner} = {read}"
            yield from self.fields(into, f.type, path, inner, indent)
        elif isinstance(f.type, EnumType):
            yield f"{indent}{comment(' '.join(path))}"
            yield from self.enum(f, read, local, word_of, indent)
        else:
            yield f"{indent}{local} = {read}  {comment(' '.join(path))}"
            if f.may_be_absent:
                yield f"{indent}if {local} is not None:"
                indent += "    "
            if isinstance(f.type, NumberType | MoneyType | DateType | DateTimeType | DurationType):
                yield (f"{indent}if type({local}) is not {self.kind(f.type)} and "
                       f"type({local}).__name__ == {self.names.bind(UNSET_NAME, 'n')}: {self.odd}")
            yield from self.value(into, path, local, indent)

    def _leave_out(self, held: dict[str, list[str]]) -> None:
        for what, locals_ in held.items():
            self._left_out.setdefault(what, []).extend(locals_)


class _Sparse(_Door):
    """Reads objects with any of their fields unset."""

    def field(self, into: _Into, f: Field, here: _Object, place: Place | None, indent: str) -> Iterator[str]:
        path = (*here.path, f.name.zh)
        left_out = [f"{' = '.join(locals_)} = {held}" for held, locals_ in self.unmentioned(into, f, path).items()]
        if place is None:
            yield from (f"{indent}{line}" for line in left_out)
            return
        local = f"{into.prefix}{into.layout.index[path]}" if path in into.layout.index else ""
        read = self.read(here, place, sure=False)
        if isinstance(f.type, EnumType):
            yield f"{indent}{comment(' '.join(path))}"
            reader = word_of if place.doubtful else found if f.finding else said
            yield from self.enum(f, read, local, reader, indent)
            return
        given = self.checks.temp() if isinstance(f.type, RecordType) else local
        yield f"{indent}{given} = {read}  {comment(' '.join(path))}"
        mark = self.names.bind(UNSET_NAME, "n")
        unset = f"{given} is {self.missing} or type({given}).__name__ == {mark}"
        if not isinstance(f.type, RecordType):
            yield f"{indent}if type({given}) is not {self.kind(f.type)} and ({unset}):"
        else:
            yield f"{indent}if {unset}:"
        yield from (f"{indent}    {line}" for line in ([self.odd] if place.doubtful else left_out or ["pass"]))
        if f.may_be_absent and isinstance(f.type, RecordType):
            yield f"{indent}elif {given} is None:"
            yield f"{indent}    {' = '.join(into.under(path))} = None"
        yield f"{indent}elif {given} is not None:" if f.may_be_absent and local == given else f"{indent}else:"
        indent += "    "
        if not isinstance(f.type, RecordType):
            yield from self.value(into, path, local, indent)
        elif path in into.seen.manners:
            if local:
                yield f"{indent}{local} = True"
            yield from self.fields(into, f.type, path, given, indent)
        else:  # none has been seen: nobody knows of what class it is
            yield f"{indent}{self.odd}"
