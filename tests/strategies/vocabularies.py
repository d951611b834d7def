"""Random vocabularies: groups, nested records and lists with fields of every type, and values a policy may write."""

from __future__ import annotations

import datetime as dt
import random
from decimal import Decimal
from fractions import Fraction
from typing import Any

from bangban.policy.types import (
    BOOL,
    DATE,
    MONEY,
    TEXT,
    WHOLE,
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
from bangban.policy.values import Duration
from bangban.words import Both

DAYS = [dt.date(2020, 2, 29), dt.date(2024, 12, 31), dt.date(2025, 1, 1), dt.date(2025, 6, 15), dt.date(2026, 3, 1)]
TEXTS = ["甲", "乙", "工本费", "fee"]
KINDS = EnumType(Both("种类", "kind"), tuple(Both(f"种{i}", f"kind{i}") for i in range(4)))
LEVELS = EnumType(Both("层级", "level"), (Both("省", "province"), Both("市", "city"), Both("县", "county")),
                  ordered=True)
PLACES = EnumType(Both("地点", "place"), (Both("一楼", "first"), Both("二楼", "second")), open=True)
RANKS = EnumType(Both("位次", "rank"), (Both("高", "high"), Both("低", "low")), ordered=True, open=True)
ENUMS = [KINDS, LEVELS, PLACES, RANKS]
AGES = NumberType(True, Decimal(0), Decimal(150))
SCALARS: list[Any] = [BOOL, WHOLE, AGES, NumberType(whole=False), MONEY, MoneyType(0, 1_000_000), DATE, DateTimeType(),
                      DurationType("DAYS"), DurationType("HOURS"), TEXT, *ENUMS]
_ORDERED = (NumberType, MoneyType, DateType, DateTimeType, DurationType)


def both(rng: random.Random, zh: str, en: str) -> Both:
    """A name with its alias, or without one."""
    return Both(zh, en) if rng.random() < 0.8 else Both(zh, zh)


def random_vocabulary(rng: random.Random) -> RecordType:
    """Groups of fields of every type, nested records, lists of records in which lists nest."""
    records = []
    for r in range(rng.randint(1, 3)):
        fields = _fields(rng, rng.randint(1, 6), f"{r}")
        if r == 0:
            fields = (Field(both(rng, "种类", "kind"), KINDS), *fields)
            if rng.random() < 0.5:
                fields = (*fields, Field(both(rng, "日期", "date"), rng.choice([DATE, DATE, DateTimeType()]),
                                         optional=rng.random() < 0.3, decision_date=True))
        if rng.random() < 0.4:
            inner = RecordType(Both(f"组{r}.内", f"group{r}.inner"), _fields(rng, rng.randint(1, 3), f"{r}i"))
            fields = (*fields, _flagged(rng, Both("内", "inner"), inner))
        records.append(_flagged(rng, both(rng, f"组{r}", f"group{r}"), RecordType(Both(f"组{r}", f"group{r}"), fields),
                                plain=r == 0))
    lists = [_list(rng, n) for n in range(rng.randint(0, 2))]
    return RecordType(Both("", ""), (*records, *lists))


def _fields(rng: random.Random, count: int, suffix: str) -> tuple[Field, ...]:
    types = [*SCALARS, SetType(KINDS), SetType(PLACES), SetType(TEXT), ManyType(TEXT), ManyType(LEVELS),
             ManyType(WHOLE)]
    return tuple(_flagged(rng, both(rng, f"项{suffix}{i}", f"field{suffix}{i}"), rng.choice(types))
                 for i in range(count))


def _flagged(rng: random.Random, name: Both, type_: Type, *, plain: bool = False) -> Field:
    flag = rng.random()
    return Field(name, type_, optional=not plain and flag < 0.25, finding=not plain and 0.25 <= flag < 0.45)


def _list(rng: random.Random, n: int) -> Field:
    fields: tuple[Field, ...] = (
        Field(both(rng, "名称", "name"), TEXT), _flagged(rng, both(rng, "金额", "amount"), MONEY),
        *_fields(rng, rng.randint(1, 4), f"l{n}"))
    if rng.random() < 0.3:
        fields = fields[::2]
    if rng.random() < 0.4:
        inner = RecordType(Both(f"列{n}.内", f"list{n}.inner"), _fields(rng, 2, f"l{n}i"))
        fields = (*fields, _flagged(rng, Both("内", "inner"), inner))
    if rng.random() < 0.3:
        inner = RecordType(Both(f"列{n}.子", f"list{n}.sub"), _fields(rng, 2, f"l{n}s"))
        fields = (*fields, _flagged(rng, Both("子", "sub"), ListType(inner)))
    name = Both(f"列{n}", f"list{n}")
    return _flagged(rng, name, ListType(RecordType(name, fields)))


def literal(rng: random.Random, type_: Type) -> Any:
    """A value of a type, as a policy would write it."""
    match type_:
        case BoolType():
            return rng.random() < 0.5
        case NumberType(whole=True):
            return rng.choice([0, 1, 2, 18, 60])
        case NumberType():
            return rng.choice([0, Decimal("1.5"), Fraction(1, 3), 2])
        case MoneyType():
            return rng.choice([0, 100, 2500, Fraction(201, 2)])
        case DateType():
            return rng.choice(DAYS)
        case DateTimeType():
            return dt.datetime.combine(rng.choice(DAYS), dt.time(rng.choice([0, 9])))
        case DurationType(unit=unit):
            return Duration(rng.choice([0, 1, 5, 30]), unit)
        case TextType():
            return rng.choice(TEXTS)
        case EnumType(values=values):
            return rng.choice(values).zh
        case SetType(of=of):
            return frozenset(literal(rng, of) for _ in range(rng.randint(0, 2)))
        case ManyType(of=of):
            return tuple(literal(rng, of) for _ in range(rng.randint(0, 2)))
        case _:
            raise AssertionError(type_)
