"""A yes-or-no fact compared with 是 or 否."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Self

from attrs import frozen

from bangban.lint.lint import Lint
from bangban.lint.view import View, rewrite
from bangban.policy import terms as t
from bangban.words import Both


@frozen(kw_only=True)
class ComparedWithYes(Lint):
    """The fact says it itself."""

    code = "BB322"
    slug = "compared-with-yes"
    title = Both("是非的事实再比较是否", "yes or no compared with yes or no")
    text = Both("「{shown}」把是非的事实再比较了一次。", "“{shown}” compares what is a condition by itself.")
    advice = Both("写成「{plain}」。", "write “{plain}”.")
    why = Both("「申请.自愿」本身就是条件。标了「认定」「可无」的事实写「= 否」另有意思:查明了不是,所以不在此列。",
               "A yes-or-no fact is a condition by itself. For a finding or an optional fact “= no” means something "
               "else, found not to be so; it is left alone.")
    avoid = """
规则 加急提示 (urgent_hint)
  归类 程序
  依据 《示例条例》第三条
  当 申请.加急 = 是
  警示 "加急的,请当场办理。"
"""
    prefer = """
规则 加急提示 (urgent_hint)
  归类 程序
  依据 《示例条例》第三条
  当 申请.加急
  警示 "加急的,请当场办理。"
"""
    shown: str
    plain: str

    @classmethod
    def check(cls, view: View) -> Iterator[Self]:
        """= 是, = 否, ≠ 是, ≠ 否."""
        for part, _ in view.parts:
            match part.term:
                case t.Compare(op="=" | "≠" as op, left=t.Fact() as fact, right=t.Const(value=bool() as value)):
                    yes = (op == "=") is value
                    sure = (yes and op == "=") or view.always_there(fact, part.bound)
                    if isinstance(part.parent, t.Not) or not sure:
                        continue
                    name = fact.span.text
                    plain = name if yes else f"{view.say(fact.span, Both('非', 'not'))} {name}"
                    span = part.term.span
                    yield cls(span=span, shown=span.text, plain=plain, fixes=rewrite(span, plain))
                case _:
                    pass
