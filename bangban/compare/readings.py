"""Facts that two vocabularies read differently: there the same record means something else to either version.

What is proven holds over facts that both versions read alike. A difference is told by the path of its fact, whether or
not a rule reads it: what the rules make of it cannot be told from the rules alone. What only one version has a place
for is not listed here (see ``Union``), nor what may be secret, how dear a fact is to change, or notes: no decision
depends on those.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from attrs import frozen

from bangban.policy.fact_names import fact_names
from bangban.policy.fees import money_field, name_field
from bangban.policy.model import Model
from bangban.policy.types import (
    DateType,
    EnumType,
    Field,
    ListType,
    ManyType,
    MoneyType,
    NumberType,
    RecordType,
    SetType,
    Type,
    type_name,
)
from bangban.policy.values import show
from bangban.words import Both

if TYPE_CHECKING:
    from bangban.compare.comparison import Example

Path = tuple[str, ...]
_LEADING = (
    (money_field, Both("每一项的金额", "the amount of an element")),
    (name_field, Both("每一项的名称", "the name of an element")))


@frozen
class Reading:
    """A fact that is read differently: its path in the new vocabulary, its name, and everything that changed.

    ``case``: facts that both read and decide otherwise for it, where one was found.
    """

    path: Path
    name: Both
    changed: tuple[Both, ...]
    case: Example | None = None

    @property
    def all_changed(self) -> Both:
        """What changed, in one sentence without a full stop."""
        return Both(";".join(c.zh for c in self.changed), "; ".join(c.en for c in self.changed))


def readings(one: Model, other: Model, renamed: Mapping[Path, Path]) -> tuple[Reading, ...]:
    """Every fact of both vocabularies that they read differently, in the order of the new (the ``other``) one."""
    old, new = one.vocabulary, other.vocabulary
    found = [Reading(path, fact_names(new, path), changed) for path, changed in _record(old, new, (), (), renamed)]
    told = {r.path for r in found}
    was, now = one.decision_date, other.decision_date
    was_here = renamed.get(was, was) if was else None
    if now not in (was, was_here):
        # a date that only one version has a place for is not told with the facts of both
        if was and was_here not in told:
            found.append(Reading(was, fact_names(old, was), (Both(
                "不再是决定日:只有旧版按这一天判",
                "no longer the decision date: only the old version decides as of it"),)))
        if now and now not in told:
            found.append(Reading(now, fact_names(new, now), (Both(
                "成为决定日:只有新版按这一天判", "now the decision date: only the new version decides as of it"),)))
    return tuple(found)


def _record(old: RecordType, new: RecordType, old_path: Path, path: Path,
            renamed: Mapping[Path, Path]) -> Iterator[tuple[Path, tuple[Both, ...]]]:
    before = {renamed.get((*old_path, f.name.zh), (*path, f.name.zh))[-1]: f for f in old.fields}
    for field in new.fields:
        was, here = before.get(field.name.zh), (*path, field.name.zh)
        if was is None:
            continue
        own = tuple(_field(was, field))
        if own:
            yield here, own
        inner, outer = _inside(was.type), _inside(field.type)
        if inner is not None and outer is not None and type(was.type) is type(field.type):
            yield from _record(inner, outer, (*old_path, was.name.zh), here, renamed)


def _inside(type_: Type) -> RecordType | None:
    return type_ if isinstance(type_, RecordType) else type_.of if isinstance(type_, ListType) else None


def _field(was: Field, now: Field) -> Iterator[Both]:
    """What changed of one fact."""
    if was.finding != now.finding:
        yield _modifier(Both("认定", "finding"), now.finding, Both(
            "没有写的,{one}当作没有,{other}当作不知道", "where it is left out, the {one} version takes it for absent, "
            "the {other} for unknown"), now.finding)
    if was.optional != now.optional:
        yield _modifier(Both("可无", "optional"), now.optional, Both(
            "写明没有的,只有{one}读得了", "only the {one} version reads that there is none"), now.optional)
    if was.decision_date != now.decision_date:
        yield _modifier(Both("决定日", "decision date"), now.decision_date, Both(
            "只有{one}按这一天判", "only the {one} version decides as of it"), now.decision_date)
    if was.name.zh == now.name.zh and was.name.en != now.name.en:
        yield Both(f"英文名由 {was.name.en} 改为 {now.name.en}",
                   f"its English name was {was.name.en} and is {now.name.en}")
    yield from _type(was.type, now.type)
    inner, outer = _inside(was.type), _inside(now.type)
    if isinstance(now.type, ListType) and inner is not None and outer is not None:
        yield from _leading(inner, outer)


def _modifier(word: Both, added: bool, means: Both, new_first: bool) -> Both:
    one, other = Both("新版", "new"), Both("旧版", "old")
    if not new_first:
        one, other = other, one
    how = Both("加了", "now marked") if added else Both("去掉了", "no longer marked")
    return Both(f"{how.zh}「{word.zh}」:{means.zh.format(one=one.zh, other=other.zh)}",
                f"{how.en} {word.en}: {means.en.format(one=one.en, other=other.en)}")


def _leading(old: RecordType, new: RecordType) -> Iterator[Both]:
    """The first 金额 and the first 文本 of a list are what its elements cost and are called."""
    for leading, what in _LEADING:
        was, now = leading(old), leading(new)
        if was != now:
            one, other = (Both("(没有)", "(none)") if name is None else fact_names(record, (name,))
                          for record, name in ((old, was), (new, now)))
            yield Both(f"{what.zh}由「{one.zh}」改为「{other.zh}」", f"{what.en} was “{one.en}” and is “{other.en}”")


# ---------------------------------------------------------------- types

def _type(was: Type, now: Type) -> Iterator[Both]:
    match was, now:
        case EnumType(), EnumType():
            yield from _enum(was, now)
        case (SetType(of=one), SetType(of=other)) | (ManyType(of=one), ManyType(of=other)):
            yield from _type(one, other)
        case (RecordType(), RecordType()) | (ListType(), ListType()):
            pass  # their fields are told one by one
        case NumberType(whole=one), NumberType(whole=other) if one != other:
            yield _of_type(was, now)
        case (NumberType() | MoneyType() | DateType()), (NumberType() | MoneyType() | DateType()) if (
                type(was) is type(now)):
            yield from _range(was, now)
        case _ if was != now:
            yield _of_type(was, now)
        case _:
            pass


def _of_type(was: Type, now: Type) -> Both:
    one, other = type_name(was), type_name(now)
    return Both(f"类型由{one.zh}改为{other.zh}", f"its type was {one.en} and is {other.en}")


def _range(was: Any, now: Any) -> Iterator[Both]:
    if (was.low, was.high) == (now.low, now.high):
        return

    def said(of: Any, lang: Any) -> str:
        low, high = ("…" if v is None else show(v, of, lang) for v in (of.low, of.high))
        return f"{low} 至 {high}" if lang == "zh" else f"{low} to {high}"
    yield Both(f"范围由 {said(was, 'zh')} 改为 {said(now, 'zh')}",
               f"its range was {said(was, 'en')} and is {said(now, 'en')}")


def _enum(was: EnumType, now: EnumType) -> Iterator[Both]:
    known, before = {v.zh: v for v in now.values}, {v.zh: v for v in was.values}
    if was.open != now.open:
        yield Both("加了「开放」:新版也接受没有列出的值", "now open: the new version takes unlisted values") if (
            now.open) else Both("去掉了「开放」:新版不再接受没有列出的值",
                                "no longer open: the new version takes listed values only")
    gone = [v for k, v in before.items() if k not in known]
    if gone:
        yield Both(f"不再有的取值:{'、'.join(v.zh for v in gone)}", f"values gone: {', '.join(v.en for v in gone)}")
    # in an open enum a value that is not listed is read as it stands, under either of its names
    added = [v for k, v in known.items() if k not in before]
    if added and was.open:
        yield Both(f"列出了:{'、'.join(v.zh for v in added)}", f"now listed: {', '.join(v.en for v in added)}")
    other = [v for k, v in known.items() if k in before and before[k].en != v.en]
    if other:
        yield Both(f"取值的英文名变了:{'、'.join(v.zh for v in other)}",
                   "English names of values changed: " + ", ".join(f"{before[v.zh].en} → {v.en}" for v in other))
    if was.ordered != now.ordered or (was.ordered and [v for v in before if v in known] != [
            v for v in known if v in before]):
        yield Both("取值的次序变了", "the order of its values changed")
