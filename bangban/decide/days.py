"""The days on which something begins to count or no longer does: between two of them, one code serves every day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from bangban.policy import terms as t
from bangban.policy.blame import parts
from bangban.policy.model import ExceptionRule, Model, Period, Require

_NEXT = dt.timedelta(days=1)


def change_points(model: Model) -> tuple[dt.date, ...]:
    """Every such day, in order: the ends of periods, and dates that 决定日 is compared with."""
    if model.beginnings is not None:
        return model.beginnings.change_points
    days: set[dt.date] = set()
    for period in _periods(model):
        days.update(d for d in (period.start, _after(period.end)) if d is not None)
    for term in _conditions(model):
        for day in _compared(term, model):
            days.update(d for d in (day, _after(day)) if d is not None)
    return tuple(sorted(days))


def turns(points: tuple[dt.date, ...]) -> frozenset[dt.date]:
    """The days before which, on which and after which there are stretches of their own."""
    return frozenset(day for day in points if _after(day) in points)


def _after(day: dt.date | None) -> dt.date | None:
    return day + _NEXT if day is not None and day < dt.date.max else None


def _exceptions(model: Model) -> Iterator[ExceptionRule]:
    waiting = [e for rule in model.rules for e in rule.exceptions]
    while waiting:
        exception = waiting.pop()
        yield exception
        waiting += exception.exceptions


def _periods(model: Model) -> Iterator[Period]:
    yield from (head.period for head in model.heads.values())
    yield from (rule.period for rule in model.rules)
    yield from (dated.period for parameter in model.parameters.values() for dated in parameter.values)
    yield from (exception.period for exception in _exceptions(model))


def _conditions(model: Model) -> Iterator[t.Term]:
    yield from (head.scope for head in model.heads.values() if head.scope is not None)
    yield from (definition.body for definition in model.definitions.values())
    yield from (exception.condition for exception in _exceptions(model) if exception.condition is not None)
    for rule in model.rules:
        if rule.when is not None:
            yield rule.when
        if isinstance(rule.effect, Require):
            yield rule.effect.condition


def _compared(term: t.Term, model: Model) -> Iterator[dt.date]:
    """The dates, literal or of an option or parameter, that stand beside 决定日 in a comparison."""
    waiting = [term]
    while waiting:
        term = waiting.pop()
        inner = parts(term)
        waiting += inner
        if isinstance(term, t.Compare | t.Between) and any(isinstance(p, t.DecisionDate) for p in inner):
            values = [p.value for p in inner if isinstance(p, t.Const | t.OptionValue)]
            values += [d.value for p in inner if isinstance(p, t.Parameter) for d in model.parameters[p.key].values]
            yield from (value for value in values if type(value) is dt.date)
