"""GitHub workflow commands: a line for each finding, which GitHub shows at the line of the pull request."""

from __future__ import annotations

from bangban.problems import Severity
from bangban.render.reports.finding import Finding, Report

_COMMANDS: dict[Severity, str] = {"error": "error", "warning": "warning", "info": "notice"}


def write(report: Report) -> str:
    """One command a line; GitHub shows at most ten of each kind a step, so the gravest come first."""
    order: dict[Severity, int] = {"error": 0, "warning": 1, "info": 2}
    listed = sorted(report.findings, key=lambda f: order[f.severity])
    return "".join(_command(f) + "\n" for f in listed)


def _command(finding: Finding) -> str:
    properties: dict[str, str] = {}
    if finding.place is not None:
        properties["file"] = finding.place.file
        if not finding.place.whole_file:
            (line, column), (last, behind) = finding.place.start, finding.place.end
            properties |= {"line": str(line), "endLine": str(last)}
            if line == last:  # GitHub takes columns on a single line only
                properties |= {"col": str(column), "endColumn": str(max(behind, column + 1))}
    properties["title"] = f"{finding.code} {finding.title}".strip()
    listed = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    text = "\n".join(filter(None, (finding.message, finding.help)))
    return f"::{_COMMANDS[finding.severity]} {listed}::{_data(text)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
