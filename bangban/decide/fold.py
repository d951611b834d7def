"""Folding: a condition with its definitions written out, options and parameters in place, and what is known worked out.

Parameters take the value in force between two days of change. Facts that an index has already looked at are known, too.
What folds is worked out by the reference meaning itself, on terms that read no fact.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, assert_never

from attrs import frozen

from bangban.decide.layout import Path
from bangban.policy import terms as t
from bangban.policy.meaning import World, value
from bangban.policy.model import Model
from bangban.policy.types import BOOL, DATE
from bangban.policy.values import ABSENT, UNKNOWN, exact

TRUE, FALSE = t.Const(True, BOOL), t.Const(False, BOOL)


@frozen
class Is:
    """The fact has this value (it may be ABSENT or UNKNOWN)."""

    value: Any


@frozen
class Other:
    """The fact is known, and it is none of these."""

    than: frozenset[str]


Known = Mapping[Path, Is | Other]


class Folding:
    """Folds the conditions of one policy set for one stretch of days and what is known of the facts."""

    def __init__(self, model: Model, day: dt.date, known: Known, turns: frozenset[dt.date] = frozenset()) -> None:
        """``turns``: days that end a stretch, so that every day of one lies on the same side of each."""
        self.world = World(model, {}, day)
        self.model = model
        self.known = known
        self.turns = turns
        self._scopes = 0
        self._definitions: dict[str, t.Term] = {}

    def scope(self) -> str:
        """A name for a bound element that nothing else has."""
        self._scopes += 1
        return f"{self._scopes}"

    def term(self, term: t.Term, scopes: Mapping[str, str]) -> t.Term:
        """The folded term; ``scopes`` renames the elements bound around it."""
        match term:
            case t.Const(value=held, type=type_):
                return t.Const(exact(held), type_)
            case t.OptionValue(value=held, type=type_):
                return t.Const(exact(held), type_)
            case t.Parameter(key=key, type=type_):
                in_force = self.model.parameters[key].at(self.world.day)
                return t.Const(exact(in_force.value) if in_force else UNKNOWN, type_)
            case t.DecisionDate():
                return term
            case t.Fact():
                return self._fact(term, scopes)
            case t.Defined():
                return self._defined(term, scopes)
            case t.Has(fact=of):
                fact = self._fact(of, scopes)
                if isinstance(fact, t.Const):
                    return t.Const(UNKNOWN if fact.value is UNKNOWN else fact.value is not ABSENT, BOOL)
                return t.Has(fact)
            case t.Not(operand=operand):
                return negated(self.term(operand, scopes))
            case t.All(operands=operands):
                return conjunction([self.term(o, scopes) for o in operands])
            case t.Any_(operands=operands):
                return disjunction([self.term(o, scopes) for o in operands])
            case t.Compare(op=op, left=left, right=right):
                return self._compare(t.Compare(op, self.term(left, scopes), self.term(right, scopes)))
            case t.Between(operand=operand, low=low, high=high):
                folded = self._day([self.term(p, scopes) for p in (operand, low, high)])
                return self._closed(t.Between(folded[0], folded[1], folded[2]), folded)
            case t.OneOf(item=item, values=values):
                return self._one_of(self.term(item, scopes), [self.term(v, scopes) for v in values])
            case t.InTable(item=item, table=table):
                folded_item = self.term(item, scopes)
                return self._closed(t.InTable(folded_item, table), [folded_item])
            case t.Contains(mode=mode, container=container, items=items, whole=whole):
                parts = [self.term(container, scopes), *(self.term(i, scopes) for i in items)]
                return self._closed(t.Contains(mode, parts[0], tuple(parts[1:]), whole), parts)
            case t.Reaches(birth=birth, years=years):
                return t.Reaches(self.term(birth, scopes), self.term(years, scopes))
            case t.Quantified(op=op, over=over, scope=scope, body=body):
                new = self.scope()
                return t.Quantified(op, self._list(over, scopes), new, self.term(body, {**scopes, scope: new}))
            case t.Count(over=over, scope=scope, body=body):
                new = self.scope()
                return t.Count(self._list(over, scopes), new, self._maybe(body, {**scopes, scope: new}))
            case t.Distinct(over=over, scope=scope, value=of, body=body):
                new = self.scope()
                inner = {**scopes, scope: new}
                return t.Distinct(self._list(over, scopes), new, self.term(of, inner), self._maybe(body, inner))
            case t.Sum(over=over, scope=scope, value=of, body=body, type=type_):
                new = self.scope()
                inner = {**scopes, scope: new}
                return t.Sum(self._list(over, scopes), new, self.term(of, inner), self._maybe(body, inner), type_)
            case t.Lookup(table=table, key=key, column=column, type=type_):
                folded_key = self.term(key, scopes)
                return self._closed(t.Lookup(table, folded_key, column, type_), [folded_key])
            case t.Arith(op=op, left=left, right=right, type=type_):
                ends = [self.term(left, scopes), self.term(right, scopes)]
                return self._closed(t.Arith(op, ends[0], ends[1], type_), ends)
            case _:
                assert_never(term)

    def _maybe(self, term: t.Term | None, scopes: Mapping[str, str]) -> t.Term | None:
        return None if term is None else self.term(term, scopes)

    def _list(self, over: t.Fact, scopes: Mapping[str, str]) -> t.Fact:
        return t.Fact(over.path, over.type, None if over.scope is None else scopes[over.scope])

    def _fact(self, term: t.Fact, scopes: Mapping[str, str]) -> t.Fact | t.Const:
        if term.scope is None:
            known = self.known.get(term.path)
            return t.Const(known.value, term.type) if isinstance(known, Is) else term
        return t.Fact(term.path, term.type, scopes[term.scope])

    def _defined(self, term: t.Defined, scopes: Mapping[str, str]) -> t.Term:
        definition = self.model.definitions[term.key]
        if term.scope is not None and definition.scope is not None:
            return self.term(definition.body, {**scopes, definition.scope: scopes[term.scope]})
        if scopes:
            return self.term(definition.body, scopes)
        if term.key not in self._definitions:
            self._definitions[term.key] = self.term(definition.body, scopes)
        return self._definitions[term.key]

    def _closed(self, term: t.Term, parts: list[t.Term]) -> t.Term:
        """The value of a term whose parts are all constants, else the term."""
        if all(isinstance(p, t.Const) for p in parts):
            return t.Const(value(term, self.world), term.type)
        return term

    def _day(self, parts: list[t.Term]) -> list[t.Term]:
        """决定日 as the day at hand, where it stands beside dates that lie on one side of all the stretch."""
        if any(isinstance(p, t.DecisionDate) for p in parts) and all(
                isinstance(p, t.DecisionDate) or (isinstance(p, t.Const) and p.value in self.turns) for p in parts):
            return [t.Const(self.world.day, DATE) if isinstance(p, t.DecisionDate) else p for p in parts]
        return parts

    def _compare(self, term: t.Compare) -> t.Term:
        if term.op in ("=", "≠"):
            for fact, word in ((term.left, term.right), (term.right, term.left)):
                if isinstance(word, t.Const) and self._is_other(fact, word.value):
                    return FALSE if term.op == "=" else TRUE
        left, right = self._day([term.left, term.right])
        return self._closed(t.Compare(term.op, left, right), [left, right])

    def _one_of(self, item: t.Term, values: list[t.Term]) -> t.Term:
        if isinstance(item, t.Fact):
            values = [v for v in values if not (isinstance(v, t.Const) and self._is_other(item, v.value))]
            if not values:
                return FALSE
        return self._closed(t.OneOf(item, tuple(values)), [item, *values])

    def _is_other(self, fact: t.Term, word: Any) -> bool:
        if not isinstance(fact, t.Fact) or fact.scope is not None:
            return False
        known = self.known.get(fact.path)
        return isinstance(known, Other) and word in known.than


def truth_of(term: t.Term) -> Any:
    """The truth of a constant condition (an absent one does not hold); None where the term is no constant."""
    if not isinstance(term, t.Const):
        return None
    return False if term.value is ABSENT else term.value


def negated(term: t.Term) -> t.Term:
    """非, worked out where it can be."""
    known = truth_of(term)
    if known is None:
        return t.Not(term)
    return t.Const(known if known is UNKNOWN else not known, BOOL)


def conjunction(terms: list[t.Term]) -> t.Term:
    """且, flat, without what is true."""
    flat: list[t.Term] = []
    for term in terms:
        flat += term.operands if isinstance(term, t.All) else (term,)
    left = [o for o in flat if truth_of(o) is not True]
    if any(truth_of(o) is False for o in left):
        return FALSE
    return t.All(tuple(left)) if left else TRUE


def disjunction(terms: list[t.Term]) -> t.Term:
    """或, flat, without what is false."""
    flat: list[t.Term] = []
    for term in terms:
        flat += term.operands if isinstance(term, t.Any_) else (term,)
    left = [o for o in flat if truth_of(o) is not False]
    if any(truth_of(o) is True for o in left):
        return TRUE
    return t.Any_(tuple(left)) if left else FALSE
