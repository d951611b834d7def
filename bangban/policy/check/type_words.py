"""Words to types: what stands behind the colon of a field, column, option or parameter."""

from __future__ import annotations

from typing import Any, cast

from attrs import evolve, frozen

from bangban.policy.check.constants import constant
from bangban.policy.check.context import Checking, names_of
from bangban.policy.check.names import did_you_mean, respelling
from bangban.policy.types import (
    ANY,
    BOOL,
    DateTimeType,
    DateType,
    DurationType,
    DurationUnit,
    EnumType,
    ManyType,
    MoneyType,
    NumberType,
    Scalar,
    SetType,
    TextType,
    Type,
)
from bangban.problems import Problem, Related
from bangban.syntax import tree
from bangban.syntax.keywords import MODIFIERS, TYPES, UNITS
from bangban.words import Both, Lang

TYPE_OF = {w: code for code, both in TYPES.items() for w in both}
MODIFIER_OF = {w: code for code, both in MODIFIERS.items() for w in both}
_UNIT_OF = {w: cast(DurationUnit, u) for u, both in UNITS.items() for w in both
            if u in ("HOURS", "DAYS", "WORKING_DAYS", "MONTHS", "YEARS")}
_PLAIN: dict[str, Type] = {
    "bool": BOOL, "integer": NumberType(), "decimal": NumberType(whole=False), "money": MoneyType(),
    "date": DateType(), "datetime": DateTimeType(), "text": TextType()}
_ENUM_ONLY = frozenset({"ordered", "open"})


@frozen(kw_only=True)
class UnknownType(Problem):
    """A word of a type that is neither built in nor declared."""

    code = "BB210"
    title = Both("没有这个类型", "no such type")
    text = Both("「{name}」不是类型,也不是修饰语。{near}", "“{name}” is neither a type nor a modifier.{near}")
    advice = Both("内建类型:{types};修饰语:{modifiers};枚举可用「类型」声明。",
                  "built-in types: {types}; modifiers: {modifiers}; enums are declared with type.")
    name: str
    near: Both
    types: tuple[Both, ...] = tuple(TYPES.values())
    modifiers: tuple[Both, ...] = tuple(MODIFIERS.values())


@frozen(kw_only=True)
class WrongTypeWords(Problem):
    """Words that make no type together."""

    code = "BB211"
    title = Both("类型写得不对", "type not well formed")
    text = Both("{why}", "{why}")
    advice = Both("例:「枚举 有序 [甲, 乙]」「集合 [甲, 乙] 认定」「整数 0 至 150 可无」「时长 个工作日」。",
                  "for example: enum ordered [a, b]; set [a, b] finding; integer 0 to 150 optional; duration days.")
    why: Both


@frozen(kw_only=True)
class RepeatedValue(Problem):
    """A word twice among the values of an enum."""

    code = "BB212"
    title = Both("枚举值重复", "enum value given twice")
    text = Both("枚举值「{name}」写了两次。", "the enum value “{name}” is given twice.")
    advice = Both("删去一个,或者改名;别名也不能重复。", "delete one or rename it; aliases may not be shared either.")
    name: str


@frozen(kw_only=True)
class WrongRange(Problem):
    """A range whose ends are of another type, or the wrong way round."""

    code = "BB213"
    title = Both("范围不对", "range not well formed")
    text = Both("{why}", "{why}")
    advice = Both("范围写作「低 至 高」,两端都包括在内。", "write “low to high”; both ends are included.")
    why: Both


@frozen
class TypeWords:
    """A type with the modifiers that stand beside it."""

    type: Type
    modifiers: frozenset[str] = frozenset()


def read_type(ref: tree.TypeRef, lang: Lang, checking: Checking, unit_later: bool = False) -> TypeWords:
    """The type that the words say. ``unit_later``: the unit of a duration may come from its values."""
    return _Reading(ref, lang, checking, unit_later).result()


class _Reading:
    def __init__(self, ref: tree.TypeRef, lang: Lang, checking: Checking, unit_later: bool) -> None:
        self.ref, self.lang, self.checking, self.unit_later = ref, lang, checking, unit_later
        self.base: list[tuple[str, tree.Label]] = []
        self.named: EnumType | None = None
        self.unit: DurationUnit | None = None
        self.modifiers: set[str] = set()
        self.faulty = False

    def result(self) -> TypeWords:
        for word in self.ref.words:
            self._word(word)
        if self.faulty:
            return TypeWords(ANY, frozenset(self.modifiers))
        type_ = self._type([code for code, _ in self.base])
        return TypeWords(type_, frozenset(self.modifiers - _ENUM_ONLY))

    def _fault(self, zh: str, en: str) -> Type:
        self.faulty = True
        self.checking.report(WrongTypeWords(span=self.ref.span, why=Both(zh, en)))
        return ANY

    def _word(self, word: tree.Label) -> None:
        name = word.name
        if name in TYPE_OF:
            self.base.append((TYPE_OF[name], word))
            self.checking.resolved(word.span, (TYPES[TYPE_OF[name]],))
        elif name in MODIFIER_OF:
            self.modifiers.add(MODIFIER_OF[name])
            self.checking.resolved(word.span, (MODIFIERS[MODIFIER_OF[name]],))
        elif (entry := self.checking.names.types.get(name)) is not None:
            self.base.append(("named", word))
            self.named = cast(EnumType, entry.type)
            self.checking.resolved(word.span, (entry.name,))
        elif name in _UNIT_OF:
            self.unit = _UNIT_OF[name]
            self.checking.resolved(word.span, (UNITS[self.unit],))
        else:
            self.faulty = True
            near = self.checking.nearest(name, [*TYPE_OF, *MODIFIER_OF, *self.checking.names.types.by_word])
            self.checking.report(UnknownType(span=word.span, name=name, near=did_you_mean(near),
                                             fixes=respelling(word.span, near, self.lang)))

    def _type(self, base: list[str]) -> Type:
        if base[:1] == ["set"] or base[:1] == ["many"]:
            return self._several(base[0], base[1:])
        if len(base) > 1:
            words = "、".join(w.name for _, w in self.base)
            return self._fault(f"一个字段只有一个类型,这里写了 {words}。", f"one type is wanted; here are {words}.")
        return self._scalar(base)

    def _several(self, kind: str, rest: list[str]) -> Type:
        if len(rest) > 1 or (not rest and self.ref.values is None):
            return self._fault("「集合」「多项」后面写一个元素的类型或者 [值…]。",
                               "set and many want one element type or [values] behind them.")
        of = self._scalar(rest or ["enum"])
        if kind == "set":
            if not isinstance(of, EnumType | TextType):
                return ANY if of is ANY else self._fault("集合的元素是枚举值或者文本。",
                                                         "a set holds enum values or texts.")
            return SetType(of)
        return ANY if of is ANY else ManyType(cast(Scalar, of))

    def _scalar(self, base: list[str]) -> Type:
        kind = base[0] if base else ("enum" if self.ref.values is not None else "")
        if kind in ("enum", "named"):
            return self._enum(kind)
        if kind in ("", "set", "many"):
            return self._fault("没有写类型。", "no type is given.")
        if self.ref.values is not None:
            return self._fault("只有枚举、集合、多项可以列出值。", "only enum, set and many list values.")
        if self.modifiers & _ENUM_ONLY:
            return self._fault("「有序」「开放」只用于枚举。", "ordered and open belong to enums.")
        if kind == "duration":
            return self._duration()
        if self.unit is not None:
            return self._fault("单位只写在「时长」后面。", "a unit belongs behind duration.")
        return self._ranged(_PLAIN[kind])

    def _enum(self, kind: str) -> Type:
        if self.ref.low is not None:
            return self._fault("枚举没有范围。", "an enum has no range.")
        if kind == "named":
            if self.ref.values is not None or self.modifiers & _ENUM_ONLY:
                return self._fault("已有名称的类型不再列值,也不再标「有序」「开放」。",
                                   "a named type lists no values and is not marked again.")
            assert self.named is not None
            return self.named
        if not self.ref.values:
            return self._fault("枚举至少列出一个值:枚举 [甲, 乙]。", "an enum lists at least one value: enum [a, b].")
        values = [names_of(v) for v in self.ref.values]
        seen: dict[str, tree.Label] = {}
        for label, both in zip(self.ref.values, values, strict=True):
            for word in dict.fromkeys(both):
                if word in seen:
                    self.checking.report(RepeatedValue(
                        span=label.span, name=word,
                        related=(Related(seen[word].span, Both("已列在这里", "already listed here")),)))
                seen[word] = label
            self.checking.resolved(label.span, (both,))
        return EnumType(None, tuple(values), "ordered" in self.modifiers, "open" in self.modifiers)

    def _duration(self) -> Type:
        unit = self.unit
        if unit is None and isinstance(self.ref.low, tree.Quantity):
            unit = _UNIT_OF.get(UNITS[self.ref.low.unit].zh)
        if unit is not None:
            return DurationType(unit)
        if self.unit_later:
            return DurationType("DAYS")
        return self._fault("时长要写明单位:时长 日、时长 个工作日、时长 小时、时长 个月、时长 年。",
                           "a duration needs its unit: duration days, working_days, hours, months or years.")

    def _ranged(self, type_: Type) -> Type:
        if self.ref.low is None or self.ref.high is None:
            return type_
        if not isinstance(type_, NumberType | MoneyType | DateType):
            self.faulty = True
            self.checking.report(WrongRange(span=self.ref.span, why=Both(
                "只有数、金额和日期有范围。", "only numbers, money and dates have a range.")))
            return ANY
        low: Any = constant(self.ref.low, type_, self.lang, self.checking)
        high: Any = constant(self.ref.high, type_, self.lang, self.checking)
        if low is None or high is None:
            return type_
        if low > high:
            self.checking.report(WrongRange(span=self.ref.low.span.to(self.ref.high.span), why=Both(
                "范围的起点大于终点。", "the low end lies above the high end.")))
            return type_
        return evolve(type_, low=low, high=high)

