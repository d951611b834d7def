"""Two bounds of one fact that are the two ends of a range."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Self

from attrs import frozen

from bangban.lint.lint import Lint
from bangban.lint.view import View, rewrite
from bangban.policy import terms as t
from bangban.words import Both


@frozen(kw_only=True)
class UseBetween(Lint):
    """介于 … 至 … says both ends."""

    code = "BB338"
    slug = "use-between"
    default = "info"
    title = Both("可以用介于", "could be between")
    text = Both("「{shown}」是一个范围的两端。", "“{shown}” gives the two ends of a range.")
    advice = Both("写成「{plain}」,两端都包含。", "write “{plain}”; both ends are included.")
    why = Both("法规里的“五件以上十件以下”就是介于:两端都算。写在一起,不会只改一端。",
               "A range with both ends included is what between says; written together, both ends are changed "
               "together.")
    avoid = """
规则 中等提示 (medium_hint)
  归类 程序
  依据 《示例条例》第三条
  当 申请.件数 ≥ 5 且 申请.件数 ≤ 10
  警示 "请安排两个窗口办理。"
"""
    prefer = """
规则 中等提示 (medium_hint)
  归类 程序
  依据 《示例条例》第三条
  当 申请.件数 介于 5 至 10
  警示 "请安排两个窗口办理。"
"""
    shown: str
    plain: str

    @classmethod
    def check(cls, view: View) -> Iterator[Self]:
        """≥ and ≤ on one fact, side by side."""
        for part, _ in view.parts:
            if not isinstance(part.term, t.All):
                continue
            for one, other in pairwise(part.term.operands):
                match one, other:
                    case (t.Compare(op="≥", left=fact, right=low), t.Compare(op="≤", left=same, right=high)) \
                            if fact == same:
                        words = view.say(fact.span, Both("介于", "between")), view.say(fact.span, Both("至", "to"))
                        plain = f"{fact.span.text} {words[0]} {low.span.text} {words[1]} {high.span.text}"
                        span = one.span.to(other.span)
                        yield cls(span=span, shown=span.text, plain=plain, fixes=rewrite(span, plain))
                    case _:
                        pass
