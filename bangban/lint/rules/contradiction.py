"""Two conjuncts that cannot both hold."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import Self

from attrs import frozen

from bangban.lint.bounds import apart, saying
from bangban.lint.lint import Lint
from bangban.lint.view import View
from bangban.policy import terms as t
from bangban.problems import Related
from bangban.words import Both


@frozen(kw_only=True)
class Contradiction(Lint):
    """The condition never holds."""

    code = "BB325"
    slug = "contradiction"
    default = "error"
    title = Both("条件自相矛盾", "condition contradicts itself")
    text = Both("「{one}」与「{other}」不能同时成立。", "“{one}” and “{other}” cannot both hold.")
    advice = Both("多半该用「或」,或者有一个值、一个不等号写错了。",
                  "most likely or is meant, or a value or sign is wrong.")
    why = Both("这样的条件对任何申请都不成立,规则等于没有写。证明器还会找出更深的矛盾。",
               "Such a condition holds for no application, and the rule might as well not be there. The prover finds "
               "deeper ones.")
    avoid = """
规则 少量提示 (few_hint)
  归类 程序
  依据 《示例条例》第三条
  当 申请.件数 < 3 且 申请.件数 > 8
  警示 "请核对件数。"
"""
    prefer = """
规则 少量提示 (few_hint)
  归类 程序
  依据 《示例条例》第三条
  当 申请.件数 < 3 或 申请.件数 > 8
  警示 "请核对件数。"
"""
    one: str
    other: str

    @classmethod
    def check(cls, view: View) -> Iterator[Self]:
        """Sayings of one 且 about one fact that exclude each other."""
        for part, _ in view.parts:
            if isinstance(part.term, t.All):
                said = [(o, s) for o in part.term.operands if (s := saying(o)) is not None]
                for (one, first), (other, second) in combinations(said, 2):
                    if apart(first, second):
                        yield cls(span=other.span, one=one.span.text, other=other.span.text,
                                  related=(Related(one.span, Both("与这里矛盾", "contradicts this")),))
