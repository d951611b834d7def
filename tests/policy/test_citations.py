"""Quotes tied to the source text, the articles of a text, and what of it is covered."""

from pathlib import Path

import pytest

from bangban.files import FileSet, SetFile, file_key
from bangban.policy.citations import (
    NoSourceText,
    NoSuchArticle,
    QuoteElsewhere,
    QuoteNotFound,
    QuoteOfOtherDocument,
    check_quotes,
)
from bangban.policy.coverage import coverage
from bangban.policy.model import Case, Citation, Model, Permit, PolicyHead, Rule, Uncoded
from bangban.policy.source_page import page_html, side_by_side
from bangban.policy.source_text import SourceText
from bangban.policy.types import RecordType
from bangban.source import Source, Span
from bangban.syntax.tree import File
from bangban.words import Both

NAME = Both("服务办法", "service_rules")
TEXT = """服务办法

二〇二〇年发布

一、总则

服务自愿,一律免费。

二、方式

(一)导办。对咨询提供解答;引导到
\u3000窗口。

（二）分类

代办。受书面委托。

跑腿。只跑腿。
"""


def world(*citations: Citation, uncoded: tuple[Citation, ...] = (), cases: tuple[Citation, ...] = (),
          text: str | None = TEXT) -> tuple[Model, FileSet]:
    head = PolicyHead(NAME, "某市服务办法", original="原文.txt" if text else None, span=Span(Source("a.policy"), 0, 0))
    rule = Rule("收费", Both("收费<b>", "fee"), NAME.zh, "fees", Permit(), citations)
    model = Model(
        vocabulary=RecordType(Both("", ""), ()), heads={NAME.zh: head}, rules=(rule,), options={}, parameters={},
        tables={}, definitions={}, exceptions=(), invariants=(), cases=(Case("一", {}, cites=cases),) if cases else (),
        uncoded=tuple(Uncoded(c, "heading", "标题", NAME.zh) for c in uncoded), decision_date=None, digest="")
    texts = {file_key("a.policy", "原文.txt"): Source("原文.txt", text)} if text else {}
    return model, FileSet(Path(), (SetFile(Source("a.policy"), File("zh", ()), True),), (), texts)


def own(article: str, quote: str | None = None) -> Citation:
    typed = f"{article} “{quote}”" if quote else article
    source = Source("a.policy", f"依据 {typed}")
    start = 3 + len(article) + 1 if quote else 3  # where words are quoted, the citation's place is theirs
    plain = article.replace("（", "(").replace("）", ")")  # as the lexer gives it
    return Citation("某市服务办法", plain, quote, span=Span(source, start, 3 + len(typed)))


# ---------------------------------------------------------------- articles


def test_articles_are_named_as_policies_cite_them():
    names = [a.name for a in SourceText(Source("x", TEXT)).articles]
    assert names == ["通知", "一", "二", "二(一)", "二(二)", "二(二)代办", "二(二)跑腿"]


def test_english_headings_and_law_articles():
    english = SourceText(Source("x", "Rules\n\n1. Purpose\n\n(a) One.\n\n(b) Two.\n\n2. Fees\n\n(a) None.\n"))
    assert [a.name for a in english.articles] == ["notice", "1", "1(a)", "1(b)", "2", "2(a)"]
    law = SourceText(Source("x", "第一条 为了服务。\n第二条 下列事项:\n(一)甲;\n(二)乙。\n第三条 其他。\n"))
    assert [a.name for a in law.articles] == ["通知", "第一条", "第二条", "第二条(一)", "第二条(二)", "第三条"]
    assert law.article("第二条第(二)项") == law.article("第二条(二)")
    assert law.article("第二条第一款第(二)项") == law.article("第二条(二)")
    assert law.article("第九条") is None


@pytest.mark.parametrize("name", ["通知", "notice", "序言"])
def test_what_stands_before_the_first_article_has_several_names(name):
    article = SourceText(Source("x", TEXT)).article(name)
    assert article is not None
    assert article.end == TEXT.index("一、总则")


# ---------------------------------------------------------------- quotes


@pytest.mark.parametrize("citation", [
    own("一", "服务自愿,一律免费。"), own("二(一)", "引导到窗口"), own("二(二)代办", "受书面委托"), own("二", "只跑腿"),
    own("二(一)"), own("二（二）", "受书面委托"), own("通知", "二〇二〇年 发布"),
])
def test_quotes_that_stand(citation):
    assert check_quotes(*world(citation)) == []


def test_nothing_but_white_space_is_forgiven():
    [problem] = check_quotes(*world(own("一", "服务自愿,一律免费。".replace(",", "，"))))
    assert isinstance(problem, QuoteNotFound)
    assert problem.span.text == "服务自愿，一律免费。"
    assert "一「" in problem.nearest.zh
    assert "一律免费" in problem.nearest.zh
    assert problem.related[0].span.source.name == "原文.txt"


def test_a_quote_under_another_article_is_repaired():
    [problem] = check_quotes(*world(own("一", "受书面委托")))
    assert isinstance(problem, QuoteElsewhere)
    assert problem.right == "二(二)代办"
    [fix] = problem.fixes
    assert (fix.span.start, fix.span.text, fix.replacement) == (3, "一", "二(二)代办")
    [problem] = check_quotes(*world(own("二（一）", "一律免费")))
    assert [(f.span.text, f.replacement) for f in problem.fixes] == [("二（一）", "一")]


def test_an_article_the_text_does_not_have():
    [problem] = check_quotes(*world(own("二(三)")))
    assert isinstance(problem, NoSuchArticle)
    kinds = {type(p) for p in check_quotes(*world(own("九", "没有的话,一个字也没有")))}
    assert kinds == {NoSuchArticle, QuoteNotFound}
    [problem] = check_quotes(*world(own("九", "一律免费")))
    assert isinstance(problem, QuoteElsewhere)


def test_higher_law_is_cited_without_its_words():
    fine = Citation("民法典", "第一百六十五条")
    quoting = Citation("民法典", "第一百六十五条", "委托代理授权采用书面形式的")
    [problem] = check_quotes(*world(fine, quoting))
    assert isinstance(problem, QuoteOfOtherDocument)
    assert problem.document == "民法典"


def test_quotes_without_a_source_text_are_said_once_to_be_unchecked():
    [problem] = check_quotes(*world(own("一", "甲"), own("二", "乙"), text=None))
    assert isinstance(problem, NoSourceText)
    assert problem.severity == "warning"


def test_quotes_in_passages_set_aside_and_in_cases_are_checked_too():
    problems = check_quotes(*world(uncoded=(own("一", "没有这句话呀"),), cases=(own("二", "也没有这一句"),)))
    assert [type(p) for p in problems] == [QuoteNotFound] * 2


# ---------------------------------------------------------------- coverage


def test_coverage_counts_sentences_and_shows_what_is_left():
    model, fileset = world(
        own("一", "一律免费"), own("二(一)", "(一)导办。对咨询提供解答;引导到窗口。"),
        own("二(二)代办", "受书面委托。"),
        uncoded=(own("通知", "服务办法"), own("一", "总则"), own("二", "方式"), own("二(二)", "分类")))
    [report] = coverage(model, fileset)
    assert [(u.article, u.text, u.line) for u in report.uncovered] == [
        ("通知", "二〇二〇年发布", 3), ("一", "服务自愿", 7), ("二(二)代办", "代办", 16), ("二(二)跑腿", "跑腿", 18),
        ("二(二)跑腿", "只跑腿", 18)]
    assert report.sentences == report.quoted + report.set_aside + len(report.uncovered)
    assert report.set_aside == 4
    assert report.to_dict()["uncovered"][1] == {"article": "一", "text": "服务自愿", "line": 7}


def test_what_lies_between_quotes_of_one_sentence_is_shown_with_gaps():
    [report] = coverage(*world(own("二(一)", "提供解答")))
    assert "对咨询" in [u.text for u in report.uncovered]
    [report] = coverage(*world(own("二(一)", "咨询提供"),))
    assert "对…解答" in [u.text for u in report.uncovered]


def test_a_case_covers_nothing_and_a_quote_covers_only_under_its_article():
    [report] = coverage(*world(own("一", "只跑腿"), cases=(own("二(二)", "只跑腿"),)))
    assert report.quoted == 0


# ---------------------------------------------------------------- side by side


def test_the_page_shows_every_word_once_and_escapes_everything():
    text = TEXT + "\n三、<script>alert(1)</script>\n"
    model, fileset = world(own("一", "服务自愿"), own("一", "自愿,一律"), own("二"), text=text)
    [page] = side_by_side(model, fileset)
    assert "".join(p.text for s in page.sides for p in s.pieces) == text
    first = next(s for s in page.sides if s.article == "一")
    assert [(p.text, p.by) for p in first.pieces if p.by] == [("服务", (0,)), ("自愿", (0, 1)), (",一律", (1,))]
    assert [c.citation.article for s in page.sides for c in s.cited] == ["一", "一", "二"]
    for lang in ("zh", "en"):
        html = page_html(page, lang)
        assert "<script>" not in html
        assert "收费<b>" not in html
        assert "size: A4" in html
    assert page.to_dict("en")["sides"][1]["cited"][0]["name"] == "fee"
