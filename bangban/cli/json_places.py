"""Where things stand in a JSON text, and what is wrong with it; read only when a fault has to be shown.

The fast reader of the standard library says little about a fault and forgets every place. This one walks the text
once, token by token and without recursion, and gives the span of every value by its path.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from typing import Literal

from attrs import Factory, define, frozen

from bangban.cli.facts_files import MAX_DEPTH
from bangban.problems import FactPath, Fix, Problem
from bangban.source import Source, Span
from bangban.words import Both

_MAX_PROBLEMS = 100
_TOKEN = re.compile(r"""
    (?P<space>[ \t\r\n]+)
  | (?P<text>"(?:[^"\\\x00-\x1f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*")
  | (?P<number>-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?(?![\w.]))
  | (?P<word>(?:true|false|null)(?!\w))
  | (?P<nan>-?(?:NaN|Infinity)(?!\w))
  | (?P<mark>[{}\[\],:])
  | (?P<open>"(?:[^"\\\n]|\\.)*)
  | (?P<other>[^\s{}\[\],:"]+|.)
""", re.VERBOSE | re.DOTALL)
_TWINS = {"“": '"', "”": '"', "，": ",", "：": ":", "［": "[", "］": "]", "｛": "{", "｝": "}", "、": ",", "'": '"',
          "「": '"', "」": '"', "‘": '"', "’": '"'}
_WORDS = {"True": "true", "False": "false", "None": "null", "是": "true", "否": "false", "TRUE": "true",
          "FALSE": "false", "NULL": "null", "undefined": "null"}


@frozen(kw_only=True, eq=False, repr=False)
class NotJson(Problem):
    """A text that is not JSON."""

    code = "BB403"
    title = Both("JSON 写法不对", "not valid JSON")
    text = Both("JSON 写法不对:{why}。", "this is not valid JSON: {why}.")
    advice = Both("检查括号、引号、逗号和冒号;它们都要用半角。",
                  "check brackets, quotes, commas and colons; all are half-width.")
    why: Both


@frozen(kw_only=True, eq=False, repr=False)
class KeyTwice(Problem):
    """A key twice in one object: a reader would silently keep the last."""

    code = "BB404"
    title = Both("重复的键", "duplicate key")
    text = Both("「{key}」在同一个对象里写了两次。", "“{key}” stands twice in the same object.")
    advice = Both("只留一个。", "keep one of them.")
    key: str


@frozen(kw_only=True, eq=False, repr=False)
class NotFinite(Problem):
    """NaN and Infinity are no numbers of JSON, and no facts."""

    code = "BB405"
    title = Both("不是数", "not a number")
    text = Both("{found} 不是一个数。", "{found} is not a number.")
    advice = Both("不知道的数,把键去掉。", "leave the key out if nobody knows.")
    found: str


@frozen(kw_only=True, eq=False, repr=False)
class TooDeep(Problem):
    """Nesting beyond what facts can be."""

    code = "BB406"
    title = Both("嵌套过深", "nested too deep")
    text = Both("嵌套超过 {limit} 层。", "nested more than {limit} levels deep.")
    advice = Both("事实不会这么深,请核对文件。", "facts are never that deep; check the file.")
    limit: int


@define
class Map:
    """The span of every value by path, of every key, and what is wrong."""

    values: dict[FactPath, Span] = Factory(dict)
    keys: dict[FactPath, Span] = Factory(dict)
    problems: list[Problem] = Factory(list)


@define
class _Open:
    """An object or list we are in."""

    path: FactPath
    start: int
    is_object: bool
    keys: set[str] = Factory(set)
    key: str | None = None
    index: int = 0
    wants: Literal["first", "key", "colon", "value", "comma"] = "first"


class _Stop(Exception):
    """Reading cannot go on; the problem is told."""


def survey(source: Source) -> Map:
    """Walk a JSON text. It stops at the first thing that is not JSON; duplicate keys and NaN do not stop it."""
    walk = _Walk(source)
    with suppress(_Stop):
        walk.run()
    return walk.map


class _Walk:
    def __init__(self, source: Source) -> None:
        self.source = source
        self.map = Map()
        self.open: list[_Open] = []
        self.done = False

    def run(self) -> None:
        start = 1 if self.source.text.startswith("\ufeff") else 0
        for kind, at, end in self.tokens(start):
            if self.done:
                self.stop(at, end, Both("一个文件只能有一个值,后面还有内容", "one value a file; more follows it"))
            elif kind == "mark" and self.source.text[at] in ",:}]":
                self.punctuate(self.source.text[at], at, end)
            else:
                self.value(kind, at, end)
        size = len(self.source.text)
        if not self.done and not self.open:
            self.stop(0, 0, Both("文件是空的", "the file is empty"))
        if self.open:
            top = self.open[-1]
            bracket = "{" if top.is_object else "["
            self.stop(top.start, top.start + 1 if size else 0,
                      Both(f"{bracket} 没有配对", f"{bracket} is never closed"))

    def tokens(self, start: int) -> Iterator[tuple[str, int, int]]:
        for found in _TOKEN.finditer(self.source.text, start):
            kind = found.lastgroup or "other"
            if kind != "space":
                yield kind, found.start(), found.end()

    def span(self, at: int, end: int) -> Span:
        return Span(self.source, at, end)

    def tell(self, problem: Problem) -> None:
        self.map.problems.append(problem)
        if len(self.map.problems) >= _MAX_PROBLEMS:
            raise _Stop

    def stop(self, at: int, end: int, why: Both, fixes: tuple[Fix, ...] = ()) -> None:
        self.tell(NotJson(span=self.span(at, end), why=why, fixes=fixes))
        raise _Stop

    # ------------------------------------------------------------ tokens in their place

    def value(self, kind: str, at: int, end: int) -> None:
        """A token that begins a value or is a key."""
        text = self.source.text[at:end]
        if kind == "open":
            self.stop(at, min(end, at + 1), Both("引号没有配对,或文字里有没转义的字符",
                                                  "a quote is not closed, or a text holds an unescaped character"))
        if kind == "other":
            self.strange(at, text)
        top = self.open[-1] if self.open else None
        if top is not None and top.wants in ("colon", "comma"):
            missing = Both("缺少冒号", "a colon is missing") if top.wants == "colon" else \
                Both("前面缺少逗号", "a comma is missing before this")
            self.stop(at, end if kind != "mark" else at + 1, missing)
        if top is not None and top.is_object and top.wants in ("first", "key"):
            self.key(kind, at, end)
            return
        path = self.path()
        if text in ("{", "["):
            if len(self.open) >= MAX_DEPTH:
                self.tell(TooDeep(span=self.span(at, end), limit=MAX_DEPTH))
                raise _Stop
            self.open.append(_Open(path, at, text == "{"))
            return
        if kind == "nan":
            self.tell(NotFinite(span=self.span(at, end), found=text))
        self.map.values[path] = self.span(at, end)
        self.ended()

    def strange(self, at: int, text: str) -> None:
        twin = _TWINS.get(text[0])
        if twin is not None:
            fix = Fix(Both(f"改作 {twin}", f"change to {twin}"), self.span(at, at + 1), twin)
            self.stop(at, at + 1, Both(f"{text[0]} 要写成 {twin}", f"{text[0]} should be {twin}"), (fix,))
        if text in _WORDS:
            word = _WORDS[text]
            fix = Fix(Both(f"改作 {word}", f"change to {word}"), self.span(at, at + len(text)), word)
            self.stop(at, at + len(text), Both(f"{text} 要写成 {word}", f"{text} should be {word}"), (fix,))
        if text.startswith(("//", "/*", "#")):
            self.stop(at, at + 1, Both("JSON 里不能写注释", "JSON has no comments"))
        shown = text[:20]
        self.stop(at, at + len(shown), Both(f"读不懂 {shown};文字要加双引号",
                                            f"cannot read {shown}; texts stand in double quotes"))

    def key(self, kind: str, at: int, end: int) -> None:
        top = self.open[-1]
        if kind != "text":
            self.stop(at, end, Both("键要写在双引号里", "a key stands in double quotes"))
        key = unescaped(self.source.text[at:end])
        if key in top.keys:
            self.tell(KeyTwice(span=self.span(at, end), key=key[:60]))
        top.keys.add(key)
        top.key = key
        self.map.keys.setdefault((*top.path, key), self.span(at, end))
        top.wants = "colon"

    def punctuate(self, mark: str, at: int, end: int) -> None:
        """A comma, a colon, or the end of an object or list."""
        top = self.open[-1] if self.open else None
        if top is None:
            self.stop(at, end, Both(f"这里不该有 {mark}", f"{mark} does not belong here"))
            return
        if mark == ":" and top.wants == "colon":
            top.wants = "value"
        elif mark == "," and top.wants == "comma":
            top.wants = "key" if top.is_object else "value"
            top.index += 1
        elif mark == ("}" if top.is_object else "]") and top.wants in ("first", "comma"):
            self.open.pop()
            self.map.values[top.path] = self.span(top.start, end)
            self.ended()
        elif mark in "}]" and mark == ("}" if top.is_object else "]") and top.wants in ("key", "value"):
            self.stop(at, end, Both(f"{mark} 前面多了逗号或缺少值",
                                    f"a comma too many or a value missing before {mark}"))
        else:
            self.stop(at, end, Both(f"这里不该有 {mark}", f"{mark} does not belong here"))

    def path(self) -> FactPath:
        if not self.open:
            return ()
        top = self.open[-1]
        return (*top.path, top.key or "" if top.is_object else top.index)

    def ended(self) -> None:
        if self.open:
            self.open[-1].wants = "comma"
        else:
            self.done = True


_ESCAPE = re.compile(r'\\(u[0-9a-fA-F]{4}|.)')
_PLAIN = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}


def unescaped(quoted: str) -> str:
    """The text of a JSON string as written."""
    if "\\" not in quoted:
        return quoted[1:-1]
    def one(found: re.Match[str]) -> str:
        what = found[1]
        return chr(int(what[1:], 16)) if what[0] == "u" and len(what) == 5 else _PLAIN.get(what, what)
    text = _ESCAPE.sub(one, quoted[1:-1])
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
