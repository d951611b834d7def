"""Repairs keep the meaning: before and after, every action is decided alike, whatever is known of it."""

import datetime as dt
import random

import pytest
from attrs import evolve

from bangban.decision.report import report
from bangban.lint.example import example
from bangban.lint.fixing import fixed, mend
from bangban.lint.rules import all_rules
from bangban.lint.run import lint
from bangban.policy.check import check
from bangban.policy.facts import read_facts
from bangban.policy.verdict import decide
from bangban.problems import Fix
from bangban.source import Source, Span
from bangban.words import Both

DAY = dt.date(2025, 3, 4)
NOT_SAID = object()


def mended(rule, statements=None):
    fileset = example(rule, rule.avoid if statements is None else statements)
    return fileset, mend(fileset, lambda s: [p for p in lint(s, check(s)[0]) if p.code == rule.code])


def repaired():
    return [r for r in all_rules().values() if r.code != "BB366" and mended(r)[1].changed]  # that one mends words


def actions(chance, many):
    for _ in range(many):
        request = {"自愿": chance.choice([True, False, NOT_SAID]), "加急": chance.choice([True, False, NOT_SAID]),
                   "方式": chance.choice(["窗口", "网上", "电话", NOT_SAID]),
                   "件数": chance.choice([0, 1, 4, 5, 10, 11, NOT_SAID])}
        papers = [{"原件": chance.choice([True, False, NOT_SAID])} for _ in range(chance.randrange(3))]
        facts = {"申请": known(request)}
        if chance.random() < 0.8:
            facts["材料"] = [known(p) for p in papers]
        yield facts


def known(record):
    return {k: v for k, v in record.items() if v is not NOT_SAID}


def decided(fileset, facts):
    model, problems = check(fileset)
    assert [p for p in problems if p.severity == "error"] == []
    for action in facts:
        read, wrong = read_facts(action, model.vocabulary)
        assert wrong == []
        out = report(model, decide(model, read, DAY)).to_dict()
        out.pop("policy")  # the digest of the text
        yield out


def test_some_rules_repair():
    assert len(repaired()) >= 8


@pytest.mark.parametrize("rule", repaired(), ids=lambda r: f"{r.code}-{r.slug}")
def test_a_repair_changes_no_decision(rule):
    before, after = mended(rule)
    facts = list(actions(random.Random(rule.code), 60))
    assert list(decided(before, facts)) == list(decided(after.fileset, facts))


@pytest.mark.parametrize(("code", "written", "becomes"), [
    ("BB320", "非 非 申请.加急", "申请.加急"), ("BB320", "非 (申请.方式 ≠ 电话)", "申请.方式 = 电话"),
    ("BB320", "非 (申请.方式 不属于 [电话, 网上])", "申请.方式 属于 [电话, 网上]"),
    ("BB321", "非 申请.件数 > 5", "申请.件数 ≤ 5"),
    ("BB321", "非 (申请.方式 属于 [电话, 网上])", "申请.方式 不属于 [电话, 网上]"),
    ("BB322", "申请.加急 ≠ 是", "非 申请.加急"), ("BB322", "机构.已培训 = 是", "机构.已培训"),
    ("BB324", "申请.加急 且 申请.自愿 且 申请.加急", "申请.加急 且 申请.自愿"),
    ("BB334", "申请.方式 不属于 [电话]", "申请.方式 ≠ 电话"),
    ("BB334", "申请人.照顾 包含任一 [残疾人]", "申请人.照顾 包含 残疾人"),
    ("BB335", "申请.方式 ≠ 电话 且 申请.方式 ≠ 网上", "申请.方式 不属于 [电话, 网上]"),
    ("BB339", "非 每个 材料 满足 (非 原件)", "任一 材料 满足 (原件)"),
    ("BB340", "个数(材料 满足 (原件)) = 0", "非 任一 材料 满足 (原件)")])
def test_what_a_repair_makes_of_a_condition(code, written, becomes):
    rule = f'规则 提示 (hint)\n  归类 程序\n  依据 《示例条例》第三条\n  当 {written}\n  警示 "请核对。"\n'
    text = mended(all_rules()[code], rule)[1].fileset.files[0].source.text
    assert f"  当 {becomes}\n" in text


@pytest.mark.parametrize("written", ["机构.已培训 = 否", "非 机构.已培训 = 否"])
def test_a_finding_is_not_rewritten_where_it_may_be_absent(written):
    rule = f'规则 提示 (hint)\n  归类 程序\n  依据 《示例条例》第三条\n  当 {written}\n  警示 "请核对。"\n'
    for code in ("BB320", "BB321", "BB322"):
        assert mended(all_rules()[code], rule)[1].changed == ()


def test_repairs_that_touch_are_not_both_made():
    source = Source("a.policy", "一二三四")
    title = Both("改", "mend")
    assert fixed(source.text, [Fix(title, Span(source, 0, 2), "甲"), Fix(title, Span(source, 2, 4), "乙")]) == "甲乙"


def test_a_repair_that_breaks_the_set_is_not_made():
    rule = all_rules()["BB322"]
    fileset = example(rule, rule.avoid)
    broken = [evolve(p, fixes=(Fix(Both("坏", "bad"), p.span, "申请.没有"),)) for p in lint(fileset, check(fileset)[0])
              if p.code == rule.code]
    assert mend(fileset, lambda s: broken if s is fileset else []).changed == ()
