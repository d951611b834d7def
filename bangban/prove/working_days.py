"""Working days for a solver: by the week alone, except near the days that a calendar names.

Of two policy sets with a calendar each, the second is told by the first: the same day, except near the days on which
the two calendars differ. What they have in common a solver could only find out day by day.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Mapping
from functools import lru_cache

from bangban.policy.values import works_on
from bangban.prove.facts import LAST_DAY, Space
from bangban.prove.formula import Group, Lin, Node, Var

Calendar = tuple[tuple[dt.date, bool], ...]  # days named, in order, and whether they are worked
Run = tuple[int, int, int]  # first day, last day, the day to which all of them move
_WEEK: Calendar = ()
_A_MONDAY = 700_001  # far from both ends of the calendar


class WorkingDays:
    """The days so many working days on, by one calendar. All calendars of a space know one another."""

    def __init__(self, space: Space, calendar: Mapping[dt.date, bool]) -> None:
        self.arena = space.arena
        self._calendar: Calendar = tuple(sorted(calendar.items()))
        self._all: dict[Calendar, dict[tuple[Lin, int], Var]] = space.computed.setdefault("working days", {})
        self._made = self._all.setdefault(self._calendar, {})

    def on(self, day: Lin, count: int) -> Lin:
        """The day so many working days on from a day (back, where ``count`` is negative)."""
        found = self._made.get((day, count))
        if found is None:
            found = self._made[day, count] = self._make(day, count)
        return Lin(((found, 1),))

    def _make(self, day: Lin, count: int) -> Var:
        group = Group(f"{count}个工作日")
        moved = self.arena.new("int", group)
        for calendar, made in self._all.items():
            other = made.get((day, count))
            if other is not None:
                usual = self._except_near(_apart(calendar, self._calendar, count), day, moved, group)
                group.axioms.append(self.arena.implies(usual, self.arena.eq(Lin(((moved, 1),)), Lin(((other, 1),)))))
                return moved
        usual = self._except_near(_apart(_WEEK, self._calendar, count), day, moved, group)
        self._by_the_week(usual, day, count, moved, group)
        return moved

    def _except_near(self, runs: list[Run], day: Lin, moved: Var, group: Group) -> Node:
        """Says where the days of each run move to, and gives the condition that a day is in none of them."""
        arena, near = self.arena, []
        for first, last, target in runs:
            here = arena.both(arena.le(Lin((), first), day), arena.le(day, Lin((), last)))
            near.append(here)
            group.axioms.append(arena.implies(here, arena.eq(Lin(((moved, 1),)), Lin((), target))))
        return arena.not_(arena.any(near))

    def _by_the_week(self, usual: Node, day: Lin, count: int, moved: Var, group: Group) -> None:
        arena = self.arena
        weeks, weekday = (arena.new("int", group) for _ in range(2))
        w, d, m = Lin(((weeks, 7),)), Lin(((weekday, 1),)), Lin(((moved, 1),))
        # day 1 was a Monday: the weekday of day n is (n - 1) mod 7
        group.axioms += [arena.eq(day + Lin((), -1), w + d), arena.le(Lin(), d), arena.le(d, Lin((), 6))]
        for k in range(7):
            group.axioms.append(arena.implies(
                arena.both(usual, arena.eq(d, Lin((), k))), arena.eq(m, day + Lin((), _weekly(k, count)))))


@lru_cache(maxsize=64)
def _apart(one: Calendar, other: Calendar, count: int) -> list[Run]:
    """Runs of days that all move to one day by the second calendar, where that is not the day by the first."""
    named = sorted({day for day, _ in (*one, *other)})
    first_by, second_by = dict(one), dict(other)
    differ = [d.toordinal() for d in named if works_on(d, first_by) != works_on(d, second_by)]
    runs: list[Run] = []
    if not differ:
        return runs
    calendars = (first_by, second_by)
    # a day further off than so many working days of either calendar is not moved past a day on which they differ
    first, last = _off(differ[0], -abs(count), calendars), _off(differ[-1], abs(count), calendars)
    around = range(_off(first, -abs(count), calendars), _off(last, abs(count), calendars) + 1)
    works = [[n for n in around if works_on(dt.date.fromordinal(n), by_day)] for by_day in calendars]
    for number in range(first, last + 1):
        usual, target = (_on_from(number, count, w) for w in works)
        if target == usual:
            continue
        if runs and runs[-1][1] == number - 1 and runs[-1][2] == target:
            runs[-1] = (runs[-1][0], number, target)
        else:
            runs.append((number, number, target))
    return runs


def _off(number: int, count: int, calendars: Collection[Mapping[dt.date, bool]]) -> int:
    """A day so far off that more than so many working days of each calendar lie between, however long a closure is."""
    step, left = (1 if count >= 0 else -1), [abs(count) + 1 for _ in calendars]
    while max(left) > 0 and 1 < number + step <= LAST_DAY:
        number += step
        left = [n - works_on(dt.date.fromordinal(number), by_day) for n, by_day in zip(left, calendars, strict=True)]
    return number


def _weekly(weekday: int, count: int) -> int:
    """How many days on ``count`` working days are, from a weekday (Monday 0), in a week without holidays."""
    number = _A_MONDAY + weekday
    around = range(_off(number, -abs(count), ({},)), _off(number, abs(count), ({},)) + 1)
    works = [n for n in around if works_on(dt.date.fromordinal(n), {})]
    return _on_from(number, count, works) - number


def _on_from(number: int, count: int, works: list[int]) -> int:
    """The day so many working days on from a day, or back; the day itself where the calendar of dates ends before."""
    if count == 0:
        return number
    at = bisect_right(works, number) + count - 1 if count > 0 else bisect_left(works, number) + count
    return works[at] if 0 <= at < len(works) else number
