"""Each class of change is found, with a case that shows it and the edit that brings it about."""

from __future__ import annotations

import pytest

from bangban.compare import compare
from bangban.compare.report import markdown
from bangban.compare.telling import Teller

pytest.importorskip("z3")

from .small import RULES, WORDS, codes, compared, edited, loads, plain, text

WIDER = "当 申请.方式 = 电话\n  准予", "准予"


@pytest.mark.parametrize(("old", "new", "found"), [
    (*WIDER, {"newly_permitted", "less_asked", "opened"}),
    ("当 申请.方式 = 电话\n  准予", "当 申请.方式 = 电话 且 申请.自愿\n  准予", set()),
    ('否则 拒绝 "须出于自愿。"', '否则 补正 "须出于自愿。"', {"opened"}),
    ("  免收 费\n", "  当 费.金额 ≥ 10元\n  免收 费\n", {"newly_permitted", "opened", "exemption_lost"}),
    ("应当 登记 (registering)", "应当 留档 (filing)", {"duty_added", "duty_dropped"}),
    ("至 决定日 + 5日", "至 决定日 + 6日", {"duty_due"}),
    ("要求 申请.自愿", "要求 非 非 申请.自愿", set()),
])
def test_a_class_is_found(old: str, new: str, found: set[str]) -> None:
    comparison = compared(old, new)
    assert codes(comparison) - {"other_ground"} == found
    assert all(change.responsible for change in comparison.changes)


def test_a_refusal_may_become_a_permission_and_back() -> None:
    forth = compare(plain().model, edited(*WIDER).model)
    back = compare(edited(*WIDER).model, plain().model)
    assert [c.values for c in forth.of("newly_permitted")[0].cells] == [("网络",)]
    assert [c.values for c in back.of("newly_denied")[0].cells] == [("网络",)]
    assert forth.changes[0].example.facts == back.changes[0].example.facts
    assert forth.changes[0].responsible[0].key == "可以上门"


def test_the_same_set_is_proven_the_same() -> None:
    comparison = compare(plain().model, plain().model)
    assert comparison.equivalent
    assert not comparison.edits


def test_a_renamed_rule_is_the_same_rule() -> None:
    assert compared("规则 须自愿 (voluntary)", "规则 自愿为先 (willing)").equivalent


def test_words_alone_change_no_decision() -> None:
    comparison = compared("须出于自愿。", "请先问清是否自愿。")
    assert comparison.equivalent
    assert [e.wording for e in comparison.edits] == [True]


def test_of_two_edits_the_one_that_does_it_is_named() -> None:
    rules = RULES.replace("当 申请.方式 = 电话\n  准予", "准予").replace("至 决定日 + 5日", "至 决定日 + 9日")
    comparison = compare(plain().model, loads(text(rules)).model)
    doers = {c.code: [e.key for e in c.responsible] for c in comparison.changes}
    assert doers["newly_permitted"] == ["可以上门"]
    assert doers["duty_due"] == ["登记"]


def test_each_combination_has_a_case_where_asked() -> None:
    comparison = compare(plain().model, edited("要求 申请.自愿", "要求 非 申请.自愿").model, each=True)
    for change in comparison.changes:
        for cell in change.cells:
            assert cell.example is not None
            assert cell.example.facts["申请"]["方式"] == cell.values[0]


def test_a_definition_counts_as_an_edit() -> None:
    rules = "\n定义 成年 (adult) 为 有 申请.年龄 且 申请.年龄 ≥ 18\n" + RULES.replace("当 申请.方式 = 电话", "当 成年")
    old, new = loads(text(rules)).model, loads(text(rules.replace("≥ 18", "≥ 16"))).model
    comparison = compare(old, new)
    change = comparison.of("newly_permitted")[0]
    assert [(e.kind, e.key) for e in change.responsible] == [("definition", "成年")]
    assert change.example.facts["申请"]["年龄"] in (16, 17)


# ---------------------------------------------------------------- two vocabularies

def test_a_new_value_is_a_new_situation() -> None:
    words = WORDS.replace("网络 (online)]", "网络 (online), 视频 (video)]")
    comparison = compared(RULES, RULES, words)
    assert not comparison.changes
    assert [(s.path, s.value) for s in comparison.situations] == [(("申请", "方式"), "视频")]
    assert "permit" not in comparison.situations[0].verdicts
    assert comparison.decisions_change


def test_a_new_value_that_is_permitted_is_told() -> None:
    words = WORDS.replace("网络 (online)]", "网络 (online), 视频 (video)]")
    comparison = compared("当 申请.方式 = 电话\n  准予", "当 申请.方式 属于 [电话, 视频]\n  准予", words)
    assert comparison.situations[0].verdicts["permit"].facts["申请"]["方式"] == "视频"


def test_a_new_fact_is_told_and_what_it_changes_too() -> None:
    words = WORDS.replace("  字段 日期", "  字段 紧急 (urgent): 是非\n  字段 日期")
    comparison = compared("当 申请.方式 = 电话\n  准予", "当 申请.方式 = 电话 或 申请.紧急\n  准予", words)
    assert comparison.new_facts == (("申请", "紧急"),)
    assert "newly_permitted" in codes(comparison)


def test_a_renamed_fact_needs_to_be_declared() -> None:
    words, rules = (t.replace("自愿 (voluntary): 是非", "本人同意 (agrees): 是非").replace("申请.自愿", "申请.本人同意")
                    for t in (WORDS, RULES))
    new = loads(text(rules, words)).model
    assert compare(plain().model, new, renamed={("申请", "自愿"): ("申请", "本人同意")}).equivalent
    assert not compare(plain().model, new).equivalent


def test_every_edit_that_does_the_same_is_told() -> None:
    more = RULES + '''
规则 不足一岁 (infants)
  归类 资格
  依据 《上门服务办法》第六条
  当 有 申请.年龄 且 申请.年龄 < 1
  禁止 "不上门。"

规则 百岁以上 (centenarians)
  归类 资格
  依据 《上门服务办法》第六条
  当 有 申请.年龄 且 申请.年龄 > 100
  禁止 "不上门。"
'''
    change = compare(loads(text(more)).model, plain().model).of("newly_permitted")[0]
    told = {*(e.key for e in change.responsible), *(a.edit.key for a in change.also)}
    assert told == {"不足一岁", "百岁以上"}


def test_a_charge_that_changes_is_told_with_both_amounts() -> None:
    charged = RULES.replace('  对每项 费 于 费用\n  免收 费\n', '  应收 "上门费" 10元 "上门一次，照收。"\n')
    comparison = compare(loads(text(charged)).model, loads(text(charged.replace("10元", "12元"))).model)
    assert "charge_changed" in codes(comparison)
    for lang, said in (("zh", ("上门费:应交 10 元。", "上门费:应交 12 元。")),
                       ("en", ("上门费: 10 yuan payable.", "上门费: 12 yuan payable."))):
        told = Teller(lang).comparison(comparison)
        assert all(s in told and s in markdown(comparison, lang) for s in said), told
