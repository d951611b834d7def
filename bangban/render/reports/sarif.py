"""SARIF 2.1.0 for code scanning: columns in UTF-16 code units, file names as relative URIs, repairs as replacements.

What GitHub asks for beyond the standard: every result has a place with lines and columns, or the whole log is rejected;
what is said of a rule is the same from run to run, whatever it was found in.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from bangban import __version__
from bangban.problems import Severity
from bangban.render.reports.finding import Finding, Meaning, Place, Repair, Report, fingerprints
from bangban.render.reports.line_hashes import line_hashes
from bangban.source import Sheet
from bangban.words import Both

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS: dict[Severity, str] = {"error": "error", "warning": "warning", "info": "note"}
_BASE = "SRCROOT"
_HERE = Both("运行时所在的目录。", "The folder the run was started in.")


def write(report: Report) -> str:
    """The log of one run."""
    rules = _rules(report)
    at = {rule["id"]: number for number, rule in enumerate(rules)}
    hashes = cache(line_hashes)  # a file has many findings
    named = [(f, {"bangbanLine/v1": name, **_line_hash(report.place_of(f), hashes)})
             for f, name in zip(report.findings, fingerprints(report.findings), strict=True)]
    run: dict[str, Any] = {
        "tool": {"driver": {"name": "bangban", "version": __version__, "semanticVersion": __version__,
                            "language": "zh-CN" if report.lang == "zh" else "en-US", "rules": rules}},
        "automationDetails": {"id": f"bangban/{report.tool}/"},
        "columnKind": "utf16CodeUnits",
        "originalUriBaseIds": {_BASE: {"description": message(report.say(_HERE))}},
        "results": [_result(f, report.place_of(f), at[_id(f)], names) for f, names in named]}
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2) + "\n"


def _id(finding: Finding) -> str:
    return finding.code or finding.tool


def _rules(report: Report) -> list[dict[str, Any]]:
    """What each code means, once."""
    first: dict[str, Finding] = {}
    for finding in report.findings:
        first.setdefault(_id(finding), finding)
    return [_rule(code, f.title or code, f.meaning or Meaning(f.severity, "", "")) for code, f in sorted(first.items())]


def _rule(code: str, title: str, meaning: Meaning) -> dict[str, Any]:
    return {"id": code, "shortDescription": message(title), "fullDescription": message(meaning.message or title),
            "help": message(meaning.help or meaning.message or title),
            "defaultConfiguration": {"level": _LEVELS[meaning.severity]}}


def message(text: str) -> dict[str, str]:
    """A text as a plain message: in it ``{0}`` would be a blank, ``[words](place)`` a link."""
    return {"text": _braces(text).replace("](", "] (")}


def _braces(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}")


def _line_hash(place: Place, hashes: Callable[[str], list[str]]) -> dict[str, str]:
    """The name GitHub knows a finding again by; none for a workbook, whose text is not that of the file."""
    if place.whole_file or isinstance(place.span.source, Sheet):
        return {}
    return {"primaryLocationLineHash": hashes(place.span.source.text)[place.start[0] - 1]}


def _result(finding: Finding, place: Place, rule: int, names: dict[str, str]) -> dict[str, Any]:
    said = message("\n".join(filter(None, (finding.message, finding.help))) or finding.title or _id(finding))
    if finding.markdown:
        said["markdown"] = _braces(finding.markdown)
    out: dict[str, Any] = {"ruleId": _id(finding), "ruleIndex": rule, "level": _LEVELS[finding.severity],
                           "message": said, "partialFingerprints": names,
                           "locations": [_location(place)]}
    if finding.related:
        out["relatedLocations"] = [{"id": number, **_location(r.place), "message": message(r.note)}
                                   for number, r in enumerate(finding.related, start=1)]
    if finding.repairs:
        out["fixes"] = list(map(_fix, dict.fromkeys(finding.repairs)))  # the standard wants each once
    return out


def _fix(repair: Repair) -> dict[str, Any]:
    replaced = {"deletedRegion": region(repair.place), "insertedContent": {"text": repair.replacement}}
    return {"description": message(repair.title),
            "artifactChanges": [{"artifactLocation": _artifact(repair.place), "replacements": [replaced]}]}


def _location(place: Place) -> dict[str, Any]:
    return {"physicalLocation": {"artifactLocation": _artifact(place), "region": region(place)}}


def _artifact(place: Place) -> dict[str, Any]:
    if PurePath(place.file).is_absolute():  # which no base may come before
        return {"uri": PurePath(place.file).as_uri()}
    return {"uri": quote(place.file, safe="/"), "uriBaseId": _BASE}


def region(place: Place) -> dict[str, int]:
    """The span as lines and columns; the last column lies behind the last character. A whole file is its beginning."""
    span = place.span
    return {"startLine": place.start[0], "startColumn": place.utf16(span.start),
            "endLine": place.end[0], "endColumn": place.utf16(max(span.end, span.start))}
