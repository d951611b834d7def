"""The generated door: facts read once into locals, each checked on the way in.

Two kinds of readers are written. A straight one takes plain dicts of one shape: just these fields, under just these
keys. A sparse one takes plain dicts in either language with any field missing; the language it expects it takes faster.
Whatever else comes (other mappings, objects, anything wrong) they leave to the door of the reference meaning, which
says what is wrong; so what they let in, they read exactly as it does. An exception of any kind is left to it too: a
value may raise anything when it is looked up.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from attrs import frozen

from bangban.decide.layout import Layout, Path, Slot
from bangban.decide.names import Names, comment
from bangban.decide.shape import Shape, whole_shape
from bangban.decide.values_to_python import MISSING, SEQUENCES, Checks
from bangban.policy.types import EnumType, Field, ListType, RecordType
from bangban.words import Lang


def keys_of(facts: dict[Any, Any], record: RecordType) -> Lang:
    """The language most keys of a record are in."""
    english = sum(1 if field.name.en == key else -1 for key in facts
                  if isinstance(key, str) and (field := record.get(key)) is not None)
    return "en" if english > 0 else "zh"


def keys_in(given: dict[Any, Any], words: Mapping[str, str]) -> dict[str, Any]:
    """A record with every key in one language (``words``: to it, from both); KeyError where a key is unknown or given
    twice."""
    found = {words[key]: value for key, value in given.items()}
    if len(found) != len(given):
        raise KeyError
    return found


def sparse_lines(layout: Layout, names: Names, odd: str, indent: str, keys: Lang = "zh") -> list[str]:
    """The lines of a reader of facts in either language, with gaps: ``facts`` into ``f0``, ``f1`` …"""
    return list(_Door(names, odd, keys).record(_Into(layout, "f", None), "facts", indent))


def straight_lines(layout: Layout, names: Names, odd: str, indent: str, shape: Shape) -> list[str]:
    """The lines of a reader of facts of one shape."""
    return list(_Door(names, odd).record(_Into(layout, "f", shape), "facts", indent))


@frozen
class _Into:
    """The locals a record is read into, one for each slot of its layout, and its shape (None: any)."""

    layout: Layout
    prefix: str
    shape: Shape | None

    def local(self, place: int) -> str:
        return f"{self.prefix}{place}"


class _Door:
    """Writes the lines of a reader."""

    def __init__(self, names: Names, odd: str, keys: Lang = "zh") -> None:
        self.names = names
        self.odd = odd
        self.keys = keys
        self.missing = names.bind(MISSING, "m")
        self.checks = Checks(names, odd)
        self._sizes: list[tuple[str, int]] = []
        self._left_out: dict[str, list[str]] = {}  # locals of what a shape leaves out, by what they hold

    def record(self, into: _Into, source: str, indent: str) -> Iterator[str]:
        """Lines that read a record (``source`` holds it) into its locals."""
        record = into.layout.record
        assert record is not None
        outer = self._sizes, self._left_out
        self._sizes, self._left_out = [], {}
        yield from self._fields(into, record, (), source, indent)
        if self._sizes:  # every key asked for was there; if there were as many as asked for, there are no others
            sizes = " + ".join(f"len({name})" for name, _ in self._sizes)
            yield f"{indent}if {sizes} != {sum(size for _, size in self._sizes)}: {self.odd}"
        for held, left_out in self._left_out.items():
            yield f"{indent}{' = '.join(left_out)} = {held}"
        self._sizes, self._left_out = outer

    def _fields(self, into: _Into, record: RecordType, above: Path, source: str, indent: str) -> Iterator[str]:
        yield f"{indent}if type({source}) is not dict: {self.odd}"
        if into.shape is None:
            words = {word: f.name.say(self.keys) for f in record.fields for word in f.name}
            known = self.names.bind(frozenset(words.values()), "n")
            wanted = self.names.made(("keys", record, self.keys), "y", lambda: words)
            again = self.names.bind(keys_in, "h")
            yield f"{indent}if not {known}.issuperset({source}): {source} = {again}({source}, {wanted})"
        else:
            self._sizes.append((source, len(into.shape.keys[above])))
        for f in record.fields:
            path = (*above, f.name.zh)
            if isinstance(f.type, RecordType):
                yield from (self._nested(into, f, path, source, indent) if into.shape is None
                            else self._shaped(into, f, path, source, indent))
            else:
                place = into.layout.index[path]
                yield from self._leaf(into, into.layout.slots[place], f, source, indent)

    def _nested(self, into: _Into, f: Field, path: Path, source: str, indent: str) -> Iterator[str]:
        """A record within a record, which may be there or not."""
        assert isinstance(f.type, RecordType)
        inner = self.checks.temp()
        place = into.layout.index.get(path)
        under = {into.local(i): s for i, s in enumerate(into.layout.slots) if s.path[:len(path)] == path}
        yield f"{indent}{inner} = {self._if_there(f, source)}"
        branch = "if"
        if not f.finding:
            yield f"{indent}if {inner} is {self.missing}:"
            held: dict[str, list[str]] = {}
            for local, slot in under.items():
                held.setdefault(_held(slot, f, len(path) - 1), []).append(local)
            yield from (f"{indent}    {' = '.join(locals_)} = {what}" for what, locals_ in held.items())
            if not held:
                yield f"{indent}    pass"
            branch = "elif"
        if f.may_be_absent:
            yield f"{indent}{branch} {inner} is None:"
            yield f"{indent}    {' = '.join(under)} = None"
        yield f"{indent}else:"
        indent += "    "
        if place is not None:
            yield f"{indent}{into.local(place)} = True"
        yield from self._fields(into, f.type, path, inner, indent)

    def _shaped(self, into: _Into, f: Field, path: Path, source: str, indent: str) -> Iterator[str]:
        """A record within a record, as the shape says: given, null or left out."""
        assert isinstance(f.type, RecordType)
        shape = into.shape
        assert shape is not None
        key = shape.keys[path[:-1]].get(f.name.zh)
        under = {into.local(i): s for i, s in enumerate(into.layout.slots) if s.path[:len(path)] == path}
        if key is None:
            for local, slot in under.items():
                self._leave_out(local, _held(slot, f, len(path) - 1))
        elif path in shape.absent:
            yield f"{indent}if {source}[{self._key(key)}] is not None: {self.odd}"
            for local in under:
                self._leave_out(local, "None")
        else:
            inner = self.checks.temp()
            yield f"{indent}{inner} = {source}[{self._key(key)}]"
            if path in into.layout.index:
                self._leave_out(into.local(into.layout.index[path]), "True")
            yield from self._fields(into, f.type, path, inner, indent)

    def _leave_out(self, local: str, held: str) -> None:
        self._left_out.setdefault(held, []).append(local)

    def _if_there(self, f: Field, source: str) -> str:
        """The expression that reads a field nobody need have given."""
        return f"{source}.get({self._key(f.name.say(self.keys))}, {'None' if f.finding else self.missing})"

    def _key(self, word: str) -> str:
        return self.names.bind(word, "n")

    def _leaf(self, into: _Into, slot: Slot, f: Field, source: str, indent: str) -> Iterator[str]:
        local = into.local(into.layout.index[slot.path])
        if into.shape is None:
            read = self._if_there(f, source)
        else:
            key = into.shape.keys[slot.path[:-1]].get(f.name.zh)
            if key is None:
                self._leave_out(local, "None" if f.finding else "U")
                return
            read = f"{source}[{self._key(key)}]"
        said = comment(" ".join(slot.path))
        if isinstance(f.type, EnumType):
            yield f"{indent}{said}"
            yield from self.checks.enum(f.type, read, local, indent, absent=f.may_be_absent)
            return
        yield f"{indent}{local} = {read}  {said}"
        if into.shape is None and not f.finding:
            yield f"{indent}if {local} is {self.missing}: {local} = U"
            yield f"{indent}elif {local} is not None:" if f.may_be_absent else f"{indent}else:"
            indent += "    "
        elif f.may_be_absent:
            yield f"{indent}if {local} is not None:"
            indent += "    "
        if isinstance(f.type, ListType):
            yield from self._elements(into, slot, local, indent)
        else:
            yield from self.checks.value(f.type, local, indent)

    def _elements(self, into: _Into, slot: Slot, local: str, indent: str) -> Iterator[str]:
        assert slot.inner is not None
        assert slot.inner.record is not None
        shape = into.shape
        if shape is not None:
            shape = shape.lists.get(slot.path) or whole_shape(slot.inner.record)
        held, item = self.checks.temp(), self.checks.temp()
        element = _Into(slot.inner, f"{item}_", shape)
        yield from self.checks.sized(SEQUENCES, local, indent)
        yield f"{indent}{held} = []"
        yield f"{indent}for {item} in {local}:"
        yield from self.record(element, item, indent + "    ")
        values = "".join(f"{element.local(i)}, " for i in range(len(slot.inner.slots)))
        yield f"{indent}    {held}.append(({values}))"
        yield f"{indent}{local} = {held}"


def _held(slot: Slot, out_of: Field, above: int) -> str:
    """What a slot holds where the record it is in (``out_of``, at depth ``above``) is not mentioned.

    What is only found out about something is absent; whether there is an optional record nobody has said, and so of all
    that is in it; another record is there; the rest is unknown.
    """
    here: Field | None = out_of
    for name in (*slot.path[above + 1:], None):
        assert here is not None
        if here.finding:
            return "None"
        if here.optional:
            return "U"
        if name is None:
            break
        assert isinstance(here.type, RecordType)
        here = here.type.get(name)
    return "True" if isinstance(slot.type, RecordType) else "U"
