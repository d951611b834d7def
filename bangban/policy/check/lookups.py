"""Look-ups in tables: 属于 名录 and 查(名录, 键, 列)."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from attrs import frozen

from bangban.policy import terms as t
from bangban.policy.check.guards import Checked, Maybe, carried, present
from bangban.policy.check.names import did_you_mean, respelling, unknown_name
from bangban.policy.check.operators import like
from bangban.policy.check.scope import Env
from bangban.policy.model import Table
from bangban.policy.types import ANY, type_name
from bangban.problems import Problem
from bangban.syntax import tree
from bangban.words import Both

if TYPE_CHECKING:
    from bangban.policy.check.expressions import Expressions


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


def table_named(x: Expressions, path: tree.Path) -> Table | None:
    """The table of that name, if it names one."""
    entry = x.checking.names.values.get(cast(str, path.parts[0])) if len(path.parts) == 1 else None
    if entry is None or entry.kind != "table":
        return None
    x.checking.resolved(path.span, (entry.name,))
    return cast("Table | None", entry.target)


def in_table(x: Expressions, node: tree.Compare, table: Table, env: Env) -> Checked:
    """``x 属于 名录``: x is a key of the table."""
    item = _key(x, node.left, table, env)
    term = t.InTable(item.term, table.name.zh, span=node.span)
    row = (_scope_of(item.term), table.name.zh, item.term)
    return Checked(term, item.absent, carried((item,), node.span), present(item) | {row})


def lookup(x: Expressions, node: tree.Lookup, env: Env) -> Checked:
    """查(名录, 键, 列)."""
    table = table_named(x, node.table)
    if table is None:
        entry = x.checking.names.values.get(cast(str, node.table.parts[0]))
        if entry is None or entry.kind != "table":
            tables = (w for w, e in x.checking.names.values.by_word.items() if e.kind == "table")
            x.checking.report(unknown_name(node.table.text, node.table.span, tables, x.lang, x.checking))
        x.single(node.key, env, ANY)
        return Checked(t.Const(None, ANY, span=node.span))
    key = _key(x, node.key, table, env)
    column = _column(x, node.column, table)
    if column is None:
        return Checked(t.Const(None, ANY, span=node.span))
    shown = Both(f"{node.key.span.text} 属于 {table.name.zh}", f"{node.key.span.text} in {table.name.en}")
    row = Maybe((_scope_of(key.term), table.name.zh, key.term), Both(node.span.text, node.span.text), shown)
    term = t.Lookup(table.name.zh, key.term, column, table.columns[column], span=node.span)
    return Checked(term, (*key.absent, row), key.needs)


def _key(x: Expressions, node: tree.Expr, table: Table, env: Env) -> Checked:
    wanted = table.columns.get(table.key, ANY)
    item = x.single(node, env, wanted)
    if not like(item.term.type, wanted):
        x.checking.report(WrongKey(span=node.span, table=table.name, wanted=type_name(wanted),
                                      found=type_name(item.term.type)))
    return item


def _column(x: Expressions, path: tree.Path, table: Table) -> str | None:
    word = path.text
    both = next((c for c in table.column_names if word in c), None)
    if both is None:
        near = x.checking.nearest(word, (w for c in table.column_names for w in c))
        x.checking.report(UnknownColumn(span=path.span, table=table.name, name=word, near=did_you_mean(near),
                                           columns=table.column_names,
                                           fixes=respelling(path.span, near, x.lang)))
        return None
    x.checking.resolved(path.span, (both,))
    return both.zh


def _scope_of(term: t.Term) -> str | None:
    return term.scope if isinstance(term, t.Fact | t.Defined) else None
