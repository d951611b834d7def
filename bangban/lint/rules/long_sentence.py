"""A sentence for people longer than anybody reads at a counter."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Self

from attrs import frozen

from bangban.lint.lint import Lint
from bangban.lint.view import View
from bangban.words import Both


@frozen(kw_only=True)
class LongSentence(Lint):
    """It is read standing up."""

    code = "BB330"
    slug = "long-sentence"
    title = Both("话太长", "sentence too long")
    text = Both("「{rule}」的话有 {count} 个字,超过 {allowed} 个。",
                "the sentence of “{rule}” has {count} characters, more than {allowed}.")
    advice = Both("先说结论和该怎么办;道理和细节移到「说明」「下一步」或者办事指南。",
                  "say the outcome and what to do; move reasons and detail to a note, next_step or a guide.")
    why = Both("窗口上一句话说不清,申请人就要问第二遍。字数可以在设置里改;英文按四个字母算一个字。",
               "What takes more than a breath at the counter is asked again. The number can be set; four letters of "
               "English count as one character.")
    limit = 120
    avoid = """
规则 电话不办 (not_by_phone)
  归类 程序
  依据 《示例条例》第三条
  当 申请.方式 = 电话
  禁止 "电话不能办理。本大厅自开办以来一直坚持当面核验的做法,这是为了保护申请人的权益,防止他人冒用身份;当面核验的时候,工作人员会查看身份证件,核对照片,询问办理的事项,并请申请人在登记表上签名。以前曾经有人在电话里冒名办理,给当事人造成了损失,所以电话不能办理,请到窗口。"
  下一步 "到窗口办理。"
"""  # noqa: E501
    prefer = """
规则 电话不办 (not_by_phone)
  归类 程序
  依据 《示例条例》第三条
  当 申请.方式 = 电话
  禁止 "电话不能办理:须当面核验身份。请带身份证件到窗口办理。"
  下一步 "到窗口办理。"
"""
    rule: Both
    count: int
    allowed: int

    @classmethod
    def check(cls, view: View) -> Iterator[Self]:
        """Sentences with more characters than the limit."""
        for said in view.messages:
            wide = sum(not c.isascii() for c in said.words)
            count = wide + (len(said.words) - wide) // 4
            if count > cls.most(view):
                yield cls(span=said.message.span, rule=said.rule.name, count=count, allowed=cls.most(view))
