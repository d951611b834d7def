"""Which lines of the policy files the cases try: a line is tried where everything that decides on it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from bangban.source import NOWHERE, Span
from bangban.testing.condition_coverage import ConditionCoverage
from bangban.testing.firing_coverage import RuleCoverage


def tried_lines(rules: Iterable[RuleCoverage], conditions: ConditionCoverage) -> dict[str, dict[int, bool]]:
    """For each file by its name in the set, the lines that decide something, and whether the cases try them."""
    lines: dict[str, dict[int, bool]] = {}

    def note(span: Span, tried: bool) -> None:
        if span is not NOWHERE:
            of = lines.setdefault(span.source.name, {})
            of[span.line] = of.get(span.line, True) and tried

    for rule in rules:
        note(rule.span, rule.tried)
    for atom in conditions.atoms:
        if not atom.atom.switched_off:
            note(atom.span, not atom.lacks)
    for exception in conditions.exceptions:
        if not exception.switched_off:
            note(exception.span, exception.tried)
    return lines


def write_coverage_file(target: Path, root: Path, lines: Mapping[str, Mapping[int, bool]]) -> None:
    """Write the lines as data of coverage.py, to be combined and shown by its reports.

    ``root``: the folder the names of the set's files start from. The reports need ``bangban.testing.coverage_plugin``
    among ``[run] plugins``.
    """
    from coverage import CoverageData

    target.unlink(missing_ok=True)
    data = CoverageData(str(target))
    files = {str((root / name).resolve()): [n for n, tried in of.items() if tried] for name, of in lines.items()}
    data.add_lines(files)
    data.add_file_tracers(dict.fromkeys(files, "bangban.testing.coverage_plugin.PolicyPlugin"))
    data.write()
