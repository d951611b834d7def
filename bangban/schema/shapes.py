"""What both kinds of schema need of a vocabulary: its records and enums, each once, under names a program can use."""

from __future__ import annotations

import keyword
import re
from collections.abc import Iterator

from attrs import frozen

from bangban.policy.types import EnumType, Field, ListType, ManyType, RecordType, SetType, Type
from bangban.words import Both, Lang


@frozen
class Shapes:
    """Records in the order in which each can be written after those it needs (the root last), and named enums."""

    records: tuple[tuple[str, RecordType], ...]
    enums: tuple[tuple[str, EnumType], ...]

    def record_name(self, record: RecordType) -> str:
        """The class or definition name of a record."""
        return next(name for name, r in self.records if r is record)

    def enum_name(self, enum: EnumType) -> str | None:
        """The name of an enum declared once under a name; None for one written in place."""
        return next((name for name, e in self.enums if e == enum), None)


def shapes(vocabulary: RecordType, lang: Lang) -> Shapes:
    """The records and named enums of a vocabulary, named in ``lang``."""
    taken: set[str] = set()
    enums: list[tuple[str, EnumType]] = []
    records: list[tuple[str, RecordType]] = []

    def visit(record: RecordType) -> None:
        for field in record.fields:
            inner = _record_in(field.type)
            if inner is not None and all(r is not inner for _, r in records):
                visit(inner)
            enum = _enum_in(field.type)
            if enum is not None and enum.name is not None and all(e != enum for _, e in enums):
                enums.append((_unique(class_name(enum.name, lang), taken), enum))
        records.append((_unique(class_name(record.name, lang) if record.name.zh else "Facts", taken), record))

    visit(vocabulary)
    return Shapes(tuple(records), tuple(enums))


def _record_in(type_: Type) -> RecordType | None:
    if isinstance(type_, RecordType):
        return type_
    return type_.of if isinstance(type_, ListType) else None


def _enum_in(type_: Type) -> EnumType | None:
    inner = type_.of if isinstance(type_, SetType | ManyType) else type_
    return inner if isinstance(inner, EnumType) else None


def _unique(name: str, taken: set[str]) -> str:
    candidate, n = name, 2
    while candidate in taken:
        candidate, n = f"{name}{n}", n + 1
    taken.add(candidate)
    return candidate


def class_name(name: Both, lang: Lang) -> str:
    """``personal_data`` as ``PersonalData``; a Chinese name as it is."""
    words = [w for w in re.split(r"[^\w]+|_", name.say(lang)) if w]
    joined = "".join(w[:1].upper() + w[1:] for w in words)
    return joined if joined.isidentifier() and not keyword.iskeyword(joined) else f"R_{joined}"


def usable(word: str) -> bool:
    """Whether a fact's name can be an attribute."""
    return word.isidentifier() and not keyword.iskeyword(word)


def fields_in(record: RecordType, lang: Lang) -> Iterator[tuple[str, Field]]:
    """Each field with the name a program gives it: the one in ``lang`` if it can be one, else the other, else none."""
    for field in record.fields:
        for word in (field.name.say(lang), *field.name):
            if usable(word):
                yield word, field
                break
