"""A policy that does not say from which day it applies."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Self

from attrs import frozen

from bangban.lint.lint import Lint
from bangban.lint.view import View
from bangban.words import Both


@frozen(kw_only=True)
class PolicyWithoutEffectiveDate(Lint):
    """Without 施行 it decides on actions of any past day."""

    code = "BB315"
    slug = "policy-without-effective-date"
    title = Both("没有写施行日期", "no date of effect")
    text = Both("政策「{name}」没有写「施行」。", "the policy “{name}” does not say from when it is in force.")
    advice = Both("写「施行 年-月-日」;原文没有施行日的,取印发或者公布的日期,并在「说明」里写明。",
                  "write “effective DATE”; where the text has none, take the date of issue and say so in a note.")
    why = Both("不写施行日期,以前的行为也会按它判,等于溯及既往。",
               "Without it, actions of any earlier day are decided by the policy too: it applies retroactively.")
    avoid = """
政策 另一办法 (another_policy)
  标题 "另一办法"

规则 夜间不办 (closed_at_night)
  归类 程序
  依据 《另一办法》第三条
  当 申请.加急
  禁止 "夜间不受理,请在白天再来。"
  下一步 "白天再来。"
"""
    prefer = """
政策 另一办法 (another_policy)
  标题 "另一办法"
  施行 2024-01-01

规则 夜间不办 (closed_at_night)
  归类 程序
  依据 《另一办法》第三条
  当 申请.加急
  禁止 "夜间不受理,请在白天再来。"
  下一步 "白天再来。"
"""
    name: Both

    @classmethod
    def check(cls, view: View) -> Iterator[Self]:
        """Heads of policies with rules and no first day."""
        ruled = {rule.policy for rule in view.model.rules}
        for key, head in view.model.heads.items():
            if head.primary and head.period.start is None and key in ruled:
                yield cls(span=head.span, name=head.name)
