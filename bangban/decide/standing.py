"""How an action stands, as the compiled policy found it: the verdict and what fired, without a word put together."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from bangban.decide.found import Found
from bangban.decide.layout import flatten
from bangban.policy.firing import Firing
from bangban.policy.model import Rule
from bangban.policy.verdict import Gap, Verdict

if TYPE_CHECKING:
    from bangban.decide.engine import Compiled


class Standing:
    """What the searches of ``explain`` ask of an outcome, found by the compiled policy."""

    def __init__(self, verdict: Verdict, found: Found) -> None:
        self.verdict = verdict
        self._found = found
        self.nothing_permits = found.nothing_permits
        self.clashes = found.clashes

    @property
    def violations(self) -> tuple[Firing, ...]:
        """The firings that refuse."""
        return self._found.fired("violations")

    @property
    def defects(self) -> tuple[Firing, ...]:
        """The firings that ask for correction."""
        return self._found.fired("defects")

    @property
    def open_rules(self) -> list[Rule]:
        """The rules left open."""
        return self._found.open_rules()

    def gaps_of(self, rule: Rule) -> Iterator[Gap]:
        """The gaps of one open rule, with the facts that would settle them."""
        return self._found.gaps_of(rule)

    def scope_gaps(self) -> list[Gap]:
        """What leaves open whether the policies apply at all."""
        return self._found.scope_gaps()


def standing(compiled: Compiled, facts: dict[str, Any], day: dt.date) -> Standing:
    """How facts that came through the door stand on a day."""
    decision = compiled.run(flatten(facts, compiled.layout), day, False)
    found = decision.findings()
    assert isinstance(found, Found)
    found.read(facts)
    return Standing(decision.verdict, found)
