"""A condition whose outcome is known beforehand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Self

from attrs import frozen

from bangban.lint.lint import Lint
from bangban.lint.view import View
from bangban.policy import terms as t
from bangban.policy.types import AnyType
from bangban.words import Both


@frozen(kw_only=True)
class ConstantCondition(Lint):
    """It asks nothing."""

    code = "BB323"
    slug = "constant-condition"
    default = "error"
    title = Both("条件的结果早已确定", "condition decided beforehand")
    text = Both("「{shown}」{why_so},总是{outcome}。", "“{shown}” {why_so}: it is always {outcome}.")
    advice = Both("多半是写错了一边;确实不要条件的,删去它。",
                  "most likely one side is wrong; where no condition is meant, drop it.")
    why = Both("自己与自己比较、两个写定的值比较、单写一个「是」或「否」,都没有查任何事实。",
               "A fact compared with itself, two written values compared, a bare yes or no: no fact is looked at.")
    avoid = """
规则 多件提示 (pieces_hint)
  归类 程序
  依据 《示例条例》第三条
  当 申请.层级 = 申请.层级
  警示 "请核对层级。"
"""
    prefer = """
规则 多件提示 (pieces_hint)
  归类 程序
  依据 《示例条例》第三条
  当 申请.层级 = 县
  警示 "请核对层级。"
"""
    shown: str
    why_so: Both
    outcome: Both

    @classmethod
    def check(cls, view: View) -> Iterator[Self]:
        """Comparisons of a thing with itself, of two constants, and constants as conditions."""
        for part, condition in view.parts:
            match part.term:
                case t.Compare(op=op, left=left, right=right) if left == right:
                    yield cls(span=part.term.span, shown=part.term.span.text, why_so=Both(
                        "是自己与自己比较", "compares a thing with itself"), outcome=_truth(op in ("=", "≤", "≥")))
                case t.Compare(left=t.Const(), right=t.Const(type=type_)) if not isinstance(type_, AnyType):
                    yield cls(span=part.term.span, shown=part.term.span.text, why_so=Both(
                        "是两个写定的值比较", "compares two written values"), outcome=Both("一样", "the same"))
                case t.Const(value=bool() as value) if isinstance(part.parent, t.All | t.Any_ | t.Not | None) \
                        and condition.role != "define":
                    yield cls(span=part.term.span, shown=part.term.span.text, why_so=Both(
                        "没有查任何事实", "looks at no fact"), outcome=_truth(value))
                case _:
                    pass


def _truth(value: bool) -> Both:
    return Both("成立", "true") if value else Both("不成立", "false")
