"""Markdown for a comment on a pull request: every word from the policies escaped, nobody mentioned, nothing linked."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bangban.problems import Severity
from bangban.render.reports.finding import Finding, Report
from bangban.words import Both, Lang

_MARKS: dict[Severity, Both] = {
    "error": Both("错误", "error"), "warning": Both("警告", "warning"), "info": Both("提示", "note")}
_SPECIAL = re.compile(r"([\\`*_{}\[\]()<>#|~$&]|^[-+=]|^\d+(?=[.)]))")
_BLANKS = re.compile(r"\s+")
MOST = 60_000  # characters; GitHub takes 65,536 in a comment


def write(report: Report) -> str:
    """A heading, the summary, the findings by file."""
    head = [f"### bangban {report.tool}", "", escaped(report.summary) or _summary(report), ""]
    if report.markdown:
        head += [report.markdown.rstrip("\n"), ""]
    out, size = head, sum(map(len, head))
    file: str | None = None
    for shown, finding in enumerate(report.findings):
        here = finding.place.file if finding.place is not None else ""
        lines = [*([f"#### {code(here)}", ""] if here and here != file else []), *_finding(finding, report.lang)]
        size += sum(len(line) + 1 for line in lines)
        if size > MOST:
            rest = len(report.findings) - shown
            out += [report.say(Both(f"另有 {rest} 处没有列出。", f"{rest} more are not listed.")), ""]
            break
        file = here
        out += lines
    return "\n".join(out).rstrip("\n") + "\n"


def _summary(report: Report) -> str:
    errors, warnings, notes = (report.count(s) for s in ("error", "warning", "info"))
    if not errors and not warnings and not notes:
        return report.say(Both("没有问题。", "No problems."))
    return report.say(Both(f"{errors} 处错误,{warnings} 处警告,{notes} 条提示。",
                           f"{errors} errors, {warnings} warnings, {notes} notes."))


def _finding(finding: Finding, lang: Lang) -> Iterator[str]:
    place = finding.place
    line = "" if place is None or place.whole_file else Both(
        f"第 {place.start[0]} 行", f"line {place.start[0]}").say(lang)
    said = f"**{_MARKS[finding.severity].say(lang)} {escaped(finding.code)}** {escaped(finding.title)}"
    yield f"- {said}" + (f" ({line})" if line else "")
    yield f"  {escaped(finding.message)}"
    if place is not None and place.line_text.strip():
        yield from ("", *(f"  {text}" for text in fenced(place.line_text.strip())), "")
    if finding.help:
        yield f"  {escaped(finding.help)}"
    for related in finding.related:
        where = code(f"{related.place.file}:{related.place.start[0]}")
        yield f"  - {where} {escaped(related.note)}"
    if finding.markdown:
        yield ""
        yield from (f"  {text}".rstrip() for text in finding.markdown.rstrip("\n").split("\n"))
    yield ""


def escaped(text: str) -> str:
    """Text that Markdown shows as it is: on one line, nothing marked up, no person mentioned, no issue linked."""
    text = _SPECIAL.sub(_harmless, _BLANKS.sub(" ", text).strip())
    return re.sub(r"(@|\\#|(?i:\bgh-)|:(?=//)|\bwww(?=\.))(?=\S)", r"\1<!-- -->", text)


def _harmless(found: re.Match[str]) -> str:
    return f"{found[0]}\\" if found[0][0].isdigit() else f"\\{found[0]}"


def code(text: str) -> str:
    """Text as inline code, whatever backticks it has."""
    text = _BLANKS.sub(" ", text)
    ticks = "`" * (max((len(run) for run in re.findall("`+", text)), default=0) + 1)
    gap = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{ticks}{gap}{text}{gap}{ticks}"


def fenced(text: str) -> list[str]:
    """Lines as a block of code, whatever backticks they have."""
    ticks = "`" * max(3, max((len(run) for run in re.findall("`+", text)), default=0) + 1)
    return [f"{ticks}text", *text.split("\n"), ticks]
