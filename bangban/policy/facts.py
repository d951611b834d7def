"""The door: facts as a program gives them, checked against the vocabulary, every fault at once, before any rule runs.

In: any mapping or plain object, keys in Chinese or English. Out: nested dicts by canonical (Chinese) names. A missing
key is left out (unknown), except that a finding (认定) not recorded is absent; None is absent. UNSET, of this library
or of msgspec, is as good as no key; a ``UserString``, which equals its text, is as good as that.
"""

from __future__ import annotations

import datetime as dt
from collections import UserString
from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any, assert_never

from bangban.policy.fact_names import fact_names
from bangban.policy.readings import Unreadable, read_date, read_moment, read_money, read_number, read_span
from bangban.policy.types import (
    AgeType,
    AnyType,
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
    type_name,
)
from bangban.policy.values import show
from bangban.problems import FactPath, Problem
from bangban.unset import is_unset
from bangban.words import Both

MAX_ITEMS = 10_000
MAX_TEXT = 100_000
_LONG = 1000  # bits: Python writes no endless numbers out
_SHOWN = 60  # characters of a wrong value that a message repeats
_GUESSED = 100  # faults after which nobody is asked whether another name was meant: it would take longer than the rest

Facts = dict[str, Any]
_ALL = Both("事实", "the facts")
_FAULT: Any = object()  # a value that could not be read; its problem is noted


def read_facts(given: object, vocabulary: RecordType) -> tuple[Facts, list[Problem]]:
    """Facts in canonical form, and every fault with its path."""
    door = _Door(vocabulary)
    facts = door.record(given, vocabulary, ())
    return (facts if isinstance(facts, dict) else {}), door.problems


def asked_day(as_of: object) -> tuple[dt.date | None, list[Problem]]:
    """The date a decision is asked for, or None; and what is wrong with it."""
    if as_of is None:
        return None, []
    try:
        return read_date(as_of), []
    except Unreadable as fault:
        from bangban.policy.facts_problems import WrongType

        return None, [WrongType(path=("as_of",), fact=Both("决定日(as_of)", "as_of"), wanted=Both("日期", "date"),
                                found=described(as_of), how=fault.how)]


def day_in(facts: Facts, path: tuple[str, ...] | None) -> dt.date | None:
    """The date of the decision as the facts give it, under the path of the 决定日; None where they do not."""
    here: Any = facts
    for name in path or ():
        here = here.get(name) if isinstance(here, dict) else None
    if isinstance(here, dt.datetime):
        return here.date()
    return here if isinstance(here, dt.date) else None


class _Door:
    """One passage through the door; collects the faults."""

    def __init__(self, vocabulary: RecordType) -> None:
        self.vocabulary = vocabulary
        self.problems: list[Problem] = []

    def name(self, path: FactPath) -> Both:
        """A place as people write it, in both languages."""
        return fact_names(self.vocabulary, path)

    # ------------------------------------------------------------ records

    def record(self, given: object, type_: RecordType, path: FactPath) -> Any:
        if isinstance(given, Mapping):
            found = self._from_mapping(self._items_of(given, path), type_, path)
        elif given is None or isinstance(given, str | bytes | int | float | Decimal | list | tuple | set | dt.date):
            return self._wrong(given, type_, path, Both("给一个对象(键和值)。", "give an object (keys and values)."))
        else:
            found = self._from_object(given, type_, path)
        out: Facts = {}
        for field in type_.fields:
            value = found.get(field.name.zh, _FAULT)
            if value is _FAULT:
                if field.finding:
                    out[field.name.zh] = None
                elif isinstance(field.type, RecordType) and not field.optional:
                    out[field.name.zh] = unsaid(field.type)
                continue
            read = self.field(value, field, (*path, field.name.zh))
            if read is not _FAULT:
                out[field.name.zh] = read
        return out

    def _items_of(self, given: Mapping[Any, Any], path: FactPath) -> Iterable[tuple[Any, Any]]:
        if type(given) is dict:
            return given.items()
        try:
            return list(given.items())
        except Exception as error:  # whatever the program's own code may raise, the person is told of the fact
            self._failed(error, path)
            return ()

    def _from_object(self, given: object, type_: RecordType, path: FactPath) -> Facts:
        """Attributes of a plain object (attrs, dataclass, pydantic, msgspec); one not set, or UNSET, is unknown."""
        found: Facts = {}
        for field in type_.fields:
            for word in field.name:
                try:
                    value = getattr(given, word, _FAULT)
                except Exception as error:  # a property may do anything
                    self._failed(error, (*path, field.name.zh))
                    break
                if value is not _FAULT and not is_unset(value):
                    found[field.name.zh] = value
                    break
        return found

    def _failed(self, error: Exception, path: FactPath) -> None:
        from bangban.policy.facts_problems import NotGiven

        said = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
        self.problems.append(NotGiven(path=path, fact=self.name(path) if path else _ALL, error=said[:_SHOWN]))

    def _from_mapping(self, given: Iterable[tuple[Any, Any]], type_: RecordType, path: FactPath) -> Facts:
        found: Facts = {}
        for key, value in given:
            key = _plain(key)
            field = type_.get(key) if isinstance(key, str) else None
            if field is None:
                self._unknown(str(key)[:_SHOWN], type_, path)
            elif is_unset(value):
                continue
            elif field.name.zh in found:
                from bangban.policy.facts_problems import GivenTwice

                here = (*path, field.name.zh)
                self.problems.append(GivenTwice(path=here, fact=self.name(here)))
            else:
                found[field.name.zh] = value
        return found

    def _unknown(self, key: str, type_: RecordType, path: FactPath) -> None:
        from difflib import get_close_matches

        from bangban.policy.facts_problems import UnknownFact

        words = [w for f in type_.fields for w in f.name]
        near = get_close_matches(key, words, 1, 0.5) if len(self.problems) < _GUESSED else []
        hint = Both(f"是不是「{near[0]}」?", f" Did you mean “{near[0]}”?") if near else Both("", "")
        here = (*path, key)
        self.problems.append(UnknownFact(path=here, fact=self.name(here), near=hint))

    # ------------------------------------------------------------ values

    def field(self, value: object, field: Field, path: FactPath) -> Any:
        if value is None:
            if field.may_be_absent:
                return None
            from bangban.policy.facts_problems import MayNotBeAbsent

            self.problems.append(MayNotBeAbsent(path=path, fact=self.name(path)))
            return _FAULT
        return self.value(value, field.type, path)

    def value(self, value: object, type_: Type, path: FactPath) -> Any:
        value = _plain(value)
        match type_:
            case BoolType():
                if isinstance(value, bool):
                    return value
                return self._wrong(value, type_, path, Both("写 true 或 false。", "write true or false."))
            case NumberType():
                return self._read(read_number, value, type_, path)
            case MoneyType():
                return self._read(read_money, value, type_, path)
            case DateType():
                return self._read(read_date, value, type_, path)
            case DateTimeType():
                return self._read(read_moment, value, type_, path)
            case DurationType():
                return self._read(read_span, value, type_, path)
            case TextType():
                return self._text(value, type_, path)
            case EnumType():
                return self._enum(value, type_, path)
            case SetType(of=of):
                items = self._items(value, type_, path, set | frozenset)
                read = [self.value(item, of, (*path, i)) for i, item in enumerate(items)] if items is not _FAULT else []
                return frozenset(r for r in read if r is not _FAULT) if items is not _FAULT else _FAULT
            case ManyType(of=of):
                items = self._items(value, type_, path)
                return items if items is _FAULT else tuple(
                    r for i, item in enumerate(items) if (r := self.value(item, of, (*path, i))) is not _FAULT)
            case ListType(of=of):
                items = self._items(value, type_, path)
                return items if items is _FAULT else tuple(
                    r for i, item in enumerate(items) if (r := self.record(item, of, (*path, i))) is not _FAULT)
            case RecordType():
                return self.record(value, type_, path)
            case AgeType() | AnyType():
                return value
            case _:
                assert_never(type_)

    def _read(self, reader: Any, value: object, type_: Type, path: FactPath) -> Any:
        try:
            read = reader(value, type_)
        except Unreadable as fault:
            return self._wrong(value, type_, path, fault.how)
        low, high = getattr(type_, "low", None), getattr(type_, "high", None)
        if (low is not None and read < low) or (high is not None and read > high):
            from bangban.policy.facts_problems import OutOfRange

            self.problems.append(OutOfRange(path=path, fact=self.name(path), low=_shown(low, type_),
                                            high=_shown(high, type_), found=_shown(read, type_)))
            return _FAULT
        return read

    def _text(self, value: object, type_: Type, path: FactPath) -> Any:
        if not isinstance(value, str):
            return self._wrong(value, type_, path, Both("写成文字(加引号)。", "write a text (in quotes)."))
        if len(value) > MAX_TEXT:
            from bangban.policy.facts_problems import TooMany

            self.problems.append(TooMany(path=path, fact=self.name(path), size=len(value), limit=MAX_TEXT))
            return _FAULT
        return value

    def _enum(self, value: object, type_: EnumType, path: FactPath) -> Any:
        if not isinstance(value, str):
            values = "、".join(v.zh for v in type_.values)
            english = ", ".join(v.en for v in type_.values)
            return self._wrong(value, type_, path, Both(f"可取:{values}。", f"it may be: {english}."))
        canonical = type_.canonical(value)
        if canonical is not None:
            return canonical
        if type_.open:
            return self._text(value, type_, path)
        from difflib import get_close_matches

        from bangban.policy.facts_problems import NotAValue

        near = get_close_matches(value, [w for v in type_.values for w in v], 1, 0.4)
        hint = Both(f"是不是「{near[0]}」?", f" Did you mean “{near[0]}”?") if near else Both("", "")
        self.problems.append(NotAValue(path=path, fact=self.name(path), found=value[:_SHOWN], near=hint,
                                       values=type_.values))
        return _FAULT

    def _items(self, value: object, type_: Type, path: FactPath, also: Any = ()) -> Any:
        if not isinstance(value, list | tuple) and not (also and isinstance(value, also)):
            return self._wrong(value, type_, path, Both("写成列表 […]。", "write a list […]."))
        items: Iterable[Any] = value if isinstance(value, list | tuple) else sorted(value, key=str)
        items = list(items)
        if len(items) > MAX_ITEMS:
            from bangban.policy.facts_problems import TooMany

            self.problems.append(TooMany(path=path, fact=self.name(path), size=len(items), limit=MAX_ITEMS))
            return _FAULT
        return items

    def _wrong(self, value: object, type_: Type, path: FactPath, how: Both) -> Any:
        from bangban.policy.facts_problems import WrongType

        wanted = type_name(type_) if path else Both("一个对象", "an object")
        self.problems.append(WrongType(path=path, fact=self.name(path) if path else _ALL, wanted=wanted,
                                       found=described(value), how=how))
        return _FAULT


def _plain(value: object) -> object:
    """A text of any class as just that text: what else the class does is no matter."""
    if isinstance(value, UserString):
        value = value.data
    return str.__str__(value) if isinstance(value, str) and type(value) is not str else value


def unsaid(type_: RecordType) -> Facts:
    """A record nobody mentioned: its findings are absent, the rest unknown."""
    return {f.name.zh: None if f.finding else unsaid(f.type)  # type: ignore[arg-type]
            for f in type_.fields if f.finding or (isinstance(f.type, RecordType) and not f.optional)}


def _shown(end: Any, type_: Type) -> Both:
    """A value or the end of a range, in both languages."""
    if end is None:
        return Both("…", "…")
    return Both(show(end, type_, "zh")[:_SHOWN], show(end, type_, "en")[:_SHOWN])


def described(value: object) -> Both:
    """A wrong value as a message repeats it: as it would be written in JSON, or what kind of thing it is."""
    match value:
        case None | bool():
            shown = {None: "null", True: "true", False: "false"}[value]
        case str():
            shown = f"“{value[:_SHOWN]}”"
        case int() if value.bit_length() > _LONG:
            return Both("一个很长的数", "a very long number")
        case Fraction() if max(value.numerator.bit_length(), value.denominator.bit_length()) > _LONG:
            return Both("一个很长的数", "a very long number")
        case int() | float() | Decimal() | Fraction() | dt.date():
            shown = str(value)[:_SHOWN]
        case Mapping():
            return Both("一个对象", "an object")
        case list() | tuple() | set() | frozenset():
            return Both("一个列表", "a list")
        case _:
            shown = type(value).__name__
    return Both(shown, shown)
