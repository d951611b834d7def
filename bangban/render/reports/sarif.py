"""SARIF 2.1.0 for code scanning: columns in UTF-16 code units, file names as relative URIs, repairs as replacements."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

from bangban import __version__
from bangban.problems import Severity
from bangban.render.reports.finding import Finding, Place, Report, fingerprints

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS: dict[Severity, str] = {"error": "error", "warning": "warning", "info": "note"}
_BASE = "SRCROOT"


def write(report: Report) -> str:
    """The log of one run."""
    rules = _rules(report)
    at = {rule["id"]: number for number, rule in enumerate(rules)}
    named = zip(report.findings, fingerprints(report.findings), strict=True)
    run: dict[str, Any] = {
        "tool": {"driver": {"name": "bangban", "version": __version__, "semanticVersion": __version__,
                            "language": "zh-CN" if report.lang == "zh" else "en-US", "rules": rules}},
        "automationDetails": {"id": f"bangban/{report.tool}/"},
        "columnKind": "utf16CodeUnits",
        "originalUriBaseIds": {_BASE: {"description": {"text": "The folder the run was started in."}}},
        "results": [_result(f, at[_id(f)], name) for f, name in named]}
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2) + "\n"


def _id(finding: Finding) -> str:
    return finding.code or finding.tool


def _rules(report: Report) -> list[dict[str, Any]]:
    """What each code means, once."""
    first: dict[str, Finding] = {}
    for finding in report.findings:
        first.setdefault(_id(finding), finding)
    return [{"id": code, "shortDescription": {"text": f.title or code}, "fullDescription": {"text": f.title or code},
             "help": {"text": f.help or f.title or code}, "defaultConfiguration": {"level": _LEVELS[f.severity]}}
            for code, f in sorted(first.items())]


def _result(finding: Finding, rule: int, fingerprint: str) -> dict[str, Any]:
    text = "\n".join(filter(None, (finding.message, finding.help))) or finding.title
    message = {"text": text}
    if finding.markdown:
        message["markdown"] = finding.markdown
    out: dict[str, Any] = {"ruleId": _id(finding), "ruleIndex": rule, "level": _LEVELS[finding.severity],
                           "message": message, "partialFingerprints": {"bangbanLine/v1": fingerprint}}
    if finding.place is not None:
        out["locations"] = [_location(finding.place)]
    if finding.related:
        out["relatedLocations"] = [{"id": number, **_location(r.place), "message": {"text": r.note}}
                                   for number, r in enumerate(finding.related, start=1)]
    if finding.repairs:
        out["fixes"] = [{"description": {"text": r.title}, "artifactChanges": [{
            "artifactLocation": _artifact(r.place),
            "replacements": [{"deletedRegion": region(r.place), "insertedContent": {"text": r.replacement}}]}]}
            for r in finding.repairs]
    return out


def _location(place: Place) -> dict[str, Any]:
    physical: dict[str, Any] = {"artifactLocation": _artifact(place)}
    if not place.whole_file:
        physical["region"] = region(place)
    return {"physicalLocation": physical}


def _artifact(place: Place) -> dict[str, Any]:
    return {"uri": quote(place.file, safe="/"), "uriBaseId": _BASE}


def region(place: Place) -> dict[str, int]:
    """The span as lines and columns; the last column lies behind the last character."""
    span = place.span
    return {"startLine": place.start[0], "startColumn": place.utf16(span.start),
            "endLine": place.end[0], "endColumn": place.utf16(max(span.end, span.start))}
