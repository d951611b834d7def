"""Z3 behind the protocol: one fresh context for each question, its resource units as the budget."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

import z3

from bangban.prove.backend import Answer, Sat, Unknown, Unsat
from bangban.prove.formula import Node, Var


class _Values(Mapping[Var, Any]):
    """The values of a model, each read when it is asked for."""

    def __init__(self, model: z3.ModelRef, known: dict[Var, Any]) -> None:
        self._model, self._known = model, known
        self._read: dict[Var, Any] = {}

    def __getitem__(self, var: Var) -> Any:
        found = self._read.get(var)
        if found is None:
            found = self._read[var] = self._value(var, self._known[var])
        return found

    def __iter__(self) -> Iterator[Var]:
        return iter(list(self._known))

    def __len__(self) -> int:
        return len(self._known)

    def _value(self, var: Var, known: Any) -> Any:
        found = self._model[known]
        if found is None:
            return False if var.sort == "bool" else 0
        if var.sort == "bool":
            return z3.is_true(found)
        if var.sort == "int":
            return found.as_long()
        return Fraction(found.numerator_as_long(), found.denominator_as_long())


class Z3Solver:
    """A solver for one question. ``seed`` only shakes the search; no answer we show depends on it."""

    def __init__(self, budget: int, seed: int = 0) -> None:
        self.context = z3.Context()
        self.solver = z3.SimpleSolver(ctx=self.context)
        if seed:
            self.solver.set("random_seed", seed)
        self._budget = budget
        self._work = 0
        self._vars: dict[Var, Any] = {}
        self._formulas: dict[int, Any] = {}
        self._literals: dict[int, Any] = {}
        self._numbers: dict[tuple[Any, bool], Any] = {}

    @property
    def work(self) -> int:
        """Resource units used so far."""
        return self._work

    def declare(self, variables: Sequence[Var]) -> None:
        """The variables whose values a model must give."""
        for var in variables:
            self._variable(var)

    def add(self, formula: Node) -> None:
        """Assert for good."""
        known = self._literals.get(formula.id)
        self._assert(known if known is not None else self.translate(formula))

    def _assert(self, ast: Any) -> None:
        z3.Z3_solver_assert(self.context.ref(), self.solver.solver, ast)

    def check(self, assumptions: Sequence[Node] = ()) -> Answer:
        """Whether everything can hold; the budget counts over all checks of this solver."""
        left = self._budget - self._work
        if left <= 0:
            return Unknown("budget")
        self.solver.set("rlimit", left)
        context, solver = self.context.ref(), self.solver.solver
        by_id: dict[int, Node] = {}
        literals = (z3.Ast * len(assumptions))()
        for i, node in enumerate(assumptions):
            literals[i] = literal = self._literal(node)
            by_id[z3.Z3_get_ast_id(context, literal)] = node
        found = z3.Z3_solver_check_assumptions(context, solver, len(assumptions), literals)
        self._work = self._counted()
        if found == z3.Z3_L_TRUE:
            return Sat(_Values(self.solver.model(), self._vars))
        if found == z3.Z3_L_FALSE:
            core = z3.AstVector(z3.Z3_solver_get_unsat_core(context, solver), self.context)
            return Unsat(tuple(by_id[core[i].get_id()] for i in range(len(core))))
        return Unknown(self.solver.reason_unknown())

    def _counted(self) -> int:
        # the counter belongs to the context, which is ours alone; it stands among the last of the statistics
        context = self.context.ref()
        statistics = z3.Z3_solver_get_statistics(context, self.solver.solver)
        z3.Z3_stats_inc_ref(context, statistics)
        try:
            for i in reversed(range(z3.Z3_stats_size(context, statistics))):
                if z3.Z3_stats_get_key(context, statistics, i) == "rlimit count":
                    return int(z3.Z3_stats_get_uint_value(context, statistics, i))
        finally:
            z3.Z3_stats_dec_ref(context, statistics)
        return self._work

    # ------------------------------------------------------------ translation

    def _literal(self, node: Node) -> Any:
        """A Boolean constant that implies the formula, so that it can be assumed and found again in a core."""
        literal = self._literals.get(node.id)
        if literal is None:
            context = self.context.ref()
            name = z3.Z3_mk_string_symbol(context, f"a{node.id}")
            literal = self._keep(z3.Z3_mk_const(context, name, z3.Z3_mk_bool_sort(context)))
            self._literals[node.id] = literal
            self._assert(z3.Z3_mk_implies(context, literal, self.translate(node)))
        return literal

    def _variable(self, var: Var) -> Any:
        found = self._vars.get(var)
        if found is None:
            make = {"bool": z3.Bool, "int": z3.Int, "real": z3.Real}[var.sort]
            found = self._vars[var] = make(f"v{var.index}", self.context)
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
                return self._variable(node.args).as_ast()
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
            part = self._variable(var).as_ast()
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
