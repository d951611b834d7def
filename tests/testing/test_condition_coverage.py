"""Which conditions the cases try: each atom true, false, deciding; exceptions; citations; what readings switch off."""

import pytest

from bangban.testing.condition_coverage import condition_coverage, percent
from bangban.testing.proving import Prover
from bangban.testing.run_cases import run_cases

from .desk import CASES, desk

MORE = """用例 "不自愿的未成年人"
  基于 "不自愿"
  已知 申请.年龄 = 17
  应为 准予
用例 "不自愿的成年人"
  基于 "不自愿"
  已知 申请.年龄 = 18
  应为 拒绝
用例 "材料不全"
  基于 "合格"
  已知 材料[1].齐全 = 否
  应为 待补正
  因 材料须齐
用例 "不必需的材料不全"
  基于 "材料不全"
  已知 材料[1].必需 = 否
  应为 准予
用例 "只是咨询"
  基于 "合格"
  已知 申请.种类 = 咨询
  应为 拒绝
"""


def seen(cases: str):
    policy = desk(cases)
    results = run_cases(policy)
    assert [f.message() for r in results for f in r.failures] == []
    return policy, condition_coverage(policy, results)


def lacking(coverage):
    return {(a.spot.key, a.said.zh): a.lacks for a in coverage.atoms if a.lacks}


def test_what_two_cases_do_not_try():
    _, coverage = seen(CASES)
    found = lacking(coverage)
    assert found["可以办", "申请.种类 属于 [代办, 帮办]"] == ("false",)
    assert found["材料须齐", "料.齐全"] == ("false",)
    assert found["材料须齐", "料.必需"] == ("false", "decides")
    assert ("须自愿", "申请.自愿") not in found
    assert found["未成年", "申请.年龄 < 18"] == ("true", "decides")


def test_an_atom_of_an_option_not_chosen_is_not_counted():
    _, coverage = seen(CASES)
    [online] = [a for a in coverage.atoms if a.said.zh == "申请.线上"]
    assert online.atom.switched_off
    assert online.lacks == ()
    assert {e.key: e.switched_off for e in coverage.exceptions} == {
        "须自愿.线上咨询": True, "须自愿.未成年人": False}
    assert "从宽" not in {a.said.zh for a in coverage.atoms}


def test_cases_that_try_everything():
    _, coverage = seen(CASES + MORE)
    assert lacking(coverage) == {}
    assert coverage.percentages() == {"conditions": 100.0, "exceptions": 100.0, "citations": 100.0}


def test_what_no_request_can_show_is_proven_and_not_counted():
    rule = """规则 已知种类 (kind_known)
  归类 资格
  依据 四
  当 申请.种类 属于 [咨询, 代办, 帮办] 且 非 申请.线上 且 (非 申请.线上 或 申请.自愿)
  警示 "好。"
"""
    policy, coverage = seen(rule + CASES + MORE)
    found = lacking(coverage)
    assert found["已知种类", "申请.种类 属于 [咨询, 代办, 帮办]"] == ("false",)
    assert found["已知种类", "申请.自愿"] == ("decides",)
    assert coverage.percentages()["conditions"] < 100
    proven = Prover().impossible(policy.model, coverage)
    assert lacking(proven) == {("已知种类", "申请.线上"): ("true",)}


def test_citations_are_seen_where_a_decision_cites_them():
    _, coverage = seen(CASES)
    found = {c.provision: (c.cited, c.expected) for c in coverage.citations}
    assert found == {
        "《服务办法》一": ("不自愿", None), "《服务办法》二": ("不自愿", None), "《服务办法》三": (None, None)}


def test_a_line_says_what_is_lacking_and_where():
    policy, coverage = seen(CASES)
    atom = next(a for a in coverage.atoms if a.said.zh == "料.必需")
    source = policy.model.rules[0].span.source
    assert source.line(atom.span.line).strip() == "当 料.必需"
    assert atom.line("zh") == f"{source.name}:{atom.span.line} 「材料须齐」的当:料.必需——没有为假过、没有起过决定作用"
    assert "never false, never decides" in atom.line("en")
    assert coverage.to_dict("en")["atoms"][0]["line"] > 0


@pytest.mark.parametrize(("seen_", "of", "share"), [
    (0, 0, 100.0), (999, 1000, 99.9), (9999, 10000, 99.9), (3, 3, 100.0)])
def test_a_share_is_never_rounded_up_to_all(seen_, of, share):
    assert percent(seen_, of) == share
