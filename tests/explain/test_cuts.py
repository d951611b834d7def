"""The values at which conditions turn: wherever a fact stands in one, how-to finds the value that does."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

import bangban

DAY = dt.date(2025, 5, 20)
DESK = """
词汇 借书
记录 借阅
  字段 借出日: 日期
  字段 本数: 整数 0 至 20
  字段 期限: 时长 日
  字段 分馆: 枚举 [总馆, 东馆, 西馆]
  字段 押金: 金额 可无
政策 借书规则
  标题 "借书规则"
  施行 2024-01-01
定义 借了多久 为 决定日 - 借阅.借出日
定义 所在馆 为 借阅.分馆
名录 馆藏
  列 馆: 枚举 [总馆, 东馆, 西馆]
  列 架数: 整数
  键 馆
  行 总馆, 9
  行 东馆, 5
规则 准予借阅
  归类 资格 依据 《图书馆规则》第一条
  当 是
  准予
规则 限制
  归类 界限 依据 《图书馆规则》第二条
  要求 {condition} 否则 拒绝 "不行。"
"""
GIVEN: dict[str, Any] = {"借阅": {"借出日": "2025-01-01", "本数": 9, "期限": "90日", "分馆": "西馆", "押金": None}}


@pytest.mark.parametrize(("condition", "way"), [
    ("决定日 - 借阅.借出日 ≤ 30日", "「借阅.借出日」改为2025-04-20"),
    ("决定日 - 借阅.借出日 < 30日", "「借阅.借出日」改为2025-04-21"),
    ("借阅.借出日 + 30日 ≥ 决定日", "「借阅.借出日」改为2025-04-20"),
    ("借阅.借出日 - 5日 ≥ 2025-05-01", "「借阅.借出日」改为2025-05-06"),
    ("2025-05-31 - 借阅.期限 ≥ 2025-05-01", "「借阅.期限」改为30日"),
    ("借阅.期限 - 5日 ≤ 30日", "「借阅.期限」改为35日"),
    ("借了多久 ≤ 30日", "「借阅.借出日」改为2025-04-20"),
    ("借阅.期限 < 30日", "「借阅.期限」改为29日"),
    ("2 + 借阅.本数 ≤ 7", "「借阅.本数」改为5"),
    ("20 - 借阅.本数 ≥ 15", "「借阅.本数」改为5"),
    ("所在馆 = 东馆", "「借阅.分馆」改为东馆"),
    ("所在馆 属于 馆藏", "「借阅.分馆」改为东馆"),
    ("借阅.分馆 属于 馆藏 且 查(馆藏, 借阅.分馆, 架数) ≤ 6", "「借阅.分馆」改为东馆"),
    ("有 借阅.押金", "「借阅.押金」改为0元"),
])
def test_the_value_that_does_is_found(condition: str, way: str) -> None:
    policy = bangban.loads(DESK.replace("{condition}", condition))
    assert policy.decide(GIVEN, as_of=DAY).verdict == "deny"
    told = policy.how_to(GIVEN, as_of=DAY).to_dict()
    assert [c["text"] for c in told["alternatives"][0]["changes"]] == [way]
