"""Guards: reading what may be absent wants 有, a positive comparison beside it, or a definition that says so."""

import pytest

GUARDED = [
    "有 件.款 且 件.款 > 5元", "件.款 > 5元 且 有 件.款", "件.急 且 (有 件.款 且 (件.急 或 件.款 > 5元))",
    "非 有 件.款 或 件.款 > 5元", "件.款 = 5元", "件.款 = 5元 且 件.款 ≠ 6元", "有 件.收 且 件.收 + 5日 > 决定日",
    "有 件.生日 且 件.生日 满 18周岁", "有 件.附 且 件.附.好", "有 件.附 且 (件.附.谁 = 张 或 件.附.好)",
    "件.多 包含 \"a\"",
    "任一 费 满足 (有 折 且 折 > 5元)", "非 (有 件.款 且 件.款 > 5元)", "有 件.款 且 非 件.款 > 5元",
    "有 件.附.好 且 件.附.谁 = 张",
    "有 件.款 且 件.款 ≠ 5元", "有 件.收 且 决定日 不属于 [件.收]",
]


@pytest.mark.parametrize("text", GUARDED)
def test_guarded(condition, text):
    assert condition(text).told == []


@pytest.mark.parametrize(("text", "place", "repaired"), [
    ("件.款 > 5元", "件.款 > 5元", "有 件.款 且 件.款 > 5元"),
    ("件.款 ≠ 5元", "件.款 ≠ 5元", "有 件.款 且 件.款 ≠ 5元"),
    ("件.急 或 件.款 > 5元", "件.款 > 5元", "件.急 或 (有 件.款 且 件.款 > 5元)"),
    ("非 件.款 > 5元", "非 件.款 > 5元", "有 件.款 且 非 件.款 > 5元"),
    ("有 件.款 或 件.款 > 5元", "件.款 > 5元", "有 件.款 或 (有 件.款 且 件.款 > 5元)"),
    ("决定日 < 件.收 + 5日", "决定日 < 件.收 + 5日", "有 件.收 且 决定日 < 件.收 + 5日"),
    ("件.款 介于 1元 至 5元", "件.款 介于 1元 至 5元", "有 件.款 且 件.款 介于 1元 至 5元"),
    ("件.生日 满 18周岁", "件.生日 满 18周岁", "有 件.生日 且 件.生日 满 18周岁"),
    ("件.附.好", "件.附.好", "有 件.附 且 件.附.好"),
    ("张 = 件.附.谁", "张 = 件.附.谁", "有 件.附 且 张 = 件.附.谁"),
    ("任一 费 满足 (折 > 5元)", "折 > 5元", "任一 费 满足 (有 折 且 折 > 5元)"),
    ("个数(费 满足 (折 > 5元)) > 1", "折 > 5元", "个数(费 满足 (有 折 且 折 > 5元)) > 1"),
])
def test_unguarded(condition, text, place, repaired):
    [problem] = condition(text).problems
    assert (problem.code, problem.span.text) == ("BB230", place)
    [fix] = problem.fixes
    source = fix.span.source.text
    start = source.index(text)
    better = source[start:fix.span.start] + fix.replacement + source[fix.span.end:start + len(text)]
    assert better == repaired
    assert condition(better).told == []


def test_a_sum_wants_its_guard_inside(condition):
    [problem] = condition("合计(费.折) > 5元").problems
    assert (problem.code, problem.span.text, problem.fixes) == ("BB230", "费.折", ())


def test_two_readings_do_not_guard_each_other(condition):
    assert condition("件.款 > 1元 且 件.款 < 5元").told == [("BB230", "件.款 > 1元"), ("BB230", "件.款 < 5元")]


RULE = "规则 甲规\n  归类 资格\n  依据 一\n"


@pytest.mark.parametrize("body", [
    "  当 有 件.款\n  要求 件.款 > 5元 否则 拒绝 \"少\"",
    "  当 有 件.款\n  禁止 \"不\"\n  除非 小额: 件.款 < 5元",
    "  当 有 件.收\n  应当 办 至 件.收 + 5个工作日",
    "  对每项 项 于 费\n  当 有 项.折\n  应收 项 (项.折 * 2)",
    "  当 已收\n  应当 办 至 件.收 + 5个工作日\n定义 已收 为 有 件.收 且 件.急",
    "  当 已收 且 件.急\n  应当 办 至 期限\n定义 已收 为 有 件.收\n定义 期限 为 件.收 + 5个工作日",
    "  对每项 项 于 费\n  当 有折 且 项.折 > 1元\n  禁止 \"不\"\n定义 有折 于 费 为 有 折",
    "  对每项 项 于 费\n  当 有折 且 折后 > 1元\n  禁止 \"不\"\n定义 有折 于 费 为 有 折\n定义 折后 于 费 为 金额 - 折",
    "  当 有 件.附\n  准予\n例外 外例 对 甲规\n  当 件.附.好",
    "  准予 \"{件.款}\"",
])
def test_when_guards_the_rest_of_its_rule(law, body):
    assert law(RULE + body + "\n").told == []


@pytest.mark.parametrize(("body", "place"), [
    ("  当 件.急\n  要求 件.款 > 5元 否则 拒绝 \"少\"", "件.款 > 5元"),
    ("  当 件.急\n  应当 办 至 件.收 + 5个工作日", "件.收 + 5个工作日"),
    ("  当 件.急\n  应当 办 至 期限\n定义 期限 为 件.收 + 5个工作日", "期限"),
    ("  对每项 项 于 费\n  当 折后 > 1元\n  禁止 \"不\"\n定义 折后 于 费 为 金额 - 折", "折后 > 1元"),
    ("  准予\n例外 外例 对 甲规\n  当 件.附.好", "件.附.好"),
])
def test_unguarded_in_rules(law, body, place):
    assert law(RULE + body + "\n").told == [("BB230", place)]


def test_a_missing_guard_of_a_deadline_goes_into_when(law):
    [problem] = law(RULE + "  当 件.急 或 件.数 > 5\n  应当 办 至 件.收 + 5日\n").problems
    [fix] = problem.fixes
    assert (fix.span.text, fix.replacement) == ("件.急 或 件.数 > 5", "有 件.收 且 (件.急 或 件.数 > 5)")


def test_a_row_of_a_table_is_guarded_by_its_key(law):
    table = "名录 表\n  列 名: 文本\n  列 类: 枚举 [水, 电]\n  键 名\n  行 \"a\", 水\n"
    assert law(table + "定义 待查 为 件.名 属于 表 且 查(表, 件.名, 类) ≠ 水\n").told == []
    [problem] = law(table + "定义 待查 为 查(表, 件.名, 类) ≠ 水\n").problems
    assert (problem.code, problem.fixes[0].replacement) == ("BB230", "件.名 属于 表 且 ")
