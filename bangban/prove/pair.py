"""Two policy sets over one space of facts: ask for an ordinary case that meets a condition on both their outcomes.

    pair = Pair(old, new)
    pair.witness(pair.old.deny & pair.new.permit)        # newly permitted: a Shown, None (proven: never), or Unknown
    pair.cells(pair.old.deny & pair.new.permit, [("服务", "方式"), ("行为", "种类")])
    pair.equivalent()                                     # None: proven the same; else a case that differs
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

from bangban.policy.model import Charge, Exempt, Model
from bangban.policy.verdict import Outcome
from bangban.prove.backend import BUDGET, MakeSolver, Unknown
from bangban.prove.compare import exists
from bangban.prove.conditions import VERDICTS, Case, Condition, Path, Side
from bangban.prove.facts import Space
from bangban.prove.formula import Node
from bangban.prove.searching import Searching, Shown
from bangban.prove.slots import symbol_at
from bangban.prove.symbols import Choice
from bangban.prove.union import Union, join


class Pair:
    """An old and a new policy set. ``renamed``: old path to new path of facts that were renamed."""

    def __init__(self, old: Model, new: Model, *, renamed: Mapping[Path, Path] | None = None, budget: int = BUDGET,
                 make: MakeSolver | None = None) -> None:
        self.union: Union = join(old.vocabulary, new.vocabulary, renamed)
        self.space = Space(self.union.vocabulary)
        self.old = Side(old, self.space, "old", self.union.old_paths)
        self.new = Side(new, self.space, "new")
        self.searching = Searching(self.space, [self.old, self.new], budget, make)

    # ------------------------------------------------------------ asking

    def witness(self, condition: Condition, *, within: Condition | None = None) -> Shown | Unknown | None:
        """The most ordinary case that meets the condition, read back by both evaluators; None: proven there is none."""
        return self.searching.witness(condition if within is None else condition & within)

    def possible(self, condition: Condition) -> bool | Unknown:
        """Whether any case meets the condition; cheaper than a witness."""
        return self.searching.possible(condition)

    def equivalent(self) -> Shown | Unknown | None:
        """None: no case is decided otherwise; else the most ordinary one that is."""
        return self.witness(self.different)

    def cells(self, condition: Condition, by: Sequence[Path]) -> list[tuple[Any, ...]] | Unknown:
        """The combinations of values of some enum or 是非 facts with which the condition can be met."""
        return self.searching.cells(condition, by)

    def outcomes(self, shown: Shown) -> tuple[Outcome, Outcome]:
        """What the old and the new set decide of a case."""
        return shown.case.outcome(self.old), shown.case.outcome(self.new)

    # ------------------------------------------------------------ conditions on both

    def is_value(self, path: Path, value: Any) -> Condition:
        """A 是非 or enum fact is known to have a value."""
        symbol = symbol_at(self.space.root, path)
        assert isinstance(symbol.body, Choice)
        node = self.space.arena.both(symbol.present, symbol.body.of.get(value, self.space.arena.false))

        def holds(case: Case) -> bool:
            here: Any = case.facts
            for name in path:
                here = here.get(name) if isinstance(here, Mapping) else None
            return bool(here == value)

        return Condition(self.space.arena, node, holds, f"{'.'.join(path)} = {value}")

    @cached_property
    def different(self) -> Condition:
        """The verdict, a duty or a fee comes out otherwise."""
        return self.different_verdict | self.different_duty | self.exemption_lost | self.exemption_gained

    @cached_property
    def different_verdict(self) -> Condition:
        """The two decide otherwise."""
        return self._any(self.old.verdict(v) & ~self.new.verdict(v) for v in VERDICTS)

    @cached_property
    def different_duty(self) -> Condition:
        """A duty is owed under one of the two only."""
        return self._any(c for duty in self.all_duties() for c in (self.duty_added(duty), self.duty_dropped(duty)))

    def all_duties(self) -> tuple[str, ...]:
        """Every duty that either side imposes."""
        return tuple(sorted({*self.old.duties(), *self.new.duties()}))

    def duty_added(self, duty: str) -> Condition:
        """Owed under the new set and not under the old."""
        return self.new.owes(duty) & ~self.old.owes(duty)

    def duty_dropped(self, duty: str) -> Condition:
        """Owed under the old set and not under the new."""
        return self.old.owes(duty) & ~self.new.owes(duty)

    @cached_property
    def exemption_lost(self) -> Condition:
        """A fee that the old set exempts is not exempt under the new."""
        return self._exempt_only(self.old, self.new, "exemption lost")

    @cached_property
    def exemption_gained(self) -> Condition:
        """A fee that the new set exempts was not exempt under the old."""
        return self._exempt_only(self.new, self.old, "exemption gained")

    def _exempt_only(self, one: Side, other: Side, said: str) -> Condition:
        """The same fee is exempt under one side and not under the other."""
        arena = self.space.arena
        parts = []
        lists = {s for side in (one, other) for s, _ in side.policy.fees.proposed()}
        for sequence in sorted(lists, key=lambda s: s.place):
            here, there = (side.policy.fees.exempted_in(sequence) for side in (one, other))
            parts.append(exists(self.space, sequence, _only(here, there, arena)))
        for name in sorted({n for side in (one, other) for n in side.policy.fees.names()}):
            here_, there_ = (side.policy.fees.named_exempt(name) for side in (one, other))
            parts.append(arena.both(here_, arena.not_(there_)))
        applies = arena.not_(one.policy.applicable.f)
        has_fees = any(isinstance(r.effect, Exempt | Charge) for r in one.model.rules)
        node = arena.both(applies, arena.any(parts)) if has_fees else arena.false

        def holds(case: Case) -> bool:
            return bool(_exempt_fees(case.outcome(one)) - _exempt_fees(case.outcome(other)))

        # under a set that does not apply nothing is exempt
        silent = arena.both(one.policy.exempt(None), other.policy.applicable.f)
        return Condition(arena, arena.either(node, silent), holds, said)

    def _any(self, conditions: Iterable[Condition]) -> Condition:
        found = list(conditions)
        arena = self.space.arena
        return Condition(arena, arena.any(c.node for c in found), lambda case: any(c.holds(case) for c in found),
                         " | ".join(c.said for c in found))


def _only(here: Callable[[int], Node], there: Callable[[int], Node], arena: Any) -> Callable[[int], Node]:
    return lambda index: arena.both(here(index), arena.not_(there(index)))


def _exempt_fees(outcome: Outcome) -> set[Any]:
    return {line.element or line.item for line in outcome.fees if line.exempt is True}
