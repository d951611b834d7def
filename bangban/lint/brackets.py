"""The pairs of brackets around the expressions of a tree, and which of them change nothing in how it is read.

The tree keeps no brackets, but an expression's span begins and ends with those around it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from attrs import frozen

from bangban.source import Span
from bangban.syntax import tree
from bangban.syntax.spell import ATOM, COMPARISON, JUNCTION, PRODUCT, SUM, UNARY

_OPEN, _CLOSE = "(（", ")）"


@frozen
class Bracketed:
    """An expression within brackets: how many pairs, how many of them are idle, and where the outermost one begins."""

    expr: tree.Expr
    pairs: int
    idle: int
    inner: Span  # between the innermost pair

    @property
    def without(self) -> str:
        """What to write in its place: without the idle pairs, and never grown together with what stands beside it."""
        keep = self.pairs - self.idle
        text = "(" * keep + self.inner.text.strip() + ")" * keep
        whole, span = self.expr.span.source.text, self.expr.span
        before, after = whole[span.start - 1 : span.start], whole[span.end : span.end + 1]
        return (" " if _joins(before) else "") + text + (" " if _joins(after) else "")


def _joins(char: str) -> bool:
    return char.isalnum() or char in ("_", "「", "」", "`")


def idle_brackets(statement: tree.Statement) -> Iterator[Bracketed]:
    """The expressions of a statement that stand in more brackets than they need."""
    for part in (tree.Clause(statement.keyword, statement.head), *statement.clauses):
        for item in part.items:
            match item:
                case tree.Assign(value=value):
                    yield from _in(value, JUNCTION)
                case tree.Label() | tree.Word() | tree.Cite() | tree.TypeRef():
                    pass
                case _:  # an amount worked out has to stand in brackets
                    yield from _in(item, ATOM if part.keyword == "CHARGE" else JUNCTION)


def _in(expr: tree.Expr, asked: int, kept: bool = False, within: str | None = None) -> Iterator[Bracketed]:
    """``asked``: how tightly its place wants it to hold together. ``kept``: one pair helps the reader. ``within``: the
    junction it is an operand of."""
    pairs, inner = _around(expr)
    if pairs:
        same = isinstance(expr, tree.Junction) and expr.op == within
        needed = _holds(expr) < asked and not same
        idle = pairs - (1 if needed or (kept and not same) else 0)
        if idle and "#" not in expr.span.text:  # a comment among them would lose its place
            yield Bracketed(expr, pairs, idle, inner)
    match expr:
        case tree.Path() | tree.Text() | tree.Number() | tree.Quantity() | tree.Date() | tree.Bool() \
                | tree.DecisionDate() | tree.Has():
            pass
        case tree.ListOf(items=items):
            for each in items:
                yield from _in(each, JUNCTION)
        case tree.Junction(op=op, operands=operands):
            mixed = any(isinstance(o, tree.Junction) and o.op != op for o in operands)
            for each in operands:
                yield from _in(each, UNARY, kept=mixed and _holds(each) < ATOM, within=op)
        case tree.Not(operand=operand):
            yield from _in(operand, UNARY, kept=_holds(operand) < ATOM)
        case tree.Compare(left=left, right=right):
            for each in (left, right):
                yield from _in(each, SUM, kept=_holds(each) < ATOM)
        case tree.Between(operand=operand, low=low, high=high):
            for each in (operand, low, high):
                yield from _in(each, SUM, kept=_holds(each) < ATOM)
        case tree.Arith(op=sign, left=left, right=right):
            held = SUM if sign in "+-" else PRODUCT
            for each, level in ((left, held), (right, held + 1)):
                yield from _in(each, level, kept=_holds(each) < ATOM or isinstance(each, tree.Negative))
        case tree.Negative(operand=operand):
            yield from _in(operand, ATOM, kept=isinstance(operand, tree.Negative))
        case tree.Quantified(body=body):
            yield from _in(body, JUNCTION)
        case tree.Aggregate(body=body):
            if body is not None:
                yield from _in(body, JUNCTION)
        case tree.Lookup(key=key):
            yield from _in(key, JUNCTION)
        case _:
            assert_never(expr)


def _holds(expr: tree.Expr) -> int:
    """How tightly an expression holds together."""
    match expr:
        case tree.Junction():
            return JUNCTION
        case tree.Not():
            return UNARY
        case tree.Compare() | tree.Between():
            return COMPARISON
        case tree.Arith(op=op):
            return SUM if op in "+-" else PRODUCT
        case _:
            return ATOM


def _around(expr: tree.Expr) -> tuple[int, Span]:
    """How many pairs stand around an expression, and what is within them."""
    span = expr.span
    text = span.text
    start, end, pairs = 0, len(text), 0
    first, last = _ends(expr)
    begin = first.span.start - span.start if first is not None else end
    stop = last.span.end - span.start if last is not None else start
    while start < begin and text[start : start + 1] and text[start] in _OPEN:
        inside_end = len(text[:end].rstrip())
        if inside_end <= stop or text[inside_end - 1] not in _CLOSE:
            break
        pairs += 1
        start += 1
        end = inside_end - 1
        while start < begin and text[start : start + 1].isspace():
            start += 1
    return pairs, Span(span.source, span.start + start, span.start + end)


def _ends(expr: tree.Expr) -> tuple[tree.Expr | None, tree.Expr | None]:
    """The parts with which an expression begins and ends, where those are expressions with brackets of their own."""
    match expr:
        case tree.Junction(operands=operands):
            return operands[0], operands[-1]
        case tree.Compare(left=left, right=right) | tree.Arith(left=left, right=right):
            return left, right
        case tree.Between(operand=operand, high=high):
            return operand, high
        case tree.Not(operand=operand) | tree.Negative(operand=operand):
            return None, operand
        case _:
            return None, None
