"""A reading that changes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Self

from attrs import frozen

from bangban.lint.lint import Lint
from bangban.lint.view import View
from bangban.words import Both


@frozen(kw_only=True)
class UnusedOption(Lint):
    """Whatever is chosen, every decision is the same."""

    code = "BB369"
    slug = "unused-option"
    title = Both("选项没有用到", "unused option")
    text = Both("选项「{name}」没有用到,怎样取法都一样。",
                "the option “{name}” is not used: any reading of it is the same.")
    advice = Both("在条件里用上它;只作记录的读法,写明理由忽略本条。",
                  "use it in a condition; a reading that is only recorded is set aside with that reason.")
    why = Both("使用的单位以为改了读法就改了结果,其实什么也没变。",
               "Whoever chooses another reading believes that something changes.")
    avoid = """
选项 电话算上网 (phone_is_online): 是非 = 是
  说明 "原文没有写电话。"
"""
    prefer = """
选项 电话算上网 (phone_is_online): 是非 = 是
  说明 "原文没有写电话。"

规则 电话提示 (phone_hint)
  归类 程序
  依据 《示例条例》第三条
  当 申请.方式 = 电话 且 电话算上网
  警示 "请核对来电号码。"
"""
    name: Both

    @classmethod
    def check(cls, view: View) -> Iterator[Self]:
        """Options no term names."""
        for key, option in view.model.options.items():
            if ("option", key) not in view.used:
                yield cls(span=option.span, name=option.name)
