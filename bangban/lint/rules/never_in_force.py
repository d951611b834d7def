"""A rule or exception whose days all lie outside those of what it stands in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Self

from attrs import frozen

from bangban.lint.lint import Lint
from bangban.lint.view import View
from bangban.policy import model as m
from bangban.words import Both


@frozen(kw_only=True)
class NeverInForce(Lint):
    """It can take effect on no day."""

    code = "BB310"
    slug = "never-in-force"
    title = Both("没有一天施行", "never in force")
    text = Both("「{name}」的起止日期与{of}的起止日期没有一天重合。",
                "“{name}” and {of} are in force on no day in common.")
    advice = Both("核对「自 … 至 …」与政策的施行、失效日期。", "check its dates against those of what it stands in.")
    why = Both("这样的规则看起来有,实际上从来不起作用;多半是年份写错。",
               "Such a rule looks as if it were there and never takes effect; most likely a year is wrong.")
    avoid = """
规则 夜间不办 (closed_at_night)
  归类 程序
  依据 《示例条例》第三条
  自 2021-01-01 至 2022-12-31
  当 申请.加急
  禁止 "夜间不受理,请在白天再来。"
  下一步 "白天再来。"
"""
    prefer = """
规则 夜间不办 (closed_at_night)
  归类 程序
  依据 《示例条例》第三条
  自 2025-01-01 至 2026-12-31
  当 申请.加急
  禁止 "夜间不受理,请在白天再来。"
  下一步 "白天再来。"
"""
    name: Both
    of: Both

    @classmethod
    def check(cls, view: View) -> Iterator[Self]:
        """Periods that do not meet."""
        heads = view.model.heads
        for rule in view.model.rules:
            if _apart(rule.period, heads[rule.policy].period):
                yield cls(span=rule.span, name=rule.name, of=Both("这部政策", "the policy"))
        for exception, rule, outer in view.exceptions:
            over = outer.period if outer is not None else rule.period
            if _apart(exception.period, over) or _apart(exception.period, heads[rule.policy].period):
                yield cls(span=exception.span, name=exception.name, of=Both(
                    f"规则「{rule.name.zh}」", f"the rule “{rule.name.en}”"))


def _apart(one: m.Period, other: m.Period) -> bool:
    return (one.end is not None and other.start is not None and one.end < other.start) or (
        other.end is not None and one.start is not None and other.end < one.start)
