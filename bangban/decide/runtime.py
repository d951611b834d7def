"""What generated code calls where a condition is no plain comparison: the reference meaning on values already read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any, Literal

from bangban.policy.meaning import Interval, all_, any_
from bangban.policy.values import ABSENT, UNKNOWN, Truth, reaches


def contains(mode: Literal["ALL", "ANY"], container: Any, wanted: Any, whole: bool) -> Truth:
    """包含: of single values, or (``whole``) of all that another set holds."""
    if container is ABSENT:
        return False
    if whole and (wanted is ABSENT or wanted is UNKNOWN):
        return False if wanted is ABSENT else UNKNOWN
    if container is UNKNOWN:
        met: list[Truth] = [False if item is ABSENT else UNKNOWN for item in wanted]
        met += [UNKNOWN] if mode == "ALL" else []
    else:
        met = [UNKNOWN if item is UNKNOWN else bool(item is not ABSENT and item in container) for item in wanted]
    return all_(met) if mode == "ALL" else any_(met)


def listed(item: Any, rows: Mapping[Any, Any]) -> Truth:
    """属于 a table."""
    return UNKNOWN if item is UNKNOWN else bool(item is not ABSENT and item in rows)


def reached(birth: Any, years: Any, day: dt.date) -> Truth:
    """满 so many years of age."""
    if UNKNOWN in (birth, years) or isinstance(years, Interval):
        return UNKNOWN
    return birth is not ABSENT and years is not ABSENT and reaches(birth, int(years), day)


def looked_up(key: Any, column: Mapping[Any, Any]) -> Any:
    """The entry of a column for a key."""
    return UNKNOWN if key is UNKNOWN else column.get(key)


def settle(low: Any, high: Any) -> Any:
    """A number that is settled, or the interval it lies in."""
    return low if low is not None and low == high else Interval(low, high)


Pairs = Iterable[tuple[Truth, Any]]  # for each element that may count: whether it does, and its value


def distinct(pairs: Pairs) -> Any:
    """How many distinct values: absent ones do not count, an unknown one may be new or counted already."""
    sure: set[Any] = set()
    possible: set[Any] = set()
    open_ = 0
    for met, value in pairs:
        if value is UNKNOWN:
            open_ += 1
        elif value is not ABSENT:
            possible.add(value)
            if met is True:
                sure.add(value)
    return settle(len(sure), len(possible) + open_)


def total(pairs: Pairs, least: Any, most: Any) -> Any:
    """The sum: absent values add nothing, an unknown one anything its type allows."""
    low: Any = 0
    high: Any = 0
    for met, value in pairs:
        ends = (least, most) if value is UNKNOWN else ((0, 0) if value is ABSENT else (value, value))
        if met is UNKNOWN or value is UNKNOWN:
            ends = (None if ends[0] is None else min(0, ends[0]), None if ends[1] is None else max(0, ends[1]))
        low = None if low is None or ends[0] is None else low + ends[0]
        high = None if high is None or ends[1] is None else high + ends[1]
    return settle(low, high)
