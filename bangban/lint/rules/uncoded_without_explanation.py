"""A passage set aside with a word of reason only."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Self

from attrs import frozen

from bangban.lint.lint import Lint
from bangban.lint.view import View
from bangban.syntax.keywords import REASONS
from bangban.words import Both


@frozen(kw_only=True)
class UncodedWithoutExplanation(Lint):
    """Why is it no rule?"""

    code = "BB385"
    slug = "uncoded-without-explanation"
    title = Both("不编码没有说明", "set aside without explanation")
    text = Both("「{quote}」以{reason}为由不编码,没有说明。", "“{quote}” is set aside as {reason} without explanation.")
    advice = Both("写一句为什么不写成规则,如“没有可以判断的标准”。", "say in a sentence why it is no rule.")
    why = Both("审查的人要知道是认真想过的,不是漏掉的。标题不必说明。",
               "A reviewer wants to see that it was considered, not forgotten. Headings need no explanation.")
    text_file = "第三条 努力做好服务。\n"
    avoid = """
不编码 第三条 "努力做好服务。" 理由 宣示性
"""
    prefer = """
不编码 第三条 "努力做好服务。" 理由 宣示性 "没有可以判断的标准。"
"""
    quote: str
    reason: Both

    @classmethod
    def check(cls, view: View) -> Iterator[Self]:
        """不编码 other than headings without a sentence."""
        for passage in view.model.uncoded:
            if passage.reason != "heading" and not passage.note:
                yield cls(span=passage.span, quote=(passage.citation.quote or passage.citation.article)[:20],
                          reason=REASONS.get(passage.reason, Both(passage.reason, passage.reason)))
