"""A requirement that the condition of its rule already contains."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Self

from attrs import frozen

from bangban.lint.lint import Lint
from bangban.lint.view import View
from bangban.lint.walk import (
    conjuncts,
)
from bangban.policy import model as m
from bangban.words import Both


@frozen(kw_only=True)
class RequirementAlreadyMet(Lint):
    """It cannot fail."""

    code = "BB349"
    slug = "requirement-already-met"
    title = Both("要求已经写在条件里", "requirement part of its condition")
    text = Both("「{rule}」的要求「{shown}」已经是它的条件,永远不会不满足。",
                "“{rule}” requires “{shown}”, which its condition already says: it never fails.")
    advice = Both("从「当」里去掉它;或者把要求改成本来要写的那一个。",
                  "take it out of when, or write the requirement that was meant.")
    why = Both("条件成立时要求必然满足,这条规则从来不拒绝。",
               "Where the condition holds the requirement is met; the rule never refuses.")
    avoid = """
规则 电话须加急 (phone_only_urgent)
  归类 程序
  依据 《示例条例》第三条
  当 申请.方式 = 电话 且 申请.加急
  要求 申请.加急 否则 拒绝 "电话只办加急的,请到窗口。"
  下一步 "到窗口办理。"
"""
    prefer = """
规则 电话须加急 (phone_only_urgent)
  归类 程序
  依据 《示例条例》第三条
  当 申请.方式 = 电话
  要求 申请.加急 否则 拒绝 "电话只办加急的,请到窗口。"
  下一步 "到窗口办理。"
"""
    rule: Both
    shown: str

    @classmethod
    def check(cls, view: View) -> Iterator[Self]:
        """Requirements all of whose conjuncts stand in 当."""
        for rule in view.model.rules:
            if isinstance(rule.effect, m.Require):
                given, asked = set(conjuncts(rule.when)), conjuncts(rule.effect.condition)
                if given >= set(asked):
                    yield cls(span=rule.effect.condition.span, rule=rule.name, shown=rule.effect.condition.span.text)
