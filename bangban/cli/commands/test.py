"""``bangban test``: the cases of a set, or of each of several, what none of them tries, and what none of them tells."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bangban.cli.declare import SET, argument, command, option, option_reading
from bangban.cli.loading import root_of
from bangban.cli.out import CLEAN, FINDINGS, Out
from bangban.cli.tested import Tested, as_data, tell, total
from bangban.cli.usage import Misuse
from bangban.words import Both

if TYPE_CHECKING:
    from bangban.front_door import Policy
    from bangban.render.reports import Finding
    from bangban.testing.condition_coverage import ConditionCoverage
    from bangban.testing.mutation import MutationReport
    from bangban.testing.run_cases import CaseResult

ABOUT = Both(
    "跑政策集里的全部用例(写在 .policy 里的和用例文件里的),列出没有通过的,以及没有任何用例使其起作用的规则。\n"
    "一个用例也没有的,算有问题。目录里有几个政策集的,逐个跑,再合计。",
    "Run all cases of a policy set (those in .policy files and in files of cases), and list those that fail and "
    "the rules that take effect in none.\n"
    "A set without a single case counts as a finding. Where a folder holds several sets, each is run and they are "
    "summed.")
CONDITIONS = Both("再查每个条件:为真、为假、起决定作用,各有没有用例;每个例外、每条依据有没有用例。"
                  "求解器证明不可能出现的不计。",
                  "Look at every condition too: is there a case in which it is true, false, and decides; and at every "
                  "exception and citation. What the solver proves impossible does not count.")
FAIL_UNDER = Both("规则、条件、例外、依据的覆盖率,有一项低于这个百分数的,算有问题(同时即 --conditions)。",
                  "A finding where the coverage of rules, conditions, exceptions or citations is below this percentage "
                  "(implies --conditions).")
MUTANTS = Both("变异测试:逐一改动政策(删规则、去条件、界限差一……),看用例能不能发现;"
               "发现不了的,求出缺的用例,或者证明改动等价。",
               "Mutation testing: change the policy in one place at a time (a rule deleted, a condition dropped, a "
               "bound off by one …) and see whether the cases notice; where they do not, find the case that is missing "
               "or prove that there is none.")
WRITE_CASES = Both("把缺的用例写进这个 *.cases.yaml 文件末尾(同时即 --mutants);期望取自现行政策,写后请逐个看一遍。",
                   "Append the missing cases to this *.cases.yaml file (implies --mutants); they expect what the "
                   "policy decides now: look each of them over.")
COVERAGE_FILE = Both("把 .policy 文件各行有没有试到,写成 coverage.py 的数据文件(同时即 --conditions)。",
                     "Write which lines of the .policy files are tried, as a data file of coverage.py (implies "
                     "--conditions).")


def a_percentage(ctx: click.Context, param: click.Parameter, value: Any) -> float | None:
    """A number from 0 to 100."""
    if value is None:
        return None
    try:
        number = float(value)
    except ValueError:
        number = -1.0
    if not 0 <= number <= 100:
        raise Misuse(Both(f"--fail-under 要写 0 到 100 的数,不能写 {value}。",
                          f"--fail-under takes a number from 0 to 100, not {value}."), ctx)
    return number


@command("test", ABOUT, reports=True)
@argument("path", words=SET, mark="PATH")
@option("--conditions", words=CONDITIONS, is_flag=True)
@option("--fail-under", words=FAIL_UNDER, callback=a_percentage, metavar="PERCENT")
@option("--mutants", words=MUTANTS, is_flag=True)
@option("--write-cases", words=WRITE_CASES, metavar="FILE")
@option("--coverage-file", words=COVERAGE_FILE, metavar="FILE")
@option_reading
def run(out: Out, path: str, readings: Any, *, conditions: bool, fail_under: float | None, mutants: bool,
        write_cases: str | None, coverage_file: str | None) -> int:
    """Decide every case and compare; then look at what the cases try."""
    from bangban.cli.sets import load_sets
    from bangban.testing.firing_coverage import firing_coverage
    from bangban.testing.run_cases import run_cases

    sets = load_sets(out, path, readings)
    if write_cases is not None and len(sets) > 1:
        raise Misuse(Both(f"{path} 里有 {len(sets)} 个政策集,--write-cases 只写进一个:请指明其中一个。",
                          f"{path} holds {len(sets)} sets, --write-cases writes for one: name one of them."),
                     click.get_current_context())
    if write_cases is not None:
        _see_to(Path(write_cases), sets[0][0])
    tested: list[Tested] = []
    for here, policy in sets:
        results = run_cases(policy)
        failed = not all(r.passed for r in results)
        look = conditions or fail_under is not None or coverage_file is not None
        mutate = (mutants or write_cases is not None) and not failed and results
        tested.append(Tested(here, root_of(here), results, firing_coverage(policy, results),
                             _conditions(out, policy, results) if look else None,
                             _mutate(out, policy, write_cases) if mutate else None, fail_under))
    if coverage_file is not None:
        _write_coverage(coverage_file, tested)
    if out.as_json:
        out.data(as_data(tested, out.lang))
    elif out.report_format is not None:
        _report(out, tested)
    else:
        tell(out, tested)
    return FINDINGS if any(one.found_anything for one in tested) else CLEAN


# ---------------------------------------------------------------- conditions

def _conditions(out: Out, policy: Policy, results: Sequence[CaseResult]) -> ConditionCoverage:
    from bangban.testing import proving
    from bangban.testing.condition_coverage import condition_coverage

    found = condition_coverage(policy, results)
    if not any(a.lacks for a in found.atoms):
        return found
    if not proving.available():
        out.chat(proving.MISSING)
        return found
    return proving.Prover().impossible(policy.model, found)


def _write_coverage(name: str, tested: Sequence[Tested]) -> None:
    from importlib.util import find_spec

    from bangban.testing.lines import tried_lines, write_coverage_file

    if find_spec("coverage") is None:
        raise Misuse(Both("没有安装 coverage.py:pip install 'bangban[test]'。",
                          "coverage.py is not installed: pip install 'bangban[test]'."), click.get_current_context())
    lines = {os.path.join(one.root, file): of for one in tested if one.tried is not None
             for file, of in tried_lines(one.rules, one.tried).items()}
    write_coverage_file(Path(name), Path(), lines)


# ---------------------------------------------------------------- mutants

def _mutate(out: Out, policy: Policy, write_cases: str | None) -> MutationReport:
    from bangban.testing import proving
    from bangban.testing.mutation import mutate

    there = proving.available()
    if not there:
        out.chat(proving.MISSING)
    report = mutate(policy, prover=proving.Prover() if there else None, lang=out.lang)
    if write_cases is not None and report.drafts:
        _append(out, policy, report, Path(write_cases))
    return report


def _see_to(target: Path, path: str) -> None:
    """Raises :class:`Misuse` where cases written to a file would not be read with the set."""
    from bangban.paths import CASES_ENDINGS, without_ending

    yaml = CASES_ENDINGS[:2]  # written as YAML; in a table they would be no cases
    root = root_of(path)
    if without_ending(target.name, yaml) is None:
        why = Both(f"用例文件的名字要以 {yaml[0]} 结尾,不能是 {target.name}。",
                   f"a file of cases is named *{yaml[0]}, not {target.name}.")
    elif not target.parent.is_dir():
        why = Both(f"没有目录 {target.parent},--write-cases 不新建目录。",
                   f"there is no folder {target.parent}, and --write-cases makes none.")
    elif not Path(os.path.realpath(target)).is_relative_to(root):
        why = Both(f"{target} 在政策集的根目录 {root} 以外,写在那里的用例不会读。",
                   f"{target} lies outside the root of the set, {root}; cases written there are not read.")
    else:
        return
    raise Misuse(why, click.get_current_context())


def _append(out: Out, policy: Policy, report: MutationReport, target: Path) -> None:
    """The missing cases behind those that a file holds; in the language of that file."""
    from bangban.cli.writing import write_text
    from bangban.syntax.keywords import YAML_KEYS
    from bangban.testing.drafts import written

    old = target.read_text("utf-8") if target.is_file() else f"{YAML_KEYS['cases'].say(out.lang)}:\n"
    write_text(target, old.rstrip("\n") + "\n" + written(report.drafts, policy.model, out.lang))
    n = len(report.drafts)
    out.chat(Both(f"缺的用例 {n} 个已写进 {target};它们的期望取自现行政策,请逐个看一遍。",
                  f"{n} missing cases written to {target}; they expect what the policy decides now: look them over."))


# ---------------------------------------------------------------- reports for continuous integration

def _report(out: Out, tested: Sequence[Tested]) -> None:
    """Every case as a check under the file it stands in; no cases, coverage too low and mutants that live are findings
    of their own."""
    from bangban.render.reports import Check, Finding

    checks: list[Check] = []
    findings: list[Finding] = []
    for one in tested:
        out.root = one.root
        new = [Check(r.case.title, out.file(r.case.span.source.name), tuple(out.findings("test", r.failures)))
               for r in one.results]
        checks += new
        findings += [f for check in new for f in check.findings]
        where = out.say(Both(f"{one.path}:", f"{one.path}: ")) if len(tested) > 1 else ""
        if not one.results:
            findings.append(Finding("test", "no-cases", "error", out.say(Both("没有用例", "no cases")), where + out.say(
                Both("政策集一个用例也没有。", "The set has not a single case."))))
        findings += [Finding("test", "coverage", "error", out.say(Both("覆盖不足", "coverage too low")),
                             where + out.say(words)) for words in one.low]
        if one.mutation is not None:
            findings += _living(out, one.mutation)
    out.root = root_of(os.path.commonpath([one.root for one in tested]))
    out.report("test", findings, checks, total(tested))


def _living(out: Out, report: MutationReport) -> Iterator[Finding]:
    """The mutants no case kills and nobody has proved to be none, each where the policy was changed."""
    from bangban.render.reports import Finding
    from bangban.render.reports.finding import Place
    from bangban.testing.mutation import FATES

    for verdict in report.verdicts:
        if verdict.fate in ("missing", "open"):
            span, changed, why = verdict.mutant.span, out.say(verdict.mutant.said), verdict.by or out.say(verdict.why)
            yield Finding(
                "test", "mutant", "error", out.say(FATES[verdict.fate]), f"{changed}{' —— ' if why else ''}{why}",
                out.say(Both("写一个用例,使这样一改就不合;--write-cases 会替你写。",
                             "Write a case that no longer holds once this is changed; --write-cases writes one.")),
                Place(out.file(span.source.name), span))
