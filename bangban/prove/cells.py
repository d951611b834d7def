"""The combinations of values of some facts with which a condition can be met: all of them, and only those.

The solver is asked for a case with a combination that has not been found yet, until there is none. Each case is read
once more with every other combination in the place of its own: those that do as well need not be asked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from typing import TYPE_CHECKING, Any

from bangban.prove.at_once import AtOnce
from bangban.prove.backend import Sat, Unknown
from bangban.prove.formula import Node, Var
from bangban.prove.symbols import Choice, Symbol

if TYPE_CHECKING:
    from bangban.prove.question import Question
    from bangban.prove.searching import Searching

Cell = tuple[Any, ...]


class Cells:
    """One enumeration. ``facts``: enum or 是非 facts outside lists."""

    def __init__(self, searching: Searching, node: Node, facts: Sequence[Symbol]) -> None:
        self.searching, self.node, self.facts = searching, node, facts
        self.arena = searching.space.arena
        bodies = [f.body for f in facts]
        assert all(isinstance(b, Choice) for b in bodies)
        self.flags: list[dict[Any, Node]] = [dict(b.of) for b in bodies if isinstance(b, Choice)]
        # a fact named twice has one value
        first = [facts.index(f) for f in facts]
        self.all: list[Cell] = [c for c in product(*self.flags) if all(
            c[i] == v for i, v in zip(first, c, strict=True))]
        self.at_once, self.found = AtOnce(len(self.all), self._apart()), 0

    def run(self) -> list[Cell] | Unknown:
        """Those found, in declared order."""
        # cases with short lists first; of the combinations left the proof says it of lists of any length
        for few in (True, False):
            rest = self._rest()
            if rest is self.arena.false or (not few and self.searching.excluded(rest, self.node)):
                break
            question = self.searching.question_of_few(self.node) if few else self.searching.question([self.node])
            before = question.work
            question.push()
            question.add(rest)
            stopped = self._look(question)
            question.pop()
            if stopped is not None:
                return stopped
            if few and question.small.shortened:
                self.searching.work += question.work - before
            else:
                self.searching.note(question, before)
                break
        return [self.all[i] for i in self._bits(self.found)]

    def _look(self, question: Question) -> Unknown | None:
        """Find more until there is none."""
        own = [f.group for f in self.facts if f.group is not None]
        while True:
            answer = question.check()
            if not isinstance(answer, Sat):
                return answer if isinstance(answer, Unknown) else None
            # of the facts themselves another value is always as good: they have one here, and none hangs on which
            new = self.at_once.meet(question.all_but(own), answer.values) & ~self.found
            assert new, "a case does not meet what it was found for"
            self.found |= new
            question.add(self._rest())

    def _rest(self) -> Node:
        """One of the combinations not found yet."""
        return self.arena.all([*(f.present for f in self.facts), self.arena.any(
            self.arena.all(self._flags(i)) for i in self._bits(~self.found))])

    def _flags(self, index: int) -> list[Node]:
        return [flags[value] for flags, value in zip(self.flags, self.all[index], strict=True)]

    def _apart(self) -> dict[Var, int]:
        """For each value of each fact the combinations in which it stands."""
        apart: dict[Var, int] = {}
        for i in range(len(self.all)):
            for flag in self._flags(i):
                apart[flag.args] = apart.get(flag.args, 0) | 1 << i
        return apart

    def _bits(self, some: int) -> list[int]:
        return [i for i in range(len(self.all)) if some >> i & 1]
