"""The values a solver found, read back as facts: as they come through the door, by canonical names."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from bangban.policy.types import (
    BoolType,
    DateTimeType,
    DateType,
    DurationType,
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
from bangban.prove.facts import Place, Record, Sequence, Space, moment
from bangban.prove.formula import evaluate
from bangban.prove.ordinary import UNSAID, Ordinary
from bangban.prove.question import Question
from bangban.prove.symbols import Choice, Members, Symbol

COUNTED = (NumberType, MoneyType, DateType, DateTimeType, DurationType)


def other_texts(space: Space) -> list[str]:
    """Texts no rule speaks of, as many as one could need; -1 stands for the first, -2 for the second."""
    names = [*space.other_texts, *(f"{w}{n}" for n in range(1, 10) for w in space.other_texts)]
    return [w for w in names if w not in space.texts]


class Decoding:
    """The facts of one answer."""

    def __init__(self, question: Question, ordinary: Ordinary, values: Mapping[Any, Any]) -> None:
        self.question, self.space = question, question.space
        self.ordinary, self.values = ordinary, values

    def facts(self) -> dict[str, Any]:
        """All facts."""
        return self.record(self.space.root, self.space.vocabulary, ())

    def record(self, record: Record | None, type_: RecordType, place: Place) -> dict[str, Any]:
        """The fields of a record; those the question does not depend on have their ordinary values."""
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
            return self.record(symbol.body, symbol.body.type, place)
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
            return self.record(body if isinstance(body, Record) else None, declared.type, place)
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
        return tuple(self.record(e, body.type.of, (*body.place, i)) for i, e in enumerate(elements)
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
                    items.append(self.record(element, element.type, (*body.place, index)))
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
            case _ if isinstance(type_, COUNTED):
                return exact(number)
            case _:
                words = {n: word for word, n in self.space.texts.items()}
                return words.get(int(number)) or other_texts(self.space)[(-1 - int(number)) % 40]
