"""Formulas over variables, each distinct one kept once: and, or, not, linear comparisons, and atoms about lists.

Solver-neutral: a back end translates them, :func:`evaluate` reads them under an assignment.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from fractions import Fraction
from math import floor, gcd, lcm
from typing import Any, Literal

from attrs import define, field, frozen

Sort = Literal["bool", "int", "real"]
Op = Literal["true", "false", "var", "not", "and", "or", "le", "lt", "eq", "list"]
Value = bool | int | Fraction


@define(eq=False)
class Group:
    """The variables that together say one thing (a fact, a computed value), and what always holds of them."""

    name: str
    place: tuple[str | int, ...] = ()
    axioms: list[Node] = field(factory=list, repr=False)
    opaque: Opaque | None = field(default=None, repr=False)
    together: tuple[int, Node] | None = field(default=None, repr=False)  # the first so many axioms as one formula


@define(eq=False)
class Var:
    """One variable of the solver."""

    index: int
    sort: Sort
    group: Group

    def __repr__(self) -> str:
        return f"<{self.group.name}#{self.index}>"


@frozen
class Lin:
    """A linear expression: a sum of multiples of number variables, and a constant."""

    terms: tuple[tuple[Var, Fraction | int], ...] = ()
    const: Fraction | int = 0

    @property
    def constant(self) -> bool:
        """Whether it is a plain number."""
        return not self.terms

    def __add__(self, other: Lin) -> Lin:
        if not other.terms:
            return Lin(self.terms, self.const + other.const)
        sums: dict[Var, Fraction | int] = dict(self.terms)
        for var, times in other.terms:
            sums[var] = sums.get(var, 0) + times
        kept = sorted(((v, c) for v, c in sums.items() if c != 0), key=lambda t: t[0].index)
        return Lin(tuple(kept), self.const + other.const)

    def __sub__(self, other: Lin) -> Lin:
        return self + other.scaled(-1)

    def scaled(self, by: Fraction | int) -> Lin:
        """Every part times ``by``."""
        if by == 0:
            return Lin()
        return Lin(tuple((v, c * by) for v, c in self.terms), self.const * by)

    def at(self, values: Mapping[Var, Any]) -> Fraction | int:
        """Its value under an assignment."""
        return sum((c * values[v] for v, c in self.terms), self.const)


@define(eq=False)
class Opaque:
    """A computed number the solver only knows bounds of: exact values are told to it point by point.

    ``exact`` gives the value for argument values, or None where it has none (``undefined`` then holds). ``around``: for
    a value of the first argument, runs of values near it with what the result is more than they.
    """

    name: str
    arguments: tuple[Lin, ...]
    result: Var
    undefined: Node
    exact: Callable[..., Fraction | int | None]
    around: Callable[[int], list[tuple[int, int, int]]] | None = None


@define(eq=False)
class ListAtom:
    """A condition on the elements of one list; true of more elements if of fewer.

    ``need``: how many elements it takes at most to make it true. ``templates``: what it asks of any element, said of
    the element at ``generic``. ``expand`` writes it for a number of places.
    """

    list: Any
    generic: int
    templates: tuple[Node, ...]
    need: int
    expand: Callable[[int], Node]
    written: dict[int, Node] = field(factory=dict, init=False, repr=False)

    def out(self, places: int) -> Node:
        """Written out for a number of places."""
        found = self.written.get(places)
        if found is None:
            found = self.written[places] = self.expand(places)
        return found


@define(eq=False)
class Node:
    """One formula; the same formula is always the same object."""

    op: Op
    args: Any
    id: int
    listed: bool = False  # whether some list atom stands in it

    def __repr__(self) -> str:
        if self.op in ("and", "or", "not"):
            return f"({self.op} {' '.join(map(repr, self.args))})"
        if self.op in ("le", "lt", "eq"):
            sign = {"le": "<=", "lt": "<", "eq": "="}[self.op]
            return "(" + " + ".join(f"{c}*{v!r}" for v, c in self.args[0]) + f" {sign} {self.args[1]})"
        return f"{self.op}:{self.args!r}" if self.args else self.op


_FEW = 6
COMPOUND = frozenset(("and", "or", "not"))


class Arena:
    """Where formulas are made; keeps each distinct one once and simplifies on the way."""

    def __init__(self) -> None:
        self._nodes: dict[Any, Node] = {}
        self._read: dict[int, tuple[Var, ...]] = {}
        self._vars = 0
        self.true = self._node(("true",), "true", ())
        self.false = self._node(("false",), "false", ())

    def _node(self, key: Hashable, op: Op, args: Any) -> Node:
        found = self._nodes.get(key)
        if found is None:
            listed = op == "list" or (op in COMPOUND and any(n.listed for n in args))
            found = self._nodes[key] = Node(op, args, len(self._nodes), listed)
        return found

    # ------------------------------------------------------------ variables

    def new(self, sort: Sort, group: Group) -> Var:
        """A fresh variable."""
        self._vars += 1
        return Var(self._vars, sort, group)

    def flag(self, group: Group) -> Node:
        """A fresh Boolean variable, as a formula."""
        var = self.new("bool", group)
        return self._node(("var", var.index), "var", var)

    # ------------------------------------------------------------ and, or, not

    def not_(self, node: Node) -> Node:
        """Negation."""
        match node.op:
            case "true":
                return self.false
            case "false":
                return self.true
            case "not":
                return node.args[0]  # type: ignore[no-any-return]
            case _:
                return self._node(("not", node.id), "not", (node,))

    def all(self, nodes: Iterable[Node]) -> Node:
        """Conjunction."""
        return self._junction("and", nodes, self.true, self.false)

    def any(self, nodes: Iterable[Node]) -> Node:
        """Disjunction."""
        return self._junction("or", nodes, self.false, self.true)

    def both(self, *nodes: Node) -> Node:
        """Conjunction of those given."""
        return self._junction("and", nodes, self.true, self.false)

    def either(self, *nodes: Node) -> Node:
        """Disjunction of those given."""
        return self._junction("or", nodes, self.false, self.true)

    def implies(self, if_: Node, then: Node) -> Node:
        """Implication."""
        return self.either(self.not_(if_), then)

    def same(self, left: Node, right: Node) -> Node:
        """Both or neither."""
        return self.both(self.implies(left, right), self.implies(right, left))

    def _junction(self, op: Literal["and", "or"], nodes: Iterable[Node], neutral: Node, zero: Node) -> Node:
        parts: dict[int, Node] = {}
        whole: set[int] = set()  # those that are taken apart
        for node in nodes:
            if node is zero:
                return zero
            if node is neutral:
                continue
            if node.op == op:
                whole.add(node.id)
                for inner in node.args:
                    parts[inner.id] = inner
            else:
                parts[node.id] = node
        for node in parts.values():
            if node.op == "not" and (node.args[0].id in parts or node.args[0].id in whole):
                return zero
        if not parts:
            return neutral
        if len(parts) == 1:
            return next(iter(parts.values()))
        ids = tuple(sorted(parts))
        return self._node((op, ids), op, tuple(parts[i] for i in ids))

    def exactly_one(self, nodes: list[Node], group: Group) -> list[Node]:
        """That exactly one of them holds. Many are counted along: no more flags of the group than there are of them."""
        if len(nodes) <= _FEW:
            pairs = [(a, b) for i, a in enumerate(nodes) for b in nodes[:i]]
            return [self.any(nodes), *(self.either(self.not_(a), self.not_(b)) for a, b in pairs)]
        parts = [self.any(nodes)]
        before = nodes[0]
        for node in nodes[1:]:
            parts.append(self.either(self.not_(before), self.not_(node)))
            if node is not nodes[-1]:
                met = self.flag(group)  # this one or one before it
                parts += [self.implies(before, met), self.implies(node, met), self.implies(met, self.either(before,
                                                            node))]
                before = met
        return parts

    def axioms(self, group: Group) -> Node:
        """All that always holds of a group, as one formula."""
        known = group.together
        if known is None or known[0] != len(group.axioms):
            known = group.together = (len(group.axioms), self.all(group.axioms))
        return known[1]

    def variables(self, node: Node) -> tuple[Var, ...]:
        """The variables a formula reads, wherever in it."""
        found = self._read.get(node.id)
        if found is None:
            found = self._read[node.id] = tuple(dict.fromkeys(v for n in walk([node]) for v in variables(n)))
        return found

    # ------------------------------------------------------------ numbers

    def le(self, left: Lin, right: Lin) -> Node:
        """``left`` ≤ ``right``."""
        return self._order(left - right, strict=False)

    def lt(self, left: Lin, right: Lin) -> Node:
        """``left`` < ``right``."""
        return self._order(left - right, strict=True)

    def eq(self, left: Lin, right: Lin) -> Node:
        """``left`` = ``right``."""
        lin = left - right
        if lin.constant:
            return self.true if lin.const == 0 else self.false
        terms, const, whole = _integral(lin)
        if terms[0][1] < 0:
            terms, const = tuple((v, -c) for v, c in terms), -const
        if whole and const.denominator != 1:
            return self.false
        return self._node(("eq", tuple((v.index, c) for v, c in terms), -const), "eq", (terms, -const))

    def _order(self, lin: Lin, strict: bool) -> Node:
        if lin.constant:
            return self.true if (lin.const < 0 if strict else lin.const <= 0) else self.false
        terms, const, whole = _integral(lin)
        bound: Fraction | int = -const
        if whole:
            # a sum of whole numbers below a bound is at most the next whole number below it
            bound = floor(bound) if not strict else -floor(-bound) - 1
            if terms[0][1] < 0:
                flipped = tuple((v, -c) for v, c in terms)
                return self.not_(self._compared("le", flipped, -bound - 1))
            return self._compared("le", terms, bound)
        if terms[0][1] < 0:
            flipped = tuple((v, -c) for v, c in terms)
            return self.not_(self._compared("le" if strict else "lt", flipped, -bound))
        return self._compared("lt" if strict else "le", terms, bound)

    def _compared(self, op: Literal["le", "lt"], terms: tuple[tuple[Var, int], ...], bound: Fraction | int) -> Node:
        return self._node((op, tuple((v.index, c) for v, c in terms), bound), op, (terms, bound))

    # ------------------------------------------------------------ lists

    def list_atom(self, list_: Any, kind: str, generic: int, templates: tuple[Node, ...], need: int,
                  expand: Callable[[int], Node]) -> Node:
        """A condition on the elements of a list, to be written out once the number of places is known."""
        key = ("list", id(list_), kind, need, tuple(t.id for t in templates))
        found = self._nodes.get(key)
        return found or self._node(key, "list", ListAtom(list_, generic, templates, need, expand))


def _integral(lin: Lin) -> tuple[tuple[tuple[Var, int], ...], Fraction | int, bool]:
    """The same with whole, coprime factors; and whether all its variables are whole numbers."""
    integers = all(v.sort == "int" for v, _ in lin.terms)
    common = lcm(*(Fraction(c).denominator for _, c in lin.terms if type(c) is not int))
    whole = [int(c * common) for _, c in lin.terms]
    by = gcd(*whole)
    if common == by == 1:
        return tuple((v, c) for (v, _), c in zip(lin.terms, whole, strict=True)), lin.const, integers
    terms = tuple((v, c // by) for (v, _), c in zip(lin.terms, whole, strict=True))
    return terms, Fraction(lin.const) * common / by, integers


def walk(roots: Iterable[Node]) -> Iterator[Node]:
    """Every formula inside, each once."""
    seen: set[int] = set()
    stack = list(roots)
    while stack:
        node = stack.pop()
        if node.id in seen:
            continue
        seen.add(node.id)
        yield node
        if node.op in COMPOUND:
            stack.extend(node.args)


def lists(roots: Iterable[Node]) -> Iterator[Node]:
    """Every list atom inside, each once."""
    seen: set[int] = set()
    stack = [r for r in roots if r.listed]
    while stack:
        node = stack.pop()
        if node.id in seen:
            continue
        seen.add(node.id)
        if node.op == "list":
            yield node
        else:
            stack.extend(n for n in node.args if n.listed)


def variables(node: Node) -> Iterator[Var]:
    """The variables read directly by one formula."""
    if node.op == "var":
        yield node.args
    elif node.op in ("le", "lt", "eq"):
        for var, _ in node.args[0]:
            yield var


def evaluate(node: Node, values: Mapping[Var, Any], memo: dict[int, bool] | None = None) -> bool:
    """Whether it holds under an assignment; a variable without a value is false or zero."""
    memo = {} if memo is None else memo
    found = memo.get(node.id)
    if found is None:
        found = memo[node.id] = _evaluate(node, values, memo)
    return found


def _evaluate(node: Node, values: Mapping[Var, Any], memo: dict[int, bool]) -> bool:
    match node.op:
        case "true":
            return True
        case "false":
            return False
        case "var":
            return bool(values.get(node.args, False))
        case "not":
            return not evaluate(node.args[0], values, memo)
        case "and":
            return all(evaluate(n, values, memo) for n in node.args)
        case "or":
            return any(evaluate(n, values, memo) for n in node.args)
        case "le" | "lt" | "eq":
            terms, bound = node.args
            found = sum(c * values.get(v, 0) for v, c in terms)
            return bool(found <= bound if node.op == "le" else found < bound if node.op == "lt" else found == bound)
        case "list":
            raise AssertionError("a list atom is written out before it is read")
