"""One question to the solver: can these conditions hold together? Only what they depend on is asserted.

A number the solver knows only bounds of is checked in each answer; where it is not the true one, its true value at that
point is told to the solver, and the question is put again. So an answer "yes" always stands, and "no" always did.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from bangban.prove.backend import BUDGET, Answer, MakeSolver, Sat, Unknown
from bangban.prove.facts import Place, Space
from bangban.prove.facts import Sequence as List
from bangban.prove.formula import Group, Lin, Node, Opaque, variables, walk
from bangban.prove.small_model import SmallModel

REFINEMENTS = 200  # points told to the solver before we say that we do not know


def z3_solver(budget: int) -> object:
    """The solver used unless another is given."""
    from bangban.prove.z3_backend import Z3Solver

    return Z3Solver(budget)


class Question:
    """Conditions that shall hold together, and others that may be assumed one by one."""

    def __init__(self, space: Space, conditions: Iterable[Node], assumable: Iterable[Node] = (),
                 budget: int = BUDGET, make: MakeSolver | None = None,
                 places: Mapping[List, int] | None = None) -> None:
        self.space, self.arena = space, space.arena
        conditions, assumable = list(conditions), list(assumable)
        # any one of the assumable conditions may be asked for: count the elements of lists for each of them
        self.small = SmallModel(space, [*conditions, space.arena.any(assumable)], places)
        self.solver = (make or z3_solver)(budget)  # type: ignore[operator]
        self.groups: dict[Group, None] = {}
        self._opaque: list[Opaque] = []
        self._refined = 0
        for condition in self.small.roots[:len(conditions)]:
            self.add(condition)

    @property
    def limited(self) -> dict[Place, int]:
        """The lists for which the answer holds up to a number of elements only."""
        return self.small.limited

    @property
    def work(self) -> int:
        """The solver's work so far."""
        return self.solver.work  # type: ignore[no-any-return]

    def add(self, condition: Node) -> None:
        """Assert for good."""
        self.solver.add(self._bring(condition))

    def check(self, assumptions: Sequence[Node] = ()) -> Answer:
        """Whether all can hold together; a model is a true one."""
        written = [self._bring(a) for a in assumptions]
        while True:
            answer = self.solver.check(written)
            if not isinstance(answer, Sat) or not self._correct(answer):
                return answer  # type: ignore[no-any-return]
            self._refined += 1
            if self._refined > REFINEMENTS:
                return Unknown("refinements")

    # ------------------------------------------------------------ the cone

    def _bring(self, condition: Node) -> Node:
        """The condition with lists written out; the axioms of what it reads are asserted once."""
        condition = self.small.write(condition)
        todo = [condition]
        while todo:
            new: list[Group] = []
            for node in walk(todo):
                for var in variables(node):
                    if var.group not in self.groups:
                        self.groups[var.group] = None
                        new.append(var.group)
            todo = []
            for group in new:
                todo += self._axioms(group)
        return condition

    def _axioms(self, group: Group) -> list[Node]:
        axioms = [self.small.write(a) for a in group.axioms]
        for axiom in axioms:
            self.solver.add(axiom)
        read = list(axioms)
        if group.opaque is not None:
            self._opaque.append(group.opaque)
            # its arguments must have values: a statement that is always true brings them in
            read += [self.arena.le(a, Lin()) for a in group.opaque.arguments]
        fact = self.space.facts.get(group)
        if fact is not None and fact.number is not None:
            self.solver.declare([fact.number])
        return read

    # ------------------------------------------------------------ what the solver does not know

    def _correct(self, answer: Sat) -> bool:
        """Tell the solver the true value of what it guessed wrongly. Whether there was anything."""
        wrong = False
        for opaque in self._opaque:
            values = {v: answer.values.get(v, 0) for a in opaque.arguments for v, _ in a.terms}
            arguments = [a.at(values) for a in opaque.arguments]
            exact = opaque.exact(*(int(a) if Fraction(a).denominator == 1 else a for a in arguments))
            undefined = answer.values.get(opaque.undefined.args, False)
            if (exact is None) == undefined and (exact is None or answer.values.get(opaque.result, 0) == exact):
                continue
            wrong = True
            here = self.arena.all(self.arena.eq(a, Lin((), v)) for a, v in zip(
                opaque.arguments, arguments, strict=True))
            result = opaque.undefined if exact is None else self.arena.both(
                self.arena.not_(opaque.undefined), self.arena.eq(Lin(((opaque.result, 1),)), Lin((), exact)))
            self.solver.add(self.arena.implies(here, result))
        return wrong
