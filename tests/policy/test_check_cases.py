"""Cases: facts along 基于, expectations, and what is wrong with them."""

import datetime as dt
from decimal import Decimal

import pytest

RULES = ("规则 甲规 (rule_a)\n  归类 资格\n  依据 二\n  依据 《别法》第一条\n  准予\n  除非 内例 (inner): 件.急\n"
         "例外 外例 对 甲规\n  当 件.急\n")


def test_facts_are_plain_and_under_canonical_names(law):
    checked = law(RULES + """用例 "一"
  已知 matter.kind = second; 件.款 = 1.5万元; 件.日 = 2020-01-02; 件.集 = [红]; 件.急 = 否; 件.地 = "南";
       费[1].name = "a"; 费[1].金额 = 5元; 费[2].金额 = 6元
  应为 准予 因 rule_a, 内例, 甲规.inner, 外例 引用 二, 《别法》第一条
""")
    assert checked.told == []
    [case] = checked.model.cases
    assert case.facts == {
        "件": {"种类": "second", "款": Decimal(15000), "日": dt.date(2020, 1, 2), "集": ["红"], "急": False,
               "地": "南"},
        "费": [{"名": "a", "金额": Decimal(5)}, {"金额": Decimal(6)}]}
    assert (case.verdict, case.because) == ("permit", ("甲规", "内例", "外例"))
    assert [str(c) for c in case.cites] == ["《某法》二", "《别法》第一条"]


def test_a_case_starts_from_another(law):
    cases = {c.title: c.facts for c in law(RULES + """用例 "三" 基于 "二" 已知 费 = [] 应为 拒绝
用例 "二" 基于 "一" 已知 费[2].名 = "c"; 件.名 = "x" 未知 件.急, 费[1] 应为 拒绝
用例 "一" 已知 件.急 = 是; 件.数 = 1; 费[1].名 = "a"; 费[2].名 = "b" 应为 拒绝
""").model.cases}
    assert cases["一"] == {"件": {"急": True, "数": 1}, "费": [{"名": "a"}, {"名": "b"}]}
    assert cases["二"] == {"件": {"数": 1, "名": "x"}, "费": [{"名": "c"}]}
    assert cases["三"] == {"件": {"数": 1, "名": "x"}, "费": []}


YAML = """用例:
  - 名称: 甲
    已知: {件: {kind: first, 款: 1.50}, fees: [{name: a}, {name: b}]}
    应为: 准予
    因: [甲规]
    引用: ['二']
  - 名称: 乙
    基于: 甲
    已知: {matter: {急: true}, 费: [{名: c}]}
    未知: [件.款]
    应为: 拒绝
"""


def test_yaml_cases_belong_to_the_policy_beside_them(files):
    vocabulary = ("词汇 词\n记录 件 (matter)\n  字段 种类 (kind): 枚举 [甲 (first)]\n  字段 款: 金额\n"
                  "  字段 急: 是非\n列表 费 (fees)\n  字段 名 (name): 文本\n")
    law = "政策 法\n  标题 \"某法\"\n  位阶 法律\n" + RULES
    checked = files({"词汇.policy": vocabulary, "法.policy": law, "法.cases.yaml": YAML})
    assert checked.told == []
    first, second = (c for c in sorted(checked.model.cases, key=lambda c: c.title, reverse=True))
    assert first.facts == {"件": {"种类": "first", "款": first.facts["件"]["款"]}, "费": [{"名": "a"}, {"名": "b"}]}
    assert second.facts == {"件": {"种类": "first", "急": True}, "费": [{"名": "c"}]}
    assert first.cites[0].document == "某法"


def test_wrong_facts_of_yaml_are_told_where_they_stand(files):
    text = "用例:\n  - 名称: 甲\n    已知: {件: {怪: 1, 数: 200}, fees: [{name: 5}]}\n    应为: 准予\n"
    vocabulary = "词汇 词\n记录 件\n  字段 数: 整数 0 至 100\n列表 费 (fees)\n  字段 名 (name): 文本\n"
    checked = files({"词汇.policy": vocabulary, "法.cases.yaml": text})
    assert checked.told == [("BB411", "1"), ("BB414", "200"), ("BB412", "5")]


@pytest.mark.parametrize(("case", "told"), [
    ("用例 \"一\" 已知 件.急 = 是", [("BB141", "\"一\"")]),
    ("用例 \"一\" 基于 \"零\" 应为 准予", [("BB268", "\"零\"")]),
    ("用例 \"a\" 基于 \"b\" 应为 准予\n用例 \"b\" 基于 \"a\" 应为 准予\n用例 \"c\" 基于 \"a\" 应为 准予",
     [("BB269", "\"b\"")]),
    ("用例 \"一\" 应为 准予\n用例 \"一\" 应为 拒绝", [("BB143", "\"一\"")]),
    ("用例 \"一\" 应为 许可", [("BB142", "许可")]),
    ("用例 \"一\" 因 甲归 不因 甲规.没有", [("BB259", "甲归"), ("BB259", "甲规.没有")]),
    ("用例 \"一\" 引用 三", [("BB288", "三")]),
    ("用例 \"一\" 已知 件.方 = 甲 应为 准予", [("BB204", "件.方")]),
    ("用例 \"一\" 已知 种类 = 甲 应为 准予", [("BB201", "种类")]),
    ("用例 \"一\" 已知 件.种类 = 丁 应为 准予", [("BB413", "丁")]),
    ("用例 \"一\" 已知 件.种类 = \"甲\" 应为 准予", [("BB206", "\"甲\"")]),
    ("用例 \"一\" 已知 件.名 = 甲 应为 准予", [("BB217", "甲")]),
    ("用例 \"一\" 已知 件.数 = 500 应为 准予", [("BB414", "500")]),
    ("用例 \"一\" 已知 件.急 = 1 + 2 应为 准予", [("BB266", "1 + 2")]),
    ("用例 \"一\" 已知 件.急 = 是; 件.urgent = 否 应为 准予", [("BB235", "件.urgent")]),
    ("用例 \"一\" 已知 费.名 = \"a\" 应为 准予", [("BB267", "费.名")]),
    ("用例 \"一\" 已知 费[2].名 = \"a\" 应为 准予", [("BB267", "费[2].名")]),
    ("用例 \"一\" 已知 件[1].名 = \"a\" 应为 准予", [("BB267", "件[1].名")]),
    ("用例 \"一\" 未知 件.无 应为 准予", [("BB204", "件.无")]),
])
def test_one_mistake_in_a_case(law, case, told):
    assert law(RULES + case + "\n").told == told


def test_a_long_chain_of_cases_is_no_trouble(law):
    chain = "".join(f"用例 \"{i}\" 基于 \"{i + 1}\" 已知 件.数 = {i % 100} 应为 准予\n" for i in range(1500))
    checked = law(RULES + chain + "用例 \"1500\" 已知 件.急 = 是 应为 准予\n")
    assert checked.told == []
    assert next(c for c in checked.model.cases if c.title == "0").facts == {"件": {"急": True, "数": 0}}
