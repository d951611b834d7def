"""A name made of a number or a single letter."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Self

from attrs import frozen

from bangban.lint.lint import Lint
from bangban.lint.view import View
from bangban.words import Both

_NUMBERED = re.compile(r"(?:规则|条件|定义|参数|选项|例外|保证|rule|define|option|case|test|临时|新建|x|r)?[_\-]?"
                       r"[0-9一二三四五六七八九十]*|[a-z]|[甲乙丙丁]", re.IGNORECASE)


@frozen(kw_only=True)
class NameSaysNothing(Lint):
    """规则1, rule_2, x."""

    code = "BB378"
    slug = "name-says-nothing"
    title = Both("名称看不出是什么", "name that says nothing")
    text = Both("{kind}「{name}」看不出说的是什么。", "the {kind} “{name}” does not say what it is about.")
    advice = Both("用业务上的说法起名,如「夜间不办」。",
                  "name it in the words of the business, such as closed_at_night.")
    why = Both("决定、覆盖率、比较的结果都用名称说话;「规则3」要翻文件才知道是什么。",
               "Decisions, coverage and comparisons speak by names; rule_3 sends everybody to the file.")
    avoid = """
规则 规则3 (rule_3)
  归类 程序
  依据 《示例条例》第三条
  当 申请.方式 = 电话
  警示 "请核对来电号码。"
"""
    prefer = """
规则 电话提示 (phone_hint)
  归类 程序
  依据 《示例条例》第三条
  当 申请.方式 = 电话
  警示 "请核对来电号码。"
"""
    kind: Both
    name: str

    @classmethod
    def check(cls, view: View) -> Iterator[Self]:
        """Names of rules, definitions, options, parameters, exceptions and invariants."""
        kinds = ("rule", "definition", "option", "parameter", "exception", "invariant")
        for named in view.names:
            if named.kind.en in kinds and _NUMBERED.fullmatch(named.name.zh):
                yield cls(span=named.span, kind=named.kind, name=named.name.zh)
