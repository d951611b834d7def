"""An exception stated elsewhere that names no provision."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Self

from attrs import frozen

from bangban.lint.lint import Lint
from bangban.lint.view import View
from bangban.words import Both


@frozen(kw_only=True)
class ExceptionWithoutBasis(Lint):
    """A rule is set aside, and nothing says what allows it."""

    code = "BB302"
    slug = "exception-without-basis"
    title = Both("例外没有依据", "exception without basis")
    text = Both("例外「{name}」没有写「依据」。", "the exception “{name}” cites nothing.")
    advice = Both("写明哪一条允许这样例外。", "cite the provision that allows it.")
    why = Both("例外使规则不起作用;申请人和审查的人都要知道凭什么。写在规则里的「除非」随规则的依据,写在别处的要自己"
               "有依据。",
               "An exception takes a rule out of effect, and applicants and reviewers must see by what right. An "
               "unless inside the rule shares its basis; one stated elsewhere needs its own.")
    avoid = """
规则 夜间不办 (closed_at_night)
  归类 程序
  依据 《示例条例》第三条
  当 申请.方式 = 窗口
  禁止 "夜间不受理,请在白天再来。"
  下一步 "白天再来。"

例外 加急可办 (urgent_at_night) 对 夜间不办
  当 申请.加急
"""
    prefer = """
规则 夜间不办 (closed_at_night)
  归类 程序
  依据 《示例条例》第三条
  当 申请.方式 = 窗口
  禁止 "夜间不受理,请在白天再来。"
  下一步 "白天再来。"

例外 加急可办 (urgent_at_night) 对 夜间不办
  依据 《示例条例》第四条
  当 申请.加急
"""
    name: Both

    @classmethod
    def check(cls, view: View) -> Iterator[Self]:
        """Exceptions elsewhere without 依据."""
        for exception, _, _ in view.exceptions:
            if exception.elsewhere and not exception.citations:
                yield cls(span=exception.span, name=exception.name)
