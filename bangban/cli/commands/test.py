"""``bangban test``: the cases of a set, and the rules that none of them tries."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from bangban.cli.declare import SET, argument, command, option_reading
from bangban.cli.out import CLEAN, FINDINGS, Out
from bangban.words import Both

if TYPE_CHECKING:
    from bangban.testing.run_cases import CaseResult

ABOUT = Both(
    "跑政策集里的全部用例(写在 .policy 里的和 *.cases.yaml 里的),列出没有通过的,以及没有任何用例使其起作用的规则。\n"
    "一个用例也没有的,算有问题。",
    "Run all cases of a policy set (those in .policy files and those in *.cases.yaml), and list those that fail and "
    "the rules that take effect in none.\n"
    "A set without a single case counts as a finding.")


@command("test", ABOUT, reports=True)
@argument("path", words=SET, mark="PATH")
@option_reading
def run(out: Out, path: str, readings: Any) -> int:
    """Decide every case and compare."""
    from bangban.cli.loading import load_policy
    from bangban.testing.firing_coverage import firing_coverage
    from bangban.testing.run_cases import run_cases

    policy = load_policy(out, path, readings)
    results = run_cases(policy)
    failed = [r for r in results if not r.passed]
    heads = policy.model.heads
    coverage = [c for c in firing_coverage(policy, results) if heads[c.policy].primary]
    never_fire = [c for c in coverage if not c.fires and not c.switched_off]
    always_fire = [c for c in coverage if not c.silent]
    if out.as_json:
        out.data({"cases": len(results), "passed": len(results) - len(failed),
                  "failed": [r.to_dict(out.lang) for r in failed],
                  "rules_without_firing_case": [c.rule for c in never_fire],
                  "rules_without_silent_case": [c.rule for c in always_fire],
                  "rules": [c.to_dict(out.lang) for c in coverage]})
    elif out.report_format is not None:
        _report(out, results, _summary(len(results), len(failed)))
    else:
        out.problems(problem for result in failed for problem in result.failures)
        out.text(out.say(_summary(len(results), len(failed))))
        out.listed(Both("没有用例使其起作用的规则", "Rules that take effect in no case"),
                   [out.say(c.name) for c in never_fire])
        out.listed(Both("没有用例使其不起作用的规则", "Rules that take effect in every case"),
                   [out.say(c.name) for c in always_fire])
    return FINDINGS if failed or not results else CLEAN


def _summary(cases: int, failed: int) -> Both:
    return Both(f"用例 {cases} 个,通过 {cases - failed} 个,没有通过 {failed} 个。",
                f"{cases} cases: {cases - failed} passed, {failed} failed.")


def _report(out: Out, results: Sequence[CaseResult], summary: Both) -> None:
    """Every case as a check under the file it stands in; a set without cases is a finding of its own."""
    from bangban.render.reports import Check, Finding

    checks = [Check(r.case.title, out.file(r.case.span.source.name), tuple(out.findings("test", r.failures)))
              for r in results]
    findings = [f for check in checks for f in check.findings]
    if not results:
        findings.append(Finding("test", "", "error", out.say(Both("没有用例", "no cases")), out.say(Both(
            "政策集一个用例也没有。", "The set has not a single case."))))
    out.report("test", findings, checks, summary)
