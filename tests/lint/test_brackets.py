"""Which brackets are idle: around what holds together anyway; and what is left when they are taken out."""

import pytest

from bangban.lint.brackets import idle_brackets
from bangban.lint.example import example
from bangban.lint.fixing import fixed, mend
from bangban.lint.rules import all_rules
from bangban.lint.run import lint
from bangban.policy.check import check
from bangban.problems import Fix
from bangban.source import Source
from bangban.syntax import tree
from bangban.syntax.read import read
from bangban.words import Both

RULE = all_rules()["BB332"]
HINT = "规则 提示 (hint)\n  归类 程序\n  依据 《示例条例》第三条\n  当 {}\n  警示 \"请核对。\"\n"


def without(condition: str) -> str:
    """The condition once every repair is made, again and again."""
    for _ in range(5):
        source = Source("例.policy", HINT.format(condition))
        file, problems = read(source)
        assert problems == []
        kept: list[Fix] = []
        for found in sorted(idle_brackets(file.statements[0]), key=lambda b: b.expr.span.start):
            span = found.expr.span
            if not kept or span.start >= kept[-1].span.end:
                kept.append(Fix(Both("", ""), span, found.without))
        condition = fixed(source.text, kept).split("当 ", 1)[1].split("\n  警示")[0].strip()
        if not kept:
            break
    return condition


@pytest.mark.parametrize(("written", "left"), [
    ("(甲)", "甲"), ("((甲))", "甲"), ("(甲 且 乙)", "甲 且 乙"), ("（甲 或 乙）", "甲 或 乙"),
    ("( 甲\n    且 乙 )", "甲\n    且 乙"), ("(甲) 且 (乙)", "甲 且 乙"),
    ("(甲 = 一) 且 (乙 ≠ 二)", "甲 = 一 且 乙 ≠ 二"),
    ("非(甲)", "非 甲"), ("(甲)且(乙)", "甲 且 乙"), ("非 ((甲 或 乙))", "非 (甲 或 乙)"),
    ("(甲) 或 (乙 且 丙)", "甲 或 (乙 且 丙)"),
    ("甲 且 (乙 且 丙)", "甲 且 乙 且 丙"), ("(甲 或 乙) 或 丙", "甲 或 乙 或 丙"),
    ("甲 且 ((乙 或 丙))", "甲 且 (乙 或 丙)"), ("甲 且 (乙 且 (丙 或 丁))", "甲 且 乙 且 (丙 或 丁)"),
    ("(任一 物 满足 (甲)) 且 (有 乙)", "任一 物 满足 (甲) 且 有 乙"), ("任一 物 满足 ((甲))", "任一 物 满足 (甲)"),
    ("个数(物 满足 ((甲 = 一))) ≥ 2", "个数(物 满足 (甲 = 一)) ≥ 2"), ("(个数(物)) ≥ (2)", "个数(物) ≥ 2"),
    ("查(表, (甲), 乙) = 一", "查(表, 甲, 乙) = 一"), ("甲 属于 [(一), 二]", "甲 属于 [一, 二]"),
    ("(甲) 介于 (1) 至 (2)", "甲 介于 1 至 2"), ("((甲 + 1) * 2 > 3)", "(甲 + 1) * 2 > 3"), ("甲 > -(1)", "甲 > -1"),
    ("甲>(1)", "甲>1")])
def test_idle(written, left):
    assert without(written) == left


@pytest.mark.parametrize("condition", [
    "甲 且 (乙 或 丙)", "(甲 且 乙) 或 丙", "(甲 = 一) 或 (乙 且 丙)", "非 (甲 或 乙)", "非 (甲 = 一)", "非 (非 甲)",
    "(甲 + 1) * 2 > 3", "(甲 * 2) + 1 > 3", "(甲 + 1) > 3", "1 - (-1) > 甲", "甲 - (乙 - 1) > 0", "-(甲 + 1) > 2",
    "(非 甲) 且 (乙 或 丙)", "任一 物 满足 (甲 且 乙)", "个数(物 满足 (甲)) ≥ 2", "(# 注\n    甲)"])
def test_not_idle(condition):
    assert without(condition) == condition


def test_an_amount_worked_out_stands_in_brackets():
    file, _ = read(Source("例.policy", "规则 甲 (a)\n  应收 费 (数量 * 5元)\n规则 乙 (b)\n  应收 费 ((数量 * 5元))\n"))
    assert [[b.without for b in idle_brackets(s)] for s in file.statements] == [[], ["(数量 * 5元)"]]


def test_values_of_options_and_definitions_too():
    file, _ = read(Source("例.policy", "选项 甲 (a): 整数 = (3)\n定义 乙 (b) 为 (丙)\n"))
    assert [[b.without for b in idle_brackets(s)] for s in file.statements] == [["3"], ["丙"]]


def test_the_repair_keeps_what_is_decided():
    fileset = example(RULE, HINT.format("((申请.加急) 且 ((申请.自愿) 且 (申请.件数 = 3 或 (申请.方式 = 电话))))"))
    mended = mend(fileset, lambda s: [p for p in lint(s, check(s)[0]) if p.code == "BB332"])
    assert "当 申请.加急 且 申请.自愿 且 (申请.件数 = 3 或 申请.方式 = 电话)\n" in mended.fileset.files[0].source.text
    assert isinstance(mended.fileset.files[0].file, tree.File)


def test_yaml_conditions_too():
    text = "政策: 例 (ex)\n声明:\n  - 规则: 提示 (hint)\n    当: '(申请.加急)'\n"
    file, problems = read(Source("例.policy.yaml", text))
    assert problems == []
    assert [b.without for s in file.statements for b in idle_brackets(s)] == ["申请.加急"]
