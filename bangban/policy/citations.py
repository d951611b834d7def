"""Quotes against the source text: every quote of a policy's own document stands there, under the article it names."""

from __future__ import annotations

import difflib

from attrs import frozen

from bangban.files import FileSet
from bangban.policy.cited import citations_of, heads_by_document, source_text_of
from bangban.policy.coverage import SourceReport as SourceReport
from bangban.policy.coverage import coverage as coverage
from bangban.policy.model import Citation, Model
from bangban.policy.source_page import page_html as page_html
from bangban.policy.source_page import side_by_side as side_by_side
from bangban.policy.source_text import SourceText, squeezed
from bangban.problems import Fix, Problem, Related
from bangban.source import Span
from bangban.words import Both

_WIDTH = str.maketrans("０１２３４５６７８９（）．", "0123456789().")
_SHOWN = 60  # characters of a passage shown in a message


@frozen(kw_only=True)
class QuoteNotFound(Problem):
    """Words in quotes that the source text does not have."""

    code = "BB290"
    title = Both("原文中没有这句话", "quote not in the source text")
    text = Both("原文里找不到「{quote}」。{nearest}", "the source text does not say “{quote}”. {nearest}")
    advice = Both("照原文引用,一字不差(空白不计);或只写条款号,不加引号。",
                  "quote word for word (white space aside), or cite the article without a quote.")
    quote: str
    nearest: Both


@frozen(kw_only=True)
class QuoteElsewhere(Problem):
    """A quote that stands under another article."""

    code = "BB291"
    title = Both("条款号与引文不符", "quote under another article")
    text = Both("「{quote}」不在 {article},在 {right}。", "“{quote}” is not in {article}; it is in {right}.")
    advice = Both("把条款号改作 {right}。", "cite {right}.")
    quote: str
    article: str
    right: str


@frozen(kw_only=True)
class NoSuchArticle(Problem):
    """An article the source text does not have."""

    code = "BB292"
    title = Both("原文没有这一条", "no such article")
    text = Both("原文里没有 {article}。{near}", "the source text has no {article}. {near}")
    advice = Both("条款号写作 二(三)、四(三)代办、第三条、3(b);第一条以前的话写作 通知。",
                  "write articles as 3(b), “二(三)” or “第三条”; what stands before the first is called notice.")
    article: str
    near: Both = Both("", "")


@frozen(kw_only=True)
class QuoteOfOtherDocument(Problem):
    """Words of a document whose text is not in the set: we could not vouch for them."""

    code = "BB293"
    title = Both("引用了别的文件的原话", "words of another document quoted")
    text = Both("《{document}》的原文不在本集内,无从核对引文。",
                "the text of {document} is not in this set; the quote cannot be checked.")
    advice = Both("上位法只引条款号,不引原话。", "cite higher law by its article, without its words.")
    document: str


@frozen(kw_only=True)
class NoSourceText(Problem):
    """Quotes without a text to check them against: said once for a policy."""

    code = "BB294"
    severity = "warning"
    title = Both("引文无从核对", "quotes cannot be checked")
    text = Both("政策「{policy}」引了原话,题头却没有「原文」文件,引文没有核对。",
                "“{policy}” quotes its text but its header names no source file; the quotes were not checked.")
    advice = Both("把原文存成纯文本,在题头写 原文 \"文件名.txt\"。",
                  'save the text as a plain file and name it in the header: source "file.txt".')
    policy: Both


def check_quotes(model: Model, fileset: FileSet) -> list[Problem]:
    """What is wrong with the citations of the set's own documents, and quotes of any other."""
    heads = heads_by_document(model)
    texts = {head.name: source_text_of(head, fileset) for head in heads.values()}
    problems: list[Problem] = []
    unchecked: set[Both] = set()
    for cited in citations_of(model):
        citation = cited.citation
        head = heads.get(citation.document)
        if head is None or (head.original is None and model.heads.get(cited.policy, head) is not head):
            if citation.quote is not None:
                problems.append(QuoteOfOtherDocument(span=_quote_span(citation), document=citation.document))
            continue
        text = texts[head.name]
        if text is not None:
            problems += _check(citation, text)
        elif head.original is None and citation.quote is not None and head.name not in unchecked:
            unchecked.add(head.name)
            problems.append(NoSourceText(span=citation.span, policy=head.name))
    return sorted(problems, key=lambda p: (p.span.source.name, p.span.start))


def _check(citation: Citation, text: SourceText) -> list[Problem]:
    article = text.article(citation.article)
    if citation.quote is None:
        return [] if article else [_no_article(citation, text)]
    ranges = list(text.find(citation.quote))
    if article and any(article.start <= start and end <= article.end for start, end in ranges):
        return []
    shown = _short(citation.quote)
    if ranges:
        right = text.at(*ranges[0])
        there = Related(Span(text.source, *ranges[0]), Both("原文在这里", "it stands here"))
        return [QuoteElsewhere(span=citation.span, quote=shown, article=citation.article, right=right.name,
                               related=(there,), fixes=_recite(citation, right.name))]
    wrong: list[Problem] = [] if article else [_no_article(citation, text)]
    return [*wrong, _not_found(citation, text, shown)]


def _no_article(citation: Citation, text: SourceText) -> Problem:
    names = [a.name for a in text.articles]
    like = difflib.get_close_matches(citation.article, names, 1, 0.5)
    near = Both(f"是要写 {like[0]} 吗?", f"Did you mean {like[0]}?") if like else Both("", "")
    return NoSuchArticle(span=citation.span, article=citation.article, near=near,
                         fixes=_recite(citation, like[0]) if like else ())


def _not_found(citation: Citation, text: SourceText, shown: str) -> Problem:
    span = _quote_span(citation)
    found = text.nearest(citation.quote or "")
    if found is None:
        return QuoteNotFound(span=span, quote=shown, nearest=Both("", ""))
    passage = " ".join(text.source.text[slice(*found)].split())
    nearest = Both(f"最接近的是 {text.at(*found).name}「{_short(passage)}」。",
                   f"The nearest passage is {text.at(*found).name}: “{_short(passage)}”.")
    there = Related(Span(text.source, *found), Both("最接近的一段", "the nearest passage"))
    return QuoteNotFound(span=span, quote=shown, nearest=nearest, related=(there,))


# ---------------------------------------------------------------- places within a citation


def _recite(citation: Citation, article: str) -> tuple[Fix, ...]:
    """The repair of the article, where it is found as typed: at the start of the citation, or just before the quote."""
    source, typed = citation.span.source, citation.article
    start = citation.span.start
    before = source.text[max(0, start - 100):start].rstrip().translate(_WIDTH)
    if before.endswith(typed):
        start -= len(source.text[max(0, start - 100):start]) - len(before) + len(typed)
    elif not citation.span.text.translate(_WIDTH).startswith(typed):
        return ()
    span = Span(source, start, start + len(typed))
    return (Fix(Both(f"条款号改作 {article}", f"cite {article}"), span, article),)


def _quote_span(citation: Citation) -> Span:
    """The quoted words as typed, else the whole citation."""
    at = citation.span.text.find(citation.quote or "")
    if not citation.quote or at == -1:
        return citation.span
    start = citation.span.start + at
    return Span(citation.span.source, start, start + len(citation.quote))


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(squeezed(text)) <= _SHOWN else text[:_SHOWN] + "…"
