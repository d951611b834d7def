"""A name that says the opposite of what its rule does."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Self

from attrs import frozen

from bangban.lint.lint import Lint
from bangban.lint.view import View
from bangban.policy import model as m
from bangban.syntax.keywords import BY_TOKEN
from bangban.words import Both

_PERMITS, _FORBIDS = ("准予", "可以", "允许"), ("不得", "禁止", "严禁", "不准")


@frozen(kw_only=True)
class NameAgainstEffect(Lint):
    """The name is what people read first."""

    code = "BB377"
    slug = "name-against-effect"
    title = Both("名称与效果相反", "name against effect")
    text = Both("规则「{rule}」的名称说「{word}」,效果却是{effect}。",
                "the rule “{rule}” is called {word}; its effect is {effect}.")
    advice = Both("改名,或者核对效果是不是写错了。", "rename it, or correct the effect.")
    why = Both("报表和用例里只有名称;名称与效果相反,看的人会信名称。",
               "Reports and cases show the name only, and people believe it.")
    avoid = """
规则 电话办理准予 (phone_allowed)
  归类 程序
  依据 《示例条例》第三条
  当 申请.方式 = 电话
  禁止 "电话不能办理。"
  下一步 "请到窗口办理。"
"""
    prefer = """
规则 电话不办 (not_by_phone)
  归类 程序
  依据 《示例条例》第三条
  当 申请.方式 = 电话
  禁止 "电话不能办理。"
  下一步 "请到窗口办理。"
"""
    rule: Both
    word: str
    effect: Both

    @classmethod
    def check(cls, view: View) -> Iterator[Self]:
        """Forbids called permits, and permits called forbids."""
        for rule in view.model.rules:
            name = rule.name.zh
            words = _PERMITS if isinstance(rule.effect, m.Forbid) else _FORBIDS if isinstance(
                rule.effect, m.Permit | m.Exempt | m.Oblige) else ()
            word = next((w for w in words if name.startswith(w) or name.endswith(w)), None)
            if word is not None:
                yield cls(span=rule.span, rule=rule.name, word=word,
                          effect=BY_TOKEN[type(rule.effect).__name__.upper()].word)
