"""Series of rules: alike but for the range of one fact, so that together they should cover it once each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from attrs import frozen

from bangban.lint.bounds import Range, saying
from bangban.lint.view import View
from bangban.lint.walk import conjuncts
from bangban.policy import model as m
from bangban.policy import terms as t
from bangban.policy.types import NumberType
from bangban.words import Both


@frozen
class Member:
    """A rule, the conjunct that gives its range, and the range."""

    rule: m.Rule
    term: t.Term
    range: Range


def series_of(view: View) -> Iterator[list[Member]]:
    """Rules of one policy whose other conjuncts are equal, in order of where their ranges begin."""
    found: dict[object, list[Member]] = defaultdict(list)
    for rule in view.model.rules:
        operands = conjuncts(rule.when)
        for operand in operands:
            said = saying(operand)
            if isinstance(said, Range) and isinstance(said.of, t.Fact) and (said.low is None or said.high is None
                                                                            or said.low.value < said.high.value):
                rest = frozenset(o for o in operands if o is not operand)
                each = rule.each.over if rule.each is not None else None
                found[rule.policy, said.of, rest, each].append(Member(rule, operand, said))
    for members in found.values():
        if len(members) > 1 and any(x.range.low is None for x in members) and any(
                x.range.high is None for x in members):
            yield sorted(members, key=_start)


def _start(member: Member) -> tuple[bool, Any]:
    low = member.range.low
    return (low is not None, low.value if low is not None else 0)


def between(low: Member, high: Member) -> Both | None:
    """What neither of two neighbouring ranges covers: one value, or all between two; None where nothing is lost."""
    top, bottom = low.range.high, high.range.low
    if top is None or bottom is None or bottom.value < top.value:
        return None
    if top.value == bottom.value:
        return None if top.closed or bottom.closed else value_of(low, top.value)
    type_ = low.range.of.type
    if not isinstance(type_, NumberType) or not type_.whole:
        return Both("两者之间", "what lies between")
    first = top.value + 1 if top.closed else top.value
    last = bottom.value - 1 if bottom.closed else bottom.value
    if first > last:
        return None
    return Both(f"{first}", f"{first}") if first == last else Both(f"{first} 至 {last}", f"{first} to {last}")


def in_both(low: Member, high: Member) -> Both | None:
    """What two neighbouring ranges both cover; None where they share nothing or one lies inside the other."""
    top, bottom = low.range.high, high.range.low
    if top is None or bottom is None or bottom.value > top.value:
        return None
    if top.value == bottom.value:
        return value_of(low, top.value) if top.closed and bottom.closed else None
    end = high.range.high
    if end is not None and end.value <= top.value:
        return None
    ends = value_of(high, bottom.value), value_of(low, top.value)
    return Both(f"{ends[0].zh} 至 {ends[1].zh}", f"{ends[0].en} to {ends[1].en}")


def value_of(member: Member, value: Any) -> Both:
    """A bound as it was written where it was."""
    for part in (getattr(member.term, "right", None), getattr(member.term, "high", None),
                 getattr(member.term, "left", None)):
        if isinstance(part, t.Const):
            return Both(part.span.text, part.span.text)
    return Both(str(value), str(value))


