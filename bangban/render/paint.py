"""Colour on a terminal, by what a text is; none anywhere else."""

from __future__ import annotations

from typing import Literal

Role = Literal["error", "warning", "info", "good", "head", "quiet", "place"]
_CODES: dict[Role, str] = {"error": "1;31", "warning": "1;33", "info": "1;36", "good": "1;32", "head": "1",
                           "quiet": "2", "place": "36"}


class Paint:
    """Colours text where ``on``; otherwise gives it back."""

    def __init__(self, on: bool = False) -> None:
        self.on = on

    def __call__(self, text: str, role: Role) -> str:
        """The text in the colour of its role."""
        return f"\x1b[{_CODES[role]}m{text}\x1b[0m" if self.on and text else text


PLAIN = Paint()
