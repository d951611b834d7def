"""The vocabulary: types, records, lists and fields of every file of the set, as one tree of typed fields."""

from __future__ import annotations

from attrs import Factory, define, evolve, frozen

from bangban.policy.check.context import Checking, Stated, first, names_of
from bangban.policy.check.names import KINDS, DuplicateName, Entry, did_you_mean, respelling
from bangban.policy.check.names import Table as NameTable
from bangban.policy.check.statements import Sorted
from bangban.policy.check.type_words import MODIFIER_OF, TYPE_OF, read_type
from bangban.policy.types import DateType, EnumType, Field, ListType, RecordType, Type
from bangban.problems import Problem, Related
from bangban.source import Span
from bangban.syntax import tree
from bangban.syntax.keywords import MODIFIERS
from bangban.words import Both

MAX_DEPTH = 8  # a.b.c.d is already more than a person keeps apart
_GROUP_MARKS = frozenset({"optional", "finding", "sensitive", "fixed", "costly", "very_costly"})
_COSTS = {"costly": 3, "very_costly": 9}  # what changing a fact costs the applicant; 1 where nothing is said


@frozen(kw_only=True)
class UnknownGroup(Problem):
    """A dotted record whose parent nobody declares."""

    code = "BB215"
    title = Both("上一级记录没有声明", "parent record not declared")
    text = Both("「{name}」的上一级「{parent}」没有声明。{near}",
                "“{parent}”, the parent of “{name}”, is not declared.{near}")
    advice = Both("先声明「记录 {parent}」。", "declare “record {parent}” too.")
    name: str
    parent: str
    near: Both


@frozen(kw_only=True)
class DecisionDateField(Problem):
    """More than one field marked 决定日, or one that is no date of a plain record."""

    code = "BB214"
    title = Both("决定日标得不对", "decision date marked wrongly")
    text = Both("{why}", "{why}")
    advice = Both("全集只有一个日期字段标「决定日」,它不在列表里。",
                  "one date field of the set, not in a list, is marked decision_date.")
    why: Both


@frozen(kw_only=True)
class WrongGroupWords(Problem):
    """A record or list marked with something other than 可无, 认定 or 敏感."""

    code = "BB216"
    title = Both("记录的修饰语不对", "wrong words behind a record")
    text = Both("记录和列表后面只能标「可无」「认定」「敏感」「不可改」「费事」「很费事」,不能写「{found}」。",
                "a record or list may only be marked optional, finding, sensitive, fixed or costly, not “{found}”.")
    advice = Both("字段写在下面的「字段」句里。", "fields stand below, each in a field clause.")
    found: str


@frozen(kw_only=True)
class NestedTooDeep(Problem):
    """A record within records beyond what a person can follow."""

    code = "BB236"
    title = Both("记录套得太深", "records nested too deep")
    text = Both("「{name}」套了 {depth} 层,上限是 {limit} 层。",
                "“{name}” is nested {depth} deep; the limit is {limit}.")
    advice = Both("把里层的记录提到外面来。", "move the inner records out.")
    name: str
    depth: int
    limit: int = MAX_DEPTH


@frozen(kw_only=True)
class AliasOfOtherDepth(Problem):
    """记录 委托.转委托 (sub): the alias must name the same levels."""

    code = "BB237"
    title = Both("别名的层数不同", "alias of another depth")
    text = Both("「{name}」和别名「{alias}」的层数不同。",
                "“{name}” and its alias “{alias}” do not have the same levels.")
    advice = Both("别名也从最上一级写起,如 委托.转委托 (mandate.sub)。",
                  "write the alias from the top too, as in “mandate.sub (委托.转委托)”.")
    name: str
    alias: str


@define
class _Group:
    """A record or list while its parts are being gathered."""

    stated: Stated
    name: Both
    path: Both
    is_list: bool
    marks: frozenset[str] = frozenset()
    fields: list[Field] = Factory(list)
    children: list[_Group] = Factory(list)
    spaces: NameTable = Factory(NameTable)


def declare_vocabulary(sorted_: Sorted, checking: Checking) -> tuple[RecordType, tuple[str, ...] | None]:
    """The root record of all facts, and the path of the decision date."""
    for stated in sorted_["TYPE"]:
        _declare_type(stated, checking)
    groups = [g for keyword in ("RECORD", "LIST") for s in sorted_[keyword] if (g := _open_group(s, checking))]
    groups.sort(key=lambda g: g.path.zh.count("."))
    by_word: dict[str, _Group] = {}
    tops: list[_Group] = []
    for group in groups:
        _place(group, by_word, tops, checking)
    for group in groups:
        _read_fields(group, checking)
    root = RecordType(Both("", ""), tuple(sorted((_build(g) for g in tops), key=lambda f: f.name.zh)))
    for group in tops:
        field = root.get(group.name.zh)
        assert field is not None
        checking.names.values.put(Entry("group", group.name, group.stated.span, field.type, field))
    checking.vocabulary = root
    return root, _decision_date(groups, checking)


def _declare_type(stated: Stated, checking: Checking) -> None:
    label, ref = stated.label, first(stated.statement.head, tree.TypeRef)
    if label is None or ref is None:
        return
    name = names_of(label)
    built_in = next((w for w in name if w in TYPE_OF or w in MODIFIER_OF), None)
    if built_in is not None:
        checking.report(DuplicateName(span=label.span, name=built_in, again=KINDS["type"],
                                      kind=Both("内建的类型词", "a built-in word of types")))
        return
    checking.resolved(label.span, (name,))
    read = read_type(ref, stated.lang, checking).type
    if isinstance(read, EnumType):
        read = evolve(read, name=name)
    checking.names.types.add(Entry("type", name, label.span, read), checking.problems)


def _open_group(stated: Stated, checking: Checking) -> _Group | None:
    label = stated.label
    if label is None:
        return None
    path = names_of(label)
    depth = path.zh.count(".") + 1
    if depth > MAX_DEPTH:
        checking.report(NestedTooDeep(span=label.span, name=path.zh[:60], depth=depth))
        return None
    if path.en.count(".") + 1 != depth:
        checking.report(AliasOfOtherDepth(span=label.span, name=label.name, alias=label.alias or ""))
        return None
    name = Both(path.zh.rpartition(".")[2], path.en.rpartition(".")[2])
    ref = first(stated.statement.head, tree.TypeRef)
    marks: frozenset[str] = frozenset()
    if ref is not None:
        marks = _marks(ref, checking)
    return _Group(stated, name, path, stated.statement.keyword == "LIST", marks)


def _marks(ref: tree.TypeRef, checking: Checking) -> frozenset[str]:
    marks = set()
    for word in ref.words:
        code = MODIFIER_OF.get(word.name, "")
        if code in _GROUP_MARKS:
            marks.add(code)
            checking.resolved(word.span, (MODIFIERS[code],))
        else:
            checking.report(WrongGroupWords(span=word.span, found=word.name))
    if ref.values is not None or ref.low is not None:
        checking.report(WrongGroupWords(span=ref.span, found=ref.span.text))
    return frozenset(marks)


def _place(group: _Group, by_word: dict[str, _Group], tops: list[_Group], checking: Checking) -> None:
    """Under its parent, or among the top groups. The parent may be named in either language."""
    siblings = tops
    above = group.path.zh.rpartition(".")[0]
    if above:
        parent = by_word.get(above) or by_word.get(group.path.en.rpartition(".")[0])
        if parent is None:
            near = checking.nearest(above, by_word)
            span = group.stated.span
            checking.report(UnknownGroup(span=span, name=group.path.zh, parent=above, near=did_you_mean(near),
                                         fixes=respelling(Span(span.source, span.start, span.start + len(above)), near,
                                                          group.stated.lang) if near else ()))
            return
        if not parent.spaces.add(Entry("group", group.name, group.stated.span), checking.problems):
            return
        siblings = parent.children
        group.path = Both(f"{parent.path.zh}.{group.name.zh}", f"{parent.path.en}.{group.name.en}")
    elif not checking.names.values.add(Entry("group", group.name, group.stated.span), checking.problems):
        return
    siblings.append(group)
    for word in group.path:
        by_word[word] = group
    checking.resolved(group.stated.span, _parts(group.path))


def _parts(path: Both) -> tuple[Both, ...]:
    return tuple(Both(zh, en) for zh, en in zip(path.zh.split("."), path.en.split("."), strict=True))


def _read_fields(group: _Group, checking: Checking) -> None:
    for clause in group.stated.clauses.get("FIELD", ()):
        label, ref = first(clause.items, tree.Label), first(clause.items, tree.TypeRef)
        if label is None or ref is None:
            continue
        name = names_of(label)
        if not group.spaces.add(Entry("field", name, label.span), checking.problems):
            continue
        checking.resolved(label.span, (name,))
        words = read_type(ref, group.stated.lang, checking)
        note = first(clause.items, tree.Text)
        marks = words.modifiers
        group.fields.append(Field(
            name, words.type, optional="optional" in marks, finding="finding" in marks,
            sensitive="sensitive" in marks or "sensitive" in group.marks, decision_date="decision_date" in marks,
            fixed="fixed" in marks, cost=_cost(marks & _COSTS.keys() or group.marks), note=note.value if note else ""))


def _cost(marks: frozenset[str]) -> int:
    return max((_COSTS[m] for m in marks if m in _COSTS), default=1)


def _build(group: _Group) -> Field:
    """The group as a field of what is above it. Depth is that of the dotted names, which are short."""
    children = sorted(group.children, key=lambda c: c.name.zh)
    record = RecordType(group.path, (*group.fields, *(_build(c) for c in children)))
    type_: Type = ListType(record) if group.is_list else record
    return Field(group.name, type_, optional="optional" in group.marks, finding="finding" in group.marks,
                 sensitive="sensitive" in group.marks, fixed="fixed" in group.marks, cost=_cost(group.marks),
                 note=group.stated.text("NOTE"))


def _decision_date(groups: list[_Group], checking: Checking) -> tuple[str, ...] | None:
    found: list[tuple[_Group, Field, Span]] = []
    lists = {g.path.zh for g in groups if g.is_list}
    for group in groups:
        for field in group.fields:
            if not field.decision_date:
                continue
            span = next((c.span for c in group.stated.clauses["FIELD"] for label in (first(c.items, tree.Label),)
                         if label and field.name.zh in (label.name, label.alias)), group.stated.span)
            steps = group.path.zh.split(".")
            in_list = any(".".join(steps[:i + 1]) in lists for i in range(len(steps)))
            if not isinstance(field.type, DateType):
                checking.report(DecisionDateField(span=span, why=Both(
                    "决定日应当是日期。", "the decision date must be a date.")))
            elif in_list:
                checking.report(DecisionDateField(span=span, why=Both(
                    "列表里的日期不能作决定日。", "a date in a list cannot be the decision date.")))
            else:
                found.append((group, field, span))
    for _, _, span in found[1:]:
        checking.report(DecisionDateField(
            span=span, why=Both("已有另一个字段标了「决定日」。", "another field is already marked decision_date."),
            related=(Related(found[0][2], Both("先在这里", "first here")),)))
    if not found:
        return None
    group, field, _ = found[0]
    return (*group.path.zh.split("."), field.name.zh)

