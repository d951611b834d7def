"""``bangban prove``: what a policy set must always say, proved for every input; and what in it does nothing."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from attrs import frozen

from bangban.cli.declare import SET, argument, command, option, option_reading
from bangban.cli.loading import root_of
from bangban.cli.out import CLEAN, FINDINGS, UNUSABLE, Out
from bangban.cli.usage import Misuse
from bangban.words import Both

if TYPE_CHECKING:
    from bangban.prove.report import ProofReport
    from bangban.render.reports import Check

ABOUT = Both(
    "证明政策集里的保证对一切情形都成立;不成立的,给出一个普通的案例。目录里有几个政策集的,逐个证明。\n"
    "退出码:0 全部证明,1 有不成立的,2 没有算完。\n"
    "用法举例:bangban prove policies/cangzhou --findings",
    "Prove that the invariants of a policy set hold in every case; where one does not, show an ordinary case.\n"
    "Where a folder holds several sets, each is proved apart.\n"
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
_NONE = Both("这个政策集没有保证,没有要证明的。", "The set has no invariants: there is nothing to prove.")


@frozen
class _Proved:
    """A set by its path, and what came of proving it."""

    path: str
    report: ProofReport


@command("prove", ABOUT, reports=True)
@argument("path", words=SET, mark="PATH")
@option("--findings", words=_FINDINGS, is_flag=True)
@option("--invariant", "invariants", words=_INVARIANT, metavar="NAME", multiple=True)
@option("--budget", words=_BUDGET, type=int, metavar="UNITS")
@option_reading
def run(out: Out, path: str, *, findings: bool, invariants: tuple[str, ...], budget: int | None, readings: Any) -> int:
    """Prove, and print what came of it."""
    from bangban.cli.sets import load_sets
    from bangban.prove import available, prove
    from bangban.prove.backend import BUDGET

    if not available():
        raise Misuse(_MISSING)
    sets = [(here, policy.model, {word for i in policy.model.invariants for word in i.name})
            for here, policy in load_sets(out, path, readings)]
    for name in invariants:
        if not any(name in known for _, _, known in sets):
            raise Misuse(Both(f"政策集里没有保证「{name}」。", f"the set has no invariant “{name}”."))
    if invariants:
        sets = [one for one in sets if not one[2].isdisjoint(invariants)]
    proved: list[_Proved] = []
    as_text = not out.as_json and out.report_format is None
    for here, model, _ in sets:
        if as_text and len(sets) > 1:
            out.heading(here, first=not proved)
        report = prove(model, budget=budget or BUDGET, invariants=invariants or None, findings=findings)
        proved.append(_Proved(here, report))
        if as_text:  # each at once: the next may take long
            _tell(out, proved[-1])
    if out.as_json:
        out.data(_data(out, proved))
    elif out.report_format is not None:
        _report(out, proved)
    elif len(proved) > 1:
        out.text("\n" + out.say(_total(proved)))
    if not all(one.report.settled for one in proved):
        return UNUSABLE
    return CLEAN if all(one.report.sound for one in proved) else FINDINGS


def _total(proved: Sequence[_Proved]) -> Both:
    """How many of the invariants are proved, of all sets."""
    if len(proved) == 1:
        return proved[0].report.summary
    proofs = [proof for one in proved for proof in one.report.proofs]
    sound = sum(proof.status == "proved" for proof in proofs)
    return Both(f"合计 {len(proved)} 个政策集,{len(proofs)} 条保证,证明 {sound} 条。",
                f"{len(proved)} sets: {sound} of {len(proofs)} invariants proved.")


def _tell(out: Out, one: _Proved) -> None:
    from bangban.render.width import visible_lines

    out.root = root_of(one.path)
    out.text(visible_lines(one.report.text(out.lang)) if one.report.proofs else out.say(_NONE))
    if one.report.findings:
        out.problems(list(one.report.findings))


def _data(out: Out, proved: Sequence[_Proved]) -> dict[str, Any]:
    """Plain data for JSON: of one set, or of several joined, with each under ``sets``."""
    told = [one.report.to_dict(out.lang) for one in proved]
    if len(told) == 1:
        return told[0]
    joined: dict[str, Any] = {key: all(each[key] for each in told) for key in ("sound", "settled")}
    joined |= {key: [item for each in told for item in each[key]] for key in ("invariants", "findings")
               if key in told[0]}
    return {**joined, "sets": [{"path": one.path, **each} for one, each in zip(proved, told, strict=True)]}


def _report(out: Out, proved: Sequence[_Proved]) -> None:
    """Every set in turn, under its path where there are several."""
    from bangban.render.reports.markdown import escaped

    checks: list[Check] = []
    lines: list[str] = []
    for one in proved:
        out.root = root_of(one.path)
        where = f"{one.path}: " if len(proved) > 1 else ""
        new, told = _checks(out, one.report, where)
        checks += new
        if where:
            told = [f"**{escaped(one.path)}**", "", *(told or [escaped(out.say(_NONE))]), ""]
        lines += told
    findings = [f for check in checks for f in check.findings]
    out.root = root_of(os.path.commonpath([root_of(one.path) for one in proved]))
    out.report("prove", findings, checks, _total(proved), "\n".join(lines).rstrip())


def _checks(out: Out, report: ProofReport, where: str) -> tuple[list[Check], list[str]]:
    """Every invariant as a check under the file it stands in, and what does nothing as a check of its own; and a line
    of each proof."""
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
        checks.append(Check(where + out.say(idle), "findings", tuple(out.findings("prove", report.findings))))
    return checks, lines
