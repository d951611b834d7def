"""A warning that does not say what anybody should do."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Self

from attrs import frozen

from bangban.lint.lint import Lint
from bangban.lint.view import View
from bangban.policy import model as m
from bangban.words import Both

_WORDS = ("请", "应", "须", "不得", "不能", "不作", "可", "要", "由", "改", "先", "再", "按", "报", "转", "核对",
          "please", "should", "must", "may", "have ", "ask", "give", "arrange", "do not", "let ", "check", "tell",
          "keep", "can ", "help", "write", "call", "no ")


@frozen(kw_only=True)
class SentenceWithoutAction(Lint):
    """A finding nobody acts on."""

    code = "BB357"
    slug = "sentence-without-action"
    title = Both("提醒没有说该做什么", "reminder without anything to do")
    text = Both("「{rule}」的警示只说了情况,没有说该做什么。", "the warning “{rule}” states a fact and not what to do.")
    advice = Both("写明谁做什么,如“请先核对……”,或者加一句「下一步」。",
                  "say who does what, such as “please check …”, or add a next_step.")
    why = Both("提醒是给窗口人员看的;没有要做的事,看多了就没有人看。",
               "Warnings are for the staff at the counter; where there is nothing to do, they are soon not read.")
    avoid = """
规则 电话提示 (phone_hint)
  归类 程序
  依据 《示例条例》第三条
  当 申请.方式 = 电话
  警示 "来电号码没有登记。"
"""
    prefer = """
规则 电话提示 (phone_hint)
  归类 程序
  依据 《示例条例》第三条
  当 申请.方式 = 电话
  警示 "来电号码没有登记,请补登。"
"""
    rule: Both

    @classmethod
    def check(cls, view: View) -> Iterator[Self]:
        """警示 whose sentence has no word of action, without 下一步."""
        for said in view.messages:
            if isinstance(said.rule.effect, m.Warn) and said.role == "effect" and said.rule.next_step is None \
                    and not any(word in said.words.lower() for word in _WORDS):
                yield cls(span=said.message.span, rule=said.rule.name)
