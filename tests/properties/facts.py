"""Random facts for a loaded vocabulary: complete, with gaps, in either language, as objects, or wrong."""

from __future__ import annotations

import datetime as dt
import random
from types import SimpleNamespace
from typing import Any

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

TEXTS = ("甲", "乙", "许可", "", "一、“二”{三}", "工本费")
DAYS = ("2018-01-01", "2020-02-29", "2020-06-01", "2021-06-30", "2023-12-31", "2024-01-31", "2024-05-01")


def complete(rng: random.Random, record: RecordType) -> dict[str, Any]:
    """Every ordinary fact, by Chinese names; findings and what may be absent at will."""
    given: dict[str, Any] = {}
    for field in record.fields:
        if field.finding and rng.random() < 0.4:
            continue
        given[field.name.zh] = None if field.may_be_absent and rng.random() < 0.25 else _value(rng, field.type)
    return given


def _value(rng: random.Random, type_: Type) -> Any:
    match type_:
        case BoolType():
            return rng.random() < 0.5
        case NumberType(whole=True, low=low, high=high):
            return rng.randint(0 if low is None else low, min(10, high) if high is not None and rng.random() < 0.7 else
                               (20 if high is None else high))
        case NumberType():
            return rng.choice((0.5, 1.25, 2, -3, 0.1))
        case MoneyType(high=high):
            return rng.choice((0, "0.01", 10, "12.50", 200, 0 if high is not None else 1_000_000))
        case DateType():
            day = dt.date(2019, 1, 1) + dt.timedelta(rng.randrange(2500))
            return rng.choice(DAYS) if rng.random() < 0.6 else day.isoformat()
        case DateTimeType():
            return rng.choice(DAYS) + rng.choice(("T09:30", "T23:59", "T00:00"))
        case DurationType():
            return rng.randrange(40)
        case TextType():
            return rng.choice(TEXTS)
        case EnumType(values=values, open=open_):
            return "广场" if open_ and rng.random() < 0.3 else rng.choice(values).zh
        case SetType(of=of):
            values = [_value(rng, of) for _ in range(rng.randrange(3))]
            return list(dict.fromkeys(values))
        case ManyType(of=of):
            return [_value(rng, of) for _ in range(rng.randrange(4))]
        case ListType(of=of):
            return [complete(rng, of) for _ in range(rng.choice((0, 1, 1, 2, 3)))]
        case RecordType():
            return complete(rng, type_)
        case _:
            raise AssertionError(type_)


def fewer(rng: random.Random, given: dict[str, Any], record: RecordType, share: float) -> dict[str, Any]:
    """The facts without some of the ordinary ones; findings stay, since leaving one out says that it is not there."""
    out: dict[str, Any] = {}
    for name, value in given.items():
        field = record.get(name)
        assert field is not None
        gone = not field.finding and rng.random() < share
        if isinstance(field.type, RecordType) and value is not None and not (gone and field.optional):
            out[name] = fewer(rng, value, field.type, share)
        elif gone:
            continue
        elif isinstance(field.type, ListType) and value is not None:
            out[name] = [fewer(rng, item, field.type.of, share) for item in value]
        else:
            out[name] = value
    return out


def english(given: dict[str, Any], record: RecordType) -> dict[str, Any]:
    """The same facts with English keys and values."""
    out = {}
    for name, value in given.items():
        field = record.get(name)
        assert field is not None
        out[field.name.en] = value if value is None else _english(value, field.type)
    return out


def _english(value: Any, type_: Type) -> Any:
    match type_:
        case EnumType(values=values):
            return next((v.en for v in values if v.zh == value), value)
        case SetType(of=of) | ManyType(of=of):
            return [_english(v, of) for v in value]
        case ListType(of=of):
            return [english(v, of) for v in value]
        case RecordType():
            return english(value, type_)
        case _:
            return value


def as_object(given: dict[str, Any]) -> Any:
    """Mappings as plain objects."""
    def made(value: Any) -> Any:
        if isinstance(value, dict):
            return SimpleNamespace(**{k: made(v) for k, v in value.items()})
        return [made(v) for v in value] if isinstance(value, list) else value
    return made(given)


NEVER_RIGHT: dict[type, tuple[Any, ...]] = {  # for each type, what is no value of it
    BoolType: ("是", 1, [], {}), NumberType: ("3", True, [], {}, float("nan"), 10**300),
    MoneyType: ("十元", True, [], {}, 0.001, float("inf")), DateType: ("2025-02-30", 3, True, [], {}, "昨天"),
    DateTimeType: ("2025-01-01T99:00", 3, True, [], {}), DurationType: ("3 parsecs", -1, True, [], {}),
    TextType: (3, True, [], {}), EnumType: (3, True, [], {}), SetType: ("甲", 3, {}), ManyType: ("甲", 3, {}),
    ListType: ("甲", 3, {}, [3], ["甲"]), RecordType: ("甲", 3, [])}


def wrong(rng: random.Random, given: dict[str, Any], record: RecordType) -> dict[str, Any]:
    """The facts with exactly one of them wrong: its type, value, range or key, or null where it may not be."""
    out = dict(given)
    inner = [f for f in record.fields if isinstance(out.get(f.name.zh), dict) or (
        isinstance(f.type, ListType) and out.get(f.name.zh))]
    if inner and rng.random() < 0.6:
        field = rng.choice(inner)
        assert isinstance(field.type, RecordType | ListType)
        value = out[field.name.zh]
        if isinstance(field.type, RecordType):
            out[field.name.zh] = wrong(rng, value, field.type)
        else:
            at = rng.randrange(len(value))
            out[field.name.zh] = [wrong(rng, v, field.type.of) if i == at else v for i, v in enumerate(value)]
        return out
    field = rng.choice(record.fields)
    kind = rng.randrange(10)
    if kind == 0:
        out["没有的键"] = 1
    elif kind == 1 and field.name.zh != field.name.en:
        out[field.name.zh] = out[field.name.en] = given.get(field.name.zh)
    else:
        out[field.name.zh] = _wrong(rng, field)
    return out


def _wrong(rng: random.Random, field: Field) -> Any:
    type_ = field.type
    some = list(NEVER_RIGHT[type(type_)])
    if not field.may_be_absent:
        some.append(None)
    if isinstance(type_, EnumType) and not type_.open:
        some.append("没有的值")
    high = getattr(type_, "high", None)
    if isinstance(type_, NumberType) and high is not None:
        some += [high + 1, -1]
    if isinstance(type_, SetType) and isinstance(type_.of, EnumType):
        some.append(["没有的值"])
    return rng.choice(some)
