"""One formula under many assignments at once, which differ in some Boolean variables: each is one bit of a number.

A case that the solver found for one combination of values mostly does for others as well; this says for which, at the
price of reading the formula once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from bangban.prove.formula import Node, Var, evaluate


class AtOnce:
    """So many assignments: ``values`` are common to all of them, ``apart`` says in which of them a variable is true."""

    def __init__(self, number: int, values: Mapping[Var, Any], apart: Mapping[Var, int]) -> None:
        self.every, self.values, self.apart = (1 << number) - 1, values, apart
        self._memo: dict[int, int] = {}

    def meet(self, nodes: Iterable[Node]) -> int:
        """The assignments that meet all of some formulas."""
        left = self.every
        for node in nodes:
            left &= self.where(node)
            if not left:
                break
        return left

    def where(self, node: Node) -> int:
        """The assignments under which a formula holds."""
        found = self._memo.get(node.id)
        if found is None:
            found = self._memo[node.id] = self._where(node)
        return found

    def _where(self, node: Node) -> int:
        match node.op:
            case "var":
                apart = self.apart.get(node.args)
                return apart if apart is not None else self.every if self.values.get(node.args, False) else 0
            case "not":
                return self.every ^ self.where(node.args[0])
            case "and":
                left = self.every
                for inner in node.args:
                    left &= self.where(inner)
                    if not left:
                        break
                return left
            case "or":
                met = 0
                for inner in node.args:
                    met |= self.where(inner)
                    if met == self.every:
                        break
                return met
            case _:
                return self.every if evaluate(node, self.values) else 0
