"""``bangban check``: everything wrong with a policy set."""

from __future__ import annotations

from bangban.cli.declare import SET, argument, command
from bangban.cli.loading import root_of
from bangban.cli.out import CLEAN, FINDINGS, UNUSABLE, Out
from bangban.problems import Problem
from bangban.words import Both

ABOUT = Both(
    "检查政策集:语法、名称、类型、例外、引文,全部问题一次列出,每处写明位置和改法。\n"
    "用法举例:bangban check policies/cangzhou",
    "Check policy sets: syntax, names, types, exceptions, quotes; every problem at once, with its place and a repair.\n"
    "For example: bangban check examples/english")


@command("check", ABOUT)
@argument("paths", words=SET, mark="PATH", nargs=-1, required=True)
def run(out: Out, paths: tuple[str, ...]) -> int:
    """Read and check every set; exit 2 where a path cannot be read at all."""
    from bangban.files import read_set
    from bangban.policy.check import check

    problems: dict[Problem, None] = {}
    files: set[str] = set()
    unreadable = False
    for path in paths:
        out.root = root_of(path)
        fileset, found = read_set(path)
        if fileset.files:
            found += check(fileset)[1]
        unreadable |= not fileset.files
        files |= {str(out.root / f.source.name) for f in fileset.files}
        files |= {str(out.root / c.name) for c in fileset.cases}
        new = [p for p in found if p not in problems]
        problems.update(dict.fromkeys(new))
        if not out.as_json:
            out.problems(new)
    if out.as_json:
        out.data({"files": len(files), "problems": [p.to_dict(out.lang) for p in problems]})
    else:
        out.chat(_summary(len(files), problems))
    found_any = any(p.severity != "info" for p in problems)
    return UNUSABLE if unreadable else FINDINGS if found_any else CLEAN


def _summary(files: int, problems: dict[Problem, None]) -> Both:
    errors = sum(p.severity == "error" for p in problems)
    warnings = sum(p.severity == "warning" for p in problems)
    if not errors and not warnings:
        return Both(f"查了 {files} 个文件,没有问题。", f"{files} files checked, no problems.")
    return Both(f"查了 {files} 个文件:{errors} 处错误,{warnings} 处警告。",
                f"{files} files checked: {errors} errors, {warnings} warnings.")
