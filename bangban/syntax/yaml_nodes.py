"""YAML, the safe part of it: mappings, lists and scalars with the place of each, and the comments between them.

Anchors, aliases, tags, merge keys and second documents are refused by name; depth and number of nodes are bounded,
so that no text takes long. Nothing is ever constructed: a scalar stays text until somebody asks what it says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import yaml
from attrs import define

from bangban.problems import Problem
from bangban.source import Source, Span
from bangban.syntax.lexer import MAX_CHARS, MAX_PROBLEMS, Comment, FileTooLarge, comment_text
from bangban.syntax.yaml_problems import (
    DuplicateKey,
    NotYaml,
    YamlAlias,
    YamlDocuments,
    YamlMerge,
    YamlTag,
    YamlTooMuch,
    reason,
)
from bangban.words import Both

MAX_DEPTH = 64
MAX_NODES = 100_000
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_COMMENT = re.compile(r"#[^\n\r\x85\u2028\u2029]*")
_WORD = re.compile(r"[^\s,\[\]{}]+")
_INTEGER = re.compile(r"[-+]?[0-9]+\Z")
_DECIMAL = re.compile(r"[-+]?[0-9]+\.[0-9]+\Z")
_DEPTH = Both("嵌套层数", "levels of nesting")
_MAX_DIGITS = 60  # longer numbers stay text; Python refuses to read endless ones
_WORDS = {"": None, "~": None, "null": None, "Null": None, "NULL": None, "true": True, "True": True, "TRUE": True,
          "false": False, "False": False, "FALSE": False}


@define(eq=False)
class Scalar:
    """A text as YAML gives it; ``plain``: written without quotes or a block."""

    value: str
    style: str
    start: int
    end: int

    @property
    def plain(self) -> bool:
        """Whether it was written without quotes."""
        return self.style == ""

    def data(self) -> Any:
        """What a plain scalar says: true, false, null, a number (exact); everything else is text."""
        if not self.plain:
            return self.value
        if self.value in _WORDS:
            return _WORDS[self.value]
        if len(self.value) <= _MAX_DIGITS:
            if _INTEGER.match(self.value):
                return int(self.value)
            if _DECIMAL.match(self.value):
                return Decimal(self.value)
        return self.value


@define(eq=False)
class Items:
    """A list."""

    items: list[Node]
    start: int
    end: int

    def data(self) -> Any:
        """The list as plain data."""
        return [item.data() for item in self.items]


@define(eq=False)
class Entries:
    """A mapping, in the order written."""

    entries: list[tuple[Scalar, Node]]
    start: int
    end: int

    def data(self) -> Any:
        """The mapping as plain data."""
        return {key.value: value.data() for key, value in self.entries}

    def get(self, key: str) -> Node | None:
        """The value under ``key``."""
        return next((v for k, v in self.entries if k.value == key), None)


Node = Scalar | Items | Entries


@define
class Composed:
    """What a YAML text holds: its one node, the comments outside scalars, and what was wrong."""

    node: Node | None
    comments: list[Comment]
    problems: list[Problem]


def compose(source: Source) -> Composed:
    """The YAML of a source. A text that is not YAML has no node; a refused device is left out and told."""
    text = source.text
    if len(text) > MAX_CHARS:
        size = FileTooLarge(span=Span(source, 0, 0), size=len(text), limit=MAX_CHARS)
        return Composed(None, [], [size])
    return _Composer(source).run()


class _Stop(Exception):
    """Reading cannot go on; the problem is already told."""


class _Composer:
    def __init__(self, source: Source) -> None:
        self.source = source
        self.base = 1 if source.text.startswith("\ufeff") else 0
        self.problems: list[Problem] = []
        self.scalars: list[Scalar] = []
        self.count = 0
        self.events: Iterator[Any] = iter(())

    def run(self) -> Composed:
        node: Node | None = None
        text = self.source.text[self.base:]
        loader = None
        try:
            text.encode("utf-8")  # a lone surrogate is no text, and the C loader raises on it
            loader = _Loader(text)
            self.events = _events(loader)
            node = self.document()
        except UnicodeEncodeError as error:
            self.tell(NotYaml, error.start, error.end, why=Both("有不成字的代码", "a lone surrogate"))
        except yaml.YAMLError as error:
            node = None
            self.syntax(error)
        except _Stop:
            node = None
        finally:
            if loader is not None:
                loader.dispose()
        self.problems.sort(key=lambda p: p.span.start)
        comments = self.comments() if node is not None else []
        return Composed(node, comments, self.problems[:MAX_PROBLEMS])

    def tell(self, kind: type[Problem], start: int, end: int, **facts: Any) -> None:
        size = len(self.source.text)
        start = min(start + self.base, size)
        span = Span(self.source, start, min(max(end + self.base, start), size))
        self.problems.append(kind(span=span, **facts))

    def document(self) -> Node | None:
        """The one node of the stream."""
        node: Node | None = None
        seen = False
        for event in self.events:
            if isinstance(event, yaml.DocumentStartEvent):
                if seen:
                    start: Any = event.start_mark
                    self.tell(YamlDocuments, start.index, start.index + 3)
                    break
                if event.tags:
                    start = event.start_mark
                    self.tell(YamlTag, start.index, start.index + 1, found="%TAG")
                seen = True
                node = self.node(next(self.events))
        return node

    def node(self, event: Any) -> Node:
        """The node an event begins, without recursion: a stack of what is still open."""
        stack: list[Items | Entries] = []
        keys: list[Scalar | None] = []  # for each open mapping the key that waits for its value
        while True:
            done: Node | None = self.opened(event, stack, keys)
            while done is not None:
                if not stack:
                    return done
                top = stack[-1]
                if isinstance(top, Items):
                    top.items.append(done)
                elif keys[-1] is None:
                    keys[-1] = self.key(done)
                else:
                    top.entries.append((keys[-1], done))
                    keys[-1] = None
                done = None
            event = next(self.events)

    def opened(self, event: Any, stack: list[Items | Entries], keys: list[Scalar | None]) -> Node | None:
        """The node an event completes, if it does; a collection is put on the stack instead."""
        start, end = event.start_mark.index, event.end_mark.index
        if isinstance(event, yaml.CollectionEndEvent):
            keys.pop()
            closed = stack.pop()
            closed.end = end + self.base
            if isinstance(closed, Entries):
                self.unique(closed)
            return closed
        self.count += 1
        if len(self.problems) >= MAX_PROBLEMS:
            raise _Stop
        if self.count > MAX_NODES:
            self.tell(YamlTooMuch, start, end, what=Both("项数", "values"), limit=MAX_NODES)
            raise _Stop
        if isinstance(event, yaml.AliasEvent):
            self.tell(YamlAlias, start, end, found=f"*{event.anchor}")
            return Scalar("", '"', start + self.base, end + self.base)
        for kind, mark, given in ((YamlAlias, "&", event.anchor), (YamlTag, "!", event.tag)):
            if given is not None:
                self.device(kind, mark, start, end)
        if isinstance(event, yaml.ScalarEvent):
            scalar = Scalar(event.value, event.style or "", start + self.base, end + self.base)
            if scalar.style not in ("|", ">"):
                self.trim(event, scalar)
            self.scalars.append(scalar)
            return scalar
        if len(stack) >= MAX_DEPTH:
            self.tell(YamlTooMuch, start, end, what=_DEPTH, limit=MAX_DEPTH)
            raise _Stop
        if isinstance(event, yaml.SequenceStartEvent):
            stack.append(Items([], start + self.base, end + self.base))
        else:
            stack.append(Entries([], start + self.base, end + self.base))
        keys.append(None)
        return None

    def device(self, kind: type[Problem], mark: str, start: int, end: int) -> None:
        """An anchor or tag, told with what was typed."""
        text = self.source.text
        at = max(text.find(mark, start + self.base, end + self.base), start + self.base)
        found = _WORD.match(text, at)
        word = found.group() if found else mark
        self.tell(kind, at - self.base, at - self.base + len(word), found=word)

    def trim(self, event: Any, scalar: Scalar) -> None:
        """Anchors and tags are before the scalar itself: begin at its quote or first character."""
        if event.anchor is not None or event.tag is not None:
            found = self.source.text.rfind(scalar.style or scalar.value[:1] or " ", scalar.start, scalar.end)
            scalar.start = max(found, scalar.start)

    def key(self, node: Node) -> Scalar:
        if isinstance(node, Scalar):
            if node.plain and node.value == "<<":
                self.tell(YamlMerge, node.start - self.base, node.end - self.base)
            return node
        self.tell(NotYaml, node.start - self.base, node.start - self.base + 1,
                  why=Both("键必须是一个词", "a key has to be a single word"))
        return Scalar("", '"', node.start, node.start)

    def unique(self, mapping: Entries) -> None:
        """Each key once: the first stands. Merge keys are told already."""
        kept: dict[str, tuple[Scalar, Node]] = {}
        for key, value in mapping.entries:
            if key.value in kept:
                self.tell(DuplicateKey, key.start - self.base, key.end - self.base, key=key.value)
            elif not (key.plain and key.value == "<<"):
                kept[key.value] = key, value
        mapping.entries = list(kept.values())

    def syntax(self, error: yaml.YAMLError) -> None:
        problem = str(getattr(error, "problem", None) or getattr(error, "reason", ""))
        begun, mark = getattr(error, "context_mark", None), getattr(error, "problem_mark", None)
        if "unexpected end of stream" in problem or mark is None:
            mark = begun or mark  # where the quote opens tells more than where the text ends
        at = mark.index if mark is not None else getattr(error, "position", None) or 0
        if "nesting depth" in problem:
            self.tell(YamlTooMuch, at, at + 1, what=_DEPTH, limit=MAX_DEPTH)
        else:
            self.tell(NotYaml, at, at + 1, why=reason(problem))

    def comments(self) -> list[Comment]:
        """The ``#`` comments: they stand in the gaps between scalars (or behind the | of a block)."""
        text = self.source.text
        out: list[Comment] = []
        at = 0
        for scalar in [*self.scalars, Scalar("", "", len(text), len(text))]:
            out.extend(self.between(at, scalar.start))
            at = scalar.end
            if scalar.style in ("|", ">"):
                line_end = text.find("\n", scalar.start)
                out.extend(self.between(scalar.start, scalar.end if line_end == -1 else line_end))
        return out

    def between(self, start: int, end: int) -> Iterator[Comment]:
        text = self.source.text
        for found in _COMMENT.finditer(text, start, end):
            line = text.rfind("\n", 0, found.start()) + 1
            alone = not text[line:found.start()].strip(" \t\ufeff")
            yield Comment(comment_text(found.group()), found.start(), alone)


def _events(loader: Any) -> Iterator[Any]:
    while loader.check_event():
        yield loader.get_event()
