"""Many questions in few solvers, and the answers of one filled up: what a question did not read is unknown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeVar

from bangban.prove.conditions import Side
from bangban.prove.formula import Var

BATCH = 40  # questions put to one solver
T = TypeVar("T")


class Completed(Mapping[Var, Any]):
    """A model in which all that the question did not read is unknown."""

    def __init__(self, values: Mapping[Var, Any], side: Side) -> None:
        self._values, self._unknown = values, side.space.unknown_flags

    def __getitem__(self, var: Var) -> Any:
        try:
            return self._values[var]
        except KeyError:
            if var in self._unknown:
                return True
            return False if var.sort == "bool" else 0

    def get(self, var: Var, default: Any = None) -> Any:
        """The value; there always is one."""
        return self[var]

    def __iter__(self) -> Iterator[Var]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)


def batches(some: Iterable[T]) -> Iterator[list[T]]:
    """So many at a time."""
    batch: list[T] = []
    for one in some:
        batch.append(one)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch
