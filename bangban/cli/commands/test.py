"""``bangban test``: the cases of a set, what none of them tries, and the mutants that none of them tells."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bangban.cli.declare import SET, argument, command, option, option_reading
from bangban.cli.out import CLEAN, FINDINGS, Out
from bangban.cli.usage import Misuse
from bangban.words import Both

if TYPE_CHECKING:
    from bangban.front_door import Policy
    from bangban.testing.condition_coverage import ConditionCoverage
    from bangban.testing.firing_coverage import RuleCoverage
    from bangban.testing.mutation import MutationReport
    from bangban.testing.run_cases import CaseResult

ABOUT = Both(
    "跑政策集里的全部用例(写在 .policy 里的和用例文件里的),列出没有通过的,以及没有任何用例使其起作用的规则。\n"
    "一个用例也没有的,算有问题。",
    "Run all cases of a policy set (those in .policy files and in files of cases), and list those that fail and "
    "the rules that take effect in none.\n"
    "A set without a single case counts as a finding.")
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
    from bangban.cli.loading import load_policy
    from bangban.testing.firing_coverage import firing_coverage
    from bangban.testing.run_cases import run_cases

    policy = load_policy(out, path, readings)
    results = run_cases(policy)
    failed = [r for r in results if not r.passed]
    rules = firing_coverage(policy, results)
    tried: ConditionCoverage | None = None
    if conditions or fail_under is not None or coverage_file is not None:
        tried = _conditions(out, policy, results)
    mutation: MutationReport | None = None
    if (mutants or write_cases is not None) and not failed and results:
        mutation = _mutate(out, policy, write_cases)
    if coverage_file is not None and tried is not None:
        _write_coverage(out, coverage_file, rules, tried)
    low = _below(fail_under, rules, tried)
    if out.as_json:
        out.data({"cases": len(results), "passed": len(results) - len(failed),
                  "failed": [r.to_dict(out.lang) for r in failed],
                  "rules_without_firing_case": [c.rule for c in rules if _never_fires(c)],
                  "rules_without_silent_case": [c.rule for c in rules if not c.silent],
                  "rules": [c.to_dict(out.lang) for c in rules],
                  **({"coverage": tried.to_dict(out.lang)} if tried is not None else {}),
                  **({"mutation": mutation.to_dict(out.lang)} if mutation is not None else {})})
    elif out.report_format is not None:
        _report(out, results, _summary(len(results), len(failed)), low)
    else:
        out.problems(problem for result in failed for problem in result.failures)
        out.text(out.say(_summary(len(results), len(failed))))
        out.listed(Both("没有用例使其起作用的规则", "Rules that take effect in no case"),
                   [out.say(c.name) for c in rules if _never_fires(c)])
        out.listed(Both("没有用例使其不起作用的规则", "Rules that take effect in every case"),
                   [out.say(c.name) for c in rules if not c.silent])
        if tried is not None:
            _tell_conditions(out, rules, tried)
        if mutation is not None:
            _tell_mutants(out, mutation)
        for words in low:
            out.text(out.say(words))
    survived = mutation is not None and mutation.score < 100
    return FINDINGS if failed or not results or low or survived else CLEAN


def _never_fires(one: RuleCoverage) -> bool:
    return not one.fires and not one.switched_off


def _summary(cases: int, failed: int) -> Both:
    return Both(f"用例 {cases} 个,通过 {cases - failed} 个,没有通过 {failed} 个。",
                f"{cases} cases: {cases - failed} passed, {failed} failed.")


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


def _percentages(rules: Sequence[RuleCoverage], tried: ConditionCoverage) -> dict[Both, tuple[int, int]]:
    return {Both("规则", "rules"): (sum(c.tried for c in rules), len(rules)),
            Both("条件", "conditions"): tried.conditions, Both("例外", "exceptions"): tried.exceptions_tried,
            Both("依据", "citations"): tried.citations_seen}


def _below(fail_under: float | None, rules: Sequence[RuleCoverage], tried: ConditionCoverage | None) -> list[Both]:
    """What is covered less than asked for."""
    from bangban.testing.condition_coverage import percent

    if fail_under is None or tried is None:
        return []
    return [Both(f"{what.zh}覆盖率 {percent(*of):g}%,低于 {fail_under:g}%。",
                 f"Coverage of {what.en} is {percent(*of):g} %, below {fail_under:g} %.")
            for what, of in _percentages(rules, tried).items() if percent(*of) < fail_under]


def _tell_conditions(out: Out, rules: Sequence[RuleCoverage], tried: ConditionCoverage) -> None:
    from bangban.testing.condition_coverage import percent

    figures = [(what.say(out.lang), *of, percent(*of)) for what, of in _percentages(rules, tried).items()]
    zh = ",".join(f"{what} {seen}/{of}({share:g}%)" for what, seen, of, share in figures)
    en = ", ".join(f"{what} {seen}/{of} ({share:g} %)" for what, seen, of, share in figures)
    out.text(out.say(Both(f"覆盖:{zh}。", f"Coverage: {en}.")))
    out.listed(Both("没有试全的条件", "Conditions not wholly tried"),
               [a.line(out.lang) for a in tried.atoms if a.lacks])
    out.listed(Both("没有试全的例外", "Exceptions not wholly tried"),
               [out.say(e.name) for e in tried.exceptions if not e.tried])
    out.listed(Both("没有决定引用过的依据", "Provisions that no decision cites"),
               [c.provision for c in tried.citations if c.cited is None])


def _write_coverage(out: Out, name: str, rules: Sequence[RuleCoverage], tried: ConditionCoverage) -> None:
    from importlib.util import find_spec

    from bangban.testing.lines import tried_lines, write_coverage_file

    if find_spec("coverage") is None:
        raise Misuse(Both("没有安装 coverage.py:pip install 'bangban[test]'。",
                          "coverage.py is not installed: pip install 'bangban[test]'."), click.get_current_context())
    assert out.root is not None
    write_coverage_file(Path(name), Path(out.root), tried_lines(rules, tried))


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


def _append(out: Out, policy: Policy, report: MutationReport, target: Path) -> None:
    """The missing cases behind those that a file holds; in the language of that file."""
    from bangban.cli.writing import write_text
    from bangban.paths import CASES_ENDINGS
    from bangban.syntax.keywords import YAML_KEYS
    from bangban.testing.drafts import written

    if not target.name.endswith(CASES_ENDINGS):
        raise Misuse(Both(f"用例文件的名字要以 {CASES_ENDINGS[0]} 结尾,不能是 {target.name}。",
                          f"a file of cases is named *{CASES_ENDINGS[0]}, not {target.name}."),
                     click.get_current_context())
    old = target.read_text("utf-8") if target.is_file() else f"{YAML_KEYS['cases'].say(out.lang)}:\n"
    write_text(target, old.rstrip("\n") + "\n" + written(report.drafts, policy.model, out.lang))
    n = len(report.drafts)
    out.chat(Both(f"缺的用例 {n} 个已写进 {target};它们的期望取自现行政策,请逐个看一遍。",
                  f"{n} missing cases written to {target}; they expect what the policy decides now: look them over."))


def _tell_mutants(out: Out, report: MutationReport) -> None:
    from bangban.testing.mutation import FATES

    out.text(out.say(report.summary()))
    for fate in ("missing", "open", "equivalent"):
        lines = []
        for verdict in report.verdicts:
            if verdict.fate == fate:
                span, why = verdict.mutant.span, verdict.by or out.say(verdict.why)
                lines.append(f"{out.file(span.source.name)}:{span.line} {out.say(verdict.mutant.said)}"
                             + (f" —— {why}" if why else ""))
        out.listed(FATES[fate], lines)


# ---------------------------------------------------------------- reports for continuous integration

def _report(out: Out, results: Sequence[CaseResult], summary: Both, low: Sequence[Both]) -> None:
    """Every case as a check under the file it stands in; a set without cases is a finding of its own."""
    from bangban.render.reports import Check, Finding

    checks = [Check(r.case.title, out.file(r.case.span.source.name), tuple(out.findings("test", r.failures)))
              for r in results]
    findings = [f for check in checks for f in check.findings]
    if not results:
        findings.append(Finding("test", "", "error", out.say(Both("没有用例", "no cases")), out.say(Both(
            "政策集一个用例也没有。", "The set has not a single case."))))
    findings += [Finding("test", "", "error", out.say(Both("覆盖不足", "coverage too low")), out.say(words))
                 for words in low]
    out.report("test", findings, checks, summary)
