"""Rules split by a number of one fact of which two claim the same value."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Self

from attrs import frozen

from bangban.lint.lint import Lint
from bangban.lint.series import in_both, series_of
from bangban.lint.view import View
from bangban.problems import Related
from bangban.words import Both


@frozen(kw_only=True)
class ThresholdOverlap(Lint):
    """Up to ten and from eight on: nine is both."""

    code = "BB328"
    slug = "threshold-overlap"
    title = Both("界限重叠", "thresholds overlap")
    text = Both("「{one}」({below})和「{other}」({above})都管{both}。",
                "“{one}” ({below}) and “{other}” ({above}) both cover {both}.")
    advice = Both("把其中一个界限改成不包含这个数。", "let one of the bounds leave it out.")
    why = Both("正好在界上的申请同时落在两条里:两个期限、两种金额,执行的人不知道听哪一条。",
               "Whoever stands exactly on the bound falls under both: two deadlines, two amounts, and staff do not "
               "know which counts.")
    avoid = """
规则 少件当场办 (few_at_once)
  归类 义务
  依据 《示例条例》第三条
  当 申请.加急 且 申请.件数 ≤ 10
  应当 当场办结 (finish_at_once) 由 窗口人员 "当场办结。"

规则 多件限期办 (many_in_time)
  归类 义务
  依据 《示例条例》第三条
  当 申请.加急 且 申请.件数 ≥ 8
  应当 限期办结 (finish_in_time) 由 窗口人员 "三日内办结。"
"""
    prefer = """
规则 少件当场办 (few_at_once)
  归类 义务
  依据 《示例条例》第三条
  当 申请.加急 且 申请.件数 ≤ 10
  应当 当场办结 (finish_at_once) 由 窗口人员 "当场办结。"

规则 多件限期办 (many_in_time)
  归类 义务
  依据 《示例条例》第三条
  当 申请.加急 且 申请.件数 ≥ 11
  应当 限期办结 (finish_in_time) 由 窗口人员 "三日内办结。"
"""
    one: Both
    other: Both
    below: str
    above: str
    both: Both

    @classmethod
    def check(cls, view: View) -> Iterator[Self]:
        """Neighbouring ranges of one series that share a value; rules of one effect only."""
        for series in series_of(view):
            for low, high in pairwise(series):
                shared = in_both(low, high)
                if shared is not None and type(low.rule.effect) is type(high.rule.effect):
                    yield cls(span=high.term.span, one=low.rule.name, other=high.rule.name, below=low.term.span.text,
                              above=high.term.span.text, both=shared,
                              related=(Related(low.term.span, Both("另一个界限", "the other bound")),))
