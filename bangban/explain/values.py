"""The values at which a condition turns: where the other side of a comparison is, and on either side of that.

Choosing only boundary values misses cheaper answers where two facts are compared, so both sides of every cut count.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from fractions import Fraction
from math import floor
from typing import Any

from attrs import evolve

from bangban.policy import terms as t
from bangban.policy.meaning import Interval, World, arith, value
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
    SetType,
    Type,
)
from bangban.policy.values import ABSENT, UNKNOWN, Duration, exact, shift


def allowed(candidate: Any, field: Field) -> bool:
    """Whether a field may hold a value."""
    if candidate is ABSENT:
        return field.may_be_absent
    low, high = getattr(field.type, "low", None), getattr(field.type, "high", None)
    return (low is None or candidate >= low) and (high is None or candidate <= high)


def samples(type_: Type, day: dt.date) -> tuple[Any, ...]:
    """A value or two by which something can be said to exist."""
    match type_:
        case BoolType():
            return (True, False)
        case EnumType(values=values):
            return tuple(v.zh for v in values)
        case DateTimeType():
            return ()
        case DateType():
            return (day,)
        case NumberType(low=low) | MoneyType(low=low):
            return (0 if low is None else exact(low),)
        case SetType():
            return (frozenset(),)
        case ManyType() | ListType():
            return ((),)
        case _:
            return ()


def around(there: Any, type_: Type) -> tuple[Any, ...]:
    """A value and its neighbours; of an enum, all of its values."""
    if there is UNKNOWN:
        return ()
    match type_:
        case EnumType(values=values):
            return (there, *(v.zh for v in values if v.zh != there))
        case NumberType(whole=True) if isinstance(there, Fraction) and there.denominator != 1:
            return (floor(there), floor(there) + 1)
        case NumberType() | MoneyType() if isinstance(there, int | Fraction):
            return (there, there - 1, there + 1)
        case DurationType() if isinstance(there, Duration):
            return (there, evolve(there, amount=there.amount - 1), evolve(there, amount=there.amount + 1))
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


def beside(side: t.Fact, other: t.Term, world: World) -> tuple[Any, ...]:
    """The values of a fact where it is compared with something."""
    there = value(other, world)
    return () if there is UNKNOWN or there is ABSENT else (ABSENT, *around(there, side.type))


def reckoned(side: t.Arith, left: bool, other: t.Term, world: World) -> tuple[Any, ...]:
    """The values of the fact that stands left (or right) in a sum or difference, where that is compared with
    something."""
    there, by = value(other, world), value(side.right if left else side.left, world)
    if there is ABSENT or by is ABSENT or isinstance(there, Interval) or isinstance(by, Interval):
        return ()
    if side.op == "+":
        target = arith("-", there, by, world)
    elif left:
        target = arith("+", there, by, world) if isinstance(there, dt.date) else arith("+", by, there, world)
    else:
        target = arith("-", by, there, world)
    return around(target, (side.left if left else side.right).type)


def born(years: t.Term, type_: Type, world: World) -> tuple[Any, ...]:
    """The days of birth around the one on which an age is reached on the day of the decision."""
    age = value(years, world)
    if not isinstance(age, int):
        return ()
    return around(shift(world.day, Duration(age, "YEARS", "CLIP"), -1, world.calendar), type_)


def containing(term: t.Contains, world: World) -> Iterable[Any]:
    """What a container may hold: with what is wanted (all of it, or one of it), and without."""
    if term.whole:
        found = value(term.items[0], world)
        wanted = [] if found is UNKNOWN or found is ABSENT else list(found)
    else:
        wanted = [w for w in (value(i, world) for i in term.items) if w is not UNKNOWN and w is not ABSENT]
    held = value(term.container, world)
    base = () if held is UNKNOWN or held is ABSENT else tuple(held)
    make = frozenset if isinstance(term.container.type, SetType) else _ordered
    options = [make((*base, *wanted))] if term.mode == "ALL" else [make((*base, w)) for w in wanted]
    return [*options, make(v for v in base if v not in wanted)]


def members(container: t.Term, world: World) -> Iterable[Any]:
    """What a container holds."""
    held = value(container, world)
    return () if held is UNKNOWN or held is ABSENT else sorted(held)


def _ordered(items: Iterable[Any]) -> tuple[Any, ...]:
    return tuple(dict.fromkeys(items))
