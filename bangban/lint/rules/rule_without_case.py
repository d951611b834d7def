"""A rule no case says should take effect."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Self

from attrs import frozen

from bangban.lint.lint import Lint
from bangban.lint.view import View
from bangban.words import Both


@frozen(kw_only=True)
class RuleWithoutCase(Lint):
    """Nobody has said in which situation it speaks."""

    code = "BB380"
    slug = "rule-without-case"
    default = "info"
    title = Both("没有用例说到这条规则", "no case names the rule")
    text = Both("没有用例在「因」里写到「{rule}」。", "no case names “{rule}” in because.")
    advice = Both("写一个它起作用的用例,和一个差一点就不起作用的用例。",
                  "write a case in which it takes effect, and one in which it narrowly does not.")
    why = Both("用例是业务人员看得懂的约定;没有用例的规则,改坏了没有人知道。",
               "Cases are the agreement people without a programmer's training can read; a rule without one breaks "
               "unseen.")
    avoid = """
规则 电话提示 (phone_hint)
  归类 程序
  依据 《示例条例》第三条
  当 申请.方式 = 电话
  警示 "请核对来电号码。"

用例 "窗口强办"
  已知 申请.方式 = 窗口; 申请.自愿 = 否
  应为 拒绝 因 须自愿
"""
    prefer = """
规则 电话提示 (phone_hint)
  归类 程序
  依据 《示例条例》第三条
  当 申请.方式 = 电话
  警示 "请核对来电号码。"

用例 "电话申请"
  已知 申请.方式 = 电话
  应为 拒绝 因 电话提示

用例 "窗口强办"
  已知 申请.方式 = 窗口; 申请.自愿 = 否
  应为 拒绝 因 须自愿
"""
    rule: Both

    @classmethod
    def check(cls, view: View) -> Iterator[Self]:
        """Rules of the set's own policies that stand in no 因; a set without any case is told by BB382."""
        if not view.model.cases:
            return
        named = {key for case in view.model.cases for key in case.because}
        for rule in view.model.rules:
            if rule.key not in named:
                yield cls(span=rule.span, rule=rule.name)
