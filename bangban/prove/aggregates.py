"""Counts, kinds and sums over lists, three-valued as intervals.

A count against a constant becomes "at least k elements …", which the small-model bound covers exactly. A sum, or a
count against something that varies, is written out for a fixed number of elements, and the claim says so.
"""

from __future__ import annotations

from collections.abc import Callable
from math import ceil, floor
from typing import Any

from attrs import frozen

from bangban.policy.terms import CompareOp
from bangban.prove.compare import at_least_of, equal, exists, fix, of_any_element
from bangban.prove.facts import Sequence, Space, bounds
from bangban.prove.formula import Group, Lin, Node
from bangban.prove.symbols import Case, Interval, Quantity, Rail, Symbol

Body = Callable[[Any], Rail]  # of the index of an element
ValueOf = Callable[[Any], Symbol]


@frozen
class Tally:
    """A count of the elements that satisfy ``body``, or of the kinds of ``value`` among them."""

    unknown: Node  # nobody has given the list
    sequence: Sequence | None  # None where it is absent or unknown for sure
    body: Body
    value: ValueOf | None = None


def at_least(space: Space, tally: Tally, count: int) -> Rail:
    """Whether the tally is at least ``count``."""
    arena = space.arena
    if count <= 0:
        return Rail(arena.true, arena.false)
    if tally.sequence is None:
        return Rail(arena.false, arena.not_(tally.unknown))
    given = arena.not_(tally.unknown)
    if tally.value is None:
        sure = exists(space, tally.sequence, lambda i: tally.body(i).t, count)
        possible = exists(space, tally.sequence, lambda i: arena.not_(tally.body(i).f), count)
    else:
        sure = _kinds(space, tally.sequence, lambda i: tally.body(i).t, tally.value, count, sure=True)
        possible = _kinds(space, tally.sequence, lambda i: arena.not_(tally.body(i).f), tally.value, count, sure=False)
    return Rail(arena.both(given, sure), arena.both(given, arena.not_(possible)))


def _kinds(space: Space, sequence: Sequence, met: Callable[[Any], Node], value: ValueOf, count: int,
           sure: bool) -> Node:
    """At least ``count`` elements that meet a condition and differ in their value (an unknown one may be new)."""
    arena = space.arena

    def counts(index: Any) -> Node:
        found = value(index)
        return arena.both(met(index), found.present if sure else arena.not_(found.absent))

    def differ(one: int, other: int) -> Node:
        a, b = value(one), value(other)
        known = arena.both(a.present, b.present)
        return arena.either(arena.not_(known), arena.not_(equal(space, a, b)))

    def expand(places: int) -> Node:
        here = [arena.both(sequence.filled(i), counts(i)) for i in range(places)]
        # of those with one value only the first is new
        new = [arena.all([here[i], *(arena.either(arena.not_(here[j]), differ(i, j)) for j in range(i))])
               for i in range(places)]
        return at_least_of(space, new, count)

    # what is counted is part of the condition: two counts of other values are two conditions
    generic, template = of_any_element(space, counts)
    _, value_said = of_any_element(space, lambda i: equal(space, value(i), value(i)))
    return arena.list_atom(sequence, f"kinds{sure}", generic, (template, value_said), count, expand)


def compare_tally(space: Space, op: CompareOp, tally: Tally, other: Symbol) -> Rail | None:
    """A tally against a number; None where the number varies, which no bound covers."""
    arena = space.arena
    if not isinstance(other.body, Quantity) or not all(c.lin.constant for c in other.body.cases):
        return None
    cases = [(c.guard, _against(space, op, tally, c.lin.const)) for c in other.body.cases]
    true = arena.any(arena.both(guard, rail.t) for guard, rail in cases)
    false = arena.any(arena.both(guard, rail.f) for guard, rail in cases)
    return Rail(arena.both(other.present, true), arena.either(other.absent, arena.both(other.present, false)))


def _against(space: Space, op: CompareOp, tally: Tally, number: Any) -> Rail:
    reaches = at_least(space, tally, ceil(number))
    exceeds = at_least(space, tally, floor(number) + 1)
    arena = space.arena
    match op:
        case "≥":
            return reaches
        case ">":
            return exceeds
        case "<":
            return reaches.opposite
        case "≤":
            return exceeds.opposite
        case "=" | "≠":
            equal = Rail(arena.both(reaches.t, exceeds.f), arena.either(reaches.f, exceeds.t))
            return equal if op == "=" else equal.opposite


# ---------------------------------------------------------------- written out for a fixed number of elements

def tally_interval(space: Space, tally: Tally) -> Interval:
    """A tally as an interval, for a fixed number of elements."""
    arena = space.arena
    low, high, places = Lin(), Lin(), 0
    if tally.sequence is not None:
        places = fix(tally.sequence)
    for count in range(1, places + 1):
        reached = at_least(space, tally, count)
        low = low + _one_if(space, reached.t)
        high = high + _one_if(space, arena.not_(reached.f))
    # nobody has given the list: nothing is excluded above
    return Interval(arena.false, low, arena.false, high, tally.unknown)


def _one_if(space: Space, condition: Node) -> Lin:
    """1 where the condition holds, else 0."""
    arena, key = space.arena, ("one if", condition.id)
    if key not in space.computed:
        group = Group("计数")
        lin = space.computed[key] = Lin(((arena.new("int", group), 1),))
        group.axioms += [arena.implies(condition, arena.eq(lin, Lin((), 1))),
                         arena.implies(arena.not_(condition), arena.eq(lin, Lin()))]
    found: Lin = space.computed[key]
    return found


def total(space: Space, tally: Tally, value_type: Any) -> Interval:
    """The sum of the values of the elements that satisfy the body: absent ones add nothing, unknown ones anything."""
    arena = space.arena
    low, high = Lin(), Lin()
    low_open, high_open = [], []
    least, most = bounds(value_type)
    for index in range(fix(tally.sequence) if tally.sequence is not None else 0):
        assert tally.sequence is not None
        assert tally.value is not None
        met, found = tally.body(index), tally.value(index)
        there = arena.both(tally.sequence.filled(index), arena.not_(met.f), arena.not_(found.absent))
        open_ = arena.both(there, found.unknown)
        ends = [_end(space, end, bound, there, met.t, open_, found) for end, bound in ((min, least), (max, most))]
        low, high = low + ends[0], high + ends[1]
        low_open += [open_] if least is None else []
        high_open += [open_] if most is None else []
    return Interval(tally.unknown, low, arena.any(low_open), high, arena.any(high_open))


def _end(space: Space, end: Callable[..., Any], bound: Any, there: Node, sure: Node, open_: Node,
         found: Symbol) -> Lin:
    """The least (or greatest) that one element adds to a sum: its value, or 0 where it may not count."""
    arena = space.arena
    cases = found.body.cases if isinstance(found.body, Quantity) else ()
    key = ("end of a sum", end, bound, there.id, sure.id, open_.id, found.present.id, cases)
    if key in space.computed:
        known: Lin = space.computed[key]
        return known
    group = Group("合计")
    lin = space.computed[key] = Lin(((arena.new("real" if _fractional(found) else "int", group), 1),))
    zero = arena.eq(lin, Lin())
    group.axioms.append(arena.implies(arena.not_(there), zero))
    if bound is not None:
        group.axioms.append(arena.implies(open_, arena.eq(lin, Lin((), end(0, bound)))))
    for case in cases:
        here = arena.both(there, found.present, case.guard)
        exact = arena.eq(lin, case.lin)
        beyond = arena.le(case.lin, Lin()) if end is min else arena.le(Lin(), case.lin)
        group.axioms += [arena.implies(arena.both(here, sure), exact),
                         arena.implies(arena.all([here, arena.not_(sure), beyond]), exact),
                         arena.implies(arena.all([here, arena.not_(sure), arena.not_(beyond)]), zero)]
    return lin


def _fractional(found: Symbol) -> bool:
    cases = found.body.cases if isinstance(found.body, Quantity) else ()
    factors = [c for case in cases for _, c in case.lin.terms] + [case.lin.const for case in cases]
    real = any(v.sort == "real" for case in cases for v, _ in case.lin.terms)
    return real or any(getattr(c, "denominator", 1) != 1 for c in factors)


def settled(space: Space, interval: Interval) -> Symbol:
    """An interval as a value: unknown until both ends meet."""
    arena = space.arena
    known = arena.all([arena.not_(interval.unknown), arena.not_(interval.low_open), arena.not_(interval.high_open),
                       arena.eq(interval.low, interval.high)])
    return Symbol(arena.not_(known), arena.false, known, Quantity((Case(arena.true, interval.low),)))
