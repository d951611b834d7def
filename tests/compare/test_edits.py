"""What was edited, and what hangs on it: rules that read nothing edited are shared, all others are looked at."""

from __future__ import annotations

from bangban import loads
from bangban.compare.edits import Edits, alike

SET = """词汇 上门 (visit)
记录 申请 (request)
  字段 方式 (mode): 枚举 [电话 (phone), 网络 (online)]
  字段 自愿 (voluntary): 是非
  字段 年龄 (age): 整数 0 至 120
  字段 日期 (date): 日期 决定日

政策 上门服务 (home_visit)
  标题 "上门服务办法"

参数 老年 (old): 整数
  依据 《上门服务办法》第一条
  自 2020-01-01 = 60

定义 年长 (aged) 为 申请.年龄 ≥ 老年

定义 照顾 (cared) 为 年长 或 申请.方式 = 电话

规则 可以上门 (allowed)
  归类 资格
  依据 《上门服务办法》第二条
  当 照顾
  准予

规则 须自愿 (voluntary)
  归类 自愿
  依据 《上门服务办法》第三条
  要求 申请.自愿
  否则 拒绝 "须出于自愿。"
  除非 年长者 (the_aged): 年长

规则 不得网办 (not_online)
  归类 自愿
  依据 《上门服务办法》第四条
  当 申请.方式 = 网络
  禁止 "不得网办。"
"""


def edits(old: str, new: str, text: str = SET) -> Edits:
    assert old in text
    return Edits(loads(text).model, loads(text.replace(old, new, 1)).model)


def hanging(found: Edits) -> set[str]:
    """The rules that are looked at."""
    return {r.name.zh for r in found.new.rules if r.key not in found.untouched_rules}


def test_nothing_edited_touches_nothing() -> None:
    found = edits("词汇 上门", "# 一句注释\n\n词汇 上门")
    assert found.all == ()
    assert hanging(found) == set()


def test_what_reads_a_parameter_through_definitions_hangs_on_it() -> None:
    assert hanging(edits("= 60", "= 65")) == {"可以上门", "须自愿"}


def test_an_exception_hangs_on_what_its_condition_reads() -> None:
    found = edits("为 申请.年龄 ≥ 老年", "为 申请.年龄 > 老年")
    assert [e.name.zh for e in found.in_meaning] == ["年长"]
    assert hanging(found) == {"可以上门", "须自愿"}


def test_a_definition_above_another_touches_only_what_reads_it() -> None:
    assert hanging(edits("年长 或 申请.方式 = 电话", "年长")) == {"可以上门"}


def test_an_edited_rule_is_looked_at_and_the_others_are_not() -> None:
    found = edits("当 申请.方式 = 网络", "当 申请.方式 = 电话")
    assert hanging(found) == {"不得网办"}
    assert not found.beneath.edited


def test_a_policy_header_touches_all_its_rules() -> None:
    found = edits('标题 "上门服务办法"', '标题 "上门服务办法"\n  施行 2024-01-01')
    assert hanging(found) == {"可以上门", "须自愿", "不得网办"}


def test_wording_touches_nothing() -> None:
    found = edits("须出于自愿。", "应当自愿。")
    assert [e.wording for e in found.all] == [True]
    assert hanging(found) == set()


def test_alike_looks_at_what_is_said() -> None:
    one, other = (loads(SET).model.rules for _ in range(2))
    assert all(alike(a, b) for a, b in zip(one, other, strict=True))
    assert not any(alike(a, b) for a in one for b in other if a.key != b.key)
    assert alike((1, None), [1, None])
    assert alike((1, None, 2), (1, 2), meaning=True)
    assert not alike((1, None, 2), (1, 2))
    assert not alike({"甲": 1}, {"甲": 1, "乙": 2})
