"""Which rules the cases try: every rule should fire in one case and stay silent in another."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from attrs import frozen

from bangban.front_door import Policy
from bangban.policy.model import Model
from bangban.policy.terms import All, Any_, Compare, Const, Defined, Not, OptionValue, Term
from bangban.source import NOWHERE, Span
from bangban.testing.run_cases import CaseResult, in_effect
from bangban.words import Both, Lang


@frozen
class RuleCoverage:
    """A rule and the titles of the cases in which it took effect, took none, and was expected (不因) to take none."""

    rule: str
    name: Both
    policy: str
    fires: tuple[str, ...]
    silent: tuple[str, ...]
    ruled_out: tuple[str, ...]
    switched_off: bool = False  # under the chosen readings (选项) it cannot fire, whatever the facts
    span: Span = NOWHERE

    @property
    def tried(self) -> bool:
        """Whether it fires in one case and stays silent in another; silence is all a rule switched off can show."""
        return bool(self.silent) and (bool(self.fires) or self.switched_off)

    def to_dict(self, lang: Lang = "zh") -> dict[str, Any]:
        """Plain data for JSON: numbers, not titles."""
        return {"rule": self.rule, "name": self.name.say(lang), "policy": self.policy, "fires": len(self.fires),
                "silent": len(self.silent), "ruled_out": len(self.ruled_out), "switched_off": self.switched_off,
                "tried": self.tried}


def firing_coverage(policy: Policy, results: Iterable[CaseResult]) -> list[RuleCoverage]:
    """For each rule of the loaded policies, in order, the cases that try it. Imported policies have cases of their own;
    cases with wrong facts try nothing."""
    model = policy.model
    tried = [(r.case, in_effect(r.decision, model)) for r in results if r.decision is not None]
    covered = []
    for rule in model.rules:
        if not model.heads[rule.policy].primary:
            continue
        fires = tuple(case.title for case, fired in tried if rule.key in fired)
        silent = [case for case, fired in tried if rule.key not in fired]
        ruled_out = tuple(case.title for case in silent if rule.key in case.not_because)
        covered.append(RuleCoverage(rule.key, rule.name, rule.policy, fires, tuple(case.title for case in silent),
                                    ruled_out, rule.when is not None and _never(rule.when, model), rule.span))
    return covered


def _never(term: Term, model: Model) -> bool:
    """Whether a condition is false by the chosen options alone."""
    match term:
        case OptionValue(value=value):
            return value is False
        case Not(operand=OptionValue(value=value)):
            return value is True
        case Compare(op="=", left=OptionValue(value=value), right=Const(value=other)):
            return bool(value != other)
        case All(operands=operands):
            return any(_never(o, model) for o in operands)
        case Any_(operands=operands):
            return all(_never(o, model) for o in operands)
        case Defined(key=key):
            return _never(model.definitions[key].body, model)
        case _:
            return False
