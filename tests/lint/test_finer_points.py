"""Where a rule speaks and where it keeps silent, beyond its own example."""

import pytest

from bangban.lint.example import example
from bangban.lint.rules import all_rules
from bangban.lint.run import lint
from bangban.policy.check import check

WARN = "规则 提示 (hint)\n  归类 程序\n  依据 《示例条例》第三条\n  当 {}\n  警示 \"请核对。\"\n"
SAY = "规则 提示 (hint)\n  归类 程序\n  依据 《示例条例》第三条\n  当 申请.加急\n  警示 \"{}\"\n"


def spoken(code, statements):
    rule = all_rules()[code]
    fileset = example(rule, statements)
    model, problems = check(fileset)
    assert [p.message() for p in problems if p.severity == "error"] == []
    return [p for p in lint(fileset, model) if p.code == code and p.span.source.name == "例.policy"]


@pytest.mark.parametrize(("code", "condition", "speaks"), [
    ("BB323", "2 = 3", True), ("BB323", "是", True), ("BB323", "申请.件数 = 3", False),
    ("BB325", "申请.方式 = 窗口 且 申请.方式 属于 [电话, 网上]", True),
    ("BB325", "申请.方式 = 窗口 且 申请.方式 不属于 [电话, 网上]", False), ("BB325", "申请.加急 且 非 申请.加急", True),
    ("BB325", "申请.件数 ≤ 3 且 申请.件数 ≥ 3", False), ("BB325", "申请.件数 < 3 且 申请.件数 ≥ 3", True),
    ("BB325", "申请.件数 介于 1 至 3 且 申请.件数 = 4", True), ("BB325", "申请.加急 或 非 申请.加急", False),
    ("BB326", "申请.方式 = 窗口 且 申请.方式 ≠ 电话", True), ("BB326", "申请.件数 > 8 或 申请.件数 > 3", True),
    ("BB326", "申请.件数 > 3 且 申请.件数 < 8", False), ("BB326", "申请.方式 ≠ 窗口 且 申请.方式 ≠ 电话", False),
    ("BB324", "(申请.加急 或 申请.自愿) 且 (申请.加急 或 申请.自愿)", True),
    ("BB335", "申请.方式 = 电话 或 申请.加急 或 申请.方式 = 网上", True),
    ("BB336", "申请.层级 属于 [市, 县]", False), ("BB338", "申请.件数 > 5 且 申请.件数 ≤ 10", False),
    ("BB340", "个数(材料) ≥ 1", False), ("BB340", "个数(材料 满足 (原件)) ≥ 2", False)])
def test_conditions(code, condition, speaks):
    assert bool(spoken(code, WARN.format(condition))) is speaks


@pytest.mark.parametrize(("code", "sentence", "speaks"), [
    ("BB366", "请核对,再办,然后归档。", False), ("BB366", "请核对，再办,然后归档。", True),
    ("BB366", "请核对ＡＢ。", True),
    ("BB357", "办理情况不明。", True), ("BB330", "请" * 121, True), ("BB330", "please " * 50, False)])
def test_sentences(code, sentence, speaks):
    assert bool(spoken(code, SAY.format(sentence))) is speaks


@pytest.mark.parametrize(("one", "other", "speaks"), [
    ("人工", "入工", True), ("账目", "帐目", True), ("项目l", "项目1", True), ("人工", "机器", False)])
def test_names_that_look_alike(one, other, speaks):
    assert bool(spoken("BB365", f"定义 {one} (a) 为 申请.加急\n定义 {other} (b) 为 申请.自愿\n")) is speaks


def test_a_parameter_that_begins_after_its_policy_has_a_gap():
    text = "参数 件数上限 (most): 整数\n  自 2024-03-01 = 5 依据 《示例条例》第三条\n"
    problem, = spoken("BB313", text + WARN.format("申请.件数 > 件数上限"))
    assert (problem.start, problem.end) == ("2024-01-01", "2024-02-29")


def test_a_refusal_that_rests_on_a_passage_set_aside_as_organisational_is_told(monkeypatch):
    monkeypatch.setattr(all_rules()["BB351"], "text_file", "第三条 大厅要设专区。\n")
    text = ("规则 地点 (place)\n  归类 程序\n  依据 第三条 \"大厅要设专区\"\n  当 申请.加急\n  禁止 \"请到专区。\"\n"
            "  下一步 \"到专区。\"\n不编码 第三条 \"大厅要设专区。\" 理由 机构义务 \"约束大厅。\"\n")
    assert len(spoken("BB351", text)) == 1


def test_a_fee_on_a_document_outside_the_set_is_taken_for_lawful():
    text = ("规则 复印收费 (copies)\n  归类 免费\n  依据 《某省条例》第五条\n  对每项 费 于 费用\n  当 费.法定\n"
            "  应收 费 1元 \"复印每件一元,可以自己复印。\"\n")
    assert spoken("BB307", text) == []


def test_an_exception_that_has_exceptions_does_not_swallow_its_rule():
    text = ("规则 不办 (no)\n  归类 程序\n  依据 《示例条例》第三条\n  当 申请.加急\n  禁止 \"请改日。\"\n"
            "  下一步 \"改日。\"\n例外 加急的 (urgent_ones) 对 不办\n  依据 《示例条例》第四条\n  当 申请.加急\n")
    assert len(spoken("BB353", text)) == 1
    assert spoken("BB353", f"{text}例外 仍不办 (still_no) 对 加急的\n  依据 《示例条例》第五条\n  当 申请.自愿\n") == []


def test_a_gap_of_days_between_amounts_is_no_single_value():
    def rule(name, bound):
        return (f"规则 {name}\n  归类 程序\n  依据 《示例条例》第三条\n  对每项 费 于 费用\n  当 费.金额 {bound}\n"
                f"  警示 \"请核对「{{费.名称}}」,{name}。\"\n")
    assert len(spoken("BB327", rule("小额 (small)", "< 10元") + rule("大额 (large)", "> 10元"))) == 1
    assert spoken("BB327", rule("小额 (small)", "< 10元") + rule("大额 (large)", "≥ 10元")) == []
