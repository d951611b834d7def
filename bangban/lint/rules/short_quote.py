"""Quoted words too few to be told apart from others."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Self

from attrs import frozen

from bangban.lint.lint import Lint
from bangban.lint.view import View
from bangban.words import Both


@frozen(kw_only=True)
class ShortQuote(Lint):
    """A word or two stand in many places of a text."""

    code = "BB304"
    slug = "short-quote"
    title = Both("引文太短", "quote too short")
    text = Both("引文「{quote}」只有 {length} 个字。", "the quote “{quote}” has only {length} characters.")
    advice = Both("引用完整的一句或者半句,看得出规定了什么。", "quote the clause, so that one sees what it provides.")
    why = Both("只引一两个词,原文怎么改都还在,核对就没有意义;审查的人也看不出依据是什么。",
               "A word or two survive any change of the text, so the check of the quote means nothing, and a reviewer "
               "cannot see what the rule rests on.")
    limit = 3
    text_file = "第三条 夜间不受理申请。\n"
    avoid = """
规则 夜间不办 (closed_at_night)
  归类 程序
  依据 第三条 "夜间"
  当 申请.加急
  禁止 "夜间不受理,请在白天再来。"
  下一步 "白天再来。"
"""
    prefer = """
规则 夜间不办 (closed_at_night)
  归类 程序
  依据 第三条 "夜间不受理申请。"
  当 申请.加急
  禁止 "夜间不受理,请在白天再来。"
  下一步 "白天再来。"
"""
    quote: str
    length: int

    @classmethod
    def check(cls, view: View) -> Iterator[Self]:
        """Quotes of rules with fewer letters than the limit allows."""
        for rule in view.model.rules:
            for citation in rule.citations:
                length = sum(c.isalnum() for c in citation.quote or "")
                if citation.quote is not None and length <= cls.most(view):
                    yield cls(span=citation.span, quote=citation.quote, length=length)
