"""Paths: what a name, or names joined by dots, means where it stands: innermost first, and never two things."""

from __future__ import annotations

from typing import cast

from attrs import evolve, frozen

from bangban.policy.check.constants import unknown_value
from bangban.policy.check.context import Checking, replace
from bangban.policy.check.guards import NONE, Checked, Key, Maybe, Need
from bangban.policy.check.names import (
    KINDS,
    AmbiguousName,
    Entry,
    did_you_mean,
    nearest,
    respelling,
    spelling,
    unknown_name,
)
from bangban.policy.check.operators import like
from bangban.policy.terms import Const, Defined, Fact, OptionValue, Parameter
from bangban.policy.types import (
    ANY,
    BOOL,
    AnyType,
    BoolType,
    EnumType,
    Field,
    ListType,
    ManyType,
    RecordType,
    TextType,
    Type,
    type_name,
)
from bangban.problems import Problem
from bangban.source import Span
from bangban.syntax import tree
from bangban.words import Both, Lang


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
class NoParts(Problem):
    """A dot behind something that has no fields."""

    code = "BB207"
    title = Both("没有下一级", "nothing inside it")
    text = Both("「{name}」是{kind},没有字段。", "“{name}” is {kind}; it has no fields.")
    advice = Both("去掉后面的点和名称。", "drop the dot and what follows.")
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


@frozen
class Bound:
    """An element bound by 对每项, a quantifier or a definition over a list. ``bare``: its fields need no prefix."""

    scope: str
    type: Type
    bare: bool = True
    named: bool = False


Env = tuple[Bound, ...]


@frozen
class DefinitionFacts:
    """What using a definition needs to know about it: its type, its element, and its guards."""

    name: Both
    checked: Checked
    type: Type
    scope: str | None = None
    element: Type | None = None
    over: Both = Both("", "")


@frozen
class _Walk:
    """Where a path leads. ``absent``: the fact itself may be; ``records``: what it is read from may be."""

    path: tuple[str, ...]
    type: Type
    name: Both
    parts: tuple[Both, ...] = ()
    absent: tuple[Maybe, ...] = ()
    records: tuple[Maybe, ...] = ()


class Paths:
    """Finds what paths mean. ``define`` supplies a definition that has not been checked yet."""

    def __init__(self, checking: Checking) -> None:
        self.checking = checking
        self.lang: Lang = "zh"
        self._walked: dict[tuple[str | int, ...], _Walk] = {}

    def definition(self, entry: Entry, span: Span) -> DefinitionFacts | None:
        """The checked definition behind an entry; None where it is part of a cycle."""
        return cast("DefinitionFacts | None", entry.target)

    # ------------------------------------------------------------ values

    def value(self, node: tree.Path, env: Env, expected: Type | None) -> Checked:
        """What a path means as a value; a bare name may be a value of the enum expected."""
        head = cast(str, node.parts[0])
        bound, entry = self._find(head, env, len(node.parts) > 1)
        if len(node.parts) == 1 and isinstance(expected, EnumType) and expected.canonical(head) is not None:
            return self._enum_value(node, expected, bound, entry)
        if bound is not None:
            return self.of_element(node, bound)
        if entry is None:
            return self._unknown(node, head, env, expected)
        return self._named(node, entry, env)

    def _find(self, head: str, env: Env, dotted: bool) -> tuple[Bound | None, Entry | None]:
        for bound in reversed(env):
            if bound.named and bound.scope == head:
                return bound, None
            if bound.bare and isinstance(bound.type, RecordType):
                field = bound.type.get(head)
                if field is not None and not (dotted and not isinstance(field.type, RecordType | ListType | AnyType)):
                    return bound, None
        return None, self.checking.names.values.get(head)

    def is_value(self, node: tree.Expr, env: Env) -> bool:
        """Whether a node says what it is by itself: False for a text or a name that only its surroundings explain."""
        if isinstance(node, tree.Text):
            return False
        if not isinstance(node, tree.Path) or len(node.parts) > 1:
            return True
        bound, entry = self._find(cast(str, node.parts[0]), env, False)
        return bound is not None or (entry is not None and entry.kind not in ("group", "table"))

    def _enum_value(self, node: tree.Path, expected: EnumType, bound: Bound | None, entry: Entry | None) -> Checked:
        head = cast(str, node.parts[0])
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
            self.checking.report(AmbiguousName(span=node.span, name=head, first=KINDS["value"], second=other[0]))
        if self.checking.resolutions is not None:
            self.checking.resolved(node.span, (next(v for v in expected.values if v.zh == chosen),))
        return Checked(Const(chosen, expected, span=node.span))

    def _named(self, node: tree.Path, entry: Entry, env: Env) -> Checked:
        span = node.span
        if entry.kind == "group":
            return self._from_root(node)
        self.checking.resolved(span, (entry.name, *(Both(str(p), str(p)) for p in node.parts[1:])))
        if len(node.parts) > 1:
            self.checking.report(NoParts(span=span, name=cast(str, node.parts[0]), kind=KINDS[entry.kind]))
            return Checked(Const(None, ANY, span=span))
        match entry.kind:
            case "option":
                return Checked(OptionValue(entry.name, entry.target, entry.type, span=span))
            case "parameter":
                return Checked(Parameter(entry.name.zh, entry.type, entry.name, span=span))
            case "definition":
                return self._defined(node, entry, env)
            case _:
                self.checking.report(NotAValue(span=span, name=cast(str, node.parts[0]), kind=KINDS[entry.kind]))
                return Checked(Const(None, ANY, span=span))

    def _defined(self, node: tree.Path, entry: Entry, env: Env) -> Checked:
        facts = self.definition(entry, node.span)
        if facts is None:
            return Checked(Const(None, ANY, span=node.span))
        if facts.element is None:
            term = Defined(entry.name.zh, facts.type, None, entry.name, span=node.span)
            return Checked(term, facts.checked.absent, (), facts.checked.yes, facts.checked.no)
        scope = next((b.scope for b in reversed(env) if b.type is facts.element), None)
        if scope is None:
            if not isinstance(facts.element, AnyType):
                self.checking.report(NeedsElement(span=node.span, name=entry.name, over=facts.over))
            return Checked(Const(None, ANY if not isinstance(facts.type, BoolType) else BOOL, span=node.span))
        term = Defined(entry.name.zh, facts.type, scope, entry.name, span=node.span)
        inner = facts.scope

        def moved(key: Key) -> Key:
            return (scope, *key[1:]) if key[0] == inner else key

        absent = tuple(self._seen_from(m, moved(m.key), scope) for m in facts.checked.absent)
        return Checked(term, absent, (), frozenset(map(moved, facts.checked.yes)),
                       frozenset(map(moved, facts.checked.no)))

    def _seen_from(self, maybe: Maybe, key: Key, scope: str) -> Maybe:
        if key == maybe.key or scope.startswith("#"):
            return evolve(maybe, key=key)
        shown = Both(f"{scope}.{maybe.shown.zh}", f"{scope}.{maybe.shown.en}")
        return Maybe(key, shown, Both(f"有 {shown.zh}", f"has {shown.en}"))

    def _unknown(self, node: tree.Path, head: str, env: Env, expected: Type | None) -> Checked:
        span = node.span if len(node.parts) == 1 else _head_span(node, head)
        if isinstance(expected, EnumType) and len(node.parts) == 1:
            unknown_value(head, span, expected, self.lang, self.checking)
        elif isinstance(expected, TextType) and len(node.parts) == 1:
            self.checking.report(TextWithoutQuotes(span=span, name=head, fixes=(replace(span, f'"{head}"'),)))
        else:
            self.checking.report(unknown_name(head, span, self.known(env), self.lang))
        return Checked(Const(None, expected if expected is not None else ANY, span=node.span))

    def known(self, env: Env) -> list[str]:
        """Every name that could stand bare here."""
        fields = [w for b in env if b.bare and isinstance(b.type, RecordType) for f in b.type.fields for w in f.name]
        return [*(b.scope for b in env if b.named), *fields, *self.checking.names.values.by_word]

    # ------------------------------------------------------------ facts

    def of_element(self, node: tree.Path, bound: Bound) -> Checked:
        """A field of a bound element, or the element itself."""
        by_name = bound.named and bound.scope == node.parts[0]
        prefix = f"{bound.scope}." if by_name else ""
        own = Both(bound.scope, bound.scope)
        walk = self._walk(node, bound, Both(prefix, prefix))
        self.checking.resolved(node.span, (own, *walk.parts) if by_name else walk.parts)
        name = Both(prefix + walk.name.zh, prefix + walk.name.en) if walk.path else own
        return self._fact(walk, bound.scope, name, node.span)

    def _from_root(self, node: tree.Path) -> Checked:
        walk = self._walked.get(node.parts)
        if walk is None:
            assert self.checking.vocabulary is not None
            walk = self._walk(node, Bound("", self.checking.vocabulary), Both("", ""))
            if not isinstance(walk.type, AnyType):
                self._walked[node.parts] = walk
        self.checking.resolved(node.span, walk.parts)
        return self._fact(walk, None, walk.name, node.span)

    def _fact(self, walk: _Walk, scope: str | None, name: Both, span: Span) -> Checked:
        if isinstance(walk.type, AnyType):
            return Checked(Const(None, ANY, span=span))
        fact = Fact(walk.path, walk.type, scope, name, span=span)
        if not walk.absent and not walk.records:
            return Checked(fact)
        yes = frozenset(m.key for m in walk.absent) if isinstance(walk.type, BoolType) else NONE
        return Checked(fact, walk.absent, tuple(Need(m, span) for m in walk.records), yes)

    def _walk(self, node: tree.Path, start: Bound, prefix: Both) -> _Walk:
        """Along the parts, from the root or a bound element; of undetermined type where a part leads nowhere."""
        scope = start.scope or None
        type_, name = start.type, Both("", "")
        path: tuple[str, ...] = ()
        parts: tuple[Both, ...] = ()
        absent: tuple[Maybe, ...] = ()
        records: tuple[Maybe, ...] = ()
        for i in range(1 if start.named and start.scope == node.parts[0] else 0, len(node.parts)):
            records, absent = (*records, *absent), ()
            field = self._field(type_, cast(str, node.parts[i]), name, node, i)
            if field is None:
                return _Walk(path, ANY, name, parts)
            path, parts, type_ = (*path, field.name.zh), (*parts, field.name), field.type
            name = Both(f"{name.zh}.{field.name.zh}", f"{name.en}.{field.name.en}") if name.zh else field.name
            if field.may_be_absent and not isinstance(type_, ListType):
                absent = (_maybe(scope, path, Both(prefix.zh + name.zh, prefix.en + name.en)),)
        return _Walk(path, type_, name, parts, absent, records)

    def _field(self, type_: Type, part: str, name: Both, node: tree.Path, index: int) -> Field | None:
        span = _part_span(node, index)
        if isinstance(type_, RecordType):
            field = type_.get(part)
            if field is None:
                near = nearest(part, [w for f in type_.fields for w in f.name])
                self.checking.report(UnknownField(
                    span=span, group=name if name.zh else type_.name, name=part, near=did_you_mean(near),
                    fields=tuple(f.name for f in type_.fields), fixes=respelling(span, near, self.lang)))
            return field
        if isinstance(type_, ListType):
            self.checking.report(FieldOfList(span=node.span, name=name))
        elif not isinstance(type_, AnyType):
            self.checking.report(NoParts(span=span, name=name.say(self.lang), kind=type_name(type_)))
        return None

    # ------------------------------------------------------------ lists

    def listing(self, node: tree.Path, env: Env) -> tuple[Checked, tree.Path | None] | None:
        """The list a path names, and what stands behind it (``费用.金额``: the list 费用, the rest 金额)."""
        for cut in range(len(node.parts), 0, -1):
            whole = cut == len(node.parts)
            head = node if whole else evolve(node, parts=node.parts[:cut], span=_upto(node, cut))
            if self._leads_to_list(head, env):
                rest = None if whole else evolve(node, parts=node.parts[cut:], span=_from(node, cut))
                return self.value(head, env, None), rest
        return None

    def _leads_to_list(self, node: tree.Path, env: Env) -> bool:
        head = cast(str, node.parts[0])
        bound, entry = self._find(head, env, len(node.parts) > 1)
        if bound is not None:
            type_, rest = bound.type, node.parts[1 if bound.named and bound.scope == head else 0:]
        elif entry is not None and entry.kind == "group":
            assert self.checking.vocabulary is not None
            type_, rest = self.checking.vocabulary, node.parts
        elif entry is not None and entry.kind == "option":
            return False
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


def _head_span(node: tree.Path, head: str) -> Span:
    return _upto(node, 1)


def _cuts(node: tree.Path) -> list[tuple[int, int]]:
    """The places of the parts within the text of the path."""
    spans: list[tuple[int, int]] = []
    at = node.span.start
    for piece in node.span.text.replace(".", ".").split("."):
        lead = len(piece) - len(piece.lstrip())
        spans.append((at + lead, at + len(piece.rstrip())))
        at += len(piece) + 1
    return spans


def _part_span(node: tree.Path, index: int) -> Span:
    cuts = _cuts(node)
    if len(cuts) != len(node.parts):
        return node.span
    return Span(node.span.source, *cuts[index])


def _upto(node: tree.Path, count: int) -> Span:
    return Span(node.span.source, node.span.start, _part_span(node, count - 1).end)


def _from(node: tree.Path, begin: int) -> Span:
    return Span(node.span.source, _part_span(node, begin).start, node.span.end)
