"""Loops over lists: each is a small function beside the body, shared where the same loop is asked for again."""

from __future__ import annotations

from collections.abc import Callable

from attrs import frozen

from bangban.decide.names import Names
from bangban.decide.pieces import Frame


@frozen
class Search:
    """A loop that looks for an element: its first line, and what it asks of each."""

    head: str
    asked: str


class Loops:
    """The loops of one body. ``used`` gathers the locals that what is being written reads."""

    def __init__(self, names: Names) -> None:
        self.names = names
        self.used: dict[str, None] = {}
        self.searches: dict[str, Search] = {}  # by the text of the call
        self._functions: dict[str, str] = {}
        self._sources: list[tuple[str, str]] = []

    def call(self, listed: str, inner: Frame, body: Callable[[str], list[str]]) -> str:
        """A call of a function that loops over ``listed``; ``body`` writes its lines, given the loop's first."""
        outer, self.used = self.used, {}
        text = "\n".join(body(f"    for {inner.target()} in items:"))
        own = set(inner.locals())
        needed = [name for name in self.used if name not in own]
        self.used = outer
        self.used.update(dict.fromkeys(needed))
        key = ", ".join(["items", *needed]) + "\n" + text
        if key not in self._functions:
            name = self.names.fresh("loop")
            self._functions[key] = name
            self._sources.append((name, f"def {name}({', '.join(['items', *needed])}):\n{text}\n"))
        return f"{self._functions[key]}({', '.join([listed, *needed])})"

    def search(self, listed: str, inner: Frame, ask: Callable[[], str]) -> str:
        """A call that tells whether some element answers what is asked."""
        asked: list[str] = []

        def lines(head: str) -> list[str]:
            asked.append(ask())
            return [head, f"        if {asked[0]}:", "            return True", "    return False"]

        call = self.call(listed, inner, lines)
        self.searches[call] = Search(f"for {inner.target()} in {listed}:", asked[0])
        return call

    def called(self, lines: list[str]) -> list[str]:
        """The sources of the loops that lines call, and that those call."""
        kept: list[str] = []
        text = "\n".join(lines)
        for name, source in reversed(self._sources):
            if f"{name}(" in text:
                kept.insert(0, source)
                text += source
        return kept
