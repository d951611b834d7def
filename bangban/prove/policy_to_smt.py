"""A policy set to formulas: what fires, for all facts at once, and the verdict, as :mod:`policy.verdict` says.

Exactly one of permit, deny, pending and not_applicable holds of any facts on any day.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cached_property
from typing import Any

from bangban.policy.model import Charge, ExceptionRule, Exempt, Forbid, Model, Oblige, Permit, Require, Rule
from bangban.prove.compare import exists
from bangban.prove.facts import Record, Space
from bangban.prove.fees_to_smt import FeeRails, Fees
from bangban.prove.formula import Node
from bangban.prove.symbols import Rail
from bangban.prove.to_smt import NO_ENV, UNKNOWN_ELEMENT, Encoder, Env


class PolicyEncoder:
    """The rules of one model over a space of facts. Everything is made when first asked for."""

    def __init__(self, model: Model, space: Space,
                 find: Callable[[tuple[str, ...]], tuple[str, ...]] | None = None) -> None:
        self.model, self.space, self.arena = model, space, space.arena
        self.terms = Encoder(model, space, find)
        self.by_key = {rule.key: rule for rule in model.rules}
        self.fees = Fees(self)
        self._reach: dict[str, Rail] = {}
        self._states: dict[tuple[str, Any], Rail] = {}
        self._some: dict[str, Rail] = {}

    # ------------------------------------------------------------ one rule

    def reach(self, policy: str) -> Rail:
        """Whether a policy counts at all: in force on the day, and its 适用范围 met."""
        found = self._reach.get(policy)
        if found is None:
            head, arena = self.model.heads[policy], self.arena
            scope = Rail(arena.true, arena.false) if head.scope is None else self.terms.truth(head.scope)
            found = self._reach[policy] = self._in(self.terms.covers(head.period), scope)
        return found

    def _in(self, period: Node, rail: Rail) -> Rail:
        """``rail`` within a period, false outside."""
        return Rail(self.arena.both(period, rail.t), self.arena.either(self.arena.not_(period), rail.f))

    def excepts(self, exception: ExceptionRule, env: Env = NO_ENV) -> Rail:
        """Whether an exception holds: in force, its condition met, and not defeated by an exception to itself."""
        arena = self.arena
        parts = [self.reach(exception.policy)] if exception.policy in self.model.heads else []
        if exception.condition is not None:
            parts.append(self.terms.truth(exception.condition, env))
        parts.append(self.terms.any([self.excepts(e, env) for e in exception.exceptions]).opposite)
        return self._in(self.terms.covers(exception.period), self.terms.all(parts) if parts else Rail(
            arena.true, arena.false))

    def parts(self, rule: Rule, env: Env = NO_ENV) -> tuple[Rail, Rail]:
        """Whether it would fire but for its exceptions, and whether one of those holds."""
        arena = self.arena
        conditions = [self.reach(rule.policy)]
        if rule.when is not None:
            conditions.append(self.terms.truth(rule.when, env))
        if isinstance(rule.effect, Require):
            conditions.append(self.terms.truth(rule.effect.condition, env).opposite)
        met = self._in(self.terms.covers(rule.period), self.terms.all(conditions))
        excepted = self.terms.any([self.excepts(e, env) for e in rule.exceptions])
        return met, excepted if rule.exceptions else Rail(arena.false, arena.true)

    def state(self, rule: Rule, element: Any = None) -> Rail:
        """Whether a rule fires, for one element or (for a rule without 对每项) at all."""
        key = (rule.key, id(element))
        found = self._states.get(key)
        if found is None:
            met, excepted = self.parts(rule, self.env(rule, element))
            found = self._states[key] = self.terms.all([met, excepted.opposite])
        return found

    def env(self, rule: Rule, element: Any) -> Env:
        """What a rule's terms are read in."""
        return NO_ENV if rule.each is None else {rule.each.scope: element}

    def some_element(self, rule: Rule) -> Rail:
        """Whether a rule fires for some element: true where one certainly does, false where none can."""
        found = self._some.get(rule.key)
        if found is None:
            found = self._some[rule.key] = self._over_elements(rule, lambda element: self.state(rule, element))
        return found

    def _over_elements(self, rule: Rule, read: Callable[[Any], Rail]) -> Rail:
        arena = self.arena
        if rule.each is None:
            return read(None)
        symbol, sequence = self.terms.elements(rule.each.over, NO_ENV)
        open_ = arena.both(symbol.unknown, arena.not_(read(UNKNOWN_ELEMENT).f))
        if sequence is None:
            return Rail(arena.false, arena.not_(open_))
        given = arena.not_(symbol.unknown)
        fires = exists(self.space, sequence, lambda i: read(sequence.element(i)).t)
        may = exists(self.space, sequence, lambda i: arena.not_(read(sequence.element(i)).f))
        return Rail(arena.both(given, fires), arena.not_(arena.either(open_, arena.both(given, may))))

    def undecided(self, rule: Rule) -> Node:
        """Whether a rule is open for some element: not merely true for another."""
        arena = self.arena
        if rule.each is None:
            state = self.state(rule)
            return arena.both(arena.not_(state.t), arena.not_(state.f))
        _, sequence = self.terms.elements(rule.each.over, NO_ENV)

        def unsure(index: int) -> Node:
            assert sequence is not None
            state = self.state(rule, sequence.element(index))
            return arena.both(arena.not_(state.t), arena.not_(state.f))

        here = exists(self.space, sequence, unsure) if sequence is not None else arena.false
        return arena.either(here, self.open_on_unknown_list(rule))

    def open_on_unknown_list(self, rule: Rule) -> Node:
        """The list a rule goes over is not given, and the rule may come to fire."""
        assert rule.each is not None
        symbol, _ = self.terms.elements(rule.each.over, NO_ENV)
        return self.arena.both(symbol.unknown, self.arena.not_(self.state(rule, UNKNOWN_ELEMENT).f))

    # ------------------------------------------------------------ the verdict

    def of(self, *kinds: type) -> list[Rule]:
        """The rules with an effect of these kinds."""
        return [r for r in self.model.rules if isinstance(r.effect, kinds)]

    def refusing(self) -> list[Rule]:
        """The rules that refuse when they fire."""
        return [r for r in self.model.rules if isinstance(r.effect, Forbid) or (
            isinstance(r.effect, Require) and r.effect.refuses)]

    @cached_property
    def applicable(self) -> Rail:
        """Whether any primary policy applies."""
        return self.terms.any([self.reach(key) for key, head in self.model.heads.items() if head.primary])

    @cached_property
    def permitted(self) -> Rail:
        """Whether some permit holds."""
        return self.terms.any([self.some_element(r) for r in self.of(Permit)])

    @cached_property
    def fee_rails(self) -> FeeRails:
        """What the fees say."""
        return self.fees.rails()

    @cached_property
    def violated(self) -> Node:
        """Something is definitely refused."""
        return self.arena.either(*(self.some_element(r).t for r in self.refusing()), self.fee_rails.illegal)

    @cached_property
    def unsettled(self) -> Node:
        """Something undetermined could still deny, permit, or add a duty; or a correctable defect stands."""
        arena = self.arena
        open_: list[Node] = [self.fee_rails.open, self.fee_rails.conflict]
        for rule in self.model.rules:
            match rule.effect:
                case Require(refuses=False):
                    open_.append(arena.not_(self.some_element(rule).f))
                case Forbid() | Require() | Oblige():
                    open_.append(self.undecided(rule))
                case _:
                    pass
        unsure = arena.both(arena.not_(self.permitted.t), arena.not_(self.permitted.f))
        return arena.either(*open_, unsure)

    @cached_property
    def verdicts(self) -> dict[str, Node]:
        """Each verdict as a formula; exactly one holds."""
        arena = self.arena
        applies = self.applicable
        deny = arena.both(applies.t, arena.either(self.violated, self.permitted.f))
        permit = arena.all([applies.t, arena.not_(self.violated), self.permitted.t, arena.not_(self.unsettled)])
        settled_apart = arena.all([arena.not_(applies.f), arena.not_(deny), arena.not_(permit)])
        return {"permit": permit, "deny": deny, "pending": settled_apart, "not_applicable": applies.f}

    def owes(self, duty: str) -> Node:
        """The duty of that name is among those owed."""
        rules: Iterable[Rule] = (
            r for r in self.of(Oblige) if isinstance(r.effect, Oblige) and duty in r.effect.duty)
        return self.arena.both(self.arena.not_(self.applicable.f), self.arena.any(
            self.some_element(r).t for r in rules))

    def exempt(self, item: str | None) -> Node:
        """Some fee (of that name) is exempt."""
        return self.arena.both(self.arena.not_(self.applicable.f), self.fees.exempt(item))

    def fires(self, key: str) -> Rail:
        """Whether the rule of that name fires for some element, in a policy set that applies."""
        state = self.some_element(self.by_key[key])
        return Rail(self.arena.both(self.arena.not_(self.applicable.f), state.t),
                    self.arena.either(self.applicable.f, state.f))


__all__ = ["Charge", "Exempt", "PolicyEncoder", "Record"]
