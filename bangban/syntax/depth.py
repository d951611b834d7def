"""How deep a tree is going to be, counted while its tokens go by: too deep a tree is never built."""

from __future__ import annotations

from bangban.syntax.keywords import KEYWORDS

DEEPENING = frozenset({"LPAR", "LSQB", "NOT", "MINUS", "PLUS", "STAR", "SLASH"})
_ENDING = frozenset(k.token for k in KEYWORDS if k.kind in ("statement", "clause"))
LEVELLING = _ENDING | {"RPAR", "RSQB", "AND", "OR", "COMMA", "SEMI"}


class Depth:
    """How deep the tree under the current token is: open brackets, and signs and 非 not yet closed off."""

    def __init__(self) -> None:
        self.levels = [0]
        self.total = 0

    def deepen(self, token: str) -> int:
        """One level more; gives how many there are."""
        self.total += 1
        if token in ("LPAR", "LSQB"):
            self.levels.append(0)
        else:
            self.levels[-1] += 1
        return self.total

    def level(self, token: str) -> None:
        """A token that ends a bracket, an operand or a clause."""
        if token in _ENDING:
            self.levels, self.total = [0], 0
        else:
            self.total -= self.levels[-1]
            self.levels[-1] = 0
            if token in ("RPAR", "RSQB") and len(self.levels) > 1:
                self.levels.pop()
                self.total -= 1
