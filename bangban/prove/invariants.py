"""保证: what never or always holds. Proved for every input, or shown not to hold by an ordinary case.

A proof is no proof if the condition can never be met: that is looked for first. And beside each proof stands the
neighbouring case in which it would come out otherwise, so that everybody sees the condition is what matters.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Literal

from attrs import field, frozen

from bangban.decision.decision import Verdict
from bangban.policy import terms as t
from bangban.policy.model import Exempt, Invariant
from bangban.prove.backend import Unknown
from bangban.prove.compare import exists
from bangban.prove.conditions import Case, Condition, Side
from bangban.prove.facts import Place
from bangban.prove.refused_over import refused_over, something_said, unsaid_case
from bangban.prove.searching import Searching, Shown

Status = Literal["proved", "violated", "vacuous", "unknown"]
_OF_COMPLETE_FACTS = {(True, "permit"), (True, "exempt"), (False, "pending")}


@frozen(slots=False)
class Proof:
    """What came of one invariant.

    ``complete_only``: it speaks of requests in which nothing is missing (that a permit is always given, say).
    ``limited``: lists for which it was proved up to a number of elements only. ``unread``: it is about nothing not
    because of its condition, but because no rule reads the record it speaks of.
    """

    invariant: Invariant
    status: Status
    complete_only: bool
    limited: Mapping[Place, int]
    work: int
    counter: Shown | None = None
    unread: bool = False
    _side: Side | None = field(default=None, repr=False, eq=False)
    _searching: Searching | None = field(default=None, repr=False, eq=False)

    @cached_property
    def other_side(self) -> Case | None:
        """Of a case refused over a record, or for want of it, the one that is not: with nothing said in the record."""
        if self.counter is None or self.invariant.claim != "deny_over" or self._side is None:
            return None
        return unsaid_case(self.counter.case, str(self.invariant.about), self._side)

    @property
    def verdicts(self) -> tuple[Verdict, Verdict] | None:
        """Of such a case, what is decided of it and of its other side."""
        if self.counter is None or self.other_side is None or self._side is None:
            return None
        return self.counter.case.outcome(self._side).verdict, self.other_side.outcome(self._side).verdict

    @cached_property
    def neighbour(self) -> Shown | None:
        """A case that misses one part of the condition and comes out the other way; found when first asked for."""
        if self.status != "proved" or self._side is None or self._searching is None:
            return None
        return _neighbour(self.invariant, self._side, self._searching)


def prove_invariant(invariant: Invariant, side: Side, searching: Searching) -> Proof:
    """Prove one invariant."""
    before = searching.work
    complete_only = (invariant.always, invariant.claim) in _OF_COMPLETE_FACTS
    condition, wrong = side.when(invariant.condition), violation(invariant, side)
    given = condition
    if invariant.claim == "deny_over":  # it is about nothing, too, where no rule reads the record
        given = given & something_said(str(invariant.about), side)
    searching.limited = {}

    def done(status: Status, counter: Shown | None = None, *, unread: bool = False) -> Proof:
        return Proof(invariant, status, complete_only, dict(searching.limited), searching.work - before, counter,
                     unread, side, searching)

    met = searching.possible(given)
    if isinstance(met, Unknown):
        return done("unknown")
    if not met:
        return done("vacuous", unread=given is not condition and searching.possible(condition) is True)
    searching.limited = {}
    if not complete_only and searching.excluded(given.node, wrong.node, close=1):
        return done("proved")
    found = searching.witness(given & wrong, complete=complete_only)
    if isinstance(found, Unknown):
        return done("unknown")
    return done("proved") if found is None else done("violated", found)


def violation(invariant: Invariant, side: Side) -> Condition:
    """What would break it, where its condition is met."""
    if invariant.claim == "exempt" and invariant.always:
        return _some_not_exempt(str(invariant.about), side)
    claim = _claim(invariant, side)
    return ~claim if invariant.always else claim


def _claim(invariant: Invariant, side: Side) -> Condition:
    match invariant.claim:
        case "exempt":
            return side.exempt(invariant.about)
        case "deny_over":
            return refused_over(str(invariant.about), side)
        case "oblige":
            return side.owes(str(invariant.about))
        case "permit" | "deny" | "pending" | "not_applicable":
            return side.verdict(invariant.claim)


def _some_not_exempt(about: str, side: Side) -> Condition:
    """A fee of that name (or one the rule of that key goes over) that is not exempt."""
    policy, arena = side.policy, side.space.arena
    rule = policy.by_key.get(about)
    if rule is not None and isinstance(rule.effect, Exempt):
        return ~side.fires(about) if rule.each is None else _rule_misses(about, side)
    parts = []
    for sequence, _ in policy.fees.proposed():
        exempted = policy.fees.exempted_in(sequence)
        parts.append(exists(side.space, sequence, lambda i, s=sequence, e=exempted: arena.both(
            policy.fees.is_named(s.element(i), about), arena.not_(e(i)))))
    node = arena.both(arena.not_(policy.applicable.f), arena.any(parts))

    def holds(case: Case) -> bool:
        return any(line.item == about and line.exempt is not True and line.element is not None
                   for line in case.outcome(side).fees)

    return Condition(arena, node, holds, f"{about} not exempt")


def _rule_misses(key: str, side: Side) -> Condition:
    """An element for which the rule does not fire."""
    from bangban.policy.firing import applies, firings

    policy, arena = side.policy, side.space.arena
    rule = policy.by_key[key]
    assert rule.each is not None
    _, sequence = policy.terms.elements(rule.each.over, {})
    node = arena.false if sequence is None else exists(
        side.space, sequence, lambda i: arena.not_(policy.state(rule, sequence.element(i)).t))
    node = arena.both(arena.not_(policy.applicable.f), node)

    def holds(case: Case) -> bool:
        world = case.world(side)
        reach = {k: applies(head, world) for k, head in side.model.heads.items()}
        elements = world.elements(rule.each.over, rule.each.scope)  # type: ignore[union-attr]
        fired = sum(f.state is True for f in firings(rule, world, reach))
        return isinstance(elements, list) and fired < len(elements) and case.outcome(side).verdict != "not_applicable"

    return Condition(arena, node, holds, f"{key} misses an element")


def _neighbour(invariant: Invariant, side: Side, searching: Searching) -> Shown | None:
    """The condition short of one part (the last that can be missed), and the outcome the invariant excludes."""
    wrong = violation(invariant, side)
    condition = invariant.condition
    parts = list(condition.operands) if isinstance(condition, t.All) else [condition] if condition is not None else []
    if invariant.claim == "deny_over":  # something is said in the record, and it is permitted all the same
        found = searching.witness(side.when(condition) & something_said(str(invariant.about), side) & side.permit)
        return found if isinstance(found, Shown) else None
    for index in reversed(range(len(parts))):
        rest = [side.when(p) for i, p in enumerate(parts) if i != index]
        missed = side.when(parts[index], False)
        for other in rest:
            missed = missed & other
        found = searching.witness(missed & wrong)
        if isinstance(found, Shown):
            return found
    return None
