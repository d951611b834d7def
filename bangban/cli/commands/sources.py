"""``bangban sources``: which sentences of the source texts the rules do not account for."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from bangban.cli.declare import SET, argument, command, option
from bangban.cli.out import CLEAN, FINDINGS, Out
from bangban.words import Both

if TYPE_CHECKING:
    from bangban.policy.coverage import SourceReport

ABOUT = Both(
    "对照原文:每个句子要么有规则引用,要么写明不编码;列出两者都没有的,以及在原文里找不到的引文。",
    "Compare with the source text: every sentence is either quoted by a rule or set aside with a reason; list those "
    "that are neither, and quotes the text does not have.")
PAGE = Both("另外把原文与规则逐条对照的网页写进这个目录,每部政策一页。",
            "Also write pages with text and rules side by side into this folder, one a policy.")


@command("sources", ABOUT)
@argument("path", words=SET, mark="PATH")
@option("--pages", words=PAGE, metavar="FOLDER")
def run(out: Out, path: str, pages: str | None) -> int:
    """Coverage of the policies under the path; a quote that no longer stands is a finding, not a refusal."""
    from bangban.cli.loading import root_of
    from bangban.files import read_set
    from bangban.policy.check import check
    from bangban.policy.citations import NoSuchArticle, QuoteElsewhere, QuoteNotFound
    from bangban.policy.coverage import coverage
    from bangban.problems import PolicyError

    out.root = root_of(path)
    fileset, problems = read_set(path)
    if fileset.files:
        model, found = check(fileset)
        problems += found
    errors = [p for p in problems if p.severity == "error"]
    broken = [p for p in errors if isinstance(p, QuoteNotFound | QuoteElsewhere | NoSuchArticle)]
    if len(broken) < len(errors):
        raise PolicyError(errors)
    reports = [r for r in coverage(model, fileset) if model.heads[r.policy].primary]
    if pages is not None:
        _write_pages(out, pages, model, fileset)
    uncovered = sum(len(r.uncovered) for r in reports)
    if out.as_json:
        out.data({**_merged(reports), "problems": [p.to_dict(out.lang) for p in broken]})
    else:
        out.problems(broken)
        for report in reports:
            out.text(_told(report, out))
        if not reports:
            out.chat(Both("没有一部政策在题头写了「原文」。", "no policy names its source text in the header."))
    return FINDINGS if uncovered or broken else CLEAN


def _merged(reports: list[SourceReport]) -> dict[str, Any]:
    return {"sentences": sum(r.sentences for r in reports), "quoted": sum(r.quoted for r in reports),
            "set_aside": sum(r.set_aside for r in reports),
            "uncovered": [{"source": r.source, **one} for r in reports for one in r.to_dict()["uncovered"]],
            "sources": [r.to_dict() for r in reports]}


def _told(report: SourceReport, out: Out) -> str:
    from bangban.render.width import visible

    file, policy, neither = out.file(report.source), visible(report.policy), len(report.uncovered)
    lines = [out.say(Both(
        f"{policy}({file}):{report.sentences} 句,规则引用 {report.quoted} 句,不编码 {report.set_aside} 句,"
        f"未处理 {neither} 句。",
        f"{policy} ({file}): {report.sentences} sentences, {report.quoted} quoted by rules, "
        f"{report.set_aside} set aside, {neither} neither."))]
    lines += [f"  {file}:{u.line}  {visible(u.article)}  {visible(u.text)}" for u in report.uncovered]
    return "\n".join(lines)


def _write_pages(out: Out, folder: str, model: Any, fileset: Any) -> None:
    from bangban.cli.writing import write_text
    from bangban.policy.source_page import page_html, side_by_side

    for page in side_by_side(model, fileset):
        if model.heads[page.policy].primary:
            name = "".join(c if c.isalnum() or c in "-_" else "_" for c in page.policy) + ".html"
            write_text(Path(folder) / name, page_html(page, out.lang))
            out.chat(Both(f"写了 {Path(folder) / name}。", f"wrote {Path(folder) / name}."))
