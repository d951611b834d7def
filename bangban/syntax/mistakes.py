"""What a parse error means to the person who typed it: a keyword glued, misspelt or foreign, or a word out of place."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import takewhile
from typing import Any

from attrs import evolve, frozen
from lark import Lark, Token, UnexpectedToken

from bangban.problems import Fix, Problem
from bangban.source import Span
from bangban.syntax.build import Builder
from bangban.syntax.keywords import BY_TOKEN, BY_WORD, CLAUSES, STATEMENTS
from bangban.syntax.lexer import PUNCTUATION
from bangban.words import Both, Lang

_SHOWN = 60  # characters of a wrong word that a message repeats
_NAMED = {
    "NAME": Both("名称", "a name"), "TEXT": Both("引号括起的文字", "a text in quotes"),
    "NUMBER": Both("数", "a number"), "UNIT": Both("单位", "a unit"), "DATE": Both("日期", "a date"),
    "LAW": Both("《法名》第几条", "《law》article"),
    "ARTICLE": Both("条款号", "an article"), "$END": Both("本句到此为止", "the end of the clause"),
}
_VALUE, _CONDITION = Both("值", "a value"), Both("条件或值", "a condition or a value")
_OPERATOR = Both("运算或比较(+、=、≥、属于等)", "an operator (+, =, ≥, in …)")
_CLOSING = {"LPAR": "RPAR", "LSQB": "RSQB"}
LITERALS = frozenset({"NAME", "TEXT", "NUMBER", "UNIT", "DATE", "LAW", "ARTICLE"})


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
    text = Both("「{clause}」没有写完;接着可以写:{expected}。{near}",
                "“{clause}” is not finished; expected {expected}.{near}")
    advice = Both("补上缺的部分,或删去这一句。", "complete it, or delete it.")
    expected: tuple[Both, ...]
    clause: Both
    near: Both = Both("", "")


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


def unopened(at: Builder, token: Token) -> Problem:
    """A word that stands before any declaration."""
    span = Span(at.source, token.start_pos or 0, token.end_pos or 0)
    return _keyword_slip(at, token, span, STATEMENTS) or NoStatement(span=span)


def explain(at: Builder, lark: Lark, tokens: list[Token], error: UnexpectedToken) -> Problem:
    """Why the tokens of a head or clause do not parse, at the first that does not fit."""
    keyword = BY_TOKEN[tokens[0].type].word
    token, told = error.token, len(at.problems)
    before = list(takewhile(lambda t: t is not token, tokens))
    accepted = _accepted(lark, before)
    del at.problems[told:]  # what stands before is looked at again where it is kept
    if token.type == "$END":
        last = tokens[-1]
        return Unfinished(span=Span(at.source, last.start_pos or 0, last.end_pos or 0), clause=keyword,
                          expected=_expected(lark, accepted & _unclosed(before) or accepted))
    span = Span(at.source, token.start_pos or 0, token.end_pos or 0)
    slip = _keyword_slip(at, token, span, accepted | STATEMENTS | CLAUSES)
    if slip is not None:
        return slip
    if "$END" in accepted and token.type in _CLOSING.values():  # it closes nothing
        accepted = {"$END"}
    ended = (_NAMED["$END"],) if "$END" in accepted else ()
    return Unexpected(span=span, found=(span.text or str(token))[:_SHOWN], clause=keyword,
                      expected=_expected(lark, accepted) + ended)


def _unclosed(tokens: Iterable[Token]) -> set[str]:
    """The bracket that closes the last one still open; nothing where none is."""
    open_: list[str] = []
    for token in tokens:
        if token.type in _CLOSING:
            open_.append(_CLOSING[token.type])
        elif open_ and token.type == open_[-1]:
            open_.pop()
    return set(open_[-1:])


def _accepted(lark: Lark, tokens: Sequence[Token]) -> set[str]:
    """What may follow tokens that parse: asked before the wrong one, for which the parser drops other ways to go on."""
    parser: Any = lark.parse_interactive("", start="head" if tokens[0].type in STATEMENTS else "clause")
    for token in tokens:
        parser.feed_token(token)
    accepted: set[str] = parser.accepts()
    return accepted


def _expected(lark: Lark, accepted: set[str]) -> tuple[Both, ...]:
    """What may stand there, in words: all that may begin a value is one thing, and so are all operators."""
    left, said = accepted - {"$END"}, []
    for group, word in _groups(lark):
        if group <= left:
            left -= group
            said.append(word)
    return (*said, *sorted({_shown(t) for t in left}))


@cache
def _groups(lark: Lark) -> tuple[tuple[frozenset[str], Both], ...]:
    """What may begin a condition or a value, and what may stand between two."""
    when, name = Token("WHEN", ""), Token("NAME", "")
    condition = frozenset(_accepted(lark, [when]))
    operators = frozenset(_accepted(lark, [when, name])) - {"$END", "AND", "OR", "DOT"}
    return (condition, _CONDITION), (condition - {"NOT"}, _VALUE), (operators, _OPERATOR)


def meant_as_name(problem: Problem, following: Token, lang: Lang) -> Problem:
    """A clause cut short by a word that is a keyword, on the same line: it was meant as a name."""
    span = Span(problem.span.source, following.start_pos or 0, following.end_pos or 0)
    if (not isinstance(problem, Unfinished) or not {_NAMED["NAME"], _VALUE, _CONDITION} & {*problem.expected}
            or "\n" in span.source.text[problem.span.end:span.start]):
        return problem
    quoted = f"「{span.text}」" if lang == "zh" else f"`{span.text}`"
    return evolve(problem, near=Both(f"「{span.text}」是关键词,作名称要写成 {quoted}。",
                                     f" “{span.text}” is a keyword; as a name it is written {quoted}."),
                  fixes=(_replace(span, quoted),))


def _keyword_slip(at: Builder, token: Token, span: Span, accepted: Iterable[str]) -> Problem | None:
    """A name that was meant as a keyword: glued, of the other language, or misspelt."""
    if token.type != "NAME" or len(token) > _SHOWN:
        return None
    found, lang = str(token), at.lang
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
