"""An exception that sounds temporary and has no last day."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Self

from attrs import frozen

from bangban.lint.lint import Lint
from bangban.lint.view import View
from bangban.words import Both

_TEMPORARY = ("临时", "暂时", "暂行", "试行", "试点", "过渡", "期间", "阶段性",
              "interim", "temporary", "transition", "trial", "pilot")


@frozen(kw_only=True)
class ExceptionWithoutEnd(Lint):
    """Nothing lasts longer than the provisional."""

    code = "BB311"
    slug = "exception-without-end"
    title = Both("临时的例外没有终止日期", "temporary exception without an end")
    text = Both("例外「{name}」说是{word},却没有写到哪一天为止。",
                "the exception “{name}” is said to be {word} and has no last day.")
    advice = Both("写「自 … 至 …」;没有定期限的,去掉“{word}”的说法。",
                  "write “from … to …”; where there is no end, do not call it {word}.")
    why = Both("临时的例外到期没有人删,就成了永久的例外。写了终止日期,到期自动失去作用。",
               "A temporary exception nobody removes becomes a permanent one. With a last day it ends by itself.")
    avoid = """
规则 夜间不办 (closed_at_night)
  归类 程序
  依据 《示例条例》第三条
  当 申请.方式 = 窗口
  禁止 "夜间不受理,请在白天再来。"
  下一步 "白天再来。"

例外 临时延时 (temporary_hours) 对 夜间不办
  依据 《示例条例》第四条
  当 申请.加急
"""
    prefer = """
规则 夜间不办 (closed_at_night)
  归类 程序
  依据 《示例条例》第三条
  当 申请.方式 = 窗口
  禁止 "夜间不受理,请在白天再来。"
  下一步 "白天再来。"

例外 临时延时 (temporary_hours) 对 夜间不办
  依据 《示例条例》第四条
  自 2025-01-01 至 2025-12-31
  当 申请.加急
"""
    name: Both
    word: str

    @classmethod
    def check(cls, view: View) -> Iterator[Self]:
        """Exceptions elsewhere by their name, note and quotes."""
        for exception, rule, _ in view.exceptions:
            ends = (exception.period.end, rule.period.end)
            if exception.elsewhere and ends == (None, None):
                said = " ".join((*exception.name, exception.note, *(c.quote or "" for c in exception.citations)))
                word = next((w for w in _TEMPORARY if w in said.lower()), None)
                if word is not None:
                    yield cls(span=exception.span, name=exception.name, word=word)
