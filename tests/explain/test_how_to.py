"""How-to: every way leads there, none cheaper was missed, and where there is none it says so."""

from __future__ import annotations

import datetime as dt
import itertools
import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import bangban
from bangban.explain.changed import changed
from bangban.policy.facts import read_facts
from bangban.policy.verdict import decide

ROOT = Path(__file__).parents[2]
DAY = dt.date(2025, 5, 20)
LOAN = """
词汇 借书
记录 借阅
  字段 证件: 枚举 [有证, 无证] 费事
  字段 本数: 整数 0 至 20
  字段 逾期: 整数 0 至 99 不可改
  字段 到期: 日期
  字段 类别: 集合 [小说, 期刊, 工具书]
  字段 押金: 是非 认定
列表 书
  字段 名称: 文本 不可改
  字段 可外借: 是非 不可改
政策 借书规则
  标题 "借书规则"
  施行 2024-01-01
规则 准予借阅
  归类 资格 依据 《图书馆规则》第一条
  当 借阅.证件 = 有证 或 借阅.押金
  准予
规则 本数
  归类 界限 依据 《图书馆规则》第二条
  要求 借阅.本数 ≤ 3 否则 拒绝 "最多三本。"
规则 逾期不借
  归类 界限 依据 《图书馆规则》第三条
  当 借阅.逾期 ≥ 5
  禁止 "先还逾期的书。"
规则 到期日
  归类 程序 依据 《图书馆规则》第四条
  要求 借阅.到期 ≤ 决定日 + 30日 否则 补正 "到期日太远。"
规则 工具书不借
  归类 界限 依据 《图书馆规则》第五条
  当 借阅.类别 包含 工具书
  禁止 "工具书不外借。"
规则 可外借
  归类 界限 依据 《图书馆规则》第六条
  对每项 本 于 书
  要求 本.可外借 否则 拒绝 "「{本.名称}」不外借。"
"""
GOOD: dict[str, Any] = {"借阅": {"证件": "有证", "本数": 2, "逾期": 0, "到期": "2025-06-01", "类别": ["小说"]},
                        "书": [{"名称": "甲", "可外借": True}]}


@cache
def loan() -> bangban.Policy:
    return bangban.loads(LOAN)


def given(**changes: Any) -> dict[str, Any]:
    return {"借阅": {**GOOD["借阅"], **changes}, "书": GOOD["书"]}


def ways(facts: dict[str, Any], **how: Any) -> list[list[str]]:
    told = loan().how_to(facts, as_of=DAY, **how).to_dict()
    return [[c["text"] for c in a["changes"]] for a in told["alternatives"]]


def test_what_is_permitted_needs_no_change() -> None:
    told = loan().how_to(GOOD, as_of=DAY)
    assert (told.verdict, told.alternatives) == ("permit", ())


def test_a_number_goes_to_its_bound() -> None:
    assert ways(given(本数=9)) == [["「借阅.本数」改为3"]]


def test_a_date_goes_to_the_last_day_that_does() -> None:
    assert ways(given(到期="2025-09-01"))[0] == ["「借阅.到期」改为2025-06-19"]


def test_the_cheaper_way_comes_first() -> None:
    # a card is 费事 (3), a deposit costs 1
    assert ways(given(证件="无证")) == [["「借阅.押金」改为是"], ["「借阅.证件」改为有证"]]


def test_a_member_leaves_the_set() -> None:
    assert ways(given(类别=["小说", "工具书"])) == [["「借阅.类别」改为小说"]]


def test_two_faults_take_two_changes() -> None:
    assert ways(given(本数=9, 类别=["工具书"])) == [["「借阅.本数」改为3", "「借阅.类别」改为空"]]


def test_a_book_is_left_out_but_not_the_last() -> None:
    two = {**GOOD, "书": [{"名称": "甲", "可外借": True}, {"名称": "乙", "可外借": False}]}
    assert ways(two) == [["去掉「书[2]」"]]
    one = {**GOOD, "书": [{"名称": "乙", "可外借": False}]}
    told = loan().how_to(one, as_of=DAY)
    assert not told.alternatives
    assert not told.exhausted  # another book may do
    assert told.text() == "试过的改法都不行,不等于没有办法。\n"


def test_a_list_nobody_has_given_may_be_empty() -> None:
    assert ways({"借阅": GOOD["借阅"]}) == [["「书」改为空"]]


@pytest.mark.parametrize(("lendable", "left_out"), [
    ("否是否", [1, 3]), ("否否是", [1, 2]), ("是否否", [2, 3]), ("否否是否", [1, 2, 4])])
def test_several_books_are_left_out_each_by_its_own_place(lendable: str, left_out: list[int]) -> None:
    books = [{"名称": str(i), "可外借": word == "是"} for i, word in enumerate(lendable)]
    assert ways({**GOOD, "书": books}) == [[f"去掉「书[{i}]」" for i in left_out]]


def test_what_the_applicant_cannot_change_is_said() -> None:
    told = loan().how_to(given(逾期=7), as_of=DAY)
    assert (told.alternatives, told.blocked_by, told.exhausted) == ((), ("逾期不借",), True)
    assert "逾期不借" in told.text("zh")


def test_only_what_is_named_may_change() -> None:
    assert ways(given(证件="无证"), changeable=["借阅.证件"]) == [["「借阅.证件」改为有证"]]
    assert ways(given(证件="无证"), changeable=["书"]) == []


def test_a_fact_nobody_can_choose_is_still_needed() -> None:
    facts = given(本数=9)
    del facts["借阅"]["逾期"]
    told = loan().how_to(facts, as_of=DAY).to_dict()
    assert [a["still_needed"] for a in told["alternatives"]] == [["借阅.逾期"]]


CHOICES: dict[str, list[Any]] = {
    "证件": ["有证", "无证"], "本数": [0, 3, 4, 9], "到期": ["2025-06-19", "2025-09-01"],
    "类别": [[], ["小说"], ["工具书"], ["小说", "工具书"]], "押金": [None, True, False]}
COSTS = {"证件": 3, "本数": 1, "到期": 1, "类别": 1, "押金": 1}


@pytest.mark.parametrize("start", [dict(zip(CHOICES, values, strict=True))
                                   for values in itertools.islice(itertools.product(*CHOICES.values()), 0, None, 7)],
                         ids=str)
def test_nothing_cheaper_exists(start: dict[str, Any]) -> None:
    """Against trying every combination of values."""
    facts = given(**start)
    told = loan().how_to(facts, as_of=DAY)
    cheapest = None
    for values in itertools.product(*CHOICES.values()):
        other = dict(zip(CHOICES, values, strict=True))
        if loan().decide(given(**other), as_of=DAY).verdict == "permit":
            cost = sum(COSTS[k] for k in CHOICES if other[k] != start[k])
            cheapest = cost if cheapest is None else min(cheapest, cost)
    assert cheapest is not None
    assert (told.alternatives[0].cost if told.verdict != "permit" else 0) == cheapest


SCENARIOS = json.loads((ROOT / "tests/scenarios/scenarios.json").read_text("utf-8"))


@cache
def cangzhou() -> bangban.Policy:
    return bangban.load(ROOT / "policies/cangzhou")


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda s: s["编号"])
def test_every_way_leads_there_by_the_reference_meaning(scenario: dict[str, Any]) -> None:
    policy = cangzhou()
    facts, _ = read_facts(scenario["事实"], policy.model.vocabulary)
    told = policy.how_to(scenario["事实"], as_of=DAY)
    assert len(told.alternatives) <= 3
    assert [a.cost for a in told.alternatives] == sorted(a.cost for a in told.alternatives)
    for way in told.alternatives:
        outcome = decide(policy.model, changed(facts, policy.model.vocabulary, way.changes), DAY)
        assert not outcome.violations
        assert not outcome.defects
        assert outcome.verdict == ("pending" if way.still_needed else "permit")
        assert {p for gap in outcome.gaps for p in gap.missing} == set(way.still_needed)
    again = policy.how_to(scenario["事实"], as_of=DAY)
    assert again.to_dict() == told.to_dict()


def test_the_compiled_standing_says_what_the_reference_says() -> None:
    policy = cangzhou()
    trial, _ = policy._trial
    judge = trial.on(DAY)
    places = {rule.key: i for i, rule in enumerate(policy.model.rules)}
    for scenario in SCENARIOS:
        flat, _ = trial.admit(scenario["事实"], DAY)
        facts = trial.facts(flat)
        assert facts == read_facts(scenario["事实"], policy.model.vocabulary)[0]
        found, outcome = judge.standing(flat), decide(policy.model, facts, DAY)
        assert found.verdict == outcome.verdict
        assert list(found.violations) == [(places[f.rule.key], f.element) for f in outcome.violations]
        assert list(found.defects) == [(places[f.rule.key], f.element) for f in outcome.defects]
        gaps = [g for r in found.open_rules for g in found.gaps_of(r, facts)]
        assert [(g.firing and g.firing.rule.key, g.missing) for g in gaps] == [
            (g.firing.rule.key, g.missing) for g in outcome.gaps if g.firing is not None]


HALL = """
词汇 大厅
记录 申请
  字段 街道: 枚举 [东街, 西街, 南街]
  字段 加急: 是非
  字段 邮寄: 是非 费事
列表 费用
  字段 名称: 文本
  字段 金额: 金额
政策 大厅规则
  标题 "大厅规则"
  施行 2024-01-01
  适用范围 申请.街道 属于 [东街, 西街]
规则 准予办理
  归类 资格 依据 《大厅规则》第一条
  当 是
  准予
规则 邮寄费
  归类 界限 依据 《大厅规则》第二条
  对每项 费 于 费用
  当 申请.邮寄
  应收 费 10元 "邮寄十元。"
规则 加急费
  归类 界限 依据 《大厅规则》第三条
  对每项 费 于 费用
  当 申请.加急
  应收 费 20元 "加急二十元。"
"""


@pytest.mark.parametrize(("facts", "way"), [
    # a scope nobody has settled: the fact it asks for is chosen
    ({"申请": {"加急": False, "邮寄": False}, "费用": []}, ["「申请.街道」改为东街"]),
    # two charges on one fee: one of the rules has to go
    ({"申请": {"街道": "东街", "加急": True, "邮寄": True}, "费用": [{"名称": "快递", "金额": 5}]},
     ["「申请.加急」改为否"]),
    # more is charged than is due
    ({"申请": {"街道": "东街", "加急": False, "邮寄": True}, "费用": [{"名称": "快递", "金额": 25}]},
     ["「费用[1].金额」改为10元"]),
])
def test_what_stands_in_the_way_is_turned(facts: dict[str, Any], way: list[str]) -> None:
    policy = bangban.loads(HALL)
    told = policy.how_to(facts, as_of=DAY)
    assert told.verdict in ("pending", "deny")
    assert [c["text"] for c in told.to_dict()["alternatives"][0]["changes"]] == way


ROOMS = """
词汇 会议室
列表 申请
  字段 人数: 整数 0 至 99
  字段 时段: 多项 整数 可无
政策 会议室规则
  标题 "会议室规则"
  施行 2024-01-01
规则 准予使用
  归类 资格 依据 《会议室规则》第一条
  对每项 一项 于 申请
  当 一项.人数 ≥ 5 且 有 一项.时段 且 每个 一项.时段 钟点 满足 (钟点 < 18)
  准予
"""


def test_what_permits_an_element_is_turned_in_any_of_them() -> None:
    told = bangban.loads(ROOMS).how_to({"申请": [{"人数": 3, "时段": [9]}, {"人数": 7, "时段": [20]}]}, as_of=DAY)
    assert [[c["text"] for c in way["changes"]] for way in told.to_dict()["alternatives"]] == [
        ["「申请[1].人数」改为5"], ["「申请[2].时段」改为空"], ["「申请[2].时段[1]」改为17"]]


MANDATE = """
词汇 代办
记录 委托: 可无
  字段 形式: 枚举 [书面, 口头]
  字段 撤销: 是非 认定
记录 申请人
  字段 失信: 是非 不可改
政策 代办规则
  标题 "代办规则"
  施行 2024-01-01
规则 书面委托
  归类 资格 依据 《代办规则》第一条
  当 有 委托 且 委托.形式 = 书面
  准予
规则 不得代办
  归类 界限 依据 《代办规则》第二条
  当 申请人.失信 或 (有 委托 且 委托.撤销)
  禁止 "不得代办。"
"""


def test_a_record_that_comes_to_be_settles_what_is_found_out_about_it() -> None:
    told = bangban.loads(MANDATE).how_to({"申请人": {}}, as_of=DAY).to_dict()
    assert [[c["text"] for c in way["changes"]] for way in told["alternatives"]] == [["「委托.形式」改为书面"]]
    assert told["alternatives"][0]["still_needed"] == ["申请人.失信"]


NAMED = """
词汇 上门
记录 申请
  字段 方式: 枚举 [电话, 网络]
列表 费用
  字段 名称: 文本 不可改
  字段 金额: 金额 0元 至 1000元
政策 上门服务
  标题 "上门服务办法"
规则 可以上门
  归类 资格 依据 《上门服务办法》第二条
  当 申请.方式 = 电话
  准予
规则 工本费
  归类 免费 依据 《上门服务办法》第四条
  应收 "工本费" 5元 "五元。"
规则 加急费
  归类 免费 依据 《上门服务办法》第五条
  免收 "加急费" "不收加急费。"
"""


@pytest.mark.parametrize(("fees", "wanted"), [
    ([("工本费", 8)], ["「费用[1].金额」改为5元"]),
    ([("加急费", 8)], ["「费用[1].金额」改为0元"]),
    ([("快递费", 8), ("工本费", 8), ("加急费", 1)], ["「费用[2].金额」改为5元;「费用[3].金额」改为0元"]),
    ([("工本费", 4), ("快递费", 8)], []),
])
def test_a_fee_that_a_rule_names_comes_down_to_what_is_due(fees: list[tuple[str, int]], wanted: list[str]) -> None:
    policy = bangban.loads(NAMED)
    given = {"申请": {"方式": "电话"}, "费用": [{"名称": name, "金额": amount} for name, amount in fees]}
    told = policy.how_to(given, as_of=DAY, changeable=["费用.金额"])
    ways = told.to_dict()["alternatives"] if told.verdict != "permit" else []
    assert [";".join(c["text"] for c in way["changes"]) for way in ways] == wanted
