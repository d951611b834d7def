"""A value of a parameter that no provision gives."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Self

from attrs import frozen

from bangban.lint.lint import Lint
from bangban.lint.view import View
from bangban.words import Both


@frozen(kw_only=True)
class ParameterWithoutBasis(Lint):
    """A number the policy turns on, from nowhere."""

    code = "BB303"
    slug = "parameter-without-basis"
    title = Both("参数没有依据", "parameter without basis")
    text = Both("参数「{name}」的值没有写「依据」。", "a value of the parameter “{name}” cites nothing.")
    advice = Both("在值后面写明出自哪一条;原文没有写数的,引用所解释的那句话,并在「说明」里写明取法。",
                  "cite where the value comes from; where the text gives none, quote the words read and say in a note "
                  "how.")
    why = Both("数是最常改的地方。写明出处,改文件的人才知道要改这里。",
               "Numbers change most often. With its source beside it, whoever changes the document finds the number.")
    avoid = """
参数 件数上限 (most_pieces): 整数
  自 2024-01-01 = 5

定义 件数多 (many_pieces) 为 申请.件数 > 件数上限

规则 件数多提示 (many_pieces_hint)
  归类 程序
  依据 《示例条例》第三条
  当 件数多
  警示 "件数多,请预约办理。"
"""
    prefer = """
参数 件数上限 (most_pieces): 整数
  自 2024-01-01 = 5 依据 《示例条例》第三条

定义 件数多 (many_pieces) 为 申请.件数 > 件数上限

规则 件数多提示 (many_pieces_hint)
  归类 程序
  依据 《示例条例》第三条
  当 件数多
  警示 "件数多,请预约办理。"
"""
    name: Both

    @classmethod
    def check(cls, view: View) -> Iterator[Self]:
        """Parameters with a value without 依据."""
        for parameter in view.model.parameters.values():
            if any(not value.citations for value in parameter.values):
                yield cls(span=parameter.span, name=parameter.name)
