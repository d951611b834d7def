"""A case in words: an ordinary one, and the few things in which it differs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from bangban.compare.comparison import Comparison, Example, NewSituation
from bangban.compare.edits import HOW, KINDS, Edit
from bangban.policy.fact_names import fact_field, fact_name
from bangban.policy.types import ListType, RecordType, Type
from bangban.policy.values import show
from bangban.prove.ordinary import UNSAID
from bangban.prove.witness import Difference
from bangban.words import Both, Lang

_NOT_GIVEN = Both("没有提供", "not given")
_NONE = Both("没有", "none")
_DAY = Both("决定日", "date of the decision")


def differences_of(example: Example, comparison: Comparison) -> Both:
    """A whole case in one sentence without a full stop."""
    def say(lang: Lang) -> str:
        listed = [difference(d, comparison.vocabulary, lang) for d in example.differences]
        if not listed:
            return Both("最普通的一件事", "the most ordinary case").say(lang)
        joined = (";" if lang == "zh" else "; ").join(listed)
        count = len(listed)
        things = "difference" if count == 1 else "differences"
        return Both(f"一件普通的事,只有 {count} 处不同:{joined}",
                    f"an ordinary case with {count} {things}: {joined}").say(lang)
    return Both(say("zh"), say("en"))


def difference(found: Difference, vocabulary: RecordType, lang: Lang) -> str:
    """``委托.届满日是 2023-09-18``."""
    name = _DAY.say(lang) if found.place == ("决定日",) else fact_name(vocabulary, found.place, lang)
    value = value_in_words(found.value, found.type, lang)
    if found.value is UNSAID:
        return f"{name}{value}" if lang == "zh" else f"{name} is {value}"
    return f"{name}:{value}" if lang == "zh" else f"{name}: {value}"


def value_in_words(value: Any, type_: Type, lang: Lang) -> str:
    """A value; of records only what is there is told."""
    if value is UNSAID:
        return _NOT_GIVEN.say(lang)
    if value is None:
        return _NONE.say(lang)
    if isinstance(type_, RecordType):
        return _record(value, type_, lang)
    if isinstance(type_, ListType):
        if not value:
            return Both("一项也没有", "no entries").say(lang)
        return ("、" if lang == "zh" else ", ").join(f"({_record(v, type_.of, lang)})" for v in value)
    return show(value, type_, lang) or _NONE.say(lang)


def _record(value: Mapping[str, Any], type_: RecordType, lang: Lang) -> str:
    comma = "," if lang == "zh" else ", "
    return comma.join(f"{f.name.say(lang)} {value_in_words(value[f.name.zh], f.type, lang)}"
                      for f in type_.fields if value.get(f.name.zh) is not None)


def name_of_edit(edit: Edit) -> Both:
    """``规则「委托未届满」改动``."""
    how, kind = HOW[edit.how], KINDS[edit.kind]
    return Both(f"{kind.zh}「{edit.name.zh}」{how.zh}", f"{kind.en} “{edit.name.en}” {how.en}")


def basis_of(edit: Edit) -> Both:
    """What of its provisions and its bearer changed."""
    parts = []
    if edit.borne is not None:
        one, other = (Both(who or "(没有写)", who or "(not said)") for who in edit.borne)
        parts.append(Both(f"义务人由{one.zh}改为{other.zh}", f"its duty was owed by {one.en} and is by {other.en}"))
    if edit.cited:
        parts.append(Both("引用的依据变了", "it cites other provisions, or quotes them otherwise"))
    return Both(";".join(p.zh for p in parts), "; ".join(p.en for p in parts))


def name_of_value(situation: NewSituation, comparison: Comparison) -> Both:
    """``服务.方式 = 远程导办``."""
    field = fact_field(comparison.new.vocabulary, situation.path)

    def say(lang: Lang) -> str:
        of: Any = field.type if field else None
        of = getattr(of, "of", of)
        values = {v.zh: v for v in getattr(of, "values", ())}
        word = values[situation.value].say(lang) if situation.value in values else situation.value
        return f"{fact_name(comparison.new.vocabulary, situation.path, lang)} = {word}"
    return Both(say("zh"), say("en"))


def combinations(cells: Iterable[tuple[Any, ...]], comparison: Comparison, lang: Lang) -> list[str]:
    """Combinations of two facts as one line for each value of the first: ``导办: 提供服务、代为提交``."""
    rows: dict[Any, list[str]] = {}
    types = [_type(comparison, path) for path in comparison.by]
    for cell in cells:
        shown = [show(v, t, lang) for v, t in zip(cell, types, strict=True)]
        rows.setdefault(shown[0], []).append(" · ".join(shown[1:]))
    comma = "、" if lang == "zh" else ", "
    return [f"{first}: {comma.join(r for r in rest if r)}" if any(rest) else first for first, rest in rows.items()]


def _type(comparison: Comparison, path: tuple[str, ...]) -> Any:
    field = fact_field(comparison.vocabulary, path)
    assert field is not None
    return field.type
