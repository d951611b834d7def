"""Full-width letters or digits, or one mark in both widths in one sentence."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Self

from attrs import frozen

from bangban.lint.lint import Lint
from bangban.lint.view import View, rewrite
from bangban.source import Span
from bangban.syntax import tree
from bangban.words import Both

_MARKS = {",": ",", "，": ",", ":": ":", "：": ":", ";": ";", "；": ";", "(": "(", "（": "(", ")": ")", "）": ")",
          "!": "!", "！": "!", "?": "?", "？": "?"}
_WIDE = re.compile("[０-９Ａ-Ｚａ-ｚ]+")


@frozen(kw_only=True)
class MixedWidth(Lint):
    """One width in one sentence."""

    code = "BB366"
    slug = "mixed-width"
    title = Both("全角半角混用", "full and half width mixed")
    text = Both("「{shown}」{why_so}。", "“{shown}”: {why_so}.")
    advice = Both("数字、字母用半角;一句话里的标点用同一种。",
                  "write digits and letters half-width, and one width of marks in a sentence.")
    why = Both("全角的数字搜不到、比不上;标点一半全角一半半角,打印出来参差不齐。引自原文的话不在此列。",
               "Full-width digits are not found by search and equal nothing; mixed marks look ragged in print. Quotes "
               "of the source text are left alone.")
    avoid = """
规则 电话提示 (phone_hint)
  归类 程序
  依据 《示例条例》第三条
  当 申请.方式 = 电话
  警示 "请在１２小时内核对来电号码。"
"""
    prefer = """
规则 电话提示 (phone_hint)
  归类 程序
  依据 《示例条例》第三条
  当 申请.方式 = 电话
  警示 "请在12小时内核对来电号码。"
"""
    shown: str
    why_so: Both

    @classmethod
    def check(cls, view: View) -> Iterator[Self]:
        """Names and sentences for people; not quotes."""
        for named in view.names:
            if any(_WIDE.search(word) for word in named.name):
                yield cls(span=named.span, shown=named.span.text, why_so=Both(
                    "名称里有全角字母或者数字", "the name has full-width letters or digits"))
        for span, text in _sentences(view):
            found = _WIDE.search(text)
            at = span.text.find(found[0]) if found else -1
            if found:
                half = unicodedata.normalize("NFKC", found[0])
                here = Span(span.source, span.start + at, span.start + at + len(found[0])) if at != -1 else span
                yield cls(span=here, shown=found[0], fixes=rewrite(here, half) if at != -1 else (), why_so=Both(
                    "是全角字母或者数字", "full-width letters or digits"))
                continue
            used: dict[str, str] = {}
            for char in text:
                first = used.setdefault(_MARKS[char], char) if char in _MARKS else char
                if first != char:
                    yield cls(span=span, shown=f"{first} {char}", why_so=Both(
                        "同一种标点在一句话里用了两种宽度", "the same mark in both widths in one sentence"))
                    break


def _sentences(view: View) -> Iterator[tuple[Span, str]]:
    for said in view.messages:
        yield said.message.span, said.words
    for _, statement in view.statements("POLICY", "VOCABULARY", "RULE", "OPTION", "PARAMETER", "TABLE"):
        for clause in statement.clauses:
            if clause.keyword == "NOTE":
                yield from ((i.span, i.value) for i in clause.items if isinstance(i, tree.Text))
