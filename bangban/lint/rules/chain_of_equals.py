"""One fact compared with several values in turn."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Self

from attrs import frozen

from bangban.lint.lint import Lint
from bangban.lint.view import View, rewrite
from bangban.policy import terms as t
from bangban.words import Both


@frozen(kw_only=True)
class ChainOfEquals(Lint):
    """属于 lists them."""

    code = "BB335"
    slug = "chain-of-equals"
    title = Both("逐个比较,可以用属于", "compared one by one")
    text = Both("「{shown}」把同一个事实逐个比较。", "“{shown}” compares one fact with several values in turn.")
    advice = Both("写成「{plain}」。", "write “{plain}”.")
    why = Both("值列在一起,一眼看得出有哪些,加一个也不用再写一遍名字。",
               "Listed together one sees which values there are, and another is added without the name again.")
    avoid = """
规则 远程提示 (remote_hint)
  归类 程序
  依据 《示例条例》第三条
  当 申请.方式 = 电话 或 申请.方式 = 网上
  警示 "请核对来电号码或者账号。"
"""
    prefer = """
规则 远程提示 (remote_hint)
  归类 程序
  依据 《示例条例》第三条
  当 申请.方式 属于 [电话, 网上]
  警示 "请核对来电号码或者账号。"
"""
    shown: str
    plain: str

    @classmethod
    def check(cls, view: View) -> Iterator[Self]:
        """Alternatives (or, with ≠, conjuncts) that all compare one fact with a constant."""
        for part, _ in view.parts:
            match part.term:
                case t.Any_(operands=operands):
                    op, word = "=", Both("属于", "in")
                case t.All(operands=operands):
                    op, word = "≠", Both("不属于", "not_in")
                case _:
                    continue
            found: dict[t.Fact, list[t.Compare]] = defaultdict(list)
            for operand in operands:
                if isinstance(operand, t.Compare) and operand.op == op and isinstance(operand.left, t.Fact) \
                        and isinstance(operand.right, t.Const):
                    found[operand.left].append(operand)
            for fact, compared in found.items():
                if len(compared) > 1:
                    span = part.term.span
                    listed = ", ".join(c.right.span.text for c in compared)
                    plain = f"{fact.span.text} {view.say(span, word)} [{listed}]"
                    whole = len(compared) == len(operands)
                    yield cls(span=span if whole else compared[1].span, plain=plain,
                              shown=f" {view.say(span, Both('或', 'or') if op == '=' else Both('且', 'and'))} ".join(
                                  c.span.text for c in compared),
                              fixes=rewrite(span, plain) if whole and not span.text.startswith(("(", "（")) else ())
