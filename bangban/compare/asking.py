"""The questions a comparison puts to the prover: for each class of change, the ordinary case, or that there is none.

Only rules that read otherwise under the two sets can change anything. So each class has a *cause*, which says of those
rules alone what has to happen in them; where the cause cannot be, the class is empty, and the rest is never looked at.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

from attrs import evolve, frozen

from bangban.compare.classes import Code
from bangban.compare.edits import Edits
from bangban.compare.moved import Cause, Moves
from bangban.compare.readings import readings
from bangban.compare.shared import SharedEncoder
from bangban.compare.taking import taken, takes
from bangban.policy.model import Model, Oblige
from bangban.policy.types import RecordType
from bangban.policy.verdict import Outcome
from bangban.problems import PolicyError, Problem
from bangban.prove.backend import BUDGET, MakeSolver, Unknown
from bangban.prove.conditions import Condition
from bangban.prove.facts import Place
from bangban.prove.formula import Node
from bangban.prove.pair import Pair
from bangban.prove.plain import plain_facts
from bangban.prove.searching import ReplayFailed, Shown
from bangban.words import Both, Lang

Path = tuple[str, ...]


@frozen(kw_only=True)
class NotSettled(Problem):
    """The solver did not finish a question within its budget: no proof, and no pass."""

    code = "BB521"
    title = Both("没有算完", "not settled")
    text = Both("「{what}」在规定的计算额度内没有算完,不能当作通过。",
                "“{what}” was not settled within the work allowed; that is no pass.")
    advice = Both("用 --budget 提高额度,或者把改动拆成几次比较。",
                  "raise the work allowed with --budget, or compare in several steps.")
    what: Both


@frozen
class Found:
    """A class that has a case: the case, and the step it came of as one condition."""

    shown: Shown
    condition: Condition


@frozen
class Query:
    """One class, or one duty of it. ``steps``: each with its cause; the first that has a case gives it."""

    code: Code
    steps: tuple[tuple[Condition, Cause], ...]
    about: Both | None = None


class Asking:
    """Two sets over one space of facts. ``renamed``: old path to new path of the facts that were renamed."""

    def __init__(self, old: Model, new: Model, renamed: Mapping[Path, Path] | None = None, budget: int | None = None,
                 make: MakeSolver | None = None) -> None:
        self.pair = Pair(old, new, renamed=renamed, budget=budget or BUDGET, make=make)
        self.arena = self.pair.space.arena
        self.renamed = dict(renamed or {})
        self.readings = readings(old, new, self.renamed)
        self.unproven: dict[Code, None] = {}  # over facts that are read differently the formulas do not say enough
        self.edits = Edits(old, new)
        if not renamed and not self.pair.union.changed:
            self.pair.new.policy = SharedEncoder(
                new, self.pair.space, None, self.pair.old.policy, self.edits.untouched_rules)
        self.moves = Moves(self.pair, self.edits)

    @property
    def limited(self) -> Mapping[Place, int]:
        """Lists for which what was proved holds up to a number of elements only."""
        return self.pair.searching.limited

    # ------------------------------------------------------------ the classes

    def queries(self) -> Iterator[Query]:
        """Every class; those of duties once for each duty."""
        pair, moves = self.pair, self.moves
        old, new = pair.old, pair.new
        both_permit = old.permit & new.permit
        yield Query("newly_permitted", (
            (old.deny & new.permit, moves.from_deny()), (old.not_applicable & new.permit, moves.applies_now())))
        yield Query("newly_denied", (
            (old.permit & new.deny, moves.to_deny()), (old.pending & new.deny, moves.to_deny()),
            (old.not_applicable & new.deny, moves.applies_now())))
        yield Query("more_asked", ((old.permit & new.pending, moves.to_pending()),))
        yield Query("less_asked", ((old.pending & new.permit, moves.from_pending()),))
        yield Query("opened", (
            (old.deny & new.pending, moves.from_deny()), (old.not_applicable & new.pending, moves.applies_now())))
        gone = moves.applies_no_longer()
        yield Query("no_longer_applies", (
            (old.permit & new.not_applicable, gone), (~old.permit & ~old.not_applicable & new.not_applicable, gone)))
        exempting = moves.exempting()
        yield Query("exemption_lost", ((both_permit & pair.exemption_lost, exempting),))
        yield Query("exemption_gained", ((both_permit & pair.exemption_gained, exempting),))
        yield Query("charge_changed", ((both_permit & moves.charge_changed, moves.whole(moves.charge_changed)),))
        for duty in pair.all_duties():
            name = self.duty_name(duty)
            imposed = moves.imposing(duty)
            yield Query("duty_added", ((both_permit & pair.duty_added(duty), imposed),), name)
            yield Query("duty_dropped", ((both_permit & pair.duty_dropped(duty), imposed),), name)
            due = moves.due_changed(duty)
            yield Query("duty_due", ((both_permit & due, moves.whole(due)),), name)
        yield Query("other_ground", ((moves.other_ground, moves.whole(moves.other_ground)),))

    def duty_name(self, duty: str) -> Both:
        """A duty in both languages."""
        for side in (self.pair.new, self.pair.old):
            for rule in side.model.rules:
                if isinstance(rule.effect, Oblige) and rule.effect.duty.zh == duty:
                    return rule.effect.duty
        return Both(duty, duty)

    # ------------------------------------------------------------ answers

    def case(self, query: Query, within: Condition | None = None) -> Found | None:
        """The ordinary case of a class; None: proven that there is none."""
        for condition, cause in query.steps:
            if cause.node is self.arena.false:
                continue
            asked = condition if within is None else condition & within
            asked = asked & self._given(cause.node)
            shown: Shown | None = self.settled(self.witness(asked, query, cause.node), query)
            if shown is not None:
                return Found(shown, asked)
        return None

    def witness(self, condition: Condition, query: Query, near: Node | None = None) -> Shown | Unknown | None:
        """The ordinary case of a condition; over facts read differently, none the evaluators do not bear out."""
        try:
            return self.pair.searching.witness(condition, near=near)
        except ReplayFailed:
            if not self.readings:
                raise
            self.unproven[query.code] = None
            return None

    def by_rule(self, query: Query, key: str) -> Query:
        """The same class, as far as it comes of one rule."""
        return evolve(query, steps=tuple((condition, Cause(cause.by_rule[key], {})) for condition, cause in query.steps
                                         if key in cause.by_rule))

    def possible(self, condition: Condition, query: Query) -> bool:
        """Whether any case meets a condition."""
        return bool(self.settled(self.pair.possible(condition), query))

    def cells(self, query: Query, found: Found, by: Sequence[Path]) -> list[tuple[Any, ...]]:
        """The combinations of values with which what the case shows can come about."""
        cells: list[tuple[Any, ...]] = self.settled(self.pair.cells(found.condition, by), query)
        return cells

    def at(self, cell: Sequence[Any], by: Sequence[Path]) -> Condition:
        """The facts compared by have these values."""
        here = self.pair.new.anything
        for path, value in zip(by, cell, strict=True):
            here = here & self.pair.is_value(path, value)
        return here

    def outcomes(self, shown: Shown) -> tuple[Outcome, Outcome]:
        """What the two sets decide of a case."""
        return self.pair.outcomes(shown)

    def _given(self, cause: Node) -> Condition:
        # it follows from the condition; the solver is told, the evaluator need not be
        return Condition(self.arena, cause, lambda _: True, "cause")

    def settled(self, answer: Any, query: Query) -> Any:
        """An answer that is one; an open question is a failure."""
        if isinstance(answer, Unknown):
            from bangban.compare.classes import CLASS_OF

            raise PolicyError([NotSettled(what=CLASS_OF[query.code].name)])
        return answer

    # ------------------------------------------------------------ new values

    @cached_property
    def familiar(self) -> Condition:
        """No value stands in the case that only one of the two sets knows."""
        union = self.pair.union
        here = self.pair.new.anything
        for path, value in (*union.new_values, *union.gone_values):
            here = here & ~self.takes(path, value)
        return here

    def takes(self, path: Path, value: Any) -> Condition:
        """A fact, or the fact of some element, has a value."""
        return Condition(self.arena, takes(self.pair.space, path, value), lambda case: taken(case, path, value),
                         f"{'.'.join(path)} = {value}")


def plain(facts: Mapping[str, Any], vocabulary: RecordType, lang: Lang) -> dict[str, Any]:
    """Facts of a case as JSON, so that ``bangban decide`` reads them back."""
    return plain_facts(facts, vocabulary, lang)
