"""What a witness leaves to settle, fact by fact: what keeps it ordinary, and its other values in the order of trial.

The policy's own constants nearest the ordinary value first, texts no rule speaks of after those that rules do, absent
and unknown last.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from attrs import frozen

from bangban.policy.types import DateTimeType, EnumType, ListType, NumberType, Type
from bangban.policy.values import Duration, exact
from bangban.prove.decode import COUNTED, other_texts
from bangban.prove.facts import Fact, Place, Record, Sequence, Space, bounds, day_number
from bangban.prove.formula import Group, Lin, Node
from bangban.prove.ordinary import UNSAID, Ordinary
from bangban.prove.question import Question
from bangban.prove.symbols import Choice, Members, Symbol


@frozen
class Slot:
    """One thing to settle. ``number``: a fact that is counted, with its ordinary number, to look for the nearest."""

    ordinary: Node
    others: Callable[[], list[Node]]
    number: tuple[Fact, Any] | None = None


class Slots:
    """The slots of one question. ``first``: facts to settle before the others."""

    def __init__(self, question: Question, ordinary: Ordinary, first: tuple[tuple[str, ...], ...] = ()) -> None:
        self.question, self.ordinary, self.first = question, ordinary, first
        self.space: Space = question.space
        self.arena = self.space.arena

    def all(self, groups: list[Group]) -> list[Slot]:
        """What a question leaves to settle, in order: the day, what is kept ordinary first, the vocabulary."""
        known = set(groups)
        slots: list[Slot] = []
        if self.space.day_fact.symbol.group in known:
            slots.append(self._number_slot(self.space.day_fact, self.arena.true, self.ordinary.day))
        for path in self.first:
            symbol = symbol_at(self.space.root, path)
            if symbol.group in known and isinstance(symbol.body, Choice):
                slots.append(self._choice_slot(symbol, symbol.body, self.ordinary.at(path), self.arena.true))
        self._record_slots(self.space.root, known, slots, self.arena.true)
        return slots

    def _record_slots(self, record: Record, known: set[Group], slots: list[Slot], reach: Node) -> None:
        for declared in record.type.fields:
            symbol = record.made(declared.name.zh)
            if symbol is not None:
                self._slots_of(symbol, (*record.place, declared.name.zh), declared.type, known, slots, reach)

    def _slots_of(self, symbol: Symbol, place: Place, type_: Type, known: set[Group], slots: list[Slot],
                  reach: Node) -> None:
        usual = self.ordinary.at(place)
        if isinstance(symbol.body, Record):
            if symbol.group in known:
                slots.append(self._state_slot(symbol, reach, usual is None))
            self._record_slots(symbol.body, known, slots, self.arena.both(reach, symbol.present))
        elif isinstance(symbol.body, Sequence):
            if symbol.group in known:
                self._sequence_slots(symbol, symbol.body, usual, known, slots, reach)
        elif symbol.group in known and symbol.group is not None:
            fact = self.space.facts[symbol.group]
            if isinstance(symbol.body, Choice):
                slots.append(self._choice_slot(symbol, symbol.body, usual, reach))
            elif isinstance(symbol.body, Members):
                slots += self._member_slots(symbol, symbol.body, usual, reach)
            else:
                slots.append(self._number_slot(fact, reach, usual))

    def _slot(self, reach: Node, ordinary: Node, others: Callable[[], list[Node]],
              number: tuple[Fact, Any] | None = None) -> Slot:
        """Where a fact stands under something that does not exist, nothing is left to settle."""
        return Slot(self.arena.either(self.arena.not_(reach), ordinary), others, number)

    def _state_slot(self, symbol: Symbol, reach: Node, absent: bool) -> Slot:
        states = [symbol.absent, symbol.present] if absent else [symbol.present, symbol.absent]
        return self._slot(reach, states[0], lambda: [states[1], symbol.unknown])

    def _choice_slot(self, symbol: Symbol, body: Choice, usual: Any, reach: Node) -> Slot:
        ordinary = symbol.absent if usual is None else body.of.get(usual, self.arena.false)
        if ordinary is self.arena.false:
            ordinary = next(iter(body.of.values()))
        return self._slot(reach, ordinary, lambda: [*body.of.values(), symbol.absent, symbol.unknown])

    def _member_slots(self, symbol: Symbol, body: Members, usual: Any, reach: Node) -> list[Slot]:
        slots = [self._state_slot(symbol, reach, usual is None)]
        members = usual if isinstance(usual, frozenset) else frozenset()
        here = self.arena.both(reach, symbol.present)
        for value, flag in body.of.items():
            ordinary = flag if value in members else self.arena.not_(flag)
            slots.append(self._slot(here, ordinary, lambda: []))
        return slots

    def _number_slot(self, fact: Fact, reach: Node, usual: Any) -> Slot:
        symbol = fact.symbol
        here = Lin(((fact.number, 1),)) if fact.number is not None else Lin()
        middle = self.ordinary.schema(fact.place) if usual is None or usual is UNSAID else usual
        if fact is self.space.day_fact:
            middle = self.ordinary.day
        if middle is None or middle is UNSAID:
            middle = self.ordinary.of_type(fact.type)
        start = self._number(middle)
        is_start = self.arena.both(symbol.present, self.arena.eq(here, Lin((), start)))
        ordinary = symbol.absent if usual is None else is_start
        texts = not isinstance(fact.type, COUNTED)

        def others() -> list[Node]:
            found = self._text_values(fact) if texts else _near_values(fact, start)
            values = [self.arena.both(symbol.present, self.arena.eq(here, Lin((), v))) for v in found]
            if texts:
                values += [symbol.absent, symbol.unknown]
            return [v for v in values if v is not self.arena.false]

        return self._slot(reach, ordinary, others, None if texts else (fact, start))

    def _sequence_slots(self, symbol: Symbol, body: Sequence, usual: Any, known: set[Group], slots: list[Slot],
                        reach: Node) -> None:
        arena, places = self.arena, self.question.places(body)
        length = min(len(usual) if isinstance(usual, tuple | frozenset) else 0, places)
        exactly = [self._length(symbol, body, n, places) for n in range(places + 1)]
        others = [exactly[n] for n in sorted(range(places + 1), key=lambda n: (abs(n - length), n)) if n != length]
        ordinary = symbol.absent if usual is None else exactly[length]
        if usual is None:
            others = exactly[1:] + exactly[:1]
        slots.append(self._slot(reach, ordinary, lambda: [*others, symbol.absent, symbol.unknown]))
        for index in range(places):
            filled = arena.both(reach, body.filled(index))
            element = body.element(index)
            if isinstance(element, Record):
                self._record_slots(element, known, slots, filled)
            else:
                assert not isinstance(body.type, ListType)
                self._slots_of(element, (*body.place, index), body.type.of, known, slots, filled)

    def _length(self, symbol: Symbol, body: Sequence, length: int, places: int) -> Node:
        parts = [symbol.present]
        if length:
            parts.append(body.filled(length - 1))
        if length < places:
            parts.append(self.arena.not_(body.filled(length)))
        return self.arena.all(parts)

    def _number(self, value: Any) -> Any:
        if isinstance(value, Duration):
            return exact(value.amount)
        if isinstance(value, str):
            others = other_texts(self.space)
            return self.space.texts.get(value, -1 - others.index(value) if value in others else -1)
        return day_number(value) if isinstance(value, dt.date) else exact(value)

    def _text_values(self, fact: Fact) -> list[Any]:
        """Texts the fact is compared with, then texts no rule speaks of, then all other texts of the policy."""
        words = {number: word for word, number in self.space.texts.items()}
        if isinstance(fact.type, EnumType):
            declared = [self.space.text(v.zh) for v in fact.type.values]
            return [*declared, *(-1 - i for i in range(len(self.space.other_texts)))]
        own = sorted((c for c in fact.constants if c in words), key=lambda c: words[c])
        rest = sorted((c for c in words if c not in fact.constants), key=lambda c: words[c])
        return [*own, *(-1 - i for i in range(len(self.space.other_texts))), *rest]


def _near_values(fact: Fact, start: Any) -> list[Any]:
    """The constants the fact is compared with, and their neighbours, nearest the ordinary value first."""
    low, high = bounds(fact.type)
    step = 60_000_000 if isinstance(fact.type, DateTimeType) else 1
    near = {c + d for c in fact.constants for d in (-step, 0, step)}
    inside = [c for c in near if (low is None or c >= low) and (high is None or c <= high)]
    if not isinstance(fact.type, NumberType) or fact.type.whole:
        inside = [c for c in inside if getattr(c, "denominator", 1) == 1]
    return sorted(inside, key=lambda c: (abs(c - start), c))


def symbol_at(record: Record, path: tuple[str, ...]) -> Symbol:
    """The fact at a path."""
    found: Any = record
    for name in path:
        inside = found.body if isinstance(found, Symbol) else found
        assert isinstance(inside, Record)
        found = inside.get(name)
    assert isinstance(found, Symbol)
    return found
