"""Arithmetic on symbolic values, as :func:`bangban.policy.meaning.value` has it.

Sums, differences and multiples are exact. What a linear solver cannot say (products of two facts, months added to a
day, truncated hours) becomes an opaque number with true bounds; its exact values are told to the solver point by point.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

from bangban.policy.types import DateTimeType, DateType, DurationType, Type
from bangban.policy.values import Duration, exact, shift
from bangban.prove.facts import LAST_DAY, Space, bounds, day_number, moment
from bangban.prove.formula import Group, Lin, Node, Opaque, Var
from bangban.prove.symbols import Case, Quantity, Symbol
from bangban.prove.working_days import WorkingDays

ZERO = Lin()
ONE = Lin((), 1)
_CENTURY_FREE = 14_000  # days: no such span holds the turns of two centuries
_DAYS_IN = {"MONTHS": (28, 31), "YEARS": (365, 366)}  # at least and at most
_MARGIN = 34  # days by which month ends, cut-off parts of a month and missed leap days may shift a date
NEAR = 800  # days on either side of a guess of which the solver is told the truth


class Arithmetic:
    """Arithmetic in one space, with one working-day calendar. Each opaque number is made once."""

    def __init__(self, space: Space, calendar: Mapping[dt.date, bool]) -> None:
        self.space, self.arena, self.calendar = space, space.arena, calendar
        # two policy sets with one calendar speak of the same numbers
        mark = frozenset(calendar.items())
        self._opaque: dict[Any, Opaque] = space.computed.setdefault(("opaque", mark), {})
        self._steps: dict[Any, Var] = space.computed.setdefault(("steps", mark), {})
        self.working_days = WorkingDays(space, calendar)

    def apply(self, op: str, left: Symbol, right: Symbol, types: tuple[Type, Type]) -> Symbol:
        """``left op right``: absent where either is, unknown where either is, else by cases."""
        arena = self.arena
        absent = arena.either(left.absent, right.absent)
        unknown = arena.both(arena.not_(absent), arena.either(left.unknown, right.unknown))
        cases: list[Case] = []
        undefined: list[Node] = []
        if isinstance(left.body, Quantity) and isinstance(right.body, Quantity):
            for a in left.body.cases:
                for b in right.body.cases:
                    guard = arena.both(a.guard, b.guard)
                    lin, none = self._one(op, a, b, types)
                    cases.append(Case(guard, lin, _month_end(op, a, b, types)))
                    undefined.append(arena.both(guard, none))
        unknown = arena.either(unknown, arena.both(left.present, right.present, arena.any(undefined)))
        present = arena.both(arena.not_(absent), arena.not_(unknown))
        return Symbol(unknown, absent, present, Quantity(tuple(cases)))

    def _one(self, op: str, left: Case, right: Case, types: tuple[Type, Type]) -> tuple[Lin, Node]:
        """The value for one pair of cases, and when it has none."""
        a, b, none = left.lin, right.lin, self.arena.false
        match op, types[0], types[1]:
            case "-", DateTimeType(), DateTimeType():
                # whole seconds, as hours
                return self._whole(a - b, 1_000_000, towards_zero=True).scaled(Fraction(1, 3600)), none
            case ("+" | "-"), (DateType() | DateTimeType()), DurationType(unit=unit):
                return self._shifted(a, b, 1 if op == "+" else -1, unit, right.month_end, types[0])
            case "+", _, _:
                return a + b, none
            case "-", _, _:
                return a - b, none
            case "*", _, _:
                if a.constant or b.constant:
                    return (b.scaled(a.const) if a.constant else a.scaled(b.const)), none
                return self._unknowable("×", (a, b), lambda x, y: x * y, "real")
            case _:
                if b.constant:
                    return (ZERO, self.arena.true) if b.const == 0 else (a.scaled(Fraction(1) / b.const), none)
                return self._unknowable("÷", (a, b), lambda x, y: None if y == 0 else Fraction(x) / y, "real")

    # ------------------------------------------------------------ days and lengths of time

    def _shifted(self, day: Lin, amount: Lin, sign: int, unit: str, month_end: str | None,
                 type_: Type) -> tuple[Lin, Node]:
        if isinstance(type_, DateTimeType):
            if unit != "HOURS":
                return self._exact_shift(day, amount, sign, unit, month_end, type_)
            moved = day + self._whole(amount.scaled(3600 * sign), 1, towards_zero=True).scaled(1_000_000)
            return moved, self._outside(moved, type_)
        if unit == "DAYS":
            moved = day + self._whole(amount.scaled(sign), 1, towards_zero=True)
            return moved, self._outside(moved, type_)
        if unit == "WORKING_DAYS" and amount.constant:
            count = int(amount.const * sign)
            if abs(count) < 1_000 and not day.constant:
                moved = self.working_days.on(day, count)
                return moved, self._outside(moved, type_)
        return self._exact_shift(day, amount, sign, unit, month_end, type_)

    def _outside(self, moved: Lin, type_: Type) -> Node:
        low, high = bounds(DateTimeType() if isinstance(type_, DateTimeType) else DateType())
        return self.arena.not_(self.arena.both(
            self.arena.le(Lin((), low), moved), self.arena.le(moved, Lin((), high))))

    def _exact_shift(self, day: Lin, amount: Lin, sign: int, unit: str, month_end: Any,
                     type_: Type) -> tuple[Lin, Node]:
        moments = isinstance(type_, DateTimeType)

        low, high = bounds(type_)

        def moved(number: int, by: Fraction | int) -> int | None:
            if not low <= number <= high:
                return None  # a day that is itself out of the calendar of dates
            start = moment(int(number)) if moments else dt.date.fromordinal(int(number))
            found = shift(start, Duration(exact(Fraction(by)), unit, month_end), sign, self.calendar)  # type: ignore[arg-type]
            return day_number(found) if isinstance(found, dt.date) else None

        lin, none = self._unknowable(f"{unit}{sign}{month_end}{moments}", (day, amount), moved, "int")
        if unit not in _DAYS_IN or moments or lin.constant or _group(lin).axioms:
            return lin, none
        if _is_whole(amount):
            self._loose_bounds(lin, day, amount.scaled(sign), unit, none)
        if amount.constant:
            by = amount.const

            def around(number: int) -> list[tuple[int, int, int]]:
                return _runs(number - NEAR, number + NEAR, lambda day: moved(day, by))

            self._month_bounds(lin, day, lambda number: moved(number, by), none)
            opaque = _group(lin).opaque
            assert opaque is not None
            opaque.around = around
        return lin, none

    def _loose_bounds(self, moved: Lin, day: Lin, amount: Lin, unit: str, none: Node) -> None:
        """So many months or years are about so many days, and leave the calendar of dates only near its ends."""
        arena, (least, most) = self.arena, _DAYS_IN[unit]
        first, last = Lin((), 1), Lin((), LAST_DAY)
        forward = arena.le(ZERO, amount)
        low, high = day + amount.scaled(least), day + amount.scaled(most)
        within = arena.either(
            arena.all([forward, arena.le(low + Lin((), -_MARGIN), moved), arena.le(moved, high + Lin((), _MARGIN))]),
            arena.all([arena.not_(forward), arena.le(high + Lin((), -_MARGIN), moved),
                       arena.le(moved, low + Lin((), _MARGIN))]))
        beyond = arena.either(arena.both(forward, arena.lt(last, high + Lin((), _MARGIN))),
                              arena.both(arena.not_(forward), arena.lt(high + Lin((), -_MARGIN), first)),
                              arena.lt(day, first), arena.lt(last, day))
        _group(moved).axioms += [
            arena.either(none, within), arena.implies(none, beyond),
            arena.either(none, arena.both(arena.le(first, moved), arena.le(moved, last)))]

    def _month_bounds(self, moved: Lin, day: Lin, exact_: Callable[[int], int | None], none: Node) -> None:
        """So many months are at least and at most so many days; a later day never moves to an earlier one."""
        group, arena = _group(moved), self.arena
        # eight years with the missed leap day of a century, eight with one that has it: every length there is
        years = [*range(dt.date(1896, 1, 1).toordinal(), dt.date(1904, 3, 1).toordinal()),
                 *range(dt.date(1999, 1, 1).toordinal(), dt.date(2007, 3, 1).toordinal())]
        lengths = [to - number for number in years if (to := exact_(number)) is not None]
        if lengths:
            # over centuries more leap days may be missed than in those years
            margin = 0 if max(map(abs, lengths)) < _CENTURY_FREE else max(map(abs, lengths)) // 10_000
            group.axioms.append(arena.either(none, arena.both(
                arena.le(day + Lin((), min(lengths) - margin), moved),
                arena.le(moved, day + Lin((), max(lengths) + margin)))))
        for other in self._opaque.values():
            assert group.opaque is not None
            if other is not group.opaque and other.name == group.opaque.name and (
                    other.arguments[1] == group.opaque.arguments[1]):
                there, where = Lin(((other.result, 1),)), other.arguments[0]
                for one, two, first, second in ((day, where, moved, there), (where, day, there, moved)):
                    group.axioms.append(arena.either(
                        none, other.undefined, arena.lt(two, one), arena.le(first, second)))

    def birthday(self, birth: Lin, years: Lin) -> tuple[Lin, Node]:
        """The day on which somebody reaches an age (born on 29 February: on 1 March in common years)."""
        return self._exact_shift(birth, years, 1, "YEARS", "CARRY", DateType())

    # ------------------------------------------------------------ whole numbers, opaque numbers

    def _whole(self, lin: Lin, unit: int, towards_zero: bool) -> Lin:
        """``lin / unit`` as a whole number, cut off towards zero."""
        if lin.constant:
            return Lin((), int(Fraction(lin.const) / unit))
        if unit == 1 and _is_whole(lin):
            return lin
        found = self._steps.get(("whole", lin, unit))
        if found is None:
            arena, group = self.arena, Group("取整")
            found = self._steps[("whole", lin, unit)] = arena.new("int", group)
            q, zero = Lin(((found, 1),)), arena.le(ZERO, lin)
            up = arena.both(arena.le(q.scaled(unit), lin), arena.lt(lin, (q + ONE).scaled(unit)))
            down = arena.both(arena.le(lin, q.scaled(unit)), arena.lt((q - ONE).scaled(unit), lin))
            group.axioms += [arena.implies(zero, up), arena.implies(arena.not_(zero), down)]
        return Lin(((found, 1),))

    def _unknowable(self, name: str, arguments: tuple[Lin, ...], exact_: Callable[..., Any],
                    sort: Any) -> tuple[Lin, Node]:
        """A number the solver knows only point by point."""
        if all(a.constant for a in arguments):
            value = exact_(*(a.const for a in arguments))
            return (ZERO, self.arena.true) if value is None else (Lin((), value), self.arena.false)
        key = (name, arguments)
        found = self._opaque.get(key)
        if found is None:
            group = Group(name)
            result, undefined = self.arena.new(sort, group), self.arena.flag(group)
            found = self._opaque[key] = group.opaque = Opaque(name, arguments, result, undefined, exact_)
        return Lin(((found.result, 1),)), found.undefined


def _runs(first: int, last: int, moved: Callable[[int], int | None]) -> list[tuple[int, int, int]]:
    """Runs of days that a shift moves by the same number of days."""
    runs: list[tuple[int, int, int]] = []
    for number in range(first, last + 1):
        to = moved(number)
        if to is None:
            continue
        if runs and runs[-1][1] == number - 1 and runs[-1][2] == to - number:
            runs[-1] = (runs[-1][0], number, to - number)
        else:
            runs.append((number, number, to - number))
    return runs


def _is_whole(lin: Lin) -> bool:
    """Whether it is a whole number whatever its variables are."""
    factors = [lin.const, *(c for _, c in lin.terms)]
    return all(v.sort == "int" for v, _ in lin.terms) and all(Fraction(f).denominator == 1 for f in factors)


def _group(lin: Lin) -> Group:
    return lin.terms[0][0].group


def _month_end(op: str, left: Case, right: Case, types: tuple[Type, Type]) -> str | None:
    """What the result says of month ends: only a length of time says anything, and it keeps that of its first part."""
    if isinstance(types[0], DurationType):
        return left.month_end
    return right.month_end if isinstance(types[1], DurationType) and op == "*" else None
