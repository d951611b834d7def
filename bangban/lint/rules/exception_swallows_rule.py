"""An exception that holds wherever its rule does."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Self

from attrs import frozen

from bangban.lint.bounds import Saying, follows, saying
from bangban.lint.lint import Lint
from bangban.lint.view import View
from bangban.lint.walk import (
    conjuncts,
)
from bangban.policy import terms as t
from bangban.words import Both


@frozen(kw_only=True)
class ExceptionSwallowsRule(Lint):
    """The rule never takes effect."""

    code = "BB353"
    slug = "exception-swallows-rule"
    default = "error"
    title = Both("例外把规则全部排除了", "exception swallows its rule")
    text = Both("只要「{rule}」的条件成立,例外「{name}」就成立,规则永远不起作用。",
                "wherever the condition of “{rule}” holds, so does its exception “{name}”: the rule never takes "
                "effect.")
    advice = Both("给例外补上它特有的条件。", "add to the exception what makes it one.")
    why = Both("例外比规则还宽,规则就成了空话。", "An exception as wide as its rule makes the rule empty words.")
    avoid = """
规则 电话不办 (not_by_phone)
  归类 程序
  依据 《示例条例》第三条
  当 申请.方式 = 电话 且 申请.加急
  禁止 "电话不能办理,请到窗口。"
  除非 加急 (urgent): 申请.加急
  下一步 "到窗口办理。"
"""
    prefer = """
规则 电话不办 (not_by_phone)
  归类 程序
  依据 《示例条例》第三条
  当 申请.方式 = 电话
  禁止 "电话不能办理,请到窗口。"
  除非 加急 (urgent): 申请.加急
  下一步 "到窗口办理。"
"""
    rule: Both
    name: Both

    @classmethod
    def check(cls, view: View) -> Iterator[Self]:
        """Exceptions without a condition, or whose conjuncts all follow from those of the rule."""
        for exception, rule, outer in view.exceptions:
            if outer is not None or exception.exceptions:
                continue
            given = conjuncts(rule.when)
            told = [s for part in given if (s := saying(part)) is not None]
            if all(_given(part, given, told) for part in conjuncts(exception.condition)):
                yield cls(span=exception.span, rule=rule.name, name=exception.name)


def _given(part: t.Term, given: tuple[t.Term, ...], told: list[Saying]) -> bool:
    said = saying(part)
    return part in given or (said is not None and any(follows(said, one) for one in told))
