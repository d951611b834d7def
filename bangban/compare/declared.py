"""``*.changes.yaml``: what a change of the rules is meant to change, class by class, as conditions of the new set.

    说明: 委托期限届满当日不再代办
    变更:
      - 名称: 届满当日停办
        类别: 新增拒绝
        当: 服务.类别 = 代办 且 委托.届满日 = 决定日

The conditions are the expression language of the policies, checked against the new set like any other condition.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from attrs import Factory, define, evolve, frozen

from bangban.compare.classes import CLASSES, ChangeClass, class_named
from bangban.files import FileSet, SetFile
from bangban.policy.check import check
from bangban.policy.fact_names import fact_field
from bangban.policy.model import Model
from bangban.policy.terms import Term
from bangban.policy.types import RecordType
from bangban.problems import PolicyError, Problem
from bangban.source import Source, Span
from bangban.syntax import tree
from bangban.syntax.embedded import tokens_of
from bangban.syntax.lexer import Lexed
from bangban.syntax.parser import parse_clause
from bangban.syntax.yaml_nodes import Entries, Items, Node, Scalar, compose
from bangban.syntax.yaml_problems import UnknownKey, WrongShape
from bangban.words import Both, Lang

ENDINGS = (".changes.yaml", ".changes.yml")
_TOP = {"note": Both("说明", "note"), "renamed": Both("改名", "renamed"), "readings": Both("读法", "readings"),
        "changes": Both("变更", "changes")}
_KEYS = {"name": Both("名称", "name"), "class": Both("类别", "class"), "when": Both("当", "when"),
         "duty": Both("义务", "duty"), "note": Both("说明", "note")}
Path = tuple[str, ...]


@frozen(kw_only=True)
class NotChanges(Problem):
    """A file of declared changes holds a list of them under one key."""

    code = "BB523"
    title = Both("变更声明写法不对", "not a file of declared changes")
    text = Both("变更声明里没有「变更」这个列表。", "the file has no list “changes”.")
    advice = Both("写「变更:」,以下每项以「- 名称: …」开头,写明类别和条件(当)。",
                  "write “changes:”, then each with “- name: …”, its class and its condition (when).")


@frozen(kw_only=True)
class NoDeclaration(Problem):
    """The file that is said to declare the changes is not there."""

    code = "BB529"
    title = Both("没有变更声明", "no file of declared changes")
    text = Both("没有变更声明「{written}」这个文件。", "there is no file of declared changes “{written}”.")
    advice = Both("路径从当前目录算起。有要声明的变更就写这个文件;没有的,去掉 --only-declared,决定有改变时照样不通过。",
                  "the path starts from the current folder. Write the file if a change is meant; if none is, leave out "
                  "--only-declared: a change of decisions fails all the same.")
    written: str


@frozen(kw_only=True)
class IncompleteChange(Problem):
    """A declared change without a name or a class."""

    code = "BB524"
    title = Both("声明的变更不完整", "incomplete declared change")
    text = Both("这一项缺少「{missing}」。", "this one lacks “{missing}”.")
    advice = Both("每项都要有名称和类别;当是条件,不写就是任何情形。",
                  "each needs a name and a class; when is its condition, left out it means any case.")
    missing: Both


@frozen(kw_only=True)
class NoSuchClass(Problem):
    """A class of change that does not exist."""

    code = "BB525"
    title = Both("没有这类变更", "no such class of change")
    text = Both("没有「{found}」这类变更。", "“{found}” is no class of change.")
    advice = Both("有这些:{classes}。", "classes: {classes}.")
    found: str
    classes: tuple[Both, ...]


@frozen(kw_only=True)
class NotRenamed(Problem):
    """A fact is declared to be renamed and is not."""

    code = "BB541"
    title = Both("声明了改名,而不是改名", "declared to be renamed, but is not")
    text = Both("声明了「{old}」改名为「{new}」;改名的,旧版有前一个,新版有后一个、没有前一个。",
                "“{old}” is declared to be renamed “{new}”; then the old version has the former, and the new one the "
                "latter and no longer the former.")
    advice = Both("核对两个名称,或者删去这一行。", "check both names, or delete the line.")
    old: str
    new: str


@frozen
class Declared:
    """One declared change: its class, its condition (None: any case), the duty it is about."""

    name: str
    kind: ChangeClass
    condition: Term | None
    duty: str | None
    span: Span


@frozen
class Declaration:
    """A file of declared changes.

    ``readings``: the facts that are meant to be read differently, and where each is named. ``elsewhere``: where changes
    are declared that speak of what only other sets have.
    """

    source: Source
    changes: tuple[Declared, ...]
    note: str = ""
    readings: dict[str, Span] = Factory(dict)
    elsewhere: tuple[Span, ...] = ()


def read_declarations(source: Source, sets: Sequence[tuple[FileSet, Model]]) -> list[Declaration]:
    """What a file declares, as each of some new sets understands it. Raises :class:`PolicyError` with every fault: a
    condition has to be understood by one of them."""
    reading = _Reading(source)
    reading.file(compose(source), reading.problems)
    checked = [reading.checked(fileset, model) for fileset, model in sets]
    first = checked[0][1]
    problems = [*reading.problems, *(p for i in first if all(i in unclear for _, unclear in checked) for p in first[i])]
    if problems:
        raise PolicyError(sorted(problems, key=lambda p: p.span.start))
    return [reading.declaration(terms, unclear) for terms, unclear in checked]


def renamed_in(source: Source, sets: Sequence[tuple[Model, Model]]) -> list[dict[Path, Path]]:
    """The renamed facts a file declares, as far as each of some sets (old, new) has them. Raises :class:`PolicyError`
    where none has; what else is wrong with the file is told by :func:`read_declarations`."""
    reading = _Reading(source)
    reading.file(compose(source), [])
    found: list[dict[Path, Path]] = [{} for _ in sets]
    problems: list[Problem] = []
    for one, other in reading.renamed.items():
        fits = [_renamed(old, new, one, other) for old, new in sets]
        for here, pair in zip(found, fits, strict=True):
            here.update([pair] if pair is not None else [])
        if sets and not any(fits):
            problems.append(NotRenamed(span=reading.places[one], old=".".join(one), new=".".join(other)))
    if problems:
        raise PolicyError(problems)
    return found


def _renamed(old: Model, new: Model, one: Path, other: Path) -> tuple[Path, Path] | None:
    """A renaming by canonical names: the fact was there, is there under the new name, and no longer under the old."""
    was, now = _canonical(old.vocabulary, one), _canonical(new.vocabulary, other)
    if was is None or now is None or _canonical(new.vocabulary, (*now[:-1], was[-1])) is not None:
        return None
    return was, now


def _canonical(vocabulary: RecordType, path: Path) -> Path | None:
    fields = [fact_field(vocabulary, path[:end]) for end in range(1, len(path) + 1)]
    return None if None in fields else tuple(f.name.zh for f in fields if f is not None)


@define
class _Reading:
    source: Source
    problems: list[Problem] = Factory(list)
    lang: Lang = "zh"
    changes: list[Declared] = Factory(list)
    expressions: dict[int, tree.Expr] = Factory(dict)
    renamed: dict[Path, Path] = Factory(dict)
    readings: dict[str, Span] = Factory(dict)
    note: str = ""
    places: dict[Path, Span] = Factory(dict)  # where each renamed fact is named

    def declaration(self, terms: Mapping[int, Term], unclear: Collection[int]) -> Declaration:
        """What of it a set understands."""
        changes = tuple(evolve(c, condition=terms.get(i)) for i, c in enumerate(self.changes) if i not in unclear)
        return Declaration(self.source, changes, self.note, self.readings,
                           tuple(self.changes[i].span for i in unclear))

    def file(self, composed: Any, problems: list[Problem]) -> None:
        problems += composed.problems
        node = composed.node
        if not isinstance(node, Entries):
            if not composed.problems:
                self.problems.append(NotChanges(span=Span(self.source, 0, min(1, len(self.source.text)))))
            return
        self.lang = "en" if any(key.value in {b.en for b in _TOP.values()} for key, _ in node.entries) else "zh"
        found = self.keys(node, _TOP)
        self.note = self.text(found.get("note"), _TOP["note"]) or ""
        self.renames(found.get("renamed"))
        self.read_differently(found.get("readings"))
        listed = found.get("changes")
        if not isinstance(listed, Items):
            if not found.keys() & {"renamed", "readings"} or listed is not None:
                self.problems.append(NotChanges(span=self.span(listed or node)))
            return
        for item in listed.items:
            self.change(item)

    def change(self, node: Node) -> None:
        if not isinstance(node, Entries):
            self.shape(node, _TOP["changes"], Both("名称、类别、当等键", "keys such as name, class, when"))
            return
        found = self.keys(node, _KEYS)
        for token in ("name", "class"):
            if token not in found:
                self.problems.append(IncompleteChange(span=self.head(node), missing=_KEYS[token]))
        word = self.text(found.get("class"), _KEYS["class"])
        kind = None if word is None else class_named(word)
        if word is not None and (kind is None or kind.information):
            self.problems.append(NoSuchClass(
                span=self.span(found["class"]), found=word,
                classes=tuple(c.name for c in CLASSES if not c.information)))
        if kind is not None:
            self.expression(found.get("when"), len(self.changes))
            self.changes.append(Declared(self.text(found.get("name"), _KEYS["name"]) or kind.name.say(self.lang), kind,
                                         None, self.text(found.get("duty"), _KEYS["duty"]), self.head(node)))

    def expression(self, node: Node | None, index: int) -> None:
        if node is None:
            return
        if not isinstance(node, Scalar):
            self.shape(node, _KEYS["when"], Both("一个条件", "a condition"))
            return
        lexed = Lexed([], [], self.lang, self.problems)
        tokens, _ = tokens_of(self.source, node, lexed)
        items, problems = parse_clause(self.source, self.lang, "WHEN", tokens)
        self.problems += problems
        if items and not problems:
            self.expressions[index] = items[0]  # type: ignore[assignment]

    def renames(self, node: Node | None) -> None:
        if node is None:
            return
        if not isinstance(node, Entries):
            self.shape(node, _TOP["renamed"], Both("旧名: 新名", "old: new"))
            return
        for key, value in node.entries:
            if isinstance(value, Scalar):
                one = tuple(key.value.strip().split("."))
                self.renamed[one] = tuple(value.value.strip().split("."))
                self.places.setdefault(one, self.span(key))
            else:
                self.shape(value, _TOP["renamed"], Both("一个事实的路径", "the path of a fact"))

    def read_differently(self, node: Node | None) -> None:
        if node is None:
            return
        items = node.items if isinstance(node, Items) else (node,)
        for item in items:
            name = self.text(item, _TOP["readings"])
            if name is not None:
                self.readings[name] = self.span(item)

    # ------------------------------------------------------------ the conditions, checked as invariants of the new set

    def checked(self, fileset: FileSet, model: Model) -> tuple[dict[int, Term], dict[int, list[Problem]]]:
        """The terms of the conditions, and what a set does not understand of them. A rule of the set under which they
        stand lends them its names."""
        if not self.expressions:
            return {}, {}
        label = {i: Both(f"声明的变更{i}", f"declared_change_{i}").say(self.lang) for i in self.expressions}
        head = tree.Statement("POLICY", (tree.Label(self._policy(model)),))
        claims = tuple(tree.Statement("INVARIANT", (tree.Label(label[i]),), (
            tree.Clause("WHEN", (expression,)), tree.Clause("NEVER", (tree.Word("PERMIT"),))))
            for i, expression in self.expressions.items())
        file = SetFile(self.source, tree.File(self.lang, (head, *claims)), primary=False)
        found, problems = check(evolve(fileset, files=(*fileset.files, file), cases=()))
        unclear: dict[int, list[Problem]] = {}
        for problem in problems:
            if problem.span.source is self.source and problem.severity == "error":
                i = max((i for i, e in self.expressions.items() if e.span.start <= problem.span.start), default=0)
                unclear.setdefault(i, []).append(problem)
        by_name = {i.name.zh: i.condition for i in found.invariants}
        return {i: term for i in self.expressions if (term := by_name.get(label[i])) is not None}, unclear

    def _policy(self, model: Model) -> str:
        return next(head.name.say(self.lang) for head in model.heads.values() if head.primary)

    # ------------------------------------------------------------ keys, values, places

    def keys(self, node: Entries, known: dict[str, Both]) -> dict[str, Node]:
        words = {both.say(self.lang): token for token, both in known.items()}
        found: dict[str, Node] = {}
        for key, value in node.entries:
            token = words.get(key.value)
            if token is None:
                self.problems.append(UnknownKey.of(self.span(key), key.value, list(words)))
            else:
                found.setdefault(token, value)
        return found

    def text(self, node: Node | None, key: Both) -> str | None:
        if node is None:
            return None
        if isinstance(node, Scalar):
            return node.value.strip() or None
        self.shape(node, key, Both("一句文字", "a text"))
        return None

    def shape(self, node: Node, key: Both, wanted: Both) -> None:
        self.problems.append(WrongShape(span=self.span(node), key=key.say(self.lang), wanted=wanted))

    def span(self, node: Node) -> Span:
        return Span(self.source, node.start, node.end)

    def head(self, node: Entries) -> Span:
        return self.span(node.entries[0][0]) if node.entries else self.span(node)


def for_class(declared: Iterable[Declared], kind: ChangeClass, duty: Both | None) -> list[Declared]:
    """The declared changes that cover a class (of a duty)."""
    return [d for d in declared if d.kind is kind and (d.duty is None or duty is None or d.duty in duty)]
