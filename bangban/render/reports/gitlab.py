"""GitLab's code quality report: a JSON list, each finding with a fingerprint that stays when lines move."""

from __future__ import annotations

import json
from typing import Any

from bangban.problems import Severity
from bangban.render.reports.finding import Finding, Report, fingerprints

_SEVERITIES: dict[Severity, str] = {"error": "major", "warning": "minor", "info": "info"}


def write(report: Report) -> str:
    """The list; empty where nothing was found."""
    named = zip(report.findings, fingerprints(report.findings), strict=True)
    return json.dumps([_issue(f, name) for f, name in named], ensure_ascii=False, indent=2) + "\n"


def _issue(finding: Finding, fingerprint: str) -> dict[str, Any]:
    place = finding.place
    exact = place is not None and not place.whole_file
    lines = {"begin": place.start[0], "end": place.end[0]} if place is not None and exact else {"begin": 1}
    text = " ".join(filter(None, (finding.message, finding.help)))
    return {"description": f"{finding.title}: {text}", "check_name": finding.code or finding.tool,
            "fingerprint": fingerprint, "severity": _SEVERITIES[finding.severity],
            "location": {"path": place.file if place is not None else "bangban.toml", "lines": lines}}
