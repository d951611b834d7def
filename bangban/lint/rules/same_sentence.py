"""Two refusals that say the same."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Self

from attrs import frozen

from bangban.lint.lint import Lint
from bangban.lint.view import View
from bangban.policy import model as m
from bangban.problems import Related
from bangban.words import Both


@frozen(kw_only=True)
class SameSentence(Lint):
    """Nobody can tell which rule refused."""

    code = "BB360"
    slug = "same-sentence"
    title = Both("两条规则说同样的话", "two rules say the same")
    text = Both("「{rule}」与「{other}」拒绝时说的话一样。", "“{rule}” refuses in the same words as “{other}”.")
    advice = Both("各说各的理由。", "let each give its own reason.")
    why = Both("理由相同,申请人不知道差在哪里,窗口也分不清是哪一条不满足。",
               "With one reason for two causes, neither the applicant nor the counter knows what is lacking.")
    avoid = """
规则 电话不办 (not_by_phone)
  归类 程序
  依据 《示例条例》第三条
  当 申请.方式 = 电话
  禁止 "不能办理,请到窗口。"
  下一步 "到窗口办理。"

规则 网上加急不办 (not_urgent_online)
  归类 程序
  依据 《示例条例》第四条
  当 申请.方式 = 网上 且 申请.加急
  禁止 "不能办理,请到窗口。"
  下一步 "到窗口办理。"
"""
    prefer = """
规则 电话不办 (not_by_phone)
  归类 程序
  依据 《示例条例》第三条
  当 申请.方式 = 电话
  禁止 "电话不能办理,请到窗口。"
  下一步 "到窗口办理。"

规则 网上加急不办 (not_urgent_online)
  归类 程序
  依据 《示例条例》第四条
  当 申请.方式 = 网上 且 申请.加急
  禁止 "加急的不能在网上办理,请到窗口。"
  下一步 "到窗口办理。"
"""
    rule: Both
    other: Both

    @classmethod
    def check(cls, view: View) -> Iterator[Self]:
        """Equal sentences of 禁止 and 要求."""
        seen: dict[tuple[object, ...], m.Rule] = {}
        for rule in view.model.rules:
            if isinstance(rule.effect, m.Forbid | m.Require) and rule.effect.message is not None:
                other = seen.setdefault(rule.effect.message.parts, rule)
                if other is not rule:
                    yield cls(span=rule.effect.message.span, rule=rule.name, other=other.name,
                              related=(Related(other.span, Both("另一条", "the other rule")),))
