"""A provision of the policy's own source text cited without its words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Self

from attrs import frozen

from bangban.lint.lint import Lint
from bangban.lint.view import View
from bangban.words import Both


@frozen(kw_only=True)
class QuoteMissing(Lint):
    """The source text is at hand, and the words relied on are not given."""

    code = "BB301"
    slug = "quote-missing"
    title = Both("引用原文没有写出原话", "own source cited without its words")
    text = Both("「{by}」引用 {article},没有写出原文的话。", "“{by}” cites {article} without quoting it.")
    advice = Both("在条款号后面加上所依据的原话,如 {article} \"……\"。",
                  "add the words relied on behind the article, such as {article} \"…\".")
    why = Both("写出了原话,检查时才能与原文逐字核对;原文一改,就知道哪些规则要跟着改。",
               "Only quoted words can be held against the source text; when the text changes, the rules that rest on "
               "the old words are found.")
    text_file = "第三条 夜间不受理申请。\n"
    avoid = """
规则 夜间不办 (closed_at_night)
  归类 程序
  依据 第三条
  当 申请.加急
  禁止 "夜间不受理,请在白天再来。"
  下一步 "白天再来。"
"""
    prefer = """
规则 夜间不办 (closed_at_night)
  归类 程序
  依据 第三条 "夜间不受理申请。"
  当 申请.加急
  禁止 "夜间不受理,请在白天再来。"
  下一步 "白天再来。"
"""
    by: Both
    article: str

    @classmethod
    def check(cls, view: View) -> Iterator[Self]:
        """Citations of a policy whose text is in the set."""
        texts = {name for head in view.model.heads.values() if head.original for name in (*head.name, head.title)}
        cited = [(rule.name, c) for rule in view.model.rules for c in rule.citations]
        cited += [(exception.name, c) for exception, _, _ in view.exceptions for c in exception.citations]
        cited += [(p.name, c) for p in view.model.parameters.values() for v in p.values for c in v.citations]
        for by, citation in cited:
            if citation.quote is None and citation.document in texts:
                yield cls(span=citation.span, by=by, article=citation.article)
