"""Exceptions that never matter: without them no rule would fire, and no exception hold, any differently."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from attrs import evolve

from bangban.policy.model import ExceptionRule, Rule
from bangban.problems import Problem
from bangban.prove.backend import Sat, Unknown
from bangban.prove.batches import batches
from bangban.prove.compare import exists
from bangban.prove.conditions import Side
from bangban.prove.formula import Node
from bangban.prove.found import NotSettled
from bangban.prove.searching import Searching
from bangban.prove.symbols import Rail
from bangban.prove.to_smt import NO_ENV, UNKNOWN_ELEMENT


class Exceptions:
    """The exceptions of one policy set."""

    def __init__(self, side: Side, searching: Searching) -> None:
        self.side, self.searching = side, searching
        self.policy, self.arena = side.policy, side.space.arena
        self.unsettled: list[Problem] = []

    def idle(self, rules: list[Rule]) -> Iterator[tuple[Rule, ExceptionRule]]:
        """Exceptions without which no rule would fire any differently."""
        asked = [(rule, exception) for rule in rules for exception in all_exceptions(rule.exceptions)]
        for some in batches(asked):
            nodes = [self._decides(rule, exception) for rule, exception in some]
            question = self.searching.question([], nodes)
            for (rule, exception), node in zip(some, nodes, strict=True):
                answer = question.check([node])
                if isinstance(answer, Unknown):
                    self.unsettled.append(NotSettled(span=exception.span, what=exception.name))
                elif not isinstance(answer, Sat):
                    yield rule, exception
            self.searching.note(question)

    def _decides(self, rule: Rule, wanted: ExceptionRule) -> Node:
        """A case in which the exception alone keeps the rule from firing (or an exception from holding)."""
        def at(element: Any) -> Node:
            env = self.policy.env(rule, element)
            met, _ = self.policy.parts(rule, env)
            return self.arena.both(met.t, self._alone(rule.exceptions, wanted, env))

        if rule.each is None:
            return at(None)
        symbol, sequence = self.policy.terms.elements(rule.each.over, NO_ENV)
        if sequence is None:
            return self.arena.both(symbol.unknown, at(UNKNOWN_ELEMENT))
        return exists(self.side.space, sequence, lambda i: at(sequence.element(i)))

    def _alone(self, some: Sequence[ExceptionRule], wanted: ExceptionRule, env: Any) -> Node:
        """Whether ``wanted`` decides the outcome of a list of exceptions, the others all failing."""
        parts = []
        for exception in some:
            rest = [self.arena.not_(self.policy.excepts(o, env).t) for o in some if o is not exception]
            if exception is wanted:
                parts.append(self.arena.all([self.policy.excepts(exception, env).t, *rest]))
            elif any(e is wanted for e in all_exceptions(exception.exceptions)):
                base = self._without_exceptions(exception, env)
                inner = self._alone(exception.exceptions, wanted, env)
                parts.append(self.arena.all([base.t, inner, *rest]))
        return self.arena.any(parts)

    def _without_exceptions(self, exception: ExceptionRule, env: Any) -> Rail:
        return self.policy.excepts(evolve(exception, exceptions=()), env)


def all_exceptions(some: Iterable[ExceptionRule]) -> Iterator[ExceptionRule]:
    """Exceptions with those to them."""
    for exception in some:
        yield exception
        yield from all_exceptions(exception.exceptions)
