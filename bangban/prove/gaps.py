"""Ranges with a gap: rules of one kind speak of the values below and above and of none between, all else equal."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

from bangban.policy.fact_names import fact_names
from bangban.policy.model import Charge, Exempt, Oblige, Permit, Rule
from bangban.policy.types import DateTimeType, DateType, DurationType, MoneyType, NumberType
from bangban.policy.values import Duration, show
from bangban.problems import Problem
from bangban.prove.backend import Sat
from bangban.prove.conditions import Side
from bangban.prove.facts import Fact, bounds, moment
from bangban.prove.formula import Group, Lin, Node, evaluate, walk
from bangban.prove.found import RangeGap
from bangban.prove.searching import Searching
from bangban.prove.substitute import substitute
from bangban.words import Both

_COUNTED = (NumberType, MoneyType, DateType, DateTimeType, DurationType)


def gaps(side: Side, searching: Searching, rules: list[Rule]) -> Iterator[Problem]:
    """The single values left out between two ranges: < and > were written, and one of them should take in more."""
    for does, group in _groups(rules):
        nodes = {r.key: side.policy.some_element(r).t for r in group}
        read = {r.key: searching.groups(nodes[r.key]) for r in group}
        for fact in _facts(side, read.values()):
            concerned = [r for r in group if fact.symbol.group in read[r.key]]
            yield from _Left(side, searching, fact, concerned, does).out()


def _groups(rules: list[Rule]) -> Iterator[tuple[Both, list[Rule]]]:
    kinds: dict[tuple[str, ...], tuple[Both, list[Rule]]] = {}
    for rule in rules:
        key: tuple[str, ...]
        match rule.effect:
            case Permit():
                key, does = ("permit",), Both("准予", "permits")
            case Oblige(duty=duty):
                key, does = ("oblige", duty.zh), Both(f"要求「{duty.zh}」", f"asks for “{duty.en}”")
            case Exempt(item=item):
                key, does = ("exempt", item or ""), Both("免收", "exempts")
            case Charge(item=item):
                key, does = ("charge", item or ""), Both("定收费", "sets a charge")
            case _:
                continue
        kinds.setdefault(key, (does, []))[1].append(rule)
    yield from kinds.values()


def _facts(side: Side, read: Iterable[frozenset[Group]]) -> list[Fact]:
    """The counted facts outside lists that some rule of the group reads, compared with two values at least."""
    groups = frozenset[Group]().union(*read)
    found = [f for g, f in side.space.facts.items() if g in groups and f.number is not None
             and isinstance(f.type, _COUNTED) and not any(isinstance(s, int) for s in f.place) and f.constants]
    return sorted(found, key=lambda f: [str(s) for s in f.place])


class _Left:
    """The values of one fact that rules of one kind leave out."""

    def __init__(self, side: Side, searching: Searching, fact: Fact, rules: list[Rule], does: Both) -> None:
        self.side, self.searching, self.fact, self.rules, self.does = side, searching, fact, rules, does
        self.arena = side.space.arena

    def out(self) -> Iterator[Problem]:
        """A problem for each single value that lies between two that are spoken of."""
        number = self.fact.number
        if number is None or number.sort != "int":
            return
        low, high = bounds(self.fact.type)
        small = self.searching.question([self.arena.any(
            self.side.policy.some_element(r).t for r in self.rules)]).small
        fires = small.roots[0]
        for value in self._between_bounds(fires):
            if (low is not None and value <= low) or (high is not None and value >= high):
                continue
            below, here, above = (self._at(fires, v) for v in (value - 1, value, value + 1))
            if here in (below, above):
                continue  # it is the same as a neighbour after all
            question = self.searching.question([below, self.arena.not_(here), above, self.fact.symbol.present])
            answer = question.check()
            self.searching.note(question)
            if isinstance(answer, Sat):
                named = [r for r in self.rules if any(
                    evaluate(self._at(small.write(self.side.policy.some_element(r).t), v), answer.values)
                    for v in (value - 1, value + 1))]
                yield self._problem(value, named or self.rules)

    def _between_bounds(self, fires: Node) -> list[int]:
        """The values with a bound on either side: below them and above them something changes."""
        changes: set[int] = set()  # something changes from this value to the next
        for node in walk([fires]):
            if node.op in ("le", "eq") and len(node.args[0]) == 1 and node.args[0][0][0] is self.fact.number:
                bound = int(node.args[1])
                changes.update((bound,) if node.op == "le" else (bound - 1, bound))
        return sorted(v for v in changes if v - 1 in changes)

    def _at(self, node: Node, value: int) -> Node:
        assert self.fact.number is not None
        return substitute(self.arena, node, {self.fact.number: Lin((), value)})

    def _problem(self, value: int, rules: list[Rule]) -> Problem:
        space, fact = self.side.space, self.fact
        place = tuple(s for s in fact.place if isinstance(s, str))
        name = Both("决定日", "decision_date") if fact is space.day_fact else fact_names(space.vocabulary, place)
        shown = _value(fact, value)
        return RangeGap(span=rules[0].span, fact=name, does=self.does, rules=tuple(r.name for r in rules),
                        gap=Both(show(shown, fact.type, "zh"), show(shown, fact.type, "en")))


def _value(fact: Fact, number: int) -> Any:
    match fact.type:
        case DateType():
            return dt.date.fromordinal(number)
        case DateTimeType():
            return moment(number)
        case DurationType(unit=unit):
            return Duration(number, unit)
        case _:
            return number
