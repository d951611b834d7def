"""属于 or 包含 with a list of a single value."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Self

from attrs import frozen

from bangban.lint.lint import Lint
from bangban.lint.view import View, rewrite
from bangban.policy import terms as t
from bangban.words import Both


@frozen(kw_only=True)
class OneOfOne(Lint):
    """A list of one is the one."""

    code = "BB334"
    slug = "one-of-one"
    default = "info"
    title = Both("列表里只有一个值", "list of one value")
    text = Both("「{shown}」的列表里只有一个值。", "“{shown}” lists a single value.")
    advice = Both("写成「{plain}」。", "write “{plain}”.")
    why = Both("一个值用 = 或者「包含」说得更直接;也提醒检查是不是漏了别的值。",
               "One value reads better with = or contains; and one wonders whether others were forgotten.")
    avoid = """
规则 电话提示 (phone_hint)
  归类 程序
  依据 《示例条例》第三条
  当 申请.方式 属于 [电话]
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
        """Lists of one behind 属于, 包含全部, 包含任一."""
        for part, _ in view.parts:
            span = part.term.span
            match part.term:
                case t.OneOf(item=item, values=(value,)):
                    negated = isinstance(part.parent, t.Not) and part.parent.span == span
                    plain = f"{item.span.text} {'≠' if negated else '='} {value.span.text}"
                case t.Contains(container=container, items=(value,), whole=False) if "[" in span.text:
                    plain = f"{container.span.text} {view.say(span, Both('包含', 'contains'))} {value.span.text}"
                case _:
                    continue
            yield cls(span=span, shown=span.text, plain=plain, fixes=rewrite(span, plain))
