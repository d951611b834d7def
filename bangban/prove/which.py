"""Which of many formulas hold under an assignment: most are ruled out by one value they call for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Generic, TypeVar

from bangban.prove.formula import Node, Var, evaluate

T = TypeVar("T")


class Which(Generic[T]):
    """Formulas by what they stand for."""

    def __init__(self, some: Iterable[tuple[T, Node]]) -> None:
        self._some = list(some)
        self._anyhow: list[int] = []
        self._by_value: dict[Var, dict[Any, list[int]]] = {}
        for i, (_, node) in enumerate(self._some):
            called_for = _called_for(node)
            if called_for is None:
                self._anyhow.append(i)
            else:
                var, value = called_for
                self._by_value.setdefault(var, {}).setdefault(value, []).append(i)

    def hold(self, values: Mapping[Var, Any], write: Callable[[Node], Node]) -> list[T]:
        """Those whose formula holds, in the order given; ``write``: how lists are written out."""
        may = list(self._anyhow)
        for var, of in self._by_value.items():
            may += of.get(values.get(var, 0), ())
        memo: dict[int, bool] = {}
        return [self._some[i][0] for i in sorted(may) if evaluate(write(self._some[i][1]), values, memo)]


def _called_for(node: Node) -> tuple[Var, Any] | None:
    """A variable, and the value without which the formula does not hold: of a number first, else of a flag."""
    parts = node.args if node.op == "and" else (node,)
    for part in parts:
        if part.op == "eq" and len(part.args[0]) == 1:
            (var, times), = part.args[0]
            if times == 1:
                return var, part.args[1]
    for part in parts:
        if part.op == "var":
            return part.args, True
    return None
