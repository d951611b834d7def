"""Facts as JSON: what a witness holds, written so that ``bangban decide`` reads it back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from bangban.policy.types import Field, ListType, ManyType, MoneyType, RecordType, SetType, Type
from bangban.policy.values import Duration, decimal_text, yuan
from bangban.words import Lang

_UNITS = {"HOURS": "小时", "DAYS": "日", "WORKING_DAYS": "个工作日", "MONTHS": "个月", "YEARS": "年"}


def plain_facts(facts: Mapping[str, Any], vocabulary: RecordType, lang: Lang = "zh") -> dict[str, Any]:
    """Facts by the names of a language; findings that were not recorded are left out."""
    return _record(facts, vocabulary, lang)


def _record(facts: Mapping[str, Any], type_: RecordType, lang: Lang) -> dict[str, Any]:
    out: dict[str, Any] = {}
    for declared in type_.fields:
        if declared.name.zh not in facts:
            continue
        value = facts[declared.name.zh]
        if value is None and declared.finding:
            continue
        out[declared.name.say(lang)] = _field(value, declared, lang)
    return out


def _field(value: Any, declared: Field, lang: Lang) -> Any:
    return None if value is None else plain_value(value, declared.type, lang)


def plain_value(value: Any, type_: Type, lang: Lang) -> Any:
    """One value as JSON has it: amounts in yuan, days as ISO text."""
    if isinstance(type_, RecordType):
        return _record(value, type_, lang)
    if isinstance(type_, ListType):
        return [_record(v, type_.of, lang) for v in value]
    if isinstance(type_, SetType):
        return sorted(plain_value(v, type_.of, lang) for v in value)
    if isinstance(type_, ManyType):
        return [plain_value(v, type_.of, lang) for v in value]
    if isinstance(type_, MoneyType):
        return yuan(value)
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, Duration):
        return f"{value.amount}{_UNITS[value.unit]}"
    if isinstance(value, Fraction | Decimal):
        return float(decimal_text(Fraction(value)).rstrip("…"))
    return value
