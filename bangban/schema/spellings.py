"""The texts that are read as dates, moments, amounts and durations, as patterns for JSON Schema.

``format`` would not do: few validators look at it, and those that do refuse 2025年3月4日 and 2025-3-4, which are read.
"""

from __future__ import annotations

from bangban.policy.types import DurationUnit
from bangban.syntax.keywords import UNITS

MAX_SPAN = 10**9 - 1
_LEAP = "(?:[0-9]{2}(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)"


def _whole(pattern: str) -> str:
    """A pattern for the whole text: to Python, ``$`` also stands before a line break at the end."""
    return f"^(?:{pattern})$(?!\\n)"


def _day(zero: str, after_year: str = "-", after_month: str = "-", end: str = "") -> str:
    """A day that there is; ``zero``: the zero before a month or day of one digit."""
    long = f"(?:{zero}[13578]|1[02]){after_month}(?:{zero}[1-9]|[12][0-9]|3[01])"
    short = f"(?:{zero}[469]|11){after_month}(?:{zero}[1-9]|[12][0-9]|30)"
    february = f"{zero}2{after_month}(?:{zero}[1-9]|1[0-9]|2[0-8])"
    any_year = f"[0-9]{{4}}{after_year}(?:{long}|{short}|{february})"
    return f"(?!0000)(?:{any_year}|{_LEAP}{after_year}{zero}2{after_month}29){end}"


_CLOCK = "(?:[01][0-9]|2[0-3]):[0-5][0-9]"
DATE = _whole(f"{_day('0?')}|{_day('0?', '年', '月', '日')}")
MOMENT = _whole(f"{_day('0')}[T ]{_CLOCK}(?::[0-5][0-9](?:\\.[0-9]{{1,6}})?)?(?:Z|[+-]{_CLOCK})?")


def amount(negative: bool) -> str:
    """An amount in yuan, to the fen."""
    return _whole(("-?" if negative else "") + "[0-9]+(?:\\.[0-9]{1,2}0*)?")


def span(unit: DurationUnit) -> str:
    """A duration in the unit declared, in either language."""
    return _whole(f"[0-9]{{1,9}}\\s*(?:{'|'.join(UNITS[unit])})")
