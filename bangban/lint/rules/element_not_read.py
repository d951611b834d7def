"""A rule for each element that never looks at the element."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Self

from attrs import frozen

from bangban.lint.lint import Lint
from bangban.lint.view import View
from bangban.lint.walk import (
    parts,
)
from bangban.policy import model as m
from bangban.words import Both


@frozen(kw_only=True)
class ElementNotRead(Lint):
    """It says the same of all of them."""

    code = "BB346"
    slug = "element-not-read"
    title = Both("对每项却不看这一项", "element never looked at")
    text = Both("「{rule}」对每项判一次,却没有用到「{element}」。",
                "“{rule}” is asked for each “{element}” and never reads it.")
    advice = Both("条件里要查这一项的,补上「{element}.…」;不用查的,删去「对每项」。",
                  "read “{element}.…” where that is meant; else drop for_each.")
    why = Both("有几项,同一句话就重复几遍;多半是条件里漏写了这一项的字段。",
               "The same sentence is repeated for each; most likely a field of the element is missing in the "
               "condition.")
    avoid = """
规则 材料提示 (papers_hint)
  归类 程序
  依据 《示例条例》第三条
  对每项 料 于 材料
  当 申请.加急
  警示 "请先核对材料。"
"""
    prefer = """
规则 材料提示 (papers_hint)
  归类 程序
  依据 《示例条例》第三条
  对每项 料 于 材料
  当 申请.加急 且 料.必需
  警示 "请先核对「{料.名称}」。"
"""
    rule: Both
    element: str

    @classmethod
    def check(cls, view: View) -> Iterator[Self]:
        """Rules over a list in whose condition, effect and sentences its element does not occur."""
        for rule in view.model.rules:
            if rule.each is None or isinstance(rule.effect, m.Exempt | m.Charge):
                continue
            terms = [rule.when, getattr(rule.effect, "condition", None), getattr(rule.effect, "due", None)]
            terms += [e.condition for e, of, _ in view.exceptions if of is rule]
            for message in (rule.effect.message, rule.next_step):
                terms += [p for p in message.parts if not isinstance(p, str | m.MissingItems)] if message else []
            scope = rule.each.scope
            if not any(getattr(p.term, "scope", None) == scope for term in terms if term is not None
                       for p in parts(term)):
                yield cls(span=rule.span, rule=rule.name, element=scope)
