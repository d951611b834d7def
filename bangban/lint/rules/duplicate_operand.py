"""The same thing said twice in one 且 or 或."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Self

from attrs import frozen

from bangban.lint.lint import Lint
from bangban.lint.view import View, drop
from bangban.policy import terms as t
from bangban.words import Both


@frozen(kw_only=True)
class DuplicateOperand(Lint):
    """Said once, it holds as well."""

    code = "BB324"
    slug = "duplicate-operand"
    title = Both("同一个条件写了两遍", "condition said twice")
    text = Both("「{shown}」在同一处写了两遍。", "“{shown}” is said twice here.")
    advice = Both("删去一处;多半是复制以后忘了改。", "drop one; most likely a copy was not changed.")
    why = Both("重复的条件不起作用,而本来要写的那一个漏掉了。",
               "The repetition does nothing, and the condition that was meant is missing.")
    avoid = """
规则 电话提示 (phone_hint)
  归类 程序
  依据 《示例条例》第三条
  当 申请.加急 且 申请.方式 = 电话 且 申请.加急
  警示 "电话办理的,请核对来电号码。"
"""
    prefer = """
规则 电话提示 (phone_hint)
  归类 程序
  依据 《示例条例》第三条
  当 申请.加急 且 申请.方式 = 电话
  警示 "电话办理的,请核对来电号码。"
"""
    shown: str

    @classmethod
    def check(cls, view: View) -> Iterator[Self]:
        """Equal operands of one junction."""
        for part, _ in view.parts:
            if isinstance(part.term, t.All | t.Any_):
                operands = part.term.operands
                for number, operand in enumerate(operands):
                    if operand in operands[:number]:
                        yield cls(span=operand.span, shown=operand.span.text,
                                  fixes=drop(operands[number - 1].span, operand.span))
