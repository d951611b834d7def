"""What testing a set came to, and how it is told: as text or as data, one set or several summed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from attrs import frozen

from bangban.cli.out import Out
from bangban.words import Both, Lang

if TYPE_CHECKING:
    from bangban.testing.condition_coverage import ConditionCoverage
    from bangban.testing.firing_coverage import RuleCoverage
    from bangban.testing.mutation import MutationReport
    from bangban.testing.run_cases import CaseResult


@frozen
class Tested:
    """A set by its path, and the ``root`` the names of its files start from: its cases, what they try, and whether
    they tell mutants, where that was asked for. ``fail_under``: what has to be covered, in percent."""

    path: str
    root: str
    results: Sequence[CaseResult]
    rules: Sequence[RuleCoverage]
    tried: ConditionCoverage | None
    mutation: MutationReport | None
    fail_under: float | None

    @property
    def failed(self) -> list[CaseResult]:
        """The cases that do not pass."""
        return [r for r in self.results if not r.passed]

    @property
    def never_fire(self) -> list[RuleCoverage]:
        """The rules that take effect in no case, though they could."""
        return [c for c in self.rules if not c.fires and not c.switched_off]

    @property
    def always_fire(self) -> list[RuleCoverage]:
        """The rules that take effect in every case."""
        return [c for c in self.rules if not c.silent]

    @property
    def low(self) -> list[Both]:
        """What is covered less than asked for."""
        from bangban.testing.condition_coverage import percent

        if self.fail_under is None or self.tried is None:
            return []
        return [Both(f"{what.zh}覆盖率 {percent(*of):g}%,低于 {self.fail_under:g}%。",
                     f"Coverage of {what.en} is {percent(*of):g} %, below {self.fail_under:g} %.")
                for what, of in _percentages(self.rules, self.tried).items() if percent(*of) < self.fail_under]

    @property
    def found_anything(self) -> bool:
        """Whether there is anything to mend."""
        survived = self.mutation is not None and self.mutation.score < 100
        return bool(self.failed or not self.results or self.low or survived)

    def to_dict(self, lang: Lang) -> dict[str, Any]:
        """Plain data for JSON."""
        return {"cases": len(self.results), "passed": len(self.results) - len(self.failed),
                "failed": [r.to_dict(lang) for r in self.failed],
                "rules_without_firing_case": [c.rule for c in self.never_fire],
                "rules_without_silent_case": [c.rule for c in self.always_fire],
                "rules": [c.to_dict(lang) for c in self.rules],
                **({"coverage": self.tried.to_dict(lang)} if self.tried is not None else {}),
                **({"mutation": self.mutation.to_dict(lang)} if self.mutation is not None else {})}


_SUMMED = ("cases", "passed", "failed", "rules_without_firing_case", "rules_without_silent_case", "rules")


def as_data(tested: Sequence[Tested], lang: Lang) -> dict[str, Any]:
    """Plain data for JSON: of one set, or of several summed, with each under ``sets``."""
    told = [one.to_dict(lang) for one in tested]
    if len(told) == 1:
        return told[0]
    summed = {key: sum((each[key] for each in told[1:]), told[0][key]) for key in _SUMMED}
    return {**summed, "sets": [{"path": one.path, **each} for one, each in zip(tested, told, strict=True)]}


def total(tested: Sequence[Tested]) -> Both:
    """How many cases passed, of all sets."""
    cases, failed = sum(len(one.results) for one in tested), sum(len(one.failed) for one in tested)
    of = Both(f"合计 {len(tested)} 个政策集,", f"{len(tested)} sets, ") if len(tested) > 1 else Both("", "")
    return Both(f"{of.zh}用例 {cases} 个,通过 {cases - failed} 个,没有通过 {failed} 个。",
                f"{of.en}{cases} cases: {cases - failed} passed, {failed} failed.")


def tell(out: Out, tested: Sequence[Tested]) -> None:
    """As text: of each set its failures and what its cases do not try; then the sum."""
    for i, one in enumerate(tested):
        if len(tested) > 1:
            out.heading(one.path, first=i == 0)
        out.root = one.root
        _tell_one(out, one)
    if len(tested) > 1:
        out.text("\n" + out.say(total(tested)))


def _tell_one(out: Out, one: Tested) -> None:
    out.problems(problem for result in one.failed for problem in result.failures)
    out.text(out.say(total([one])))
    out.listed(Both("没有用例使其起作用的规则", "Rules that take effect in no case"),
               [out.say(c.name) for c in one.never_fire])
    out.listed(Both("没有用例使其不起作用的规则", "Rules that take effect in every case"),
               [out.say(c.name) for c in one.always_fire])
    if one.tried is not None:
        _tell_conditions(out, one.rules, one.tried)
    if one.mutation is not None:
        _tell_mutants(out, one.mutation)
    for words in one.low:
        out.text(out.say(words))


def _percentages(rules: Sequence[RuleCoverage], tried: ConditionCoverage) -> dict[Both, tuple[int, int]]:
    return {Both("规则", "rules"): (sum(c.tried for c in rules), len(rules)),
            Both("条件", "conditions"): tried.conditions, Both("例外", "exceptions"): tried.exceptions_tried,
            Both("依据", "citations"): tried.citations_seen}


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
