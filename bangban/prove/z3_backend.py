"""Z3 behind the protocol: a fresh solver for each question, Z3's own resource units as the budget.

The questions about one space share a context, so that a formula is translated once. Its counter of work runs on; what a
solver did is the difference.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

import z3

from bangban.prove.backend import Answer, Sat, Unknown, Unsat
from bangban.prove.formula import Node, Var


class _Values(Mapping[Var, Any]):
    """The values of a model, each read when it is asked for."""

    def __init__(self, model: z3.ModelRef, declared: dict[Var, Any]) -> None:
        self._model, self._declared = model, declared
        self._read: dict[Var, Any] = {}

    def __getitem__(self, var: Var) -> Any:
        found = self._read.get(var)
        if found is None:
            found = self._read[var] = self._value(var, self._declared[var])
        return found

    def get(self, var: Var, default: Any = None) -> Any:
        """The value; ``default`` where the variable was not asked about."""
        return self[var] if var in self._declared else default

    def __iter__(self) -> Iterator[Var]:
        return iter(list(self._declared))

    def __len__(self) -> int:
        return len(self._declared)

    def _value(self, var: Var, declaration: Any) -> Any:
        context = self._model.ctx.ref()
        found = z3.Z3_model_get_const_interp(context, self._model.model, declaration)
        if not found:
            return False if var.sort == "bool" else 0
        if var.sort == "bool":
            return z3.Z3_get_bool_value(context, found) == z3.Z3_L_TRUE
        value = Fraction(z3.Z3_get_numeral_string(context, found))
        return int(value) if var.sort == "int" else value


class Z3:
    """Z3 for the questions about one arena. ``seed`` only shakes the search; no answer we show depends on it."""

    def __init__(self, seed: int = 0) -> None:
        self.context = z3.Context()
        self.seed = seed
        self.work = 0
        self._vars: dict[Var, Any] = {}
        self._declarations: dict[Var, Any] = {}
        self._formulas: dict[int, Any] = {}
        self._literals: dict[int, Any] = {}
        self._numbers: dict[tuple[Any, bool], Any] = {}
        self._core: Core | None = None

    def __call__(self, budget: int, shared: bool = False) -> Z3Solver:
        """A solver for one question; ``shared``: with formulas of earlier ones taken in already."""
        if not shared:
            return Z3Solver(self, budget, Core(self))
        if self._core is None:
            self._core = Core(self)
        return Z3Solver(self, budget, self._core, shared=True)

    # ------------------------------------------------------------ translation

    def literal(self, node: Node) -> Any:
        """A Boolean constant that stands for the formula, so that it can be assumed and found again in a core."""
        literal = self._literals.get(node.id)
        if literal is None:
            context = self.context.ref()
            name = z3.Z3_mk_string_symbol(context, f"a{node.id}")
            literal = self._literals[node.id] = self._keep(
                z3.Z3_mk_const(context, name, z3.Z3_mk_bool_sort(context)))
        return literal

    def variable(self, var: Var) -> Any:
        """The variable in Z3's terms."""
        found = self._vars.get(var)
        if found is None:
            make = {"bool": z3.Bool, "int": z3.Int, "real": z3.Real}[var.sort]
            found = self._vars[var] = make(f"v{var.index}", self.context)
        return found

    def declaration(self, var: Var) -> Any:
        """The declaration of a variable, as models are asked by it."""
        found = self._declarations.get(var)
        if found is None:
            found = self._declarations[var] = z3.Z3_get_app_decl(self.context.ref(), self.variable(var).as_ast())
        return found

    def translate(self, node: Node) -> Any:
        """The formula in Z3's terms, as a bare pointer: it lives as long as the context."""
        found = self._formulas.get(node.id)
        if found is None:
            found = self._formulas[node.id] = self._keep(self._translate(node))
        return found

    def _keep(self, ast: Any) -> Any:
        z3.Z3_inc_ref(self.context.ref(), ast)
        return ast

    def _translate(self, node: Node) -> Any:
        context = self.context.ref()
        match node.op:
            case "true":
                return z3.Z3_mk_true(context)
            case "false":
                return z3.Z3_mk_false(context)
            case "var":
                return self.variable(node.args).as_ast()
            case "not":
                return z3.Z3_mk_not(context, self.translate(node.args[0]))
            case "and" | "or":
                parts = (z3.Ast * len(node.args))(*(self.translate(n) for n in node.args))
                make = z3.Z3_mk_and if node.op == "and" else z3.Z3_mk_or
                return make(context, len(node.args), parts)
            case "le" | "lt" | "eq":
                return self._compared(node)
            case "list":
                raise AssertionError("a list atom is written out before it is solved")

    def _compared(self, node: Node) -> Any:
        context = self.context.ref()
        terms, bound = node.args
        real = any(v.sort == "real" for v, _ in terms)
        parts = []
        for var, times in terms:
            part = self.variable(var).as_ast()
            if real and var.sort == "int":
                part = self._keep(z3.Z3_mk_int2real(context, part))
            if times != 1:
                pair = (z3.Ast * 2)(self._number(times, real), part)
                part = self._keep(z3.Z3_mk_mul(context, 2, pair))
            parts.append(part)
        total = parts[0] if len(parts) == 1 else self._keep(
            z3.Z3_mk_add(context, len(parts), (z3.Ast * len(parts))(*parts)))
        make = {"le": z3.Z3_mk_le, "lt": z3.Z3_mk_lt, "eq": z3.Z3_mk_eq}[node.op]
        return make(context, total, self._number(bound, real))

    def _number(self, value: Any, real: bool) -> Any:
        key = (value, real)
        found = self._numbers.get(key)
        if found is None:
            sort = (z3.RealSort if real else z3.IntSort)(self.context)
            text = str(Fraction(value)) if real else str(int(value))
            found = self._numbers[key] = self._keep(z3.Z3_mk_numeral(self.context.ref(), text, sort.ast))
        return found


class Core:
    """What Z3 itself keeps: formulas asserted for good, and others behind the constants that stand for them."""

    def __init__(self, z3_: Z3) -> None:
        self.solver = z3.SimpleSolver(ctx=z3_.context)
        if z3_.seed:
            self.solver.set("random_seed", z3_.seed)
        self.literals: set[int] = set()
        self.always: set[int] = set()
        self.before: list[tuple[set[int], set[int]]] = []

    def push(self) -> None:
        """Remember what is asserted now."""
        self.solver.push()
        self.before.append((set(self.literals), set(self.always)))

    def pop(self) -> None:
        """Take back what was asserted since."""
        self.solver.pop()
        self.literals, self.always = self.before.pop()


class Z3Solver:
    """A solver for one question. In a shared core all that the question asserts is assumed, so that others need not."""

    def __init__(self, z3_: Z3, budget: int, core: Core, shared: bool = False) -> None:
        self._z3, self._budget, self._core, self._shared = z3_, budget, core, shared
        self._work = self._since = 0
        self._declared: dict[Var, Any] = {}
        self._standing: dict[int, Node] = {}

    @property
    def solver(self) -> Any:
        """Z3's own solver."""
        return self._core.solver

    @property
    def work(self) -> int:
        """Resource units used so far."""
        return self._work

    def declare(self, variables: Iterable[Var]) -> None:
        """The variables whose values a model must give."""
        for var in variables:
            if var not in self._declared:
                self._declared[var] = self._z3.declaration(var)

    def add(self, formula: Node) -> None:
        """Assert for good, in this question."""
        if self._shared and not self._core.before:
            self._standing[formula.id] = formula
        else:
            known = formula.id in self._core.literals
            self._assert(self._z3.literal(formula) if known else self._z3.translate(formula))

    def always(self, formula: Node) -> None:
        """Assert what holds in any question."""
        if formula.id not in self._core.always:
            self._core.always.add(formula.id)
            self._assert(self._z3.translate(formula))

    def push(self) -> None:
        """Remember what is asserted now. From here on the budget is whole again."""
        self._since = self._work
        self._core.push()

    def pop(self) -> None:
        """Take back what was asserted since."""
        self._core.pop()

    def _assert(self, ast: Any) -> None:
        z3.Z3_solver_assert(self._z3.context.ref(), self.solver.solver, ast)

    def _assumed(self, node: Node) -> Any:
        literal = self._z3.literal(node)
        if node.id not in self._core.literals:
            self._core.literals.add(node.id)
            self._assert(z3.Z3_mk_implies(self._z3.context.ref(), literal, self._z3.translate(node)))
        return literal

    def check(self, assumptions: Sequence[Node] = ()) -> Answer:
        """Whether everything can hold; the budget counts over all checks of this question."""
        left = self._budget - (self._work - self._since)
        if left <= 0:
            return Unknown("budget")
        self.solver.set("rlimit", left)
        context, solver = self._z3.context.ref(), self.solver.solver
        by_id: dict[int, Node] = {}
        assumed = [*self._standing.values(), *assumptions]
        literals = (z3.Ast * len(assumed))()
        for i, node in enumerate(assumed):
            literals[i] = literal = self._assumed(node)
            by_id[z3.Z3_get_ast_id(context, literal)] = node
        found = z3.Z3_solver_check_assumptions(context, solver, len(assumed), literals)
        self._count()
        if found == z3.Z3_L_TRUE:
            return Sat(_Values(self.solver.model(), self._declared))
        if found == z3.Z3_L_FALSE:
            core = z3.AstVector(z3.Z3_solver_get_unsat_core(context, solver), self._z3.context)
            return Unsat(tuple(by_id[core[i].get_id()] for i in range(len(core))))
        return Unknown(self.solver.reason_unknown())

    def _count(self) -> None:
        # the counter runs on from question to question; it stands among the last of the statistics
        context = self._z3.context.ref()
        statistics = z3.Z3_solver_get_statistics(context, self.solver.solver)
        z3.Z3_stats_inc_ref(context, statistics)
        try:
            for i in reversed(range(z3.Z3_stats_size(context, statistics))):
                if z3.Z3_stats_get_key(context, statistics, i) == "rlimit count":
                    total = int(z3.Z3_stats_get_uint_value(context, statistics, i))
                    self._work += total - self._z3.work
                    self._z3.work = total
                    break
        finally:
            z3.Z3_stats_dec_ref(context, statistics)
