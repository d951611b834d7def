"""Quantifiers, counts and sums over lists, and look-ups in tables: what their bodies see and what type they have."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import cast

from attrs import frozen

from bangban.policy import terms as t
from bangban.policy.check.context import Checking
from bangban.policy.check.guards import NONE, Checked, Maybe, carried, present, wants
from bangban.policy.check.names import (
    KINDS,
    AmbiguousName,
    did_you_mean,
    nearest,
    respelling,
    unknown_name,
)
from bangban.policy.check.operators import element, like
from bangban.policy.check.paths import Bound, Env, Paths
from bangban.policy.model import Table
from bangban.policy.types import (
    ANY,
    AnyType,
    MoneyType,
    NumberType,
    RecordType,
    Type,
    type_name,
)
from bangban.problems import Problem
from bangban.source import Span
from bangban.syntax import tree
from bangban.words import Both


@frozen(kw_only=True)
class NotAList(Problem):
    """任一, 每个, 个数, 对每项 over something that is no list."""

    code = "BB227"
    title = Both("不是列表", "not a list")
    text = Both("「{name}」不是列表。{near}", "“{name}” is not a list.{near}")
    advice = Both("这里写「列表」声明的名称,或者「多项」字段。",
                  "name something declared with list, or a field of type many.")
    name: str
    near: Both


@frozen(kw_only=True)
class NeedsName(Problem):
    """A quantifier over plain values: the value must be called something."""

    code = "BB218"
    title = Both("要给其中一项起名", "element wants a name")
    text = Both("「{list}」的各项只是一个值,条件里要有名称才能说到它。",
                "the elements of “{list}” are plain values; the condition can only speak of one by a name.")
    advice = Both("写「任一 {list} 项 满足 (项 = …)」。", "write “some {list} item satisfies (item = …)”.")
    list: str


@frozen(kw_only=True)
class WrongAggregate(Problem):
    """合计 of something that has no sum, or a count of fields."""

    code = "BB219"
    title = Both("不能这样合计", "cannot be counted so")
    text = Both("{why}", "{why}")
    advice = Both("个数(列表)、种数(列表.字段)、合计(列表.数或金额字段)。",
                  "count(list), distinct(list.field), sum(list.field with a number or money).")
    why: Both


@frozen(kw_only=True)
class UnknownColumn(Problem):
    """A column that the table does not have."""

    code = "BB272"
    title = Both("没有这一列", "no such column")
    text = Both("名录「{table}」没有「{name}」这一列。{near}", "the table “{table}” has no column “{name}”.{near}")
    advice = Both("它的列:{columns}。", "its columns: {columns}.")
    table: Both
    name: str
    near: Both
    columns: tuple[Both, ...]


@frozen(kw_only=True)
class WrongKey(Problem):
    """A key of another type than the key column."""

    code = "BB273"
    title = Both("键的类型不对", "key of the wrong type")
    text = Both("名录「{table}」的键是{wanted},这里是{found}。", "the key of “{table}” is {wanted}; this is {found}.")
    advice = Both("用与键列同一类型的值去查。", "look up by a value of the type of the key column.")
    table: Both
    wanted: Both
    found: Both


class Aggregates(Paths, ABC):
    """The part of the expression checker that binds elements."""

    def __init__(self, checking: Checking) -> None:
        super().__init__(checking)

    @abstractmethod
    def condition(self, node: tree.Expr, env: Env = ()) -> Checked:
        """An expression that must be true or false."""

    @abstractmethod
    def single(self, node: tree.Expr, env: Env, expected: Type | None) -> Checked:
        """An expression that must be one value."""

    # ------------------------------------------------------------ elements

    def over(self, path: tree.Path, env: Env) -> tuple[Checked, Type] | None:
        """The list at a path and the type of its elements; None (and a problem) where it is no list."""
        found = self.listing(path, env)
        if found is None or found[1] is not None:
            self._no_list(path, env)
            return None
        of = element(found[0].term.type)
        assert of is not None
        return found[0], of

    def _no_list(self, path: tree.Path, env: Env) -> None:
        head = cast(str, path.parts[0])
        bound, entry = self._find(head, env, len(path.parts) > 1)
        if bound is None and entry is None:
            self.checking.report(unknown_name(head, path.span, self.known(env), self.lang))
            return
        lists = [w for e in self.checking.names.values.by_word.values() if e.kind == "group" and element(e.type)
                 for w in e.name]
        near = nearest(head, lists) if len(path.parts) == 1 else None
        self.checking.report(NotAList(span=path.span, name=path.span.text, near=did_you_mean(near),
                                      fixes=respelling(path.span, near, self.lang)))

    def bind(self, name: str, of: Type, span: Span, env: Env, bare: bool) -> Bound:
        """An element under a name of the writer's choosing; the name must not mean anything else."""
        entry = self.checking.names.values.get(name)
        kind = KINDS[entry.kind] if entry is not None else None
        if any(b.named and b.scope == name for b in env):
            kind = KINDS["element"]
        if kind is not None:
            self.checking.report(AmbiguousName(span=span, name=name, first=KINDS["element"], second=kind))
        self.checking.resolved(span, (Both(name, name),))
        return Bound(name, of, bare=bare, named=True)

    def anonymous(self, of: Type, env: Env) -> Bound:
        """An element without a name: its fields stand bare."""
        return Bound(f"#{len(env) + 1}", of)

    def quantified(self, node: tree.Quantified, env: Env) -> Checked:
        """每个 / 任一."""
        found = self.over(node.path, env)
        if found is None:
            self.condition(node.body, (*env, Bound(node.name or "#", ANY, named=node.name is not None)))
            return Checked(t.Const(None, ANY, span=node.span))
        listed, of = found
        if node.name is not None:
            bound = self.bind(node.name, of, _name_span(node), env, bare=True)
        else:
            bound = self.anonymous(of, env)
            if not isinstance(of, RecordType):
                self.checking.report(NeedsName(span=node.path.span, list=node.path.span.text))
        body = self.condition(node.body, (*env, bound))
        term = t.Quantified(node.op, cast(t.Fact, listed.term), bound.scope, body.term, span=node.span)
        outer = frozenset(k for k in body.yes if k[0] != bound.scope) if node.op == "SOME" else NONE
        return Checked(term, (), (*listed.needs, *body.needs), outer)

    # ------------------------------------------------------------ counts and sums

    def aggregate(self, node: tree.Aggregate, env: Env) -> Checked:
        """个数, 种数, 合计."""
        found = self.listing(node.path, env)
        if found is None:
            self._no_list(node.path, env)
            return Checked(t.Const(None, ANY, span=node.span))
        listed, rest = found
        of = element(listed.term.type)
        assert of is not None
        bound = self.anonymous(of, env)
        inner = (*env, bound)
        body = self.condition(node.body, inner) if node.body is not None else None
        over, condition = cast(t.Fact, listed.term), body.term if body else None
        needs = (*listed.needs, *(body.needs if body else ()))
        if node.op == "COUNT":
            if rest is not None:
                self._wrong(node, "「个数」数的是列表的项,不写字段;数不同的值用「种数」。",
                            "count counts elements, without a field; distinct counts different values.")
            return Checked(t.Count(over, bound.scope, condition, span=node.span), (), needs)
        value = self._value_of(node, rest, bound)
        if value is None:
            return Checked(t.Const(None, ANY, span=node.span))
        if node.op == "DISTINCT":
            return Checked(t.Distinct(over, bound.scope, value.term, condition, span=node.span), (),
                           (*needs, *value.needs))
        type_ = value.term.type
        if not isinstance(type_, NumberType | MoneyType | AnyType):
            self._wrong(node, f"「合计」只用于数和金额,「{node.path.span.text}」是{type_name(type_).zh}。",
                        f"sum takes numbers and money; “{node.path.span.text}” is {type_name(type_).en}.")
            return Checked(t.Const(None, ANY, span=node.span))
        total: Type = NumberType(type_.whole) if isinstance(type_, NumberType) else (
            MoneyType() if isinstance(type_, MoneyType) else ANY)
        guarded = body.yes if body else NONE
        wanted = tuple(n for n in wants((value,), node.path.span) if n.maybe.key not in guarded)
        return Checked(t.Sum(over, bound.scope, value.term, condition, total, span=node.span), (), (*needs, *wanted))

    def _value_of(self, node: tree.Aggregate, rest: tree.Path | None, bound: Bound) -> Checked | None:
        if rest is not None:
            return self.of_element(rest, bound)
        if isinstance(bound.type, RecordType):
            self._wrong(node, "这里要写到列表的字段,如 合计(费用.金额)。",
                        "name a field of the list, as in sum(fees.amount).")
            return None
        return Checked(t.Fact((), bound.type, bound.scope, Both("", ""), span=node.path.span))

    def _wrong(self, node: tree.Aggregate, zh: str, en: str) -> None:
        self.checking.report(WrongAggregate(span=node.span, why=Both(zh, en)))

    # ------------------------------------------------------------ tables

    def table_named(self, path: tree.Path) -> Table | None:
        """The table of that name, if it names one."""
        entry = self.checking.names.values.get(cast(str, path.parts[0])) if len(path.parts) == 1 else None
        if entry is None or entry.kind != "table":
            return None
        self.checking.resolved(path.span, (entry.name,))
        return cast("Table | None", entry.target)

    def in_table(self, node: tree.Compare, table: Table, env: Env) -> Checked:
        """``x 属于 名录``: x is a key of the table."""
        item = self._key(node.left, table, env)
        term = t.InTable(item.term, table.name.zh, span=node.span)
        row = (_scope_of(item.term), table.name.zh, item.term)
        return Checked(term, item.absent, item.needs, present(item) | {row})

    def lookup(self, node: tree.Lookup, env: Env) -> Checked:
        """查(名录, 键, 列)."""
        table = self.table_named(node.table)
        if table is None:
            entry = self.checking.names.values.get(cast(str, node.table.parts[0]))
            if entry is None or entry.kind != "table":
                tables = [w for e in self.checking.names.values.by_word.values() if e.kind == "table" for w in e.name]
                self.checking.report(unknown_name(node.table.text, node.table.span, tables, self.lang))
            self.single(node.key, env, ANY)
            return Checked(t.Const(None, ANY, span=node.span))
        key = self._key(node.key, table, env)
        column = self._column(node.column, table)
        if column is None:
            return Checked(t.Const(None, ANY, span=node.span))
        shown = Both(f"{node.key.span.text} 属于 {table.name.zh}", f"{node.key.span.text} in {table.name.en}")
        row = Maybe((_scope_of(key.term), table.name.zh, key.term), Both(node.span.text, node.span.text), shown)
        term = t.Lookup(table.name.zh, key.term, column, table.columns[column], span=node.span)
        return Checked(term, (*key.absent, row), carried((key,)))

    def _key(self, node: tree.Expr, table: Table, env: Env) -> Checked:
        wanted = table.columns.get(table.key, ANY)
        item = self.single(node, env, wanted)
        if not like(item.term.type, wanted):
            self.checking.report(WrongKey(span=node.span, table=table.name, wanted=type_name(wanted),
                                          found=type_name(item.term.type)))
        return item

    def _column(self, path: tree.Path, table: Table) -> str | None:
        word = path.text
        both = next((c for c in table.column_names if word in c), None)
        if both is None:
            near = nearest(word, [w for c in table.column_names for w in c])
            self.checking.report(UnknownColumn(span=path.span, table=table.name, name=word, near=did_you_mean(near),
                                               columns=table.column_names,
                                               fixes=respelling(path.span, near, self.lang)))
            return None
        self.checking.resolved(path.span, (both,))
        return both.zh


def _scope_of(term: t.Term) -> str | None:
    return term.scope if isinstance(term, t.Fact | t.Defined) else None


def _name_span(node: tree.Quantified) -> Span:
    """Where the element's name stands: behind the list, before 满足."""
    text = node.span.source.text
    start = text.find(node.name or "", node.path.span.end, node.body.span.start)
    return Span(node.span.source, start, start + len(node.name or "")) if start != -1 else node.path.span


