"""决不 拒绝 于: no refusal depends on the administration's own record; a duty of its own that refuses is shown."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bangban import load
from bangban.prove import prove
from tests.prove.conftest import VOCABULARY, rule
from tests.prove.test_invariants import RULES, invariant, proof

ROOT = Path(__file__).parent.parent.parent
OFFICE = VOCABULARY + """
记录 机构 (office)
  字段 规范 (standard): 是非 认定
  字段 专区 (zone): 是非
  字段 人数 (staff): 整数 0 至 99 可无
"""
CLAIM = invariant("底线", "决不 拒绝 于 机构")
WARNS = rule("无规范", "当 机构.规范 = 否", "警示 \"请制定规范。\"")


@pytest.mark.parametrize(("more", "status"), [
    ("", "vacuous"),  # no rule reads the record
    (WARNS, "proved"),
    (WARNS + rule("设专区", "要求 机构.专区 否则 补正 \"请设专区。\""), "proved"),  # pending is no refusal
    (WARNS + rule("须有规范", "当 机构.规范 = 否", "禁止 \"没有规范。\""), "violated"),
    (rule("须设专区", "要求 机构.专区 否则 拒绝 \"没有专区。\""), "violated"),
    (rule("须有人", "当 有 机构.人数", "要求 机构.人数 > 0 否则 拒绝 \"没有人。\""), "violated"),
    ("定义 有专区 为 机构.专区\n" + rule("须设专区", "要求 有专区 否则 拒绝 \"没有专区。\""), "violated"),
    # the record may not save anybody from a refusal either: others would be refused for want of it
    (rule("网上", "当 件.违规", "禁止 \"不办。\"", "除非 有规范: 机构.规范"), "violated"),
])
def test_what_is_refused_over_a_record(policy, more, status):
    model = policy(RULES + more + CLAIM, OFFICE)
    found = proof(model)
    assert found.status == status
    if status == "proved":
        assert found.neighbour.case.facts["机构"]
    assert found.unread is (status == "vacuous")
    if status == "violated":
        assert sum(verdict == "deny" for verdict in found.verdicts) == 1
        case, other = dict(found.counter.case.facts), dict(found.counter.case.facts)
        other.pop("机构")
        verdicts = [load_of(model, facts, found.counter.case.day) for facts in (case, other)]
        assert verdicts.count("deny") == 1


def load_of(model, facts, day):
    from bangban.policy.facts import read_facts
    from bangban.policy.verdict import decide

    read, problems = read_facts(facts, model.vocabulary)
    assert not problems
    return decide(model, read, day).verdict


def test_under_a_condition(policy):
    rules = RULES + rule("须设专区", "当 件.方式 = 代办", "要求 机构.专区 否则 拒绝 \"没有专区。\"") + WARNS
    assert proof(policy(rules + invariant("底线", "当 件.方式 = 现场", "决不 拒绝 于 机构"), OFFICE)).status == "proved"
    assert proof(policy(rules + CLAIM, OFFICE)).status == "violated"


def test_in_words(policy):
    report = prove(policy(RULES + WARNS + CLAIM, OFFICE))
    assert "是否拒绝决不取决于「机构」" in report.text("zh")
    assert "whether it is refused never depends on “office”" in report.text("en")


def test_both_sides_are_told(policy):
    report = prove(policy(RULES + rule("须设专区", "要求 机构.专区 否则 拒绝 \"没有专区。\"") + CLAIM, OFFICE))
    (problem,) = report.problems
    for lang, both, alone in (("zh", ("拒绝", "待补正"), "「机构」里什么也没有说"),
                              ("en", ("refused", "pending"), "nothing said in “office”")):
        assert alone in report.text(lang)
        assert alone in problem.message(lang)
        assert all(word in report.text(lang) for word in both)
        assert all(word in problem.message(lang) for word in both)
    data = report.to_dict("en")["invariants"][0]["case"]
    assert (data["decision"]["verdict"], data["unsaid"]["verdict"]) == ("deny", "pending")


@pytest.mark.parametrize(("claim", "code"), [
    (CLAIM, "BB504"), (invariant("底线", "当 件.方式 = 现场", "决不 拒绝 于 机构"), "BB504"),
    (invariant("底线", "当 件.年龄 > 20 且 件.年龄 < 20", "决不 拒绝 于 机构"), "BB502")])
def test_a_claim_about_nothing_says_why(policy, claim, code):
    report = prove(policy(RULES + claim, OFFICE))
    (problem,) = report.problems
    assert (problem.code, report.proofs[0].status) == (code, "vacuous")
    for lang, condition in (("zh", "条件"), ("en", "condition")):
        assert (condition in problem.message(lang) + report.text(lang)) is (code == "BB502")


@pytest.mark.lone
def test_an_organisational_duty_that_refuses_breaks_the_claim_of_the_cangzhou_set(tmp_path):
    shutil.copytree(ROOT / "policies", tmp_path / "policies")
    page = tmp_path / "policies" / "cangzhou" / "机构警示.policy"
    text = page.read_text("utf-8")
    told = "  当 机构.服务规范 = 否\n  警示 \"政务服务中心"
    assert told in text
    page.write_text(text.replace(told, "  当 机构.服务规范 = 否\n  禁止 \"政务服务中心"), "utf-8")
    (found,) = prove(load(tmp_path / "policies" / "cangzhou").model, invariants=["机构欠缺不是拒绝的理由"]).proofs
    assert found.status == "violated"
    assert found.counter.case.facts["机构"]["服务规范"] is False
    assert found.counter.case.outcome(found._side).verdict == "deny"
