"""The hash of a line that GitHub's code scanning knows findings again by, when the lines above them come and go.

It is a polynomial over the hundred characters from the beginning of the line on, blanks left out, so that equal lines
in other company have other hashes; equal hashes of a file are numbered. GitHub's own upload step computes the same one,
and warns where a log has another.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import accumulate

_LENGTH, _BASE, _ALL = 100, 37, (1 << 64) - 1
_OUT = pow(_BASE, _LENGTH, 1 << 64)  # what a character weighs when it leaves
_END = 0xFFFF  # stands behind the last character
_LINE_END = re.compile("\r\n?|\n")


def line_hashes(text: str) -> list[str]:
    """The hash of each line, in order; what follows the last line end is a line too."""
    lines = [list(_units(line)) for line in _LINE_END.split(text)]
    units: list[int] = []
    starts = []
    for line in lines:
        starts.append(len(units))
        units += (*line, ord("\n"))
    units[-1] = _END
    units += [0] * _LENGTH
    sums = list(accumulate(units, lambda have, unit: (have * _BASE + unit) & _ALL, initial=0))
    seen: Counter[int] = Counter()
    out = []
    for start in starts:
        value = (sums[start + _LENGTH] - sums[start] * _OUT) & _ALL
        seen[value] += 1
        out.append(f"{value:x}:{seen[value]}")
    return out


def _units(line: str) -> Iterator[int]:
    """The UTF-16 code units of a line, without its blanks."""
    for character in line:
        number = ord(character)
        if number > 0xFFFF:
            yield 0xD800 + (number - 0x10000 >> 10)
            yield 0xDC00 + (number & 0x3FF)
        elif character not in " \t":
            yield number
