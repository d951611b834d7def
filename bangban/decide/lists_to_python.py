"""Quantifiers, counts and sums as text: each is a call of a small loop beside the body."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Any

from bangban.decide import runtime
from bangban.decide.loops import Loops
from bangban.decide.names import Names
from bangban.decide.pieces import Frame, Frames, Value
from bangban.policy import meaning
from bangban.policy import terms as t

Rail = Callable[[t.Term, Frames], str]


class Lists(ABC):
    """What :class:`Terms` writes about the elements of lists; what is asked of each element, it writes itself."""

    def __init__(self, names: Names) -> None:
        self.names = names
        self.loops = Loops(names)

    @abstractmethod
    def holds(self, term: t.Term, frames: Frames) -> str:
        """True where the condition definitely holds."""

    @abstractmethod
    def fails(self, term: t.Term, frames: Frames) -> str:
        """True where the condition definitely does not hold."""

    @abstractmethod
    def certain(self, term: t.Term, frames: Frames) -> bool:
        """Whether the condition can never be unknown."""

    @abstractmethod
    def value(self, term: t.Term, frames: Frames, *, note: bool = True) -> Value:
        """The value of a term; ``note``: it is being written, so what it reads counts as used."""

    def known(self, term: t.Term, frames: Frames) -> bool:
        """Whether a value can never be unknown or unsettled."""
        found = self.value(term, frames, note=False)
        return not (found.unknown or found.interval)

    def helper(self, function: Any) -> str:
        """The name of something of ours that generated code calls."""
        return self.names.bind(function, "h")

    def inside(self, over: t.Fact, frames: Frames) -> Frame:
        """A frame for the elements of a list; its locals have names of their own."""
        return frames[over.scope].inside(over.path, f"e{len(frames)}_")

    def _listed(self, over: t.Fact, frames: Frames) -> str:
        held = self.value(over, frames)
        return f"({held.text} or ())" if held.absent else held.text

    def _search(self, term: t.Quantified, frames: Frames, rail: Rail) -> str:
        inner = self.inside(term.over, frames)
        return self.loops.search(self._listed(term.over, frames), inner,
                                 lambda: rail(term.body, {**frames, term.scope: inner}))

    def some(self, term: t.Quantified, frames: Frames, rail: Rail) -> str:
        """Some element definitely meets (or fails) the body."""
        held = self.value(term.over, frames, note=False)
        call = self._search(term, frames, rail)
        return f"({held.text} is not U and {call})" if held.unknown else call

    def none(self, term: t.Quantified, frames: Frames, rail: Rail) -> str:
        """Every element definitely meets (or fails) the body; so does an empty list."""
        held = self.value(term.over, frames, note=False)

        def not_so(body: t.Term, inner: Frames) -> str:
            if self.certain(body, inner):
                return (self.fails if rail == self.holds else self.holds)(body, inner)
            return f"not {rail(body, inner)}"

        call = self._search(term, frames, not_so)
        return f"({held.text} is not U and not {call})" if held.unknown else f"(not {call})"

    def aggregate(self, term: t.Count | t.Distinct | t.Sum, frames: Frames, note: bool) -> Value:
        """个数, 种数 or 合计: a number, or an interval while it is not settled."""
        held = self.value(term.over, frames, note=False)
        inner = {**frames, term.scope: self.inside(term.over, frames)}
        certain = term.body is None or self.certain(term.body, inner)
        of = term.value if isinstance(term, t.Distinct | t.Sum) else None
        settled = certain and not held.unknown and (of is None or self.known(of, inner))
        unknown = held.unknown and isinstance(term, t.Sum)
        text = self._aggregated(term, frames, certain) if note else ""
        if held.unknown and note:
            nobody = "U" if isinstance(term, t.Sum) else self.names.const(meaning.Interval(0, None))
            text = f"({nobody} if {self.value(term.over, frames).text} is U else {text})"
        return Value(text, unknown, plain=False, interval=not settled, number=settled and of is None)

    def _aggregated(self, term: t.Count | t.Distinct | t.Sum, frames: Frames, certain: bool) -> str:
        match term:
            case t.Count(body=None):
                return f"len({self._listed(term.over, frames)})"
            case t.Count():
                return self._count(term, frames, certain)
            case t.Distinct():
                return f"{self.helper(runtime.distinct)}({self._pairs(term, frames)})"
            case t.Sum():
                least, most = (self.names.const(end) for end in meaning.bounds(term.value.type))
                return f"{self.helper(runtime.total)}({self._pairs(term, frames)}, {least}, {most})"

    def _count(self, term: t.Count, frames: Frames, certain: bool) -> str:
        body = term.body
        assert body is not None

        inner = {**frames, term.scope: self.inside(term.over, frames)}

        def lines(head: str) -> list[str]:
            if certain:
                return ["    low = 0", head, f"        if {self.holds(body, inner)}:", "            low += 1",
                        "    return low"]
            return ["    low = high = 0", head,
                    f"        if {self.holds(body, inner)}:", "            low += 1", "            high += 1",
                    f"        elif not {self.fails(body, inner)}:", "            high += 1",
                    f"    return {self.helper(runtime.settle)}(low, high)"]

        return self.loops.call(self._listed(term.over, frames), inner[term.scope], lines)

    def _pairs(self, term: t.Distinct | t.Sum, frames: Frames) -> str:
        body, of = term.body, term.value

        inner = {**frames, term.scope: self.inside(term.over, frames)}

        def lines(head: str) -> list[str]:
            found = self.value(of, inner).text
            start = ["    pairs = []", head]
            if body is None:
                return [*start, f"        pairs.append((True, {found}))", "    return pairs"]
            return [*start, f"        if {self.holds(body, inner)}:", f"            pairs.append((True, {found}))",
                    f"        elif not {self.fails(body, inner)}:", f"            pairs.append((U, {found}))",
                    "    return pairs"]

        return self.loops.call(self._listed(term.over, frames), inner[term.scope], lines)

