"""``bangban check``: everything wrong with a policy set."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bangban.cli.declare import SET, argument, command, option
from bangban.cli.loading import root_of
from bangban.cli.out import CLEAN, FINDINGS, UNUSABLE, Out
from bangban.problems import Problem
from bangban.words import Both

if TYPE_CHECKING:
    from bangban.files import FileSet
    from bangban.render.reports import Finding

ABOUT = Both(
    "检查政策集:语法、名称、类型、例外、引文,全部问题一次列出,每处写明位置和改法。\n"
    "用法举例:bangban check policies/cangzhou",
    "Check policy sets: syntax, names, types, exceptions, quotes; every problem at once, with its place and a repair.\n"
    "For example: bangban check examples/english")


FIX = Both("只有一种改法的,就地改好,改后重新检查;每处改动都说出来,请看一遍。",
           "Mend in place what offers exactly one repair; the result is checked again. Every change is told: look it "
           "over.")


@command("check", ABOUT, reports=True)
@argument("paths", words=SET, mark="PATH", nargs=-1, required=True)
@option("--fix", words=FIX, is_flag=True)
def run(out: Out, paths: tuple[str, ...], *, fix: bool) -> int:
    """Read and check every set; exit 2 where a path cannot be read at all."""
    from bangban.files import read_set
    from bangban.policy.check import check

    problems: dict[Problem, None] = {}
    findings: list[Finding] = []
    files: dict[str, None] = {}
    unreadable = False
    for path in paths:
        out.root = root_of(path)
        fileset, found = read_set(path)
        if fix and fileset.files:
            from bangban.cli.mending import mend_files

            fileset = mend_files(out, fileset, _of)
            found = read_set(path)[1]
        if fileset.files:
            found += check(fileset)[1]
        unreadable |= not fileset.files
        files |= dict.fromkeys(out.file(source.name) for source in (*(f.source for f in fileset.files), *fileset.cases))
        new = [p for p in found if p not in problems]
        problems.update(dict.fromkeys(new))
        if out.report_format is not None:
            findings += out.findings("check", new)
        elif not out.as_json:
            out.problems(new)
    if out.as_json:
        out.data({"files": len(files), "problems": [p.to_dict(out.lang) for p in problems]})
    elif out.report_format is not None:
        from bangban.render.reports.finding import by_file
        out.report("check", findings, by_file(findings, files), _summary(len(files), problems))
    else:
        out.chat(_summary(len(files), problems))
    found_any = any(p.severity != "info" for p in problems)
    return UNUSABLE if unreadable else FINDINGS if found_any else CLEAN


def _of(fileset: FileSet) -> list[Problem]:
    """What is wrong with the texts of a set, as they are now."""
    from bangban.policy.check import check
    from bangban.syntax.read import read

    return [*(p for f in fileset.files if f.primary for p in read(f.source)[1]), *check(fileset)[1]]


def _summary(files: int, problems: dict[Problem, None]) -> Both:
    errors = sum(p.severity == "error" for p in problems)
    warnings = sum(p.severity == "warning" for p in problems)
    if not errors and not warnings:
        return Both(f"查了 {files} 个文件,没有问题。", f"{files} files checked, no problems.")
    return Both(f"查了 {files} 个文件:{errors} 处错误,{warnings} 处警告。",
                f"{files} files checked: {errors} errors, {warnings} warnings.")
