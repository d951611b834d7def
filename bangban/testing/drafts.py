"""Cases that are missing, written as people write them: a known case, what is different in it, and what must follow."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

from attrs import evolve, frozen

from bangban.policy.model import Case, Model
from bangban.policy.types import (
    EnumType,
    Field,
    ListType,
    ManyType,
    MoneyType,
    RecordType,
    SetType,
    Type,
)
from bangban.policy.values import Duration, decimal_text, exact, plain, show, yuan
from bangban.syntax.keywords import BY_TOKEN, VERDICTS, YAML_KEYS
from bangban.syntax.to_yaml import scalar
from bangban.words import Both, Lang

_WIDE = 110
_MOST_NAMED = 3  # differences a title names
Difference = tuple[tuple[str, ...], Any]  # a path by canonical names, and the value as written; UNSET: not given


class _Unset:
    """A fact the base gives and the draft does not."""


UNSET = _Unset()


@frozen
class Draft:
    """A case to be written. ``differences`` are against ``base`` (or nothing at all)."""

    case: Case  # its facts are those that come through the door
    base: Case | None
    differences: tuple[Difference, ...]
    about: str  # the rule, definition or policy that it tries


def draft(model: Model, case: Case, base: Case | None, about: Both, lang: Lang, taken: Iterable[str]) -> Draft:
    """A case with a title that says what it tries, against a base."""
    found = tuple(_differences(base.facts if base else {}, case.facts, model.vocabulary))
    shown = [_told(model.vocabulary, path, value, base.facts if base else {}, lang)
             for path, value in found[:_MOST_NAMED]]
    more = len(found) - len(shown)
    if lang == "zh":
        said = ",".join(shown) + (f"等 {len(found)} 处不同" if more > 0 else "")
        title = f"{about.zh}:{base.title},但{said}" if base else f"{about.zh}:{said}"
    else:
        said = ", ".join(shown) + (f" and {more} more" if more > 0 else "")
        title = f"{about.en}: {base.title}, but {said}" if base else f"{about.en}: {said}"
    known, unique, n = set(taken), title, 2
    while unique in known:
        unique, n = f"{title}({n})", n + 1
    return Draft(evolve(case, title=unique, based_on=base.title if base else None), base, found, about.zh)


def _told(vocabulary: RecordType, path: tuple[str, ...], value: Any, base: Mapping[str, Any], lang: Lang) -> str:
    names, type_ = named(vocabulary, path, lang)
    where = ".".join(names)
    if value is UNSET:
        return f"{where}不明" if lang == "zh" else f"{where} not known"
    if isinstance(type_, ListType):
        return _told_list(where, type_, value, _at(base, path), lang)
    if isinstance(type_, RecordType):
        return f"另有{where}" if lang == "zh" else f"with {where}"
    said = show(value, type_, lang) or ("空" if lang == "zh" else "empty")
    return f"{where}为{said}" if lang == "zh" else f"{where} is {said}"


def _told_list(where: str, type_: ListType, value: Any, before: Any, lang: Lang) -> str:
    """Of a list, the facts of its elements that differ; the number of elements where that differs too much."""
    rows, known = value or (), before if isinstance(before, tuple) else ()
    told = []
    for i, row in enumerate(rows):
        other = known[min(i, len(known) - 1)] if known else None
        if other is None or row == other:
            continue
        place = f"{where}[{i + 1}]" if len(rows) > 1 else where
        told += [_told(type_.of, (name,), row.get(name, UNSET), {}, lang)
                 for name in dict.fromkeys((*row, *other)) if row.get(name, UNSET) != other.get(name, UNSET)]
        if told:
            more = "" if len(told) == 1 else "等" if lang == "zh" else " and more"
            return f"{place}.{told[0]}{more}"
    return f"{where}{len(rows)}项" if lang == "zh" else f"{len(rows)} {where}"


def _at(facts: Mapping[str, Any], path: tuple[str, ...]) -> Any:
    here: Any = facts
    for part in path:
        here = here.get(part) if isinstance(here, Mapping) else None
    return here


def _differences(base: Mapping[str, Any], facts: Mapping[str, Any], record: RecordType, above: tuple[str, ...] = ()
                 ) -> Iterable[Difference]:
    for field in record.fields:
        name, path = field.name.zh, (*above, field.name.zh)
        if name not in facts:
            if name in base:
                yield path, UNSET
        elif name not in base:
            if facts[name] is not None or not field.finding:  # a finding not recorded is absent
                yield path, facts[name]
        elif isinstance(field.type, RecordType) and isinstance(facts[name], Mapping) and isinstance(
                base[name], Mapping):
            yield from _differences(base[name], facts[name], field.type, path)
        elif facts[name] != base[name]:
            yield path, UNSET if facts[name] is None and field.finding else facts[name]


def distance(base: Mapping[str, Any], facts: Mapping[str, Any], record: RecordType) -> int:
    """How many facts differ."""
    return sum(1 for _ in _differences(base, facts, record))


def named(vocabulary: RecordType, path: tuple[str, ...], lang: Lang) -> tuple[list[str], Type]:
    """The names along a path in a language, and the type at its end."""
    names: list[str] = []
    type_: Type = vocabulary
    for part in path:
        record = type_.of if isinstance(type_, ListType) else type_
        assert isinstance(record, RecordType)
        field = record.get(part)
        assert field is not None
        names.append(field.name.say(lang))
        type_ = field.type
    return names, type_


# ---------------------------------------------------------------- as YAML

def written(drafts: Iterable[Draft], model: Model, lang: Lang) -> str:
    """The entries of a ``*.cases.yaml`` file, without its first line."""
    lines: list[str] = []
    for one in drafts:
        lines += _entry(one, model, lang)
    return "\n".join(lines) + "\n"


def _entry(one: Draft, model: Model, lang: Lang) -> Iterable[str]:
    case, flow = one.case, _Flow(lang)
    yield f"  - {YAML_KEYS['name'].say(lang)}: {flow.text(case.title)}"

    def line(token: str, value: str) -> str:
        return f"    {BY_TOKEN[token].word.say(lang)}: {value}"

    if one.base is not None:
        yield line("BASED_ON", flow.text(one.base.title))
    given: dict[str, Any] = {}
    unset: list[str] = []
    for path, value in one.differences:
        if value is UNSET:
            unset.append(".".join(named(model.vocabulary, path, lang)[0]))
        else:
            _place(given, model.vocabulary, path, value, lang)
    if given:
        said = flow.value(given)
        if len(said) <= _WIDE:
            yield line("GIVEN", said)
        else:
            yield line("GIVEN", "").rstrip()
            yield from (f"      {flow.key(k)}: {flow.value(v)}" for k, v in given.items())
    if unset:
        yield line("UNSET", f"[{', '.join(flow.text(u) for u in unset)}]")
    if case.verdict is not None:
        yield line("EXPECT", VERDICTS[case.verdict].say(lang))
    names = {r.key: r.name for r in model.rules}
    for token, keys in (("BECAUSE", case.because), ("NOT_BECAUSE", case.not_because)):
        if keys:
            yield line(token, f"[{', '.join(flow.text(names[k].say(lang)) for k in keys)}]")


def _place(given: dict[str, Any], vocabulary: RecordType, path: tuple[str, ...], value: Any, lang: Lang) -> None:
    names, type_ = named(vocabulary, path, lang)
    here = given
    for name in names[:-1]:
        here = here.setdefault(name, {})
    here[names[-1]] = as_given(value, type_, lang)


def as_given(value: Any, type_: Type, lang: Lang) -> Any:
    """A value from behind the door as a case gives it."""
    match type_:
        case RecordType(fields=fields) if isinstance(value, Mapping):
            return {f.name.say(lang): as_given(value[f.name.zh], f.type, lang) for f in fields if _said(f, value)}
        case ListType(of=of) if value is not None:
            return [as_given(v, of, lang) for v in value]
        case ManyType(of=of) if value is not None:
            return [as_given(v, of, lang) for v in value]
        case SetType(of=of) if value is not None:
            order = {v.zh: i for i, v in enumerate(of.values)} if isinstance(of, EnumType) else {}
            return [as_given(v, of, lang) for v in sorted(value, key=lambda v: (order.get(v, 0), str(v)))]
        case EnumType(values=values):
            return next((v.say(lang) for v in values if v.zh == value), value)
        case MoneyType() if value is not None:
            return _Number(yuan(value))
        case _:
            return value


def _said(field: Field, record: Mapping[str, Any]) -> bool:
    return field.name.zh in record and not (field.finding and record[field.name.zh] is None)


@frozen
class _Number:
    """Digits to be written as they are."""

    digits: str


@frozen
class _Flow:
    """Values on one line."""

    lang: Lang

    def text(self, text: str) -> str:
        """A text in a list or mapping on one line."""
        plain_ = scalar(text, as_data=True)
        if plain_[:1] not in "'\"" and any(c in plain_ for c in ",[]{}:#"):
            return "'" + text.replace("'", "''") + "'"
        return plain_

    def key(self, key: str) -> str:
        """A key."""
        return self.text(key)

    def value(self, value: Any) -> str:
        """Any value."""
        if isinstance(value, Mapping):
            return "{" + ", ".join(f"{self.key(k)}: {self.value(v)}" for k, v in value.items()) + "}"
        if isinstance(value, list | tuple):
            return "[" + ", ".join(self.value(v) for v in value) + "]"
        if value is None or isinstance(value, bool):
            return {None: "null", True: "true", False: "false"}[value]
        if isinstance(value, _Number):
            return value.digits
        if isinstance(value, dt.date):
            return f"'{value.isoformat()}'"
        if isinstance(value, Duration):
            return self.text(plain(value, self.lang))
        number = exact(value)
        if isinstance(number, int):
            return str(number)
        return decimal_text(number) if isinstance(number, Fraction) else self.text(str(value))
