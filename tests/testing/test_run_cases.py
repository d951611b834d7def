"""Cases run against their policy: what passes, what is said of what does not, and which rules are tried."""

import pytest

import bangban
from bangban.testing.firing_coverage import firing_coverage
from bangban.testing.run_cases import CitationMissing, RuleFired, RuleSilent, WrongVerdict, run_cases

RULES = """政策 服务 (service)
  标题 "服务办法"
  施行 2020-01-01
记录 申请 (request)
  字段 自愿 (voluntary): 是非
  字段 线上 (online): 是非
  字段 日期 (day): 日期 决定日
列表 材料 (papers)
  字段 名称 (name): 文本
  字段 齐全 (complete): 是非
规则 可以办 (may)
  归类 资格
  依据 一
  当 申请.线上 或 非 申请.线上
  准予 "可以办。"
规则 须自愿 (of_own_accord)
  归类 自愿
  依据 二(三)
  要求 申请.自愿 否则 拒绝 "须自愿。"
  除非 线上申请 (online_request): 申请.线上
规则 材料须齐 (complete_papers)
  归类 程序
  依据 《行政许可法》第三十二条
  对每项 料 于 材料
  要求 料.齐全 否则 补正 "{料.名称}不全。"
规则 留痕 (keep_record)
  归类 义务
  依据 三
  应当 登记 (record) 由 办公室 "登记台账。"
规则 提醒 (reminder)
  归类 程序
  依据 四
  当 申请.线上
  警示 "线上办理请核对身份。"
"""
BASE = '''用例 "自愿"
  已知 申请.自愿 = 是; 申请.线上 = 否; 申请.日期 = 2024-05-01; 材料 = []
  应为 准予
'''


def run(cases: str):
    policy = bangban.loads(RULES + BASE + cases)
    return policy, run_cases(policy)


def failures(cases: str):
    _, results = run(cases)
    found = {r.case.title: r for r in results}
    assert found["自愿"].passed, found["自愿"].failures
    return found["二"].failures


def test_every_kind_of_effect_counts_as_taking_effect():
    policy, results = run('''
用例 "不自愿,材料不全"
  基于 "自愿"
  已知 申请.自愿 = 否
  应为 拒绝
  因 须自愿, 可以办, 留痕
  不因 提醒, 材料须齐
  引用 一, 二(三), 三
用例 "线上"
  基于 "自愿"
  已知 申请.线上 = 是; 申请.自愿 = 否
  应为 准予
  因 线上申请, 提醒
  不因 须自愿
''')
    assert [f.message() for r in results for f in r.failures] == []
    tried = {c.rule: c for c in firing_coverage(policy, results)}
    assert {key: c.tried for key, c in tried.items()} == {
        "可以办": False, "须自愿": True, "材料须齐": False, "留痕": False, "提醒": True}
    assert tried["提醒"].ruled_out == ("不自愿,材料不全",)
    assert tried["须自愿"].to_dict("en") == {
        "rule": "须自愿", "name": "of_own_accord", "policy": "服务", "fires": 1,
        "silent": 2, "ruled_out": 1, "switched_off": False, "tried": True}


def test_a_rule_switched_off_by_an_option_need_not_fire():
    extra = """选项 查地点 (place_counts): 是非 = 否
  说明 "缺省不查。"
规则 地点 (place)
  归类 程序
  依据 五
  当 申请.线上 且 查地点
  禁止 "地点不对。"
"""
    policy = bangban.loads(RULES + extra + BASE)
    [place] = [c for c in firing_coverage(policy, run_cases(policy)) if c.rule == "地点"]
    assert place.switched_off
    assert place.tried
    policy = bangban.loads(RULES + extra + BASE, options={"查地点": True})
    [place] = [c for c in firing_coverage(policy, run_cases(policy)) if c.rule == "地点"]
    assert not place.switched_off
    assert not place.tried


def test_a_wrong_verdict_names_what_took_effect():
    [failure] = failures('用例 "二"\n  基于 "自愿"\n  已知 申请.自愿 = 否\n  应为 准予\n')
    assert isinstance(failure, WrongVerdict)
    assert (failure.expected.zh, failure.found.en) == ("准予", "deny")
    assert failure.reasons.zh == "须自愿"
    assert failure.span.source.text[failure.span.start:].startswith(('用例 "二"', '"二"'))


def test_a_silent_rule_is_told_with_the_reason():
    [silent] = failures('用例 "二"\n  基于 "自愿"\n  应为 准予\n  因 提醒, 可以办\n')
    assert isinstance(silent, RuleSilent)
    assert silent.rule.en == "reminder"
    assert "条件不成立" in silent.why.zh
    [met] = failures('用例 "二"\n  基于 "自愿"\n  因 须自愿\n')
    assert "已经满足" in met.message("zh")


def test_the_rule_a_pending_decision_waits_for_is_its_reason():
    assert failures('用例 "二"\n  基于 "自愿"\n  未知 申请.自愿\n  应为 待补正\n  因 须自愿\n') == ()
    [silent] = failures('用例 "二"\n  基于 "自愿"\n  未知 申请.自愿\n  应为 待补正\n  因 须自愿, 材料须齐\n')
    assert silent.rule.zh == "材料须齐"


def test_a_case_that_expects_nothing_is_an_error():
    with pytest.raises(bangban.PolicyError) as wrong:
        run('用例 "二"\n  基于 "自愿"\n  已知 申请.自愿 = 否\n')
    assert len(wrong.value.problems) == 1
    assert wrong.value.problems[0].span.source.text[wrong.value.problems[0].span.start:].startswith(("用例", '"二"'))


def test_a_rule_that_should_be_silent_and_a_citation_that_is_missing():
    [fired, missing] = failures('用例 "二"\n  基于 "自愿"\n  不因 留痕\n  引用 《行政许可法》第三十二条\n')
    assert isinstance(fired, RuleFired)
    assert fired.rule.en == "keep_record"
    assert isinstance(missing, CitationMissing)
    assert missing.citation == "《行政许可法》第三十二条"
    assert missing.cited == ("《服务办法》一", "《服务办法》三")
    for lang in ("zh", "en"):
        assert fired.message(lang)
        assert missing.message(lang)
