"""Console blocks of the manual, written anew from what the commands print now.

    python -m tests.docs.refresh docs/zh/tutorial.md …

A block that shows ``…`` is left as it is, and told. Read the difference before you commit it.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

from .console import commands, lay_out, matches, output
from .snippets import ROOT, Snippet, snippets


def refreshed(snippet: Snippet, folder: Path) -> str:
    """The text of a block with each output as it is now."""
    out = ""
    for command, shown in commands(snippet.text):
        printed = output(command, folder, english="en" in snippet.marks)
        if matches(shown, printed):
            out += f"$ {command}\n{shown}"
        elif "…" in shown:
            print(f"{snippet.place}: shows “…”: $ {command}\n{printed}", file=sys.stderr)
            out += f"$ {command}\n{shown}"
        else:
            out += f"$ {command}\n" + "".join(f"{line.rstrip()}\n" for line in printed.splitlines())
    return out


def refresh(page: Path) -> None:
    """A page with its console blocks as they are now."""
    text = page.read_text("utf-8")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name).resolve()
        lay_out(folder)
        os.chdir(folder)
        for snippet in snippets(page):
            if "file" in snippet.marks:
                (folder / snippet.marks["file"]).parent.mkdir(parents=True, exist_ok=True)
                (folder / snippet.marks["file"]).write_text(snippet.text, "utf-8")
            elif snippet.lang == "console" and "run" in snippet.marks:
                text = text.replace(f"\n{snippet.text}```", f"\n{refreshed(snippet, folder)}```", 1)
        os.chdir(ROOT)
    page.write_text(text, "utf-8")


if __name__ == "__main__":
    for given in sys.argv[1:]:
        refresh(Path(given).resolve())
