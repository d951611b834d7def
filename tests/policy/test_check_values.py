"""Vocabularies, options, parameters and tables."""

import datetime as dt
from decimal import Decimal
from fractions import Fraction

import pytest

from bangban.policy.types import DurationType, EnumType, ListType, ManyType, NumberType, RecordType, SetType
from bangban.policy.values import Duration

# ---------------------------------------------------------------- vocabulary


@pytest.mark.parametrize(("type_", "code", "place"), [
    ("枚举", "BB211", "枚举"), ("枚举 []", "BB211", "枚举 []"), ("枚举 [子, 子]", "BB212", "子"),
    ("枚举 [子 (x), 丑 (x)]", "BB212", "丑 (x)"), ("整数 5 至 1", "BB213", "5 至 1"),
    ("文本 1 至 5", "BB213", "文本 1 至 5"),
    ("时长", "BB211", "时长"), ("集合", "BB211", "集合"), ("集合 整数", "BB211", "集合 整数"),
    ("整数 文本", "BB211", "整数 文本"),
    ("有序 整数", "BB211", "有序 整数"), ("是非 [子]", "BB211", "是非 [子]"), ("可无", "BB211", "可无"),
    ("整树", "BB210", "整树"),
    ("小类 有序", "BB211", "小类 有序"), ("日期 决定日", "BB214", "字段 新: 日期 决定日"),
    ("文本 决定日", "BB214", "字段 新: 文本 决定日"),
])
def test_types_that_are_none(law, type_, code, place):
    more = f"词汇 更多\n类型 小类: 枚举 [子, 丑]\n记录 他\n  字段 新: {type_}\n"
    assert law("", 词汇二=more).told == [(code, place)]


@pytest.mark.parametrize(("statement", "code", "place"), [
    ("记录 深.一\n  字段 a: 是非", "BB215", "深.一"), ("记录 件\n  字段 a: 是非", "BB202", "件"),
    ("列表 件.附\n  字段 a: 是非", "BB202", "件.附"), ("记录 他\n  字段 a: 是非\n  字段 a: 是非", "BB202", "a"),
    ("记录 他: 决定日\n  字段 a: 是非", "BB216", "决定日"), ("类型 日期: 枚举 [子]", "BB202", "日期"),
    ("记录 件.新 (fresh)\n  字段 a: 是非", "BB237", "件.新 (fresh)"),
    ("记录 a.b.c.d.e.f.g.h.i\n  字段 a: 是非", "BB236", "a.b.c.d.e.f.g.h.i"),
])
def test_groups_that_cannot_stand(law, statement, code, place):
    assert law("", 词汇二=f"词汇 更多\n{statement}\n").told == [(code, place)]


def test_the_tree_of_facts(law):
    model = law("", 词汇二="""词汇 更多
类型 颜色 (colour): 枚举 有序 [浅 (light), 深 (dark)]
列表 物.件 (things.parts): 认定
  字段 色 (shade): 颜色 可无
记录 物 (things): 敏感
  字段 色 (colours): 集合 颜色
  字段 量 (amounts): 多项 小数
  字段 期 (term): 时长 0小时 至 72小时
  字段 数 (count): 整数 -5 至 5 认定
""").model
    assert model.decision_date == ("件", "日")
    things = model.vocabulary.get("things")
    assert things.sensitive
    record = things.type
    assert isinstance(record, RecordType)
    assert [f.name.zh for f in record.fields] == ["色", "量", "期", "数", "件"]
    colours, amounts, term, count, parts = (f.type for f in record.fields)
    assert isinstance(colours, SetType)
    assert isinstance(colours.of, EnumType)
    assert colours.of.name.en == "colour"
    assert colours.of.ordered
    assert amounts == ManyType(NumberType(whole=False))
    assert term == DurationType("HOURS")
    assert (count.low, count.high) == (-5, 5)
    assert isinstance(parts, ListType)
    assert parts.of.name.en == "things.parts"
    assert record.get("parts").finding
    assert parts.of.get("shade").optional


# ---------------------------------------------------------------- options

@pytest.mark.parametrize(("written", "value"), [
    ("是非 = 否", False), ("枚举 [子 (x), 丑 (y)] = y", "丑"), ("整数 = -3", -3), ("小数 = 1.5", Decimal("1.5")),
    ("日期 = 2020-01-02", dt.date(2020, 1, 2)), ("金额 = 0.005元", Fraction(1, 2)), ("文本 = \"a\"", "a"),
    ("时长 = 3个月 月末截断", Duration(3, "MONTHS", "CLIP")), ("集合 [子, 丑] = [丑]", frozenset({"丑"})),
])
def test_defaults(law, written, value):
    checked = law(f"选项 甲选: {written}\n")
    assert checked.told == []
    assert checked.model.options["甲选"].default == value


@pytest.mark.parametrize(("written", "code", "place"), [
    ("是非 = 1", "BB270", "1"), ("枚举 [子, 丑] = 寅", "BB205", "寅"), ("整数 0 至 5 = 9", "BB271", "9"),
    ("金额 = 5", "BB270", "5"),
    ("整数 = 1.5", "BB270", "1.5"), ("时长 日 = 5个工作日", "BB270", "5个工作日"),
    ("日期 = 2020-01-01T09:00", "BB270", "2020-01-01T09:00"),
])
def test_defaults_of_another_type(law, written, code, place):
    assert law(f"选项 甲选: {written}\n").told == [(code, place)]


@pytest.mark.parametrize(("type_", "given", "value"), [
    ("枚举 [子 (x), 丑] = 丑", "x", "子"), ("日期 = 2020-01-01", "2021-02-03", dt.date(2021, 2, 3)),
    ("金额 = 1元", "12.50", 1250),
    ("整数 = 1", 7, 7), ("集合 [子, 丑] = []", ["子"], frozenset({"子"})),
    ("时长 = 3个月 月末截断", "2个月", Duration(2, "MONTHS", "CLIP")),
])
def test_options_chosen_at_load(law, type_, given, value):
    checked = law(f"选项 甲选 (choice): {type_}\n", options={"choice": given})
    assert checked.told == []
    assert checked.model.options["甲选"].value == value
    assert checked.model.digest != law(f"选项 甲选 (choice): {type_}\n").model.digest


@pytest.mark.parametrize(("options", "code"), [
    ({"无此": 1}, "BB274"), ({"甲选": "寅"}, "BB275"), ({"甲选": 3}, "BB275"), ({"甲选": None}, "BB275")])
def test_options_given_wrongly(law, options, code):
    checked = law("选项 甲选: 枚举 [子, 丑] = 丑\n", options=options)
    assert checked.codes == [code]
    assert checked.model.options["甲选"].value == "丑"


# ---------------------------------------------------------------- parameters

def test_a_parameter_has_values_by_date(law):
    checked = law("参数 期限: 时长\n  自 2021-01-01 = 5个工作日  依据 一, 《别法》二\n"
                  "  自 2020-01-01 至 2020-06-30 = 3个工作日\n")
    assert checked.told == []
    parameter = checked.model.parameters["期限"]
    assert parameter.type == DurationType("WORKING_DAYS")
    assert parameter.at(dt.date(2019, 1, 1)) is None
    assert parameter.at(dt.date(2020, 6, 30)).value == Duration(3, "WORKING_DAYS")
    assert parameter.at(dt.date(2020, 7, 1)) is None
    assert [str(c) for c in parameter.at(dt.date(2022, 1, 1)).citations] == ["《某法》一", "《别法》二"]


@pytest.mark.parametrize(("values", "code", "place"), [
    ("", "BB276", "数"), ("  自 2020-01-01\n", "BB278", "自 2020-01-01"), ("  自 2020-01-01 = 5元\n", "BB270", "5元"),
    ("  自 2020-01-01 = 1\n  自 2020-01-01 = 2\n", "BB277", "自 2020-01-01 = 2"),
    ("  自 2020-05-01 = 2\n  自 2020-01-01 至 2020-06-01 = 1\n", "BB277", "自 2020-05-01 = 2"),
])
def test_parameters_that_cannot_stand(law, values, code, place):
    assert law("参数 数: 整数\n" + values).told == [(code, place)]


def test_months_of_a_parameter_say_what_month_ends_do(law):
    use = "定义 待查 为 决定日 + 期限 > 件.日\n"
    assert law("参数 期限: 时长\n  自 2020-01-01 = 1个月\n" + use).told == [("BB226", "期限")]
    assert law("参数 期限: 时长\n  自 2020-01-01 = 1个月 月末顺延\n" + use).told == []


# ---------------------------------------------------------------- tables

TABLE = "名录 表 (table)\n  列 名 (name): 文本\n  列 类 (sort): 枚举 [水 (water), 电 (power)]\n"


def test_a_table_written_out(law):
    checked = law(TABLE + "  键 name\n  行 \"a\", 水\n  行 \"b\", power\n"
                  "定义 待查 为 件.名 属于 table 且 查(表, 件.名, sort) = 水\n")
    assert checked.told == []
    assert checked.model.tables["表"].rows == {"a": {"名": "a", "类": "水"}, "b": {"名": "b", "类": "电"}}


@pytest.mark.parametrize(("text", "told"), [
    ("名录 表\n", [("BB282", "表")]),
    (TABLE + "  行 \"a\", 水\n", [("BB282", "表 (table)")]),
    (TABLE + "  键 名\n", [("BB282", "表 (table)")]),
    (TABLE + "  键 别\n  行 \"a\", 水\n", [("BB282", "别")]),
    (TABLE + "  键 名\n  行 \"a\", 水\n  行 \"a\", 电\n", [("BB284", "\"a\"")]),
    (TABLE + "  键 名\n  行 \"a\"\n  行 5, 火\n", [("BB283", "行 \"a\""), ("BB270", "5"), ("BB205", "火")]),
    (TABLE + "  键 名\n  用途 工作日历\n  行 \"a\", 水\n", [("BB287", "工作日历")]),
    (TABLE + "  键 名\n  行 \"a\", 水\n定义 待查 为 件.种类 属于 表\n", [("BB273", "件.种类")]),
    (TABLE + "  键 名\n  行 \"a\", 水\n定义 待查 为 查(表, 件.名, 类别) = 水\n", [("BB272", "类别")]),
    (TABLE + "  键 名\n  行 \"a\", 水\n定义 待查 为 查(表二, 件.名, 类) = 水\n", [("BB201", "表二")]),
    (TABLE + "  键 名\n  行 \"a\", 水\n定义 待查 为 表 = 1\n", [("BB208", "表")]),
])
def test_tables_that_cannot_stand(law, text, told):
    assert law(text).told == told


CSV_TABLE = ("政策 法\n  位阶 法律\n名录 历\n  列 日 (day): 日期\n  列 班 (works): 是非\n"
             "  键 日\n  用途 工作日历\n  来自 \"历.csv\"\n")


def from_csv(files, text):
    return files({"法.policy": CSV_TABLE}, tables={"法.policy\n历.csv": text})


def test_a_table_from_csv(files):
    checked = from_csv(files, "\ufeffworks,日\n\"否\",2024-10-01\n\nyes,2024年9月29日\n")
    assert checked.told == []
    assert {k: v["班"] for k, v in checked.model.tables["历"].rows.items()} == {
        dt.date(2024, 10, 1): False, dt.date(2024, 9, 29): True}


@pytest.mark.parametrize(("text", "told"), [
    ("日,班\n2024-10-32,否\n2024-10-01,也许\n", [("BB285", "2024-10-32"), ("BB285", "也许")]),
    ("日,班\n2024-10-01,否\n2024-10-01,是\n", [("BB284", "2024-10-01")]),
    ("日,班\n2024-10-01\n", [("BB283", "2024-10-01")]),
    ("日,工\n2024-10-01,否\n", [("BB286", "工")]),
    ("日\n", [("BB286", "日")]),
    ("", [("BB286", "")]),
])
def test_faults_stand_at_their_cell(files, text, told):
    checked = from_csv(files, text)
    assert checked.told == told
    assert {p.span.source.name for p in checked.problems} == {"历.csv"}
