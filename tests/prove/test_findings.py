"""Findings: what does nothing is named, with the rules that make it so; what merely overlaps is left alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from bangban import load
from bangban.prove import prove
from tests.prove.conftest import rule

ROOT = Path(__file__).parent.parent.parent
PERMIT = rule("现场可办", "当 件.方式 = 现场", "准予")


def findings(model, *codes):
    report = prove(model, invariants=(), findings=True)
    return [f for f in report.findings if not codes or f.code in codes]


def one(model, code):
    (found,) = findings(model, code)
    return found


def test_a_rule_that_no_case_calls_for(policy):
    found = one(policy(PERMIT + rule("办不到", "当 件.年龄 > 60 且 件.年龄 < 30", "禁止 \"不办。\"")), "BB511")
    assert found.rule.zh == "办不到"
    assert found.severity == "error"


def test_a_rule_that_was_never_in_force_with_its_policy(policy):
    assert one(policy(PERMIT + rule("旧规", "自 2010-01-01 至 2015-01-01", "当 件.书面", "准予")),
               "BB511").rule.zh == "旧规"


def test_a_permit_that_is_always_refused_names_what_refuses(policy):
    found = one(policy(PERMIT + rule("老人可代", "当 件.方式 = 代办 且 件.年龄 ≥ 60", "准予") + rule(
        "一律不代", "当 件.方式 = 代办", "禁止 \"不代办。\"")), "BB512")
    assert found.rule.zh == "老人可代"
    assert [b.zh for b in found.by] == ["一律不代"]


def test_a_permit_that_two_rules_refuse_between_them(policy):
    found = one(policy(PERMIT + rule("代办可", "当 件.方式 = 代办", "准予") + rule(
        "书面不行", "当 件.方式 = 代办 且 件.书面", "禁止 \"不。\"") + rule(
        "口头不行", "当 件.方式 = 代办 且 非 件.书面", "禁止 \"不。\"")), "BB512")
    assert found.rule.zh == "代办可"


def test_a_permit_and_a_forbid_that_can_meet_are_no_finding(policy):
    model = policy(PERMIT + rule("有违规的不办", "当 件.违规", "禁止 \"不办。\""))
    assert findings(model, "BB511", "BB512", "BB513", "BB514", "BB515", "BB516") == []


def test_a_rule_that_others_cover_names_them(policy):
    model = policy(PERMIT + rule("老人现场可办", "当 件.方式 = 现场 且 件.年龄 ≥ 60", "准予"))
    found = one(model, "BB513")
    assert found.rule.zh == "老人现场可办"
    assert [c.zh for c in found.covers] == ["现场可办"]


def test_a_rule_covered_by_two_together(policy):
    model = policy(PERMIT + rule("网上成年", "当 件.方式 = 网上 且 件.年龄 ≥ 18", "准予") + rule(
        "网上未成年", "当 件.方式 = 网上 且 件.年龄 < 18", "准予") + rule(
        "网上书面", "当 件.方式 = 网上 且 件.书面 且 件.年龄 ≥ 0", "准予"))
    found = one(model, "BB513")
    assert found.rule.zh == "网上书面"
    assert {c.zh for c in found.covers} == {"网上成年", "网上未成年"}


def test_of_two_alike_one_is_named(policy):
    model = policy(PERMIT + rule("甲", "当 件.违规", "禁止 \"不办。\"") + rule("乙", "当 件.违规", "禁止 \"不办。\""))
    assert len(findings(model, "BB513")) == 1


def test_duties_of_another_name_cover_nothing(policy):
    model = policy(PERMIT + rule("甲", "应当 登记 由 窗口 \"登记。\"") + rule("乙", "应当 报告 由 窗口 \"报告。\""))
    assert findings(model, "BB513") == []


def test_fees_are_covered_element_by_element(policy):
    model = policy(PERMIT + rule("无依据不收", "对每项 费 于 费用", "当 费.依据 = 无", "免收 费 \"不收。\"") + rule(
        "大额无依据不收", "对每项 费 于 费用", "当 费.依据 = 无 且 费.金额 > 10元", "免收 费 \"不收。\""))
    assert one(model, "BB513").rule.zh == "大额无依据不收"


def test_an_exception_that_never_matters(policy):
    model = policy(PERMIT + rule("有违规的不办", "当 件.违规 且 件.年龄 < 60", "禁止 \"不办。\"",
                                 "除非 老人: 件.年龄 ≥ 60"))
    found = one(model, "BB514")
    assert (found.rule.zh, found.exception.zh) == ("有违规的不办", "老人")


def test_an_exception_that_matters_is_no_finding(policy):
    model = policy(PERMIT + rule("有违规的不办", "当 件.违规", "禁止 \"不办。\"", "除非 老人: 件.年龄 ≥ 60"))
    assert findings(model, "BB514") == []


def test_a_refusal_that_nothing_permitted_meets_is_a_back_up_guard(policy):
    found = one(policy(PERMIT + rule("不得代办", "当 件.方式 = 代办", "禁止 \"不代办。\"")), "BB515")
    assert found.rule.zh == "不得代办"
    assert found.severity == "info"


def test_a_value_left_out_between_two_ranges(policy):
    model = policy(rule("未成年可办", "当 件.年龄 < 18", "准予") + rule("成年可办", "当 件.年龄 > 18", "准予"))
    found = one(model, "BB516")
    assert (found.fact.zh, found.gap.zh) == ("件.年龄", "18")
    assert {r.zh for r in found.rules} == {"未成年可办", "成年可办"}


def test_a_day_left_out_between_two_periods(policy):
    model = policy(rule("旧法", "自 2020-01-01 至 2024-12-31", "当 件.书面", "准予") + rule(
        "新法", "自 2025-01-02", "当 件.书面", "准予"))
    found = one(model, "BB516")
    assert found.gap.zh == "2025-01-01"


def test_ranges_that_meet_leave_no_gap(policy):
    model = policy(rule("未成年可办", "当 件.年龄 < 18", "准予") + rule("成年可办", "当 件.年龄 ≥ 18", "准予"))
    assert findings(model, "BB516") == []


def test_ranges_about_different_things_leave_no_gap(policy):
    model = policy(rule("甲", "当 件.年龄 < 18 且 件.事项 = 社保", "准予") + rule("乙",
                                                            "当 件.年龄 > 18 且 件.事项 = 户口", "准予"))
    assert findings(model, "BB516") == []


def test_facts_that_never_matter(policy):
    model = policy(PERMIT + rule("看收入", "当 件.收入 ≥ 0元 且 件.违规", "禁止 \"不办。\""))
    names = {f.zh for f in one(model, "BB517").facts_}
    assert "件.名称" in names
    assert "费用" in names
    assert "件.方式" not in names
    assert "件.违规" not in names


def test_a_fact_whose_value_makes_no_difference_never_matters(policy):
    model = policy(PERMIT + rule("空读", "当 件.违规 且 (件.书面 或 非 件.书面 或 件.违规)", "禁止 \"不办。\""))
    assert "件.书面" in {f.zh for f in one(model, "BB517").facts_}


def test_combinations_that_nothing_permits(policy):
    model = policy(PERMIT + rule("网上社保", "当 件.方式 = 网上 且 件.事项 = 社保", "准予"))
    found = one(model, "BB518")
    assert [c.zh for c in found.cells] == ["网上·户口", "代办·社保", "代办·户口"]


def test_what_waits_for_another_reading_is_said_so(policy):
    model = policy("选项 可代办 (agency_allowed): 是非 = 否\n  说明 \"未明。\"\n" + PERMIT + rule(
        "代办可", "当 件.方式 = 代办 且 可代办", "准予"))
    found = one(model, "BB519")
    assert found.rule.zh == "代办可"
    assert [o.zh for o in found.options] == ["可代办"]
    assert findings(model, "BB511") == []


@pytest.mark.lone
def test_the_cangzhou_set_has_no_finding_that_is_an_error():
    report = prove(load(ROOT / "policies" / "cangzhou").model, invariants=(), findings=True)
    assert [f.message() for f in report.findings if f.severity == "error"] == []
    assert report.settled
