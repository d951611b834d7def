"""What is ordinary: the value of each fact that a case has unless something calls for another.

Findings and what may be absent are absent, the first value of an enum, no, the least number, the day after the last
change of the rules, one element in a list (none in a list of fees). A case already known to be ordinary comes first.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from bangban.policy.fees import money_field
from bangban.policy.model import ExceptionRule, Model
from bangban.policy.types import (
    BoolType,
    DateTimeType,
    DateType,
    DurationType,
    EnumType,
    Field,
    ListType,
    ManyType,
    RecordType,
    SetType,
    TextType,
    Type,
)
from bangban.policy.values import Duration, exact
from bangban.words import is_chinese

UNSAID = object()  # an ordinary case leaves it out
_OTHERS, _OTHERS_IN_ENGLISH = "甲乙丙丁戊己庚辛壬癸", "ABCDEFGHIJ"  # texts no rule speaks of
_DEFAULT_DAY = dt.date(2025, 1, 1)


def other_texts(vocabulary: RecordType) -> str:
    """Texts for facts whose text does not matter, a character each, in the language the vocabulary is written in.

    That is told by its sentences for people, as names stand in both languages; by its names where it has none.
    """
    fields = list(_fields(vocabulary))
    said = [f.note for f in fields if f.note] or [word for f in fields for word in f.name]
    return _OTHERS if any(map(is_chinese, said)) else _OTHERS_IN_ENGLISH


def _fields(record: RecordType) -> Iterator[Field]:
    for field in record.fields:
        yield field
        inner = field.type.of if isinstance(field.type, ListType) else field.type
        if isinstance(inner, RecordType):
            yield from _fields(inner)


def ordinary_day(models: Iterable[Model]) -> dt.date:
    """A day on which every rule that starts has started."""
    days: list[dt.date] = []
    for model in models:
        periods = [h.period for h in model.heads.values()] + [r.period for r in model.rules]
        periods += [d.period for p in model.parameters.values() for d in p.values]
        for rule in model.rules:
            periods += [e.period for e in _exceptions(rule.exceptions)]
        days += [p.start for p in periods if p.start is not None]
        days += [h.published for h in model.heads.values() if h.published is not None]
    return max(days, default=_DEFAULT_DAY)


def _exceptions(some: Iterable[ExceptionRule]) -> Iterable[ExceptionRule]:
    for exception in some:
        yield exception
        yield from _exceptions(exception.exceptions)


class Ordinary:
    """The ordinary value of every fact. ``usual``: a whole case (facts and day) that is ordinary here."""

    def __init__(self, vocabulary: RecordType, day: dt.date, decision_date: tuple[str, ...] | None,
                 usual: Mapping[str, Any] | None = None) -> None:
        self.vocabulary, self.day, self.decision_date = vocabulary, day, decision_date
        self.text = other_texts(vocabulary)[0]
        self.facts: Mapping[str, Any] = usual if usual is not None else self._record(vocabulary, ())

    def at(self, place: tuple[str | int, ...]) -> Any:
        """The ordinary value of the fact at a place; :data:`UNSAID` where the ordinary case has none."""
        here: Any = self.facts
        type_: Any = self.vocabulary
        for i, step in enumerate(place):
            if isinstance(step, int):
                type_ = type_.of
                items = sorted(here) if isinstance(here, frozenset) else here
                here = items[step] if isinstance(items, tuple | list) and step < len(items) else UNSAID
            else:
                declared = type_.get(step) if isinstance(type_, RecordType) else None
                if declared is None:
                    return UNSAID
                type_ = declared.type
                here = here.get(step, UNSAID) if isinstance(here, Mapping) else UNSAID
            if here is UNSAID or here is None:
                below = place[i + 1:]
                return here if not below and here is None else self.schema(place)
        return here

    def schema(self, place: tuple[str | int, ...]) -> Any:
        """What the vocabulary alone makes ordinary."""
        type_: Any = self.vocabulary
        declared: Field | None = None
        above: tuple[str, ...] = ()
        for step in place:
            if isinstance(step, int):
                type_, declared = type_.of, None
            else:
                declared = type_.get(step)
                if declared is None:
                    return UNSAID
                type_, above = declared.type, (*above, step)
        return self._value(type_, above) if declared is None else self._field(declared, above)

    def of_type(self, type_: Type) -> Any:
        """What is ordinary for a type, wherever it stands."""
        return self._value(type_, ())

    def _record(self, record: RecordType, above: tuple[str, ...]) -> dict[str, Any]:
        return {f.name.zh: self._field(f, (*above, f.name.zh)) for f in record.fields}

    def _field(self, declared: Field, path: tuple[str, ...]) -> Any:
        return None if declared.may_be_absent else self._value(declared.type, path)

    def _value(self, type_: Type, path: tuple[str, ...]) -> Any:
        match type_:
            case BoolType():
                return False
            case EnumType(values=values):
                return values[0].zh
            case DateType(low=low, high=high):
                return max(low or self.day, min(high or self.day, self.day))
            case DateTimeType():
                return dt.datetime.combine(self.day, dt.time(9))
            case DurationType(unit=unit):
                return Duration(0, unit)
            case TextType():
                return self.text
            case SetType():
                return frozenset()
            case ManyType():
                return ()
            case ListType(of=of):
                return () if money_field(of) else (self._record(of, path),)
            case RecordType():
                return self._record(type_, path)
            case _:
                low, high = exact(getattr(type_, "low", None)), exact(getattr(type_, "high", None))
                return max(low if low is not None else 0, min(high, 0) if high is not None and low is None else 0)
