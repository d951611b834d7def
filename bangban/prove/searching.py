"""Asking for cases: the canonical witness of a condition, read back by the evaluator before anybody sees it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any

from attrs import frozen

from bangban.policy.model import Permit
from bangban.prove.backend import BUDGET, MakeSolver, Sat, Unknown
from bangban.prove.cells import Cells
from bangban.prove.conditions import Case, Condition, Path, Side
from bangban.prove.excluding import CLOSE, Excluding
from bangban.prove.facts import Place, Space
from bangban.prove.formula import Group, Node, variables, walk
from bangban.prove.ordinary import Ordinary, ordinary_day
from bangban.prove.question import Question, z3_solvers
from bangban.prove.slots import symbol_at
from bangban.prove.symbols import Choice
from bangban.prove.witness import Witness, find_witness


class ReplayFailed(Exception):
    """A case found by the solver does not do in the evaluator what it was found for: a fault of ours."""


@frozen
class Shown:
    """A case that was read back: the witness, and its outcomes by side."""

    witness: Witness
    case: Case
    limited: dict[Place, int]
    work: int


class Searching:
    """Questions about one or two policy sets over one space."""

    def __init__(self, space: Space, sides: Sequence[Side], budget: int = BUDGET,
                 make: MakeSolver | None = None) -> None:
        self.space, self.sides, self.budget, self.make = space, tuple(sides), budget, make or z3_solvers()
        self.work = 0
        self.limited: dict[Place, int] = {}
        # for what is excluded, the parts that do it, and for which lists up to a number of elements only
        self.proofs: dict[Node, list[tuple[frozenset[Node], dict[Place, int]]]] = {}
        self._groups: dict[int, frozenset[Group]] = {}
        self._few: tuple[Node, Question] | None = None  # the last condition that had a case

    # ------------------------------------------------------------ what is ordinary

    @cached_property
    def schema(self) -> Ordinary:
        """What the vocabulary alone makes ordinary."""
        models = [s.model for s in self.sides]
        return Ordinary(self.space.vocabulary, ordinary_day(models), models[-1].decision_date)

    @cached_property
    def ordinary(self) -> Ordinary:
        """A permitted case nearest to that, by the first side that permits anything."""
        for side in self.sides:
            found = self._find(side.permit.node, self.schema)
            if isinstance(found, tuple):
                witness = found[0]
                return Ordinary(self.space.vocabulary, witness.day, self.schema.decision_date, witness.facts)
        return self.schema

    @cached_property
    def key_facts(self) -> tuple[Path, ...]:
        """The enum facts that most permits read: what is done, and in what manner. They are kept ordinary first."""
        return key_facts(self.sides[0])

    # ------------------------------------------------------------ questions

    def question(self, conditions: Iterable[Node], assumable: Iterable[Node] = ()) -> Question:
        """A fresh question."""
        return Question(self.space, conditions, assumable, self.budget, self.make)

    def possible(self, condition: Condition) -> bool | Unknown:
        """Whether any case meets the condition."""
        question = self.question([condition.node])
        answer = question.check()
        self.note(question)
        return answer if isinstance(answer, Unknown) else isinstance(answer, Sat)

    def excluded(self, given: Node, wrong: Node, close: int = CLOSE) -> bool:
        """Whether a few parts of a conjunction already exclude what is given; ``close``: how often the closest are
        tried before short lists are asked."""
        return Excluding(self, given, wrong).done(close)

    def groups(self, node: Node) -> frozenset[Group]:
        """The facts a formula reads, those of elements as of any element."""
        found = self._groups.get(node.id)
        if found is None:
            read: set[Group] = set()
            for inner in walk([node]):
                if inner.op == "list":
                    read.add(inner.args.list.group)
                    for template in inner.args.templates:
                        read |= self.groups(template)
                read.update(v.group for v in variables(inner))
            found = self._groups[node.id] = frozenset(read)
        return found

    def witness(self, condition: Condition, complete: bool = False, near: Node | None = None
                ) -> Shown | Unknown | None:
        """The canonical witness, read back; None where there is none. ``complete``: of requests that lack nothing.

        ``near``: what follows from the condition and most likely shows that there is none.
        """
        found = self._find(condition.node, None, complete, near)
        if not isinstance(found, tuple):
            return found
        witness, question = found
        case = Case(witness.facts, witness.day)
        if not condition.holds(case):
            raise ReplayFailed(f"{condition.said}: {witness.facts} on {witness.day}")
        return Shown(witness, case, dict(question.limited), question.work)

    def _find(self, node: Node, ordinary: Ordinary | None, complete: bool = False, near: Node | None = None
              ) -> tuple[Witness, Question] | Unknown | None:
        excluding = Excluding(self, near, node) if near is not None else None
        if excluding is not None and excluding.little and excluding.tried():
            return None
        # a case with short lists first; that there is none is said of lists of any length
        for few in (True, False):
            if not few and excluding is not None and excluding.done():
                return None
            question = self.question_of_few(node) if few and not complete else Question(
                self.space, [node], (), self.budget, self.make, few=few)
            if complete:
                question.say_all()
            before = question.work
            answer = question.check()
            found: Witness | Unknown | None = answer if isinstance(answer, Unknown) else None
            if isinstance(answer, Sat):
                usual = ordinary or self.ordinary
                question.push()
                found = find_witness(question, usual, self.key_facts, answer.values)
                question.pop()
            self.work += question.work - before
            if isinstance(found, Witness):
                self._few = (node, question) if few and not complete else None
                return found, question
            if found is not None or not question.small.shortened:
                self.limited.update(question.limited)
                return found
        return None

    def question_of_few(self, node: Node) -> Question:
        """A question about cases with short lists; where the last case came from the same one, that."""
        if self._few is not None and self._few[0] is node:
            return self._few[1]
        return Question(self.space, [node], (), self.budget, self.make, few=True, shared=True)

    def note(self, question: Question, before: int = 0) -> None:
        """Count a question's work since there was so much of it, and what its answer holds for only."""
        self.work += question.work - before
        self.limited.update(question.limited)

    def cells(self, condition: Condition, by: Sequence[Path]) -> list[tuple[Any, ...]] | Unknown:
        """The combinations of values of enum or 是非 facts with which a condition can be met, in declared order."""
        return Cells(self, condition.node, [symbol_at(self.space.root, path) for path in by]).run()


def key_facts(side: Side, count: int = 2) -> tuple[Path, ...]:
    """The closed enum facts outside lists that most permits read, in order of the vocabulary."""
    seen: dict[Path, int] = {}
    for rule in side.policy.of(Permit):
        read: set[Path] = set()
        rail = side.policy.some_element(rule)
        for node in walk([rail.t]):
            for var in variables(node):
                fact = side.space.facts.get(var.group)
                if fact is not None and isinstance(fact.symbol.body, Choice) and fact.symbol.absent is (
                        side.space.arena.false) and True not in fact.symbol.body.of:
                    read.add(tuple(str(s) for s in fact.place))
        for path in read:
            seen[path] = seen.get(path, 0) + 1
    most = sorted(seen, key=lambda p: (-seen[p], p))[:count]
    return tuple(sorted(most, key=lambda p: (-seen[p], p)))
