"""The canonical witness: the most ordinary case that meets a condition, the same on any machine, in any rule order.

Facts are settled one after another in the order the vocabulary declares them: the ordinary value if the condition
still can be met, else the other values in order (the policy's own constants nearest the ordinary value first; absent
and unknown last). Runs of facts that can stay ordinary are settled at once. The model a solver happens to find is
never shown.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from fractions import Fraction
from math import ceil
from typing import Any

from attrs import field, frozen

from bangban.policy.types import DateTimeType, DateType, ListType, RecordType, Type
from bangban.prove.backend import Sat, Unknown
from bangban.prove.decode import Decoding
from bangban.prove.facts import Fact, Place, Space
from bangban.prove.formula import Group, Lin, Node, Var, evaluate
from bangban.prove.ordinary import UNSAID, Ordinary
from bangban.prove.question import Question
from bangban.prove.slots import Slot, Slots, symbol_at


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


def find_witness(question: Question, ordinary: Ordinary, first: tuple[tuple[str, ...], ...],
                 case: Mapping[Var, Any]) -> Witness | Unknown:
    """The canonical witness of a question that has ``case``; ``first``: facts kept ordinary before others."""
    return Search(question, ordinary, first, case).run()


class Search:
    """One search. ``question`` is narrowed as facts are settled."""

    def __init__(self, question: Question, ordinary: Ordinary, first: tuple[tuple[str, ...], ...],
                 case: Mapping[Var, Any]) -> None:
        self.question, self.ordinary, self.first = question, ordinary, first
        self.space: Space = question.space
        self.arena = self.space.arena
        self.values = case
        self.core: frozenset[int] = frozenset()

    def run(self) -> Witness | Unknown:
        """Complete facts decided on their own day first, then complete ones, then any."""
        try:
            groups = list(self.question.groups)
            complete = self._nothing_unknown(groups)
            same_day = self._same_day(groups)
            whole = False
            for tier in ([complete, same_day], [complete], [same_day], []):
                if not tier or self.can(tier):
                    self.fix(tier)
                    whole = complete in tier
                    break
            self._settle(Slots(self.question, self.ordinary, self.first).all(groups))
            facts = Decoding(self.question, self.ordinary, self.values).facts()
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

    def _settle(self, slots: list[Slot]) -> None:
        """Keep as long a run ordinary as can be; settle the fact that stops it; go on behind it."""
        at = 0
        while at < len(slots):
            kept, stop = self._longest(slots, at)
            self.fix([s.ordinary for s in slots[at:kept]])
            if stop is not None:
                self._other(slots[stop])
            at = kept + 1

    def _longest(self, slots: list[Slot], at: int) -> tuple[int, int | None]:
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

    def _other(self, slot: Slot) -> None:
        """The first of the other values that the condition can be met with."""
        others, ordinary = slot.others(), self.arena.not_(slot.ordinary)
        fits = self.met(ordinary)  # else the case found last has nothing to say any more
        self.fix([ordinary])
        high = self._first(others, fits)
        if high is None:
            if slot.number is not None:
                self._nearest(*slot.number)
            return
        low = 0
        while low < high:
            middle = (low + high + 1) // 2
            found = self._first(others[low:middle], True)
            if found is None:
                low = middle
            else:
                high = low + found
        self.settle_on(others[high])

    def _first(self, some: list[Node], fits: bool) -> int | None:
        """The first that the case at hand meets; where it meets none (or does not fit), that another case does."""
        met = next((i for i, o in enumerate(some) if self.met(o)), None) if fits else None
        if met is None and some and self.can([self.arena.any(some)]):
            met = next(i for i, o in enumerate(some) if self.met(o))
        return met

    def settle_on(self, condition: Node) -> None:
        """From now on this holds, which can hold; the case at hand is one in which it does."""
        fits = self.met(condition)
        self.fix([condition])
        if not fits:
            self.can([])

    def _nearest(self, fact: Fact, start: Any) -> None:
        """The number nearest the ordinary one, upwards before downwards; else absent, else unknown."""
        symbol, arena = fact.symbol, self.arena
        if not self.can([symbol.present]):
            self.fix([symbol.absent if self.can([symbol.absent]) else symbol.unknown])
            self.can([])
            return
        self.fix([symbol.present])
        assert fact.number is not None
        number, here = fact.number, Lin(((fact.number, 1),))

        def within(distance: Any) -> Node:
            return arena.both(arena.le(Lin((), start - distance), here), arena.le(here, Lin((), start + distance)))

        def distance() -> int:
            away: int = ceil(abs(self.values[number] - start))
            return away

        # the ordinary number itself may do, where it is ordinary that there is none
        least, most = -1, distance()
        tried = 0
        while least < tried < most:
            if self.can([within(tried)]):
                most = distance()
            else:
                least = tried
            tried = max(1, tried * 4)
        while most - least > 1:
            middle = (least + most) // 2
            if self.can([within(middle)]):
                most = distance()
            else:
                least = middle
        up = arena.le(Lin((), start), here)
        self.fix([within(most)])
        upwards = self.met(up) or self.can([up])
        self.settle_on(up if upwards else arena.not_(up))
        found = [self.values[number]]
        if number.sort == "real":
            # between two whole numbers the half way, or the farther of the two, before whatever the solver chose
            found = [start + (d if upwards else -d) for d in (most - Fraction(1, 2), most) if d >= 0] + found
        exact = [arena.eq(here, Lin((), value)) for value in found]
        self.settle_on(next(e for e in exact if e is exact[-1] or self.met(e) or self.can([e])))

    def _differences(self, facts: Mapping[str, Any], day: dt.date) -> tuple[Difference, ...]:
        found: list[Difference] = []
        if day != self.ordinary.day:
            found.append(Difference(("决定日",), DateType(), day, self.ordinary.day))
        _compare_records(facts, self.ordinary.facts, self.space.vocabulary, (), found)
        return tuple(found)


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
