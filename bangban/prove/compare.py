"""Comparisons of symbolic values: the two rails of =, ≠, <, ≤, >, ≥, as :func:`policy.meaning.compare` has them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from bangban.policy.terms import CompareOp
from bangban.policy.types import EnumType, ManyType, Type
from bangban.prove.facts import Sequence, Space
from bangban.prove.formula import Lin, Node
from bangban.prove.symbols import Case, Choice, Interval, Members, Quantity, Rail, Symbol

FIXED = 3  # elements, where no bound is known
_FLIPPED: dict[CompareOp, CompareOp] = {"<": ">", ">": "<", "≤": "≥", "≥": "≤", "=": "=", "≠": "≠"}


def compare(space: Space, op: CompareOp, left: Symbol | Interval, right: Symbol | Interval, type_: Type) -> Rail:
    """One comparison. An absent value equals nothing and lies nowhere in any order."""
    if op == "≠":
        return compare(space, "=", left, right, type_).opposite
    if isinstance(left, Interval) or isinstance(right, Interval):
        return _with_interval(space, op, left, right)
    arena = space.arena
    note_constants(space, left, right)
    if op == "=":
        met = Rail(equal(space, left, right), arena.true)
    elif isinstance(type_, EnumType):
        met = _by_rank(space, op, left, right, type_)
    else:
        met = Rail(_ordered(space, op, left, right), arena.true)
    known = arena.both(arena.not_(left.unknown), arena.not_(right.unknown))
    both = arena.both(left.present, right.present)
    # an unknown order (a value of an open enum that has no place in it) leaves the comparison unknown
    false = arena.either(left.absent, right.absent, arena.both(known, arena.not_(met.t), met.f))
    return Rail(arena.both(both, met.t), false)


def note_constants(space: Space, left: Symbol, right: Symbol) -> None:
    """Remember which constants a fact is compared with: they make good values for a witness."""
    for one, other in ((left, right), (right, left)):
        fact = space.facts.get(one.group) if one.group else None
        if fact is None or not isinstance(other.body, Quantity):
            continue
        for case in other.body.cases:
            if case.lin.constant:
                fact.constants.add(case.lin.const)


# ---------------------------------------------------------------- equality

def equal(space: Space, left: Symbol, right: Symbol) -> Node:
    """Both present and the same."""
    arena = space.arena
    match left.body, right.body:
        case Choice(of=one), Choice(of=other):
            met = arena.any(arena.both(flag, other[v]) for v, flag in one.items() if v in other)
        case Choice(of=one), Quantity():
            met = arena.any(arena.both(flag, is_value(space, right, v)) for v, flag in one.items())
        case Quantity(), Choice(of=other):
            met = arena.any(arena.both(flag, is_value(space, left, v)) for v, flag in other.items())
        case Quantity(cases=one), Quantity(cases=other):
            met = arena.any(
                arena.both(a.guard, b.guard, arena.eq(a.lin, b.lin)) for a in one for b in other)
        case Members(of=one), Members(of=other):
            met = arena.all(arena.same(one.get(v, arena.false), other.get(v, arena.false)) for v in {**one, **other})
        case Sequence(type=ManyType()), Sequence(type=ManyType()):
            met = _same_in_order(space, left.body, right.body)
        case (Sequence() | Members()), (Sequence() | Members()):
            met = arena.both(_each_in(space, left, right), _each_in(space, right, left))
        case _:
            met = arena.false
    return arena.both(left.present, right.present, met)


def _same_in_order(space: Space, left: Sequence, right: Sequence) -> Node:
    """Two 多项 with the same members in the same order, for a fixed number of members."""
    arena, parts = space.arena, []
    for index in range(max(fix(left), fix(right))):
        a, b, one, other = left.filled(index), right.filled(index), left.element(index), right.element(index)
        assert isinstance(one, Symbol)
        assert isinstance(other, Symbol)
        parts += [arena.same(a, b), arena.implies(a, equal(space, one, other))]
    return arena.all(parts)


def fix(sequence: Sequence) -> int:
    """Fix the number of places of a list that a condition outside the bound reads."""
    sequence.fixed = sequence.fixed or FIXED
    return sequence.fixed


def is_value(space: Space, symbol: Symbol, constant: Any) -> Node:
    """Present and a given constant."""
    arena = space.arena
    if isinstance(symbol.body, Choice):
        return arena.both(symbol.present, symbol.body.of.get(constant, arena.false))
    if isinstance(symbol.body, Quantity):
        wanted = Lin((), space.constant(constant))
        note_constants(space, symbol, Symbol(arena.false, arena.false, arena.true,
                                             Quantity((Case(arena.true, wanted),))))
        return arena.both(symbol.present, arena.any(
            arena.both(c.guard, arena.eq(c.lin, wanted)) for c in symbol.body.cases))
    return arena.false


def _each_in(space: Space, some: Symbol, container: Symbol) -> Node:
    return space.arena.not_(any_member(space, some, lambda item: space.arena.not_(holds(space, container, item))))


# ---------------------------------------------------------------- members of sets and lists

def any_member(space: Space, some: Symbol, condition: Any) -> Node:
    """Some member of a set or 多项 meets a condition (a function of its symbol)."""
    arena = space.arena
    if isinstance(some.body, Members):
        return arena.any(arena.both(flag, condition(constant_symbol(space, v))) for v, flag in some.body.of.items())
    if isinstance(some.body, Sequence):
        sequence = some.body
        return exists(space, sequence, lambda index: condition(sequence.element(index)))
    return arena.false


def holds(space: Space, container: Symbol, item: Symbol) -> Node:
    """A present item is in a present set or 多项."""
    arena = space.arena
    if isinstance(container.body, Members):
        return arena.any(arena.both(flag, is_value(space, item, v)) for v, flag in container.body.of.items())
    if isinstance(container.body, Sequence):
        sequence = container.body

        def is_item(index: Any) -> Node:
            element = sequence.element(index)
            assert isinstance(element, Symbol)
            note_constants(space, element, item)
            return equal(space, element, item)

        return exists(space, sequence, is_item)
    return arena.false


def exists(space: Space, sequence: Sequence, condition: Any, at_least: int = 1) -> Node:
    """At least so many elements of a list meet a condition (a function of the index)."""
    arena = space.arena
    if at_least <= 0:
        return arena.true
    generic, template = of_any_element(space, condition)
    if template is arena.false:
        return arena.false

    def expand(places: int) -> Node:
        met = [arena.both(sequence.filled(i), condition(i)) for i in range(places)]
        return at_least_of(space, met, at_least)

    return arena.list_atom(sequence, "some", generic, (template,), at_least, expand)


def of_any_element(space: Space, condition: Any) -> tuple[int, Node]:
    """A condition said of an element that stands for any; one that stands inside another has an element of its own."""
    space.depth += 1
    try:
        return -space.depth, condition(-space.depth)
    finally:
        space.depth -= 1


def at_least_of(space: Space, met: list[Node], count: int) -> Node:
    """At least ``count`` of the formulas hold, by a running count."""
    arena = space.arena
    if count > len(met):
        return arena.false
    # reached[k]: at least k of those seen so far
    reached = [arena.true] + [arena.false] * count
    for node in met:
        reached = [arena.true] + [
            arena.either(reached[k], arena.both(reached[k - 1], node)) for k in range(1, count + 1)]
    return reached[count]


def constant_symbol(space: Space, word: Any) -> Symbol:
    """A constant word; it compares with enums and with texts."""
    arena = space.arena
    return Symbol(arena.false, arena.false, arena.true, Choice({word: arena.true}))


# ---------------------------------------------------------------- order

def _ordered(space: Space, op: CompareOp, left: Symbol, right: Symbol) -> Node:
    if not isinstance(left.body, Quantity) or not isinstance(right.body, Quantity):
        return space.arena.false
    return space.arena.any(
        space.arena.both(a.guard, b.guard, _lin_order(space, op, a.lin, b.lin))
        for a in left.body.cases for b in right.body.cases)


def _lin_order(space: Space, op: CompareOp, left: Lin, right: Lin) -> Node:
    if op in (">", "≥"):
        return _lin_order(space, _FLIPPED[op], right, left)
    return space.arena.lt(left, right) if op == "<" else space.arena.le(left, right)


def _by_rank(space: Space, op: CompareOp, left: Symbol, right: Symbol, type_: EnumType) -> Rail:
    """``t``: the order holds; ``f``: both values have a place in the order."""
    arena = space.arena
    ranks = [v.zh for v in type_.values]
    one = [is_value(space, left, v) for v in ranks]
    other = [is_value(space, right, v) for v in ranks]
    met = arena.any(arena.both(a, b) for i, a in enumerate(one) for j, b in enumerate(other) if _rank(op, i, j))
    return Rail(met, arena.both(arena.any(one), arena.any(other)))


def _rank(op: CompareOp, left: int, right: int) -> bool:
    return {"<": left < right, "≤": left <= right, ">": left > right, "≥": left >= right}[op]


# ---------------------------------------------------------------- counts and sums

def _with_interval(space: Space, op: CompareOp, left: Symbol | Interval, right: Symbol | Interval) -> Rail:
    arena = space.arena
    pairs = [(guard_l, guard_r, one, other)
             for guard_l, one in _intervals(space, left) for guard_r, other in _intervals(space, right)]
    true = arena.any(arena.both(gl, gr, _interval_order(space, op, a, b).t) for gl, gr, a, b in pairs)
    false = arena.any(arena.both(gl, gr, _interval_order(space, op, a, b).f) for gl, gr, a, b in pairs)
    known = arena.both(arena.not_(left.unknown), arena.not_(right.unknown))
    absent = arena.any(s.absent for s in (left, right) if isinstance(s, Symbol))
    return Rail(arena.both(known, arena.not_(absent), true),
                arena.either(absent, arena.both(known, false)))


def _intervals(space: Space, side: Symbol | Interval) -> Iterable[tuple[Node, Interval]]:
    if isinstance(side, Interval):
        return [(space.arena.true, side)]
    false = space.arena.false
    cases = side.body.cases if isinstance(side.body, Quantity) else ()
    return [(c.guard, Interval(false, c.lin, false, c.lin, false)) for c in cases]


def _interval_order(space: Space, op: CompareOp, left: Interval, right: Interval) -> Rail:
    arena = space.arena
    if op in (">", "≥"):
        return _interval_order(space, _FLIPPED[op], right, left)

    def below(a: Interval, b: Interval, strict: bool) -> Node:
        """The greatest of ``a`` lies below the least of ``b``."""
        order = arena.lt(a.high, b.low) if strict else arena.le(a.high, b.low)
        return arena.both(arena.not_(a.high_open), arena.not_(b.low_open), order)

    if op == "=":
        closed = [arena.not_(x) for s in (left, right) for x in (s.low_open, s.high_open)]
        settled = arena.all([*closed, arena.eq(left.low, left.high), arena.eq(left.high, right.low),
                             arena.eq(right.low, right.high)])
        return Rail(settled, arena.either(below(left, right, True), below(right, left, True)))
    if op == "<":
        return Rail(below(left, right, True), below(right, left, False))
    return Rail(below(left, right, False), below(right, left, True))
