"""How-to where facts are missing: to give what nobody has given is no change, and never why there is no way."""

from __future__ import annotations

import itertools
import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import bangban

ROOT = Path(__file__).parents[2]
DAY = "2025-05-20"


@cache
def cangzhou() -> bangban.Policy:
    return bangban.load(ROOT / "policies/cangzhou")


def example(number: str) -> dict[str, Any]:
    (path,) = (ROOT / "examples/actions").glob(f"{number}-*.json")
    return json.loads(path.read_text("utf-8"))  # type: ignore[no-any-return]


@pytest.mark.parametrize("left_out", [0, 1, 2])
@pytest.mark.parametrize("number", ["01", "02", "03", "10"])
def test_what_is_permitted_in_full_is_never_hopeless_in_part(number: str, left_out: int) -> None:
    whole = example(number)
    assert cangzhou().decide(whole).verdict == "permit"
    for out in itertools.combinations(whole, left_out):
        part = {name: facts for name, facts in whole.items() if name not in out}
        told = cangzhou().how_to(part)
        assert told.verdict == cangzhou().decide(part).verdict
        if told.verdict != "permit" and not told.alternatives:
            assert not told.exhausted, out
            assert told.blocked_by == (), out


def test_a_list_nobody_has_given_is_asked_for() -> None:
    facts = example("10")
    del facts["items"]
    told = cangzhou().how_to(facts)
    assert told.to_dict() == {
        "verdict": "pending", "message": "还缺事实:「事项」;补齐以前说不准能不能办理。", "alternatives": [],
        "missing": ["事项"], "blocked_by": [], "exhausted": False}
    assert told.text("en") == "Facts are missing: “items”; whether it can go ahead depends on them.\n"


@pytest.mark.parametrize("facts", [{}, {"行为": {"种类": "提供服务", "日期": "2025-03-04"}}])
def test_what_is_missing_is_what_the_decision_asks_for(facts: dict[str, Any]) -> None:
    told, decision = cangzhou().how_to(facts, as_of=DAY), cangzhou().decide(facts, as_of=DAY)
    assert (told.alternatives, told.exhausted) == ((), False)
    asked = {each.fact for each in decision.pending if each.kind == "missing"}
    assert set(told.to_dict()["missing"]) == asked


PRINTING = """
词汇 打印
记录 申请
  字段 编号: 文本
  字段 份数: 整数 0 至 99
  字段 停用: 是非 不可改
列表 文件
  字段 名称: 文本 不可改
政策 打印规则
  标题 "打印规则"
  施行 2024-01-01
规则 准予打印
  归类 资格 依据 《打印规则》第一条
  对每项 份 于 文件
  当 份.名称 ≠ ""
  准予
规则 编号
  归类 程序 依据 《打印规则》第二条
  要求 申请.编号 ≠ "" 否则 补正 "没有编号。"
规则 份数
  归类 界限 依据 《打印规则》第三条
  要求 申请.份数 ≤ 9 否则 拒绝 "最多九份。"
规则 停用
  归类 界限 依据 《打印规则》第四条
  当 申请.停用
  禁止 "停用。"
"""


@cache
def printing() -> bangban.Policy:
    return bangban.loads(PRINTING)


def test_a_refusal_that_can_be_mended_still_depends_on_what_is_missing() -> None:
    told = printing().how_to({"申请": {"编号": "甲", "份数": 20, "停用": False}}, as_of=DAY)
    assert told.to_dict()["missing"] == ["文件"]
    assert told.text() == "现在这样不能办理;有没有办法,要看还缺的事实:「文件」。\n"
    assert told.text("en") == (
        "It cannot go ahead as it is; whether there is a way depends on facts still missing: “文件”.\n")


def test_what_is_refused_whatever_is_given_has_no_way() -> None:
    told = printing().how_to({"申请": {"停用": True}}, as_of=DAY)
    assert (told.alternatives, told.missing, told.blocked_by, told.exhausted) == ((), (), ("停用",), True)


def test_that_nothing_tried_helps_does_not_prove_that_there_is_no_way() -> None:
    # no value of a text suggests itself, but the applicant can write a number
    told = printing().how_to({"申请": {"编号": "", "份数": 1, "停用": False}, "文件": [{"名称": "表"}]}, as_of=DAY)
    assert (told.verdict, told.alternatives, told.missing, told.exhausted) == ("pending", (), (), False)
    assert told.text("en") == "None of the changes tried leads there; that does not mean there is no way.\n"


def test_what_the_policies_do_not_apply_to_is_not_refused() -> None:
    told = cangzhou().how_to(example("09"))
    assert (told.verdict, told.text()) == ("not_applicable", "这些政策不适用于这件事。\n")
