"""What conditions and values mean: the plain reference evaluator that *is* the semantics. Never optimised.

Strong Kleene logic: a truth is True, False or UNKNOWN. A value is a Python value, ABSENT (None), UNKNOWN, or, for
counts and sums over lists not wholly known, an :class:`Interval`. Every other engine is tested against this file.
"""

from __future__ import annotations

import datetime as dt
import operator
from collections.abc import Iterable, Mapping
from fractions import Fraction
from functools import cached_property
from typing import Any, assert_never

from attrs import evolve, field, frozen

from bangban.policy import terms as t
from bangban.policy.model import Model
from bangban.policy.types import EnumType, MoneyType, NumberType, Type
from bangban.policy.values import ABSENT, UNKNOWN, Calendar, Duration, Truth, Unknown, exact, reaches, shift
from bangban.problems import FactPath
from bangban.shown import Alike

_ORDER = {"<": operator.lt, "≤": operator.le, ">": operator.gt, "≥": operator.ge}


@frozen(eq=False, repr=False)
class Interval(Alike):
    """A count or sum that is not settled yet: both ends possible, None where there is no bound."""

    low: Any
    high: Any


class UnknownElement:
    """The element of a list nobody has given: every field of it is unknown."""


UNKNOWN_ELEMENT = UnknownElement()


@frozen(slots=False, eq=False, repr=False)
class World(Alike):
    """What a term is read against: the set, the facts through the door, the day, and the elements bound so far."""

    model: Model
    facts: Mapping[str, Any]
    day: dt.date
    bound: Mapping[str, Any] = field(factory=dict)
    places: Mapping[str, FactPath] = field(factory=dict)  # where in the facts each bound element stands

    def with_element(self, scope: str, element: Any, place: FactPath) -> World:
        """The same world with one more element bound, and where that element stands."""
        return evolve(self, bound={**self.bound, scope: element}, places={**self.places, scope: place})

    def elements(self, over: t.Fact, scope: str) -> list[World] | Unknown:
        """A world for each element of a list (none where it is absent); UNKNOWN where nobody has given the list."""
        elements = fact(over, self)
        if isinstance(elements, Unknown):
            return UNKNOWN
        here = place(over, self)
        return [self.with_element(scope, e, (*here, i)) for i, e in enumerate(elements or ())]

    @cached_property
    def calendar(self) -> Calendar:
        """The working-day calendar of the set."""
        return working_calendar(self.model)


def working_calendar(model: Model) -> Calendar:
    """Every table with the purpose 工作日历, as one mapping from day to whether it works."""
    days: dict[dt.date, bool] = {}
    for table in model.tables.values():
        if table.purpose == "working_calendar":
            works = next(c for c in table.columns if c != table.key)
            days.update({day: row[works] for day, row in table.rows.items()})
    return days


# ---------------------------------------------------------------- Kleene

def not_(truth: Truth) -> Truth:
    """Strong Kleene negation."""
    return truth if isinstance(truth, Unknown) else not truth


def all_(truths: Iterable[Truth]) -> Truth:
    """False if any is false, else unknown if any is unknown."""
    result: Truth = True
    for truth in truths:
        if truth is False:
            return False
        if truth is UNKNOWN:
            result = UNKNOWN
    return result


def any_(truths: Iterable[Truth]) -> Truth:
    """True if any is true, else unknown if any is unknown."""
    return not_(all_(not_(truth) for truth in truths))


# ---------------------------------------------------------------- conditions

def truth(term: t.Term, world: World) -> Truth:
    """Whether a condition holds. A 是非 value that is absent does not."""
    found = value(term, world)
    if found is ABSENT:
        return False
    assert isinstance(found, bool | Unknown), term
    return found


def value(term: t.Term, world: World) -> Any:
    """The value of a term in a world."""
    match term:
        case t.Const(value=constant):
            return exact(constant)
        case t.Fact():
            return fact(term, world)
        case t.OptionValue(value=chosen):
            return exact(chosen)
        case t.Parameter(key=key):
            in_force = world.model.parameters[key].at(world.day)
            return exact(in_force.value) if in_force else UNKNOWN
        case t.Defined(key=key, scope=scope):
            definition = world.model.definitions[key]
            if scope is None or definition.scope is None:
                return value(definition.body, world)
            return value(definition.body, inside(definition.scope, scope, world))
        case t.DecisionDate():
            return world.day
        case t.Has(fact=of):
            found = fact(of, world)
            return UNKNOWN if found is UNKNOWN else found is not ABSENT
        case t.Not(operand=operand):
            return not_(truth(operand, world))
        case t.All(operands=operands):
            return all_([truth(o, world) for o in operands])
        case t.Any_(operands=operands):
            return any_([truth(o, world) for o in operands])
        case t.Compare(op=op, left=left, right=right):
            return compare(op, value(left, world), value(right, world), left.type)
        case t.Between(operand=operand, low=low, high=high):
            here = value(operand, world)
            return all_([compare("≥", here, value(low, world), operand.type),
                         compare("≤", here, value(high, world), operand.type)])
        case t.OneOf(item=item, values=values):
            here = value(item, world)
            return any_([compare("=", here, value(v, world), item.type) for v in values])
        case t.InTable(item=item, table=table):
            here = value(item, world)
            return UNKNOWN if here is UNKNOWN else here is not ABSENT and here in world.model.tables[table].rows
        case t.Contains():
            return _contains(term, world)
        case t.Reaches(birth=birth, years=years):
            born, age = value(birth, world), value(years, world)
            if UNKNOWN in (born, age) or isinstance(age, Interval):
                return UNKNOWN
            return born is not ABSENT and age is not ABSENT and reaches(born, int(age), world.day)
        case t.Quantified(op=op, over=over, scope=scope, body=body):
            elements = world.elements(over, scope)
            if isinstance(elements, Unknown):
                return UNKNOWN
            met = [truth(body, w) for w in elements]
            return all_(met) if op == "EVERY" else any_(met)
        case t.Count():
            return _count(term, world)
        case t.Distinct():
            return _distinct(term, world)
        case t.Sum():
            return _sum(term, world)
        case t.Lookup(table=table, key=key, column=column):
            wanted = value(key, world)
            if wanted is UNKNOWN:
                return UNKNOWN
            row = world.model.tables[table].rows.get(wanted)
            return ABSENT if row is None else exact(row[column])
        case t.Arith():
            return arith(term.op, value(term.left, world), value(term.right, world), world)
        case _:
            assert_never(term)


def fact(term: t.Fact, world: World) -> Any:
    """A fact by its path: UNKNOWN where nobody has said, ABSENT where it or a record above it does not exist."""
    here: Any = world.facts if term.scope is None else world.bound[term.scope]
    for name in term.path:
        if here is UNKNOWN_ELEMENT or here is UNKNOWN:
            return UNKNOWN
        if here is ABSENT:
            return ABSENT
        here = here.get(name, UNKNOWN)
    return UNKNOWN if here is UNKNOWN_ELEMENT else here


def place(term: t.Fact, world: World) -> FactPath:
    """Where a fact stands; for a fact of an element nobody has given, where its list stands."""
    if term.scope is None:
        return term.path
    above = world.places[term.scope]
    return above if world.bound[term.scope] is UNKNOWN_ELEMENT else (*above, *term.path)


def inside(scope: str, element_of: str, world: World) -> World:
    """The world in which a definition over a list speaks of the element bound to ``element_of``."""
    return world.with_element(scope, world.bound[element_of], world.places[element_of])


def compare(op: t.CompareOp, left: Any, right: Any, type_: Type) -> Truth:
    """One comparison. An absent value equals nothing and lies nowhere in any order."""
    if op == "≠":
        return not_(compare("=", left, right, type_))
    if left is UNKNOWN or right is UNKNOWN:
        # absent against unknown: whatever the unknown turns out to be, the absent equals nothing
        return False if left is ABSENT or right is ABSENT else UNKNOWN
    if left is ABSENT or right is ABSENT:
        return False
    if isinstance(left, Interval) or isinstance(right, Interval):
        return _compare_intervals(op, _interval(left), _interval(right))
    if isinstance(left, Duration) and isinstance(right, Duration):
        left, right = left.amount, right.amount  # of one unit: the checker sees to that
    if op == "=":
        return bool(left == right)
    if isinstance(type_, EnumType):
        if type_.canonical(left) is None or type_.canonical(right) is None:
            return UNKNOWN  # a value of an open enum that was never given a place in the order
        left, right = type_.rank(left), type_.rank(right)
    return bool(_ORDER[op](left, right))


def _interval(number: Any) -> Interval:
    return number if isinstance(number, Interval) else Interval(number, number)


def _compare_intervals(op: t.CompareOp, left: Interval, right: Interval) -> Truth:
    if op in (">", "≥"):
        return _compare_intervals("<" if op == ">" else "≤", right, left)
    below = left.high is not None and right.low is not None and left.high < right.low
    above = left.low is not None and right.high is not None and left.low > right.high
    if op == "=":
        settled = left.low is not None and left.low == left.high == right.low == right.high
        return False if below or above else (True if settled else UNKNOWN)
    if op == "<":
        not_less = left.low is not None and right.high is not None and left.low >= right.high
        return True if below else (False if not_less else UNKNOWN)
    at_most = left.high is not None and right.low is not None and left.high <= right.low
    return True if at_most else (False if above else UNKNOWN)


def _contains(term: t.Contains, world: World) -> Truth:
    container = value(term.container, world)
    if container is ABSENT:
        return False
    wanted: list[Any] = []
    if term.whole:
        items = value(term.items[0], world)
        if items is ABSENT:
            return False
        if isinstance(items, Unknown):
            return UNKNOWN
        wanted = list(items)
    else:
        wanted = [value(item, world) for item in term.items]
    if container is UNKNOWN:
        # what is absent is in no set; and the set itself may turn out not to exist, even where nothing is asked of it
        met: list[Truth] = [False if item is ABSENT else UNKNOWN for item in wanted]
        met += [UNKNOWN] if term.mode == "ALL" else []
    else:
        met = [UNKNOWN if item is UNKNOWN else bool(item is not ABSENT and item in container) for item in wanted]
    return all_(met) if term.mode == "ALL" else any_(met)


# ---------------------------------------------------------------- counts and sums

def _members(over: t.Fact, scope: str, body: t.Term | None, world: World) -> Any:
    """``(truth, world)`` for every element that may count; UNKNOWN where the list is."""
    inner = world.elements(over, scope)
    if isinstance(inner, Unknown):
        return UNKNOWN
    return [(met, w) for w in inner if (met := True if body is None else truth(body, w)) is not False]


def _settle(low: Any, high: Any) -> Any:
    return low if low is not None and low == high else Interval(low, high)


def _count(term: t.Count, world: World) -> Any:
    members = _members(term.over, term.scope, term.body, world)
    if members is UNKNOWN:
        return Interval(0, None)
    return _settle(sum(met is True for met, _ in members), len(members))


def _distinct(term: t.Distinct, world: World) -> Any:
    """Absent values do not count; an unknown one may be new or may be one already counted."""
    members = _members(term.over, term.scope, term.body, world)
    if members is UNKNOWN:
        return Interval(0, None)
    values = [(met, value(term.value, w)) for met, w in members]
    sure = {v for met, v in values if met is True and v is not UNKNOWN and v is not ABSENT}
    possible = sure | {v for _, v in values if v is not UNKNOWN and v is not ABSENT}
    open_ = sum(v is UNKNOWN for _, v in values)
    return _settle(len(sure), len(possible) + open_)


def _sum(term: t.Sum, world: World) -> Any:
    """Absent values add nothing; an unknown one adds anything its type allows."""
    members = _members(term.over, term.scope, term.body, world)
    if members is UNKNOWN:
        return UNKNOWN
    low: Any = 0
    high: Any = 0
    least, most = bounds(term.value.type)
    for met, w in members:
        found = value(term.value, w)
        ends = (least, most) if found is UNKNOWN else ((0, 0) if found is ABSENT else (found, found))
        if met is UNKNOWN or found is UNKNOWN:  # it may not count, or not exist
            ends = (None if ends[0] is None else min(0, ends[0]), None if ends[1] is None else max(0, ends[1]))
        low = None if low is None or ends[0] is None else low + ends[0]
        high = None if high is None or ends[1] is None else high + ends[1]
    return _settle(low, high)


def bounds(type_: Type) -> tuple[Any, Any]:
    """The least and the most a number of this type may be; None where there is no bound."""
    if isinstance(type_, NumberType | MoneyType):
        return exact(type_.low), exact(type_.high)
    return None, None


# ---------------------------------------------------------------- arithmetic

def arith(op: str, left: Any, right: Any, world: World) -> Any:
    """``left op right``, exactly; UNKNOWN where a part is open or the result lies beyond what there is."""
    if left is ABSENT or right is ABSENT:
        return ABSENT
    if UNKNOWN in (left, right) or isinstance(left, Interval) or isinstance(right, Interval):
        return UNKNOWN
    if isinstance(left, dt.date) and isinstance(right, dt.date):
        between = left - right
        if isinstance(left, dt.datetime):
            return Duration(exact(Fraction(int(between.total_seconds()), 3600)), "HOURS")
        return Duration(between.days, "DAYS")
    if isinstance(left, dt.date) and isinstance(right, Duration):
        return shift(left, right, 1 if op == "+" else -1, world.calendar)
    if isinstance(left, Duration) and isinstance(right, Duration):
        return evolve(left, amount=exact(_NUMBERS[op](left.amount, right.amount)))
    if isinstance(right, Duration):
        left, right = right, left  # only multiplication takes a number first
    if isinstance(left, Duration):
        if op == "/" and right == 0:
            return UNKNOWN
        return evolve(left, amount=exact(_NUMBERS[op](Fraction(left.amount), right)))
    if op == "/":
        return UNKNOWN if right == 0 else exact(Fraction(left) / right)
    return exact(_NUMBERS[op](left, right))


_NUMBERS: dict[str, Any] = {
    "+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv}