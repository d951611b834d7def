"""JUnit XML: everything looked at as a test, with its Chinese name; characters XML does not have are replaced."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePath
from xml.etree import ElementTree as ET

from bangban.render.reports.finding import Check, Finding, Report

_KINDS = re.compile(r"\.(policy|cases|changes|yaml)\b")
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write(report: Report) -> str:
    """One suite for the run. A failure is what is graver than a note; notes stand in system-out."""
    checks = (*report.checks, *_others(report))
    failed = sum(c.failed for c in checks)
    suites = ET.Element("testsuites", name="bangban", tests=str(len(checks)), failures=str(failed), errors="0")
    suite = ET.SubElement(suites, "testsuite", name=f"bangban {report.tool}", tests=str(len(checks)),
                          failures=str(failed), errors="0", skipped="0", time="0")
    for check in checks:
        _case(suite, check, report.tool)
    ET.indent(suites)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(suites, encoding="unicode") + "\n"


def _others(report: Report) -> Iterator[Check]:
    """What was found in nothing that was looked at: by file, as readers keep one test of a name; the rest by title."""
    held = {id(f) for check in report.checks for f in check.findings}
    loose: dict[tuple[str, str], list[Finding]] = {}
    for finding in report.findings:
        if id(finding) not in held:
            place = finding.place
            key = (place.file, str(PurePath(place.file).parent)) if place else (finding.title, report.tool)
            loose.setdefault(key, []).append(finding)
    return (Check(name, group, tuple(found)) for (name, group), found in loose.items())


def _case(suite: ET.Element, check: Check, tool: str) -> None:
    # a dot would be taken for the step from a package to a class
    group = _clean(f"{tool}.{_KINDS.sub('', check.group)}".rstrip("."))
    case = ET.SubElement(suite, "testcase", classname=group, name=_clean(check.name), time="0")
    grave = [f for f in check.findings if f.severity != "info"]
    notes = [f for f in check.findings if f.severity == "info"]
    if grave:  # readers take one failure a test
        first = grave[0]
        failure = ET.SubElement(case, "failure", message=_clean(first.message), type=first.code or tool)
        failure.text = _clean("\n\n".join(map(_told, grave)))
    if notes:
        ET.SubElement(case, "system-out").text = _clean("\n\n".join(map(_told, notes)))


def _told(finding: Finding) -> str:
    place = ""
    if finding.place is not None:
        place = finding.place.file if finding.place.whole_file else "{}:{}:{}".format(
            finding.place.file, *finding.place.start)
    head = " ".join(filter(None, (place, finding.code, finding.title)))
    return "\n".join(filter(None, (head, finding.message, finding.help)))


def _clean(text: str) -> str:
    return _NOT_XML.sub("\ufffd", text)
