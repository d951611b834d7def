"""How an action stands, as the compiled policy found it: the verdict and what fired, without a word put together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from bangban.decide.found import Found, Hit, rule_of
from bangban.decision.decision import Decision
from bangban.policy.model import Model
from bangban.policy.verdict import Gap
from bangban.problems import FactPath

Fired = tuple[int, FactPath | None]  # the place of a rule in the policy, and of the element it fired for


class Standing:
    """What the searches of ``explain`` ask of an outcome. Rules are in their canonical order."""

    __slots__ = ("_decision", "_model", "clashes", "defects", "nothing_permits", "open_rules", "verdict", "violations")

    def __init__(self, model: Model, decision: Decision) -> None:
        self._model, self._decision = model, decision
        found = decision._findings
        violated, defects, gaps, _, clashes, self.nothing_permits = found[3:]
        self.verdict = decision._verdict
        self.violations = self._fired(violated)
        self.defects = self._fired(defects)
        self.open_rules = sorted({hit if type(hit) is int else rule_of(hit) for hit in gaps}) if gaps else ()
        self.clashes = [fired for clash in clashes for fired in self._fired(clash)] if clashes else ()

    def gaps_of(self, rule: int, facts: dict[str, Any]) -> Iterable[Gap]:
        """The gaps of one open rule, with the facts that would settle them; ``facts`` are those that stand so."""
        found = self._decision.findings()
        assert isinstance(found, Found)
        found.read(facts)
        return found.gaps_of(self._model.rules[rule])

    def _fired(self, hits: Sequence[Hit]) -> Sequence[Fired]:
        if not hits:
            return ()
        ordered = sorted(hits, key=rule_of) if len(hits) > 1 else hits
        return [self._for_element(hit) if isinstance(hit, tuple) else (hit, None) for hit in ordered]

    def _for_element(self, hit: tuple[int, int]) -> Fired:
        each = self._model.rules[hit[0]].each
        if each is None:
            return hit[0], None
        return hit[0], each.over.path if hit[1] < 0 else (*each.over.path, hit[1])
