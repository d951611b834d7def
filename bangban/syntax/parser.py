"""Tokens to tree: the stream is cut at keywords and each head or clause is parsed by itself, so that one mistake
makes one problem and everything else is kept."""

from __future__ import annotations

import difflib
import threading
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from attrs import frozen
from lark import Lark, Token, UnexpectedToken
from lark.lexer import Lexer

from bangban.problems import Fix, Problem
from bangban.source import Source, Span
from bangban.syntax import tree
from bangban.syntax.build import Builder
from bangban.syntax.comments import place_comments
from bangban.syntax.keywords import BY_TOKEN, BY_WORD, CLAUSES, KEYWORDS, STATEMENTS
from bangban.syntax.lexer import (
    MAX_PROBLEMS,
    PUNCTUATION,
    Lexed,
    StrangeCharacter,
    TooDeep,
    lex,
    lex_range,
    make_token,
)
from bangban.words import Both, Lang

_SHOWN = 60  # characters of a wrong word that a message repeats
_NAMED = {
    "NAME": Both("名称", "a name"), "TEXT": Both("引号括起的文字", "a text in quotes"),
    "NUMBER": Both("数", "a number"), "UNIT": Both("单位", "a unit"), "DATE": Both("日期", "a date"),
    "LAW": Both("《法名》第几条", "《law》article"),
    "ARTICLE": Both("条款号", "an article"), "$END": Both("本句到此为止", "the end of the clause"),
}
_LITERALS = frozenset({"NAME", "TEXT", "NUMBER", "UNIT", "DATE", "LAW", "ARTICLE"})


@frozen(kw_only=True)
class Unexpected(Problem):
    """Something stands where the grammar has no place for it."""

    code = "BB110"
    title = Both("这里不该有这个", "unexpected here")
    text = Both("「{found}」不该在这里;这里可以写:{expected}。", "“{found}” does not belong here; expected {expected}.")
    advice = Both("对照语言手册中「{clause}」的写法。", "see how “{clause}” is written in the language reference.")
    found: str
    expected: tuple[Both, ...]
    clause: Both


@frozen(kw_only=True)
class Unfinished(Problem):
    """A head or clause that stops too early."""

    code = "BB111"
    title = Both("没有写完", "unfinished")
    text = Both("「{clause}」没有写完;接着可以写:{expected}。", "“{clause}” is not finished; expected {expected}.")
    advice = Both("补上缺的部分,或删去这一句。", "complete it, or delete it.")
    expected: tuple[Both, ...]
    clause: Both


@frozen(kw_only=True)
class GluedKeyword(Problem):
    """当申请人 is one name: keywords are whole words."""

    code = "BB112"
    title = Both("关键词与名称连写", "keyword glued to a name")
    text = Both("「{found}」被读作一个名称;是要写「{keyword} {rest}」吗?",
                "“{found}” is read as one name; did you mean “{keyword} {rest}”?")
    advice = Both("关键词后面空一格。", "put a space after the keyword.")
    found: str
    keyword: str
    rest: str


@frozen(kw_only=True)
class MisspeltKeyword(Problem):
    """A word that is nearly a keyword."""

    code = "BB114"
    title = Both("关键词写错", "misspelt keyword")
    text = Both("「{found}」不是关键词;是要写「{keyword}」吗?", "“{found}” is not a keyword; did you mean “{keyword}”?")
    advice = Both("改成「{keyword}」;若本是名称,请用「」括起。", "change it, or quote it if it is a name.")
    found: str
    keyword: str


@frozen(kw_only=True)
class OtherLanguage(Problem):
    """A keyword of the other language: a file uses one."""

    code = "BB115"
    title = Both("混用中英文关键词", "two languages in one file")
    text = Both("本文件用{language}写成;「{found}」应写作「{keyword}」。",
                "this file is written in {language}; “{found}” should be “{keyword}”.")
    advice = Both("一个文件只用一种语言;可用 bangban fmt --lang 整体转换。",
                  "a file uses one language; bangban fmt --lang converts a whole file.")
    found: str
    keyword: str
    language: Both

    @classmethod
    def of(cls, span: Span, found: str, right: str, lang: Lang) -> OtherLanguage:
        """The problem at ``span``, with the word of ``lang`` as its repair."""
        language = Both("中文", "Chinese") if lang == "zh" else Both("英文", "English")
        return cls(span=span, found=found, keyword=right, fixes=(_replace(span, right),), language=language)


@frozen(kw_only=True)
class NoStatement(Problem):
    """Text before the first statement, or a file with none."""

    code = "BB116"
    title = Both("开头不对", "does not begin with a declaration")
    text = Both("这里应当以 政策 或 词汇 开头。", "a file begins with policy or vocabulary.")
    advice = Both("第一句写「政策 名称」或「词汇 名称」。", "begin with “policy NAME” or “vocabulary NAME”.")


class _Feed(Lexer):
    """Hands our tokens to Lark."""

    def __init__(self, conf: object) -> None:
        pass

    def lex(self, data: Iterable[Token]) -> Iterator[Token]:  # type: ignore[override]
        return iter(data)


_lock = threading.Lock()


@cache
def _lark() -> tuple[Lark, Builder]:
    grammar = files("bangban.syntax").joinpath("grammar.lark").read_text("utf-8")
    terminals = [k.token for k in KEYWORDS] + list(PUNCTUATION) + sorted(_LITERALS)
    builder = Builder()
    lark = Lark(grammar + "\n%declare " + " ".join(terminals), parser="lalr", lexer=_Feed, start=["head", "clause"],
                transformer=builder, keep_all_tokens=True, maybe_placeholders=False)
    return lark, builder


def parse(source: Source) -> tuple[tree.File, list[Problem]]:
    """A .policy text as a tree, with everything that is wrong with it; parts in error are left out."""
    lexed = lex(source)
    if not lexed.tokens and lexed.problems:
        return tree.File(lexed.lang, (), span=Span(source, 0, 0)), lexed.problems
    return assemble(source, lexed, chunks(lexed.tokens))


Chunk = tuple[list[Token], list[list[Token]]]  # a statement: the tokens of its head, those of each clause


def chunks(tokens: Sequence[Token]) -> list[Chunk]:
    """The stream cut at statement keywords and, within, at clause keywords."""
    out: list[Chunk] = []
    clause: list[Token] = []
    before = ""
    for token in tokens:
        kind = token.type
        if kind in STATEMENTS:
            clause = [token]
            out.append((clause, []))
        elif kind in CLAUSES and before not in ("EXPECT", "NEVER", "ALWAYS"):
            clause = [token]
            if out:
                out[-1][1].append(clause)
            else:
                out.append(([], [clause]))
        else:
            if not out:
                out.append((clause, []))
            clause.append(token)
        before = kind
    return out


def assemble(source: Source, lexed: Lexed, parts: Sequence[Chunk]) -> tuple[tree.File, list[Problem]]:
    """Chunks to a file: parse each, attach the comments, collect the problems in the order of the text."""
    with _lock:
        lark, builder = _lark()
        builder.source, builder.lang, builder.problems = source, lexed.lang, []
        parsing = _Parsing(lark, builder, lexed.problems)
        statements = []
        for i, part in enumerate(parts):
            following = parts[i + 1] if i + 1 < len(parts) else None
            statement = parsing.statement(part, _start(following) if following else len(source.text))
            if statement is not None:
                statements.append(statement)
            if len(builder.problems) >= MAX_PROBLEMS:
                break
        problems = lexed.problems + builder.problems
        builder.problems = []
    if not statements and not problems:
        problems.append(NoStatement(span=Span(source, 0, min(1, len(source.text)))))
    placed, after = place_comments(source.text, statements, lexed.comments)
    problems.sort(key=lambda p: p.span.start)
    file = tree.File(lexed.lang, tuple(placed), after, lost=frozenset(parsing.lost),
                     span=Span(source, 0, len(source.text)))
    return file, problems[:MAX_PROBLEMS]


def _start(part: Chunk) -> int:
    head, clauses = part
    return (head or clauses[0])[0].start_pos or 0


class _Parsing:
    """One file while its chunks are parsed. A chunk in error is left out, and its names are ``lost``."""

    def __init__(self, lark: Lark, builder: Builder, lexed: Sequence[Problem]) -> None:
        self.lark, self.builder = lark, builder
        self.deep = sorted(p.span.start for p in lexed if isinstance(p, TooDeep))  # no tree should hold these
        self.spoilt = sorted(p.span.start for p in lexed if isinstance(p, StrangeCharacter))  # told already
        self.lost: set[str] = set()

    def statement(self, part: Chunk, end: int) -> tree.Statement | None:
        """A statement that ends before ``end``; a clause in error is left out."""
        head, clauses = part
        builder = self.builder
        if not head or head[0].type not in STATEMENTS:
            first = head[0] if head else clauses[0][0]
            builder.problems.append(_unopened(builder, first))
            return None
        ends = [clause[0].start_pos or 0 for clause in clauses] + [end]
        items = self.chunk("head", head, ends[0])
        built = []
        for tokens, before in zip(clauses, ends[1:], strict=True):
            if len(builder.problems) >= MAX_PROBLEMS:
                break
            found = self.chunk("clause", tokens, before)
            if found is not None:
                built.append(tree.Clause(tokens[0].type, found, span=_between(builder.source, tokens)))
        if items is None:
            return None
        last = (clauses[-1] if clauses else head)[-1]
        return tree.Statement(head[0].type, items, tuple(built), partial=len(built) < len(clauses),
                              span=_between(builder.source, head),
                              end=Span(builder.source, last.end_pos or 0, last.end_pos or 0))

    def chunk(self, start: str, tokens: list[Token], end: int) -> tuple[tree.Item, ...] | None:
        """A head or clause; None where it is in error."""
        found = None
        if not _any_between(self.deep, tokens[0].start_pos or 0, tokens[-1].end_pos or 0):
            told = len(self.builder.problems)
            found = _parse(self.lark, self.builder, start, tokens)
            if found is None and _any_between(self.spoilt, tokens[0].start_pos or 0, end):
                del self.builder.problems[told:]  # a strange character is one mistake, not two
        if found is None:
            self.lost.update(str(t) for t in tokens if t.type == "NAME")
        return found


def _any_between(places: list[int], start: int, end: int) -> bool:
    """Whether one of the places, which are sorted, lies there."""
    at = bisect_left(places, start)
    return at < len(places) and places[at] < end


def _between(source: Source, tokens: Sequence[Token]) -> Span:
    return Span(source, tokens[0].start_pos or 0, tokens[-1].end_pos or 0)


def _parse(lark: Lark, builder: Builder, start: str, tokens: list[Token]) -> tuple[tree.Item, ...] | None:
    try:
        built: Any = lark.parse(tokens, start=start)
    except UnexpectedToken as error:
        problem = _explain(builder, tokens, error)
        builder.problems.append(problem)
        built = _before_slip(lark, start, tokens, problem)
    return None if built is None else tuple(built)


def _before_slip(lark: Lark, start: str, tokens: list[Token], problem: Problem) -> Any:
    """What stands before a clause whose keyword is misspelt is kept, if it is whole."""
    if not isinstance(problem, GluedKeyword | MisspeltKeyword | OtherLanguage):
        return None
    if BY_WORD[problem.keyword].token not in STATEMENTS | CLAUSES:
        return None
    whole = [t for t in tokens if (t.start_pos or 0) < problem.span.start]
    try:
        return lark.parse(whole, start=start)
    except UnexpectedToken:
        return None


# ---------------------------------------------------------------- errors

def _unopened(builder: Builder, token: Token) -> Problem:
    span = Span(builder.source, token.start_pos or 0, token.end_pos or 0)
    return _keyword_slip(builder, token, span, STATEMENTS) or NoStatement(span=span)


def _explain(builder: Builder, tokens: list[Token], error: UnexpectedToken) -> Problem:
    keyword = BY_TOKEN[tokens[0].type].word
    stopped: Any = error.interactive_parser
    accepted: set[str] = stopped.accepts()
    expected = tuple(sorted({_shown(t) for t in accepted if t != "$END"}))
    token = error.token
    if token.type == "$END":
        last = tokens[-1]
        return Unfinished(span=Span(builder.source, last.start_pos or 0, last.end_pos or 0),
                          clause=keyword, expected=expected)
    span = Span(builder.source, token.start_pos or 0, token.end_pos or 0)
    slip = _keyword_slip(builder, token, span, accepted | STATEMENTS | CLAUSES)
    if slip is not None:
        return slip
    return Unexpected(span=span, found=(span.text or str(token))[:_SHOWN], clause=keyword,
                      expected=expected or (_NAMED["$END"],))


def _keyword_slip(builder: Builder, token: Token, span: Span, accepted: Iterable[str]) -> Problem | None:
    """A name that was meant as a keyword: glued, of the other language, or misspelt."""
    if token.type != "NAME" or len(token) > _SHOWN:
        return None
    found, lang = str(token), builder.lang
    other = BY_WORD.get(found)
    if other is not None:
        return OtherLanguage.of(span, found, other.word.say(lang), lang)
    words = [BY_TOKEN[t].word.say(lang) for t in accepted if t in BY_TOKEN]
    if lang == "zh":
        glued = max((w for w in words if found.startswith(w)), key=len, default=None)
        if glued is not None:
            rest = found[len(glued):]
            return GluedKeyword(span=span, found=found, keyword=glued, rest=rest,
                                fixes=(_replace(span, f"{glued} {rest}"),))
    near = difflib.get_close_matches(found, words, 1, 0.5 if lang == "zh" else 0.75)
    if near:
        return MisspeltKeyword(span=span, found=found, keyword=near[0], fixes=(_replace(span, near[0]),))
    return None


def _replace(span: Span, by: str) -> Fix:
    return Fix(Both(f"改作「{by}」", f"change to “{by}”"), span, by)


def _shown(terminal: str) -> Both:
    if terminal in BY_TOKEN:
        return BY_TOKEN[terminal].word
    if terminal in _NAMED:
        return _NAMED[terminal]
    return Both(PUNCTUATION[terminal], PUNCTUATION[terminal])


def parse_expression(source: Source, lang: Lang) -> tuple[tree.Expr | None, list[Problem]]:
    """One expression by itself (a question on the command line, a condition in a form)."""
    lexed = Lexed([], [], lang, [])
    tokens = list(lex_range(source, 0, len(source.text), lexed))
    items, problems = parse_clause(source, lang, "WHEN", tokens)
    expression: Any = items[0] if items else None
    return expression, lexed.problems + problems


def parse_clause(source: Source, lang: Lang, keyword: str,
                 tokens: list[Token]) -> tuple[tuple[tree.Item, ...], list[Problem]]:
    """What follows ``keyword`` (a token of the table), from tokens that come from elsewhere than a .policy text."""
    start = (tokens[0].start_pos or 0) if tokens else 0
    with _lock:
        lark, builder = _lark()
        builder.source, builder.lang, builder.problems = source, lang, []
        items = _parse(lark, builder, "clause", [make_token(keyword, "", start, start), *tokens])
        return items or (), builder.problems
