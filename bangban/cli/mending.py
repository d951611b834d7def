"""Repairs written to disk, each told with its place."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from bangban.cli.out import Out
from bangban.cli.writing import write_text
from bangban.files import FileSet
from bangban.problems import Problem
from bangban.words import Both


def mend_files(out: Out, fileset: FileSet, problems_of: Callable[[FileSet], Iterable[Problem]]) -> FileSet:
    """Apply the repairs of the problems of a set to its files; the set as it is afterwards."""
    from bangban.lint.fixing import mend

    mended = mend(fileset, problems_of)
    texts = {f.source.name: f.source.text for f in mended.fileset.files}
    for name in mended.changed:
        write_text(fileset.root / name, texts[name])
    for fix in mended.repairs:
        where = f"{out.file(fix.span.source.name)}:{fix.span.line}"
        out.chat(Both(f"改了 {where}  {fix.title.zh}", f"mended {where}  {fix.title.en}"))
    return mended.fileset
