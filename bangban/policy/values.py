"""Values: unknown and absent, durations, dates and working days, exact numbers, and how each is shown to people."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import Any, Final, Literal

from attrs import frozen

from bangban.policy.types import DurationUnit, EnumType, ManyType, MoneyType, SetType, Type
from bangban.words import Both, Lang


class Unknown(Enum):
    """Nobody has said. Never false, never zero, never a default."""

    UNKNOWN = "unknown"

    def __bool__(self) -> bool:
        raise TypeError("an unknown is neither true nor false")

    __hash__ = object.__hash__  # an enum's own hashes its name, in Python


UNKNOWN: Final = Unknown.UNKNOWN
ABSENT: Final = None  # known not to exist
Truth = bool | Unknown
Number = int | Fraction
Calendar = Mapping[dt.date, bool]  # the days that differ from Monday-to-Friday: True works, False does not

BEIJING = dt.timezone(dt.timedelta(hours=8))
_UNIT_WORDS: dict[DurationUnit, Both] = {
    "HOURS": Both("小时", " hours"), "DAYS": Both("日", " days"), "WORKING_DAYS": Both("个工作日", " working days"),
    "MONTHS": Both("个月", " months"), "YEARS": Both("年", " years")}
_LONGEST = 100_000  # working days counted one by one: some 400 years


@frozen
class Duration:
    """A length of time in one unit; months and years say what happens at month ends."""

    amount: Number
    unit: DurationUnit
    month_end: Literal["CLIP", "CARRY"] | None = None


def exact(value: Any) -> Any:
    """A number as exact integer or fraction; anything else as it is."""
    if isinstance(value, Decimal):
        value = Fraction(value)
    if isinstance(value, Fraction) and value.denominator == 1:
        return int(value)
    return value


def works_on(day: dt.date, calendar: Calendar) -> bool:
    """Whether ``day`` is a working day: as the calendar says, else Monday to Friday."""
    return calendar.get(day, day.weekday() < 5)


def shift(start: dt.date, by: Duration, sign: int, calendar: Calendar) -> dt.date | Unknown:
    """``start`` plus (``sign`` 1) or minus (-1) a duration; UNKNOWN where that leaves the calendar of dates.

    The day on which a period begins is not counted: 5个工作日 from a Monday is the next Monday.
    """
    amount = by.amount * sign
    try:
        match by.unit:
            case "HOURS":
                return start + dt.timedelta(seconds=int(amount * 3600))
            case "DAYS":
                return start + dt.timedelta(days=int(amount))
            case "WORKING_DAYS":
                return _working_days(start, int(amount), calendar)
            case "MONTHS":
                return _months(start, int(amount), by.month_end)
            case "YEARS":
                return _months(start, int(amount) * 12, by.month_end)
    except (OverflowError, ValueError):
        return UNKNOWN


def _working_days(start: dt.date, count: int, calendar: Calendar) -> dt.date:
    if abs(count) > _LONGEST:
        raise OverflowError
    step = dt.timedelta(days=1 if count >= 0 else -1)
    day, left = start, abs(count)
    while left:
        day += step
        left -= works_on(day.date() if isinstance(day, dt.datetime) else day, calendar)
    return day


def _months(start: dt.date, count: int, month_end: Literal["CLIP", "CARRY"] | None) -> dt.date:
    index = start.year * 12 + start.month - 1 + count
    year, month = divmod(index, 12)
    try:
        return start.replace(year=year, month=month + 1)
    except ValueError:
        if not 1 <= year <= 9999:
            raise
        after = start.replace(year=year + (month == 11), month=(month + 1) % 12 + 1, day=1)
        return after if month_end == "CARRY" else after - dt.timedelta(days=1)


def reaches(birth: dt.date, years: int, day: dt.date) -> bool:
    """Whether somebody born on ``birth`` has, on ``day``, reached ``years`` full years (born 29 February: 1 March)."""
    had = day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))
    return had >= years


# ---------------------------------------------------------------- words for people

def show(value: Any, type_: Type, lang: Lang) -> str:
    """A value as people read it in ``lang``; enum values by their name in that language."""
    zh = lang == "zh"
    if value is UNKNOWN:
        return "(未提供)" if zh else "(not given)"
    if value is ABSENT:
        return "(无)" if zh else "(none)"
    if isinstance(type_, MoneyType):
        return yuan(value) + ("元" if zh else " yuan")
    if isinstance(type_, EnumType):
        return next((v.say(lang) for v in type_.values if v.zh == value), str(value))
    if isinstance(type_, SetType):
        order = {v.zh: i for i, v in enumerate(type_.of.values)} if isinstance(type_.of, EnumType) else {}
        return ("、" if zh else ", ").join(
            show(v, type_.of, lang) for v in sorted(value, key=lambda v: (order.get(v, 0), v)))
    if isinstance(type_, ManyType):
        return ("、" if zh else ", ").join(show(v, type_.of, lang) for v in value)
    return plain(value, lang)


def plain(value: Any, lang: Lang) -> str:
    """A value whose type needs no names: numbers, dates, durations, texts, yes and no."""
    if isinstance(value, bool):
        return ("是" if value else "否") if lang == "zh" else ("yes" if value else "no")
    if isinstance(value, dt.datetime):
        return value.isoformat(" ", "minutes")
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, Duration):
        return f"{plain(value.amount, lang)}{_UNIT_WORDS[value.unit].say(lang)}"
    if isinstance(value, Fraction | Decimal):
        return decimal_text(Fraction(value))
    if isinstance(value, tuple | frozenset):
        return ("、" if lang == "zh" else ", ").join(sorted(str(v) for v in value))
    return str(value)


def yuan(fen: Number) -> str:
    """An amount in 分 as yuan: ``86000``, ``12.50``."""
    if isinstance(fen, Fraction) and fen.denominator != 1:
        return decimal_text(fen / 100)
    whole, rest = divmod(abs(int(fen)), 100)
    sign = "-" if fen < 0 else ""
    return f"{sign}{whole}.{rest:02}" if rest else f"{sign}{whole}"


def decimal_text(value: Fraction) -> str:
    """A fraction as a decimal, exact where it has one, else to ten places with ``…``."""
    rest = value.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    if rest == 1:
        places = 0
        while (value * 10**places).denominator != 1:
            places += 1
        scaled = abs(int(value * 10**places))
        digits = str(scaled).rjust(places + 1, "0")
        body = f"{digits[:-places]}.{digits[-places:]}" if places else digits
        return ("-" if value < 0 else "") + body
    return f"{float(value):.10f}…"
