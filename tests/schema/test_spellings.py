"""The JSON Schema of facts takes the spellings of dates, moments, amounts and numbers that the door takes."""

from __future__ import annotations

from typing import Any

import pytest

import bangban
from bangban.schema.json_schema import facts_schema

jsonschema = pytest.importorskip("jsonschema")

POLICY = bangban.loads("""词汇 词 (words)
记录 件 (matter)
  字段 日 (day): 日期
  字段 时 (at): 时刻
  字段 款 (sum): 金额 0元 至 1000元
  字段 差 (change): 金额
  字段 限 (within): 时长 个工作日
  字段 数 (number): 整数 0 至 100
  字段 率 (rate): 小数
政策 法 (law)
  标题 "法"
""")
PLAIN = jsonschema.Draft202012Validator(facts_schema(POLICY.model))
WITH_FORMATS = jsonschema.Draft202012Validator(facts_schema(POLICY.model), format_checker=jsonschema.FormatChecker())

DAYS = (
    "2025-03-04", "2025-3-4", "2025年3月4日", "2025年03月04日", "2024-02-29", "2000-2-29", "0001-01-01", "9999-12-31",
    "2025/1/1", "2025.1.1", "2025-02-29", "1900-02-29", "2025-04-31", "2025-13-01", "2025-00-10", "2025-1-0",
    "0000-01-01", "25-1-1", "20250304", "2025-03-04 ", " 2025-03-04", "2025-03-04\n", "2025-03-04T00:00", "2025年3月4",
    "2025-3月4日", "２０２５-03-04", "2025-W10-2", "今天", "", 20250304, 2025.0, True, ["2025-03-04"], {})
MOMENTS = (
    "2025-03-04T09:30", "2025-03-04 09:30", "2025-03-04T09:30:15", "2025-03-04T09:30:15.5", "2025-03-04T09:30Z",
    "2025-03-04T09:30:15.123456+08:00", "2025-03-04T09:30-05:30", "2024-02-29T23:59", "2025-03-04", "2025-3-4T09:30",
    "2025-02-29T09:30", "2025-03-04T24:00", "2025-03-04T09:60", "2025-03-04T9:30", "2025-03-04t09:30",
    "2025-03-04_09:30", "20250304T093000Z", "2025-W10-2T09:30", "2025-03-04T09:30:15,5", "2025-03-04T0930+0800",
    "2025-03-04T09:30+24:00", "2025-03-04T09:30:15.1234567", "2025-03-04T09:30\n", "2025/03/04T09:30", "09:30",
    1741080600, None)
AMOUNTS = (
    0, 12, 12.5, "12.5", "12.50", "12.500", "0", "007", "1000", 1000, "12.345", "1e3", "1E3", "1_000", "1,000", "+5",
    ".5", "5.", " 5", "5\n", "十元", "12元", "１２", "NaN", "Infinity", "", True, None, [], {}, -1, "-1", "-0.5", 1001)
SPANS = (
    0, 5, "5个工作日", "5 个工作日", "5 working_days", "5working_days", 999_999_999, 10**9, -1, "5", "5日", "5 days",
    "-5个工作日", "5.5个工作日", "五个工作日", "５个工作日", "1234567890个工作日", 5.5, "", True, None, [])
NUMBERS = (0, 100, 1.5, -1, 101, "3", "", True, None, [], 0.1)
SPELLINGS = {"day": DAYS, "at": MOMENTS, "sum": AMOUNTS, "change": AMOUNTS, "within": SPANS, "number": NUMBERS,
             "rate": NUMBERS}


def taken(facts: dict[str, Any]) -> bool:
    try:
        POLICY.decide(facts)
    except bangban.PolicyError:
        return False
    return True


@pytest.mark.parametrize(("field", "value"), [(name, value) for name, values in SPELLINGS.items() for value in values])
@pytest.mark.parametrize("validator", [PLAIN, WITH_FORMATS], ids=["plain", "with formats"])
def test_the_schema_takes_what_the_door_takes(field: str, value: Any, validator: Any) -> None:
    facts = {"matter": {field: value}}
    assert validator.is_valid(facts) is taken(facts)


@pytest.mark.parametrize("year", [1896, 1897, 1900, 1904, 1999, 2000, 2001, 2004])
def test_the_days_of_a_year_are_those_of_the_calendar(year: int) -> None:
    for month in range(14):
        for day in (0, 1, 9, 10, 19, 28, 29, 30, 31, 32):
            for spelling in (f"{year}-{month}-{day}", f"{year}-{month:02}-{day:02}", f"{year}年{month}月{day}日"):
                facts = {"matter": {"day": spelling}}
                assert PLAIN.is_valid(facts) is taken(facts), spelling
            facts = {"matter": {"at": f"{year}-{month:02}-{day:02}T09:30"}}
            assert PLAIN.is_valid(facts) is taken(facts), facts


@pytest.mark.parametrize(("field", "value", "read"), [
    ("日", "2025/1/1", False), ("日", "2025-1-1", True), ("日", "2025年1月1日", True), ("款", "12.50", True),
    ("款", "1e2", False), ("款", "1_0", False), ("时", "2025-03-04T09:30+08:00", True),
    ("时", "2025-W10-2T09:30", False),
])
def test_which_are_read(field: str, value: str, read: bool) -> None:
    assert taken({"件": {field: value}}) is read
