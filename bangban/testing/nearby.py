"""Cases near the known ones: one fact at a time put to each value that matters to some rules."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from attrs import define, field

from bangban.lint.walk import full_path, parts
from bangban.policy import terms as t
from bangban.policy.model import Model, Rule
from bangban.policy.types import (
    BoolType,
    DateTimeType,
    DateType,
    EnumType,
    ListType,
    ManyType,
    MoneyType,
    NumberType,
    RecordType,
    SetType,
    TextType,
    Type,
)
from bangban.policy.values import exact
from bangban.testing.conditions import all_exceptions, rule_terms

Path = tuple[str, ...]
_OTHER = "其他名称"  # a text no rule speaks of


@define
class Reading:
    """A fact that rules read, and the constants they compare it with."""

    path: Path
    type: Type
    constants: set[Any] = field(factory=set)


def readings(rules: Iterable[Rule], model: Model) -> list[Reading]:
    """The facts that decide on some rules, with what they are compared with; in order of reading."""
    found: dict[Path, Reading] = {}
    days: set[dt.date] = set()
    for rule in rules:
        bound = {rule.each.scope: rule.each.over.path} if rule.each is not None else {}
        head = model.heads[rule.policy]
        periods = [rule.period, head.period, *(e.period for e in all_exceptions(rule.exceptions))]
        days.update(d for p in periods for d in (p.start, p.end) if d is not None)
        terms = [*rule_terms(rule), *([head.scope] if head.scope is not None else [])]
        if rule.each is not None:
            _note(found, rule.each.over, {}, ())
        for term in terms:
            _gather(found, term, bound, model, set(), days)
    if model.decision_date is not None and days:
        reading = found.setdefault(model.decision_date, Reading(model.decision_date, DateType()))
        reading.constants |= days
    return list(found.values())


def _note(found: dict[Path, Reading], fact: t.Fact, bound: Mapping[str, Path], constants: Iterable[Any]) -> None:
    path = full_path(fact, bound)
    found.setdefault(path, Reading(path, fact.type)).constants.update(constants)


def _gather(found: dict[Path, Reading], top: t.Term, bound: Mapping[str, Path], model: Model, seen: set[str],
            days: set[dt.date]) -> None:
    for part in parts(top, bound):
        term = part.term
        if isinstance(term, t.Fact):
            _note(found, term, part.bound, ())
        elif isinstance(term, t.Defined) and term.key not in seen:
            seen.add(term.key)
            definition = model.definitions[term.key]
            inner = {definition.scope: definition.over.path} if definition.scope and definition.over else {}
            _gather(found, definition.body, inner, model, seen, days)
        sides = _sides(term)
        constants = {_constant(s, model) for s in sides} - {None}
        for side in sides:
            if isinstance(side, t.DecisionDate):
                days.update(c for c in constants if isinstance(c, dt.date))
            elif isinstance(side, t.Fact):
                _note(found, side, part.bound, constants)


def _sides(term: t.Term) -> tuple[t.Term, ...]:
    match term:
        case t.Compare(left=left, right=right):
            return left, right
        case t.Between(operand=operand, low=low, high=high):
            return operand, low, high
        case t.OneOf(item=item, values=values):
            return item, *values
        case t.Contains(container=container, items=items):
            return container, *items
        case _:
            return ()


def _constant(term: t.Term, model: Model) -> Any:
    match term:
        case t.Const(value=value) | t.OptionValue(value=value):
            return exact(value)
        case t.Parameter(key=key):
            values = model.parameters[key].values
            return exact(values[-1].value) if values else None
        case _:
            return None


def values_for(reading: Reading, now: Any) -> Iterator[Any]:
    """The values worth trying for a fact, those that matter to a comparison first."""
    match reading.type:
        case BoolType():
            yield from (True, False)
        case EnumType(values=values):
            yield from (v.zh for v in values)
        case NumberType() | MoneyType():
            whole = [c for c in sorted(reading.constants | {0}) if isinstance(c, int)]
            yield from (v for c in whole for v in (c, c - 1, c + 1) if _within(reading.type, v))
        case DateType():
            days = sorted(c for c in reading.constants if type(c) is dt.date)
            yield from (d for c in days for d in _around(c))
        case DateTimeType():
            return
        case TextType():
            yield from sorted(c for c in reading.constants if isinstance(c, str))
            yield _OTHER
        case SetType(of=of):
            held = now if isinstance(now, frozenset) else frozenset()
            words = [v.zh for v in of.values] if isinstance(of, EnumType) else sorted(
                c for c in reading.constants if isinstance(c, str))
            yield from (held - {w} for w in sorted(held))
            yield from (held | {w} for w in words if w not in held)
            yield from (frozenset({w}) for w in words)
            yield frozenset(words)
            yield frozenset()
        case ManyType(of=of):
            kept = now if isinstance(now, tuple) else ()
            more = [v.zh for v in of.values] if isinstance(of, EnumType) else [_OTHER]
            yield from (kept[:i] + kept[i + 1:] for i in range(len(kept)))
            yield from ((*kept, w) for w in more if w not in kept)
            yield ()
        case ListType():
            yield ()
            if isinstance(now, tuple) and len(now) > 1:
                yield now[:1]
        case _:
            return


def _within(type_: NumberType | MoneyType, value: int) -> bool:
    low, high = exact(type_.low), exact(type_.high)
    return (low is None or value >= low) and (high is None or value <= high)


def _around(day: dt.date) -> Iterator[dt.date]:
    for shift in (0, -1, 1):
        try:
            yield day + dt.timedelta(days=shift)
        except OverflowError:
            return


def changed(facts: Mapping[str, Any], reading: Reading, record: RecordType, last: bool = False
            ) -> Iterator[dict[str, Any]]:
    """The facts with one of them changed, in every way worth trying. ``last``: ways that make a case incomplete."""
    yield from _changed(facts, reading.path, reading, record, last)


def _changed(here: Mapping[str, Any], path: Path, reading: Reading, record: RecordType, last: bool
             ) -> Iterator[dict[str, Any]]:
    name, rest = path[0], path[1:]
    declared = record.get(name)
    if declared is None:
        return
    now = here.get(name)
    if rest and isinstance(declared.type, ListType):
        yield from ({**here, name: new} for new in _in_elements(now, rest, reading, declared.type.of, last))
    elif rest and isinstance(declared.type, RecordType):
        inner = now if isinstance(now, Mapping) else ({} if name not in here or now is None else None)
        if inner is not None:
            yield from ({**here, name: new} for new in _changed(inner, rest, reading, declared.type, last))
    elif last:
        if name in here:
            if declared.may_be_absent and now is not None:
                yield {**here, name: None}
            elif not declared.finding:
                yield {k: v for k, v in here.items() if k != name}
    else:
        for value in values_for(reading, now):
            if value != now or name not in here:
                yield {**here, name: value}
        if declared.may_be_absent and now is not None:
            yield {**here, name: None}


def _in_elements(now: Any, rest: Path, reading: Reading, record: RecordType, last: bool) -> Iterator[tuple[Any, ...]]:
    """One element changed, or one more that is like the first but for the change."""
    elements = now if isinstance(now, tuple) else ()
    for i, element in enumerate(elements):
        for new in _changed(element, rest, reading, record, last):
            yield (*elements[:i], new, *elements[i + 1:])
    if elements and not last:
        for new in _changed(elements[0], rest, reading, record, last):
            yield (*elements, new)
