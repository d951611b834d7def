"""Text to tokens: our own lexer, because a keyword is a whole token and a name may begin like one.

Full-width punctuation and digits mean the same as half-width ones; spans always point at what was typed.
A word is a keyword of the file's language only, and never directly before or after a dot.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import islice

from attrs import define, frozen
from lark import Token

from bangban.problems import Fix, Problem
from bangban.source import Source, Span
from bangban.syntax.depth import DEEPENING, LEVELLING, Depth
from bangban.syntax.keywords import BY_TOKEN, BY_WORD, KEYWORDS, UNIT_BY_WORD
from bangban.words import Both, Lang, is_chinese

MAX_CHARS = 2_000_000  # a law of 1,000 articles is some 300,000 characters
MAX_TOKENS = 100_000  # such a law comes to some 60,000
MAX_PROBLEMS = 200  # a file that is not a policy at all would otherwise fill the screen
MAX_DIGITS = 40  # of a number: no amount, count or year is longer
MAX_DEPTH = 64  # parentheses, 非 and signs within one another

_DIGIT = "[0-9０-９]"
_TOKEN = re.compile(
    rf"""
    (?P<space>[ \t\r\n\f\v\u3000\u00a0]+)
  | (?P<comment>\#[^\n]*)
  | (?P<date>{_DIGIT}{{4}}年{_DIGIT}{{1,2}}月{_DIGIT}{{1,2}}日
      | {_DIGIT}{{4}}-{_DIGIT}{{1,2}}-{_DIGIT}{{1,2}}(?:T[0-9:]+)?)
  | (?P<number>{_DIGIT}+(?:[.．]{_DIGIT}+)?)
  | (?P<text>"(?:[^"\\\n]|\\.)*" | “[^”\n]*” | ＂[^＂\n]*＂)
  | (?P<quoted>「[^」\n]*」 | `[^`\n]*`)
  | (?P<word>[^\W\d]\w*)
  | (?P<op><=|>=|!=|<>|==|[=≠<≤>≥+\-*/()\[\],:;.]|[＝＜＞＋－＊／（）［］，：；．、×÷。])
  | (?P<open>["“＂「`])
  | (?P<hidden>[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff])
  | (?P<bad>&&|\|\||.)
    """,
    re.VERBOSE | re.DOTALL,
)
_OPERATORS = {
    "=": "EQ", "＝": "EQ", "==": "EQ", "≠": "NE", "!=": "NE", "<>": "NE", "<": "LT", "＜": "LT", "≤": "LE", "<=": "LE",
    ">": "GT", "＞": "GT", "≥": "GE", ">=": "GE", "+": "PLUS", "＋": "PLUS", "-": "MINUS", "－": "MINUS",
    "*": "STAR", "＊": "STAR", "×": "STAR", "/": "SLASH", "／": "SLASH", "÷": "SLASH", "(": "LPAR", "（": "LPAR",
    ")": "RPAR", "）": "RPAR", "[": "LSQB", "［": "LSQB", "]": "RSQB", "］": "RSQB", ",": "COMMA", "，": "COMMA",
    "、": "COMMA", ":": "COLON", "：": "COLON", ";": "SEMI", "；": "SEMI", ".": "DOT", "．": "DOT",
}
PUNCTUATION = {"EQ": "=", "NE": "≠", "LT": "<", "LE": "≤", "GT": ">", "GE": "≥", "PLUS": "+", "MINUS": "-",
               "STAR": "*", "SLASH": "/", "LPAR": "(", "RPAR": ")", "LSQB": "[", "RSQB": "]", "COMMA": ",",
               "COLON": ":", "SEMI": ";", "DOT": "."}
_ARTICLE = re.compile(r"[ \t\r\n\u3000\u00a0]*((?:《[^》\n]*》[ \t]*)?[^\s\u3000\"“,，、;；#《]*)")
CITING = frozenset({"BASIS", "CITES", "UNCODED"})
_WIDTH = str.maketrans("０１２３４５６７８９（）．", "0123456789().")
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff\ufffe\uffff]+")
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
KEYWORD_OF: dict[Lang, dict[str, str]] = {
    "zh": {k.word.zh: k.token for k in KEYWORDS}, "en": {k.word.en: k.token for k in KEYWORDS}}


@frozen(kw_only=True)
class NotPolicyFile(Problem):
    """An XML file under our file name: polkit uses ``*.policy`` too."""

    code = "BB102"
    title = Both("不是政策文件", "not a policy file")
    text = Both("这是 XML 文件,不是 bangban 政策文件。", "this is an XML file, not a bangban policy.")
    advice = Both("polkit 的操作文件也用 .policy 后缀;请把它移出本目录,或只检查自己的文件。",
                  "polkit action files also end in .policy; move it out of the folder, or name your own files.")


@frozen(kw_only=True)
class FileTooLarge(Problem):
    """More text than a policy can be."""

    code = "BB103"
    title = Both("文件过大", "file too large")
    text = Both("文件有 {size} {unit},上限是 {limit}。", "the file has {size} {unit}; the limit is {limit}.")
    advice = Both("请把它拆成几个文件,用「引入」相连。", "split it into several files joined by import.")
    size: int
    limit: int
    unit: Both = Both("个字符", "characters")


@frozen(kw_only=True)
class HiddenCharacter(Problem):
    """Zero-width and bidirectional controls are named, not guessed at."""

    code = "BB104"
    title = Both("看不见的字符", "invisible character")
    text = Both("这里有看不见的字符 {name}。", "there is an invisible character here: {name}.")
    advice = Both("删去它;多半是从网页或文档粘贴带来的。", "delete it; it usually comes with pasted text.")
    name: str


@frozen(kw_only=True)
class StrangeCharacter(Problem):
    """A character that begins nothing in the language."""

    code = "BB105"
    title = Both("不认识的字符", "unexpected character")
    text = Both("不认识字符「{char}」。{near}", "the character “{char}” means nothing here.{near}")
    advice = Both("删去它;要写成文字请用引号括起。", "delete it; put free text in quotes.")
    char: str
    near: Both = Both("", "")


@frozen(kw_only=True)
class OpenQuote(Problem):
    """A string or quoted name without its end on the same line."""

    code = "BB106"
    title = Both("引号没有配对", "quote not closed")
    text = Both("从 {mark} 开始的引文在本行没有结束。", "what {mark} opens does not end on this line.")
    advice = Both("在这一行补上配对的引号。", "close it on the same line.")
    mark: str


@frozen(kw_only=True)
class TooDeep(Problem):
    """Nesting beyond what a person can read."""

    code = "BB108"
    title = Both("嵌套过深", "nested too deep")
    text = Both("嵌套超过 {limit} 层。", "nested more than {limit} levels deep.")
    advice = Both("用「定义」给里层的条件起名字,再引用它。", "name the inner conditions with define and use the names.")
    limit: int


@frozen(kw_only=True)
class LongNumber(Problem):
    """More digits than any amount has."""

    code = "BB119"
    title = Both("数太长", "number too long")
    text = Both("这个数超过 {limit} 位。", "this number has more than {limit} digits.")
    advice = Both("核对这个数;要写编号,请用引号括起。", "check the number; an identifier goes in quotes.")
    limit: int


@frozen(kw_only=True)
class BadEscape(Problem):
    """A backslash before something it does not protect."""

    code = "BB107"
    title = Both("反斜线用错", "unknown escape")
    text = Both("字符串里的「{escape}」没有意义。", "“{escape}” means nothing in a string.")
    advice = Both(r"只有 \" \\ \n 三种;要写反斜线请写 \\。", r'only \" \\ and \n exist; write \\ for a backslash.')
    escape: str


@define
class Comment:
    """A comment: its words, its offset, and whether it stands alone on its line."""

    text: str
    start: int
    alone: bool


@define
class Lexed:
    """The tokens of a text, its comments, its language, and what was wrong."""

    tokens: list[Token]
    comments: list[Comment]
    lang: Lang
    problems: list[Problem]


def make_token(kind: str, value: str, start: int, end: int) -> Token:
    """A token as Lark wants it; its own constructor costs more than all the rest of lexing."""
    token = str.__new__(Token, value)
    token.type, token.value, token.start_pos, token.end_pos = kind, value, start, end
    token.line = token.column = token.end_line = token.end_column = None
    return token


def lex(source: Source) -> Lexed:
    """Tokens of a whole file. Bounded: oversized files and XML are refused at once."""
    text = source.text
    if len(text) > MAX_CHARS:
        return Lexed([], [], "zh", [FileTooLarge(span=Span(source, 0, 0), size=len(text), limit=MAX_CHARS)])
    head = text[:200].lstrip("\ufeff \t\r\n")
    if head.startswith("<"):
        return Lexed([], [], "zh", [NotPolicyFile(span=Span(source, 0, min(len(text), 5)))])
    lang = language_of(text)
    lexed = Lexed([], [], lang, [])
    lexed.tokens.extend(islice(lex_range(source, text.startswith("\ufeff"), len(text), lexed), MAX_TOKENS))
    if len(lexed.tokens) == MAX_TOKENS:
        lexed.problems.append(too_many_tokens(source, lexed.tokens[-1].end_pos or 0))
    return lexed


def too_many_tokens(source: Source, at: int) -> FileTooLarge:
    """The problem of a file with more words than a policy can have; reading stops ``at``."""
    more = Both("个词以上", "words or more")
    return FileTooLarge(span=Span(source, at, at), size=MAX_TOKENS, limit=MAX_TOKENS, unit=more)


def language_of(text: str) -> Lang:
    """The surface language: that of the first keyword, else of the first word."""
    for match in re.finditer(r"#[^\n]*|[^\W\d]\w*", text[:20_000]):
        word = match.group()
        if not word.startswith("#"):
            if word in BY_WORD:
                return "zh" if BY_WORD[word].word.zh == word else "en"
            return "zh" if is_chinese(word) else "en"
    return "zh"


def lex_range(source: Source, start: int, end: int, into: Lexed, citing: bool = False) -> Iterator[Token]:
    """Tokens of ``source.text[start:end]``; comments and problems go ``into``. ``citing``: begin at a citation."""
    text = source.text
    words = KEYWORD_OF[into.lang]
    match_token = _TOKEN.match
    at = start
    last = ""
    cite = 1 if citing else 0  # 1: an article is expected; 2: after an article
    depth = Depth()
    while at < end and len(into.problems) < MAX_PROBLEMS:
        if cite == 1:
            found = _ARTICLE.match(text, at, end)
            if found and found.group(1) and found.group(1) not in words:
                begin, at = found.span(1)
                at = begin + len(text[begin:at].rstrip())
                value = text[begin:at].translate(_WIDTH)
                last = "LAW" if value.startswith("《") else "ARTICLE"
                yield make_token(last, value, begin, at)
                cite = 2
                continue
        match = match_token(text, at, end)
        assert match is not None
        kind = match.lastgroup
        value = match.group()
        begin, at = at, match.end()
        if kind == "space":
            continue
        if kind == "word":
            if last == "DOT" or (at < end and text[at] in ".．" and at + 1 < end and not text[at + 1].isspace()):
                token = "NAME"
            elif last == "NUMBER" and value in UNIT_BY_WORD:
                token = "UNIT"
            else:
                token = words.get(value, "NAME")
            if token == "NAME" and not value.isascii() and not unicodedata.is_normalized("NFKC", value):
                value = unicodedata.normalize("NFKC", value)
        elif kind == "op":
            if value == "。":
                continue
            token = _OPERATORS[value]
        elif kind == "comment":
            line = text.rfind("\n", 0, begin) + 1
            into.comments.append(Comment(comment_text(value), begin, not text[max(line, start):begin].strip()))
            continue
        elif kind == "text":
            token = "TEXT"
            if value[0] == '"' and "\\" in value:
                for escape in _ESCAPE.finditer(value):
                    if escape.group(1) not in '"\\n' and len(into.problems) < MAX_PROBLEMS:
                        into.problems.append(BadEscape(
                            span=Span(source, begin + escape.start(), begin + escape.end()), escape=escape.group()))
        elif kind == "quoted":
            token, value = "NAME", unicodedata.normalize("NFKC", value[1:-1]).strip()
            if not value:
                into.problems.append(StrangeCharacter(
                    span=Span(source, begin, at), char=text[begin:at],
                    near=Both("引号里没有名称。", " There is no name in the quotes.")))
                continue
        elif kind == "number":
            token, value = "NUMBER", value.translate(_WIDTH)
            if len(value) > MAX_DIGITS:
                into.problems.append(LongNumber(span=Span(source, begin, at), limit=MAX_DIGITS))
                value = "1"
        elif kind == "date":
            token, value = "DATE", value.translate(_WIDTH)
        elif kind == "open":
            line_end = text.find("\n", begin, end)
            at = end if line_end == -1 else line_end
            into.problems.append(OpenQuote(span=Span(source, begin, at), mark=value))
            token, value = ("NAME", text[begin + 1:at].strip() or "?") if value in "「`" else ("TEXT", text[begin:at])
        else:
            into.problems.append(_character(Span(source, begin, at), kind == "hidden", into.lang))
            continue
        if token in DEEPENING and depth.deepen(token) == MAX_DEPTH + 1:
            into.problems.append(TooDeep(span=Span(source, begin, at), limit=MAX_DEPTH))
        elif token in LEVELLING:
            depth.level(token)
        last = token
        if token in CITING:
            cite = 1
        elif cite:
            cite = 1 if token == "COMMA" else (2 if token == "TEXT" else 0)
        yield make_token(token, value, begin, at)


def comment_text(written: str) -> str:
    """The words of a comment: without its mark, on one line, without control characters."""
    return _CONTROL.sub(" ", written[1:]).strip()


def _character(span: Span, hidden: bool, lang: Lang) -> Problem:
    if hidden:
        name = f"U+{ord(span.text):04X} {unicodedata.name(span.text, '')}".strip()
        return HiddenCharacter(span=span, name=name, fixes=(Fix(Both("删去它", "delete it"), span, ""),))
    meant = _MEANT.get(span.text[0])
    if meant is None:
        return StrangeCharacter(span=span, char=span.text, fixes=(Fix(Both("删去它", "delete it"), span, ""),))
    word = BY_TOKEN[meant].word
    return StrangeCharacter(
        span=span, char=span.text, near=Both(f"是要写「{word.zh}」吗?", f" Did you mean “{word.en}”?"),
        fixes=(Fix(Both(f"改作「{word.say(lang)}」", f"change to “{word.say(lang)}”"), span, f" {word.say(lang)} "),))


_MEANT = {"&": "AND", "＆": "AND", "|": "OR", "｜": "OR", "!": "NOT", "！": "NOT", "¬": "NOT", "∧": "AND", "∨": "OR"}
