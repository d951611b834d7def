"""属于 with every value a closed enum has."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Self

from attrs import frozen

from bangban.lint.lint import Lint
from bangban.lint.view import View
from bangban.policy import terms as t
from bangban.policy.types import EnumType
from bangban.words import Both


@frozen(kw_only=True)
class EveryValueListed(Lint):
    """Whatever the fact is, the condition holds."""

    code = "BB336"
    slug = "every-value-listed"
    title = Both("列出了全部的值", "every value listed")
    text = Both("「{shown}」列出了「{fact}」全部的值,知道了它就总是成立。",
                "“{shown}” lists every value “{fact}” can have; once it is known, the condition holds.")
    advice = Both("删去这个条件;漏写了什么值不该列的,改正它;只是要问清这项事实的,写明理由忽略本条。",
                  "drop it, or take out the value that does not belong; where it only makes sure that the fact is "
                  "known, set this aside with that reason.")
    why = Both("这样的条件不分辨任何申请,多半是多列了一个值,或者枚举后来删了值。",
               "It tells no application from another; most likely one value too many is listed, or the enum lost one.")
    avoid = """
规则 来源提示 (way_hint)
  归类 程序
  依据 《示例条例》第三条
  当 申请.方式 属于 [窗口, 网上, 电话]
  警示 "请登记申请的方式。"
"""
    prefer = """
规则 来源提示 (way_hint)
  归类 程序
  依据 《示例条例》第三条
  当 申请.方式 属于 [网上, 电话]
  警示 "请登记申请的方式。"
"""
    shown: str
    fact: Both

    @classmethod
    def check(cls, view: View) -> Iterator[Self]:
        """属于 lists equal to the closed enum of the fact."""
        for part, _ in view.parts:
            match part.term:
                case t.OneOf(item=t.Fact(type=EnumType(open=False, values=values)) as fact, values=listed):
                    given = {v.value for v in listed if isinstance(v, t.Const)}
                    if given == {v.zh for v in values}:
                        yield cls(span=part.term.span, shown=part.term.span.text, fact=fact.name)
                case _:
                    pass
