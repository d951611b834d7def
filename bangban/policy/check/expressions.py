"""Expressions: syntax tree to typed terms. Every operator's operands are checked; faults are noted and go on."""

from __future__ import annotations

import datetime as dt
from abc import ABC, abstractmethod
from typing import assert_never, cast

from attrs import frozen

from bangban.policy import terms as t
from bangban.policy.check.aggregates import aggregate, quantified
from bangban.policy.check.calculations import arith, negative, reaches
from bangban.policy.check.comparisons import between, compare
from bangban.policy.check.constants import FEN, duration, enum_value, fen
from bangban.policy.check.context import Checking
from bangban.policy.check.guards import Checked, before, conjunction, disjunction
from bangban.policy.check.lookups import lookup
from bangban.policy.check.names import Entry
from bangban.policy.check.operators import DECIMAL
from bangban.policy.check.paths import NotAValue, path_value
from bangban.policy.check.scope import DefinitionFacts, Env
from bangban.policy.check.sets import NotASet, contains, membership
from bangban.policy.check.walks import Walk
from bangban.policy.types import (
    ANY,
    BOOL,
    DATE,
    MONEY,
    TEXT,
    WHOLE,
    AgeType,
    AnyType,
    BoolType,
    DateTimeType,
    DurationType,
    DurationUnit,
    EnumType,
    ListType,
    RecordType,
    Type,
    type_name,
)
from bangban.problems import Problem
from bangban.syntax import tree
from bangban.words import Both, Lang


@frozen(kw_only=True)
class NotACondition(Problem):
    """A value where something true or false is wanted."""

    code = "BB220"
    title = Both("不是条件", "not a condition")
    text = Both("这里要写条件(成立或不成立),「{found}」是{type}。", "a condition is wanted here; “{found}” is {type}.")
    advice = Both("写成比较,如「{found} = …」。", "write a comparison, such as “{found} = …”.")
    found: str
    type: Both


@frozen(kw_only=True)
class NeedlessGuard(Problem):
    """有 on something that always exists."""

    code = "BB231"
    severity = "warning"
    title = Both("多余的「有」", "needless guard")
    text = Both("「{name}」没有标「可无」或「认定」,「有」总是成立。",
                "“{name}” is marked neither optional nor finding; it always exists.")
    advice = Both("删去它,或在词汇里标明它可以没有。", "drop it, or mark the field optional in the vocabulary.")
    name: Both


class Expressions(ABC):
    """Checks expressions in an environment of bound elements (``env``, outermost first), in the language ``lang``."""

    def __init__(self, checking: Checking) -> None:
        self.checking = checking
        self.lang: Lang = "zh"
        self.walked: dict[tuple[str | int, ...], Walk] = {}

    @abstractmethod
    def definition(self, entry: Entry) -> DefinitionFacts | None:
        """The checked definition behind a name; None where it has none because of a fault already told."""

    def condition(self, node: tree.Expr, env: Env = ()) -> Checked:
        """An expression that must be true or false."""
        checked = self.term(node, env, None)
        type_ = checked.term.type
        if not isinstance(type_, BoolType | AnyType):
            self.checking.report(NotACondition(span=node.span, found=node.span.text, type=type_name(type_)))
            return Checked(t.Const(None, ANY, span=node.span))
        return checked

    def single(self, node: tree.Expr, env: Env, expected: Type | None) -> Checked:
        """An expression that must be one value: no record or list."""
        checked = self.term(node, env, expected)
        type_ = checked.term.type
        if isinstance(type_, RecordType | ListType):
            self.checking.report(NotAValue(span=node.span, name=node.span.text, kind=type_name(type_)))
            return Checked(t.Const(None, ANY, span=node.span))
        return checked

    def value(self, node: tree.Path, env: Env, expected: Type | None) -> Checked:
        """What a path means as a value."""
        return path_value(self, node, env, expected)

    def term(self, node: tree.Expr, env: Env, expected: Type | None) -> Checked:
        """Any expression. ``expected`` is the type its surroundings ask for, where they do."""
        match node:
            case tree.Path():
                return path_value(self, node, env, expected)
            case tree.Compare():
                return self._compared(node, env)
            case tree.Junction(op=op, operands=operands):
                parts = [self.condition(o, env) for o in operands]
                terms = tuple(p.term for p in parts)
                if op == "AND":
                    return Checked(t.All(terms, span=node.span), (), *conjunction(parts))
                return Checked(t.Any_(terms, span=node.span), (), *disjunction(parts))
            case tree.Not(operand=operand):
                inner = self.condition(operand, env)
                needs = before(inner.needs, operand.span, node.span)
                return Checked(t.Not(inner.term, span=node.span), (), needs, inner.no, inner.yes)
            case tree.Bool(value=value):
                return Checked(t.Const(value, BOOL, span=node.span))
            case tree.Text() | tree.Number() | tree.Quantity() | tree.Date():
                return Checked(self._literal(node, expected))
            case tree.DecisionDate():
                return Checked(t.DecisionDate(span=node.span))
            case tree.Has():
                return self._has(node, env)
            case tree.Between():
                return between(self, node, env)
            case tree.Quantified():
                return quantified(self, node, env)
            case tree.Aggregate():
                return aggregate(self, node, env)
            case tree.Lookup():
                return lookup(self, node, env)
            case tree.Arith():
                return arith(self, node, env)
            case tree.Negative():
                return negative(self, node, env)
            case tree.ListOf():
                self.checking.report(NotASet(span=node.span, why=Both(
                    "列出的值只写在 属于、包含全部、包含任一 后面。",
                    "a list of values stands only behind in, contains_all and contains_any.")))
                return Checked(t.Const(None, ANY, span=node.span))
            case _:
                assert_never(node)

    def _compared(self, node: tree.Compare, env: Env) -> Checked:
        match node.op:
            case "IN" | "NOT_IN":
                return membership(self, node, env)
            case "CONTAINS" | "CONTAINS_ALL" | "CONTAINS_ANY":
                return contains(self, node, env)
            case "REACHES":
                return reaches(self, node, env)
            case "=" | "≠" | "<" | "≤" | ">" | "≥":
                return compare(self, node, env)
            case _:
                assert_never(node.op)

    def _literal(self, node: tree.Text | tree.Number | tree.Quantity | tree.Date, expected: Type | None) -> t.Const:
        span = node.span
        match node:
            case tree.Text(value=text):
                if isinstance(expected, EnumType):
                    value = enum_value(node, expected, self.lang, self.checking)
                    return t.Const(value, expected if value is not None else ANY, span=span)
                return t.Const(text, TEXT, span=span)
            case tree.Number(value=number):
                whole = number == number.to_integral_value()
                return t.Const(int(number) if whole else number, WHOLE if whole else DECIMAL, span=span)
            case tree.Date(value=day, time=None):
                return t.Const(day, DATE, span=span)
            case tree.Date(value=day, time=time):
                assert time is not None
                return t.Const(dt.datetime.combine(day, time), DateTimeType(), span=span)
            case tree.Quantity(value=amount, unit=unit):
                if unit in FEN:
                    return t.Const(fen(node), MONEY, span=span)
                if unit == "YEARS_OLD":
                    return t.Const(int(amount), AgeType(), span=span)
                return t.Const(duration(node, self.checking), DurationType(cast(DurationUnit, unit)), span=span)
            case _:
                assert_never(node)

    def _has(self, node: tree.Has, env: Env) -> Checked:
        checked = self.value(node.path, env, None)
        fact = checked.term
        if not isinstance(fact, t.Fact):
            if not isinstance(fact.type, AnyType):
                self.checking.report(NotAValue(span=node.path.span, name=node.path.span.text, kind=Both(
                    "定义、选项或参数,不是事实", "a definition, option or parameter, not a fact")))
            return Checked(t.Const(None, BOOL, span=node.span))
        keys = frozenset(m.key for m in checked.absent) | frozenset(n.maybe.key for n in checked.needs)
        if not keys and not isinstance(fact.type, ListType):
            self.checking.report(NeedlessGuard(span=node.span, name=fact.name))
        return Checked(t.Has(fact, span=node.span), (), (), keys)
