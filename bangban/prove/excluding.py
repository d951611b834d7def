"""Proving that there is no case from a few parts of a conjunction.

What a proof needs mostly stands close to what it is about. So it is begun with the parts that read nothing but the
facts given; those that the case found breaks are taken in, until there is no case, or no such part.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from bangban.prove.backend import Sat, Unsat
from bangban.prove.formula import Node, Var, evaluate

if TYPE_CHECKING:
    from bangban.prove.searching import Searching

MOST_AT_ONCE = 12  # parts taken in at once, the smallest first


class Excluding:
    """Whether a few parts of ``wrong`` already exclude ``given``."""

    def __init__(self, searching: Searching, given: Node, wrong: Node) -> None:
        self.searching, self.given, self.arena = searching, given, searching.space.arena
        near = searching.groups(given) | searching.groups(searching.space.anchor)
        self.rest = [p for p in self._parts(wrong) if searching.groups(p) & near]
        self.taken = [p for p in self.rest if searching.groups(p) <= near]
        self.proved = self.over = False

    def go_on(self, times: int) -> bool:
        """Take in more, at most so many times; whether it is proved."""
        for _ in range(times):
            if self.over:
                break
            self._step()
        return self.proved

    def _step(self) -> None:
        question = self.searching.question([self.given, *self.taken])
        answer = question.check()
        self.proved = isinstance(answer, Unsat)
        self.over = not isinstance(answer, Sat)
        if self.proved:
            self.searching.note(question)
        if not isinstance(answer, Sat):
            return
        self.rest = [p for p in self.rest if p not in self.taken]
        values: Mapping[Var, Any] = answer.values
        memo: dict[int, bool] = {}
        broken = [p for p in self.rest if not evaluate(question.small.write(p), values, memo)]
        self.over = not broken
        self.taken += sorted(broken, key=lambda p: (len(self.searching.groups(p)), p.id))[:MOST_AT_ONCE]

    def _parts(self, node: Node) -> Iterator[Node]:
        """The formulas that must all hold for one to hold."""
        if node.op == "and":
            for inner in node.args:
                yield from self._parts(inner)
        elif node.op == "not" and node.args[0].op == "or":
            for inner in node.args[0].args:
                yield from self._parts(self.arena.not_(inner))
        else:
            yield node
