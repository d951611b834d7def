"""Pieces of generated code: where facts are, what a value's text stands for, and conditions joined."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import frozen

from bangban.decide.layout import Layout, Path
from bangban.decide.shape import Gaps


@frozen
class Frame:
    """Where the facts of the root, or of one element, are: locals ``prefix0``, ``prefix1`` … ; ``gaps``: which of
    them may be unknown."""

    prefix: str
    layout: Layout
    gaps: Gaps

    def local(self, place: int) -> str:
        """The local that holds a slot."""
        return f"{self.prefix}{place}"

    def locals(self) -> list[str]:
        """All of them."""
        return [self.local(i) for i in range(len(self.layout.slots))]

    def inside(self, path: Path, prefix: str) -> Frame:
        """The frame of the elements of a list."""
        inner = self.layout.slots[self.layout.index[path]].inner
        assert inner is not None, path
        return Frame(prefix, inner, self.gaps.inside(path))

    def target(self) -> str:
        """What a loop over the elements assigns to."""
        return self.local(0) if self.layout.scalar else ", ".join(self.locals()) + ","


Frames = Mapping[str | None, Frame]  # None: the root; else by the name an element is bound to


@frozen
class Value:
    """A value as text, and what it may be besides a value.

    ``plain``: cheap enough to be written twice; ``interval``: may be a number not settled; ``number``: a whole number.
    """

    text: str
    unknown: bool = False
    absent: bool = False
    plain: bool = True
    interval: bool = False
    number: bool = False


def joined(word: str, parts: list[str]) -> str:
    """Parts joined by `` and `` or `` or ``, without the ones that change nothing."""
    neutral, settling = ("True", "False") if word == " and " else ("False", "True")
    kept = [p for p in dict.fromkeys(parts) if p != neutral]
    if settling in kept:
        return settling
    if not kept:
        return neutral
    return kept[0] if len(kept) == 1 else f"({word.join(kept)})"
