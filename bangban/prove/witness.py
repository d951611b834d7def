"""The canonical witness: the most ordinary case that meets a condition, the same on any machine, in any rule order.

Facts are settled one after another in the order the vocabulary declares them: the ordinary value if the condition
still can be met, else the other values in order (the policy's own constants nearest the ordinary value first; absent
and unknown last). Runs of facts that can stay ordinary are settled at once. The model a solver happens to find is
never shown.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from attrs import field, frozen

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
    Type,
)
from bangban.policy.values import Duration, exact
from bangban.prove.backend import Sat, Unknown
from bangban.prove.facts import Fact, Place, Record, Sequence, Space, bounds, day_number, moment
from bangban.prove.formula import Group, Lin, Node, evaluate
from bangban.prove.ordinary import OTHER_TEXTS, UNSAID, Ordinary
from bangban.prove.question import Question
from bangban.prove.symbols import Choice, Members, Symbol


@frozen
class Difference:
    """A fact in which a case differs from the ordinary one."""

    place: Place
    type: Type
    value: Any  # UNSAID: not given
    ordinary: Any


@frozen
class Witness:
    """A case: facts as they come through the door, the day, and how it differs from the ordinary case."""

    facts: Mapping[str, Any]
    day: dt.date
    complete: bool = True
    differences: tuple[Difference, ...] = field(default=(), eq=False)


class OutOfBudget(Exception):
    """The budget ran out while a witness was being looked for."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@frozen
class _Slot:
    """One thing to settle: what keeps it ordinary, and its other values in order."""

    ordinary: Node
    others: Callable[[Search], list[Node]]
    nearest: Callable[[Search], None] | None = None


def find_witness(question: Question, ordinary: Ordinary, first: tuple[tuple[str, ...], ...] = ()
                 ) -> Witness | Unknown | None:
    """The canonical witness of a question, None where there is none; ``first``: facts kept ordinary before others."""
    return Search(question, ordinary, first).run()


class Search:
    """One search. ``question`` is narrowed as facts are settled."""

    def __init__(self, question: Question, ordinary: Ordinary, first: tuple[tuple[str, ...], ...] = ()) -> None:
        self.question, self.ordinary, self.first = question, ordinary, first
        self.space: Space = question.space
        self.arena = self.space.arena
        self.values: Mapping[Any, Any] = {}
        self.core: frozenset[int] = frozenset()

    def run(self) -> Witness | Unknown | None:
        """Complete facts decided on their own day first, then complete ones, then any."""
        try:
            if not self.can([]):
                return None
            groups = list(self.question.groups)
            complete = self._nothing_unknown(groups)
            same_day = self._same_day(groups)
            whole = False
            for tier in ([complete, same_day], [complete], [same_day], []):
                if not tier or self.can(tier):
                    self.fix(tier)
                    whole = complete in tier
                    break
            self._settle(self._slots(groups))
            facts = self._decode_record(self.space.root, self.space.vocabulary, ())
        except OutOfBudget as stop:
            return Unknown(stop.why)
        day = dt.date.fromordinal(self.values.get(self.space.day, self.ordinary.day.toordinal()))
        if self.space.day_fact.symbol.group not in self.question.groups:
            day = self.ordinary.day
        return Witness(facts, day, whole, self._differences(facts, day))

    def can(self, conditions: list[Node]) -> bool:
        """Whether the question can still be met with these; remembers the values found, or what stands in the way."""
        answer = self.question.check([c for c in conditions if c is not self.arena.true])
        if isinstance(answer, Unknown):
            raise OutOfBudget(answer.why)
        if isinstance(answer, Sat):
            self.values = answer.values
            return True
        self.core = frozenset(n.id for n in answer.core)
        return False

    def fix(self, conditions: list[Node]) -> None:
        """From now on these hold."""
        for condition in conditions:
            self.question.add(condition)

    def met(self, condition: Node) -> bool:
        """Whether the values found last happen to meet a condition."""
        return evaluate(self.question.small.write(condition), self.values)

    # ------------------------------------------------------------ tiers

    def _nothing_unknown(self, groups: list[Group]) -> Node:
        return self.arena.all(
            self.arena.not_(unknown) for g in groups if (unknown := self.space.unknown(g)) is not None)

    def _same_day(self, groups: list[Group]) -> Node:
        path, day = self.ordinary.decision_date, Lin(((self.space.day, 1),))
        if path is None:
            return self.arena.true
        symbol = symbol_at(self.space.root, path)
        if symbol.group not in groups or symbol.group not in self.space.facts:
            return self.arena.true
        number = self.space.facts[symbol.group].number
        if number is None or isinstance(self.space.facts[symbol.group].type, DateTimeType):
            return self.arena.true
        return self.arena.either(self.arena.not_(symbol.present), self.arena.eq(Lin(((number, 1),)), day))

    # ------------------------------------------------------------ settling

    def _settle(self, slots: list[_Slot]) -> None:
        """Keep as long a run ordinary as can be; settle the fact that stops it; go on behind it."""
        at = 0
        while at < len(slots):
            kept, stop = self._longest(slots, at)
            self.fix([s.ordinary for s in slots[at:kept]])
            if stop is not None:
                self._other(slots[stop])
            at = kept + 1

    def _longest(self, slots: list[_Slot], at: int) -> tuple[int, int | None]:
        """How far facts can stay ordinary from ``at`` on, and the first that cannot."""
        sure, end = at, len(slots)  # up to ``sure`` it can be done, up to ``end`` is being tried
        while True:
            run = [s.ordinary for s in slots[at:end]]
            if all(self.met(c) for c in run) or self.can(run):
                sure = end
            else:
                # nothing behind the last fact that stands in the way does
                last = max((i for i in range(at, end) if self._written(slots[i].ordinary) in self.core), default=at)
                if last <= sure:
                    return sure, sure
                end = last
                stop = last
                continue
            return (sure, None) if sure == len(slots) else (sure, stop)

    def _written(self, node: Node) -> int:
        return self.question.small.write(node).id

    def _other(self, slot: _Slot) -> None:
        """The first of the other values that the condition can be met with."""
        self.fix([self.arena.not_(slot.ordinary)])
        others = slot.others(self)
        low, high = 0, len(others)
        if not others or not self._can_any(others):
            if slot.nearest is not None:
                slot.nearest(self)
            return
        while high - low > 1:
            middle = (low + high) // 2
            if self._can_any(others[low:middle]):
                high = middle
            else:
                low = middle
        self.fix([others[low]])
        self.can([])

    def _can_any(self, some: list[Node]) -> bool:
        return any(self.met(o) for o in some) or self.can([self.arena.any(some)])

    # ------------------------------------------------------------ what there is to settle

    def _slots(self, groups: list[Group]) -> list[_Slot]:
        known = set(groups)
        slots: list[_Slot] = []
        if self.space.day_fact.symbol.group in known:
            slots.append(self._number_slot(self.space.day_fact, self.arena.true, self.ordinary.day))
        for path in self.first:
            symbol = symbol_at(self.space.root, path)
            if symbol.group in known and isinstance(symbol.body, Choice):
                slots.append(self._choice_slot(symbol, symbol.body, self.ordinary.at(path), self.arena.true))
        self._record_slots(self.space.root, known, slots, self.arena.true)
        return slots

    def _record_slots(self, record: Record, known: set[Group], slots: list[_Slot], reach: Node) -> None:
        for declared in record.type.fields:
            symbol = record.made(declared.name.zh)
            if symbol is not None:
                self._slots_of(symbol, (*record.place, declared.name.zh), declared.type, known, slots, reach)

    def _slots_of(self, symbol: Symbol, place: Place, type_: Type, known: set[Group], slots: list[_Slot],
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

    def _slot(self, reach: Node, ordinary: Node, others: Callable[[Search], list[Node]],
              nearest: Callable[[Search], None] | None = None) -> _Slot:
        """Where a fact stands under something that does not exist, nothing is left to settle."""
        return _Slot(self.arena.either(self.arena.not_(reach), ordinary), others, nearest)

    def _state_slot(self, symbol: Symbol, reach: Node, absent: bool) -> _Slot:
        states = [symbol.absent, symbol.present] if absent else [symbol.present, symbol.absent]
        return self._slot(reach, states[0], lambda _: [states[1], symbol.unknown])

    def _choice_slot(self, symbol: Symbol, body: Choice, usual: Any, reach: Node) -> _Slot:
        ordinary = symbol.absent if usual is None else body.of.get(usual, self.arena.false)
        if ordinary is self.arena.false:
            ordinary = next(iter(body.of.values()))
        return self._slot(reach, ordinary, lambda _: [*body.of.values(), symbol.absent, symbol.unknown])

    def _member_slots(self, symbol: Symbol, body: Members, usual: Any, reach: Node) -> list[_Slot]:
        slots = [self._state_slot(symbol, reach, usual is None)]
        members = usual if isinstance(usual, frozenset) else frozenset()
        here = self.arena.both(reach, symbol.present)
        for value, flag in body.of.items():
            ordinary = flag if value in members else self.arena.not_(flag)
            slots.append(self._slot(here, ordinary, lambda _: []))
        return slots

    def _number_slot(self, fact: Fact, reach: Node, usual: Any) -> _Slot:
        symbol = fact.symbol
        here = Lin(((fact.number, 1),)) if fact.number is not None else Lin()
        middle = self.ordinary.schema(fact.place) if usual is None or usual is UNSAID else usual
        if fact is self.space.day_fact:
            middle = self.ordinary.day
        if middle is None or middle is UNSAID:
            middle = self.ordinary._value(fact.type, ())
        start = self._number(middle)
        is_start = self.arena.both(symbol.present, self.arena.eq(here, Lin((), start)))
        ordinary = symbol.absent if usual is None else is_start
        texts = not isinstance(fact.type, _COUNTED)

        def others(search: Search) -> list[Node]:
            found = search._text_values(fact, start) if texts else search._near_values(fact, start)
            values = [search.arena.both(symbol.present, search.arena.eq(here, Lin((), v))) for v in found]
            if texts:
                values += [symbol.absent, symbol.unknown]
            return [v for v in values if v is not search.arena.false]

        return self._slot(reach, ordinary, others, None if texts else lambda s: s._nearest(fact, start))

    def _sequence_slots(self, symbol: Symbol, body: Sequence, usual: Any, known: set[Group], slots: list[_Slot],
                        reach: Node) -> None:
        arena, places = self.arena, self.question.places(body)
        length = min(len(usual) if isinstance(usual, tuple | frozenset) else 0, places)
        exactly = [self._length(symbol, body, n, places) for n in range(places + 1)]
        others = [exactly[n] for n in sorted(range(places + 1), key=lambda n: (abs(n - length), n)) if n != length]
        ordinary = symbol.absent if usual is None else exactly[length]
        if usual is None:
            others = exactly[1:] + exactly[:1]
        slots.append(self._slot(reach, ordinary, lambda _: [*others, symbol.absent, symbol.unknown]))
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

    # ------------------------------------------------------------ numbers and texts

    def _number(self, value: Any) -> Any:
        if isinstance(value, Duration):
            return exact(value.amount)
        if isinstance(value, str):
            others = self._other_texts()
            return self.space.texts.get(value, -1 - others.index(value) if value in others else -1)
        return day_number(value) if isinstance(value, dt.date) else exact(value)

    def _other_texts(self) -> list[str]:
        """Texts no rule speaks of, as many as one could need; -1 stands for the first, -2 for the second."""
        names = [*OTHER_TEXTS, *(f"{w}{n}" for n in range(1, 10) for w in OTHER_TEXTS)]
        return [w for w in names if w not in self.space.texts]

    def _near_values(self, fact: Fact, start: Any) -> list[Any]:
        """The constants the fact is compared with, and their neighbours, nearest the ordinary value first."""
        low, high = bounds(fact.type)
        step = 60_000_000 if isinstance(fact.type, DateTimeType) else 1
        near = {c + d for c in fact.constants for d in (-step, 0, step)}
        inside = [c for c in near if (low is None or c >= low) and (high is None or c <= high)]
        if not isinstance(fact.type, NumberType) or fact.type.whole:
            inside = [c for c in inside if getattr(c, "denominator", 1) == 1]
        return sorted(inside, key=lambda c: (abs(c - start), c))

    def _text_values(self, fact: Fact, start: Any) -> list[Any]:
        """Texts the fact is compared with, then texts no rule speaks of, then all other texts of the policy."""
        words = {number: word for word, number in self.space.texts.items()}
        if isinstance(fact.type, EnumType):
            declared = [self.space.text(v.zh) for v in fact.type.values]
            return [*declared, *(-1 - i for i in range(len(OTHER_TEXTS)))]
        own = sorted((c for c in fact.constants if c in words), key=lambda c: words[c])
        rest = sorted((c for c in words if c not in fact.constants), key=lambda c: words[c])
        return [*own, *(-1 - i for i in range(len(OTHER_TEXTS))), *rest]

    def _nearest(self, fact: Fact, start: Any) -> None:
        """The number nearest the ordinary one, upwards before downwards; else absent, else unknown."""
        symbol, arena = fact.symbol, self.arena
        if not self.can([symbol.present]):
            self.fix([symbol.absent if self.can([symbol.absent]) else symbol.unknown])
            self.can([])
            return
        self.fix([symbol.present])
        assert fact.number is not None
        here = Lin(((fact.number, 1),))

        def within(distance: Any) -> Node:
            return arena.both(arena.le(Lin((), start - distance), here), arena.le(here, Lin((), start + distance)))

        least, most = 0, 1
        while not self.met(within(most)) and not self.can([within(most)]):
            least, most = most, most * 4
        while most - least > 1:
            middle = (least + most) // 2
            if self.met(within(middle)) or self.can([within(middle)]):
                most = middle
            else:
                least = middle
        up = arena.le(Lin((), start), here)
        self.fix([within(most)])
        self.fix([up if self.can([up]) else arena.not_(up)])
        self.can([])
        value = self.values[fact.number]
        exactly = arena.eq(here, Lin((), value))
        if fact.number.sort == "real":
            # a fraction between two whole numbers: any would do; take the simplest the solver's range allows
            half = arena.eq(here.scaled(2), Lin((), int(value * 2)))
            exactly = half if self.can([half]) else exactly
        self.fix([exactly])
        self.can([])

    # ------------------------------------------------------------ reading the case off the values

    def _decode_record(self, record: Record | None, type_: RecordType, place: Place) -> dict[str, Any]:
        out: dict[str, Any] = {}
        for declared in type_.fields:
            here = (*place, declared.name.zh)
            symbol = record.made(declared.name.zh) if record is not None else None
            value = self._decode(symbol, declared, here)
            if value is not UNSAID:
                out[declared.name.zh] = value
        return out

    def _decode(self, symbol: Symbol | None, declared: Field, place: Place) -> Any:
        if symbol is None or (symbol.group is not None and not self._read(symbol)):
            return self._ordinary(symbol, declared, place)
        if evaluate(symbol.unknown, self.values):
            return UNSAID
        if evaluate(symbol.absent, self.values):
            return None
        if isinstance(symbol.body, Record):
            return self._decode_record(symbol.body, symbol.body.type, place)
        return self._decode_value(symbol, declared.type)

    def _read(self, symbol: Symbol) -> bool:
        """Whether the question depends on it, or (for a record) on something in it."""
        if symbol.group in self.question.groups:
            return True
        return isinstance(symbol.body, Record) and any(
            self._read(s) for s in symbol.body.all_made())

    def _ordinary(self, symbol: Symbol | None, declared: Field, place: Place) -> Any:
        """The ordinary value of what the question does not depend on; no list longer than it was written out for."""
        body = symbol.body if symbol is not None else None
        if isinstance(declared.type, RecordType):
            usual = self.ordinary.at(place) if declared.may_be_absent else {}
            if not isinstance(usual, Mapping):
                return usual
            return self._decode_record(body if isinstance(body, Record) else None, declared.type, place)
        usual = self.ordinary.at(place)
        if isinstance(body, Sequence) and body in self.question.small.places and isinstance(usual, tuple | frozenset):
            return self._short(body, usual)
        return usual

    def _short(self, body: Sequence, usual: tuple[Any, ...] | frozenset[Any]) -> Any:
        """As much of an ordinary list as the question was written out for; more could bring its conditions about."""
        length = min(len(usual), self.question.places(body))
        if not isinstance(body.type, ListType):
            some = sorted(usual, key=str)[:length] if isinstance(usual, frozenset) else usual[:length]
            return frozenset(some) if isinstance(usual, frozenset) else some
        elements = [body.element(i) for i in range(length)]
        return tuple(self._decode_record(e, body.type.of, (*body.place, i)) for i, e in enumerate(elements)
                     if isinstance(e, Record))

    def _decode_value(self, symbol: Symbol, type_: Type) -> Any:
        body = symbol.body
        if isinstance(body, Choice):
            return next(v for v, flag in body.of.items() if evaluate(flag, self.values))
        if isinstance(body, Members):
            return frozenset(v for v, flag in body.of.items() if evaluate(flag, self.values))
        if isinstance(body, Sequence):
            items = []
            for index in range(self.question.places(body)):
                if not evaluate(body.filled(index), self.values):
                    break
                element = body.element(index)
                if isinstance(element, Record):
                    items.append(self._decode_record(element, element.type, (*body.place, index)))
                else:
                    assert isinstance(body.type, ManyType | SetType)
                    read = element.group in self.question.groups
                    items.append(self._decode_value(element, body.type.of) if read
                                 else self.ordinary.schema((*body.place, index)))
            return frozenset(items) if isinstance(body.type, SetType) else tuple(items)
        assert symbol.group is not None
        number = self.space.facts[symbol.group].number
        assert number is not None
        return self._decode_number(self.values.get(number, 0), type_)

    def _decode_number(self, number: Any, type_: Type) -> Any:
        match type_:
            case DateType():
                return dt.date.fromordinal(int(number))
            case DateTimeType():
                return moment(int(number))
            case DurationType(unit=unit):
                return Duration(exact(number), unit)
            case BoolType():
                return bool(number)
            case _ if isinstance(type_, _COUNTED):
                return exact(number)
            case _:
                words = {n: word for word, n in self.space.texts.items()}
                return words.get(int(number)) or self._other_texts()[(-1 - int(number)) % 40]

    def _differences(self, facts: Mapping[str, Any], day: dt.date) -> tuple[Difference, ...]:
        found: list[Difference] = []
        if day != self.ordinary.day:
            found.append(Difference(("决定日",), DateType(), day, self.ordinary.day))
        _compare_records(facts, self.ordinary.facts, self.space.vocabulary, (), found)
        return tuple(found)


_COUNTED = (NumberType, MoneyType, DateType, DateTimeType, DurationType)


def symbol_at(record: Record, path: tuple[str, ...]) -> Symbol:
    """The fact at a path."""
    found: Any = record
    for name in path:
        inside = found.body if isinstance(found, Symbol) else found
        assert isinstance(inside, Record)
        found = inside.get(name)
    assert isinstance(found, Symbol)
    return found


def _compare_records(one: Any, other: Any, type_: RecordType, place: Place, found: list[Difference]) -> None:
    for declared in type_.fields:
        here = (*place, declared.name.zh)
        a = one.get(declared.name.zh, UNSAID) if isinstance(one, Mapping) else UNSAID
        b = other.get(declared.name.zh, UNSAID) if isinstance(other, Mapping) else UNSAID
        if isinstance(declared.type, RecordType) and isinstance(a, Mapping) and isinstance(b, Mapping):
            _compare_records(a, b, declared.type, here, found)
        elif isinstance(declared.type, ListType) and isinstance(a, tuple) and isinstance(b, tuple) and len(a) == len(b):
            for i, (x, y) in enumerate(zip(a, b, strict=True)):
                _compare_records(x, y, declared.type.of, (*here, i), found)
        elif a is not b and a != b:
            found.append(Difference(here, declared.type, a, b))
