"""Conditions on outcomes and facts, each in two readings: as a formula for all cases, and on one case by the evaluator.

They are joined by ``&``, ``|`` and ``~``. Every witness is read back by the second reading before it is shown.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import Any

from attrs import field, frozen

from bangban.policy.fees import FeeLine
from bangban.policy.firing import applies, firings
from bangban.policy.meaning import World, truth
from bangban.policy.model import Exempt, Model, Oblige
from bangban.policy.terms import Term
from bangban.policy.values import Truth
from bangban.policy.verdict import Outcome, Verdict, decide
from bangban.prove.facts import Space
from bangban.prove.formula import Arena, Node
from bangban.prove.policy_to_smt import PolicyEncoder

Path = tuple[str, ...]
VERDICTS: tuple[Verdict, ...] = ("permit", "deny", "pending", "not_applicable")


class Case:
    """One case decided by the evaluator, once for each side that is asked about."""

    def __init__(self, facts: Mapping[str, Any], day: dt.date) -> None:
        self.facts, self.day = facts, day
        self._outcomes: dict[int, Outcome] = {}

    def outcome(self, side: Side) -> Outcome:
        """What a side decides."""
        found = self._outcomes.get(id(side))
        if found is None:
            found = self._outcomes[id(side)] = decide(side.model, side.facts_for(self.facts), self.day)
        return found

    def world(self, side: Side) -> World:
        """What a side's terms are read in."""
        return World(side.model, side.facts_for(self.facts), self.day)


@frozen
class Condition:
    """A condition: the formula, and how it is read on one case."""

    arena: Arena = field(repr=False)
    node: Node = field(repr=False)
    holds: Callable[[Case], bool] = field(repr=False)
    said: str = ""

    def __and__(self, other: Condition) -> Condition:
        return Condition(self.arena, self.arena.both(self.node, other.node),
                         lambda case: self.holds(case) and other.holds(case), f"({self.said} & {other.said})")

    def __or__(self, other: Condition) -> Condition:
        return Condition(self.arena, self.arena.either(self.node, other.node),
                         lambda case: self.holds(case) or other.holds(case), f"({self.said} | {other.said})")

    def __invert__(self) -> Condition:
        return Condition(self.arena, self.arena.not_(self.node), lambda case: not self.holds(case), f"~{self.said}")


class Side:
    """One policy set over a space of facts: its outcomes as conditions.

    ``renamed`` leads a path of this model's vocabulary to the space's, where a fact was renamed.
    """

    def __init__(self, model: Model, space: Space, name: str = "", renamed: Mapping[Path, Path] | None = None) -> None:
        self.model, self.space, self.name = model, space, name
        self.renamed = dict(renamed or {})
        self.policy = PolicyEncoder(model, space, self._find if self.renamed else None)

    def _find(self, path: Path) -> Path:
        for length in range(len(path), 0, -1):
            if path[:length] in self.renamed:
                return (*self.renamed[path[:length]], *path[length:])
        return path

    def facts_for(self, facts: Mapping[str, Any]) -> Mapping[str, Any]:
        """Facts of the space under the names this model knows."""
        if not self.renamed:
            return facts
        return _renamed(facts, {new: old for old, new in self.renamed.items()}, ())

    def _condition(self, node: Node, holds: Callable[[Case], bool], said: str) -> Condition:
        return Condition(self.space.arena, node, holds, f"{self.name}.{said}" if self.name else said)

    # ------------------------------------------------------------ verdicts

    def verdict(self, verdict: Verdict) -> Condition:
        """The decision is this."""
        return self._condition(
            self.policy.verdicts[verdict], lambda case: case.outcome(self).verdict == verdict, verdict)

    @property
    def permit(self) -> Condition:
        """The decision is 准予."""
        return self.verdict("permit")

    @property
    def deny(self) -> Condition:
        """The decision is 拒绝."""
        return self.verdict("deny")

    @property
    def pending(self) -> Condition:
        """The decision is 待补正."""
        return self.verdict("pending")

    @property
    def not_applicable(self) -> Condition:
        """The decision is 不适用."""
        return self.verdict("not_applicable")

    # ------------------------------------------------------------ rules, duties, fees, facts

    def fires(self, rule: str) -> Condition:
        """The rule of that key definitely fires (for some element)."""
        return self._condition(self.policy.fires(rule).t, lambda case: self._fired(case, rule), f"fires {rule}")

    def _fired(self, case: Case, key: str) -> bool:
        if case.outcome(self).verdict == "not_applicable":
            return False
        world = case.world(self)
        reach = {k: applies(head, world) for k, head in self.model.heads.items()}
        return any(f.state is True for f in firings(self.policy.by_key[key], world, reach))

    def duties(self) -> tuple[str, ...]:
        """Every duty that some rule imposes."""
        return tuple(sorted({r.effect.duty.zh for r in self.model.rules if isinstance(r.effect, Oblige)}))

    def owes(self, duty: str) -> Condition:
        """The duty is among those owed."""
        def holds(case: Case) -> bool:
            return any(isinstance(d.rule.effect, Oblige) and duty in d.rule.effect.duty
                       for d in case.outcome(self).duties)
        return self._condition(self.policy.owes(duty), holds, f"owes {duty}")

    def exempt(self, about: str | None = None) -> Condition:
        """Some fee is exempt: any, one of that name, or one exempt by the rule of that key."""
        rule = self.policy.by_key.get(about) if about else None
        if about and rule is not None and isinstance(rule.effect, Exempt):
            return self.fires(about)
        return self._condition(
            self.policy.exempt(about),
            lambda case: any(_exempt(line, about) for line in case.outcome(self).fees), f"exempt {about or ''}")

    def when(self, term: Term | None, truth_: Truth = True) -> Condition:
        """A condition of this policy set is definitely true (or false)."""
        arena = self.space.arena
        if term is None:
            return self._condition(arena.true if truth_ is True else arena.false, lambda case: truth_ is True, "when")
        rail = self.policy.terms.truth(term)
        return self._condition(rail.t if truth_ is True else rail.f,
                               lambda case: truth(term, case.world(self)) is truth_, "when")

    def rails(self) -> Iterator[tuple[str, Condition]]:
        """Every named condition: ``permit``, ``owes …``, ``fires …``."""
        for verdict in VERDICTS:
            yield verdict, self.verdict(verdict)
        for duty in self.duties():
            yield f"owes {duty}", self.owes(duty)
        for rule in self.model.rules:
            yield f"fires {rule.key}", self.fires(rule.key)

    @cached_property
    def anything(self) -> Condition:
        """Holds always."""
        return self._condition(self.space.arena.true, lambda case: True, "anything")


def _exempt(line: FeeLine, about: str | None) -> bool:
    return line.exempt is True and (about is None or line.item == about)


def _renamed(facts: Mapping[str, Any], back: Mapping[Path, Path], above: Path) -> dict[str, Any]:
    """Facts with the records and fields of the old names beside the new ones."""
    out: dict[str, Any] = dict(facts)
    for new, old in back.items():
        if len(new) != len(old):
            raise ValueError("a renamed fact stays in a record of the same depth")
    for new, old in back.items():
        _copy(facts, new, out, old)
    return out


def _copy(source: Mapping[str, Any], new: Path, target: dict[str, Any], old: Path) -> None:
    if new[0] not in source:
        return
    value = source[new[0]]
    if len(new) == 1:
        target[old[0]] = value
    elif isinstance(value, Mapping):
        inner = dict(target.get(old[0]) or value)
        _copy(value, new[1:], inner, old[1:])
        target[old[0]] = inner
    elif isinstance(value, tuple):
        kept = target.get(old[0])
        rows = [dict(r) for r in (kept if isinstance(kept, tuple) else value)]
        for row, given in zip(rows, value, strict=True):
            _copy(given, new[1:], row, old[1:])
        target[old[0]] = tuple(rows)
