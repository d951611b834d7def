"""A requirement that says nothing when it fails."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Self

from attrs import frozen

from bangban.lint.lint import Lint
from bangban.lint.view import View
from bangban.policy import model as m
from bangban.words import Both


@frozen(kw_only=True)
class RequirementWithoutSentence(Lint):
    """A refusal without a reason in words."""

    code = "BB356"
    slug = "requirement-without-sentence"
    title = Both("要求没有写不满足时的话", "requirement without a sentence")
    text = Both("「{rule}」的要求不满足时,没有话可以告诉申请人。",
                "when the requirement of “{rule}” fails, there is nothing to tell the applicant.")
    advice = Both("在「否则 拒绝」「否则 补正」后面写一句话。",
                  "write a sentence behind otherwise refuse or otherwise correct.")
    why = Both("拒绝和补正都要说明理由;没有这句话,决定书上只有规则的名字。",
               "Refusals and corrections give their reasons; without the sentence the decision shows the rule's name "
               "only.")
    avoid = """
规则 电话须加急 (phone_only_urgent)
  归类 程序
  依据 《示例条例》第三条
  当 申请.方式 = 电话
  要求 申请.加急 否则 拒绝
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

    @classmethod
    def check(cls, view: View) -> Iterator[Self]:
        """要求 without a text."""
        for rule in view.model.rules:
            if isinstance(rule.effect, m.Require) and rule.effect.message is None:
                yield cls(span=rule.span, rule=rule.name)
