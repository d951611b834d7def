"""One question to the solver: can these conditions hold together? Only what they depend on is asserted.

A number the solver knows only bounds of is checked in each answer; where it is not the true one, its true value at that
point is told to the solver, and the question is put again. So an answer "yes" always stands, and "no" always did.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from bangban.prove.backend import BUDGET, Answer, MakeSolver, Sat, Solver, Unknown
from bangban.prove.facts import Place, Space
from bangban.prove.facts import Sequence as List
from bangban.prove.formula import Group, Lin, Node, Opaque, Var, evaluate
from bangban.prove.small_model import SmallModel

REFINEMENTS = 200  # points told to the solver before we say that we do not know


def z3_solvers() -> MakeSolver:
    """The solver used unless another is given: one context for the questions about one space."""
    from bangban.prove.z3_backend import Z3

    return Z3()


class Question:
    """Conditions that shall hold together, and others that may be assumed one by one.

    ``few``: lists get few places at first; then "no" is no answer where they were shortened. ``shared``: the solver may
    keep what it works out for later questions of the kind.
    """

    def __init__(self, space: Space, conditions: Iterable[Node], assumable: Iterable[Node] = (),
                 budget: int = BUDGET, make: MakeSolver | None = None,
                 places: Mapping[List, int] | None = None, few: bool = False, shared: bool = False) -> None:
        self.space, self.arena = space, space.arena
        conditions, assumable = list(conditions), list(assumable)
        # any one of the assumable conditions may be asked for: count the elements of lists for each of them
        self.small = SmallModel(space, [*conditions, space.arena.any(assumable)], places, few)
        self.solver: Solver = (make or z3_solvers())(budget, shared)
        self.groups: dict[Group, int] = {}  # what is depended on, with the number of axioms asserted
        self._brought: dict[int, Node] = {}
        self._opaque: list[Opaque] = []
        self._asserted: list[Node] = []
        self._always: dict[Group, Node] = {}  # the axioms asserted of each
        self._refined = 0
        self._before: list[tuple[Any, ...]] = []
        for condition in self.small.roots[:len(conditions)]:
            self.add(condition)

    @property
    def limited(self) -> dict[Place, int]:
        """The lists for which the answer holds up to a number of elements only."""
        limited = dict(self.small.limited)
        for group in self.groups:
            sequence = self.space.sequences.get(group)
            if sequence is not None and sequence.fixed is not None:
                limited[sequence.kind] = sequence.fixed
        return limited

    def places(self, sequence: List) -> int:
        """How many elements of a list the question speaks of."""
        return max(self.small.places.get(sequence, 0), sequence.fixed or 0)

    @property
    def work(self) -> int:
        """The solver's work so far."""
        return self.solver.work

    def add(self, condition: Node) -> None:
        """Assert for good."""
        self._assert(self._bring(condition))

    def _assert(self, formula: Node) -> None:
        self.solver.add(formula)
        self._asserted.append(formula)

    def say_all(self) -> None:
        """Nothing of what is depended on is unknown."""
        for group in list(self.groups):
            unknown = self.space.unknown(group)
            if unknown is not None:
                self.add(self.arena.not_(unknown))

    def push(self) -> None:
        """Remember what is asserted now."""
        self.solver.push()
        self._before.append((dict(self.groups), dict(self._brought), list(self._opaque), list(self._asserted),
                             dict(self._always)))

    def pop(self) -> None:
        """Take back what was asserted since."""
        self.solver.pop()
        self.groups, self._brought, self._opaque, self._asserted, self._always = self._before.pop()

    def check(self, assumptions: Sequence[Node] = ()) -> Answer:
        """Whether all can hold together; a model is a true one."""
        written = [self._bring(a) for a in assumptions]
        while True:
            answer = self.solver.check(written)
            if not isinstance(answer, Sat) or not self._opaque:
                return answer
            truly = self._corrected(answer.values)
            memo: dict[int, bool] = {}
            if truly == answer.values or all(
                    evaluate(f, truly, memo) for f in (*self._always.values(), *self._asserted, *written)):
                return Sat(truly)
            self._tell(answer.values)
            self._refined += 1
            if self._refined > REFINEMENTS:
                return Unknown("refinements")

    def all_but(self, groups: Iterable[Group]) -> list[Node]:
        """All that was asserted, but for what always holds of some groups."""
        left_out = set(groups)
        return [*self._asserted, *(axiom for group, axiom in self._always.items() if group not in left_out)]

    # ------------------------------------------------------------ the cone

    def _bring(self, condition: Node) -> Node:
        """The condition with lists written out; the axioms of what it reads are asserted once."""
        known = self._brought.get(condition.id)
        if known is not None:
            return known
        condition, asked = self.small.write(condition), condition
        self._brought[asked.id] = condition
        todo = [condition]
        seen: set[Group] = set()
        while todo:
            variables = self.arena.variables(todo.pop())
            self.solver.declare(variables)
            for group in dict.fromkeys(v.group for v in variables):
                if group not in seen:
                    seen.add(group)
                    todo += self._axioms(group)
        return condition

    def _axioms(self, group: Group) -> list[Node]:
        """Assert what always holds of a group and has not been asserted; what that reads in turn."""
        known = self.groups.get(group)
        if known == len(group.axioms):
            return []
        self.groups[group] = len(group.axioms)
        axiom = self.small.write(self.arena.axioms(group))
        if axiom is not self.arena.true:
            self.solver.always(axiom)
            self._always[group] = axiom
        read = [axiom]
        if known is None and group.opaque is not None:
            self._opaque.append(group.opaque)
            # its arguments must have values
            read += [self.arena.le(a, Lin()) for a in group.opaque.arguments]
            read += [self.arena.eq(Lin(((group.opaque.result, 1),)), Lin()), group.opaque.undefined]
        return read

    # ------------------------------------------------------------ what the solver does not know

    def _corrected(self, values: Mapping[Var, Any]) -> dict[Var, Any]:
        """The same values with the true ones for what the solver only guesses."""
        truly = dict(values)
        for opaque in self._opaque:
            exact = opaque.exact(*_arguments(opaque, truly))
            truly[opaque.undefined.args] = exact is None
            if exact is not None:
                truly[opaque.result] = exact
        return truly

    def _tell(self, values: Mapping[Var, Any]) -> None:
        """Tell the solver the true value of what it guessed, at the points it guessed it."""
        for opaque in self._opaque:
            arguments = _arguments(opaque, values)
            if opaque.around is not None and isinstance(arguments[0], int):
                self._tell_around(opaque, arguments[0])
            exact = opaque.exact(*arguments)
            here = self.arena.all(self.arena.eq(a, Lin((), v)) for a, v in zip(
                opaque.arguments, arguments, strict=True))
            result = opaque.undefined if exact is None else self.arena.both(
                self.arena.not_(opaque.undefined), self.arena.eq(Lin(((opaque.result, 1),)), Lin((), exact)))
            self._assert(self.arena.implies(here, result))


    def _tell_around(self, opaque: Opaque, point: int) -> None:
        """The values near a point as well: otherwise the solver would try its neighbours one by one."""
        arena, argument, result = self.arena, opaque.arguments[0], Lin(((opaque.result, 1),))
        assert opaque.around is not None
        for first, last, more in opaque.around(point):
            within = arena.both(arena.le(Lin((), first), argument), arena.le(argument, Lin((), last)))
            told = arena.both(arena.not_(opaque.undefined), arena.eq(result, argument + Lin((), more)))
            self._assert(arena.implies(within, told))


def _arguments(opaque: Opaque, values: Mapping[Var, Any]) -> list[Any]:
    found = [a.at({v: values.get(v, 0) for v, _ in a.terms}) for a in opaque.arguments]
    return [int(a) if Fraction(a).denominator == 1 else a for a in found]
