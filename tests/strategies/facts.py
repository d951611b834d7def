"""Random facts for a vocabulary: complete, with gaps, absent, in either language, of odd shapes, or wrong."""

from __future__ import annotations

import datetime as dt
import random
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType, SimpleNamespace
from typing import Any

from attrs import define, evolve

from bangban.policy.types import (
    BoolType,
    DateTimeType,
    DateType,
    DurationType,
    EnumType,
    ListType,
    ManyType,
    MoneyType,
    NumberType,
    RecordType,
    SetType,
    TextType,
    Type,
)
from bangban.policy.values import Duration
from tests.strategies.vocabularies import (
    DAYS,
    literal,
)


@define
class Manner:
    """How facts are given: how many are missing, how many are wrong, in which language and shape."""

    missing: float = 0.0
    wrong: float = 0.0
    english: float = 0.0
    odd_shapes: float = 0.0


MANNERS = [Manner(), Manner(), Manner(english=1.0), Manner(missing=0.15), Manner(missing=0.35, english=0.3),
           Manner(missing=0.7, odd_shapes=0.2), Manner(odd_shapes=0.4), Manner(missing=0.2, wrong=0.04)]


def random_facts(rng: random.Random, vocabulary: RecordType, manner: Manner) -> Any:
    """One proposed action."""
    return _record(rng, vocabulary, evolve(manner, odd_shapes=0.0)) if rng.random() < 0.9 else _record(
        rng, vocabulary, manner)


def _record(rng: random.Random, type_: RecordType, manner: Manner) -> Any:
    given: dict[str, Any] = {}
    english = rng.random() < manner.english
    for f in type_.fields:
        if rng.random() < manner.missing:
            continue
        name = f.name.en if english else f.name.zh
        if rng.random() < manner.wrong / 3:
            name = rng.choice([name + "x", f.name.zh, f.name.en])
            given[f.name.en] = _given(rng, f.type, manner)
        if f.may_be_absent and rng.random() < 0.25:
            given[name] = None
        elif rng.random() < manner.wrong:
            given[name] = rng.choice([None, "错", 7, -1, 2.5, True, [], {}, [1], 10**60, "2025-02-30",
                                      dt.date(2025, 1, 1)])
        else:
            given[name] = _given(rng, f.type, manner)
    shape = rng.random()
    if shape < manner.odd_shapes / 2:
        return MappingProxyType(given)
    if shape < manner.odd_shapes:
        return SimpleNamespace(**given)
    return given


def same_shape(rng: random.Random, type_: RecordType, given: Any) -> Any:
    """Other facts with the same keys, as the same form would send them; now and then a field is null or not."""
    if not isinstance(given, dict):
        return given
    out: dict[str, Any] = {}
    for key, value in given.items():
        f = type_.get(key)
        if f is None:
            out[key] = value
        elif isinstance(f.type, RecordType) and isinstance(value, dict):
            out[key] = same_shape(rng, f.type, value)
        elif isinstance(f.type, ListType) and isinstance(value, list):
            count = rng.choice([0, 1, 2, 3]) if value else 0
            out[key] = [same_shape(rng, f.type.of, rng.choice(value)) for _ in range(count)]
        elif value is None or isinstance(f.type, RecordType | ListType):
            out[key] = value
        else:
            out[key] = None if f.may_be_absent and rng.random() < 0.2 else _given(rng, f.type, Manner())
    return out


def _given(rng: random.Random, type_: Type, manner: Manner) -> Any:
    match type_:
        case RecordType():
            return _record(rng, type_, manner)
        case ListType(of=of):
            items: Any = [_record(rng, of, manner) for _ in range(rng.choice([0, 1, 1, 2, 3]))]
            return tuple(items) if rng.random() < 0.1 else items
        case SetType(of=of):
            held = [_given(rng, of, manner) for _ in range(rng.choice([0, 1, 2, 3]))]
            return rng.choice([list, list, tuple, set, frozenset])(held)
        case ManyType(of=of):
            return [_given(rng, of, manner) for _ in range(rng.choice([0, 1, 2, 3]))]
        case EnumType(values=values, open=open_):
            if open_ and rng.random() < 0.2:
                return "别处"
            return rng.choice(values)[rng.randint(0, 1)]
        case BoolType() | TextType():
            return literal(rng, type_)
        case NumberType(whole=True):
            return rng.choice([0, 1, 2, 17, 18, 60])
        case NumberType():
            return rng.choice([0, 1, 1.5, Decimal("0.5"), Fraction(1, 3), 2])
        case MoneyType():
            return rng.choice([0, 1, 25, 25.5, "12.50", Decimal("1.01"), 0.0])
        case DateType():
            day = rng.choice([*DAYS, dt.date(2000, 2, 29), dt.date(1, 1, 1), dt.date(9999, 12, 31)])
            return rng.choice([day, day.isoformat(), f"{day.year:04}年{day.month}月{day.day}日"])
        case DateTimeType():
            moment = literal(rng, type_)
            return rng.choice([moment, moment.isoformat(), moment.isoformat() + "+00:00"])
        case DurationType(unit=unit):
            return rng.choice([1, 5, Duration(5, unit), "5日" if unit == "DAYS" else "5 hours"])
        case _:
            raise AssertionError(type_)
