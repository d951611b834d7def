"""Fees as generated code finds them: which lines there are, where a policy does not apply or rules stay silent."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from attrs import evolve

import bangban
from bangban.decide.engine import Compiled
from tests.decide.agreement import differences

DAY = dt.date(2025, 1, 1)
TEXT = '''词汇 事实 (facts)

记录 申请 (request)
  字段 加急 (urgent): 是非
  字段 困难 (hardship): 是非

列表 费用 (fees)
  字段 名称 (name): 文本
  字段 金额 (amount): 金额
  字段 法定 (statutory): 是非

政策 总则 (general)
  标题 "总则"
  施行 2020-01-01

规则 能办 (may)
  归类 资格
  依据 《条例》第一条
  准予 "可以。"
'''
NO_COST = '''
规则 不收工本 (no_cost)
  归类 收费
  依据 《条例》第四条
  当 申请.困难
  免收 "工本费" "困难的不收。"
'''
HALL = '''
政策 大厅 (hall)
  标题 "大厅"
  施行 2020-01-01
  适用范围 申请.加急
'''
FREE = '''
规则 免费 (free)
  归类 收费
  依据 《条例》第二条
  对每项 费 于 费用
  免收 费 "不收。"
  除非 法定费 (by_law): 费.法定
'''
COST = '''
规则 工本 (cost)
  归类 收费
  依据 《条例》第三条
  当 申请.困难
  应收 "工本费" 5元 "五元。"
'''
FEES: list[Any] = [[], [{"名称": "工本费", "金额": 9, "法定": True}], [{"名称": "甲", "金额": 9, "法定": False}],
                   [{"名称": "甲", "法定": True}, {"金额": 3}, {"名称": "工本费", "金额": 0}], None]
STATES: list[bool | None] = [True, False, None]


@pytest.mark.parametrize("text", [HALL + FREE, HALL + COST, NO_COST + HALL + FREE + COST, HALL + FREE + COST])
@pytest.mark.parametrize("urgent", STATES)
@pytest.mark.parametrize("hardship", STATES)
@pytest.mark.parametrize("foreign", [False, True])
def test_all_engines_agree(text: str, urgent: bool | None, hardship: bool | None, foreign: bool) -> None:
    model = bangban.loads(TEXT + text).model
    if foreign:  # the exceptions are those of a policy that applies
        model = evolve(model, rules=tuple(evolve(r, exceptions=tuple(evolve(e, policy="总则") for e in r.exceptions))
                                          for r in model.rules))
    compiled = Compiled(model, look_every=1)
    for fees in FEES * 2:
        request = {k: v for k, v in (("加急", urgent), ("困难", hardship)) if v is not None}
        facts = {"申请": request, **({} if fees is None else {"费用": fees})}
        assert not differences(compiled, facts, DAY)


def test_a_long_schedule_of_fees_is_not_gone_through(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the rules that may speak are asked anything by the reference meaning."""
    schedule = "".join(f'''
规则 收{i} (charging{i})
  归类 收费
  依据 《条例》第{i + 9}条
  当 个数(费用) = {i}
  应收 "费{i}" {i + 1}元 "应收。"
''' for i in range(30))
    compiled = Compiled(bangban.loads(TEXT + schedule).model, look_every=1)
    seen: list[str] = []

    def find(fired: list[Any], *rest: Any) -> Any:
        seen.extend(f.rule.key for f in fired)
        return find_fees(fired, *rest)

    from bangban.policy.fees import find_fees

    monkeypatch.setattr("bangban.decide.fees_found.find_fees", find)
    facts = {"申请": {"加急": True}, "费用": [{"名称": "费2", "金额": 3}, {"名称": "乙", "金额": 1}]}
    assert compiled.decide(facts, DAY).verdict == "permit"
    assert seen == ["收2"]
