"""Brackets that change nothing in how an expression is read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Self

from attrs import frozen

from bangban.lint.brackets import idle_brackets
from bangban.lint.lint import Lint
from bangban.lint.view import View, rewrite
from bangban.words import Both


@frozen(kw_only=True)
class RedundantParentheses(Lint):
    """A reader looks for what they set apart."""

    code = "BB332"
    slug = "redundant-parentheses"
    default = "info"
    title = Both("多余的括号", "redundant parentheses")
    text = Both("「{shown}」的括号去掉以后,读法不变。", "“{shown}” reads the same without its parentheses.")
    advice = Both("去掉括号,写成「{plain}」。", "drop them: “{plain}”.")
    why = Both("括号告诉读的人:这里不照常读。到处都有,要紧的那一对就看不见了。「且」和「或」混用时帮助辨认的、"
               "「非」和算式里的括号不算多余。",
               "Parentheses tell the reader that something is read otherwise than usual; where they stand everywhere, "
               "the pair that matters is not seen. Pairs that help where and is mixed with or, behind not and in sums "
               "are left alone.")
    avoid = """
规则 电话提示 (phone_hint)
  归类 程序
  依据 《示例条例》第三条
  当 (申请.方式 = 电话) 且 (申请.加急)
  警示 "电话办理的,请核对来电号码。"
"""
    prefer = """
规则 电话提示 (phone_hint)
  归类 程序
  依据 《示例条例》第三条
  当 申请.方式 = 电话 且 申请.加急
  警示 "电话办理的,请核对来电号码。"
"""
    shown: str
    plain: str

    @classmethod
    def check(cls, view: View) -> Iterator[Self]:
        """Pairs around what holds together anyway."""
        for file in view.fileset.files:
            for statement in file.file.statements:
                for found in idle_brackets(statement):
                    span, plain = found.expr.span, found.without
                    yield cls(span=span, shown=span.text, plain=plain.strip(), fixes=rewrite(span, plain))
