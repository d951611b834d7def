"""The same provision given twice in one rule."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Self

from attrs import frozen

from bangban.lint.lint import Lint
from bangban.lint.view import View
from bangban.words import Both


@frozen(kw_only=True)
class CitedTwice(Lint):
    """Once is enough."""

    code = "BB305"
    slug = "cited-twice"
    title = Both("同一依据写了两次", "same basis given twice")
    text = Both("「{rule}」把 {citation} 写了两次。", "“{rule}” gives {citation} twice.")
    advice = Both("删去重复的一处;要引两句话的,写出不同的原话。",
                  "drop one; to rely on two sentences, quote different words.")
    why = Both("决定书会照样打印两遍;多半是复制时忘了改条款号。",
               "The decision prints it twice; most likely an article number was copied and not changed.")
    avoid = """
规则 夜间不办 (closed_at_night)
  归类 程序
  依据 《示例条例》第三条, 《示例条例》第三条
  当 申请.加急
  禁止 "夜间不受理,请在白天再来。"
  下一步 "白天再来。"
"""
    prefer = """
规则 夜间不办 (closed_at_night)
  归类 程序
  依据 《示例条例》第三条, 《示例条例》第四条
  当 申请.加急
  禁止 "夜间不受理,请在白天再来。"
  下一步 "白天再来。"
"""
    rule: Both
    citation: str

    @classmethod
    def check(cls, view: View) -> Iterator[Self]:
        """Equal citations of one rule."""
        for rule in view.model.rules:
            for number, citation in enumerate(rule.citations):
                if citation in rule.citations[:number]:
                    yield cls(span=citation.span, rule=rule.name, citation=str(citation))
