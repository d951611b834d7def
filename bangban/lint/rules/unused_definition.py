"""A definition nothing uses."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Self

from attrs import frozen

from bangban.lint.lint import Lint
from bangban.lint.view import View
from bangban.words import Both


@frozen(kw_only=True)
class UnusedDefinition(Lint):
    """It decides nothing."""

    code = "BB368"
    slug = "unused-definition"
    title = Both("定义没有用到", "unused definition")
    text = Both("定义「{name}」没有用到。", "the definition “{name}” is not used.")
    advice = Both("删去它;应该用而没有用的,检查哪条规则漏了。",
                  "drop it; or find the rule that should use it and does not.")
    why = Both("没有用到的定义,多半是某条规则改写时漏掉了它。", "Most likely a rule lost it when it was rewritten.")
    avoid = """
定义 电话办理 (by_phone) 为 申请.方式 = 电话
"""
    prefer = """
定义 电话办理 (by_phone) 为 申请.方式 = 电话

规则 电话提示 (phone_hint)
  归类 程序
  依据 《示例条例》第三条
  当 电话办理
  警示 "请核对来电号码。"
"""
    name: Both

    @classmethod
    def check(cls, view: View) -> Iterator[Self]:
        """Definitions no term names."""
        for key, definition in view.model.definitions.items():
            if ("define", key) not in view.used:
                yield cls(span=definition.span, name=definition.name)
