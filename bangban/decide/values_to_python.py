"""Lines that check one value on its way in and put it in canonical form: exactly what the reference door lets in.

What is let in at once is plain: exact types of Python, dates in the usual spelling. Anything else goes through the
reading of the reference door, or (``odd``) is left to it altogether.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from bangban.decide.names import Names
from bangban.policy.facts import MAX_ITEMS, MAX_TEXT
from bangban.policy.readings import read_date, read_moment, read_money, read_number, read_span
from bangban.policy.types import (
    BoolType,
    DateTimeType,
    DateType,
    DurationType,
    EnumType,
    ManyType,
    MoneyType,
    NumberType,
    Scalar,
    SetType,
    TextType,
    Type,
)
from bangban.policy.values import UNKNOWN, exact

MISSING = type("Missing", (), {"__repr__": lambda self: "MISSING"})()
SEQUENCES = ("list", "tuple")
_SETS = (*SEQUENCES, "set", "frozenset")
_SEEN, _SHORT = 1000, 20  # how many lists of words, of what length, are remembered with the sets they make
_SMALL = 1 << 100  # whole numbers within this are let in at once; longer ones are the reference door's to judge


def day_of(text: object) -> dt.date:
    """A date as text, at the speed of the library where it is written the usual way."""
    if type(text) is str and len(text) == 10 and text[4] == text[7] == "-":
        return dt.date.fromisoformat(text)
    return read_date(text)


def _canonical(of: EnumType) -> dict[str, str]:
    """The words of an enum, in both languages, to its canonical ones."""
    return {word: value.zh for value in of.values for word in value}


class Sets(dict[tuple[Any, ...], frozenset[str]]):
    """The sets that lists of words make, the first so many short ones remembered; KeyError for any other word and for
    more than facts may hold."""

    __slots__ = ("words",)

    def __init__(self, of: EnumType) -> None:
        self.words = _canonical(of)

    def __missing__(self, given: tuple[Any, ...]) -> frozenset[str]:
        if len(given) > MAX_ITEMS:
            raise KeyError
        made = frozenset(map(self.words.__getitem__, given))
        if len(self) < _SEEN and len(given) < _SHORT:
            self[given] = made
        return made


class Checks:
    """Writes the checks of values. ``odd`` is the statement that leaves the facts to the reference door."""

    def __init__(self, names: Names, odd: str) -> None:
        self.names = names
        self.odd = odd
        self._temps = 0

    def temp(self) -> str:
        """A local not used yet."""
        self._temps += 1
        return f"v{self._temps}"

    def enum(self, type_: EnumType, read: str, local: str, indent: str, *, absent: bool) -> Iterator[str]:
        """``local``: the canonical word for what ``read`` gives."""
        if not type_.open:
            yield f"{indent}{local} = {self._words(type_, absent)}[{read}]"
            return
        given = self.temp()
        yield f"{indent}{given} = {read}"
        yield f"{indent}{local} = {self._words(type_, absent)}.get({given})"
        yield f"{indent}if {local} is None" + (f" and {given} is not None:" if absent else ":")
        yield f"{indent}    if type({given}) is not str or len({given}) > {MAX_TEXT}: {self.odd}"
        yield f"{indent}    {local} = {given}"

    def _words(self, type_: EnumType, absent: bool) -> str:
        """The words of an enum, in both languages, to its canonical ones; None and what is missing to themselves."""
        def make() -> dict[Any, Any]:
            words: dict[Any, Any] = {word: type_.canonical(word) for v in type_.values for word in v}
            words[MISSING] = UNKNOWN
            return {**words, None: None} if absent else words
        return self.names.made(("words", type_, absent), "w", make)

    def value(self, type_: Type, local: str, indent: str) -> Iterator[str]:
        """Lines that check the value in ``local``."""
        match type_:
            case BoolType():
                yield f"{indent}if {local} is not True and {local} is not False: {self.odd}"
            case TextType():
                yield f"{indent}if type({local}) is not str or len({local}) > {MAX_TEXT}: {self.odd}"
            case NumberType(low=low, high=high):
                read = self._reading(read_number, local, type_)
                yield f"{indent}if {_whole(local, low, high, 'not ')}: {local} = {read}"
                yield from self._range(low, high, local, indent)
            case MoneyType(low=low, high=high):
                read = self._reading(read_money, local, type_)
                yield f"{indent}{local} = {local} * 100 if {_whole(local, low, high, '')} else {read}"
                yield from self._range(low, high, local, indent)
            case DateType(low=low, high=high):
                yield f"{indent}if type({local}) is not date: {local} = {self.names.bind(day_of, 'h')}({local})"
                yield from self._range(low, high, local, indent)
            case DateTimeType():
                yield f"{indent}{local} = {self._reading(read_moment, local, type_)}"
            case DurationType():
                yield f"{indent}{local} = {self._reading(read_span, local, type_)}"
            case SetType(of=of):
                yield from self._set(of, local, indent)
            case ManyType(of=of):
                yield from self.sized(SEQUENCES, local, indent)
                yield from self._each(of, local, "tuple", indent)
            case _:
                yield f"{indent}{self.odd}"

    def _reading(self, reader: Any, local: str, type_: Type) -> str:
        return f"{self.names.bind(reader, 'h')}({local}, {self.names.bind(type_, 'y')})"

    def _range(self, low: Any, high: Any, local: str, indent: str) -> Iterator[str]:
        least, most = (None if end is None else self.names.const(exact(end)) for end in (low, high))
        if least and most:
            yield f"{indent}if not {least} <= {local} <= {most}: {self.odd}"
        elif least:
            yield f"{indent}if {local} < {least}: {self.odd}"
        elif most:
            yield f"{indent}if {local} > {most}: {self.odd}"

    def sized(self, kinds: tuple[str, ...], local: str, indent: str) -> Iterator[str]:
        """A line that checks that something is a list, and not too long."""
        yield f"{indent}if ({_not_of(kinds, local)}) or len({local}) > {MAX_ITEMS}: {self.odd}"

    def _set(self, of: EnumType | TextType, local: str, indent: str) -> Iterator[str]:
        if isinstance(of, TextType) or of.open:
            yield from self.sized(_SETS, local, indent)
            yield from self._each(of, local, "frozenset", indent)
            return
        yield f"{indent}if {_not_of(_SETS, local)}: {self.odd}"
        yield f"{indent}{local} = {self.names.made(('sets', of), 's', lambda: Sets(of))}[tuple({local})]"

    def _plain(self, of: EnumType) -> str:
        return self.names.made(("plain", of), "w", lambda: _canonical(of).__getitem__)

    def _each(self, of: Scalar, local: str, into: str, indent: str) -> Iterator[str]:
        if isinstance(of, EnumType) and not of.open:
            yield f"{indent}{local} = {into}(map({self._plain(of)}, {local}))"
            return
        held, item = self.temp(), self.temp()
        yield f"{indent}{held} = []"
        yield f"{indent}for {item} in {local}:"
        if isinstance(of, EnumType):
            yield from self.enum(of, item, item, indent + "    ", absent=False)
        else:
            yield from self.value(of, item, indent + "    ")
        yield f"{indent}    {held}.append({item})"
        yield f"{indent}{local} = {into}({held})"


def _not_of(kinds: tuple[str, ...], local: str) -> str:
    """Whether something is of none of some kinds."""
    return " and ".join(f"type({local}) is not {kind}" for kind in kinds)


def _whole(local: str, low: Any, high: Any, negated: str) -> str:
    """Whether a value is a whole number that needs no closer look (or, with ``not``, that it is not one)."""
    if low is not None and high is not None:  # the range will tell
        return f"type({local}) is {negated}int"
    return f"type({local}) is {negated}int {'or' if negated else 'and'} {negated}{-_SMALL} < {local} < {_SMALL}"
