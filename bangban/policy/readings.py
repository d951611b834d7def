"""How one scalar value is read from what a program gives: exact numbers, money in yuan, dates, moments, durations."""

from __future__ import annotations

import datetime as dt
import re
from contextlib import suppress
from decimal import Decimal, InvalidOperation
from fractions import Fraction

from bangban.policy.types import DateTimeType, DateType, DurationType, DurationUnit, MoneyType, NumberType
from bangban.policy.values import BEIJING, Duration, Number, exact
from bangban.words import Both

# The JSON Schema of facts says the same in patterns of its own (schema/spellings.py); a test compares the two.
_AMOUNT = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{1,2})-([0-9]{1,2})|年([0-9]{1,2})月([0-9]{1,2})日)")
# What Python takes for a moment differs from version to version; what facts say must not.
_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ](?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:\.[0-9]{1,6})?)?"
                     r"(?:Z|[+-](?:[01][0-9]|2[0-3]):[0-5][0-9])?")
_SPAN = re.compile(r"([0-9]{1,9})\s*(\S+)")
_UNITS: dict[str, DurationUnit] = {
    "小时": "HOURS", "hours": "HOURS", "日": "DAYS", "days": "DAYS", "个工作日": "WORKING_DAYS",
    "working_days": "WORKING_DAYS", "个月": "MONTHS", "months": "MONTHS", "年": "YEARS", "years": "YEARS"}
_DIGITS = 40  # of a number: no amount, count or age is longer


class Unreadable(Exception):
    """The value is not of this type; ``how`` says how to write one."""

    def __init__(self, how: Both) -> None:
        super().__init__(how)
        self.how = how


def read_number(value: object, type_: NumberType) -> Number:
    """A whole number, or a decimal: int, float (as printed), Decimal or Fraction."""
    number = _number(value)
    if number is None or isinstance(value, str) or (type_.whole and not isinstance(number, int)):
        raise Unreadable(Both("写一个整数,不加引号。", "write a whole number, without quotes.") if type_.whole
                         else Both("写一个数,不加引号。", "write a number, without quotes."))
    if type_.whole and isinstance(value, float):
        raise Unreadable(Both("写一个整数,不带小数点。", "write a whole number, without a decimal point."))
    return number


def read_money(value: object, type_: MoneyType) -> Number:
    """An amount in yuan, as 分: a number, or its digits as a text (``"12.50"``)."""
    number = _number(value) if not isinstance(value, str) or _AMOUNT.fullmatch(value) else None
    if number is None:
        raise Unreadable(Both("写以元为单位的数,如 12.50。", "write a number of yuan, such as 12.50."))
    fen = exact(Fraction(number) * 100)
    if not isinstance(fen, int):
        raise Unreadable(Both("金额最多到分(两位小数)。", "an amount has at most two decimals."))
    return fen


def _number(value: object) -> Number | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value if value.bit_length() <= _DIGITS * 4 else None
    if isinstance(value, Fraction):
        return exact(value)  # type: ignore[no-any-return]
    if isinstance(value, float):
        value = repr(value)
    if isinstance(value, str) and (len(value) > _DIGITS or not value.isascii()):
        return None
    if isinstance(value, str | Decimal):
        try:
            decimal = Decimal(value)
        except InvalidOperation:
            return None
        if decimal.is_finite() and abs(decimal.adjusted()) <= _DIGITS:
            return exact(decimal)  # type: ignore[no-any-return]
    return None


def read_date(value: object, type_: DateType | None = None) -> dt.date:
    """A date: ``2025-03-04``, ``2025年3月4日``, or a ``date``."""
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return value
    if isinstance(value, str) and (found := _DATE.fullmatch(value)):
        year, *rest = (int(g) for g in found.groups() if g)
        try:
            return dt.date(year, *rest)
        except ValueError:
            raise Unreadable(Both("没有这一天,请核对。", "there is no such day; check it.")) from None
    raise Unreadable(Both("写作 2025-03-04。", "write it as 2025-03-04."))


def read_moment(value: object, type_: DateTimeType) -> dt.datetime:
    """A moment: ``2025-03-04T09:30`` (with seconds, with a zone) or a ``datetime``; a zone is taken over into Beijing
    time."""
    if isinstance(value, str) and _MOMENT.fullmatch(value):
        with suppress(ValueError):
            value = dt.datetime.fromisoformat(value)
    if not isinstance(value, dt.datetime):
        raise Unreadable(Both("写作 2025-03-04T09:30。", "write it as 2025-03-04T09:30."))
    try:
        return value.astimezone(BEIJING).replace(tzinfo=None) if value.tzinfo else value
    except OverflowError:
        raise Unreadable(Both("没有这一时刻,请核对。", "there is no such moment; check it.")) from None


def read_span(value: object, type_: DurationType) -> Duration:
    """A duration: ``5个工作日``, ``24 hours``, a :class:`Duration`, or a whole number in the unit declared."""
    if isinstance(value, Duration) and value.unit == type_.unit:
        return value
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 10**9:
        return Duration(value, type_.unit)
    if isinstance(value, str) and (found := _SPAN.fullmatch(value)) and _UNITS.get(found.group(2)) == type_.unit:
        return Duration(int(found.group(1)), type_.unit)
    raise Unreadable(Both("写作数和单位,如 5个工作日。", "write a number and a unit, such as 5 working_days."))
