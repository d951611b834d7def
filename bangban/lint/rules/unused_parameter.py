"""A parameter nothing reads."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Self

from attrs import frozen

from bangban.lint.lint import Lint
from bangban.lint.view import View
from bangban.words import Both


@frozen(kw_only=True)
class UnusedParameter(Lint):
    """Its value changes nothing."""

    code = "BB370"
    slug = "unused-parameter"
    title = Both("参数没有用到", "unused parameter")
    text = Both("参数「{name}」没有用到。", "the parameter “{name}” is not used.")
    advice = Both("规则里写死了数的,改用它;确实不用的,删去。",
                  "use it where a rule has the number written out; else drop it.")
    why = Both("改了参数而规则里还写着旧数,改动就没有生效。",
               "When the parameter changes and the rules carry the old number, the change is without effect.")
    avoid = """
参数 件数上限 (most_pieces): 整数
  自 2024-01-01 = 5 依据 《示例条例》第三条
"""
    prefer = """
参数 件数上限 (most_pieces): 整数
  自 2024-01-01 = 5 依据 《示例条例》第三条

规则 件数多提示 (many_pieces_hint)
  归类 程序
  依据 《示例条例》第三条
  当 申请.件数 > 件数上限
  警示 "件数多,请预约办理。"
"""
    name: Both

    @classmethod
    def check(cls, view: View) -> Iterator[Self]:
        """Parameters no term names."""
        for key, parameter in view.model.parameters.items():
            if ("parameter", key) not in view.used:
                yield cls(span=parameter.span, name=parameter.name)
