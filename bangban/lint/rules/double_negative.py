"""非 before something already negated."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Self

from attrs import frozen

from bangban.lint.lint import Lint
from bangban.lint.view import View, rewrite
from bangban.policy import terms as t
from bangban.words import Both


@frozen(kw_only=True)
class DoubleNegative(Lint):
    """Two negatives make the reader count."""

    code = "BB320"
    slug = "double-negative"
    title = Both("双重否定", "double negative")
    text = Both("「{shown}」是双重否定。", "“{shown}” is a double negative.")
    advice = Both("写成肯定的「{plain}」。", "write “{plain}”.")
    why = Both("双重否定读的人要想两遍,还容易改错一边。",
               "A double negative is read twice, and one side is easily changed by mistake.")
    avoid = """
规则 电话提示 (phone_hint)
  归类 程序
  依据 《示例条例》第三条
  当 非 申请.方式 ≠ 电话
  警示 "电话办理的,请核对来电号码。"
"""
    prefer = """
规则 电话提示 (phone_hint)
  归类 程序
  依据 《示例条例》第三条
  当 申请.方式 = 电话
  警示 "电话办理的,请核对来电号码。"
"""
    shown: str
    plain: str

    @classmethod
    def check(cls, view: View) -> Iterator[Self]:
        """非 非 X, 非 (a ≠ b), 非 (a 不属于 b)."""
        for part, _ in view.parts:
            if not isinstance(part.term, t.Not) or isinstance(part.parent, t.Not):
                continue  # of several 非 in a row the outermost is told
            span = part.term.span
            match part.term.operand:
                case t.Not(operand=t.OneOf() as inner) as negated if negated.span == inner.span:
                    word, not_in = view.say(span, Both("属于", "in")), view.say(span, Both("不属于", "not_in"))
                    said = inner.span.text.strip("()（）")
                    plain = said.replace(f" {not_in} ", f" {word} ", 1)
                case t.Not(operand=inner):
                    plain = inner.span.text
                case t.Compare(op="≠", left=left, right=right):
                    plain = f"{left.span.text} = {right.span.text}"
                case _:
                    continue
            yield cls(span=span, shown=span.text, plain=plain, fixes=rewrite(span, plain))
