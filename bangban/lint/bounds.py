"""What one conjunct says of one fact: a range, some of its values, or not some of them. Only what can be read off it.

Two such sayings can contradict each other, or one can say more than the other. The prover does the rest.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from fractions import Fraction
from typing import Any, assert_never

from attrs import frozen

from bangban.lint.walk import opened
from bangban.policy import terms as t
from bangban.policy.model import Model
from bangban.policy.types import DateTimeType, DateType, DurationType, EnumType, MoneyType, NumberType
from bangban.policy.values import Duration, exact

_RANGED = (NumberType, MoneyType, DateType, DateTimeType, DurationType)
_FLIP: dict[str, t.CompareOp] = {"<": ">", "≤": "≥", ">": "<", "≥": "≤", "=": "=", "≠": "≠"}
_NEGATED: dict[str, t.CompareOp] = {"<": "≥", "≤": ">", ">": "≤", "≥": "<", "=": "≠", "≠": "="}


@frozen
class End:
    """One end of a range: its value and whether it belongs to it."""

    value: Any
    closed: bool


@frozen
class Range:
    """The fact lies between two ends; None is open."""

    of: t.Term
    low: End | None
    high: End | None


@frozen
class Among:
    """The fact is one of these values."""

    of: t.Term
    values: frozenset[Any]


@frozen
class NotAmong:
    """The fact is none of these values."""

    of: t.Term
    values: frozenset[Any]


Saying = Range | Among | NotAmong


def saying(term: t.Term) -> Saying | None:
    """What a conjunct says of one fact, where that can be read off it."""
    match term:
        case t.Fact(type=type_) if not isinstance(type_, _RANGED):
            return Among(term, frozenset({True}))
        case t.Not(operand=t.Fact() as fact):
            return Among(fact, frozenset({False}))
        case t.Not(operand=inner):
            return _negated(inner)
        case t.Compare(op=op, left=t.Fact() | t.DecisionDate() as fact, right=t.Const(value=value)):
            return _compared(fact, op, value)
        case t.Compare(op=op, left=t.Const(value=value), right=t.Fact() | t.DecisionDate() as fact):
            return _compared(fact, _FLIP[op], value)
        case t.Between(operand=t.Fact() | t.DecisionDate() as fact, low=t.Const(value=low), high=t.Const(value=high)):
            ends = End(number(low), True), End(number(high), True)
            return Range(fact, *ends) if None not in (ends[0].value, ends[1].value) else None
        case t.OneOf(item=t.Fact() as fact, values=values):
            constants = [v.value for v in values if isinstance(v, t.Const)]
            return Among(fact, frozenset(map(_key, constants))) if len(constants) == len(values) else None
        case _:
            return None


def _negated(term: t.Term) -> Saying | None:
    match term:
        case t.Compare(op=op):
            return saying(t.Compare(_NEGATED[op], term.left, term.right))
        case t.OneOf():
            said = saying(term)
            return NotAmong(said.of, said.values) if isinstance(said, Among) else None
        case _:
            return None


def _compared(fact: t.Term, op: t.CompareOp, value: Any) -> Saying | None:
    here = number(value)
    if here is None or isinstance(fact.type, EnumType):
        return Among(fact, frozenset({value})) if op == "=" else NotAmong(fact, frozenset({value})) \
            if op == "≠" else None
    match op:
        case "=":
            return Range(fact, End(here, True), End(here, True))
        case "≠":
            return NotAmong(fact, frozenset({here}))
        case "<" | "≤":
            return Range(fact, None, End(here, op == "≤"))
        case ">" | "≥":
            return Range(fact, End(here, op == "≥"), None)
        case _:
            assert_never(op)


def number(value: Any) -> Any:
    """A constant that can be ordered, as a number or day; None for one that cannot."""
    if value is None or isinstance(value, bool | str | frozenset | tuple):
        return None
    if isinstance(value, Duration):
        return Fraction(value.amount)
    if isinstance(value, dt.date):
        return value
    try:
        return Fraction(exact(value))
    except (TypeError, ValueError):
        return None


def _key(value: Any) -> Any:
    found = number(value)
    return value if found is None else found


# ---------------------------------------------------------------- two sayings


def apart(one: Saying, other: Saying) -> bool:
    """Whether both cannot hold at once."""
    if one.of != other.of:
        return False
    match one, other:
        case Range(), Range():
            return _before(one.high, other.low) or _before(other.high, one.low)
        case Among(), Among():
            return not one.values & other.values
        case Among(values=some), NotAmong(values=none) if some <= none:
            return True
        case NotAmong(values=none), Among(values=some) if some <= none:
            return True
        case Range(low=End(value=v), high=End(value=w)), NotAmong(values=none):
            return v == w and v in none
        case NotAmong(values=none), Range(low=End(value=v), high=End(value=w)):
            return v == w and v in none
        case _:
            return False


def follows(other: Saying, one: Saying) -> bool:
    """Whether ``other`` holds wherever ``one`` does."""
    if one.of != other.of:
        return False
    match one, other:
        case Range(), Range():
            return _inside_low(one.low, other.low) and _inside_high(one.high, other.high)
        case Among(), Among():
            return one.values <= other.values
        case Among(values=some), NotAmong(values=none):
            return not some & none
        case NotAmong(), NotAmong():
            return other.values <= one.values
        case _:
            return False


def _before(high: End | None, low: End | None) -> bool:
    if high is None or low is None:
        return False
    return bool(high.value < low.value) or (high.value == low.value and not (high.closed and low.closed))


def _inside_low(inner: End | None, outer: End | None) -> bool:
    if outer is None:
        return True
    return inner is not None and (inner.value > outer.value or (
        inner.value == outer.value and (outer.closed or not inner.closed)))


def _inside_high(inner: End | None, outer: End | None) -> bool:
    if outer is None:
        return True
    return inner is not None and (inner.value < outer.value or (
        inner.value == outer.value and (outer.closed or not inner.closed)))


def sayings(term: t.Term | None, model: Model) -> Iterator[Saying]:
    """What the conjuncts of a condition say, definitions written out and 非 drawn inwards."""
    for part in opened(term, model):
        match part:
            case t.Not(operand=t.Any_(operands=operands)):
                for operand in operands:
                    yield from sayings(t.Not(operand), model)
            case t.Not(operand=t.Not(operand=inner)):
                yield from sayings(inner, model)
            case _:
                said = saying(part)
                if said is not None:
                    yield said
