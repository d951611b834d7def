"""A category that does not go with the effect."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Self

from attrs import frozen

from bangban.lint.lint import Lint
from bangban.lint.view import View
from bangban.policy import model as m
from bangban.syntax.keywords import BY_TOKEN, CATEGORIES
from bangban.words import Both

_GOES_WITH: dict[str, tuple[type[m.Effect], ...]] = {
    "duty": (m.Oblige, m.Warn, m.Forbid, m.Require),  # a duty that refuses is told by BB351
    "voluntariness": (m.Forbid, m.Require, m.Warn, m.Oblige),
    "limits": (m.Forbid, m.Require, m.Warn, m.Oblige)}
_MONEY = (m.Exempt, m.Charge)


@frozen(kw_only=True)
class CategoryAndEffect(Lint):
    """Readers look for a rule under its category."""

    code = "BB352"
    slug = "category-and-effect"
    title = Both("归类与效果不相称", "category and effect do not match")
    text = Both("「{rule}」归类为{category},效果却是{effect}。",
                "“{rule}” is of the category {category}; its effect is {effect}.")
    advice = Both("改正归类;或者核对效果是不是写错了。", "correct the category, or the effect if that is wrong.")
    why = Both("报表、覆盖率和保证都按归类看规则;归错了,该看到的人看不到。",
               "Reports, coverage and invariants look at rules by category; misfiled, a rule is not seen by those who "
               "should.")
    avoid = """
规则 窗口服务 (counter_service)
  归类 界限
  依据 《示例条例》第三条
  当 申请.方式 = 窗口
  准予 "可以办理。"
"""
    prefer = """
规则 窗口服务 (counter_service)
  归类 资格
  依据 《示例条例》第三条
  当 申请.方式 = 窗口
  准予 "可以办理。"
"""
    rule: Both
    category: Both
    effect: Both

    @classmethod
    def check(cls, view: View) -> Iterator[Self]:
        """Effects the category does not have; fees filed under something else of the known categories."""
        for rule in view.model.rules:
            fits = isinstance(rule.effect, _GOES_WITH.get(rule.category, (m.Permit, *_MONEY, *_GOES_WITH["limits"])))
            misfiled = isinstance(rule.effect, _MONEY) and rule.category in CATEGORIES and rule.category != "fees"
            if not fits or misfiled:
                yield cls(span=rule.span, rule=rule.name, category=CATEGORIES[rule.category],
                          effect=BY_TOKEN[type(rule.effect).__name__.upper()].word)
