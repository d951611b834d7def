"""Z3 with a second opinion: every question is put to cvc5 as well, in SMT-LIB, and the two must agree."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bangban.prove.backend import Answer, Sat, Unsat
from bangban.prove.formula import Node, Var
from bangban.prove.z3_backend import Z3, Z3Solver

WORK = 100_000  # cvc5's own units; what it does not settle within them is no contradiction


class Disagreement(AssertionError):
    """The two solvers say different things."""


class SecondOpinion:
    """Makes solvers that ask cvc5 too; counts what it settled."""

    def __init__(self, seed: int = 0) -> None:
        self.z3 = Z3(seed)
        self.asked = self.settled = 0

    def __call__(self, budget: int, shared: bool = False) -> _Both:
        # cvc5 is asked about this question alone
        return _Both(self, self.z3(budget))


class _Both:
    def __init__(self, parent: SecondOpinion, first: Z3Solver) -> None:
        self.parent, self.first = parent, first

    @property
    def work(self) -> int:
        return self.first.work

    def declare(self, variables: Iterable[Var]) -> None:
        self.first.declare(variables)

    def add(self, formula: Node) -> None:
        self.first.add(formula)

    def always(self, formula: Node) -> None:
        self.first.always(formula)

    def push(self) -> None:
        self.first.push()

    def pop(self) -> None:
        self.first.pop()

    def check(self, assumptions: Sequence[Node] = ()) -> Answer:
        answer = self.first.check(assumptions)
        if isinstance(answer, Sat | Unsat):
            self.parent.asked += 1
            other = by_cvc5(self.first, assumptions)
            if other != "unknown":
                self.parent.settled += 1
                if other != ("sat" if isinstance(answer, Sat) else "unsat"):
                    raise Disagreement(f"Z3: {type(answer).__name__}, cvc5: {other}\n{self.first.solver.to_smt2()}")
        return answer


def by_cvc5(solver: Z3Solver, assumptions: Sequence[Node]) -> str:
    """cvc5's answer to what Z3 was asked."""
    import cvc5

    text = solver.solver.to_smt2().replace("(check-sat)", "")
    for name in (f"a{node.id}" for node in assumptions):
        # one that stands for what is always true is not mentioned otherwise
        text += f"(assert {name})\n" if f"declare-fun {name} " in text else f"(declare-fun {name} () Bool)\n"
    second = cvc5.Solver()
    second.setOption("rlimit", str(WORK))
    parser = cvc5.InputParser(second)
    parser.setStringInput(cvc5.InputLanguage.SMT_LIB_2_6, "(set-logic ALL)\n" + text, "question")
    symbols = parser.getSymbolManager()
    while True:
        command = parser.nextCommand()
        if command.isNull():
            break
        said = command.invoke(second, symbols)
        assert "error" not in said, said
    result = second.checkSat()
    return "sat" if result.isSat() else "unsat" if result.isUnsat() else "unknown"
