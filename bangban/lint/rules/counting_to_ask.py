"""A count that only asks whether there is one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Self

from attrs import frozen

from bangban.lint.lint import Lint
from bangban.lint.view import View, rewrite
from bangban.policy import terms as t
from bangban.words import Both


@frozen(kw_only=True)
class CountingToAsk(Lint):
    """任一 asks it."""

    code = "BB340"
    slug = "counting-to-ask"
    title = Both("数了个数只为问有没有", "counting to ask whether there is one")
    text = Both("「{shown}」数了个数,只为问有没有。", "“{shown}” counts only to ask whether there is one.")
    advice = Both("写成「{plain}」。", "write “{plain}”.")
    why = Both("「任一 … 满足」直接说出要问的事;判定时找到一个就不必再数。",
               "some … satisfies says what is asked, and the first that is found decides.")
    avoid = """
规则 原件提示 (original_hint)
  归类 程序
  依据 《示例条例》第三条
  当 个数(材料 满足 (原件)) ≥ 1
  警示 "原件请当面退还。"
"""
    prefer = """
规则 原件提示 (original_hint)
  归类 程序
  依据 《示例条例》第三条
  当 任一 材料 满足 (原件)
  警示 "原件请当面退还。"
"""
    shown: str
    plain: str

    @classmethod
    def check(cls, view: View) -> Iterator[Self]:
        """Counts with a condition compared with none or one."""
        for part, _ in view.parts:
            match part.term:
                case t.Compare(op=op, left=t.Count(over=over, body=body), right=t.Const(value=value)) \
                        if body is not None:
                    there = (op, value) in ((">", 0), ("≥", 1), ("≠", 0))
                    if not there and (op, value) not in (("=", 0), ("<", 1), ("≤", 0)):
                        continue
                    span = part.term.span
                    inner = body.span.text
                    inner = inner if inner.startswith(("(", "（")) else f"({inner})"
                    plain = " ".join(filter(None, (
                        "" if there else view.say(span, Both("非", "not")), view.say(span, Both("任一", "some")),
                        over.span.text, view.say(span, Both("满足", "satisfies")), inner)))
                    yield cls(span=span, shown=span.text, plain=plain, fixes=rewrite(span, plain))
                case _:
                    pass
