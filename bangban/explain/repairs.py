"""What could change a condition: for each fact it reads, the values at which its answer can turn (the cut points).

Choosing only boundary values misses cheaper answers where two facts are compared, so both sides of every cut count.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Any, assert_never

from attrs import frozen

from bangban.policy import terms as t
from bangban.policy.blame import parts
from bangban.policy.fact_names import fact_field
from bangban.policy.meaning import World, inside, place, value
from bangban.policy.model import ExceptionRule, Require, Rule
from bangban.policy.types import (
    BoolType,
    DateTimeType,
    DateType,
    EnumType,
    Field,
    ListType,
    ManyType,
    MoneyType,
    NumberType,
    SetType,
    TextType,
    Type,
)
from bangban.policy.values import ABSENT, UNKNOWN, Duration, Unknown, shift
from bangban.problems import FactPath

REMOVED: Any = ("removed",)  # the value that takes an element out of its list
_MOST_KEYS = 50  # keys of a table offered as values


@frozen
class Repair:
    """One change: the fact at ``place`` becomes ``value``, or the element there goes (REMOVED)."""

    place: FactPath
    value: Any
    field: Field

    @property
    def cost(self) -> int:
        """What the vocabulary says it costs."""
        return self.field.cost


def repairs(rule: Rule, world: World) -> Iterator[Repair]:
    """Every change of one fact that could turn a condition of a rule, in the order its conditions read them."""
    seen: set[tuple[FactPath, Any]] = set()
    for term in conditions(rule):
        for found in _of(term, world):
            key = (found.place, found.value)
            if key not in seen:
                seen.add(key)
                yield found


def conditions(rule: Rule) -> Iterator[t.Term]:
    """当, the requirement, and the conditions of exceptions (and of exceptions to them)."""
    if rule.when is not None:
        yield rule.when
    if isinstance(rule.effect, Require):
        yield rule.effect.condition
    yield from _exceptions(rule.exceptions)


def _exceptions(exceptions: Iterable[ExceptionRule]) -> Iterator[t.Term]:
    for exception in exceptions:
        if exception.condition is not None:
            yield exception.condition
        yield from _exceptions(exception.exceptions)


def _of(term: t.Term, world: World) -> Iterator[Repair]:
    match term:
        case t.Not() | t.All() | t.Any_():
            for part in parts(term):
                yield from _of(part, world)
        case t.Defined(key=key, scope=scope):
            definition = world.model.definitions[key]
            there = world if scope is None or definition.scope is None else inside(definition.scope, scope, world)
            yield from _of(definition.body, there)
        case t.Quantified(over=over, scope=scope, body=body):
            yield from _in_list(over, scope, (body,), world)
        case t.Count(over=over, scope=scope, body=body):
            yield from _in_list(over, scope, (body,), world)
        case t.Distinct() | t.Sum():
            yield from _in_list(term.over, term.scope, (term.body, term.value), world)
        case t.Fact(type=BoolType()):
            yield from _offer(term, (True, False), world)
        case t.Has(fact=of):
            yield from _offer(of, (*_samples(of.type, world), ABSENT), world)
        case t.Compare(left=left, right=right):
            yield from _sides(left, right, world)
            yield from _sides(right, left, world)
            for side in (left, right):
                if isinstance(side, t.Count | t.Distinct | t.Sum):
                    yield from _of(side, world)
        case t.Between(operand=operand, low=low, high=high):
            for end in (low, high):
                yield from _sides(operand, end, world)
                yield from _sides(end, operand, world)
        case t.OneOf(item=item, values=values):
            for wanted in values:
                yield from _sides(item, wanted, world)
        case t.InTable(item=item, table=table):
            if isinstance(item, t.Fact):
                yield from _offer(item, sorted(world.model.tables[table].rows, key=str)[:_MOST_KEYS], world)
        case t.Contains():
            yield from _containers(term, world)
        case t.Reaches(birth=birth, years=years):
            age = value(years, world)
            if isinstance(birth, t.Fact) and isinstance(age, int):
                born = shift(world.day, Duration(age, "YEARS", "CLIP"), -1, world.calendar)
                yield from _offer(birth, _around(born, birth.type), world)
        case (t.Const() | t.Fact() | t.OptionValue() | t.Parameter() | t.DecisionDate() | t.Lookup() | t.Arith()):
            return
        case _:
            assert_never(term)


def _in_list(over: t.Fact, scope: str, bodies: tuple[t.Term | None, ...], world: World) -> Iterator[Repair]:
    elements = world.elements(over, scope)
    if isinstance(elements, Unknown):
        yield from _offer(over, ((),), world)
        return
    for inner in elements:
        yield from removal(over, scope, inner)
        for body in bodies:
            if body is not None:
                yield from _of(body, inner)


def removal(over: t.Fact, scope: str, world: World) -> Iterator[Repair]:
    """Leaving the bound element out of its list; the last one stays, or the action would be about nothing."""
    where = world.places[scope]
    listed = fact_field(world.model.vocabulary, where)
    elements = value(over, world)
    if listed is not None and isinstance(elements, tuple) and len(elements) > 1:
        yield Repair(where, REMOVED, listed)


# ---------------------------------------------------------------- values at which a comparison turns

def _sides(side: t.Term, other: t.Term, world: World) -> Iterator[Repair]:
    """The fact on one side, moved to where the other side is, and to either side of that."""
    there = value(other, world)
    if there is UNKNOWN or there is ABSENT:
        return
    if isinstance(side, t.Fact):
        yield from _offer(side, (ABSENT, *_around(there, side.type)), world)
    elif isinstance(side, t.Arith) and isinstance(side.left, t.Fact) and side.op in ("+", "-"):
        by = value(side.right, world)
        if isinstance(by, Duration) and isinstance(there, dt.date):
            target: Any = shift(there, by, -1 if side.op == "+" else 1, world.calendar)
        elif isinstance(by, int | Fraction) and isinstance(there, int | Fraction):
            target = there - by if side.op == "+" else there + by
        else:
            return
        yield from _offer(side.left, _around(target, side.left.type), world)


def _around(there: Any, type_: Type) -> tuple[Any, ...]:
    if there is UNKNOWN:
        return ()
    match type_:
        case EnumType(values=values):
            return (there, *(v.zh for v in values if v.zh != there))
        case NumberType() | MoneyType() if isinstance(there, int | Fraction):
            return (there, there - 1, there + 1)
        case DateTimeType() if isinstance(there, dt.datetime):
            return (there, there - dt.timedelta(minutes=1), there + dt.timedelta(minutes=1))
        case DateType() if isinstance(there, dt.date):
            try:
                return (there, there - dt.timedelta(days=1), there + dt.timedelta(days=1))
            except OverflowError:
                return (there,)
        case BoolType():
            return (True, False)
        case _:
            return (there,)


def _containers(term: t.Contains, world: World) -> Iterator[Repair]:
    container = term.container
    if term.whole:
        found = value(term.items[0], world)
        wanted = [] if found is UNKNOWN or found is ABSENT else list(found)
    else:
        wanted = [w for w in (value(i, world) for i in term.items) if w is not UNKNOWN and w is not ABSENT]
    held = value(container, world)
    if isinstance(container, t.Fact):
        base = () if held is UNKNOWN or held is ABSENT else tuple(held)
        make = frozenset if isinstance(container.type, SetType) else _ordered
        options = [make((*base, *wanted))] if term.mode == "ALL" else [make((*base, w)) for w in wanted]
        yield from _offer(container, [*options, make(v for v in base if v not in wanted)], world)
    if held is not UNKNOWN and held is not ABSENT and not term.whole:
        for item in term.items:
            if isinstance(item, t.Fact):
                yield from _offer(item, sorted(held), world)


def _ordered(items: Iterable[Any]) -> tuple[Any, ...]:
    return tuple(dict.fromkeys(items))


def _samples(type_: Type, world: World) -> tuple[Any, ...]:
    """A value or two by which something can be said to exist."""
    match type_:
        case BoolType():
            return (True, False)
        case EnumType(values=values):
            return tuple(v.zh for v in values)
        case DateTimeType():
            return ()
        case DateType():
            return (world.day,)
        case NumberType(low=low) | MoneyType(low=low):
            return (0 if low is None else low,)
        case SetType():
            return (frozenset(),)
        case ManyType() | ListType():
            return ((),)
        case TextType():
            return ()
        case _:
            return ()


def _offer(fact: t.Fact, values: Iterable[Any], world: World) -> Iterator[Repair]:
    where = place(fact, world)
    field = fact_field(world.model.vocabulary, where)
    if field is None:
        return
    now = value(fact, world)
    for candidate in values:
        if candidate is not UNKNOWN and candidate != now and _allowed(candidate, field):
            yield Repair(where, candidate, field)


def _allowed(candidate: Any, field: Field) -> bool:
    if candidate is ABSENT:
        return field.may_be_absent
    low, high = getattr(field.type, "low", None), getattr(field.type, "high", None)
    return (low is None or candidate >= low) and (high is None or candidate <= high)
