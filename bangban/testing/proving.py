"""The solver asked about mutants and conditions: facts that tell them, or the proof that there are none.

A mutant is equivalent where no request, complete or not, is decided otherwise by it and no rule takes effect otherwise.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from attrs import evolve

from bangban.policy import terms as t
from bangban.policy.facts import Facts
from bangban.policy.model import Charge, Exempt, Model
from bangban.testing.condition_coverage import AtomCoverage, ConditionCoverage
from bangban.testing.conditions import put, substitute
from bangban.testing.mutants import Mutant
from bangban.words import Both

if TYPE_CHECKING:
    from bangban.prove.conditions import Condition
    from bangban.prove.pair import Pair
    from bangban.testing.mutation import Running

MISSING = Both("没有安装求解器:用 pip install 'bangban[prove]' 安装后,才能证明等价、求出缺的用例。",
               "the solver is not installed: pip install 'bangban[prove]' to prove equivalence and find what is "
               "missing.")
_SAME = Both("任何事实下规则的起止都与原来一样", "its rules come out the same, whatever the facts")
_HIDDEN = Both("规则虽有不同,任何事实下结论和起作用的规则都一样",
               "its rules differ, but no decision and no rule in effect ever does")
_BUDGET = 40_000_000  # work for one question: some twenty seconds


def available() -> bool:
    """Whether the solver is installed."""
    from importlib.util import find_spec

    return find_spec("z3") is not None


class Prover:
    """Asks the solver about mutants of one set; pass :meth:`ask` to :func:`bangban.testing.mutation.mutate`."""

    def __init__(self, budget: int = _BUDGET) -> None:
        self.budget = budget

    def ask(self, mutant: Mutant, running: Running) -> tuple[Facts, dt.date] | Both | None:
        """Facts that tell the mutant, with their day; or why there are none; or None where it is not settled."""
        from bangban.prove.backend import Unknown

        changed = mutant.make(running.model)
        pair = self._pair(running.model, changed)
        keys = sorted(mutant.rules(running.reads))
        shown = pair.witness(_tells(pair, keys, changed))
        if shown is None:
            return _said(_HIDDEN, pair)
        if isinstance(shown, Unknown):
            return None
        return dict(shown.witness.facts), shown.witness.day

    def same(self, mutant: Mutant, running: Running) -> Both | None:
        """Why no request tells the mutant, where that is soon seen: its rules always come out the same."""
        if mutant.silent:
            return None
        changed = mutant.make(running.model)
        pair = self._pair(running.model, changed)
        differ = _states_differ(pair, sorted(mutant.rules(running.reads)), changed)
        return _said(_SAME, pair) if pair.possible(differ) is False else None

    def _pair(self, old: Model, new: Model) -> Pair:
        from bangban.prove.pair import Pair

        return Pair(old, new, budget=self.budget)

    # ------------------------------------------------------------ conditions

    def impossible(self, model: Model, coverage: ConditionCoverage) -> ConditionCoverage:
        """The same, with what no request can show counted as such."""
        out = []
        for one in coverage.atoms:
            never = tuple(sight for sight in one.lacks if self._never(model, one, sight))
            out.append(evolve(one, impossible=never) if never else one)
        return evolve(coverage, atoms=tuple(out))

    def _never(self, model: Model, one: AtomCoverage, sight: str) -> bool:
        """Whether no request shows the atom true, or false, or deciding."""
        spot, atom = one.spot, one.atom
        if sight == "decides":
            turned = put(model, spot, substitute(spot.term, atom.term, t.Not(atom.term)))
            pair = self._pair(model, turned)
            if spot.part == "definition":
                return self._same_definition(pair, model, turned, one)
            if spot.rule is None:
                return False
            return pair.possible(_states_differ(pair, [spot.rule], turned, definite=True)) is False
        term = atom.term if sight == "true" else t.Not(atom.term)
        binders = [*_outer(model, one), *atom.bound]
        for over, scope in reversed(binders):
            term = t.Quantified("SOME", over, scope, term)
        pair = self._pair(model, model)
        return pair.possible(pair.old.when(term)) is False

    def _same_definition(self, pair: Pair, model: Model, turned: Model, one: AtomCoverage) -> bool:
        """Whether turning an atom round never turns what its definition says of an element (or of the case)."""
        before, after = one.spot.term, turned.definitions[one.spot.key].body
        differ: t.Term = t.Any_((t.All((before, t.Not(after))), t.All((t.Not(before), after))))
        for over, scope in reversed(_outer(model, one)):
            differ = t.Quantified("SOME", over, scope, differ)
        return pair.possible(pair.old.when(differ)) is False


def _said(why: Both, pair: Pair) -> Both:
    """A proof with what it holds for only."""
    most = max(pair.searching.limited.values(), default=None)
    return why if most is None else Both(f"{why.zh}(列表不超过 {most} 项时)", f"{why.en} (lists of at most {most})")


def _outer(model: Model, one: AtomCoverage) -> list[tuple[t.Fact, str]]:
    """The element a rule or a definition speaks of."""
    spot = one.spot
    if spot.part == "definition":
        definition = model.definitions[spot.key]
        return [(definition.over, definition.scope)] if definition.over is not None and definition.scope else []
    rule = next((r for r in model.rules if r.key == spot.rule), None)
    return [(rule.each.over, rule.each.scope)] if rule is not None and rule.each is not None else []


# ---------------------------------------------------------------- conditions on both sides

def _fires(pair: Pair, key: str, new: Model) -> tuple[Condition, Condition | None]:
    there = any(r.key == key for r in new.rules)
    return pair.old.fires(key), pair.new.fires(key) if there else None


def _states_differ(pair: Pair, keys: list[str], new: Model, definite: bool = False) -> Condition:
    """Some rule definitely fires, or definitely does not, under one of the two only. ``definite``: and does the
    opposite under the other."""
    arena = pair.space.arena
    parts: list[Any] = []
    for key in keys:
        one = pair.old.policy.fires(key)
        there = any(r.key == key for r in new.rules)
        other = pair.new.policy.fires(key) if there else None
        t2, f2 = (other.t, other.f) if other is not None else (arena.false, arena.true)
        if definite:
            parts += [arena.both(one.t, f2), arena.both(one.f, t2)]
        else:
            for a, b in ((one.t, t2), (one.f, f2)):
                parts += [arena.both(a, arena.not_(b)), arena.both(arena.not_(a), b)]
    return _raw(pair, arena.any(parts))


def _raw(pair: Pair, node: Any) -> Condition:
    from bangban.prove.conditions import Condition

    return Condition(pair.space.arena, node, lambda case: True, "rules come out otherwise")


def _tells(pair: Pair, keys: list[str], new: Model) -> Condition:
    """The verdict differs, or a rule takes effect under one of the two only. A rule on fees takes effect in the line of
    its fee, so that it is looked at where no fee is exempt, and otherwise by which fees are."""
    found = pair.different_verdict
    fees = {r.key for m in (pair.old.model, new) for r in m.rules if isinstance(r.effect, Exempt | Charge)}
    no_exemption = ~pair.old.exempt() & ~pair.new.exempt()
    for key in keys:
        old, other = _fires(pair, key, new)
        moved = old if other is None else (old & ~other) | (~old & other)
        found = found | (moved & no_exemption if key in fees else moved)
    return found | pair.exemption_lost | pair.exemption_gained if fees & {*keys} else found
