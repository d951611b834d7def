"""An exception to a rule that only warns."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Self

from attrs import frozen

from bangban.lint.lint import Lint
from bangban.lint.view import View
from bangban.policy import model as m
from bangban.words import Both


@frozen(kw_only=True)
class ExceptionToAWarning(Lint):
    """A warning has nothing to be excepted from."""

    code = "BB354"
    slug = "exception-to-a-warning"
    default = "info"
    title = Both("警示也写了例外", "exception to a warning")
    text = Both("「{rule}」只是警示,例外「{name}」可以写进条件。",
                "“{rule}” only warns; its exception “{name}” can stand in its condition.")
    advice = Both("在「当」里写上「且 非 …」。", "write “and not …” in when.")
    why = Both("例外表示法律上另有规定。提醒只是提醒,什么时候提醒写在条件里就够了。",
               "An exception says that the law provides otherwise. When to remind is a matter of the condition.")
    avoid = """
规则 电话提示 (phone_hint)
  归类 程序
  依据 《示例条例》第三条
  当 申请.方式 = 电话
  警示 "请核对来电号码。"
  除非 加急 (urgent): 申请.加急
"""
    prefer = """
规则 电话提示 (phone_hint)
  归类 程序
  依据 《示例条例》第三条
  当 申请.方式 = 电话 且 非 申请.加急
  警示 "请核对来电号码。"
"""
    rule: Both
    name: Both

    @classmethod
    def check(cls, view: View) -> Iterator[Self]:
        """Exceptions of 警示."""
        for exception, rule, outer in view.exceptions:
            if isinstance(rule.effect, m.Warn) and outer is None and not exception.elsewhere:
                yield cls(span=exception.span, rule=rule.name, name=exception.name)
