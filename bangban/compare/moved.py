"""The rules that read otherwise under the two sets, and what has to happen in them for a decision to change.

A rule that is the same formula on both sides is left out at once. The predicates here are about the others alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any

from attrs import frozen

from bangban.compare.edits import Edits, alike
from bangban.compare.matched import Matched, kind, matched
from bangban.policy.model import Charge, Oblige, Rule
from bangban.policy.terms import Term
from bangban.policy.types import DATE, MONEY
from bangban.policy.verdict import Outcome
from bangban.prove.compare import compare, exists
from bangban.prove.conditions import Case, Condition, Side
from bangban.prove.facts import Sequence
from bangban.prove.formula import Node
from bangban.prove.pair import Pair
from bangban.prove.symbols import Rail


@frozen
class Moved:
    """A rule on both sides (None: it is not there), with its formulas: does it fire, may it still."""

    old: Rule | None
    new: Rule | None
    was: Rail
    now: Rail
    was_open: Node
    now_open: Node

    @property
    def rule(self) -> Rule:
        """The rule as it is, else as it was."""
        found = self.new or self.old
        assert found is not None
        return found


@frozen
class Cause:
    """What has to happen in the moved rules for a class to come about: all together, and by rule."""

    node: Node
    by_rule: Mapping[str, Node]


_BEARING = {"permit": ("permit", "warn"), "deny": ("refuse", "warn"), "pending": ("correct", "permit", "warn")}


class Moves:
    """The moved rules of a pair."""

    def __init__(self, pair: Pair, edits: Edits) -> None:
        self.pair, self.arena, self.edits = pair, pair.space.arena, edits

    @cached_property
    def matched(self) -> tuple[tuple[Rule | None, Rule | None], ...]:
        """The rules of the two sets in pairs."""
        return tuple(matched(self.pair.old, self.pair.new))

    @cached_property
    def moved(self) -> tuple[Moved, ...]:
        """Every rule that reads otherwise."""
        found = [self._moved(old, new) for old, new in self.matched]
        return tuple(m for m in found if m.old is None or m.new is None or (
            (m.was.t, m.was.f, m.was_open) != (m.now.t, m.now.f, m.now_open)))

    def _moved(self, old: Rule | None, new: Rule | None) -> Moved:
        (was, was_open), (now, now_open) = (
            self._read(self.pair.old, old), self._read(self.pair.new, new))
        return Moved(old, new, was, now, was_open, now_open)

    def _read(self, side: Side, rule: Rule | None) -> tuple[Rail, Node]:
        if rule is None:
            return Rail(self.arena.false, self.arena.true), self.arena.false
        return side.policy.some_element(rule), side.policy.undecided(rule)

    def of(self, *kinds: str) -> Iterator[Moved]:
        """The moved rules of these kinds."""
        return (m for m in self.moved if kind(m.rule.effect) in kinds)

    # ------------------------------------------------------------ what has to happen for a verdict to change

    def _lost(self, before: Node, after: Node) -> Node:
        return self.arena.both(before, self.arena.not_(after))

    def _cause(self, pieces: Iterable[tuple[Moved, Node]], *others: Node) -> Cause:
        by_rule: dict[str, Node] = {}
        for moved, node in pieces:
            if node is not self.arena.false:
                key = moved.rule.key
                by_rule[key] = self.arena.either(by_rule.get(key, self.arena.false), node)
        return Cause(self.arena.any([*by_rule.values(), *others]), by_rule)

    def from_deny(self) -> Cause:
        """What was refused no longer is: a refusal falls away, or a permit is no longer excluded."""
        old, new = self.pair.old.policy, self.pair.new.policy
        return self._cause(
            [*((m, self._lost(m.was.t, m.now.t)) for m in self.of("refuse")),
             *((m, self._lost(m.was.f, m.now.f)) for m in self.of("permit"))],
            self._lost(old.fee_rails.illegal, new.fee_rails.illegal),
            self._lost(old.applicable.t, new.applicable.t))

    def to_deny(self) -> Cause:
        """The reverse."""
        old, new = self.pair.old.policy, self.pair.new.policy
        return self._cause(
            [*((m, self._lost(m.now.t, m.was.t)) for m in self.of("refuse")),
             *((m, self._lost(m.now.f, m.was.f)) for m in self.of("permit"))],
            self._lost(new.fee_rails.illegal, old.fee_rails.illegal),
            self._lost(new.applicable.t, old.applicable.t))

    def to_pending(self) -> Cause:
        """What was settled no longer is: a rule is open that was not, or a permit no longer certain."""
        old, new = self.pair.old.policy, self.pair.new.policy
        return self._cause(
            [*((m, self._lost(m.was.f, m.now.f)) for m in self.of("refuse", "correct")),
             *((m, self._lost(m.now_open, m.was_open)) for m in self.of("refuse", "correct", "oblige")),
             *((m, self._lost(m.was.t, m.now.t)) for m in self.of("permit"))],
            self._lost(new.fee_rails.open, old.fee_rails.open),
            self._lost(new.fee_rails.conflict, old.fee_rails.conflict),
            self._lost(old.applicable.t, new.applicable.t))

    def from_pending(self) -> Cause:
        """The reverse."""
        old, new = self.pair.old.policy, self.pair.new.policy
        return self._cause(
            [*((m, self._lost(m.now.f, m.was.f)) for m in self.of("refuse", "correct")),
             *((m, self._lost(m.was_open, m.now_open)) for m in self.of("refuse", "correct", "oblige")),
             *((m, self._lost(m.now.t, m.was.t)) for m in self.of("permit"))],
            self._lost(old.fee_rails.open, new.fee_rails.open),
            self._lost(old.fee_rails.conflict, new.fee_rails.conflict),
            self._lost(new.applicable.t, old.applicable.t))

    def applies_now(self) -> Cause:
        """The set did not apply, and may now."""
        return self._cause((), self._lost(self.pair.old.policy.applicable.f, self.pair.new.policy.applicable.f))

    def applies_no_longer(self) -> Cause:
        """The set may have applied, and does not now."""
        return self._cause((), self._lost(self.pair.new.policy.applicable.f, self.pair.old.policy.applicable.f))

    # ------------------------------------------------------------ fees and duties

    def exempting(self) -> Cause:
        """Whether any exemption moved at all, for some fee."""
        pieces = [(m, self._fires_apart(m)) for m in self.of("exempt")]
        # a rule about fees by their name may move for one and stand for another
        return self._cause(pieces, self.arena.true if pieces else self.arena.false)

    def imposing(self, duty: str) -> Cause:
        """Some rule that imposes the duty fires under one set only."""
        return self._cause((m, self._differ(m.was.t, m.now.t)) for m in self.of("oblige") if any(
            isinstance(r.effect, Oblige) and duty in r.effect.duty for r in (m.old, m.new) if r is not None))

    def whole(self, condition: Condition) -> Cause:
        """A condition that is its own cause."""
        return Cause(condition.node, {})

    def _differ(self, one: Node, other: Node) -> Node:
        return self.arena.either(self._lost(one, other), self._lost(other, one))

    def due_changed(self, duty: str) -> Condition:
        """A rule that imposes the duty under both sets gives it another day."""
        node = self.arena.any(
            self._term_changed(m.old, m.new, _due, DATE) for m in self.matched_rules
            if isinstance(m.new.effect, Oblige) and duty in m.new.effect.duty)

        def holds(case: Case) -> bool:
            from bangban.decision.report import obligation

            one, other = ({(o.id, str(o.element)): o.due for f in case.outcome(side).duties
                           for o in (obligation(f),) if duty in o.type} for side in (self.pair.old, self.pair.new))
            return any(one[k] != other[k] for k in one.keys() & other.keys())

        return Condition(self.arena, node, holds, f"{duty} due otherwise")

    @cached_property
    def charge_changed(self) -> Condition:
        """A charge is due under one set only, or of another amount."""
        parts = [self._differ(m.was.t, m.now.t) for m in self.of("charge")]
        parts += [self._term_changed(old, new, _amount, MONEY) for old, new in self.matched
                  if old and new and isinstance(new.effect, Charge)]

        keys = {(m.old.key if m.old else None, m.new.key if m.new else None) for m in self.of("charge")}

        def holds(case: Case) -> bool:
            one, other = (_payable(case, side) for side in (self.pair.old, self.pair.new))
            return one != other or self._fire_apart(case, keys)

        return Condition(self.arena, self.arena.any(parts), holds, "charge changed")

    def _fire_apart(self, case: Case, keys: set[tuple[str | None, str | None]]) -> bool:
        """Some rule of those fires under one set only."""
        old, new = self.pair.old, self.pair.new
        return any((a is not None and old._fired(case, a)) != (b is not None and new._fired(case, b)) for a, b in keys)

    def _term_changed(self, old: Rule, new: Rule, read: Callable[[Rule], Term | None], type_: Any) -> Node:
        """Both fire, and a value the two state is not the same."""
        one, other = read(old), read(new)
        arena = self.arena
        if (one is None and other is None) or (alike(one, other) and not self.edits.beneath.terms(
                term for term in (one, other) if term is not None)):
            return arena.false

        def here(element: Any) -> Node:
            sides = ((self.pair.old, old, one), (self.pair.new, new, other))
            fire = [side.policy.state(rule, element).t for side, rule, _ in sides]
            if one is None or other is None:
                return arena.all(fire)
            a, b = (side.policy.terms.value(term, side.policy.env(rule, element))
                    for side, rule, term in sides if term is not None)
            return arena.all([*fire, arena.either(
                compare(self.pair.space, "=", a, b, type_).f, self._differ(a.present, b.present))])

        if new.each is None or old.each is None:
            return here(None) if new.each is old.each else arena.false
        _, sequence = self.pair.new.policy.terms.elements(new.each.over, {})
        if sequence is None:
            return arena.false
        return exists(self.pair.space, sequence, lambda index: here(sequence.element(index)))

    # ------------------------------------------------------------ grounds

    @cached_property
    def other_ground(self) -> Condition:
        """The same verdict, resting on other rules."""
        old, new = self.pair.old, self.pair.new
        matters: list[Node] = []
        for verdict, kinds in _BEARING.items():
            moved = [self._fires_apart(m) for m in self.of(*kinds)]
            if verdict == "deny":
                moved += [self._refuses_fees_apart(m) for m in self.of("exempt", "charge")]
                moved.append(self._differ(old.policy.permitted.f, new.policy.permitted.f))
            apart = self.arena.any(moved)
            if apart is not self.arena.false:
                same = self.arena.both(old.policy.verdicts[verdict], new.policy.verdicts[verdict])
                matters.append(self.arena.both(same, apart))
        names = {m.new.key: m.old.key for m in self.matched_rules if m.old.key != m.new.key}

        def holds(case: Case) -> bool:
            was, now = case.outcome(old), case.outcome(new)
            return was.verdict == now.verdict and _grounds(was, {}) != _grounds(now, names)

        return Condition(self.arena, self.arena.any(matters), holds, "other ground")

    @property
    def matched_rules(self) -> Iterator[Matched]:
        """The rules that both sets have."""
        return (Matched(old, new) for old, new in self.matched if old is not None and new is not None)

    def _fires_apart(self, m: Moved) -> Node:
        """It fires under one set only, for some element or at all."""
        if m.old is None or m.new is None or m.old.each is None or m.new.each is None:
            return self._differ(m.was.t, m.now.t)
        old, new = m.old, m.new
        _, sequence = self.pair.new.policy.terms.elements(m.new.each.over, {})
        _, other = self.pair.old.policy.terms.elements(m.old.each.over, {})
        if sequence is None or other is not sequence:
            return self._differ(m.was.t, m.now.t)

        def here(index: int) -> Node:
            element = sequence.element(index)
            return self._differ(self.pair.old.policy.state(old, element).t, self.pair.new.policy.state(new, element).t)

        return exists(self.pair.space, sequence, here)

    def _refuses_fees_apart(self, m: Moved) -> Node:
        """It makes some fee illegal under one set only."""
        sides = [(side.policy.fees, rule.key if rule is not None else "") for side, rule in (
            (self.pair.old, m.old), (self.pair.new, m.new))]
        lists = [{sequence: (fees, fee, key) for sequence, fee in fees.proposed()} for fees, key in sides]

        def differ(sequence: Sequence) -> Callable[[int], Node]:
            def wrong(side: dict[Any, Any], index: int) -> Node:
                if sequence not in side:
                    return self.arena.false
                fees, fee, key = side[sequence]
                judged = fees._judged(fee(index))
                return self.arena.any(found.t for speaks, found, _ in judged if speaks.rule.key == key)

            return lambda index: self._differ(wrong(lists[0], index), wrong(lists[1], index))

        both = sorted({*lists[0], *lists[1]}, key=lambda s: str(s.place))
        return self.arena.any(exists(self.pair.space, s, differ(s)) for s in both)

def _due(rule: Rule) -> Term | None:
    return rule.effect.due if isinstance(rule.effect, Oblige) else None


def _amount(rule: Rule) -> Term | None:
    return rule.effect.amount if isinstance(rule.effect, Charge) else None


def _grounds(outcome: Outcome, names: Mapping[str, str]) -> set[tuple[str, str, Any]]:
    """What a verdict rests on: rules with what they do and the elements they fire for, by their old names."""
    bearing = [*outcome.warnings]
    match outcome.verdict:
        case "permit":
            bearing += outcome.permits
        case "deny":
            bearing += outcome.violations
        case "pending":
            bearing += [*outcome.defects, *outcome.permits]
        case "not_applicable":
            pass
    rules = {(kind(f.rule.effect), names.get(f.rule.key, f.rule.key), f.element) for f in bearing}
    return rules | ({("permit", "", None)} if outcome.nothing_permits else set())


def _payable(case: Case, side: Side) -> dict[Any, Any]:
    charged = [line for line in case.outcome(side).fees
               if line.firing is not None and isinstance(line.firing.rule.effect, Charge)]
    return {(line.element, line.item): (line.exempt, line.payable) for line in charged}
