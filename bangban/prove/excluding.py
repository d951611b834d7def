"""Proving that there is no case from a few parts of a conjunction.

What a proof needs mostly stands close to what it is about. So it is begun with the parts that read nothing but the
facts given; those that the case found breaks are taken in. Where that does not soon come to an end, it is tried with
the parts that a proof about short lists needs: they are mostly enough for lists of any length.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import TYPE_CHECKING, Any

from bangban.prove.backend import Sat, Unsat
from bangban.prove.formula import Node, Var, evaluate, walk
from bangban.prove.question import Question

if TYPE_CHECKING:
    from bangban.prove.searching import Searching

MOST_AT_ONCE = 12  # parts taken in at once, the smallest first
LITTLE = 100  # formulas
CLOSE = 2  # times that parts are taken in before short lists are asked


class Excluding:
    """Whether a few parts of ``wrong`` already exclude ``given``."""

    def __init__(self, searching: Searching, given: Node, wrong: Node) -> None:
        self.searching, self.given, self.arena = searching, given, searching.space.arena
        near = searching.groups(given) | searching.groups(searching.space.anchor)
        self.all = dict.fromkeys(self._parts(wrong)).keys()
        self.taken = [p for p in self.all if searching.groups(p) <= near]
        self.near = near
        self.steps, self.proved, self.over = 0, False, False
        self._case: tuple[Question, Mapping[Var, Any]] | None = None

    @property
    def little(self) -> bool:
        """Whether so little is given that a proof is tried before a case is looked for."""
        return sum(1 for _ in islice(walk([self.given]), LITTLE + 1)) <= LITTLE

    def tried(self) -> bool:
        """Whether it is proved by the parts closest alone."""
        if not self.steps and not self._known():
            self._step()
        return self.proved

    def done(self, close: int = CLOSE) -> bool:
        """Whether it is proved; most likely where there is no case with short lists."""
        if self._known():
            return True
        while self.steps < close and not self.over and not self.proved:
            self._step()
        if not self.proved:
            self._as_for_short_lists()
        return self.proved

    def _known(self) -> bool:
        """Whether it was proved with parts that all stand in this conjunction too."""
        for parts, limited in self.searching.proofs.get(self.given, ()):
            if parts <= self.all:
                self.proved = True
                self.searching.limited.update(limited)
                break
        return self.proved

    def _as_for_short_lists(self) -> None:
        question = Question(self.searching.space, [self.given], self.all, self.searching.budget, self.searching.make,
                            few=True)
        answer = question.check(list(self.all))
        self.searching.work += question.work
        if isinstance(answer, Unsat):
            core = {n.id for n in answer.core}
            self.taken = [p for p in self.all if question.small.write(p).id in core]
            self._case = None
            self._step()

    def _step(self) -> None:
        self._take_in()
        self.steps += 1
        question = self.searching.question([self.given, *self.taken])
        answer = question.check()
        self.proved = isinstance(answer, Unsat)
        self.over = not isinstance(answer, Sat)
        if self.proved:
            self.searching.note(question)
            self.searching.proofs.setdefault(self.given, []).append((frozenset(self.taken), question.limited))
        self._case = (question, answer.values) if isinstance(answer, Sat) else None

    def _take_in(self) -> None:
        """What the last case breaks."""
        if self._case is None:
            return
        question, values = self._case
        memo: dict[int, bool] = {}
        taken = set(self.taken)
        broken = [p for p in self.all if p not in taken and self.searching.groups(p) & self.near
                  and not evaluate(question.small.write(p), values, memo)]
        new = sorted(broken, key=lambda p: (len(self.searching.groups(p)), p.id))[:MOST_AT_ONCE]
        self.taken += new

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
