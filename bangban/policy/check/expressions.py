"""Expressions: syntax tree to typed terms. Every operator's operands are checked; faults are noted and go on."""

from __future__ import annotations

import datetime as dt
from typing import Any, Literal, assert_never, cast

from attrs import frozen

from bangban.policy import terms as t
from bangban.policy.check.aggregates import Aggregates
from bangban.policy.check.constants import FEN, duration, enum_value, fen
from bangban.policy.check.context import replace
from bangban.policy.check.guards import Checked, carried, conjunction, disjunction, loosened, present, wants
from bangban.policy.check.operators import DECIMAL, arithmetic, element, like, ordered
from bangban.policy.check.paths import Env, NotAValue
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
    DateType,
    DurationType,
    DurationUnit,
    EnumType,
    ListType,
    MoneyType,
    NumberType,
    RecordType,
    Type,
    type_name,
)
from bangban.policy.values import Duration, show
from bangban.problems import Fix, Problem
from bangban.source import Span
from bangban.syntax import tree
from bangban.syntax.keywords import UNITS
from bangban.words import Both


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
class TypeMismatch(Problem):
    """Two values of different types compared."""

    code = "BB221"
    title = Both("类型不同,不能比较", "types cannot be compared")
    text = Both("「{left}」是{left_type},「{right}」是{right_type},不能相比。",
                "“{left}” is {left_type} and “{right}” is {right_type}; they cannot be compared.")
    advice = Both("两边写同一类型;金额和时长要带单位,日与个工作日、个月、年不能相比。",
                  "write the same type on both sides; money and durations carry units, and units do not mix.")
    left: str
    left_type: Both
    right: str
    right_type: Both


@frozen(kw_only=True)
class NotOrdered(Problem):
    """< or > on something without an order."""

    code = "BB222"
    title = Both("没有先后大小", "no order")
    text = Both("{type}没有大小先后,不能用「{op}」。", "{type} has no order; “{op}” means nothing for it.")
    advice = Both("枚举要比先后,声明时写「枚举 有序 […]」;否则用 =、属于。",
                  "declare the enum ordered to compare by order; else use = or in.")
    type: Both
    op: str


@frozen(kw_only=True)
class WrongOperands(Problem):
    """Arithmetic on things that do not go together."""

    code = "BB223"
    title = Both("不能这样计算", "cannot be calculated")
    text = Both("{left_type} {op} {right_type} 没有意义。", "{left_type} {op} {right_type} means nothing.")
    advice = Both("可以算的有:数与数、金额与金额、金额与数、日期加减时长、日期减日期、同一单位的时长。",
                  "these go together: numbers; money with money or a number; date ± duration; date − date; "
                  "durations of one unit.")
    left_type: Both
    op: str
    right_type: Both


@frozen(kw_only=True)
class MonthEnd(Problem):
    """Months or years added to a date without saying what month ends do."""

    code = "BB226"
    title = Both("没有写明月末怎么办", "month ends left open")
    text = Both("日期加减「{found}」,遇到没有那一天的月份有两种算法。",
                "adding or taking “{found}” is unclear where the month has no such day.")
    advice = Both("写「{found} 月末截断」(取月末)或「{found} 月末顺延」(次月一日)。",
                  "write “clip_month_end” (take the last day) or “carry_month_end” (the first of the next) behind it.")
    found: str


@frozen(kw_only=True)
class NotASet(Problem):
    """包含 on something that has no members, or 属于 on something that has."""

    code = "BB228"
    title = Both("不是集合", "not a set")
    text = Both("{why}", "{why}")
    advice = Both("单个值用「属于 […]」;集合、多项用「包含」「包含全部」「包含任一」。",
                  "a single value takes in […]; a set or many takes contains, contains_all or contains_any.")
    why: Both


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


@frozen(kw_only=True)
class NeverInRange(Problem):
    """A constant that the range of the fact excludes."""

    code = "BB232"
    severity = "warning"
    title = Both("超出事实的范围", "outside the range of the fact")
    text = Both("「{name}」在 {low} 至 {high} 之间,与 {found} 相比的结果总是一样。",
                "“{name}” lies between {low} and {high}; comparing it with {found} always gives the same.")
    advice = Both("核对这个数和它的单位。", "check the number and its unit.")
    name: str
    low: str
    high: str
    found: str


@frozen(kw_only=True)
class EmptyInterval(Problem):
    """介于 with its ends the wrong way round."""

    code = "BB233"
    title = Both("区间写反了", "interval the wrong way round")
    text = Both("「{low} 至 {high}」里什么都没有。", "there is nothing between {low} and {high}.")
    advice = Both("把两端调换过来。", "swap the ends.")
    low: str
    high: str


class Expressions(Aggregates):
    """Checks expressions in an environment of bound elements (``env``, outermost first)."""

    def condition(self, node: tree.Expr, env: Env = ()) -> Checked:
        """An expression that must be true or false."""
        checked = self.term(node, env, None)
        type_ = checked.term.type
        if not isinstance(type_, BoolType | AnyType):
            self.checking.report(NotACondition(span=node.span, found=node.span.text, type=type_name(type_)))
            return Checked(t.Const(None, ANY, span=node.span))
        return checked

    def single(self, node: tree.Expr, env: Env, expected: Type | None) -> Checked:
        """An expression that must be one value: no record, list or table."""
        checked = self.term(node, env, expected)
        type_ = checked.term.type
        if isinstance(type_, RecordType | ListType):
            self.checking.report(NotAValue(span=node.span, name=node.span.text, kind=type_name(type_)))
            return Checked(t.Const(None, ANY, span=node.span))
        return checked

    def term(self, node: tree.Expr, env: Env, expected: Type | None) -> Checked:
        """Any expression. ``expected`` is the type its surroundings ask for, where they do."""
        match node:
            case tree.Path():
                return self.value(node, env, expected)
            case tree.Compare():
                return self._compare(node, env)
            case tree.Junction(op=op, operands=operands):
                parts = [self.condition(o, env) for o in operands]
                terms = tuple(p.term for p in parts)
                if op == "AND":
                    return Checked(t.All(terms, span=node.span), (), *conjunction(parts))
                return Checked(t.Any_(terms, span=node.span), (), *disjunction(parts))
            case tree.Not(operand=operand):
                inner = self.condition(operand, env)
                return Checked(t.Not(inner.term, span=node.span), (), loosened(inner.needs, operand.span),
                               inner.no, inner.yes)
            case tree.Bool(value=value):
                return Checked(t.Const(value, BOOL, span=node.span))
            case tree.Text(value=text):
                return self._text(node, text, expected)
            case tree.Number(value=number):
                whole = number == number.to_integral_value()
                return Checked(t.Const(int(number) if whole else number, WHOLE if whole else DECIMAL, span=node.span))
            case tree.Quantity():
                return Checked(self._quantity(node))
            case tree.Date(value=day, time=time):
                if time is None:
                    return Checked(t.Const(day, DATE, span=node.span))
                return Checked(t.Const(dt.datetime.combine(day, time), DateTimeType(), span=node.span))
            case tree.DecisionDate():
                return Checked(t.DecisionDate(span=node.span))
            case tree.Has():
                return self._has(node, env)
            case tree.Between():
                return self._between(node, env)
            case tree.Quantified():
                return self.quantified(node, env)
            case tree.Aggregate():
                return self.aggregate(node, env)
            case tree.Lookup():
                return self.lookup(node, env)
            case tree.Arith():
                return self._arith(node, env)
            case tree.Negative():
                return self._negative(node, env)
            case tree.ListOf():
                self.checking.report(NotASet(span=node.span, why=Both(
                    "列出的值只写在 属于、包含全部、包含任一 后面。",
                    "a list of values stands only behind in, contains_all and contains_any.")))
                return Checked(t.Const(None, ANY, span=node.span))
            case _:
                assert_never(node)

    # ------------------------------------------------------------ literals

    def _text(self, node: tree.Text, text: str, expected: Type | None) -> Checked:
        if isinstance(expected, EnumType):
            value = enum_value(node, expected, self.lang, self.checking)
            return Checked(t.Const(value, expected if value is not None else ANY, span=node.span))
        return Checked(t.Const(text, TEXT, span=node.span))

    def _quantity(self, node: tree.Quantity) -> t.Const:
        if node.unit in FEN:
            return t.Const(fen(node), MONEY, span=node.span)
        if node.unit == "YEARS_OLD":
            return t.Const(int(node.value), AgeType(), span=node.span)
        return t.Const(duration(node, self.checking), DurationType(cast(DurationUnit, node.unit)), span=node.span)

    def _negative(self, node: tree.Negative, env: Env) -> Checked:
        inner = self.single(node.operand, env, None)
        term = inner.term
        if isinstance(term, t.Const) and isinstance(term.type, NumberType | MoneyType) and term.value is not None:
            return Checked(t.Const(-term.value, term.type, span=node.span))
        type_ = arithmetic("*", WHOLE, term.type)
        if type_ is None:
            self.checking.report(WrongOperands(span=node.span, left_type=Both("", ""), op="-",
                                               right_type=type_name(term.type)))
            return Checked(t.Const(None, ANY, span=node.span))
        minus = t.Const(-1, WHOLE, span=node.span)
        return Checked(t.Arith("*", minus, term, type_, span=node.span), inner.absent, inner.needs)

    # ------------------------------------------------------------ comparisons

    def _compare(self, node: tree.Compare, env: Env) -> Checked:
        match node.op:
            case "IN" | "NOT_IN":
                return self._membership(node, env)
            case "CONTAINS" | "CONTAINS_ALL" | "CONTAINS_ANY":
                return self._contains(node, env)
            case "REACHES":
                return self._reaches(node, env)
            case "=" | "≠" | "<" | "≤" | ">" | "≥":
                pass
            case _:
                assert_never(node.op)
        left, right = self._two(node.left, node.right, env)
        self._must_be_like(node.left, left, node.right, right)
        if node.op not in ("=", "≠"):
            self._must_be_ordered(left, right, node.op, node.span)
        self._within(node.left, left, right)
        self._within(node.right, right, left)
        term = t.Compare(node.op, left.term, right.term, span=node.span)
        if node.op == "=":
            if not left.absent and not right.absent and not left.needs and not right.needs:
                return Checked(term)
            return Checked(term, (), carried((left, right)), present(left, right))
        if not left.absent and not right.absent and not left.needs and not right.needs:
            return Checked(term)
        needs = wants((left, right), node.span)
        return Checked(term, (), needs, no=present(left, right)) if node.op == "≠" else Checked(term, (), needs)

    def _two(self, left: tree.Expr, right: tree.Expr, env: Env) -> tuple[Checked, Checked]:
        """Both sides; the side that says what it is gives the other its expected type."""
        if self.is_value(left, env):
            first = self.single(left, env, None)
            return first, self.single(right, env, first.term.type)
        second = self.single(right, env, None)
        return self.single(left, env, second.term.type), second

    def _must_be_like(self, left_node: tree.Expr, left: Checked, right_node: tree.Expr, right: Checked) -> None:
        one, other = left.term.type, right.term.type
        if like(one, other):
            return
        fixes = (*_unit_fix(left_node, one, other, self.lang), *_unit_fix(right_node, other, one, self.lang))
        self.checking.report(TypeMismatch(
            span=left_node.span.to(right_node.span), left=left_node.span.text, left_type=type_name(one),
            right=right_node.span.text, right_type=type_name(other), fixes=fixes))

    def _must_be_ordered(self, left: Checked, right: Checked, op: str, span: Span) -> None:
        for side in (left, right):
            if not ordered(side.term.type):
                self.checking.report(NotOrdered(span=span, type=type_name(side.term.type), op=op))
                return

    def _within(self, node: tree.Expr, value: Checked, other: Checked) -> None:
        """Warn of a constant that the range of the other side excludes."""
        if not isinstance(value.term, t.Const) or not isinstance(other.term, t.Fact):
            return
        type_, found = other.term.type, value.term.value
        if found is None or not isinstance(type_, NumberType | MoneyType | DateType):
            return
        if not like(value.term.type, type_):
            return
        low, high = type_.low, type_.high
        if (low is not None and found < low) or (high is not None and found > high):
            ends = ["…" if end is None else show(end, type_, self.lang) for end in (low, high)]
            self.checking.report(NeverInRange(span=node.span, name=other.term.name.say(self.lang), low=ends[0],
                                              high=ends[1], found=node.span.text))

    def _between(self, node: tree.Between, env: Env) -> Checked:
        if self.is_value(node.operand, env):
            operand = self.single(node.operand, env, None)
            low = self.single(node.low, env, operand.term.type)
            high = self.single(node.high, env, operand.term.type)
        else:
            low = self.single(node.low, env, None)
            high = self.single(node.high, env, low.term.type)
            operand = self.single(node.operand, env, low.term.type)
        for end_node, end in ((node.low, low), (node.high, high)):
            self._must_be_like(node.operand, operand, end_node, end)
            self._within(end_node, end, operand)
        self._must_be_ordered(operand, operand, "介于" if self.lang == "zh" else "between", node.span)
        self._must_not_be_empty(node, low.term, high.term)
        term = t.Between(operand.term, low.term, high.term, span=node.span)
        return Checked(term, (), wants((operand, low, high), node.span))

    def _must_not_be_empty(self, node: tree.Between, low: t.Term, high: t.Term) -> None:
        if not (isinstance(low, t.Const) and isinstance(high, t.Const)) or not like(low.type, high.type):
            return
        if low.value is None or high.value is None or not ordered(low.type):
            return
        start: Any = low.value
        end: Any = high.value
        if isinstance(low.type, EnumType):
            if low.type.canonical(start) is None or low.type.canonical(end) is None:
                return
            start, end = low.type.rank(start), low.type.rank(end)
        elif isinstance(start, Duration):
            start, end = start.amount, end.amount
        if start > end:
            self.checking.report(EmptyInterval(span=node.low.span.to(node.high.span), low=node.low.span.text,
                                               high=node.high.span.text))

    # ------------------------------------------------------------ sets

    def _membership(self, node: tree.Compare, env: Env) -> Checked:
        if isinstance(node.right, tree.ListOf):
            checked = self._one_of(node, node.right, env)
        elif isinstance(node.right, tree.Path) and (key := self.table_named(node.right)) is not None:
            checked = self.in_table(node, key, env)
        else:
            checked = self._member_of(node, env)
        if node.op == "IN":
            return checked
        needs = (*checked.needs, *wants((Checked(checked.term, checked.absent),), node.span))
        return Checked(t.Not(checked.term, span=node.span), (), needs, checked.no, checked.yes)

    def _one_of(self, node: tree.Compare, listed: tree.ListOf, env: Env) -> Checked:
        expected: Type | None = None
        if not self.is_value(node.left, env):
            expected = next((self.single(i, env, None).term.type for i in listed.items if self.is_value(i, env)), None)
        item = self.single(node.left, env, expected)
        type_ = item.term.type
        if element(type_) is not None and not isinstance(type_, AnyType):
            word = "包含任一" if self.lang == "zh" else "contains_any"
            self.checking.report(NotASet(span=node.span, why=Both(
                f"「{node.left.span.text}」有多个值,不能用「属于」。",
                f"“{node.left.span.text}” has several values; in does not fit."),
                fixes=(replace(node.span, f"{node.left.span.text} {word} {listed.span.text}"),)))
            return Checked(t.Const(None, BOOL, span=node.span))
        values = [self.single(i, env, type_) for i in listed.items]
        for i, value in zip(listed.items, values, strict=True):
            self._must_be_like(node.left, item, i, value)
            self._within(i, value, item)
        term = t.OneOf(item.term, tuple(v.term for v in values), span=node.span)
        return Checked(term, item.absent, carried((item, *values)), present(item))

    def _member_of(self, node: tree.Compare, env: Env) -> Checked:
        """``x 属于 集合`` says the same as ``集合 包含 x``."""
        container = self.term(node.right, env, None)
        of = element(container.term.type)
        if of is None or isinstance(of, RecordType):
            shown = node.right.span.text
            self.checking.report(NotASet(span=node.right.span, why=Both(
                f"「{shown}」不是名录,也不是集合。", f"“{shown}” is neither a table nor a set.")))
            self.single(node.left, env, ANY)
            return Checked(t.Const(None, BOOL, span=node.span))
        item = self.single(node.left, env, of)
        if not like(item.term.type, of):
            self._must_be_like(node.left, item, node.right, Checked(t.Const(None, of)))
        term = t.Contains("ALL", container.term, (item.term,), span=node.span)
        return Checked(term, (*item.absent, *container.absent), carried((item, container)), present(item, container))

    def _contains(self, node: tree.Compare, env: Env) -> Checked:
        container = self.term(node.left, env, None)
        of = element(container.term.type)
        if of is None or isinstance(of, RecordType):
            self.checking.report(NotASet(span=node.left.span, why=Both(
                f"「{node.left.span.text}」是{type_name(container.term.type).zh},不是集合。",
                f"“{node.left.span.text}” is {type_name(container.term.type).en}, not a set.")))
            of = ANY
        mode: Literal["ALL", "ANY"] = "ANY" if node.op == "CONTAINS_ANY" else "ALL"
        whole = False
        if isinstance(node.right, tree.ListOf):
            items = [self.single(i, env, of) for i in node.right.items]
            nodes: tuple[tree.Expr, ...] = node.right.items
            if node.op == "CONTAINS":
                word = "包含全部" if self.lang == "zh" else "contains_all"
                self.checking.report(NotASet(span=node.span, why=Both(
                    "「包含」后面写一个值;几个值用「包含全部」或「包含任一」。",
                    "contains takes one value; several take contains_all or contains_any."),
                    fixes=(replace(node.span, f"{node.left.span.text} {word} {node.right.span.text}"),)))
        else:
            items = [self.single(node.right, env, of)]
            nodes = (node.right,)
            inner = element(items[0].term.type)
            if inner is not None and not isinstance(items[0].term.type, AnyType):
                whole = True
                if not like(inner, of):
                    self._must_be_like(node.left, container, node.right, items[0])
        if not whole:
            for i, item in zip(nodes, items, strict=True):
                if not like(item.term.type, of):
                    self._must_be_like(node.left, Checked(t.Const(None, of)), i, item)
        term = t.Contains(mode, container.term, tuple(i.term for i in items), whole, span=node.span)
        known = (container, *items) if mode == "ALL" else (container,)
        return Checked(term, (), carried((container, *items)), present(*known))

    # ------------------------------------------------------------ the rest

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

    def _reaches(self, node: tree.Compare, env: Env) -> Checked:
        birth = self.single(node.left, env, None)
        years = self.single(node.right, env, None)
        if not like(birth.term.type, DATE):
            self._must_be_like(node.left, birth, node.right, Checked(t.Const(None, DATE)))
        bare = isinstance(years.term, t.Const) and isinstance(years.term.type, NumberType)
        if bare or not isinstance(years.term.type, AgeType | NumberType | AnyType):
            unit = UNITS["YEARS_OLD"].say(self.lang)
            gap = "" if self.lang == "zh" else " "
            fixes = (replace(node.right.span, f"{node.right.span.text}{gap}{unit}"),) if bare else ()
            self.checking.report(TypeMismatch(
                span=node.right.span, left="满" if self.lang == "zh" else "reaches", left_type=Both("周岁", "age"),
                right=node.right.span.text, right_type=type_name(years.term.type), fixes=fixes))
        return Checked(t.Reaches(birth.term, years.term, span=node.span), (), wants((birth, years), node.span))

    def _arith(self, node: tree.Arith, env: Env) -> Checked:
        left, right = self.single(node.left, env, None), self.single(node.right, env, None)
        type_ = arithmetic(node.op, left.term.type, right.term.type)
        if type_ is None:
            self.checking.report(WrongOperands(span=node.span, left_type=type_name(left.term.type), op=node.op,
                                               right_type=type_name(right.term.type)))
            return Checked(t.Const(None, ANY, span=node.span))
        if isinstance(left.term.type, DateType) and isinstance(right.term.type, DurationType):
            self._must_say_month_end(node.right, right.term)
        term = t.Arith(node.op, left.term, right.term, type_, span=node.span)
        return Checked(term, (*left.absent, *right.absent), carried((left, right)))

    def _must_say_month_end(self, node: tree.Expr, term: t.Term) -> None:
        assert isinstance(term.type, DurationType)
        if term.type.unit not in ("MONTHS", "YEARS") or self._says_month_end(term):
            return
        fixes = tuple(Fix(title, Span(node.span.source, node.span.end, node.span.end), f" {title.say(self.lang)}")
                      for title in (Both("月末截断", "clip_month_end"), Both("月末顺延", "carry_month_end"))
                      if isinstance(node, tree.Quantity))
        self.checking.report(MonthEnd(span=node.span, found=node.span.text, fixes=fixes))

    def _says_month_end(self, term: t.Term) -> bool:
        match term:
            case t.Const(value=Duration() as found) | t.OptionValue(value=Duration() as found):
                return found.month_end is not None
            case t.Parameter(key=key):
                entry = self.checking.names.values.get(key)
                values = entry.target.values if entry is not None and entry.target is not None else ()
                return all(isinstance(v.value, Duration) and v.value.month_end is not None for v in values)
            case t.Arith(left=left, right=right):
                sides = [s for s in (left, right) if isinstance(s.type, DurationType)]
                return all(self._says_month_end(s) for s in sides)
            case _:
                return False


def _unit_fix(node: tree.Expr, here: Type, wanted: Type, lang: str) -> tuple[Fix, ...]:
    """A bare number compared with money or a duration: offer the unit."""
    if isinstance(here, NumberType) and isinstance(node, tree.Number) and isinstance(wanted, MoneyType | DurationType):
        unit = UNITS["YUAN" if isinstance(wanted, MoneyType) else wanted.unit]
        text = f"{node.span.text}{unit.zh}" if lang == "zh" else f"{node.span.text} {unit.en}"
        return (replace(node.span, text),)
    return ()


