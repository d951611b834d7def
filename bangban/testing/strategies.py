"""A Hypothesis strategy for the facts of a policy, biased to what conditions compare with and to days of change."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from attrs import define, field
from hypothesis import strategies as st

from bangban.front_door import Policy
from bangban.policy.model import Model
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
from bangban.policy.values import Duration, exact
from bangban.testing.nearby import Path, readings

_TEXTS = ("甲", "乙", "another")
_MOST = 3  # elements in a list
_A_DAY = dt.timedelta(days=1)
_FAR = 10**12  # where a number has no bound


def facts(policy: Policy, complete: bool | None = None) -> st.SearchStrategy[dict[str, Any]]:
    """Facts as ``policy.decide`` takes them, keys in Chinese. ``complete``: nothing missing (True), something may be
    (False), or sometimes the one, sometimes the other (None)."""
    making = _Making(policy.model)
    wanted = (True, False) if complete is None else (complete,)
    return st.one_of(*(making.record(policy.model.vocabulary, (), whole) for whole in wanted))


@define
class _Making:
    """One vocabulary, with the constants that conditions compare each fact with."""

    model: Model
    constants: dict[Path, set[Any]] = field(init=False)
    days: list[dt.date] = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.constants = {r.path: r.constants for r in readings(self.model.rules, self.model)}
        found = {c for of in self.constants.values() for c in of if type(c) is dt.date}
        for parameter in self.model.parameters.values():
            found |= {d for v in parameter.values for d in (v.period.start, v.period.end) if d is not None}
        self.days = sorted({d for c in found for d in _around(c)})

    def record(self, type_: RecordType, above: Path, complete: bool) -> st.SearchStrategy[dict[str, Any]]:
        """A record: all its fields, or some."""
        always: dict[str, st.SearchStrategy[Any]] = {}
        sometimes: dict[str, st.SearchStrategy[Any]] = {}
        for of in type_.fields:
            made = self.field(of, (*above, of.name.zh), complete)
            # a finding that is not recorded is absent: leaving it out leaves nothing unknown
            (always if complete and not of.finding else sometimes)[of.name.zh] = made
        return st.fixed_dictionaries(always, optional=sometimes)

    def field(self, of: Field, path: Path, complete: bool) -> st.SearchStrategy[Any]:
        """The values of a field; null where it may be absent."""
        made = self.value(of.type, path, complete)
        return st.one_of(made, st.none()) if of.may_be_absent else made

    def value(self, type_: Type, path: Path, complete: bool) -> st.SearchStrategy[Any]:
        """The values of a type, those at the bounds of conditions first."""
        known = self.constants.get(path, set())
        match type_:
            case BoolType():
                return st.booleans()
            case EnumType(values=values, open=open_):
                words = [v.zh for v in values] + (["别处"] if open_ else [])
                return st.sampled_from(words)
            case NumberType(whole=whole):
                near = _near(known, type_)
                any_: st.SearchStrategy[Any] = st.integers(*_bounds(type_))
                if not whole:
                    any_ = st.one_of(any_, st.decimals(*_bounds(type_), places=2))
                return st.one_of(st.sampled_from(near), any_) if near else any_
            case MoneyType():
                bounds = [Decimal(fen) / 100 for fen in _near(known | {0}, type_)]
                low, high = _bounds(type_)
                some = st.integers(low, high).map(lambda fen: Decimal(fen) / 100)
                return st.one_of(st.sampled_from(bounds), some)
            case DateType(low=low, high=high):
                days = [d for d in self.days if (low is None or d >= low) and (high is None or d <= high)]
                some_day = st.dates(low or dt.date(1900, 1, 1), high or dt.date(2100, 12, 31))
                return st.one_of(st.sampled_from(days), some_day) if days else some_day
            case DateTimeType():
                moments = st.datetimes(dt.datetime(1900, 1, 1), dt.datetime(2100, 12, 31))
                return moments.map(lambda m: m.replace(microsecond=0))
            case DurationType(unit=unit):
                return st.integers(0, 400).map(lambda n: Duration(n, unit))
            case TextType():
                return st.sampled_from([*sorted(c for c in known if isinstance(c, str)), *_TEXTS])
            case SetType(of=of):
                return st.lists(self.value(of, path, complete), max_size=4, unique=True)
            case ManyType(of=of):
                return st.lists(self.value(of, path, complete), max_size=_MOST)
            case ListType(of=of):
                return st.lists(self.record(of, path, complete), max_size=_MOST)
            case RecordType():
                return self.record(type_, path, complete)
            case _:
                raise AssertionError(type_)


def _bounds(type_: NumberType | MoneyType) -> tuple[int, int]:
    low, high = exact(type_.low), exact(type_.high)
    return int(low) if low is not None else (0 if isinstance(type_, MoneyType) else -_FAR), (
        int(high) if high is not None else _FAR)


def _near(constants: Iterable[Any], type_: NumberType | MoneyType) -> list[int]:
    low, high = _bounds(type_)
    whole = [c for c in constants if isinstance(c, int) and not isinstance(c, bool)]
    return sorted({v for c in [*whole, low] for v in (c - 1, c, c + 1) if low <= v <= high})


def _around(day: dt.date) -> list[dt.date]:
    out = [day]
    if day > dt.date.min:
        out.append(day - _A_DAY)
    if day < dt.date.max:
        out.append(day + _A_DAY)
    return out
