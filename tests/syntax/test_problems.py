"""One mistake makes one problem, at a narrow place, with a repair where there is one; the rest is kept."""

import pytest

from bangban.source import Source
from bangban.syntax.parser import parse, parse_expression

from .examples import codes

RULE = "规则 甲\n  归类 资格\n  {}\n  准予\n"


@pytest.mark.parametrize(("clause", "code", "place"), [
    ("当 a =", "BB111", "="),
    ("当 a = b c", "BB110", "c"),
    ("当申请人", "BB112", "当申请人"),
    ("依锯 一", "BB114", "依锯"),
    ("when a", "BB115", "when"),
    ("当 a 且 b 或 c", "BB113", "a 且 b 或 c"),
    ("当 a = 2020-02-30", "BB109", "2020-02-30"),
    ("当 a\u200b", "BB104", "\u200b"),
    ("当 a $", "BB105", "$"),
    ('下一步 "a', "BB106", '"a'),
    ('下一步 "a\\q"', "BB107", "\\q"),
    ("已知 费用[1.5].金额 = 1", "BB118", "1.5"),
    ("当 " + "非 " * 65 + "a", "BB108", "非"),
])
def test_one_mistake(clause: str, code: str, place: str) -> None:
    text = RULE.format(clause)
    assert codes(text) == [(code, place)]
    kept = [c.keyword for c in parse(Source("x", text))[0].statements[0].clauses]
    assert kept[0] == "CATEGORY"
    assert kept[-1] == "PERMIT"


@pytest.mark.parametrize(("text", "repaired"), [
    ("规则 甲 当申请人", "规则 甲 当 申请人"),
    ("规则 甲 归泪 资格", "规则 甲 归类 资格"),
    ("规则 甲 when a", "规则 甲 当 a"),
    ("rule a 当 b", "rule a when b"),
    ("规则 甲 当 a 且 (b) 或 c", "规则 甲 当 (a 且 b) 或 c"),
    ("规则 甲 当 非 (a 且 b) 或 c 且 d", "规则 甲 当 非 (a 且 b) 或 (c 且 d)"),
    ("规则 甲 当 a\u200b", "规则 甲 当 a"),
])
def test_repairs(text: str, repaired: str) -> None:
    fix = parse(Source("x", text))[1][0].fixes[0]
    got = text[:fix.span.start] + fix.replacement + text[fix.span.end:]
    assert got == repaired
    assert codes(got) == []


@pytest.mark.parametrize(("text", "code"), [
    ("", "BB116"), ("一些话", "BB116"), ("归类 资格", "BB116"), ("<?xml version='1.0'?>", "BB102"),
    ("规泽 甲", "BB114"),
])
def test_not_a_policy_at_all(text: str, code: str) -> None:
    assert [c for c, _ in codes(text)] == [code]


def test_problems_come_in_the_order_of_the_text_and_in_both_languages() -> None:
    problems = parse(Source("x", "规则 甲 当 = 准予 规则 要求 下一步 3"))[1]
    assert [p.span.start for p in problems] == sorted(p.span.start for p in problems)
    for problem in problems:
        assert problem.message("zh") != problem.message("en")
        assert problem.help("zh") != problem.help("en")


def test_an_expression_by_itself() -> None:
    node, problems = parse_expression(Source("q", "费用.金额 >"), "zh")
    assert node is None
    assert [(p.code, p.span.text) for p in problems] == [("BB111", ">")]
    assert parse_expression(Source("q", ""), "zh")[1][0].code == "BB111"
