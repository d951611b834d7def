"""Names, types and units in expressions: what is wrong, where, and what repair is offered."""

from decimal import Decimal

import pytest

from bangban.policy import terms as t
from bangban.policy.check.comparisons import TypeMismatch
from bangban.policy.check.names import UnknownName
from bangban.policy.types import DurationType, MoneyType
from bangban.policy.values import Duration

FINE = [
    "件.种类 = 甲", "件.种类 = first", "甲 = 件.种类", "件.kind ≠ 乙", "件.级 ≥ 中", "件.级 介于 低 至 中",
    "件.名 = \"甲\"", "件.地 = \"南\"", "件.地 = 东", "件.种类 属于 [甲, 乙]", "件.集 包含 红",
    "件.集 包含全部 [红, 蓝]",
    "件.多 包含任一 件.多", "件.名 属于 件.多", "任一 费 满足 (金额 > 5元)",
    "每个 费 项 满足 (项.金额 > 5元 且 类 = 水)",
    "任一 件.多 项 满足 (项 = \"a\")", "个数(费) > 1", "个数(费 满足 (类 = 水)) = 0", "种数(费.类) ≥ 2",
    "种数(件.多) = 1",
    "合计(费.金额) > 5元", "合计(费.金额) * 2 ≥ 1.5万元", "件.时 - 件.时 > 2小时", "件.长 > 5个工作日",
    "件.数 + 1 > 1.5 * 2",
    "决定日 = 件.日", "决定日 - 件.日 > 30日", "决定日 + 1个月 月末截断 > 件.日", "-件.数 < 0", "件.急 = 否",
    "非 件.急",
    "任一 费 满足 (任一 费 满足 (金额 > 1元))", "有 费 且 任一 费 满足 (有 折)", "合计(费.折 满足 (有 折)) > 0元",
]


@pytest.mark.parametrize("text", FINE)
def test_well_formed(condition, text):
    assert condition(text).told == []


WRONG = [
    # names
    ("件.方式 = 甲", "BB204", "方式"), ("无此 = 甲", "BB201", "无此"), ("件.名.长 = 1", "BB207", "长"),
    ("件 = 甲", "BB208", "件"), ("费 = 1", "BB208", "费"), ("费.金额 > 5元", "BB229", "费.金额"),
    # enum values and texts
    ("件.种类 = 丁", "BB205", "丁"), ("件.种类 属于 [甲, 丁]", "BB205", "丁"), ("丁 = 件.种类", "BB205", "丁"),
    ("件.种类 = \"甲\"", "BB206", '"甲"'), ("件.名 = 甲", "BB217", "甲"), ("件.地 = 南", "BB205", "南"),
    # types
    ("件.数 且 件.急", "BB220", "件.数"), ("件.种类 = 件.级", "BB221", "件.种类 = 件.级"),
    ("件.数 = 5元", "BB221", "件.数 = 5元"),
    ("件.长 > 5日", "BB221", "件.长 > 5日"), ("决定日 - 件.日 > 1年", "BB221", "决定日 - 件.日 > 1年"),
    ("件.数 ≥ 18周岁", "BB221", "件.数 ≥ 18周岁"), ("件.种类 < 乙", "BB222", "件.种类 < 乙"),
    ("件.名 > \"a\"", "BB222", '件.名 > "a"'),
    ("件.数 + 件.种类 > 1", "BB223", "件.数 + 件.种类"), ("件.数 / 0 = 1", "BB224", "件.数 / 0"),
    ("决定日 + 5小时 > 件.日", "BB223", "决定日 + 5小时"), ("决定日 + 1个月 > 件.日", "BB226", "1个月"),
    ("1.5个工作日 = 件.长", "BB234", "1.5个工作日"), ("件.级 介于 高 至 低", "BB233", "高 至 低"),
    # sets and lists
    ("件.集 属于 [红]", "BB228", "件.集 属于 [红]"), ("件.种类 包含 甲", "BB228", "件.种类"),
    ("件.集 包含 [红]", "BB228", "件.集 包含 [红]"),
    ("件.种类 属于 件.名", "BB228", "件.名"), ("任一 件 满足 (急)", "BB227", "件"),
    ("个数(件.附) = 1", "BB227", "件.附"),
    ("任一 票据 满足 (金额 > 5元)", "BB201", "票据"), ("任一 件.多 满足 (项 = \"a\")", "BB218", "件.多"),
    ("个数(费.名) > 1", "BB219", "个数(费.名)"), ("合计(费.名) > 5元", "BB219", "合计(费.名)"),
    ("合计(费) > 5", "BB219", "合计(费)"),
    ("任一 费 件 满足 (金额 > 5元)", "BB203", "件"),
    # warnings
    ("件.数 > 200", "BB232", "200"), ("任一 费 满足 (金额 = 5000元)", "BB232", "5000元"),
    ("有 件.种类", "BB231", "有 件.种类"),
]


@pytest.mark.parametrize(("text", "code", "place"), WRONG)
def test_one_mistake_makes_one_problem_at_its_place(condition, text, code, place):
    assert condition(text).told == [(code, place)]


@pytest.mark.parametrize(("text", "repaired"), [
    ("件.种 = 甲", "种类"), ("种类 = 甲", "件.种类"), ("件.种类 = \"甲\"", "甲"), ("件.名 = 甲", '"甲"'),
    ("件.地 = 南", '"南"'),
    ("有 件.款 且 件.款 > 5", "5元"), ("件.长 > 5", "5个工作日"), ("件.数 > 18周岁", "18"),
    ("有 件.生日 且 件.生日 满 18", "18周岁"),
    ("件.集 属于 [红]", "件.集 包含任一 [红]"), ("件.集 包含 [红]", "件.集 包含全部 [红]"),
    ("决定日 + 1个月 > 件.日", " 月末截断"),
])
def test_repairs(condition, text, repaired):
    [problem] = condition(text).problems
    assert problem.fixes[0].replacement == repaired
    start, end = problem.fixes[0].span.start, problem.fixes[0].span.end
    source = problem.fixes[0].span.source.text
    better = condition(source[source.index("为 ") + 2:start] + repaired + source[end:].strip())
    assert problem.code not in better.codes


def test_a_name_with_two_meanings_is_told(law):
    own = "选项 乙: 枚举 [甲 (first), 乙 (second), 丙 (third)] = 甲\n"
    [problem] = law(own + "定义 待查 为 件.种类 = 乙\n").problems
    assert (problem.code, problem.span.text) == ("BB203", "乙")


def test_an_enum_value_may_share_its_name_with_a_group_or_a_condition(law):
    assert law("定义 乙 为 件.急\n定义 待查 为 件.种类 = 乙 且 乙\n").told == []


def test_an_element_s_field_hides_a_group(files):
    vocabulary = "词汇 词\n记录 名\n  字段 全: 文本\n列表 单\n  字段 名: 文本\n"
    law = "政策 法\n  位阶 法律\n定义 甲 为 任一 单 满足 (名 = 名.全)\n"
    checked = files({"a.policy": vocabulary + law})
    assert checked.told == []
    body = checked.model.definitions["甲"].body
    assert isinstance(body, t.Quantified)
    assert isinstance(body.body, t.Compare)
    assert [(f.scope, f.path) for f in (body.body.left, body.body.right)] == [("#1", ("名",)), (None, ("名", "全"))]


def test_both_languages_name_the_same_fact(condition):
    chinese, english = (condition(text).model.definitions["待查"].body
                        for text in ("件.种类 = 甲", "matter.kind = first"))
    assert chinese == english


@pytest.mark.parametrize(("written", "fen"), [("5分", 5), ("2角", 20), ("1.5万元", 1_500_000), ("1亿元", 10**10)])
def test_money_is_exact_in_fen(condition, written, fen):
    body = condition(f"合计(费.金额) > {written}").model.definitions["待查"].body
    assert body.right == t.Const(fen, MoneyType())


def test_half_a_fen_stays_a_fraction(condition):
    body = condition("合计(费.金额) > 0.005元").model.definitions["待查"].body
    assert body.right.value * 2 == 1


def test_values_carry_their_units(condition):
    body = condition("件.长 > 5个工作日").model.definitions["待查"].body
    assert body.right == t.Const(Duration(5, "WORKING_DAYS"), DurationType("WORKING_DAYS"))
    assert condition("件.数 > 1.5").model.definitions["待查"].body.right.value == Decimal("1.5")


def test_a_set_and_a_listed_value_say_the_same_both_ways(condition):
    one, other = (condition(text).model.definitions["待查"].body for text in ("件.名 属于 件.多", "件.多 包含 件.名"))
    assert one == other


def test_problems_are_values_with_facts(condition):
    [mismatch] = condition("件.数 = 5元").problems
    assert isinstance(mismatch, TypeMismatch)
    assert (mismatch.left_type.en, mismatch.right_type.en) == ("integer", "money")
    [unknown] = condition("件甲 = 甲 或 无此 = 1").problems[1:]
    assert isinstance(unknown, UnknownName)
    assert unknown.name == "无此"


def test_without_a_vocabulary_every_name_is_told_and_soon(files):
    law = "政策 法\n  位阶 法律\n" + "".join(
        f"规则 规{i}\n  归类 资格\n  依据 一\n  当 甲{i}.乙 = 丙 且 丁{i}.戊 = 己\n  准予\n" for i in range(1000))
    assert files({"a.policy": law}).codes == ["BB201"] * 2000
