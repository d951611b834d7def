"""What one condition could become by a slip of the pen: a part gone, an order turned, a bound beside itself …"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from fractions import Fraction
from typing import Any, Literal

from attrs import evolve

from bangban.lint.walk import parts
from bangban.policy import terms as t
from bangban.policy.model import Model
from bangban.policy.phrase import phrase
from bangban.policy.types import BoolType, EnumType, MoneyType, NumberType
from bangban.policy.values import Duration, exact, show
from bangban.source import Span
from bangban.testing.conditions import Spot, atoms, mapped, substitute
from bangban.words import Both

Kind = Literal["rule", "part", "junction", "atom", "order", "bound", "values", "quantifier", "effect", "exception",
               "period", "option"]
Changed = tuple[Kind, Both, t.Term | None, Span]


def changes(spot: Spot, model: Model) -> Iterator[Changed]:
    """Every change to one condition, in a fixed order; None: the condition is gone."""
    top = spot.term
    if spot.part in ("when", "scope"):
        said = Both(f"去掉整个条件「{phrase(top, 'zh')}」", f"condition “{phrase(top, 'en')}” dropped")
        yield "part", said, None, top.span
    for part in parts(top):
        for kind, words, new in _of_part(part.term):
            yield kind, words, substitute(top, part.term, new), part.term.span
    for atom in atoms(top, model):
        said = Both(f"「{phrase(atom.term, 'zh')}」取反", f"“{phrase(atom.term, 'en')}” negated")
        yield "atom", said, _without_double(substitute(top, atom.term, t.Not(atom.term))), atom.term.span


def _without_double(term: t.Term) -> t.Term:
    def lifted(part: t.Term) -> t.Term | None:
        match part:
            case t.Not(operand=t.Not(operand=inner)):
                return mapped(inner, lifted)
            case _:
                return None
    return mapped(term, lifted)


def _of_part(term: t.Term) -> Iterator[tuple[Kind, Both, t.Term]]:
    """What one part of a condition could become."""
    match term:
        case t.All(operands=operands) | t.Any_(operands=operands):
            yield from _junction(term, operands)
        case t.Quantified(op=op, over=over):
            word = {"EVERY": Both("每个改为任一", "every becomes some"),
                    "SOME": Both("任一改为每个", "some becomes every")}[op]
            yield ("quantifier", Both(f"「{phrase(over, 'zh')}」{word.zh}", f"“{phrase(over, 'en')}”: {word.en}"),
                   evolve(term, op="SOME" if op == "EVERY" else "EVERY"))
        case t.Compare():
            yield from _comparison(term)
        case t.Between(low=low, high=high):
            yield from (("bound", words, evolve(term, low=new)) for words, new in _beside(low))
            yield from (("bound", words, evolve(term, high=new)) for words, new in _beside(high))
        case t.Reaches(years=years):
            for words, new in _beside(years):
                yield "bound", words, evolve(term, years=new)
        case t.OneOf(item=item, values=values):
            yield from _one_of(term, item, values)
        case t.Contains(items=items, whole=whole, mode=mode):
            if not whole and len(items) > 1:
                for i, gone in enumerate(items):
                    yield "values", _taken(gone), evolve(term, items=items[:i] + items[i + 1:])
            if whole or len(items) > 1:
                words = Both("包含全部改为包含任一", "contains_all becomes contains_any") if mode == "ALL" else Both(
                    "包含任一改为包含全部", "contains_any becomes contains_all")
                yield "quantifier", words, evolve(term, mode="ANY" if mode == "ALL" else "ALL")
        case t.Arith(left=left, right=right):
            yield from (("bound", words, evolve(term, left=new)) for words, new in _beside(left))
            yield from (("bound", words, evolve(term, right=new)) for words, new in _beside(right))
        case _:
            return


def _junction(term: t.All | t.Any_, operands: tuple[t.Term, ...]) -> Iterator[tuple[Kind, Both, t.Term]]:
    for i, gone in enumerate(operands):
        rest = operands[:i] + operands[i + 1:]
        yield ("part", Both(f"去掉「{phrase(gone, 'zh')}」", f"“{phrase(gone, 'en')}” dropped"),
               rest[0] if len(rest) == 1 else evolve(term, operands=rest))
    if isinstance(term, t.All):
        yield "junction", Both("且改为或", "and becomes or"), t.Any_(operands, span=term.span)
    else:
        yield "junction", Both("或改为且", "or becomes and"), t.All(operands, span=term.span)


_NEIGHBOUR: dict[str, tuple[t.CompareOp, ...]] = {"<": ("≤",), "≤": ("<",), ">": ("≥",), "≥": (">",)}


def _comparison(term: t.Compare) -> Iterator[tuple[Kind, Both, t.Term]]:
    for op in _NEIGHBOUR.get(term.op, ()):
        said = Both(f"「{phrase(term, 'zh')}」的 {term.op} 改为 {op}",
                    f"“{phrase(term, 'en')}”: {term.op} becomes {op}")
        yield "order", said, evolve(term, op=op)
    yield from (("bound", words, evolve(term, left=new)) for words, new in _beside(term.left))
    yield from (("bound", words, evolve(term, right=new)) for words, new in _beside(term.right))


def _beside(bound: t.Term) -> Iterator[tuple[Both, t.Term]]:
    """A constant and its neighbours: one more, one less, a day, a 分, the next value of an enum."""
    if not isinstance(bound, t.Const):
        return
    for value in neighbours(bound.value, bound.type):
        old, new = (Both(show(v, bound.type, "zh"), show(v, bound.type, "en")) for v in (bound.value, value))
        yield (Both(f"「{old.zh}」改为「{new.zh}」", f"“{old.en}” becomes “{new.en}”"),
               t.Const(value, bound.type, span=bound.span))


def neighbours(value: Any, type_: Any) -> list[Any]:
    """The values just beside one, of its type."""
    if isinstance(type_, BoolType) or isinstance(value, bool):
        return []  # turning the atom round is the same
    if isinstance(type_, EnumType):
        at = type_.rank(value) if type_.canonical(value) is not None else -1
        names = [v.zh for v in type_.values]
        if type_.ordered:
            return [names[i] for i in (at - 1, at + 1) if 0 <= i < len(names)]
        return [names[(at + 1) % len(names)]] if len(names) > 1 else []
    if isinstance(type_, NumberType | MoneyType) or isinstance(value, int | Fraction):
        number = exact(value)
        return [number - 1, number + 1] if isinstance(number, int | Fraction) else []
    if isinstance(value, Duration):
        return [evolve(value, amount=value.amount - 1), evolve(value, amount=value.amount + 1)]
    if isinstance(value, dt.datetime):
        return [value - dt.timedelta(minutes=1), value + dt.timedelta(minutes=1)]
    if isinstance(value, dt.date):
        return [value - dt.timedelta(days=1), value + dt.timedelta(days=1)]
    return []


def _one_of(term: t.OneOf, item: t.Term, values: tuple[t.Term, ...]) -> Iterator[tuple[Kind, Both, t.Term]]:
    for i, gone in enumerate(values):
        if len(values) > 1:
            yield "values", _taken(gone), evolve(term, values=values[:i] + values[i + 1:])
    if isinstance(item.type, EnumType):
        listed = {v.value for v in values if isinstance(v, t.Const)}
        last = max((i for i, v in enumerate(item.type.values) if v.zh in listed), default=-1)
        order = [*item.type.values[last + 1:], *item.type.values[:last + 1]]
        added = next((v for v in order if v.zh not in listed), None)
        if added is not None:
            new = t.Const(added.zh, item.type)
            yield "values", Both(f"加上「{added.zh}」", f"“{added.en}” added"), evolve(term, values=(*values, new))


def _taken(gone: t.Term) -> Both:
    return Both(f"去掉「{phrase(gone, 'zh')}」", f"“{phrase(gone, 'en')}” taken out")
