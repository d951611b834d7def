"""Paths as values: a bare name means one thing where it stands, the innermost, or a value of the enum expected."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from attrs import evolve, frozen

from bangban.policy.check.constants import unknown_value
from bangban.policy.check.context import replace
from bangban.policy.check.guards import Checked, Key, Maybe
from bangban.policy.check.names import KINDS, AmbiguousName, Entry, UnknownName, did_you_mean, respelling
from bangban.policy.check.operators import like
from bangban.policy.check.scope import Bound, Env, find, known
from bangban.policy.check.walks import NoParts, from_root, of_element, upto
from bangban.policy.terms import Const, Defined, OptionValue, Parameter
from bangban.policy.types import ANY, BOOL, AnyType, BoolType, EnumType, RecordType, TextType, Type
from bangban.problems import Problem
from bangban.syntax import tree
from bangban.words import Both

if TYPE_CHECKING:
    from bangban.policy.check.expressions import Expressions


@frozen(kw_only=True)
class NotAValue(Problem):
    """A record, list or table where a single value is wanted."""

    code = "BB208"
    title = Both("不是一个值", "not a value")
    text = Both("「{name}」是{kind},不能直接当作值。", "“{name}” is {kind}; it is not a value by itself.")
    advice = Both("写到它的字段;名录用「属于 名录」或「查(名录, 键, 列)」。",
                  "name one of its fields; use “in TABLE” or lookup(TABLE, key, column) for a table.")
    name: str
    kind: Both


@frozen(kw_only=True)
class NeedsElement(Problem):
    """A definition over a list, used where no element of that list is at hand."""

    code = "BB209"
    title = Both("定义缺少所说的那一项", "definition without its element")
    text = Both("「{name}」说的是「{over}」中的一项,这里没有这样的一项。",
                "“{name}” speaks of one element of “{over}”; there is none here.")
    advice = Both("放进「任一 {over} 满足 (…)」,或用「对每项 … 于 {over}」。",
                  "put it into “some {over} satisfies (…)”, or use “for_each … over {over}”.")
    name: Both
    over: Both


@frozen(kw_only=True)
class TextWithoutQuotes(Problem):
    """A bare word where a text is wanted."""

    code = "BB217"
    title = Both("文字要加引号", "text wants quotes")
    text = Both("「{name}」没有声明;这里要的是文字,文字要加引号。", "“{name}” is not declared; a text goes in quotes.")
    advice = Both("写成 \"{name}\"。", "write \"{name}\".")
    name: str


def path_value(x: Expressions, node: tree.Path, env: Env, expected: Type | None) -> Checked:
    """What a path means as a value; a bare name may be a value of the enum expected."""
    bound, entry = find(x, node, env)
    if len(node.parts) == 1 and isinstance(expected, EnumType) and expected.canonical(_head(node)) is not None:
        return _enum_value(x, node, expected, bound, entry)
    if bound is not None:
        return of_element(x, node, bound)
    if entry is None:
        return _unknown(x, node, env, expected)
    return _named(x, node, entry, env)


def is_value(x: Expressions, node: tree.Expr, env: Env) -> bool:
    """Whether a node says what it is by itself: False for a text or a name that only its surroundings explain."""
    if isinstance(node, tree.Text):
        return False
    if not isinstance(node, tree.Path) or len(node.parts) > 1:
        return True
    bound, entry = find(x, node, env)
    return bound is not None or (entry is not None and entry.kind not in ("group", "table"))


def _enum_value(x: Expressions, node: tree.Path, expected: EnumType, bound: Bound | None,
                entry: Entry | None) -> Checked:
    head = _head(node)
    chosen = expected.canonical(head)
    other: tuple[Both, Type] | None = None
    if bound is not None and not (bound.named and bound.scope == head):
        assert isinstance(bound.type, RecordType)
        field = bound.type.get(head)
        assert field is not None
        other = (KINDS["field"], field.type)
    elif entry is not None and entry.kind not in ("group", "table"):
        other = (KINDS[entry.kind], entry.type)
    if other is not None and like(other[1], expected):
        x.checking.report(AmbiguousName(span=node.span, name=head, first=KINDS["value"], second=other[0]))
    if x.checking.resolutions is not None:
        x.checking.resolved(node.span, (next(v for v in expected.values if v.zh == chosen),))
    return Checked(Const(chosen, expected, span=node.span))


def _named(x: Expressions, node: tree.Path, entry: Entry, env: Env) -> Checked:
    span = node.span
    if entry.kind == "group":
        return from_root(x, node)
    x.checking.resolved(span, (entry.name, *(Both(str(p), str(p)) for p in node.parts[1:])))
    if len(node.parts) > 1:
        x.checking.report(NoParts(span=span, name=_head(node), kind=KINDS[entry.kind]))
        return Checked(Const(None, ANY, span=span))
    match entry.kind:
        case "option":
            return Checked(OptionValue(entry.name, entry.target, entry.type, span=span))
        case "parameter":
            return Checked(Parameter(entry.name.zh, entry.type, entry.name, span=span))
        case "definition":
            return _defined(x, node, entry, env)
        case _:
            x.checking.report(NotAValue(span=span, name=_head(node), kind=KINDS[entry.kind]))
            return Checked(Const(None, ANY, span=span))


def _defined(x: Expressions, node: tree.Path, entry: Entry, env: Env) -> Checked:
    facts = x.definition(entry)
    if facts is None:
        return Checked(Const(None, ANY, span=node.span))
    if facts.element is None:
        term = Defined(entry.name.zh, facts.type, None, entry.name, span=node.span)
        return Checked(term, facts.checked.absent, (), facts.checked.yes, facts.checked.no)
    scope = next((b.scope for b in reversed(env) if b.type is facts.element), None)
    if scope is None:
        if not isinstance(facts.element, AnyType):
            x.checking.report(NeedsElement(span=node.span, name=entry.name, over=facts.over))
        return Checked(Const(None, ANY if not isinstance(facts.type, BoolType) else BOOL, span=node.span))
    term = Defined(entry.name.zh, facts.type, scope, entry.name, span=node.span)
    inner = facts.scope

    def moved(key: Key) -> Key:
        return (scope, *key[1:]) if key[0] == inner else key

    absent = tuple(_seen_from(m, moved(m.key), scope) for m in facts.checked.absent)
    return Checked(term, absent, (), frozenset(map(moved, facts.checked.yes)),
                   frozenset(map(moved, facts.checked.no)))


def _seen_from(maybe: Maybe, key: Key, scope: str) -> Maybe:
    if key == maybe.key or scope.startswith("#"):
        return evolve(maybe, key=key)
    shown = Both(f"{scope}.{maybe.shown.zh}", f"{scope}.{maybe.shown.en}")
    return Maybe(key, shown, Both(f"有 {shown.zh}", f"has {shown.en}"))


def _unknown(x: Expressions, node: tree.Path, env: Env, expected: Type | None) -> Checked:
    head, span = _head(node), upto(node, 1)
    if isinstance(expected, AnyType) or any(b.bare and isinstance(b.type, AnyType) for b in env):
        pass  # what it is compared with, or the list around it, is at fault and has been told
    elif isinstance(expected, EnumType) and len(node.parts) == 1:
        unknown_value(head, span, expected, x.lang, x.checking)
    elif isinstance(expected, TextType) and len(node.parts) == 1:
        x.checking.report(TextWithoutQuotes(span=span, name=head, fixes=(replace(span, f'"{head}"'),)))
    else:
        near = _within_a_group(x, head) if len(node.parts) == 1 else None
        near = near or x.checking.nearest(head, known(x, env))
        x.checking.report(UnknownName(span=span, name=head, near=did_you_mean(near),
                                      fixes=respelling(span, near, x.lang)))
    return Checked(Const(None, expected if expected is not None else ANY, span=node.span))


def _head(node: tree.Path) -> str:
    return cast(str, node.parts[0])


def _within_a_group(x: Expressions, head: str) -> str | None:
    """The one fact of that name, where its record was left out: 方式 for 服务.方式."""
    assert x.checking.vocabulary is not None
    found = [f"{group.name.say(x.lang)}.{head}" for group in x.checking.vocabulary.fields
             if isinstance(group.type, RecordType) and group.type.get(head) is not None]
    return found[0] if len(found) == 1 else None
