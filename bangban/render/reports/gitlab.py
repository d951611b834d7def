"""GitLab's code quality report: a JSON list, each finding with a fingerprint that stays when lines move."""

from __future__ import annotations

import json
from typing import Any

from bangban.problems import Severity
from bangban.render.reports.finding import Finding, Place, Report, fingerprints

_SEVERITIES: dict[Severity, str] = {"error": "major", "warning": "minor", "info": "info"}


def write(report: Report) -> str:
    """The list; empty where nothing was found."""
    named = zip(report.findings, fingerprints(report.findings), strict=True)
    return json.dumps([_issue(f, report.place_of(f), name) for f, name in named], ensure_ascii=False, indent=2) + "\n"


def _issue(finding: Finding, place: Place, fingerprint: str) -> dict[str, Any]:
    lines = {"begin": 1} if place.whole_file else {"begin": place.start[0], "end": place.end[0]}
    text = " ".join(filter(None, (finding.message, finding.help)))
    return {"description": f"{finding.title}: {text}", "check_name": finding.code or finding.tool,
            "fingerprint": fingerprint, "severity": _SEVERITIES[finding.severity],
            "location": {"path": place.file, "lines": lines}}
