"""Walks: facts along dotted paths, from the root or from a bound element, and the lists that paths lead to."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from attrs import evolve, frozen

from bangban.policy.check.guards import NONE, Checked, Maybe, Need
from bangban.policy.check.names import did_you_mean, respelling, spelling
from bangban.policy.check.scope import Bound, Env, find
from bangban.policy.terms import Const, Fact
from bangban.policy.types import ANY, AnyType, BoolType, Field, ListType, ManyType, RecordType, Type, type_name
from bangban.problems import Problem
from bangban.source import Span
from bangban.syntax import tree
from bangban.words import Both, Lang

if TYPE_CHECKING:
    from bangban.policy.check.expressions import Expressions


@frozen(kw_only=True)
class UnknownField(Problem):
    """A field that the record does not have."""

    code = "BB204"
    title = Both("没有这个字段", "no such field")
    text = Both("「{group}」没有字段「{name}」。{near}", "“{group}” has no field “{name}”.{near}")
    advice = Both("它的字段:{fields}。", "its fields: {fields}.")
    group: Both
    name: str
    near: Both
    fields: tuple[Both, ...]


@frozen(kw_only=True)
class FieldOfList(Problem):
    """A field read from a whole list."""

    code = "BB229"
    title = Both("列表不能直接取字段", "field of a whole list")
    text = Both("「{name}」是列表,不能直接取它的字段。", "“{name}” is a list; its elements have the fields.")
    advice = Both("用 任一、每个、个数、合计,或用「对每项 … 于 {name}」逐项判断。",
                  "use some, every, count or sum, or “for_each … over {name}”.")
    name: Both


@frozen(kw_only=True)
class NoParts(Problem):
    """A dot behind something that has no fields."""

    code = "BB207"
    title = Both("没有下一级", "nothing inside it")
    text = Both("「{name}」是{kind},没有字段。", "“{name}” is {kind}; it has no fields.")
    advice = Both("去掉后面的点和名称。", "drop the dot and what follows.")
    name: str
    kind: Both


@frozen
class Walk:
    """Where a path leads. ``absent``: the fact itself may be; ``records``: what it is read from may be."""

    path: tuple[str, ...]
    type: Type
    name: Both
    parts: tuple[Both, ...] = ()
    absent: tuple[Maybe, ...] = ()
    records: tuple[Maybe, ...] = ()


def of_element(x: Expressions, node: tree.Path, bound: Bound) -> Checked:
    """A field of a bound element, or the element itself."""
    by_name = bound.named and bound.scope == node.parts[0]
    prefix = f"{bound.scope}." if by_name else ""
    own = Both(bound.scope, bound.scope)
    walk = follow(x, node, bound, Both(prefix, prefix))
    x.checking.resolved(node.span, (own, *walk.parts) if by_name else walk.parts)
    name = Both(prefix + walk.name.zh, prefix + walk.name.en) if walk.path else own
    return _fact(walk, bound.scope, name, node.span)


def from_root(x: Expressions, node: tree.Path) -> Checked:
    """A fact by its path from the root."""
    walk = x.walked.get(node.parts)
    if walk is None:
        assert x.checking.vocabulary is not None
        walk = follow(x, node, Bound("", x.checking.vocabulary), Both("", ""))
        if not isinstance(walk.type, AnyType):
            x.walked[node.parts] = walk
    x.checking.resolved(node.span, walk.parts)
    return _fact(walk, None, walk.name, node.span)


def _fact(walk: Walk, scope: str | None, name: Both, span: Span) -> Checked:
    if isinstance(walk.type, AnyType):
        return Checked(Const(None, ANY, span=span))
    fact = Fact(walk.path, walk.type, scope, name, span=span)
    if not walk.absent and not walk.records:
        return Checked(fact)
    yes = frozenset(m.key for m in walk.absent) if isinstance(walk.type, BoolType) else NONE
    return Checked(fact, walk.absent, tuple(Need(m, span) for m in walk.records), yes)


def follow(x: Expressions, node: tree.Path, start: Bound, prefix: Both) -> Walk:
    """Along the parts, from the root or a bound element; of undetermined type where a part leads nowhere."""
    scope = start.scope or None
    type_, name = start.type, Both("", "")
    path: tuple[str, ...] = ()
    parts: tuple[Both, ...] = ()
    absent: tuple[Maybe, ...] = ()
    records: tuple[Maybe, ...] = ()
    for i in range(1 if start.named and start.scope == node.parts[0] else 0, len(node.parts)):
        records, absent = (*records, *absent), ()
        field = _field(x, type_, name, node, i)
        if field is None:
            return Walk(path, ANY, name, parts)
        path, parts, type_ = (*path, field.name.zh), (*parts, field.name), field.type
        name = Both(f"{name.zh}.{field.name.zh}", f"{name.en}.{field.name.en}") if name.zh else field.name
        if field.may_be_absent and not isinstance(type_, ListType):
            absent = (_maybe(scope, path, Both(prefix.zh + name.zh, prefix.en + name.en)),)
    return Walk(path, type_, name, parts, absent, records)


def _field(x: Expressions, type_: Type, name: Both, node: tree.Path, index: int) -> Field | None:
    """The field that part ``index`` names within ``type_``."""
    span, part = part_span(node, index), cast(str, node.parts[index])
    if isinstance(type_, RecordType):
        field = type_.get(part)
        if field is None:
            near = x.checking.nearest(part, (w for f in type_.fields for w in f.name))
            x.checking.report(UnknownField(
                span=span, group=name if name.zh else type_.name, name=part, near=did_you_mean(near),
                fields=tuple(f.name for f in type_.fields), fixes=respelling(span, near, x.lang)))
        return field
    if isinstance(type_, ListType):
        x.checking.report(FieldOfList(span=node.span, name=name))
    elif not isinstance(type_, AnyType):
        x.checking.report(NoParts(span=span, name=name.say(x.lang), kind=type_name(type_)))
    return None


def listing(x: Expressions, node: tree.Path, env: Env) -> tuple[Checked, tree.Path | None] | None:
    """The list a path names, and what stands behind it (``费用.金额``: the list 费用, the rest 金额)."""
    for cut in range(len(node.parts), 0, -1):
        whole = cut == len(node.parts)
        head = node if whole else evolve(node, parts=node.parts[:cut], span=upto(node, cut))
        if _leads_to_list(x, head, env):
            rest = None if whole else evolve(node, parts=node.parts[cut:], span=_from(node, cut))
            return x.value(head, env, None), rest
    return None


def _leads_to_list(x: Expressions, node: tree.Path, env: Env) -> bool:
    bound, entry = find(x, node, env)
    if bound is not None:
        type_, rest = bound.type, node.parts[1 if bound.named and bound.scope == node.parts[0] else 0:]
    elif entry is not None and entry.kind == "group":
        assert x.checking.vocabulary is not None
        type_, rest = x.checking.vocabulary, node.parts
    else:
        return False
    for part in rest:
        field = type_.get(cast(str, part)) if isinstance(type_, RecordType) else None
        if field is None:
            return False
        type_ = field.type
    return isinstance(type_, ListType | ManyType)


def _maybe(scope: str | None, path: tuple[str, ...], shown: Both) -> Maybe:
    guard = Both(f"有 {_spell(shown.zh, 'zh')}", f"has {_spell(shown.en, 'en')}")
    return Maybe((scope, path), shown, guard)


def _spell(name: str, lang: Lang) -> str:
    return name if "." in name else spelling(name, lang)


def _cuts(node: tree.Path) -> list[tuple[int, int]]:
    """The places of the parts within the text of the path."""
    spans: list[tuple[int, int]] = []
    at = node.span.start
    for piece in node.span.text.replace("．", ".").split("."):
        lead = len(piece) - len(piece.lstrip())
        spans.append((at + lead, at + len(piece.rstrip())))
        at += len(piece) + 1
    return spans


def part_span(node: tree.Path, index: int) -> Span:
    """Where a part of a path was typed."""
    cuts = _cuts(node)
    if len(cuts) != len(node.parts):
        return node.span
    return Span(node.span.source, *cuts[index])


def upto(node: tree.Path, count: int) -> Span:
    """Where the first ``count`` parts of a path were typed."""
    return Span(node.span.source, node.span.start, part_span(node, count - 1).end)


def _from(node: tree.Path, begin: int) -> Span:
    return Span(node.span.source, part_span(node, begin).start, node.span.end)
