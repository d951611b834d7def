"""Membership: 属于 for a single value, 包含 for sets and 多项."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from attrs import frozen

from bangban.policy import terms as t
from bangban.policy.check.comparisons import must_be_like, within
from bangban.policy.check.context import replace
from bangban.policy.check.guards import Checked, carried, present, wants
from bangban.policy.check.lookups import in_table, table_named
from bangban.policy.check.operators import element
from bangban.policy.check.paths import is_value
from bangban.policy.check.scope import Env
from bangban.policy.types import ANY, BOOL, AnyType, EnumType, RecordType, Type, type_name
from bangban.problems import Problem
from bangban.syntax import tree
from bangban.words import Both

if TYPE_CHECKING:
    from bangban.policy.check.expressions import Expressions


@frozen(kw_only=True)
class NotASet(Problem):
    """包含 on something that has no members, or 属于 on something that has."""

    code = "BB228"
    title = Both("不是集合", "not a set")
    text = Both("{why}", "{why}")
    advice = Both("单个值用「属于 […]」;集合、多项用「包含」「包含全部」「包含任一」。",
                  "a single value takes in […]; a set or many takes contains, contains_all or contains_any.")
    why: Both


def membership(x: Expressions, node: tree.Compare, env: Env) -> Checked:
    """属于 and 不属于: one of the values listed, a key of a table, or a member of a set."""
    if isinstance(node.right, tree.ListOf):
        checked = _one_of(x, node, node.right, env)
    elif isinstance(node.right, tree.Path) and (table := table_named(x, node.right)) is not None:
        checked = in_table(x, node, table, env)
    elif (bare := _bare_value(x, node, env)) is not None:
        checked = bare
    else:
        checked = _member_of(x, node, env)
    if node.op == "IN":
        return checked
    needs = (*checked.needs, *wants((Checked(checked.term, checked.absent),), node.span))
    return Checked(t.Not(checked.term, span=node.span), (), needs, checked.no, checked.yes)


def _one_of(x: Expressions, node: tree.Compare, listed: tree.ListOf, env: Env) -> Checked:
    expected: Type | None = None
    if not is_value(x, node.left, env):
        expected = next((x.single(i, env, None).term.type for i in listed.items if is_value(x, i, env)), None)
    item = x.single(node.left, env, expected)
    type_ = item.term.type
    if element(type_) is not None and not isinstance(type_, AnyType):
        word = "包含任一" if x.lang == "zh" else "contains_any"
        x.checking.report(NotASet(span=node.span, why=Both(
            f"「{node.left.span.text}」有多个值,不能用「属于」。",
            f"“{node.left.span.text}” has several values; in does not fit."),
            fixes=(replace(node.span, f"{node.left.span.text} {word} {listed.span.text}"),)))
        return Checked(t.Const(None, BOOL, span=node.span))
    values = [x.single(i, env, type_) for i in listed.items]
    for i, value in zip(listed.items, values, strict=True):
        must_be_like(x, node.left, type_, i, value.term.type)
        within(x, i, value, item)
    term = t.OneOf(item.term, tuple(v.term for v in values), span=node.span)
    return Checked(term, item.absent, carried((item, *values), node.span), present(item))


def _bare_value(x: Expressions, node: tree.Compare, env: Env) -> Checked | None:
    """A single value without its brackets; None where something else stands there."""
    right = node.right
    if is_value(x, right, env) or not is_value(x, node.left, env):
        return None
    word = right.value if isinstance(right, tree.Text) else right.span.text
    type_ = x.single(node.left, env, None).term.type
    if not (isinstance(type_, EnumType) and type_.canonical(word)) and not isinstance(right, tree.Text):
        return None
    x.checking.report(NotASet(span=right.span, why=Both(
        "「属于」后面的值要写在方括号里。", "the values behind “in” stand in brackets."),
        fixes=(replace(right.span, f"[{right.span.text}]"),)))
    return Checked(t.Const(None, BOOL, span=node.span))


def _member_of(x: Expressions, node: tree.Compare, env: Env) -> Checked:
    """``x 属于 集合`` says the same as ``集合 包含 x``."""
    container = x.term(node.right, env, None)
    of = element(container.term.type)
    if of is None or isinstance(of, RecordType):
        shown = node.right.span.text
        x.checking.report(NotASet(span=node.right.span, why=Both(
            f"「{shown}」不是名录,也不是集合。", f"“{shown}” is neither a table nor a set.")))
        x.single(node.left, env, ANY)
        return Checked(t.Const(None, BOOL, span=node.span))
    item = x.single(node.left, env, of)
    must_be_like(x, node.left, item.term.type, node.right, of)
    term = t.Contains("ALL", container.term, (item.term,), span=node.span)
    both = (item, container)
    return Checked(term, (*item.absent, *container.absent), carried(both, node.span), present(*both))


def contains(x: Expressions, node: tree.Compare, env: Env) -> Checked:
    """包含, 包含全部, 包含任一."""
    container = x.term(node.left, env, None)
    of = element(container.term.type)
    if of is None or isinstance(of, RecordType):
        x.checking.report(NotASet(span=node.left.span, why=Both(
            f"「{node.left.span.text}」是{type_name(container.term.type).zh},不是集合。",
            f"“{node.left.span.text}” is {type_name(container.term.type).en}, not a set.")))
        of = ANY
    mode: Literal["ALL", "ANY"] = "ANY" if node.op == "CONTAINS_ANY" else "ALL"
    whole = False
    if isinstance(node.right, tree.ListOf):
        items = [x.single(i, env, of) for i in node.right.items]
        nodes: tuple[tree.Expr, ...] = node.right.items
        if node.op == "CONTAINS":
            word = "包含全部" if x.lang == "zh" else "contains_all"
            x.checking.report(NotASet(span=node.span, why=Both(
                "「包含」后面写一个值;几个值用「包含全部」或「包含任一」。",
                "contains takes one value; several take contains_all or contains_any."),
                fixes=(replace(node.span, f"{node.left.span.text} {word} {node.right.span.text}"),)))
    else:
        items = [x.single(node.right, env, of)]
        nodes = (node.right,)
        inner = element(items[0].term.type)
        if inner is not None and not isinstance(items[0].term.type, AnyType):
            whole = True
            must_be_like(x, node.left, of, node.right, inner)
    if not whole:
        for i, item in zip(nodes, items, strict=True):
            must_be_like(x, node.left, of, i, item.term.type)
    term = t.Contains(mode, container.term, tuple(i.term for i in items), whole, span=node.span)
    known = (container, *items) if mode == "ALL" else (container,)
    return Checked(term, (), carried((container, *items), node.span), present(*known))
