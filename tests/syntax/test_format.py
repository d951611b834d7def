"""The canonical layout, by examples."""

from textwrap import dedent

import pytest

from bangban.source import Source
from bangban.syntax import tree
from bangban.syntax.format import WIDTH, format_expr, format_file
from bangban.syntax.parser import parse_expression

from .examples import codes, parsed


def formatted(text: str) -> str:
    return format_file(parsed(dedent(text).strip()))


def same(text: str) -> None:
    text = dedent(text).lstrip()
    assert format_file(parsed(text)) == text


def test_one_clause_a_line_in_half_width_signs() -> None:
    assert formatted("""
        政策　沧州（cangzhou）　标题“方案”
        规则 甲 归类 资格 绝对 依据 二（三）“自愿”，《民法典》第一条 当 服务.方式＝代办 且 费用.金额≥１００元
        要求 有 委托 否则 拒绝 "须委托。"
        """) == dedent("""\
        政策 沧州 (cangzhou)
          标题 "方案"

        规则 甲
          归类 资格
          绝对
          依据 二(三) "自愿", 《民法典》第一条
          当 服务.方式 = 代办 且 费用.金额 ≥ 100元
          要求 有 委托
          否则 拒绝 "须委托。"
        """)


def test_one_line_statements_of_a_kind_stand_together() -> None:
    same("""
        政策 a

        定义 甲 为 x
        定义 乙 于 费用 为 y

        # 丙
        定义 丙 为 z
        定义 丁 为 z

        不编码 一 "甲" 理由 宣示性
        不编码 二 "乙" 理由 「标题」 "序号。"
        """)


def test_comments_stay_where_they_stand() -> None:
    same("""
        # 头
        政策 a  # 名
          # 标题上
          标题 "b"  # 标题后
          #

        # ——— 一节

        规则 甲
          准予  # 后

        # 尾
        """.replace("  #\n", ""))


def test_a_comment_within_a_clause_goes_above_it() -> None:
    assert formatted('政策 a\n  依据 一, # 其一\n  二') == "政策 a\n  # 其一\n  依据 一, 二\n"


def test_wide_clauses_are_wrapped() -> None:
    text = formatted("""
        政策 a
        规则 甲
          依据 四(三)代办 "受申请人书面委托,分阶段、分环节提供部分或全程代办服务。",
          《电子签名法》第十三条, 《国务院关于在线政务服务的若干规定》第八条
          当 (作代办论 且 行为.种类 = 转委托) 或 (任一 费用 满足 (金额 > 0元
          且 依据位阶 属于 [规章, 规范性文件, 无]) 且 非 (名单在列 且 协办须本人登录 且 机构同义并用))
        """)
    assert text == dedent("""\
        政策 a

        规则 甲
          依据 四(三)代办 "受申请人书面委托,分阶段、分环节提供部分或全程代办服务。", 《电子签名法》第十三条,
              《国务院关于在线政务服务的若干规定》第八条
          当 (作代办论 且 行为.种类 = 转委托)
            或 (任一 费用 满足 (金额 > 0元 且 依据位阶 属于 [规章, 规范性文件, 无])
              且 非 (名单在列 且 协办须本人登录 且 机构同义并用))
        """)
    assert max(len(line) + sum(c > "\u2e80" for c in line) for line in text.splitlines()) <= WIDTH


@pytest.mark.parametrize("text", [
    "a 且 b 且 c", "(a 且 b) 且 c", "a 且 (b 且 c)", "a 且 (b 或 c)", "(a 或 b) 且 (c 或 d)", "非 (a 且 b)", "非 a = b",
    "(非 a) = b", "非 非 a", "(a = b) = c", "a + b - c", "a - (b - c)", "a + b * c", "(a + b) * c",
    "a / (b * c)", "-a + b", "-(a + b)", "a - -b", "有 a.b", "每个 费用 费 满足 (费.金额 > 0元)",
    "个数(材料 满足 (必需 且 非 已提供)) ≥ 1",
    "种数(事项.部门)", "查(名单, 键值, 列名) = 1", "a 介于 2020-01-01 至 决定日",
    "生日 满 18周岁", "x 包含全部 [甲, 乙]",
    "签收日 + 1个月 月末截断 ≥ 2020-01-31T09:30", "费用.依据 = 「标题」", "「记录」 = 记录.台账", "「两 词」 = `」`",
])
def test_parentheses_and_quotes_only_where_needed(text: str) -> None:
    node, problems = parse_expression(Source("x", text), "zh")
    assert not problems
    assert node is not None
    assert format_expr(node, "zh") == text


def test_superfluous_parentheses_and_quotes_go() -> None:
    node, _ = parse_expression(Source("x", "((a)) 且 (b = (1)) 且 「费用」.「依据」"), "zh")
    assert node is not None
    assert format_expr(node, "zh") == "a 且 b = 1 且 费用.依据"


def test_names_like_keywords_are_quoted_by_the_language_of_the_file() -> None:
    record = tree.Statement("RECORD", (tree.Label("案件", "case"),), (
        tree.Clause("FIELD", (tree.Label("类型", "type"), tree.Word("COLON"), tree.TypeRef((tree.Label("日期"),)))),))
    assert format_file(tree.File("zh", (record,))) == "记录 案件 (case)\n  字段 「类型」 (type): 日期\n"
    assert format_file(tree.File("en", (record,))) == "record 案件 (`case`)\n  field 类型 (`type`): 日期\n"


def test_the_decision_date_among_the_words_of_a_type() -> None:
    same("词汇 a\n\n记录 行为 (action)\n  字段 日期 (date): 日期 决定日 \"何日\"\n")
    same("vocabulary a\n\nrecord action\n  field date: date decision_date \"when\"\n")


def test_a_unit_after_a_range_is_quoted() -> None:
    file = tree.File("zh", (tree.Statement("PARAMETER", (
        tree.Label("x"), tree.Word("COLON"), tree.TypeRef((tree.Label("日"),)))),))
    assert parsed(format_file(file)) == file


def test_parentheses_belong_to_the_place_of_what_they_hold() -> None:
    text = "政策 a 适用范围 (a = b) 且 c 或 非 (d 或 e)"
    assert codes(text) == [("BB113", "(a = b) 且 c 或 非 (d 或 e)")]
