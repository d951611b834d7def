"""``bangban lint``: advice on how a policy set is written, beyond what the check insists on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bangban.cli.declare import SET, argument, command, option
from bangban.cli.loading import root_of
from bangban.cli.out import CLEAN, FINDINGS, UNUSABLE, Out
from bangban.words import Both

if TYPE_CHECKING:
    from bangban.files import FileSet
    from bangban.lint.settings import Settings
    from bangban.problems import Problem
    from bangban.render.reports import Finding

ABOUT = Both(
    "看政策写得好不好:没有用到的名称、双重否定、界限之间的空档、拒绝以后没有下一步……每条建议有编号和说明页。\n"
    "设置写在 bangban.toml 的 [lint] 或者 pyproject.toml 的 [tool.bangban.lint]。\n"
    "个别之处用注释「# bangban: 忽略 BB301 理由」。有错误的政策集只列错误(与 bangban check 相同)。",
    "See how well policies are written: unused names, double negatives, gaps between thresholds, refusals without a "
    "next step; each piece of advice has a code and a page.\n"
    "Settings stand in [lint] of bangban.toml or [tool.bangban.lint] of pyproject.toml; a single place is set aside by "
    "the comment “# bangban: ignore BB301 because …”.\n"
    "Of a set with errors only the errors are listed, as bangban check does.")
FIX = Both("能自动改的就地改好:只改含义不变的写法,改后重新检查。",
           "Mend in place what can be mended without changing the meaning; the result is checked again.")
SELECT = Both("只查这些编号,或者编号的开头,用逗号隔开;可以写几次。",
              "Only these codes, or beginnings of codes, with commas between; may be repeated.")
IGNORE = Both("不查这些编号。", "Not these codes.")
NOTES = Both("提示也列出来(缺省只数不列;提示不影响退出码)。",
             "List the notes too (by default they are only counted; they do not count for the exit code).")


@command("lint", ABOUT, reports=True)
@argument("paths", words=SET, mark="PATH", nargs=-1, required=True)
@option("--fix", words=FIX, is_flag=True)
@option("--select", words=SELECT, multiple=True, metavar="CODES")
@option("--ignore", words=IGNORE, multiple=True, metavar="CODES")
@option("--notes", words=NOTES, is_flag=True)
def run(out: Out, paths: tuple[str, ...], *, fix: bool, select: tuple[str, ...], ignore: tuple[str, ...],
        notes: bool) -> int:
    """Every set in turn; exit 2 where a path cannot be read at all, or a code chosen is none."""
    from bangban.files import read_set
    from bangban.lint.rules import all_rules
    from bangban.lint.settings import Settings, from_flags

    misused = from_flags(Settings(), select, ignore, all_rules())[1]
    if misused:  # nothing is looked at, let alone mended, by a choice that cannot be meant
        if out.as_json:
            out.data({"files": 0, "notes_not_listed": 0, "problems": [p.to_dict(out.lang) for p in misused]})
        elif out.report_format is not None:
            out.report("lint", out.findings("lint", misused), [], _summary(0, dict.fromkeys(misused), 0))
        else:
            out.problems(misused)
        return UNUSABLE
    told: dict[Problem, None] = {}
    findings: list[Finding] = []
    files: dict[str, None] = {}
    hidden, unreadable = 0, False
    for path in paths:
        out.root = root_of(path)
        fileset, problems = read_set(path)
        unreadable |= not fileset.files
        files.update(dict.fromkeys(out.file(f.source.name) for f in fileset.files if f.primary))
        if fileset.files:
            problems = _advice(out, fileset, problems, (select, ignore), fix)
        new = [p for p in problems if p not in told]
        shown = [p for p in new if notes or p.severity != "info"]
        hidden += len(new) - len(shown)
        told.update(dict.fromkeys(shown))
        if out.report_format is not None:
            findings += out.findings("lint", shown)
        elif not out.as_json:
            out.problems(shown)
    summary = _summary(len(files), told, hidden)
    if out.as_json:
        out.data({"files": len(files), "notes_not_listed": hidden, "problems": [p.to_dict(out.lang) for p in told]})
    elif out.report_format is not None:
        from bangban.render.reports.finding import by_file
        out.report("lint", findings, by_file(findings, files), summary)
    else:
        out.chat(summary)
    return UNUSABLE if unreadable else FINDINGS if any(p.severity != "info" for p in told) else CLEAN


def _advice(out: Out, fileset: FileSet, problems: list[Problem], chosen: tuple[tuple[str, ...], tuple[str, ...]],
            fix: bool) -> list[Problem]:
    """The errors of a set, else what its settings and its text give advice on."""
    from bangban.lint.rules import all_rules
    from bangban.lint.run import lint
    from bangban.lint.settings import from_flags, read_settings
    from bangban.policy.check import check

    model, found = check(fileset)
    errors = [p for p in (*problems, *found) if p.severity == "error"]
    if errors:
        return errors
    settings, wrong = read_settings(fileset.root, all_rules())
    settings, _ = from_flags(settings, *chosen, all_rules())
    if fix:
        from bangban.cli.mending import mend_files

        fileset = mend_files(out, fileset, lambda s: _of(s, settings))
        model = check(fileset)[0]
    return [*wrong, *lint(fileset, model, settings)]


def _of(fileset: FileSet, settings: Settings) -> list[Problem]:
    from bangban.lint.run import lint
    from bangban.policy.check import check

    return lint(fileset, check(fileset)[0], settings)


def _summary(files: int, told: dict[Problem, None], hidden: int) -> Both:
    errors = sum(p.severity == "error" for p in told)
    warnings = sum(p.severity == "warning" for p in told)
    rest = Both("", "")
    if hidden:
        rest = Both(f"另有 {hidden} 条提示,用 --notes 列出。", f" {hidden} notes more; --notes lists them.")
    if not errors and not warnings:
        return Both(f"看了 {files} 个文件,没有要改的。{rest.zh}", f"{files} files, nothing to mend.{rest.en}")
    return Both(f"看了 {files} 个文件:{errors} 处错误,{warnings} 处警告。{rest.zh}",
                f"{files} files: {errors} errors, {warnings} warnings.{rest.en}")
