"""Case files: facts as plain data, names and citations by the grammar, every place kept."""

from decimal import Decimal
from pathlib import Path
from textwrap import dedent

import pytest

from bangban.source import Source
from bangban.syntax import tree
from bangban.syntax.from_cases import CaseText, parse_cases

from .examples import CASES, name_of, source_of


def read(text: str) -> tuple[list[CaseText], list[tuple[str, str]]]:
    cases, problems = parse_cases(Source("x.cases.yaml", dedent(text).lstrip()))
    return cases, [(p.code, p.span.text) for p in problems]


@pytest.mark.parametrize("path", CASES, ids=name_of)
def test_cases_of_the_repository(path: Path) -> None:
    cases, problems = parse_cases(source_of(path))
    assert not problems
    assert cases
    assert all(case.title_span.text.strip("'") == case.title for case in cases)


def test_a_whole_case() -> None:
    (case,), problems = read("""
        用例:
          - 名称: 甲
            基于: 底本
            说明: 一句话
            已知:
              服务: {方式: 代办, 自愿: true, 次数: 3, 日期: 2025-01-02}
              费用: [{金额: 1.50, 名称: 'null'}, {金额: null}]
            未知: [申请.自愿, '费用[1].金额']
            应为: 待补正
            因: [不得收费, 免费.法定]
            不因: 标题
            引用: ['二(三)', '《民法典》第一条 "无偿"', 三]
        """)
    assert not problems
    assert (case.title, case.based_on, case.note, case.expect, case.lang) == ("甲", "底本", "一句话", "pending", "zh")
    assert case.given == {
        "服务": {"方式": "代办", "自愿": True, "次数": 3, "日期": "2025-01-02"},
        "费用": [{"金额": Decimal("1.50"), "名称": "null"}, {"金额": None}]}
    assert [p.parts for p in case.unset] == [("申请", "自愿"), ("费用", 1, "金额")]
    assert [p.parts for p in case.because] == [("不得收费",), ("免费", "法定")]
    assert [p.parts for p in case.not_because] == [("标题",)]
    assert case.cites == (tree.Cite(None, "二(三)"), tree.Cite("民法典", "第一条", "无偿"), tree.Cite(None, "三"))


def test_places() -> None:
    (case,), _ = read("用例:\n  - 名称: 甲\n    已知: {费用: [{金额: 1}, {金额: '2'}]}\n    应为: 拒绝\n    因: [乙]\n")
    assert case.title_span.text == "甲"
    assert case.expect_span.text == "拒绝"
    assert case.because[0].span.text == "乙"
    assert case.fact_span(("费用", 1, "金额")).text == "'2'"
    assert case.fact_span(("费用", 1, "名称")).text == "{金额: '2'}"
    assert case.fact_span(("没有",)).text == "{费用: [{金额: 1}, {金额: '2'}]}"


def test_english() -> None:
    (case,), problems = read("""
        cases:
          - name: One
            given: {request: {of_own_accord: false}}
            expect: deny
            because: [of_own_accord, title]
            cites: [2(a)]
        """)
    assert not problems
    assert (case.expect, case.lang, len(case.because)) == ("deny", "en", 2)


@pytest.mark.parametrize(("text", "found"), [
    ("用例:\n  - 应为: 拒绝", [("BB141", "应为")]),
    ("用例:\n  - 名称: 甲", [("BB141", "甲")]),
    ("用例:\n  - 名称: 甲\n    应为: 驳回", [("BB142", "驳回")]),
    ("用例:\n  - 名称: 甲\n    应为: permit", [("BB142", "permit")]),
    ("用例:\n  - 名称: 甲\n    应为: 拒绝\n  - 名称: 甲\n    应为: 拒绝", [("BB143", "甲")]),
    ("用例:\n  - 名称: 甲\n    应当: 拒绝\n    因: [乙]", [("BB127", "应当")]),
    ("用例:\n  - 名称: 甲\n    应为: 拒绝\n    已知: [1]", [("BB128", "[1]")]),
    ("用例:\n  - 名称: [甲]\n    应为: 拒绝", [("BB128", "[甲]")]),
    ("用例:\n  - 名称: 甲\n    因: ['乙 丙']", [("BB110", "丙")]),
    ("用例:\n  - 甲", [("BB128", "甲")]),
    ("用例: 甲", [("BB140", "用例")]),
    ("甲: 乙", [("BB140", "甲: 乙")]),
    ("", [("BB140", "")]),
])
def test_wrong(text: str, found: list[tuple[str, str]]) -> None:
    assert read(text)[1] == found
