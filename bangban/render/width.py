"""How wide text is on a terminal, how it is wrapped, and how what would steer a terminal is shown instead of done."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

# C0 and C1 controls, marks of direction, zero-width characters, line separators, halves of surrogate pairs, tags
_STEERS = re.compile("[\x00-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff"
                     "\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]")
_NO_WIDTH = frozenset({"Mn", "Me", "Cf"})
_NOT_FIRST = frozenset(",.;:!?)]}%、。,;:!?)】》〉」』”’…·")  # a line does not begin with these
_NOT_LAST = frozenset("([{(【《〈「『“‘")  # nor end with these
_WORD = r"(?s)[!-~]+|\s+|."  # ASCII words stay whole, Han text breaks anywhere


def visible(text: str) -> str:
    """``text`` on one line; a control or hidden character is shown as a picture or by its number, never sent raw."""
    return text if text.isascii() and text.isprintable() else _STEERS.sub(_picture, text)


def visible_lines(text: str) -> str:
    """The same for a text of several lines."""
    return "\n".join(visible(line) for line in text.split("\n"))


def _picture(found: re.Match[str]) -> str:
    char = found[0]
    if char in "\t\n\r\v\f":
        return " "
    code = ord(char)
    if code < 0x20:
        return chr(0x2400 + code)  # ␛ for escape
    return "␡" if code == 0x7F else f"<U+{code:04X}>"


def width(text: str) -> int:
    """The columns ``text`` takes: two for wide and full-width characters, none for combining ones."""
    if text.isascii():
        return len(text)
    return sum(_columns(c) for c in text)


def _columns(char: str) -> int:
    if unicodedata.east_asian_width(char) in "WF":
        return 2
    return 0 if unicodedata.category(char) in _NO_WIDTH else 1


def padded(text: str, columns: int) -> str:
    """``text`` with spaces behind it up to ``columns``."""
    return text + " " * max(columns - width(text), 0)


def wrapped(text: str, columns: int | None, indent: str = "", first: str | None = None) -> str:
    """``text`` in lines of at most ``columns``, ``first`` before the first line and ``indent`` before the others.

    None does not wrap: what goes into a pipe or a file stays searchable.
    """
    first = indent if first is None else first
    if columns is None:
        return first + text
    lines: list[str] = []
    line, begin = "", first
    for piece in _pieces(text):
        if line and width(begin) + width(line) + width(piece.rstrip()) > columns:
            lines.append(begin + line.rstrip())
            line, begin = "", indent
        line += piece if line or not piece.isspace() else ""
    lines.append(begin + line.rstrip())
    return "\n".join(lines)


def _pieces(text: str) -> Iterator[str]:
    """The parts between which a line may break."""
    piece = ""
    for found in re.finditer(_WORD, text):
        part = found[0]
        joined = part[0] in _NOT_FIRST or piece[-1:] in _NOT_LAST
        if piece and not joined and not (part.isspace() and not piece.isspace()):
            yield piece
            piece = ""
        piece += part
    if piece:
        yield piece
