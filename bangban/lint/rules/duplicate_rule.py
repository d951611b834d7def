"""Two rules of a policy with one condition and one effect."""

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
from bangban.problems import Related
from bangban.words import Both


@frozen(kw_only=True)
class DuplicateRule(Lint):
    """The second adds nothing but another message."""

    code = "BB348"
    slug = "duplicate-rule"
    title = Both("两条规则条件和效果相同", "two rules of one condition and effect")
    text = Both("「{rule}」与「{other}」的条件和效果相同。", "“{rule}” has the same condition and effect as “{other}”.")
    advice = Both("合成一条,把依据写在一起;要分开的,改正其中一条的条件。",
                  "make them one rule with both bases, or correct the condition of one.")
    why = Both("同一件事拒绝两遍,申请人看到两条理由;多半是复制以后忘了改条件。",
               "One thing is refused twice and the applicant reads two reasons; most likely a copied condition was "
               "not changed.")
    avoid = """
规则 电话不办 (not_by_phone)
  归类 程序
  依据 《示例条例》第三条
  当 申请.方式 = 电话
  禁止 "电话不能办理,请到窗口。"
  下一步 "到窗口办理。"

规则 加急不办 (not_urgent)
  归类 程序
  依据 《示例条例》第四条
  当 申请.方式 = 电话
  禁止 "加急的不能在电话里办理,请到窗口。"
  下一步 "到窗口办理。"
"""
    prefer = """
规则 电话不办 (not_by_phone)
  归类 程序
  依据 《示例条例》第三条
  当 申请.方式 = 电话
  禁止 "电话不能办理,请到窗口。"
  下一步 "到窗口办理。"

规则 加急不办 (not_urgent)
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
        """Forbids, warnings and permits with equal conditions; requirements with equal requirements too."""
        seen: dict[object, m.Rule] = {}
        for rule in view.model.rules:
            if isinstance(rule.effect, m.Oblige | m.Exempt | m.Charge) or rule.when is None:
                continue
            asked = rule.effect.condition if isinstance(rule.effect, m.Require) else None
            names = tuple(sorted(e.name.zh for e in rule.exceptions))
            key = (rule.policy, type(rule.effect), frozenset(conjuncts(rule.when)), asked, rule.each, rule.period,
                   names)
            other = seen.setdefault(key, rule)
            if other is not rule:
                yield cls(span=rule.span, rule=rule.name, other=other.name,
                          related=(Related(other.span, Both("另一条", "the other rule")),))
