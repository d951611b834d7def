"""Sentences with their blanks filled, names of facts as people know them, and the words the engine itself says."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from bangban.policy import terms as t
from bangban.policy.fact_names import fact_field, fact_name
from bangban.policy.firing import Firing
from bangban.policy.meaning import Interval, World, value
from bangban.policy.model import Message, MissingItems, Require, Rule
from bangban.policy.types import EnumType, ManyType, MoneyType, RecordType, SetType, Type
from bangban.policy.values import ABSENT, UNKNOWN, show, yuan
from bangban.problems import FactPath
from bangban.words import Both, Lang, is_chinese


def sentence(message: Message, firing: Firing) -> Both:
    """A rule's sentence for one firing; texts stay as written, values are shown in each language."""
    def say(lang: Lang) -> str:
        return "".join(_part(part, firing, lang) for part in message.parts)
    return Both(say("zh"), say("en"))


def _part(part: str | t.Term | MissingItems, firing: Firing, lang: Lang) -> str:
    if isinstance(part, str):
        return part
    if isinstance(part, MissingItems):
        return missing_items(firing, lang)
    return shown(value(part, firing.world), part.type, lang)


def shown(found: Any, type_: Type, lang: Lang) -> str:
    """A value in a sentence; a count or sum that is not settled by the bounds it lies in."""
    if not isinstance(found, Interval):
        return show(found, type_, lang)
    if isinstance(type_, MoneyType):
        return between_yuan((_end(found.low, yuan), _end(found.high, yuan)), lang)
    zh = lang == "zh"
    match _end(found.low, lambda low: show(low, type_, lang)), _end(found.high, lambda high: show(high, type_, lang)):
        case None, None:
            return "(尚未确定)" if zh else "(not settled)"
        case low, None:
            return f"至少 {low}" if zh else f"at least {low}"
        case None, high:
            return f"至多 {high}" if zh else f"at most {high}"
        case low, high:
            return f"{low} 到 {high}" if zh else f"{low} to {high}"


def _end(end: Any, said: Callable[[Any], str]) -> str | None:
    return None if end is None else said(end)


def between_yuan(ends: tuple[str | None, str | None], lang: Lang) -> str:
    """Between what an amount in 元 lies."""
    zh = lang == "zh"
    match ends:
        case None, None:
            return "(尚未确定)" if zh else "(not settled)"
        case low, None:
            return f"至少 {low} 元" if zh else f"at least {low} yuan"
        case None, high:
            return f"至多 {high} 元" if zh else f"at most {high} yuan"
        case low, high:
            return f"在 {low} 元到 {high} 元之间" if zh else f"between {low} and {high} yuan"


def missing_items(firing: Firing, lang: Lang) -> str:
    """The blank {缺项}: what the requirement's 包含全部 lacks, in the order the rule lists it."""
    effect = firing.rule.effect
    if not isinstance(effect, Require):
        return ""
    return ("、" if lang == "zh" else ", ").join(
        dict.fromkeys(w for c in _containments(effect.condition) for w in _lacking(c, firing.world, lang)))


def _containments(term: t.Term) -> Iterator[t.Contains]:
    match term:
        case t.Contains(mode="ALL"):
            yield term
        case t.All(operands=operands) | t.Any_(operands=operands):
            for operand in operands:
                yield from _containments(operand)
        case _:
            return


def _lacking(term: t.Contains, world: World, lang: Lang) -> Iterator[str]:
    container = value(term.container, world)
    held = () if container is UNKNOWN or container is ABSENT else container
    of = _item_type(term.container.type)
    if term.whole:
        wanted = value(term.items[0], world)
        items = () if wanted is UNKNOWN or wanted is ABSENT else wanted
        ordered = items if isinstance(items, tuple) else sorted(items)
        yield from (show(item, of, lang) for item in ordered if item not in held)
        return
    for item in term.items:
        found = value(item, world)
        if found is UNKNOWN or found not in held:
            yield show(found, of, lang)


def _item_type(type_: Type) -> Type:
    return type_.of if isinstance(type_, SetType | ManyType) else type_


# ---------------------------------------------------------------- facts by name

def please_supply(vocabulary: RecordType, path: FactPath) -> Both:
    """What a missing fact is asked for with."""
    field = fact_field(vocabulary, path)
    note = field.note.rstrip("。.") if field else ""
    zh = f"请补充「{fact_name(vocabulary, path, 'zh')}」" + (f":{note}。" if note and is_chinese(note) else "。")
    english = f" ({note})" if note and not is_chinese(note) else ""
    values = _values(field.type, "en") if field and not english else ""
    return Both(zh + _values(field.type, "zh") if field else zh,
                f"Please supply “{fact_name(vocabulary, path, 'en')}”{english}.{values}")


def _values(type_: Type, lang: Lang) -> str:
    of = _item_type(type_)
    if not isinstance(of, EnumType) or len(of.values) > 12:
        return ""
    listed = ("、" if lang == "zh" else ", ").join(v.say(lang) for v in of.values)
    return f"(可填:{listed})" if lang == "zh" else f" (One of: {listed}.)"


# ---------------------------------------------------------------- what the engine says where a rule has no sentence

def default_sentence(rule: Rule) -> Both:
    """For a requirement, exemption or charge that gives no sentence of its own."""
    return Both(f"须符合「{rule.name.zh}」。", f"“{rule.name.en}” has to be met.")


def words_of(message: Message | None, firing: Firing) -> Both:
    """The rule's sentence, or the engine's where it has none."""
    return default_sentence(firing.rule) if message is None else sentence(message, firing)


def element_of(firing_element: FactPath | None, world: World, name: Any) -> dict[str, Any] | None:
    """Which element of which list: ``{"list": "费用", "index": 0, "name": "加急服务费"}``."""
    if firing_element is None or not isinstance(firing_element[-1], int):
        return None
    listed = ".".join(str(p) for p in firing_element[:-1])
    return {"list": listed, "index": firing_element[-1],
            "name": name if isinstance(name, str) else None}
