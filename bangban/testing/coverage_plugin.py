"""A plugin of coverage.py that shows ``.policy`` files in its reports, from data that ``bangban test --coverage-file``
wrote. In its settings: ``[run] plugins = bangban.testing.coverage_plugin``."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from coverage import CoveragePlugin, FileReporter


class PolicyPlugin(CoveragePlugin):
    """Tells coverage.py what the lines of a policy file are."""

    def file_reporter(self, filename: str) -> FileReporter:
        """The reporter of one file."""
        return PolicyReporter(filename)


class PolicyReporter(FileReporter):
    """One policy file: the lines on which something is decided."""

    def lines(self) -> set[int]:
        """The lines on which a rule, an exception or an atom of a condition begins."""
        here = Path(self.filename).resolve()
        return set(_lines_of(here.parent).get(here, ()))


@cache
def _lines_of(folder: Path) -> dict[Path, frozenset[int]]:
    """The deciding lines of every file of the set in a folder; none where it cannot be read."""
    from bangban.front_door import load
    from bangban.problems import PolicyError
    from bangban.testing.condition_coverage import condition_coverage
    from bangban.testing.firing_coverage import firing_coverage
    from bangban.testing.lines import tried_lines
    from bangban.trail import root_of

    try:
        policy = load(folder)
    except PolicyError:
        return {}
    root = Path(root_of(folder))
    lines = tried_lines(firing_coverage(policy, []), condition_coverage(policy, []))
    return {(root / name).resolve(): frozenset(of) for name, of in lines.items()}


def coverage_init(reg: Any, options: Any) -> None:
    """What coverage.py calls to have the plugin."""
    reg.add_file_tracer(PolicyPlugin())
