"""Text and places in it: a source file as read, and spans that point at what was typed."""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property
from typing import Any

from attrs import field, frozen

from bangban.shown import Alike


@frozen(slots=False, eq=False, repr=False)
class Source(Alike):
    """One text under a name (a path relative to the set's root, or ``<text>``).

    Offsets are code points from 0; lines and columns count from 1.
    """

    name: str
    text: str = field(repr=False, default="")

    @cached_property
    def line_starts(self) -> tuple[int, ...]:
        """The offset at which each line begins."""
        starts = [0]
        at = self.text.find("\n")
        while at != -1:
            starts.append(at + 1)
            at = self.text.find("\n", at + 1)
        return tuple(starts)

    def position(self, offset: int) -> tuple[int, int]:
        """Line and column (from 1, in code points) of an offset."""
        line = bisect_right(self.line_starts, offset)
        return line, offset - self.line_starts[line - 1] + 1

    def line(self, number: int) -> str:
        """The text of line ``number`` (from 1), without its line end."""
        start = self.line_starts[number - 1]
        end = self.text.find("\n", start)
        return self.text[start : len(self.text) if end == -1 else end].rstrip("\r")

    def cell(self, offset: int) -> str:
        """The cell at an offset, as people name it (``C2``); nothing where the text is no sheet of a workbook."""
        return ""


@frozen(slots=False, eq=False, repr=False)
class Sheet(Source):
    """A sheet of a workbook as a text: a line for each row, tabs between the cells of a row."""

    def cell(self, offset: int) -> str:
        """The cell at an offset, as ``C2``."""
        row = self.position(offset)[0]
        number = self.text.count("\t", self.line_starts[row - 1], offset)
        letters = ""
        while number >= 0:  # A … Z, AA … without a zero
            letters = chr(ord("A") + number % 26) + letters
            number = number // 26 - 1
        return f"{letters}{row}"


@frozen(eq=False, repr=False)
class Span(Alike):
    """A half-open range of code points in a source."""

    source: Source = field(repr=lambda s: s.name)
    start: int
    end: int

    @property
    def text(self) -> str:
        """What was typed there."""
        return self.source.text[self.start : self.end]

    @property
    def line(self) -> int:
        """The line on which it starts, from 1."""
        return self.source.position(self.start)[0]

    @property
    def column(self) -> int:
        """The column at which it starts, from 1, in code points."""
        return self.source.position(self.start)[1]

    def __reduce__(self) -> tuple[Any, ...]:
        return Span, (self.source, self.start, self.end)  # quicker to read back; a set in the cache has thousands

    def to(self, other: Span) -> Span:
        """From the start of this span to the end of ``other``."""
        return Span(self.source, min(self.start, other.start), max(self.end, other.end))


NOWHERE = Span(Source("<none>"), 0, 0)
