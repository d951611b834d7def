"""A source text with the rules that come from it beside it, article by article: plain data, and a page to print."""

from __future__ import annotations

from html import escape
from itertools import pairwise
from typing import Any

from attrs import frozen

from bangban.files import FileSet
from bangban.policy.cited import Cited
from bangban.policy.coverage import State, marks, ranges, sources
from bangban.policy.model import Model
from bangban.policy.source_text import SourceText
from bangban.syntax.keywords import CATEGORIES
from bangban.words import Both, Lang


@frozen
class Piece:
    """A run of words of one state, with what quotes it (places in :attr:`Side.cited`)."""

    text: str
    state: State
    by: tuple[int, ...]


@frozen
class Side:
    """One article: its words in pieces, and beside them what cites it."""

    article: str
    line: int
    pieces: tuple[Piece, ...]
    cited: tuple[Cited, ...]

    def to_dict(self, lang: Lang = "zh") -> dict[str, Any]:
        """Plain data for JSON."""
        return {"article": self.article, "line": self.line,
                "pieces": [{"text": p.text, "state": p.state, "by": list(p.by)} for p in self.pieces],
                "cited": [{"by": c.by, "name": c.name.say(lang), "category": c.category, "note": c.note,
                           "quote": c.citation.quote} for c in self.cited]}


@frozen
class SourcePage:
    """A source text and the rules that come from it, article by article."""

    policy: str
    title: str
    sides: tuple[Side, ...]

    def to_dict(self, lang: Lang = "zh") -> dict[str, Any]:
        """Plain data for JSON."""
        return {"policy": self.policy, "title": self.title, "sides": [s.to_dict(lang) for s in self.sides]}


def side_by_side(model: Model, fileset: FileSet) -> list[SourcePage]:
    """Text and rules side by side, for each policy that names its source text."""
    return [SourcePage(head.name.zh, head.title, _sides(text, cited)) for head, text, cited in sources(model, fileset)]


def _sides(text: SourceText, cited: list[Cited]) -> tuple[Side, ...]:
    """The text cut where articles begin, each part in pieces cut where quotes begin and end."""
    states = marks(text, cited)
    starts = sorted({a.start for a in text.articles})
    sides = []
    for start, end in zip(starts, [*starts[1:], len(text.source.text)], strict=True):
        article = text.at(start, start + 1)
        here = [(c, rs) for c in cited if (rs := [r for r in ranges(text, c) if r[0] < end and start < r[1]])]
        plain = [c for c in cited if c.citation.quote is None and text.article(c.citation.article) == article]
        cuts = sorted({start, end, *(min(max(at, start), end) for _, rs in here for r in rs for at in r)})
        pieces = tuple(
            Piece(text.source.text[a:b], states[a],
                  tuple(i for i, (_, rs) in enumerate(here) if any(s <= a and b <= e for s, e in rs)))
            for a, b in pairwise(cuts))
        sides.append(Side(article.name, text.source.position(start)[0], pieces, (*(c for c, _ in here), *plain)))
    return tuple(sides)


# ---------------------------------------------------------------- the page

_BY: dict[str, Both] = {
    "rule": Both("规则", "rule"), "exception": Both("例外", "exception"), "parameter": Both("参数", "parameter"),
    "uncoded": Both("不编码", "set aside"),
}
_STYLE = """
@page { size: A4; margin: 15mm }
body { font: 10.5pt/1.6 "Noto Serif CJK SC", "Source Han Serif SC", SimSun, serif; margin: 0 auto; max-width: 180mm }
h1 { font-size: 14pt; text-align: center }
table { border-collapse: collapse; width: 100%; table-layout: fixed }
th, td { border: .5pt solid #888; padding: 2mm; text-align: left; vertical-align: top; overflow-wrap: anywhere }
tr { break-inside: avoid-page }
th.article { width: 20mm; font-weight: normal }
td.rules { width: 55mm; font-size: 9pt; line-height: 1.4 }
td.words { white-space: pre-line }
.quoted { background: #dcefdc }
.set_aside { background: #eee }
.uncovered { border-bottom: 1.5pt solid #b00 }
ul { margin: 0; padding-left: 4mm }
.note { color: #555 }
"""


def page_html(page: SourcePage, lang: Lang = "zh") -> str:
    """The page as one HTML document that needs nothing else and prints on A4. Everything in it is escaped."""
    title = escape(page.title or page.policy)
    legend = " ".join(f'<span class="{state}">{escape(text.say(lang))}</span>' for state, text in (
        ("quoted", Both("由规则引用", "quoted by a rule")), ("set_aside", Both("有意不编码", "set aside")),
        ("uncovered", Both("尚未处理", "neither yet"))))
    heads = "".join(f"<th>{escape(h.say(lang))}</th>" for h in (
        Both("条款", "article"), Both("原文", "source text"), Both("规则", "rules")))
    rows = "\n".join(_row(side, lang) for side in page.sides)
    return (f'<!DOCTYPE html>\n<html lang="{"zh-CN" if lang == "zh" else "en"}">\n<head><meta charset="utf-8">'
            f"<title>{title}</title>\n<style>{_STYLE}</style></head>\n<body><h1>{title}</h1>\n<p>{legend}</p>\n"
            f'<table><colgroup><col style="width:22mm"><col><col style="width:60mm"></colgroup>\n'
            f"<thead><tr>{heads}</tr></thead>\n<tbody>\n{rows}\n</tbody></table>\n</body></html>\n")


def _row(side: Side, lang: Lang) -> str:
    words = "".join(_piece(piece, side, lang) for piece in side.pieces)
    rules = "".join(f"<li>{_cited(cited, lang)}</li>" for cited in side.cited)
    return (f'<tr><th class="article">{escape(side.article)}</th><td class="words">{words}</td>'
            f'<td class="rules">{f"<ul>{rules}</ul>" if rules else ""}</td></tr>')


def _piece(piece: Piece, side: Side, lang: Lang) -> str:
    if piece.state == "uncovered" and not any(c.isalnum() for c in piece.text):
        return escape(piece.text)
    names = "\n".join(side.cited[i].name.say(lang) for i in piece.by)
    return f'<span class="{piece.state}" title="{escape(names)}">{escape(piece.text)}</span>'


def _cited(cited: Cited, lang: Lang) -> str:
    kind = _BY.get(cited.by, Both(cited.by, cited.by)).say(lang)
    category = CATEGORIES.get(cited.category)
    shown = f"{kind} {cited.name.say(lang)}" + (f"({category.say(lang)})" if category else "")
    note = f' <span class="note">{escape(cited.note)}</span>' if cited.note else ""
    return escape(shown) + note
