"""非 before a comparison that has its own opposite."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Self

from attrs import frozen

from bangban.lint.lint import Lint
from bangban.lint.view import View, rewrite
from bangban.policy import terms as t
from bangban.policy.types import BoolType
from bangban.words import Both

_OPPOSITE = {"=": "≠", "<": "≥", "≤": ">", ">": "≤", "≥": "<"}


@frozen(kw_only=True)
class NegatedComparison(Lint):
    """≠, ≥ and 不属于 say it in one word."""

    code = "BB321"
    slug = "negated-comparison"
    title = Both("非 加比较", "not before a comparison")
    text = Both("「{shown}」有现成的相反说法。", "“{shown}” has an opposite of its own.")
    advice = Both("写成「{plain}」。", "write “{plain}”.")
    why = Both("有现成的相反说法,不必让读的人自己反过来想。可以没有的事实不在此列:没有时,「非 a = b」成立。",
               "There is a word for the opposite; the reader need not turn it round. Facts that may be absent are "
               "left alone: where they are, “not a = b” holds.")
    avoid = """
规则 电话提示 (phone_hint)
  归类 程序
  依据 《示例条例》第三条
  当 非 申请.方式 = 窗口
  警示 "请核对来电号码或者账号。"
"""
    prefer = """
规则 电话提示 (phone_hint)
  归类 程序
  依据 《示例条例》第三条
  当 申请.方式 ≠ 窗口
  警示 "请核对来电号码或者账号。"
"""
    shown: str
    plain: str

    @classmethod
    def check(cls, view: View) -> Iterator[Self]:
        """Negated comparisons of facts that are always there."""
        for part, _ in view.parts:
            match part.term:
                case t.Not(operand=t.Compare(op=op, left=left, right=right)) as term if op in _OPPOSITE:
                    if isinstance(left.type, BoolType) or isinstance(part.parent, t.Not):
                        continue
                    plain = f"{left.span.text} {_OPPOSITE[op]} {right.span.text}"
                case t.Not(operand=t.OneOf(item=item, values=values) as inner) as term:
                    if term.span == inner.span or isinstance(part.parent, t.Not):
                        continue  # written as 不属于, or told of the outer 非
                    listed = ", ".join(v.span.text for v in values)
                    plain = f"{item.span.text} {view.say(term.span, Both('不属于', 'not_in'))} [{listed}]"
                case _:
                    continue
            if view.always_there(term, part.bound):
                yield cls(span=term.span, shown=term.span.text, plain=plain, fixes=rewrite(term.span, plain))
