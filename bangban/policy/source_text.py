"""A source text and its articles: found by their labels (一、 (一) 导办。 第三条 1. (a)), named as policies cite them.

Quotes are looked for with white space left out (line breaks, U+3000 and U+00A0 too); nothing else is normalised.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property

from attrs import frozen

from bangban.source import Source
from bangban.words import is_chinese

PREAMBLE = ("通知", "序言", "前言", "notice", "preamble")  # names of what stands before the first article
_WIDTH = str.maketrans("０１２３４５６７８９（）．", "0123456789().")
_HAN_NUMBER = "[一二三四五六七八九十百零〇]{1,5}"
# The kinds of label. An outline uses each kind on one level; which level shows by where the kind first appears.
_LABELS: tuple[tuple[str, str], ...] = (
    ("article", rf"(?P<article>第{_HAN_NUMBER}条|第[0-9]{{1,3}}条)(?=\s)"),
    ("han", rf"(?P<han>{_HAN_NUMBER})、"),
    ("han_bracket", rf"(?P<han_bracket>[(（]{_HAN_NUMBER}[)）])"),
    ("number", r"(?P<number>[0-9]{1,3})(?:、|[.．](?=\s))"),
    ("number_bracket", r"(?P<number_bracket>[(（][0-9]{1,3}[)）])"),
    ("letter_bracket", r"(?P<letter_bracket>\([a-z]\))"),
    ("named", r"(?P<named>[\u3400-\u9fff]{1,8})[。:：]"),
)
_LABEL = re.compile(r"[ \t\u3000\u00a0]*(?:" + "|".join(pattern for _, pattern in _LABELS) + ")")
_SENTENCE_END = re.compile(r"[。；;！!？?]|\.(?=\s|$)|\n")
_BREAK = re.compile(r"(?:[。；;:：.!！?？]|\n)[ \t\u3000\u00a0\r]*\n\Z")  # a paragraph or sentence has ended above
_ITEM = re.compile(r"第?(\([^)]*\))项?")  # 第三条第(二)项 is item (二) of article 第三条
_PARAGRAPH = re.compile(rf"第{_HAN_NUMBER}款")  # paragraphs bear no label: a quote is looked for in the whole article


@frozen
class Article:
    """A numbered part of a text: its label in the outline, and the range of the text it spans with all its parts."""

    path: tuple[str, ...]
    start: int
    end: int
    mark: int  # where the label itself ends
    named: bool = False  # the label is a word of the text (导办。), not a number

    @property
    def name(self) -> str:
        """As policies cite it: ``四(三)代办``."""
        return "".join(self.path)


@frozen(slots=False)
class SourceText:
    """A source text, its articles in order, and its words without white space."""

    source: Source

    @cached_property
    def articles(self) -> tuple[Article, ...]:
        """Every article, outer before inner; the first is what stands before all of them."""
        opened: list[tuple[str, tuple[str, ...], int, int]] = []  # kind, path, start, mark: the articles we are in
        found: list[Article] = []

        def close(down_to: int, at: int) -> None:
            while len(opened) > down_to:
                kind, path, start, mark = opened.pop()
                found.append(Article(path, start, at, mark, kind == "named"))

        first = len(self.source.text)
        for line in self.source.line_starts:
            label = _LABEL.match(self.source.text, line)
            if label is None:
                continue
            if label.lastgroup == "named" and not (opened and _BREAK.search(self.source.text[max(0, line - 80):line])):
                continue  # a sentence that happens to break before its last words
            kind = label.lastgroup or ""
            start = label.start(kind)
            first = min(first, start)
            level = next((i for i, (k, *_) in enumerate(opened) if k == kind), len(opened))
            close(level, start)
            outer = opened[-1][1] if opened else ()
            opened.append((kind, (*outer, label[kind].translate(_WIDTH)), start, label.end()))
        close(0, len(self.source.text))
        preamble = PREAMBLE[0] if is_chinese(self.source.text) else "notice"
        return (Article((preamble,), 0, first, 0), *sorted(found, key=lambda a: (a.start, -a.end)))

    def article(self, name: str) -> Article | None:
        """The article of that name, if the text has it."""
        name = name.translate(_WIDTH)
        if name.lower() in PREAMBLE:
            return self.articles[0]
        exact = next((a for a in self.articles if a.name == name), None)
        if exact is not None:
            return exact
        plain = _ITEM.sub(r"\1", _PARAGRAPH.sub("", squeezed(name)))
        return next((a for a in self.articles if a.name == plain), None)

    def at(self, start: int, end: int) -> Article:
        """The innermost article that holds a whole range; the preamble where none does."""
        return next((a for a in reversed(self.articles) if a.start <= start and end <= a.end), self.articles[0])

    # ------------------------------------------------------------ words

    @cached_property
    def _words(self) -> tuple[str, tuple[int, ...]]:
        """The text without white space, and the offset of each character that is left."""
        kept = [(c, i) for i, c in enumerate(self.source.text) if not c.isspace()]
        return "".join(c for c, _ in kept), tuple(i for _, i in kept)

    def find(self, quote: str) -> Iterator[tuple[int, int]]:
        """Every range of the text whose words are those of ``quote``."""
        words, offsets = self._words
        wanted = squeezed(quote)
        at = words.find(wanted) if wanted else -1
        while at != -1:
            yield offsets[at], offsets[at + len(wanted) - 1] + 1
            at = words.find(wanted, at + 1)

    def nearest(self, quote: str) -> tuple[int, int] | None:
        """The range most like ``quote``: around the longest piece of it that does stand in the text."""
        from difflib import SequenceMatcher
        words, offsets = self._words
        wanted = squeezed(quote)
        match = SequenceMatcher(None, words, wanted, autojunk=False).find_longest_match()
        if match.size < min(4, max(2, len(wanted) // 3)):
            return None
        start = max(0, match.a - match.b)
        end = min(len(words), start + len(wanted))
        return offsets[start], offsets[end - 1] + 1

    def sentences(self) -> Iterator[tuple[int, int]]:
        """The ranges of the sentences, ended by 。;!? and line ends, without the white space around them."""
        text = self.source.text
        start = 0
        while start < len(text):
            label = _LABEL.match(text, start) if start == 0 or text[start - 1] == "\n" else None
            after = label.end() if label and label.lastgroup != "named" else start
            stop = _SENTENCE_END.search(text, after)
            end = stop.end() if stop else len(text)
            piece = text[start:end]
            if piece.strip():
                yield start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())
            start = end


def squeezed(text: str) -> str:
    """``text`` without its white space."""
    return "".join(text.split())
