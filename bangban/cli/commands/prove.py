"""``bangban prove``: what a policy set must always say, proved for every input; and what in it does nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bangban.cli.declare import SET, argument, command, option, option_reading
from bangban.cli.out import CLEAN, FINDINGS, UNUSABLE, Out
from bangban.cli.usage import Misuse
from bangban.words import Both

if TYPE_CHECKING:
    from bangban.prove.report import ProofReport

ABOUT = Both(
    "证明政策集里的保证对一切情形都成立;不成立的,给出一个普通的案例。退出码:0 全部证明,1 有不成立的,2 没有算完。\n"
    "用法举例:bangban prove policies/cangzhou --findings",
    "Prove that the invariants of a policy set hold in every case; where one does not, show an ordinary case.\n"
    "Exit code: 0 all proved, 1 some do not hold, 2 not settled.\n"
    "For example: bangban prove examples/english --findings")
_FINDINGS = Both("还要找出不起作用的规则、例外和范围缺口。",
                 "Also look for rules and exceptions that do nothing and for gaps in ranges.")
_INVARIANT = Both("只证明这一条保证(中文名或英文别名);可以写几次。",
                  "Prove this invariant only (its Chinese name or its English alias); may be repeated.")
_BUDGET = Both("每个问题允许的计算额度(求解器的单位,与时间无关)。",
               "The work allowed for each question (units of the solver, not time).")
_MISSING = Both("证明要用求解器:pip install \"bangban[prove]\"。",
                "proofs need a solver: pip install \"bangban[prove]\".")


@command("prove", ABOUT, reports=True)
@argument("path", words=SET, mark="PATH")
@option("--findings", words=_FINDINGS, is_flag=True)
@option("--invariant", "invariants", words=_INVARIANT, metavar="NAME", multiple=True)
@option("--budget", words=_BUDGET, type=int, metavar="UNITS")
@option_reading
def run(out: Out, path: str, *, findings: bool, invariants: tuple[str, ...], budget: int | None, readings: Any) -> int:
    """Prove, and print what came of it."""
    from bangban.cli.loading import load_policy
    from bangban.prove import available, prove
    from bangban.prove.backend import BUDGET
    from bangban.render.width import visible_lines

    if not available():
        raise Misuse(_MISSING)
    model = load_policy(out, path, readings).model
    known = {word for i in model.invariants for word in i.name}
    for name in invariants:
        if name not in known:
            raise Misuse(Both(f"政策集里没有保证「{name}」。", f"the set has no invariant “{name}”."))
    report = prove(model, budget=budget or BUDGET, invariants=invariants or None, findings=findings)
    if out.as_json:
        out.data(report.to_dict(out.lang))
    elif out.report_format is not None:
        _report(out, report)
    else:
        out.text(visible_lines(report.text(out.lang)))
        if report.findings:
            out.problems(list(report.findings))
    return UNUSABLE if not report.settled else CLEAN if report.sound else FINDINGS


def _report(out: Out, report: ProofReport) -> None:
    """Every invariant as a check under the file it stands in, and what does nothing as a check of its own."""
    from bangban.prove.wording import claim, status_word
    from bangban.render.reports import Check
    from bangban.render.reports.markdown import escaped

    checks, lines = [], []
    for proof, problems in report.by_invariant:
        invariant = proof.invariant
        name, file = out.say(invariant.name), out.file(invariant.span.source.name)
        checks.append(Check(name, file, tuple(out.findings("prove", problems))))
        mark = "✓" if proof.status == "proved" else "?" if proof.status == "unknown" else "✗"
        lines.append(f"- {mark} **{escaped(name)}** {escaped(status_word(proof.status, out.lang))}: "
                     f"{escaped(claim(invariant, out.lang, report.model.vocabulary))}")
    if report.findings is not None:
        idle = Both("不起作用的规则、例外和范围缺口", "rules and exceptions that do nothing, gaps in ranges")
        checks.append(Check(out.say(idle), "findings", tuple(out.findings("prove", report.findings))))
    findings = [f for check in checks for f in check.findings]
    out.report("prove", findings, checks, report.summary, "\n".join(lines))
