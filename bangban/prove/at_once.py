"""One formula under many assignments at once, which differ in some Boolean variables: each is one bit of a number.

A case that the solver found for one combination of values mostly does for others as well; this says for which, at the
price of reading the formula once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from bangban.prove.formula import COMPOUND, Node, Var, evaluate


class AtOnce:
    """So many assignments. ``apart``: in which of them a variable is true, where they differ."""

    def __init__(self, number: int, apart: Mapping[Var, int]) -> None:
        self.every, self.apart = (1 << number) - 1, apart
        self._differs: dict[int, bool] = {}

    def meet(self, nodes: Iterable[Node], values: Mapping[Var, Any]) -> int:
        """The assignments that meet all of some formulas, ``values`` being what they share; it meets the formulas."""
        left, memo = self.every, _Memo(values)
        for node in nodes:
            if self.differs(node):
                left &= self._where(node, memo)
                if not left:
                    break
        return left

    def differs(self, node: Node) -> bool:
        """Whether a formula reads any variable in which the assignments differ."""
        found = self._differs.get(node.id)
        if found is None:
            if node.op in COMPOUND:
                found = any(self.differs(n) for n in node.args)
            else:
                found = node.op == "var" and node.args in self.apart
            self._differs[node.id] = found
        return found

    def _where(self, node: Node, memo: _Memo) -> int:
        """The assignments under which a formula holds."""
        found = memo.where.get(node.id)
        if found is None:
            if not self.differs(node):
                found = self.every if evaluate(node, memo.values, memo.same) else 0
            else:
                found = self._read(node, memo)
            memo.where[node.id] = found
        return found

    def _read(self, node: Node, memo: _Memo) -> int:
        if node.op == "var":
            return self.apart[node.args]
        if node.op == "not":
            return self.every ^ self._where(node.args[0], memo)
        if node.op == "and":
            left = self.every
            for inner in node.args:
                left &= self._where(inner, memo)
                if not left:
                    break
            return left
        met = 0
        for inner in node.args:
            met |= self._where(inner, memo)
            if met == self.every:
                break
        return met


class _Memo:
    """What was read under one set of shared values."""

    def __init__(self, values: Mapping[Var, Any]) -> None:
        self.values = values
        self.where: dict[int, int] = {}
        self.same: dict[int, bool] = {}
