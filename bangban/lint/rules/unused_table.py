"""A table nothing looks into."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Self

from attrs import frozen

from bangban.lint.lint import Lint
from bangban.lint.view import View
from bangban.words import Both


@frozen(kw_only=True)
class UnusedTable(Lint):
    """Its rows decide nothing."""

    code = "BB371"
    slug = "unused-table"
    title = Both("名录没有用到", "unused table")
    text = Both("名录「{name}」没有用到。", "the table “{name}” is not used.")
    advice = Both("用「属于」或者「查」用上它;不用的,删去。", "use it with in or lookup; else drop it.")
    why = Both("维护名录的人以为加一行就有用。", "Whoever keeps the table believes that a new row counts.")
    avoid = """
名录 可代办事项 (matters_for_others)
  列 事项 (matter): 文本
  键 事项
  行 "公交卡"
"""
    prefer = """
名录 可代办事项 (matters_for_others)
  列 事项 (matter): 文本
  键 事项
  行 "公交卡"

规则 可代办提示 (for_others_hint)
  归类 程序
  依据 《示例条例》第三条
  对每项 料 于 材料
  当 料.名称 属于 可代办事项
  警示 "「{料.名称}」可以由他人代交。"
"""
    name: Both

    @classmethod
    def check(cls, view: View) -> Iterator[Self]:
        """Tables without a purpose of their own that no term names."""
        for key, table in view.model.tables.items():
            if table.purpose is None and ("table", key) not in view.used:
                yield cls(span=table.span, name=table.name)
