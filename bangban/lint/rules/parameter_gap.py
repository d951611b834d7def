"""Days on which a parameter has no value although the policy is in force."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import pairwise
from typing import Self

from attrs import frozen

from bangban.lint.lint import Lint
from bangban.lint.view import View
from bangban.policy import model as m
from bangban.syntax import tree
from bangban.words import Both


@frozen(kw_only=True)
class ParameterGap(Lint):
    """Conditions that read it are undetermined on those days."""

    code = "BB313"
    slug = "parameter-gap"
    title = Both("参数有几天没有值", "days without a value")
    text = Both("参数「{name}」自 {start} 至 {end} 没有值。",
                "the parameter “{name}” has no value from {start} to {end}.")
    advice = Both("补上这几天的值,或者把前一个值延到后一个的前一天。",
                  "give the value of those days, or let the one before last until the next.")
    why = Both("没有值的那几天,用到它的条件判不出来,申请一律成了待补正。",
               "On those days every condition that reads it is undetermined, and every application is left pending.")
    avoid = """
参数 件数上限 (most_pieces): 整数
  自 2024-01-01 至 2024-05-31 = 5 依据 《示例条例》第三条
  自 2024-07-01 = 8 依据 《示例条例》第三条

规则 件数多提示 (many_pieces_hint)
  归类 程序
  依据 《示例条例》第三条
  当 申请.件数 > 件数上限
  警示 "件数多,请预约办理。"
"""
    prefer = """
参数 件数上限 (most_pieces): 整数
  自 2024-01-01 = 5 依据 《示例条例》第三条
  自 2024-07-01 = 8 依据 《示例条例》第三条

规则 件数多提示 (many_pieces_hint)
  归类 程序
  依据 《示例条例》第三条
  当 申请.件数 > 件数上限
  警示 "件数多,请预约办理。"
"""
    name: Both
    start: str
    end: str

    @classmethod
    def check(cls, view: View) -> Iterator[Self]:
        """Gaps before the first value, counted from the day the policy takes effect, and between values."""
        heads = {file.source.name: _head(file.file, view.model) for file in view.fileset.files}
        day = dt.timedelta(days=1)
        for parameter in view.model.parameters.values():
            head = heads.get(parameter.span.source.name)
            since = head.period.start if head is not None else None
            first = parameter.values[0].period.start if parameter.values else None
            if since is not None and first is not None and since < first:
                yield cls(span=parameter.span, name=parameter.name, start=since.isoformat(),
                          end=(first - day).isoformat())
            for before, after in pairwise(parameter.values):
                end, start = before.period.end, after.period.start
                if end is not None and start is not None and end + day < start:
                    yield cls(span=parameter.span, name=parameter.name, start=(end + day).isoformat(),
                              end=(start - day).isoformat())


def _head(file: tree.File, model: m.Model) -> m.PolicyHead | None:
    names = {word: head for head in model.heads.values() for word in head.name}
    labels = (item for s in file.statements if s.keyword == "POLICY" for item in s.head if isinstance(item, tree.Label))
    return next((names[label.name] for label in labels if label.name in names), None)
