"""A conjunct that another one already says, or an alternative another one already admits."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import Self

from attrs import frozen

from bangban.lint.bounds import apart, follows, saying
from bangban.lint.lint import Lint
from bangban.lint.view import View
from bangban.policy import terms as t
from bangban.words import Both


@frozen(kw_only=True)
class CoveredOperand(Lint):
    """It changes nothing."""

    code = "BB326"
    slug = "covered-operand"
    title = Both("条件已经包含在另一个里", "condition covered by another")
    text = Both("有了「{other}」,「{one}」不起作用。", "beside “{other}”, “{one}” changes nothing.")
    advice = Both("删去不起作用的一个;要是本意不同,改正它。", "drop the one that does nothing; or correct it.")
    why = Both("不起作用的条件让人以为还查了别的;两个界限并列时,常有一个是旧的。",
               "A condition that does nothing makes readers think more is checked; of two bounds side by side one is "
               "often an old one.")
    avoid = """
规则 多件提示 (pieces_hint)
  归类 程序
  依据 《示例条例》第三条
  当 申请.件数 > 8 且 申请.件数 > 3
  警示 "件数多,请预约办理。"
"""
    prefer = """
规则 多件提示 (pieces_hint)
  归类 程序
  依据 《示例条例》第三条
  当 申请.件数 > 8
  警示 "件数多,请预约办理。"
"""
    one: str
    other: str

    @classmethod
    def check(cls, view: View) -> Iterator[Self]:
        """Sayings about one fact of which one follows from the other."""
        for part, _ in view.parts:
            if isinstance(part.term, t.All | t.Any_):
                both = isinstance(part.term, t.All)
                said = [(o, s) for o in part.term.operands if (s := saying(o)) is not None]
                for (one, first), (other, second) in combinations(said, 2):
                    if one == other or apart(first, second):
                        continue
                    if follows(second, first):  # wherever the first holds the second does
                        idle, strong = (other, one) if both else (one, other)
                    elif follows(first, second):
                        idle, strong = (one, other) if both else (other, one)
                    else:
                        continue
                    yield cls(span=idle.span, one=idle.span.text, other=strong.span.text)
