"""The vocabulary as variables: every set of facts that can come through the door, at once.

A scalar is one of: unknown (where it may be), absent (where it may be), one of its values. A 是非 or closed enum has a
Boolean for each value; numbers, days and texts are numbers (amounts in 分, days counted, a number for each text); a set
of values of a closed enum has a Boolean for each; a list, and a set of texts, has places that are filled in order.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from attrs import define, field

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
    SetType,
    TextType,
    Type,
)
from bangban.policy.values import exact
from bangban.prove.formula import Arena, Group, Lin, Node, Sort, Var
from bangban.prove.ordinary import other_texts
from bangban.prove.symbols import Case, Choice, Members, Quantity, Symbol

LAST_DAY = dt.date.max.toordinal()
MICROSECONDS = 86_400_000_000
Step = str | int
Place = tuple[Step, ...]


def day_number(day: dt.date) -> int:
    """A day as the solver counts it; a moment in microseconds."""
    if isinstance(day, dt.datetime):
        since = day - dt.datetime.min
        return (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds
    return day.toordinal()


def moment(number: int) -> dt.datetime:
    """The moment counted by a number of microseconds."""
    return dt.datetime.min + dt.timedelta(microseconds=number)


@define(eq=False)
class Fact:
    """A scalar fact or set: where it stands, its type, its symbol, its variables, and the constants it meets."""

    place: Place
    type: Type
    symbol: Symbol
    number: Var | None = None
    constants: set[Any] = field(factory=set, repr=False)


class Record:
    """A record of facts. Fields are made when first read."""

    def __init__(self, space: Space, place: Place, type_: RecordType, unknown: Node, absent: Node,
                 group: Group | None) -> None:
        self.space, self.place, self.type, self.group = space, place, type_, group
        self.unknown, self.absent = unknown, absent
        self.present = space.arena.both(space.arena.not_(unknown), space.arena.not_(absent))
        self._fields: dict[str, Symbol] = {}

    def get(self, name: str) -> Symbol:
        """A field by its canonical name; unknown where the vocabulary has none of that name."""
        found = self._fields.get(name)
        if found is None:
            declared = self.type.get(name)
            found = self.space.nothing_said if declared is None else self._make(declared)
            self._fields[name] = found
        return found

    def made(self, name: str) -> Symbol | None:
        """A field that something has read; None where nothing has."""
        return self._fields.get(name)

    def all_made(self) -> list[Symbol]:
        """The fields that something has read."""
        return list(self._fields.values())

    def _make(self, declared: Field) -> Symbol:
        space, arena = self.space, self.space.arena
        place = (*self.place, declared.name.zh)
        group = Group(space.shown(place), place)
        # a record that is neither 可无 nor 认定 always stands there, with whatever is said in it
        plain_record = isinstance(declared.type, RecordType) and not declared.may_be_absent
        own_unknown = not declared.finding and not plain_record
        unknown = arena.flag(group) if own_unknown else self.unknown
        if own_unknown:
            space.unknown_flags.add(unknown.args)
        absent = arena.flag(group) if declared.may_be_absent else self.absent
        if own_unknown:
            group.axioms.append(arena.implies(self.unknown, unknown))
        if declared.may_be_absent:
            group.axioms.append(arena.implies(self.absent, absent))
        if own_unknown and declared.may_be_absent:
            group.axioms.append(arena.not_(arena.both(unknown, absent)))
        if own_unknown:
            group.axioms.append(arena.not_(arena.both(unknown, self.absent)))
        if declared.may_be_absent:
            group.axioms.append(arena.not_(arena.both(absent, self.unknown)))
        return space.symbol(place, declared.type, unknown, absent, group)


class Sequence:
    """A list, a 多项, or a set of texts: places filled in order. Elements are made when first read."""

    def __init__(self, space: Space, place: Place, type_: ListType | ManyType | SetType, group: Group,
                 unknown: Node, absent: Node) -> None:
        self.space, self.place, self.type, self.group = space, place, type_, group
        self.unknown, self.absent = unknown, absent
        self._filled: list[Node] = []
        self._elements: dict[int, Record | Symbol] = {}
        self._present = space.arena.both(space.arena.not_(unknown), space.arena.not_(absent))
        self.fixed: int | None = None  # the number of places, where a condition outside the bound needs one now

    @property
    def kind(self) -> Place:
        """Its place without the numbers of the elements above it: the same for all lists of one field."""
        return tuple(s for s in self.place if isinstance(s, str))

    def filled(self, index: int) -> Node:
        """Whether there is an element at ``index``."""
        arena = self.space.arena
        while len(self._filled) <= index:
            here = arena.flag(self.group)
            before = self._filled[-1] if self._filled else self._present
            self.group.axioms.append(arena.implies(here, before))
            self._filled.append(here)
        return self._filled[index]

    def element(self, index: int) -> Record | Symbol:
        """The element at a place; a negative one stands for any element, at its depth of nesting."""
        found = self._elements.get(index)
        if found is None:
            found = self._elements[index] = self._make(index)
        return found

    def _make(self, index: int) -> Record | Symbol:
        space, false = self.space, self.space.arena.false
        place = (*self.place, index)
        if isinstance(self.type, ListType):
            return Record(space, place, self.type.of, false, false, None)
        group = Group(space.shown(place), place)
        made = space.symbol(place, self.type.of, false, false, group)
        if isinstance(self.type, SetType) and index > 0:
            for before in range(index):  # a set holds nothing twice
                other = self.element(before)
                assert isinstance(other, Symbol)
                differ = space.arena.not_(_same(space, made, other))
                group.axioms.append(space.arena.implies(self.filled(index), differ))
        return made


def _same(space: Space, left: Symbol, right: Symbol) -> Node:
    assert isinstance(left.body, Quantity)
    assert isinstance(right.body, Quantity)
    return space.arena.eq(left.body.cases[0].lin, right.body.cases[0].lin)


class Space:
    """All facts and days there may be, for one vocabulary, in one arena."""

    def __init__(self, vocabulary: RecordType) -> None:
        self.arena = Arena()
        self.vocabulary = vocabulary
        false = self.arena.false
        self.nothing_said = Symbol(self.arena.true, false, false)
        self.facts: dict[Group, Fact] = {}
        self.sequences: dict[Group, Sequence] = {}
        self.records: dict[Group, Record] = {}
        self.texts: dict[str, int] = {}
        self.other_texts = other_texts(vocabulary)  # what stands for a text no rule speaks of
        self.unknown_flags: set[Var] = set()
        self.computed: dict[Any, Any] = {}  # numbers computed from facts, by what they are computed from
        self.depth = 0  # how many conditions on elements are being read, one inside another
        self.root = Record(self, (), vocabulary, false, false, None)
        group = Group("决定日", ("决定日",))
        self.day = self.arena.new("int", group)
        group.axioms.append(self.between(self.day, 1, LAST_DAY))
        self.day_fact = Fact(("决定日",), DateType(), self._quantity(group, self.day, false, false), self.day)
        self.facts[group] = self.day_fact

    # ------------------------------------------------------------ helpers

    @property
    def anchor(self) -> Node:
        """A formula that reads the decision date alone."""
        return self.between(self.day, 2, None)

    def shown(self, place: Place) -> str:
        """A place as people write it."""
        text = ""
        for step in place:
            text += f"[{step + 1}]" if isinstance(step, int) else f".{step}" if text else step
        return text

    def between(self, var: Var, low: Any, high: Any) -> Node:
        """The variable lies between two numbers; None where an end is open."""
        here = Lin(((var, 1),))
        return self.arena.both(
            self.arena.true if low is None else self.arena.le(Lin((), low), here),
            self.arena.true if high is None else self.arena.le(here, Lin((), high)))

    def unknown(self, group: Group) -> Node | None:
        """When a fact, a list or a record is unknown; None for what is computed."""
        found = self.facts.get(group) or self.sequences.get(group) or self.records.get(group)
        if found is None:
            return None
        return found.symbol.unknown if isinstance(found, Fact) else found.unknown

    def text(self, word: str) -> int:
        """The number that stands for a text."""
        return self.texts.setdefault(word, len(self.texts))

    def constant(self, value: Any) -> int | Fraction:
        """A constant as the number that stands for it."""
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, dt.date):
            return day_number(value)
        found: int | Fraction = exact(value)
        return found

    def _quantity(self, group: Group, number: Var, unknown: Node, absent: Node) -> Symbol:
        present = self.arena.both(self.arena.not_(unknown), self.arena.not_(absent))
        return Symbol(unknown, absent, present, Quantity((Case(self.arena.true, Lin(((number, 1),))),)), group)

    # ------------------------------------------------------------ the symbol of a field or element

    def symbol(self, place: Place, type_: Type, unknown: Node, absent: Node, group: Group) -> Symbol:
        """A new fact of a type, with its variables and what always holds of them."""
        arena = self.arena
        present = arena.both(arena.not_(unknown), arena.not_(absent))
        match type_:
            case RecordType():
                record = Record(self, place, type_, unknown, absent, group)
                self.records[group] = record
                return Symbol(unknown, absent, present, record, group)
            case ListType() | ManyType() | SetType(of=TextType() | EnumType(open=True)):
                sequence = Sequence(self, place, type_, group, unknown, absent)
                self.sequences[group] = sequence
                return Symbol(unknown, absent, present, sequence, group)
            case BoolType():
                return self._choice(place, type_, (True, False), unknown, absent, group)
            case EnumType(open=False):
                return self._choice(place, type_, tuple(v.zh for v in type_.values), unknown, absent, group)
            case SetType(of=EnumType(values=values)):
                members = {v.zh: arena.flag(group) for v in values}
                for flag in members.values():
                    group.axioms.append(arena.implies(flag, present))
                symbol = Symbol(unknown, absent, present, Members(members), group)
                self.facts[group] = Fact(place, type_, symbol)
                return symbol
            case _:
                return self._number(place, type_, unknown, absent, group)

    def _choice(self, place: Place, type_: Type, values: tuple[Any, ...], unknown: Node, absent: Node,
                group: Group) -> Symbol:
        flags = {value: self.arena.flag(group) for value in values}
        states = [s for s in (unknown, absent) if s is not self.arena.false]
        group.axioms.extend(self.arena.exactly_one([*states, *flags.values()], group))
        present = self.arena.both(self.arena.not_(unknown), self.arena.not_(absent))
        symbol = Symbol(unknown, absent, present, Choice(flags), group)
        self.facts[group] = Fact(place, type_, symbol)
        return symbol

    def _number(self, place: Place, type_: Type, unknown: Node, absent: Node, group: Group) -> Symbol:
        number = self.arena.new(_sort(type_), group)
        low, high = bounds(type_)
        group.axioms.append(self.between(number, low, high))
        symbol = self._quantity(group, number, unknown, absent)
        if symbol.present is not self.arena.true:
            # a value that is not there is always the same one: the solver need not choose
            idle = self.arena.eq(Lin(((number, 1),)), Lin((), 0 if low is None else low))
            group.axioms.append(self.arena.either(symbol.present, idle))
        self.facts[group] = Fact(place, type_, symbol, number)
        return symbol


def _sort(type_: Type) -> Sort:
    return "real" if isinstance(type_, NumberType) and not type_.whole else "int"


def bounds(type_: Type) -> tuple[Any, Any]:
    """The least and the greatest number that stands for a value of the type."""
    match type_:
        case NumberType(low=low, high=high) | MoneyType(low=low, high=high):
            return exact(low), exact(high)
        case DateType(low=low, high=high):
            return (day_number(low) if low else 1), (day_number(high) if high else LAST_DAY)
        case DateTimeType():
            return 0, day_number(dt.datetime.max)
        case DurationType():
            return 0, 10**9 - 1
        case _:
            return None, None


def fields(record: RecordType, above: Place = ()) -> Iterator[tuple[Place, Field]]:
    """Every field of a vocabulary in the order declared, those of records and elements behind it."""
    for declared in record.fields:
        place = (*above, declared.name.zh)
        yield place, declared
        inner = declared.type.of if isinstance(declared.type, ListType) else declared.type
        if isinstance(inner, RecordType):
            yield from fields(inner, place)


__all__ = ["Fact", "Record", "Sequence", "Space", "bounds", "day_number", "fields", "moment"]
