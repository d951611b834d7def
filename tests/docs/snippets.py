"""The snippets of the manual: fenced blocks of the Markdown pages, with what their info string says is to be done.

The first word of an info string is the language; the rest tells what is tested:

    name=X      the block is called X, so that others may use it
    use=X,Y     those blocks of the page belong to the same set
    check       the set loads without an error
    error=BB230 loading the set gives exactly these codes
    file=P      the block is written to the file P of the page's own folder before anything below it runs
    run         python: executed, the blocks of a page share their names; console: each ``$`` line is run
    needs=X     only where the module X is installed
    cases       a file of cases: parsed

In the output of a console block a line ``…`` stands for any number of lines, and ``…`` within a line for any text.
Blocks of policies and YAML that say nothing are at least parsed; a ``text`` block is never tested.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from attrs import frozen

ROOT = Path(__file__).resolve().parents[2]
_FENCE = re.compile(r"^( *)(`{3,})([^\n`]*)\n(.*?)^\1\2[ ]*$", re.DOTALL | re.MULTILINE)


@frozen
class Snippet:
    """One fenced block: its page, the line on which it opens, its language, its marks and its text."""

    page: Path
    line: int
    lang: str
    marks: dict[str, str]
    text: str

    @property
    def place(self) -> str:
        """Where it stands, for a message."""
        return f"{self.page.relative_to(ROOT)}:{self.line}"


def pages() -> list[Path]:
    """Every page of the manual."""
    top = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")]
    return [*(p for p in top if p.is_file()), *sorted((ROOT / "docs").rglob("*.md"))]


def snippets(page: Path) -> Iterator[Snippet]:
    """The fenced blocks of a page, in order."""
    text = page.read_text("utf-8")
    for found in _FENCE.finditer(text):
        indent, _, info, body = found.groups()
        lang, *words = info.split() or [""]
        marks = {word.partition("=")[0]: word.partition("=")[2] for word in words}
        lines = [line.removeprefix(indent) for line in body.splitlines(keepends=True)]
        yield Snippet(page, text.count("\n", 0, found.start()) + 1, lang, marks, "".join(lines))


def prose(page: Path) -> str:
    """A page without its fenced blocks."""
    return _FENCE.sub("", page.read_text("utf-8"))
