"""Quantifiers, counts and sums over lists: what their bodies see and what type they have."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from attrs import evolve, frozen

from bangban.policy import terms as t
from bangban.policy.check.guards import NONE, Checked, Need, carried, wants
from bangban.policy.check.names import KINDS, AmbiguousName, did_you_mean, respelling, unknown_name
from bangban.policy.check.operators import element
from bangban.policy.check.scope import Bound, Env, find, known
from bangban.policy.check.walks import listing, of_element
from bangban.policy.types import ANY, AnyType, MoneyType, NumberType, RecordType, Type, type_name
from bangban.problems import Problem
from bangban.source import Span
from bangban.syntax import tree
from bangban.words import Both

if TYPE_CHECKING:
    from bangban.policy.check.expressions import Expressions


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


def over(x: Expressions, path: tree.Path, env: Env) -> tuple[Checked, Type] | None:
    """The list at a path and the type of its elements; None (and a problem) where it is no list."""
    found = listing(x, path, env)
    if found is None or found[1] is not None:
        _no_list(x, path, env)
        return None
    of = element(found[0].term.type)
    assert of is not None
    return found[0], of


def _no_list(x: Expressions, path: tree.Path, env: Env) -> None:
    bound, entry = find(x, path, env)
    if bound is None and entry is None:
        head = cast(str, path.parts[0])
        x.checking.report(unknown_name(head, path.span, known(x, env), x.lang, x.checking))
        return
    lists = (w for w, e in x.checking.names.values.by_word.items() if e.kind == "group" and element(e.type))
    near = x.checking.nearest(path.text, lists) if len(path.parts) == 1 else None
    x.checking.report(NotAList(span=path.span, name=path.span.text, near=did_you_mean(near),
                                  fixes=respelling(path.span, near, x.lang)))


def bind(x: Expressions, bound: Bound, span: Span, env: Env) -> Bound:
    """An element under a name of the writer's choosing; the name must not mean anything else."""
    name = bound.scope
    entry = x.checking.names.values.get(name)
    kind = KINDS[entry.kind] if entry is not None else None
    if any(b.named and b.scope == name for b in env):
        kind = KINDS["element"]
    if kind is not None:
        x.checking.report(AmbiguousName(span=span, name=name, first=KINDS["element"], second=kind))
    x.checking.resolved(span, (Both(name, name),))
    return bound


def _anything(name: str | None) -> Bound:
    """An element nothing is known of, so that its fields are not told as unknown names."""
    return Bound(name or "#", ANY, named=name is not None)


def _anonymous(of: Type, env: Env) -> Bound:
    """An element without a name: its fields stand bare."""
    return Bound(f"#{len(env) + 1}", of)


def quantified(x: Expressions, node: tree.Quantified, env: Env) -> Checked:
    """每个 / 任一."""
    found = over(x, node.path, env)
    if found is None:
        x.condition(node.body, (*env, _anything(node.name)))
        return Checked(t.Const(None, ANY, span=node.span))
    listed, of = found
    if node.name is not None:
        bound = bind(x, Bound(node.name, of, named=True), _name_span(node), env)
    else:
        bound = _anonymous(of, env)
        if not isinstance(of, RecordType):
            x.checking.report(NeedsName(span=node.path.span, list=node.path.span.text))
            bound = _anything(None)
    body = x.condition(node.body, (*env, bound))
    term = t.Quantified(node.op, cast(t.Fact, listed.term), bound.scope, body.term, span=node.span)
    outer = frozenset(k for k in body.yes if k[0] != bound.scope) if node.op == "SOME" else NONE
    return Checked(term, (), (*carried((listed,), node.span), *_settled(body)), outer)


def aggregate(x: Expressions, node: tree.Aggregate, env: Env) -> Checked:
    """个数, 种数, 合计."""
    found = listing(x, node.path, env)
    if found is None:
        _no_list(x, node.path, env)
        return Checked(t.Const(None, ANY, span=node.span))
    listed, rest = found
    of = element(listed.term.type)
    assert of is not None
    bound = _anonymous(of, env)
    inner = (*env, bound)
    body = x.condition(node.body, inner) if node.body is not None else None
    over, condition = cast(t.Fact, listed.term), body.term if body else None
    needs = (*listed.needs, *(_settled(body) if body else ()))
    if node.op == "COUNT":
        if rest is not None:
            _wrong(x, node, "「个数」数的是列表的项,不写字段;数不同的值用「种数」。",
                        "count counts elements, without a field; distinct counts different values.")
        return Checked(t.Count(over, bound.scope, condition, span=node.span), (), needs)
    value = _value_of(x, node, rest, bound)
    if value is None:
        return Checked(t.Const(None, ANY, span=node.span))
    if node.op == "DISTINCT":
        return Checked(t.Distinct(over, bound.scope, value.term, condition, span=node.span), (),
                       (*needs, *value.needs))
    type_ = value.term.type
    if not isinstance(type_, NumberType | MoneyType | AnyType):
        _wrong(x, node, f"「合计」只用于数和金额,「{node.path.span.text}」是{type_name(type_).zh}。",
                    f"sum takes numbers and money; “{node.path.span.text}” is {type_name(type_).en}.")
        return Checked(t.Const(None, ANY, span=node.span))
    total: Type = NumberType(type_.whole) if isinstance(type_, NumberType) else (
        MoneyType() if isinstance(type_, MoneyType) else ANY)
    guarded = body.yes if body else NONE
    wanted = tuple(evolve(n, settled=True, pinned=True) for n in wants((value,), node.path.span)
                   if n.maybe.key not in guarded)
    return Checked(t.Sum(over, bound.scope, value.term, condition, total, span=node.span), (), (*needs, *wanted))


def _value_of(x: Expressions, node: tree.Aggregate, rest: tree.Path | None, bound: Bound) -> Checked | None:
    if rest is not None:
        return of_element(x, rest, bound)
    if isinstance(bound.type, RecordType):
        _wrong(x, node, "这里要写到列表的字段,如 合计(费用.金额)。",
                "name a field of the list, as in sum(fees.amount).")
        return None
    return Checked(t.Fact((), bound.type, bound.scope, Both("", ""), span=node.path.span))


def _wrong(x: Expressions, node: tree.Aggregate, zh: str, en: str) -> None:
    x.checking.report(WrongAggregate(span=node.span, why=Both(zh, en)))


def _name_span(node: tree.Quantified) -> Span:
    """Where the element's name stands: behind the list, before 满足."""
    text = node.span.source.text
    start = text.find(node.name or "", node.path.span.end, node.body.span.start)
    return Span(node.span.source, start, start + len(node.name or "")) if start != -1 else node.path.span


def _settled(body: Checked) -> tuple[Need, ...]:
    """The needs of a body: their guards belong inside it."""
    return tuple(evolve(n, settled=True) for n in body.needs)
