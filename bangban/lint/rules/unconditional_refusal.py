"""A rule that refuses every application."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Self

from attrs import frozen

from bangban.lint.lint import Lint
from bangban.lint.view import View
from bangban.policy import model as m
from bangban.words import Both


@frozen(kw_only=True)
class UnconditionalRefusal(Lint):
    """A 禁止 without 当."""

    code = "BB345"
    slug = "unconditional-refusal"
    title = Both("不问情形一律拒绝", "refuses everything")
    text = Both("「{rule}」没有「当」,凡是在本政策范围内的都拒绝。",
                "“{rule}” has no condition: it refuses whatever is in the policy's scope.")
    advice = Both("写明什么情形下禁止;整部政策不适用的,写「适用范围」或者「失效」。",
                  "say when; where the policy no longer applies at all, use scope or expires.")
    why = Both("没有条件的禁止使整部政策不再准予任何事。",
               "A forbid without a condition leaves nothing the policy could permit.")
    avoid = """
规则 暂停服务 (closed)
  归类 程序
  依据 《示例条例》第三条
  禁止 "暂停服务,请到别处办理。"
  下一步 "到别处办理。"
"""
    prefer = """
规则 暂停服务 (closed)
  归类 程序
  依据 《示例条例》第三条
  当 申请.方式 = 窗口
  禁止 "暂停服务,请到别处办理。"
  下一步 "到别处办理。"
"""
    rule: Both

    @classmethod
    def check(cls, view: View) -> Iterator[Self]:
        """Forbids without a condition, exceptions or an element."""
        for rule in view.model.rules:
            if isinstance(rule.effect, m.Forbid) and rule.when is None and rule.each is None and not rule.exceptions:
                yield cls(span=rule.span, rule=rule.name)
