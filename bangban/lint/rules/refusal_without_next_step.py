"""A refusal that does not say what to do now."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Self

from attrs import frozen

from bangban.lint.lint import Lint
from bangban.lint.view import View
from bangban.policy import model as m
from bangban.words import Both


@frozen(kw_only=True)
class RefusalWithoutNextStep(Lint):
    """The applicant goes home not knowing what to do."""

    code = "BB355"
    slug = "refusal-without-next-step"
    title = Both("拒绝以后没有下一步", "refusal without a next step")
    text = Both("「{rule}」会拒绝或者要求补正,没有写「下一步」。",
                "“{rule}” can refuse or ask for correction and has no next_step.")
    advice = Both("写一句「下一步」:申请人或者工作人员现在该做什么、还有什么别的路。",
                  "add a next_step: what the applicant or the staff do now, what other way there is.")
    why = Both("一次说清、不让人多跑,拒绝时也要指出路来;决定书和一次性告知书都会印这一句。",
               "Being told everything at once includes the way out; the decision and the one-time notice print it.")
    avoid = """
规则 电话不办 (not_by_phone)
  归类 程序
  依据 《示例条例》第三条
  当 申请.方式 = 电话
  禁止 "电话不能办理。"
"""
    prefer = """
规则 电话不办 (not_by_phone)
  归类 程序
  依据 《示例条例》第三条
  当 申请.方式 = 电话
  禁止 "电话不能办理。"
  下一步 "请到窗口办理,或者在网上提交。"
"""
    rule: Both

    @classmethod
    def check(cls, view: View) -> Iterator[Self]:
        """禁止 and 要求 without 下一步."""
        for rule in view.model.rules:
            if isinstance(rule.effect, m.Forbid | m.Require) and rule.next_step is None:
                yield cls(span=rule.span, rule=rule.name)
