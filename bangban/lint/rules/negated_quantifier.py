"""非 before a quantifier over something negated."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Self

from attrs import frozen

from bangban.lint.lint import Lint
from bangban.lint.view import View, rewrite
from bangban.policy import terms as t
from bangban.words import Both


@frozen(kw_only=True)
class NegatedQuantifier(Lint):
    """非 任一 … 满足 (非 …) is 每个."""

    code = "BB339"
    slug = "negated-quantifier"
    title = Both("双重否定的量词", "doubly negated quantifier")
    text = Both("「{shown}」否定了两次。", "“{shown}” negates twice.")
    advice = Both("写成「{plain}」。", "write “{plain}”.")
    why = Both("“没有一份不是原件”就是“每份都是原件”。",
               "“Not one of them is not an original” is “every one is an original”.")
    avoid = """
规则 原件齐全 (all_originals)
  归类 程序
  依据 《示例条例》第三条
  当 非 任一 材料 满足 (非 原件)
  准予 "材料都是原件,可以受理。"
"""
    prefer = """
规则 原件齐全 (all_originals)
  归类 程序
  依据 《示例条例》第三条
  当 每个 材料 满足 (原件)
  准予 "材料都是原件,可以受理。"
"""
    shown: str
    plain: str

    @classmethod
    def check(cls, view: View) -> Iterator[Self]:
        """Negated quantifiers over a negated body."""
        for part, _ in view.parts:
            match part.term:
                case t.Not(operand=t.Quantified(op=op, body=t.Not(operand=body) as negated) as inner):
                    words = (Both("每个", "every"), Both("任一", "some")) if op == "SOME" else (
                        Both("任一", "some"), Both("每个", "every"))
                    span = part.term.span
                    text = inner.span.text
                    here = view.say(span, words[1])
                    if not text.startswith(here) or body.span.text not in text:
                        continue
                    head = text[len(here):inner.span.text.index(negated.span.text, len(here))]
                    plain = f"{view.say(span, words[0])}{head}{body.span.text})"
                    yield cls(span=span, shown=span.text, plain=plain, fixes=rewrite(span, plain))
                case _:
                    pass
