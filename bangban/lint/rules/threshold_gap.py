"""Rules split by a number of one fact that leave a value in between to none of them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Self

from attrs import frozen

from bangban.lint.lint import Lint
from bangban.lint.series import between, series_of
from bangban.lint.view import View
from bangban.problems import Related
from bangban.words import Both


@frozen(kw_only=True)
class ThresholdGap(Lint):
    """Up to nine and from eleven on: what of ten?"""

    code = "BB327"
    slug = "threshold-gap"
    title = Both("界限之间有空档", "gap between thresholds")
    text = Both("「{one}」管到{below},「{other}」从{above}起,{gap}没有规则管。",
                "“{one}” covers {below} and “{other}” covers {above}; {gap} is covered by neither.")
    advice = Both("把其中一个界限改成包含这个数;本来就不管的,写明理由忽略本条。",
                  "let one of the bounds include it; where nothing is meant to apply, set this aside with that "
                  "reason.")
    why = Both("法规里的“以上”“以下”包括本数,“不满”“超过”不包括。漏了本数,正好在界上的申请就没有说法。",
               "Whether a bound includes its number decides about those who stand exactly on it.")
    avoid = """
规则 少件当场办 (few_at_once)
  归类 义务
  依据 《示例条例》第三条
  当 申请.加急 且 申请.件数 ≤ 9
  应当 当场办结 (finish_at_once) 由 窗口人员 "当场办结。"

规则 多件限期办 (many_in_time)
  归类 义务
  依据 《示例条例》第三条
  当 申请.加急 且 申请.件数 > 10
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
    gap: Both

    @classmethod
    def check(cls, view: View) -> Iterator[Self]:
        """Neighbouring ranges of one series with something between them."""
        for series in series_of(view):
            for low, high in pairwise(series):
                lost = between(low, high)
                if lost is not None:
                    yield cls(span=high.term.span, one=low.rule.name, other=high.rule.name, below=low.term.span.text,
                              above=high.term.span.text, gap=lost,
                              related=(Related(low.term.span, Both("另一个界限", "the other bound")),))
