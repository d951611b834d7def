"""``*.cases.yaml`` to cases: each a title, facts, and what the decision on them must be.

    用例:
      - 名称: 不是自愿
        基于: 自愿的协办
        已知: {申请: {自愿: false}}
        应为: 拒绝
        因: [须自愿申请]

Names of rules and facts and citations are read by the same grammar as in a .policy file.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from attrs import Factory, define, field, frozen

from bangban.problems import FactPath, Problem
from bangban.source import NOWHERE, Source, Span
from bangban.syntax import tree
from bangban.syntax.embedded import as_name, tokens_of
from bangban.syntax.keywords import BY_TOKEN, VERDICTS, YAML_KEYS
from bangban.syntax.lexer import Lexed
from bangban.syntax.parser import parse_clause
from bangban.syntax.yaml_nodes import Entries, Items, Node, Scalar, compose
from bangban.syntax.yaml_problems import UnknownKey, WrongShape
from bangban.words import Both, Lang

_KEYS: dict[str, Both] = {"name": YAML_KEYS["name"], **{
    token: BY_TOKEN[token].word
    for token in ("BASED_ON", "GIVEN", "UNSET", "EXPECT", "BECAUSE", "NOT_BECAUSE", "CITES", "NOTE")}}
_EXPECTATIONS = ("EXPECT", "BECAUSE", "NOT_BECAUSE", "CITES")
_NAMED = frozenset({"NAME", "DOT", "LSQB", "RSQB", "NUMBER", "COMMA", "SEMI"})


@frozen(kw_only=True)
class NotCases(Problem):
    """A cases file holds one key with a list of cases."""

    code = "BB140"
    title = Both("用例文件写法不对", "not a file of cases")
    text = Both("用例文件只有一个键「用例」,下面是用例的列表。",
                "a file of cases has one key, “cases”, with a list of cases.")
    advice = Both("第一行写「用例:」,以下每个用例以「- 名称: …」开头。",
                  "begin with “cases:”, then each case with “- name: …”.")


@frozen(kw_only=True)
class IncompleteCase(Problem):
    """A case without a title, or that expects nothing."""

    code = "BB141"
    title = Both("用例不完整", "incomplete case")
    text = Both("用例缺少{missing}。", "the case lacks {missing}.")
    advice = Both("每个用例要有名称,并写明应为、因、不因、引用中至少一项。",
                  "a case needs a name and at least one of expect, because, not_because, cites.")
    missing: Both


@frozen(kw_only=True)
class UnknownVerdict(Problem):
    """A verdict that does not exist."""

    code = "BB142"
    title = Both("没有这种结论", "no such verdict")
    text = Both("没有「{found}」这种结论。", "“{found}” is not a verdict.")
    advice = Both("结论有四种:准予、拒绝、待补正、不适用。", "verdicts: permit, deny, pending, not_applicable.")
    found: str


@frozen(kw_only=True)
class SameCase(Problem):
    """Two cases of one name in one file."""

    code = "BB143"
    title = Both("用例重名", "two cases of one name")
    text = Both("用例「{name}」写了两次。", "there are two cases “{name}”.")
    advice = Both("给其中一个另起名称。", "rename one of them.")
    name: str


@frozen
class FactCell:
    """A cell of a table of cases that gives a fact: the place of its column in ``CaseText.columns``, its text."""

    column: int
    text: str
    span: Span


@frozen
class CaseText:
    """A case as written. ``given`` is plain data; ``expect`` a key of ``keywords.VERDICTS``.

    A row of a table gives ``cells`` instead: what a cell says depends on the type of its column.
    """

    title: str
    based_on: str | None = None
    given: dict[str, Any] = field(factory=dict)
    unset: tuple[tree.Path, ...] = ()
    expect: str | None = None
    because: tuple[tree.Path, ...] = ()
    not_because: tuple[tree.Path, ...] = ()
    cites: tuple[tree.Cite, ...] = ()
    note: str | None = None
    lang: Lang = "zh"
    span: Span = field(default=NOWHERE, eq=False, repr=False, kw_only=True)
    title_span: Span = field(default=NOWHERE, eq=False, repr=False, kw_only=True)
    based_on_span: Span = field(default=NOWHERE, eq=False, repr=False, kw_only=True)
    expect_span: Span = field(default=NOWHERE, eq=False, repr=False, kw_only=True)
    facts: Entries | None = field(default=None, eq=False, repr=False, kw_only=True)
    columns: tuple[tree.Path, ...] = field(default=(), repr=False, kw_only=True)
    cells: tuple[FactCell, ...] = field(default=(), kw_only=True)

    def fact_span(self, path: FactPath) -> Span:
        """Where the fact at ``path`` (keys as written, list places from 0) was typed, or the nearest thing to it."""
        node: Node | None = self.facts
        span = self.title_span if node is None else Span(self.title_span.source, node.start, node.end)
        for part in path:
            if isinstance(node, Entries) and isinstance(part, str):
                node = node.get(part)
            elif isinstance(node, Items) and isinstance(part, int) and 0 <= part < len(node.items):
                node = node.items[part]
            else:
                node = None
            if node is None:
                break
            span = Span(span.source, node.start, node.end)
        return span


def parse_cases(source: Source) -> tuple[list[CaseText], list[Problem]]:
    """The cases of a file, with everything that is wrong with it; cases without a title are left out."""
    composed = compose(source)
    if composed.node is None:
        return [], composed.problems or [NotCases(span=Span(source, 0, min(1, len(source.text))))]
    reading = _Reading(source, composed.problems)
    cases = reading.file(composed.node)
    reading.problems.sort(key=lambda p: p.span.start)
    return cases, reading.problems


def paths_in(source: Source, scalar: Scalar, token: str, lang: Lang, problems: list[Problem]) -> list[tree.Path]:
    """Names of rules, or of facts where ``token`` is UNSET; in a list of names every word is a name."""
    tokens, _ = tokens_of(source, scalar, Lexed([], [], lang, problems))
    named = [t if t.type in _NAMED else as_name(t) for t in tokens]
    items, wrong = parse_clause(source, lang, token, named)
    problems.extend(wrong)
    return [item for item in items if isinstance(item, tree.Path)]


def cites_in(source: Source, scalar: Scalar, lang: Lang, problems: list[Problem]) -> list[tree.Cite]:
    """The provisions a text names."""
    tokens, _ = tokens_of(source, scalar, Lexed([], [], lang, problems), citing=True)
    items, wrong = parse_clause(source, lang, "CITES", tokens)
    problems.extend(wrong)
    return [item for item in items if isinstance(item, tree.Cite)]


@define
class _Reading:
    """One file of cases while it is being read."""

    source: Source
    problems: list[Problem]
    lang: Lang = "zh"
    titles: dict[str, Span] = Factory(dict)

    def file(self, node: Node) -> list[CaseText]:
        entries = node.entries if isinstance(node, Entries) else []
        if len(entries) != 1 or entries[0][0].value not in YAML_KEYS["cases"]:
            self.problems.append(NotCases(span=self.span(node)))
            return []
        key, value = entries[0]
        self.lang = "zh" if key.value == YAML_KEYS["cases"].zh else "en"
        if not isinstance(value, Items):
            self.problems.append(NotCases(span=self.span(key)))
            return []
        return [case for item in value.items if (case := self.case(item)) is not None]

    def case(self, node: Node) -> CaseText | None:
        if not isinstance(node, Entries):
            self.shape(node, YAML_KEYS["cases"].say(self.lang),
                       Both("名称、已知、应为等键", "keys such as name, given, expect"))
            return None
        found = self.keys(node)
        span = self.span(node)
        title = self.text(found, "name")
        if not title:
            if not isinstance(found.get("name"), Items | Entries):  # else its shape is told already
                self.problems.append(IncompleteCase(span=self.head(node), missing=YAML_KEYS["name"]))
            return None
        if not any(token in found for token in _EXPECTATIONS):
            self.problems.append(IncompleteCase(
                span=self.place(found, "name"), missing=Both("期望(应为、因、不因、引用之一)", "an expectation")))
        self.once(title, self.place(found, "name"))
        given = found.get("GIVEN")
        if given is not None and not isinstance(given, Entries):
            if not (isinstance(given, Scalar) and given.data() is None):
                self.shape(given, _KEYS["GIVEN"].say(self.lang), Both("事实的键和值", "a mapping of facts"))
            given = None
        unset, because, not_because = (
            self.paths(found.get(token), token) for token in ("UNSET", "BECAUSE", "NOT_BECAUSE"))
        return CaseText(
            title, self.text(found, "BASED_ON"), given.data() if given is not None else {}, unset,
            self.verdict(found.get("EXPECT")), because, not_because, self.cites(found.get("CITES")),
            self.text(found, "NOTE"), self.lang, span=span, title_span=self.place(found, "name"),
            based_on_span=self.place(found, "BASED_ON"), expect_span=self.place(found, "EXPECT"), facts=given)

    # ------------------------------------------------------------ keys and values

    def keys(self, node: Entries) -> dict[str, Node]:
        """The values by token; what is no key of a case is told."""
        found: dict[str, Node] = {}
        words = {both.say(self.lang): token for token, both in _KEYS.items()}
        for key, value in node.entries:
            token = words.get(key.value)
            if token is None:
                self.problems.append(UnknownKey.of(self.span(key), key.value, list(words)))
            else:
                found.setdefault(token, value)
        return found

    def text(self, found: dict[str, Node], token: str) -> str | None:
        node = found.get(token)
        if node is None:
            return None
        if isinstance(node, Scalar):
            return node.value.strip() or None
        self.shape(node, _KEYS[token].say(self.lang), Both("一句文字", "a text"))
        return None

    def verdict(self, node: Node | None) -> str | None:
        if node is None:
            return None
        if isinstance(node, Scalar):
            verdict = next((v for v, both in VERDICTS.items() if node.value.strip() == both.say(self.lang)), None)
            if verdict is not None:
                return verdict
        found = node.value if isinstance(node, Scalar) else self.span(node).text[:40]
        self.problems.append(UnknownVerdict(span=self.span(node), found=found))
        return None

    def paths(self, node: Node | None, token: str) -> tuple[tree.Path, ...]:
        return tuple(path for scalar in self.scalars(node, token)
                     for path in paths_in(self.source, scalar, token, self.lang, self.problems))

    def cites(self, node: Node | None) -> tuple[tree.Cite, ...]:
        return tuple(cite for scalar in self.scalars(node, "CITES")
                     for cite in cites_in(self.source, scalar, self.lang, self.problems))

    def scalars(self, node: Node | None, token: str) -> Iterable[Scalar]:
        """The texts of a list; one text alone is a list of one, nothing an empty list."""
        items = node.items if isinstance(node, Items) else [] if node is None else [node]
        for item in items:
            if isinstance(item, Scalar):
                if item.data() is not None:
                    yield item
            else:
                self.shape(item, _KEYS[token].say(self.lang), Both("文字的列表", "a list of texts"))

    def once(self, title: str, span: Span) -> None:
        if title in self.titles:
            self.problems.append(SameCase(span=span, name=title))
        self.titles[title] = span

    # ------------------------------------------------------------ places

    def shape(self, node: Node, key: str, wanted: Both) -> None:
        self.problems.append(WrongShape(span=self.span(node), key=key, wanted=wanted))

    def span(self, node: Node) -> Span:
        return Span(self.source, node.start, node.end)

    def head(self, node: Entries) -> Span:
        """The first key of a mapping: a narrow place to point at."""
        return self.span(node.entries[0][0]) if node.entries else self.span(node)

    def place(self, found: dict[str, Node], token: str) -> Span:
        return self.span(found[token]) if token in found else NOWHERE
