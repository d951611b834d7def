"""Cases to results: every case is decided, and what the decision lacks or has too much of is said with its place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Protocol

from attrs import evolve, frozen

from bangban.decision.decision import Decision, Fee, Ground, Obligation, Pending, Violation
from bangban.explain.explanation import Explanation
from bangban.front_door import Policy
from bangban.policy.model import Case, Charge, Citation, Model
from bangban.problems import PolicyError, Problem
from bangban.source import NOWHERE
from bangban.syntax.keywords import VERDICTS
from bangban.words import Both, Lang

_REASONS_SHOWN = 6  # rules named to say why a verdict came out as it did


@frozen(kw_only=True)
class WrongVerdict(Problem):
    """The decision is another one than the case expects."""

    code = "BB450"
    title = Both("结论不符", "wrong verdict")
    text = Both("用例「{case}」应为{expected},实为{found}({reasons})。",
                "case “{case}”: expected {expected}, got {found} ({reasons}).")
    advice = Both("用 bangban explain 看是哪条规则起了作用。", "bangban explain shows which rule took effect.")
    case: str
    expected: Both
    found: Both
    reasons: Both


@frozen(kw_only=True)
class RuleSilent(Problem):
    """A rule named in 因 took no effect, nor is it what a pending decision waits for."""

    code = "BB451"
    title = Both("规则没有起作用", "a rule took no effect")
    text = Both("用例「{case}」:规则「{rule}」应起作用而没有。{why}",
                "case “{case}”: rule “{rule}” should take effect. {why}")
    advice = Both("用 bangban explain 看它的条件差在哪里。", "bangban explain shows which part of its condition fails.")
    case: str
    rule: Both
    why: Both


@frozen(kw_only=True)
class RuleFired(Problem):
    """A rule named in 不因 took effect."""

    code = "BB452"
    title = Both("规则不该起作用", "a rule took effect")
    text = Both("用例「{case}」:规则「{rule}」不应起作用而起了作用。",
                "case “{case}”: rule “{rule}” should take no effect, and did.")
    advice = Both("用 bangban explain 看它的条件为何成立。", "bangban explain shows why its condition holds.")
    case: str
    rule: Both


@frozen(kw_only=True)
class CitationMissing(Problem):
    """A provision named in 引用 that nothing in the decision cites."""

    code = "BB453"
    title = Both("没有引用该条款", "a provision is not cited")
    text = Both("用例「{case}」:决定没有引用 {citation};引用了 {cited}。",
                "case “{case}”: the decision does not cite {citation}; it cites {cited}.")
    advice = Both("核对起作用的规则的「依据」。", "check the basis of the rules that took effect.")
    case: str
    citation: str
    cited: tuple[str, ...]


@frozen
class CaseResult:
    """A case, the decision on it (None where its facts are wrong), and how it differs from what is expected."""

    case: Case
    decision: Decision | None
    failures: tuple[Problem, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether the decision is as expected."""
        return not self.failures

    def to_dict(self, lang: Lang = "zh") -> dict[str, Any]:
        """Plain data for JSON."""
        return {"case": self.case.title, "passed": self.passed,
                "verdict": self.decision.verdict if self.decision else None,
                "failures": [f.to_dict(lang) for f in self.failures]}


class Decides(Protocol):
    """What decides and explains: a policy, or a changed one that is read by its plain meaning."""

    @property
    def model(self) -> Model:
        """The checked set."""

    def decide(self, facts: Any) -> Decision:
        """The decision on facts."""

    def explain(self, facts: Any, rule: str | None = None) -> Explanation:
        """Why rules fired or not."""


def run_cases(policy: Policy) -> list[CaseResult]:
    """Every case of the set, in order, decided and compared."""
    return [run_case(policy, case) for case in policy.model.cases]


def run_case(policy: Decides, case: Case) -> CaseResult:
    """One case, decided and compared."""
    rules = {rule.key: rule.name for rule in policy.model.rules}
    try:
        decision = policy.decide(case.facts)
    except PolicyError as wrong:
        here = tuple(evolve(p, span=case.span) if p.span is NOWHERE else p for p in wrong.problems)
        return CaseResult(case, None, here)
    fired = in_effect(decision, policy.model)
    others = {*case.because, *case.not_because} - rules.keys()  # exceptions may be named too
    for rule in policy.model.rules if others else ():
        if any(e.name.zh in others for e in rule.exceptions):
            fired |= _exceptions_in_effect(policy.explain(case.facts, rule.key))
    failures: list[Problem] = []
    if case.verdict is not None and decision.verdict != case.verdict:
        failures.append(WrongVerdict(span=case.span, case=case.title, expected=VERDICTS[case.verdict],
                                     found=VERDICTS[decision.verdict], reasons=_reasons(decision, rules)))
    failures += [RuleSilent(span=case.span, case=case.title, rule=rules.get(key, Both(key, key)),
                            why=_why_silent(decision, key))
                 for key in case.because if key not in fired and not _keeps_pending(policy, case, decision, key)]
    failures += [RuleFired(span=case.span, case=case.title, rule=rules.get(key, Both(key, key)))
                 for key in case.not_because if key in fired]
    cited = cited_by(decision)
    failures += [CitationMissing(span=case.span, case=case.title, citation=_provision(c), cited=cited)
                 for c in case.cites if _provision(c) not in cited]
    return CaseResult(case, decision, tuple(failures))


def in_effect(decision: Decision, model: Model) -> frozenset[str]:
    """The rules that took effect: what they say stands in the decision. A fee line saying that its rule does not
    exempt is no effect of that rule."""
    charging = {rule.key for rule in model.rules if isinstance(rule.effect, Charge)}
    return frozenset((
        *(v.rule for v in decision.violations), *(p.rule for p in decision.pending if p.kind == "defect"),
        *(g.rule for g in decision.permits), *(o.id for o in decision.obligations),
        *(w.rule for w in decision.warnings),
        *(f.rule for f in decision.fees if f.exempt or f.rule in charging)))


def _keeps_pending(policy: Decides, case: Case, decision: Decision, rule: str) -> bool:
    """Whether the decision is pending and the rule is not settled: then 因 names it as the reason."""
    return decision.verdict == "pending" and any(
        told.state == "undetermined" for told in policy.explain(case.facts, rule).rules)


def _exceptions_in_effect(explanation: Explanation) -> frozenset[str]:
    """The exceptions that hold where their rule would otherwise fire."""
    return frozenset(
        name.zh for told in explanation.rules
        if told.when is None or told.when.truth is True
        if told.requirement is None or told.requirement.truth is False
        for name, exception in told.exceptions if exception.truth is True)


def _citations(decision: Decision) -> Iterable[Citation]:
    entries: tuple[Violation | Pending | Ground | Obligation | Fee, ...] = (
        *decision.violations, *decision.pending, *decision.permits, *decision.obligations, *decision.fees,
        *decision.warnings)
    return (citation for entry in entries for citation in entry.citations)


def cited_by(decision: Decision) -> tuple[str, ...]:
    """The provisions a decision cites, each once."""
    return tuple(dict.fromkeys(_provision(c) for c in _citations(decision)))


def _provision(citation: Citation) -> str:
    """Document and article: a case need not repeat the words."""
    return f"《{citation.document}》{citation.article}"


def _reasons(decision: Decision, rules: Mapping[str, Both]) -> Both:
    named = [*(v.rule for v in decision.violations), *(p.rule if p.kind == "defect" else p.fact or p.rule
                                                      for p in decision.pending)] or [p.rule for p in decision.permits]
    kept = [rules.get(key, Both(key, key)) for key in dict.fromkeys(named)]
    more = "…" if len(kept) > _REASONS_SHOWN else ""
    return Both("、".join(r.zh for r in kept[:_REASONS_SHOWN]) + more or "无",
                ", ".join(r.en for r in kept[:_REASONS_SHOWN]) + more or "none")


def _why_silent(decision: Decision, rule: str) -> Both:
    if any(s.rule == rule for s in decision.satisfied):
        return Both("它的要求已经满足。", "What it requires is met.")
    if rule not in decision.considered:
        return Both("它的条件不成立,或当日不在施行期内。",
                    "Its condition does not hold, or it is not in force that day.")
    return Both("", "")
