"""Which missing facts leave a condition undetermined: exactly those whose values could still settle it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, assert_never

from bangban.policy import terms as t
from bangban.policy.meaning import Interval, World, fact, inside, place, truth, value
from bangban.policy.values import UNKNOWN, Unknown
from bangban.problems import FactPath


def missing(term: t.Term, world: World) -> tuple[FactPath, ...]:
    """The places of the facts to supply, in the order they are read; empty where the term is settled."""
    return tuple(dict.fromkeys(_missing(term, world)))


def _open(found: Any) -> bool:
    return found is UNKNOWN or isinstance(found, Interval)


def _missing(term: t.Term, world: World) -> Iterable[FactPath]:
    match term:
        case t.Const() | t.OptionValue() | t.DecisionDate():
            return
        case t.Parameter(key=key):
            if value(term, world) is UNKNOWN:
                yield (key,)
        case t.Fact():
            if fact(term, world) is UNKNOWN:
                yield place(term, world)
        case t.Has(fact=of):
            yield from _missing(of, world)
        case t.Defined(key=key, scope=scope):
            definition = world.model.definitions[key]
            there = scope is None or definition.scope is None
            yield from _missing(definition.body, world if there else inside(str(definition.scope), str(scope), world))
        case t.Not(operand=operand):
            yield from _missing(operand, world)
        case t.All(operands=operands) | t.Any_(operands=operands):
            if truth(term, world) is UNKNOWN:
                for operand in operands:
                    if truth(operand, world) is UNKNOWN:
                        yield from _missing(operand, world)
        case t.Quantified(over=over, scope=scope, body=body):
            if truth(term, world) is UNKNOWN:
                yield from _in_elements(over, scope, (body,), world)
        case t.Count(over=over, scope=scope, body=body):
            if _open(value(term, world)):
                yield from _in_elements(over, scope, (body,), world)
        case t.Distinct() | t.Sum():
            if _open(value(term, world)):
                yield from _in_elements(term.over, term.scope, (term.body, term.value), world)
        case (t.Compare() | t.Between() | t.OneOf() | t.InTable() | t.Contains() | t.Reaches() | t.Lookup()
              | t.Arith()):
            if _open(value(term, world)):
                for part in parts(term):
                    yield from _missing(part, world)
        case _:
            assert_never(term)


def _in_elements(over: t.Fact, scope: str, bodies: tuple[t.Term | None, ...], world: World) -> Iterable[FactPath]:
    elements = world.elements(over, scope)
    if isinstance(elements, Unknown):
        yield place(over, world)
        return
    for inner in elements:
        if bodies[0] is not None and truth(bodies[0], inner) is False:
            continue
        for body in bodies:
            if body is not None:
                yield from _missing(body, inner)


def parts(term: t.Term) -> tuple[t.Term, ...]:
    """The terms directly inside a term, in the order written (of quantifiers and counts: their conditions)."""
    match term:
        case t.Const() | t.OptionValue() | t.DecisionDate() | t.Parameter() | t.Fact() | t.Defined():
            return ()
        case t.Has(fact=of):
            return (of,)
        case t.Not(operand=operand):
            return (operand,)
        case t.All(operands=operands) | t.Any_(operands=operands):
            return operands
        case t.Compare(left=left, right=right) | t.Arith(left=left, right=right):
            return (left, right)
        case t.Between(operand=operand, low=low, high=high):
            return (operand, low, high)
        case t.OneOf(item=item, values=values):
            return (item, *values)
        case t.InTable(item=item):
            return (item,)
        case t.Contains(container=container, items=items):
            return (container, *items)
        case t.Reaches(birth=birth, years=years):
            return (birth, years)
        case t.Quantified(body=body):
            return (body,)
        case t.Count(body=body):
            return () if body is None else (body,)
        case t.Distinct(value=of, body=body) | t.Sum(value=of, body=body):
            return (of,) if body is None else (of, body)
        case t.Lookup(key=key):
            return (key,)
        case _:
            assert_never(term)
