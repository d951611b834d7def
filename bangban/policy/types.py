"""The types of facts, and what a value of each is in Python.

是非 bool · 整数 int · 小数 Decimal · 金额 int or Fraction, in 分 · 日期 date · 时刻 datetime · 时长 Duration ·
文本 str · 枚举 str (the Chinese name) · 集合 frozenset of str · 多项 tuple of scalars · 列表 tuple of mappings.
"""

from __future__ import annotations

from typing import Any, Literal

from attrs import field, frozen

from bangban.shown import Alike, Shown
from bangban.words import Both

DurationUnit = Literal["HOURS", "DAYS", "WORKING_DAYS", "MONTHS", "YEARS"]


@frozen(eq=False, repr=False)
class BoolType(Alike):
    """是非."""


@frozen(eq=False, repr=False)
class NumberType(Alike):
    """整数 (``whole``) or 小数, with the range the vocabulary gives (both ends included)."""

    whole: bool = True
    low: Any = field(default=None, eq=False)
    high: Any = field(default=None, eq=False)


@frozen(eq=False, repr=False)
class MoneyType(Alike):
    """金额: exact, in 分."""

    low: Any = field(default=None, eq=False)
    high: Any = field(default=None, eq=False)


@frozen(eq=False, repr=False)
class DateType(Alike):
    """日期."""

    low: Any = field(default=None, eq=False)
    high: Any = field(default=None, eq=False)


@frozen(eq=False, repr=False)
class DateTimeType(Alike):
    """时刻."""


@frozen(eq=False, repr=False)
class DurationType(Alike):
    """时长 in one unit; statutory 日 in calendar days and in working days are different types."""

    unit: DurationUnit


@frozen(eq=False, repr=False)
class AgeType(Alike):
    """周岁: stands only beside 满."""


@frozen(eq=False, repr=False)
class TextType(Alike):
    """文本."""


@frozen(eq=False, repr=False)
class EnumType(Alike):
    """枚举. ``values`` in the order declared; ``ordered``: it may be compared; ``open``: other values may come."""

    name: Both | None
    values: tuple[Both, ...]
    ordered: bool = False
    open: bool = False
    _index: dict[str, str] = field(init=False, eq=False, repr=False)

    @_index.default
    def _make_index(self) -> dict[str, str]:
        return {word: value.zh for value in self.values for word in value}

    def canonical(self, word: str) -> str | None:
        """The Chinese name of a value given in either language; None where there is no such value."""
        return self._index.get(word)

    def rank(self, value: str) -> int:
        """The place of a canonical value in the order declared, from 0."""
        return next(i for i, v in enumerate(self.values) if v.zh == value)


@frozen(eq=False, repr=False)
class SetType(Alike):
    """集合 of an enum or of texts."""

    of: EnumType | TextType


@frozen(eq=False, repr=False)
class ManyType(Alike):
    """多项: a list of scalars, in order."""

    of: Scalar


@frozen(eq=False, repr=False)
class ListType(Alike):
    """列表: a list of records."""

    of: RecordType


@frozen(eq=False, repr=False)
class RecordType(Shown):
    """记录: named fields. ``name`` is the full dotted name; the root record's is empty."""

    name: Both
    fields: tuple[Field, ...]
    _index: dict[str, Field] = field(init=False, repr=False)

    @_index.default
    def _make_index(self) -> dict[str, Field]:
        return {word: f for f in self.fields for word in f.name}

    def get(self, word: str) -> Field | None:
        """The field of that name in either language."""
        return self._index.get(word)


@frozen(eq=False, repr=False)
class AnyType(Alike):
    """The type of what could not be understood: it fits everywhere, so that one mistake makes one problem."""


Scalar = BoolType | NumberType | MoneyType | DateType | DateTimeType | DurationType | TextType | EnumType
Type = Scalar | AgeType | SetType | ManyType | ListType | RecordType | AnyType
ANY = AnyType()
BOOL, TEXT, DATE, MONEY, WHOLE = BoolType(), TextType(), DateType(), MoneyType(), NumberType()


@frozen(eq=False, repr=False)
class Field(Alike):
    """A field: its two names, its type, and how it may be missing.

    ``optional`` 可无: null means known not to exist. ``finding`` 认定: it exists only once somebody has found and
    recorded it, so a missing key means absent. ``sensitive`` 敏感: masked in logs. ``decision_date`` 决定日.
    """

    name: Both
    type: Type
    optional: bool = False
    finding: bool = False
    sensitive: bool = False
    decision_date: bool = False
    fixed: bool = False
    cost: int = 1
    note: str = ""

    @property
    def may_be_absent(self) -> bool:
        """Whether a condition must guard against its absence."""
        return self.optional or self.finding


def type_name(type_: Type) -> Both:
    """What people call a type."""
    match type_:
        case BoolType():
            return Both("是非", "bool")
        case NumberType(whole=whole):
            return Both("整数", "integer") if whole else Both("小数", "decimal")
        case MoneyType():
            return Both("金额", "money")
        case DateType():
            return Both("日期", "date")
        case DateTimeType():
            return Both("时刻", "datetime")
        case DurationType(unit=unit):
            from bangban.syntax.keywords import UNITS
            return Both(f"时长({UNITS[unit].zh})", f"duration ({UNITS[unit].en})")
        case AgeType():
            return Both("周岁", "age")
        case TextType():
            return Both("文本", "text")
        case EnumType(name=name, values=values):
            if name is not None:
                return Both(f"枚举「{name.zh}」", f"enum {name.en}")
            more = "…" if len(values) > 3 else ""
            return Both(f"枚举[{'、'.join(v.zh for v in values[:3])}{more}]",
                        f"enum [{', '.join(v.en for v in values[:3])}{more}]")
        case SetType():
            return Both("集合", "set")
        case ManyType():
            return Both("多项", "many")
        case ListType(of=of):
            return Both(f"列表「{of.name.zh}」", f"list {of.name.en}")
        case RecordType(name=name):
            return Both(f"记录「{name.zh}」", f"record {name.en}")
        case AnyType():
            return Both("未定", "undetermined")
