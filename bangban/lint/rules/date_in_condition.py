"""Days of force written as a condition on the date of the decision."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Self

from attrs import frozen

from bangban.lint.bounds import Range, saying
from bangban.lint.lint import Lint
from bangban.lint.view import View
from bangban.lint.walk import (
    conjuncts,
)
from bangban.policy import terms as t
from bangban.words import Both


@frozen(kw_only=True)
class DateInCondition(Lint):
    """自 and 至 say it, and every tool understands them."""

    code = "BB316"
    slug = "date-in-condition"
    title = Both("起止日期写进了条件", "days of force in a condition")
    text = Both("「{rule}」用条件「{shown}」写起止日期。",
                "“{rule}” states its days of force as the condition “{shown}”.")
    advice = Both("改写成「自 …」或者「自 … 至 …」。", "write “from …” or “from … to …”.")
    why = Both("写成「自 … 至 …」,政策比较、覆盖率和检查才知道它哪一天施行;写在条件里,只是一个普通条件。",
               "Written as from and to, comparison, coverage and lint know when the rule is in force; in a condition "
               "it is a condition like any other.")
    avoid = """
规则 新年提示 (new_year_hint)
  归类 程序
  依据 《示例条例》第三条
  当 决定日 介于 2025-01-01 至 2025-01-31 且 申请.加急
  警示 "一月份办件多,请预约办理。"
"""
    prefer = """
规则 新年提示 (new_year_hint)
  归类 程序
  依据 《示例条例》第三条
  自 2025-01-01 至 2025-01-31
  当 申请.加急
  警示 "一月份办件多,请预约办理。"
"""
    rule: Both
    shown: str

    @classmethod
    def check(cls, view: View) -> Iterator[Self]:
        """Conjuncts of 当 that hold the date of the decision against a fixed day."""
        for rule in view.model.rules:
            for part in conjuncts(rule.when):
                said = saying(part)
                if isinstance(said, Range) and isinstance(said.of, t.DecisionDate):
                    yield cls(span=part.span, rule=rule.name, shown=part.span.text)
