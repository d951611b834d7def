"""The YAML spelling to the same tree: keys are the keywords, values what follows them in a .policy text.

    政策: 沧州代办帮办 (cangzhou)
    标题: …
    声明:
      - 规则: 须自愿申请 (voluntary)
        归类: 自愿
        依据: [二(三) "…", 《民法典》第五条]
        当: 以申请为前提
        要求: 申请.自愿
        否则: {拒绝: 须自愿。}

Where .policy has a colon after a label or path, YAML may have a mapping; where it has commas, a list; a text needs no
quotes of its own. A clause written twice is a list. What cannot follow in one mapping goes on under 接着. Each value
becomes tokens of the one grammar, so both spellings give the same tree and the same problems.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator

from attrs import Factory, define, evolve, frozen
from lark import Token

from bangban.problems import Problem
from bangban.source import Source, Span
from bangban.syntax import tree
from bangban.syntax.embedded import text_of, tokens_of
from bangban.syntax.keywords import BY_TOKEN, BY_WORD, CLAUSES, STATEMENTS, YAML_KEYS
from bangban.syntax.lexer import (
    CITING,
    KEYWORD_OF,
    MAX_PROBLEMS,
    MAX_TOKENS,
    Lexed,
    language_of,
    make_token,
    too_many_tokens,
)
from bangban.syntax.mistakes import NoStatement, OtherLanguage
from bangban.syntax.parser import Chunk, assemble
from bangban.syntax.yaml_nodes import Entries, Items, Node, Scalar, compose
from bangban.syntax.yaml_problems import UnknownKey, WrongShape
from bangban.words import Both, Lang

TEXT_CLAUSES = frozenset({"TITLE", "ISSUER", "NUMBER_OF", "SOURCE", "IMPORT", "NOTE", "FROM_FILE", "NEXT", "FORBID",
                          "WARN", "BASED_ON", "PERMIT"})
LISTED = frozenset({"BASIS", "CITES", "PROVISO", "BECAUSE", "NOT_BECAUSE", "UNSET"})
LABELLED = frozenset({"FIELD", "COLUMN", "UNLESS"})
LABELLED_HEADS = frozenset({"TYPE", "RECORD", "LIST", "OPTION", "PARAMETER"})
_MISSHAPEN = "MISSHAPEN"  # no token of the grammar
_SCALAR = Both("一句文字", "a text")
_ENTRIES = Both("以关键词为键的内容", "a mapping with keywords as keys")


@frozen(kw_only=True)
class TwoStatements(Problem):
    """Two declarations in one mapping: the dash between them is missing."""

    code = "BB129"
    title = Both("一项里有两个声明", "two statements in one")
    text = Both("这一项已经以「{first}」开头,不能再写「{found}」。",
                "this one begins with “{first}”; “{found}” begins another.")
    advice = Both("在「{found}」前面加「- 」,另起一项。", "put “- ” before “{found}” to begin a new one.")
    first: str
    found: str


def parse_yaml(source: Source) -> tuple[tree.File, list[Problem]]:
    """A .policy.yaml text as a tree, with everything that is wrong with it; parts in error are left out."""
    composed = compose(source)
    lang = _language(source, composed.node)
    if composed.node is None:
        problems = composed.problems or [NoStatement(span=Span(source, 0, min(1, len(source.text))))]
        return tree.File(lang, (), span=Span(source, 0, len(source.text))), problems
    lexed = Lexed([], composed.comments, lang, composed.problems)
    reading = _Reading(source, lexed)
    try:
        reading.file(composed.node)
    except _TooMany as stop:
        lexed.problems.append(too_many_tokens(source, stop.at))
    lexed.comments.sort(key=lambda c: c.start)
    file, problems = assemble(source, lexed, reading.parts)
    whole = {(s.start, s.end) for s in reading.apart}
    return file, [evolve(p, fixes=()) if (p.span.start, p.span.end) in whole else p for p in problems]


def _language(source: Source, node: Node | None) -> Lang:
    """That of the first key that is a keyword, else of the first word."""
    keys = [key.value for key, _ in node.entries] if isinstance(node, Entries) else []
    found = next((k for k in keys if k in BY_WORD), None)
    if found is None:
        return language_of(source.text)
    return "zh" if BY_WORD[found].word.zh == found else "en"


class _TooMany(Exception):
    """More tokens than a file may have; reading stops."""

    def __init__(self, at: int) -> None:
        self.at = at


@define
class _Reading:
    """One file on its way from nodes to the chunks of tokens the parser takes."""

    source: Source
    lexed: Lexed
    parts: list[Chunk] = Factory(list)
    count: int = 0
    apart: list[Scalar] = Factory(list)  # scalars lexed apart from the file: a repair inside them has no place

    @property
    def lang(self) -> Lang:
        return self.lexed.lang

    def file(self, node: Node) -> None:
        """The first statement at the top, the others under 声明."""
        if not isinstance(node, Entries):
            self.shape(node, YAML_KEYS["statements"].say(self.lang), _ENTRIES)
            return
        listed: list[Node] = []
        entries = []
        for key, value in node.entries:
            if key.value != YAML_KEYS["statements"].say(self.lang):
                entries.append((key, value))
            elif isinstance(value, Items):
                listed.extend(value.items)
            elif not _is_nothing(value):
                self.shape(value, key.value, Both("声明的列表", "a list of statements"))
        self.statement(Entries(entries, node.start, node.end))
        for item in listed:
            if isinstance(item, Entries):
                self.statement(item)
            else:
                self.shape(item, YAML_KEYS["statements"].say(self.lang), _ENTRIES)

    def statement(self, node: Entries) -> None:
        """One statement: its keyword among the keys, and its clauses in the order written."""
        heads = [(key, value) for key, value in node.entries if self.token(key) in STATEMENTS]
        if not heads:
            place = node.entries[0][0] if node.entries else node
            self.lexed.problems.append(NoStatement(span=self.span(place)))
            return
        key, value = heads[0]
        for other, _ in heads[1:]:
            self.lexed.problems.append(TwoStatements(span=self.span(other), first=key.value, found=other.value))
        keyword = self.token(key)
        clauses: list[list[Token]] = []
        head = self.head(keyword, key, value)
        if not _is_misshapen(head):
            self.parts.append((head, clauses))
        self.clauses([e for e in node.entries if self.token(e[0]) not in STATEMENTS], clauses)

    def clauses(self, entries: list[tuple[Scalar, Node]], into: list[list[Token]]) -> None:
        for key, value in entries:
            keyword = self.token(key)
            if keyword in CLAUSES:
                opening = make_token(keyword, key.value, key.start, key.end)
                into.extend(c for c in self.clause(keyword, opening, value) if not _is_misshapen(c))
            elif key.value == YAML_KEYS["then"].say(self.lang):
                for item in value.items if isinstance(value, Items) else [value]:
                    if isinstance(item, Entries):
                        self.clauses(item.entries, into)
                    else:
                        self.shape(item, key.value, _ENTRIES)
            else:
                self.unknown(key)

    # ------------------------------------------------------------ heads and clauses as tokens

    def head(self, keyword: str, key: Scalar, value: Node) -> list[Token]:
        opening = make_token(keyword, key.value, key.start, key.end)
        if keyword in LABELLED_HEADS and isinstance(value, Entries) and len(value.entries) == 1:
            return [opening, *self.labelled(*value.entries[0])]
        return [opening, *(self.text(keyword, value) if keyword == "CASE" else self.lex(keyword, value))]

    def clause(self, keyword: str, opening: Token, value: Node) -> Iterator[list[Token]]:
        """The clauses under one key: one, or for a list (of fields, for a mapping) one for each."""
        if isinstance(value, Items) and not (keyword in LISTED and all(isinstance(i, Scalar) for i in value.items)):
            if keyword == "ROW":
                yield from self.each(opening, value.items, lambda item: self.listed(keyword, item))
            else:
                for i, item in enumerate(value.items):
                    first = opening if i == 0 else make_token(keyword, "", item.start, item.start)
                    if isinstance(item, Items) and keyword in LISTED:
                        yield [first, *self.listed(keyword, item)]
                    elif isinstance(item, Items):
                        yield self.misshapen(keyword, item)
                    else:
                        yield from self.clause(keyword, first, item)
        elif keyword in LABELLED and isinstance(value, Entries):
            for i, (label, rest) in enumerate(value.entries):
                first = opening if i == 0 else make_token(keyword, "", label.start, label.start)
                yield [first, *self.labelled(label, rest)]
        else:
            content = self.content(keyword, value)
            # a clause of its keyword alone still ends where its 是 ends: comments behind that belong to it
            alone = make_token(keyword, str(opening), opening.start_pos or 0, value.end)
            yield [opening, *content] if content else [alone]

    def each(self, opening: Token, nodes: list[Node], read: Callable[[Node], list[Token]]) -> Iterator[list[Token]]:
        """A clause for each node, the first beginning at the key."""
        for i, node in enumerate(nodes):
            yield [opening if i == 0 else make_token(opening.type, "", node.start, node.start), *read(node)]

    def content(self, keyword: str, value: Node) -> list[Token]:
        """What follows the keyword of one clause."""
        if keyword in TEXT_CLAUSES:
            return self.text(keyword, value)
        if keyword == "ABSOLUTE" and isinstance(value, Scalar) and (value.data() is True or value.value in
                                                                    BY_TOKEN["TRUE"].word):
            return []
        if keyword == "ELSE" and isinstance(value, Entries) and len(value.entries) == 1:
            verdict, message = value.entries[0]
            return [*self.lex(keyword, verdict), *self.text(keyword, message)]
        if keyword == "GIVEN" and isinstance(value, Entries):
            return self.given(value)
        return self.listed(keyword, value)

    def listed(self, keyword: str, value: Node) -> list[Token]:
        """A text, or a list of texts as if commas stood between them."""
        tokens: list[Token] = []
        for item in value.items if isinstance(value, Items) else [value]:
            if tokens:
                tokens.append(make_token("COMMA", ",", item.start, item.start))
            tokens.extend(self.lex(keyword, item))
        return tokens

    def given(self, value: Entries) -> list[Token]:
        """``path: value`` for each fact, as if ``=`` and ``;`` stood between."""
        tokens: list[Token] = []
        for path, fact in value.entries:
            if tokens:
                tokens.append(make_token("SEMI", ";", path.start, path.start))
            tokens.extend(self.lex("GIVEN", path))
            tokens.append(make_token("EQ", "=", path.end, path.end))
            tokens.extend(self.lex("GIVEN", fact))
        return tokens

    def labelled(self, label: Scalar, rest: Node) -> list[Token]:
        """``label: rest`` with the colon of the mapping for that of the language."""
        colon = make_token("COLON", ":", label.end, label.end)
        return [*self.lex("FIELD", label), colon, *self.lex("FIELD", rest)]

    def text(self, keyword: str, value: Node) -> list[Token]:
        """A scalar as one string."""
        if isinstance(value, Scalar):
            return [] if value.data() is None else [text_of(value)]
        return self.misshapen(keyword, value)

    def lex(self, keyword: str, value: Node) -> list[Token]:
        """A scalar in the expression language."""
        if not isinstance(value, Scalar):
            return self.misshapen(keyword, value)
        if _is_nothing(value):
            return []
        if len(self.lexed.problems) >= MAX_PROBLEMS:
            return []
        tokens, in_place = tokens_of(self.source, value, self.lexed, citing=keyword in CITING)
        self.count += len(tokens)
        if self.count > MAX_TOKENS:
            raise _TooMany(value.start)
        if not in_place:
            self.apart.append(value)
        return tokens

    # ------------------------------------------------------------ keys and what is wrong with them

    def token(self, key: Scalar) -> str:
        return KEYWORD_OF[self.lang].get(key.value, "")

    def unknown(self, key: Scalar) -> None:
        """A key that is none: of the other language, or misspelt."""
        if len(self.lexed.problems) >= MAX_PROBLEMS or key.value == "<<" or key.start == key.end:
            return  # enough, or told already
        span = self.span(key)
        other = BY_WORD.get(key.value)
        if other is not None and other.word.say(self.lang) != key.value:
            right = other.word.say(self.lang)
            self.lexed.problems.append(OtherLanguage.of(span, key.value, right, self.lang))
            return
        words = [k.word.say(self.lang) for k in BY_TOKEN.values() if k.kind in ("statement", "clause")]
        words.extend(YAML_KEYS[k].say(self.lang) for k in ("statements", "then"))
        self.lexed.problems.append(UnknownKey.of(span, key.value, words, difflib.get_close_matches(
            key.value, words, 8, 0.0)))

    def misshapen(self, keyword: str, node: Node) -> list[Token]:
        """Something else where a text is meant: told, and marked so that the clause is left out."""
        self.shape(node, BY_TOKEN[keyword].word.say(self.lang), _SCALAR)
        return [make_token(_MISSHAPEN, "", node.start, node.start)]

    def shape(self, node: Node, key: str, wanted: Both) -> None:
        self.lexed.problems.append(WrongShape(span=self.span(node), key=key, wanted=wanted))

    def span(self, node: Node) -> Span:
        return Span(self.source, node.start, node.end)


def _is_misshapen(tokens: list[Token]) -> bool:
    return any(t.type == _MISSHAPEN for t in tokens)


def _is_nothing(node: Node) -> bool:
    return isinstance(node, Scalar) and node.plain and node.value == ""
