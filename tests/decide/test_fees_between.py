"""A fee whose amount is not settled but lies between bounds: pending, the bounds in words; every engine agrees."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

import bangban
from bangban.decide.engine import Compiled
from bangban.decision.decision import Fee
from bangban.explain.notice import notice
from bangban.policy.facts import read_facts
from bangban.policy.model import Model
from bangban.prove.facts import Space
from bangban.prove.policy_to_smt import PolicyEncoder
from bangban.render.decision import Clerk
from bangban.words import Lang
from tests.decide.agreement import differences
from tests.prove.agreement import differences as proved_differently

DAY = dt.date(2025, 1, 1)
TEXT = '''词汇 事实 (facts)

列表 费用 (fees)
  字段 名称 (name): 文本
  字段 金额 (amount): 金额 0元 至 50元

列表 退费 (refunds)
  字段 名称 (name): 文本
  字段 金额 (amount): 金额 0元 至 50元

政策 大厅 (hall)
  标题 "大厅"
  施行 2020-01-01

定义 总 (total) 为 合计(费用.金额)
定义 项数 (number) 为 个数(费用 满足 (金额 > 1元))

规则 能办 (may)
  归类 资格
  依据 《条例》第一条
  准予 "可以。"

规则 总收 (in_all)
  归类 收费
  依据 《条例》第二条
  应收 "总费" (合计(费用.金额)) "共收{总},{项数}项。"
'''
AND = '''
规则 另算 (otherwise)
  归类 收费
  依据 《条例》第三条
  应收 "总费" (合计(退费.金额)) "照退费收。"
'''
KNOWN, OPEN = {"名称": "甲", "金额": 10}, {"名称": "乙"}


def _total(decision: bangban.Decision) -> Fee:
    return next(f for f in decision.fees if f.item == "总费")


@pytest.mark.parametrize("text", [TEXT, TEXT + AND])
@pytest.mark.parametrize("fees", [[], [KNOWN], [KNOWN, OPEN], [OPEN], [{"名称": "总费", "金额": 40}, KNOWN],
                                  [{"名称": "总费", "金额": 40}, OPEN], [{"名称": "总费"}, KNOWN], None])
@pytest.mark.parametrize("refunds", [[], [KNOWN], [OPEN], [KNOWN, OPEN], None])
def test_all_engines_agree(text: str, fees: Any, refunds: Any) -> None:
    _agree(bangban.loads(text).model, {k: v for k, v in (("费用", fees), ("退费", refunds)) if v is not None})


def _agree(model: Model, facts: Any) -> None:
    assert not differences(Compiled(model), facts, DAY)
    read, _ = read_facts(facts, model.vocabulary)
    assert not proved_differently(PolicyEncoder(model, Space(model.vocabulary)), model, read, DAY, None)


def test_what_is_payable_is_told_by_its_bounds() -> None:
    policy = bangban.loads(TEXT)
    for _ in range(3):  # by the reference meaning, then by generated code
        decision = policy.decide({"费用": [KNOWN, OPEN], "退费": []}, as_of=DAY)
        fee = _total(decision)
        assert (decision.verdict, fee.payable, fee.between) == ("pending", None, ("10", "60"))
        assert "在 10 元到 60 元之间" in fee.message.zh
        assert "between 10 and 60 yuan" in fee.message.en
        assert "1 到 2" in fee.message.zh
        assert decision.to_dict()["fees"][-1]["between"] == ["10", "60"]
        assert [p.fact for p in decision.pending] == ["费用[2].金额"]
    words: dict[Lang, str] = {"zh": "在 10 元到 60 元之间", "en": "between 10 and 60 yuan"}
    for lang, said in words.items():
        assert said in notice(policy.model, decision).text(lang)
        assert said in Clerk(lang).decision(decision)


def test_a_settled_amount_has_no_bounds() -> None:
    decision = bangban.loads(TEXT).decide({"费用": [KNOWN, KNOWN], "退费": []}, as_of=DAY)
    assert (decision.verdict, _total(decision).payable, _total(decision).between) == ("permit", "20", None)
    assert "between" not in decision.to_dict()["fees"][-1]


def test_amounts_that_may_turn_out_alike_are_no_conflict_yet() -> None:
    policy = bangban.loads(TEXT + AND)
    perhaps = policy.decide({"费用": [KNOWN], "退费": [OPEN]}, as_of=DAY)
    surely = policy.decide({"费用": [KNOWN, KNOWN], "退费": [{"名称": "丙", "金额": 3}]}, as_of=DAY)
    never = policy.decide({"费用": [KNOWN, {"名称": "丁", "金额": 50}], "退费": [OPEN]}, as_of=DAY)
    assert [[p.kind for p in d.pending] for d in (perhaps, surely, never)] == [
        ["missing"], ["defect"], ["defect", "missing"]]


def test_more_than_the_most_that_may_be_due_is_illegal() -> None:
    policy = bangban.loads(TEXT.replace("金额 0元 至 50元", "金额 0元 至 500元", 1).replace(
        "合计(费用.金额)) ", "合计(退费.金额)) "))
    facts = {"费用": [{"名称": "总费", "金额": 400}], "退费": [OPEN]}
    assert [v.rule for v in policy.decide(facts, as_of=DAY).violations] == ["总收"]
    _agree(policy.model, facts)
