"""The new set's rules as formulas, where nothing was edited taken over from the old set as they stand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bangban.policy.model import Model, Rule
from bangban.prove.facts import Space
from bangban.prove.formula import Node
from bangban.prove.policy_to_smt import PolicyEncoder
from bangban.prove.symbols import Rail

Path = tuple[str, ...]


class SharedEncoder(PolicyEncoder):
    """An encoder that asks another about the rules the two sets share."""

    def __init__(self, model: Model, space: Space, find: Callable[[Path], Path] | None, other: PolicyEncoder,
                 shared: frozenset[str]) -> None:
        super().__init__(model, space, find)
        self._other, self._shared = other, shared

    def state(self, rule: Rule, element: Any = None) -> Rail:
        """Whether a rule fires, for one element or at all."""
        if rule.key in self._shared:
            return self._other.state(self._other.by_key[rule.key], element)
        return super().state(rule, element)

    def some_element(self, rule: Rule) -> Rail:
        """Whether a rule fires for some element."""
        if rule.key in self._shared:
            return self._other.some_element(self._other.by_key[rule.key])
        return super().some_element(rule)

    def undecided(self, rule: Rule) -> Node:
        """Whether a rule is open for some element."""
        if rule.key in self._shared:
            return self._other.undecided(self._other.by_key[rule.key])
        return super().undecided(rule)
