"""Facts that two vocabularies read differently: told one by one, and no proof, exit code or gate passes over them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bangban import loads
from bangban.cli import main

pytest.importorskip("z3")

from bangban.compare import Comparison, compare

from .small import RULES, WORDS, plain, text, write

MODE = "枚举 [电话 (phone), 网络 (online)]"
WILLING = "自愿 (voluntary): 是非"
AGE = "整数 0 至 120 可无 敏感"


def with_words(*swaps: tuple[str, str], old: str = WORDS) -> str:
    words = old
    for before, after in swaps:
        assert before in words
        words = words.replace(before, after)
    return words


def read(old: str, new: str) -> Comparison:
    return compare(loads(text(RULES, old)).model, loads(text(RULES, new)).model)


@pytest.mark.parametrize(("before", "after", "fact", "said"), [
    (WILLING, f"{WILLING} 认定", "申请.自愿", "加了「认定」:没有写的,新版当作没有,旧版当作不知道"),
    (WILLING, f"{WILLING} 可无", "申请.自愿", "加了「可无」"),
    (AGE, AGE.replace(" 可无", ""), "申请.年龄", "去掉了「可无」"),
    ("日期 决定日", "日期", "申请.日期", "去掉了「决定日」:只有旧版按这一天判"),
    ("0 至 120", "0 至 99", "申请.年龄", "范围由 0 至 120 改为 0 至 99"),
    ("0 至 120", "1 至 130", "申请.年龄", "范围由 0 至 120 改为 1 至 130"),
    ("整数 0", "小数 0", "申请.年龄", "类型由整数改为小数"),
    ("年龄 (age): 整数 0 至 120", "年龄 (age): 文本", "申请.年龄", "类型由整数改为文本"),
    (MODE, f"{MODE} 开放", "申请.方式", "加了「开放」"),
    (MODE, MODE.replace("online", "web"), "申请.方式", "取值的英文名变了:网络"),
    ("(voluntary)", "(willing)", "申请.自愿", "英文名由 voluntary 改为 willing"),
    ("  字段 金额", "  字段 押金 (deposit): 金额\n  字段 金额", "费用", "每一项的金额由「金额」改为「押金」"),
    ("  字段 名称", "  字段 备注 (remark): 文本\n  字段 名称", "费用", "每一项的名称由「名称」改为「备注」"),
    ("列表 费用 (fees)", "列表 费用 (fees): 认定", "费用", "加了「认定」"),
])
def test_what_is_read_differently(before: str, after: str, fact: str, said: str) -> None:
    words = with_words((before, after))
    forth, back = read(WORDS, words), read(words, WORDS)
    assert [r.name.zh for r in forth.readings] == [r.name.zh for r in back.readings] == [fact]
    assert said in forth.readings[0].all_changed.zh
    for comparison in (forth, back):
        assert not comparison.equivalent
        assert comparison.decisions_change


def test_a_value_that_is_gone() -> None:
    only = with_words((MODE, "枚举 [电话 (phone)]"))
    assert [r.all_changed.zh for r in read(WORDS, only).readings] == ["不再有的取值:网络"]
    back = read(only, WORDS)
    assert not back.readings  # a new value is a new situation
    assert back.situations


def test_the_order_of_values_that_are_ordered() -> None:
    ordered = with_words((MODE, f"{MODE} 有序"))
    assert read(WORDS, ordered).readings[0].changed[0].zh == "取值的次序变了"
    turned = with_words(("电话 (phone), 网络 (online)", "网络 (online), 电话 (phone)"), old=ordered)
    assert [r.all_changed.zh for r in read(ordered, turned).readings] == ["取值的次序变了"]


def test_the_decision_date_that_moves() -> None:
    two = with_words(("日期 (date): 日期 决定日", "日期 (date): 日期 决定日\n  字段 收到日 (received): 日期"))
    moved = with_words(("日期 决定日", "日期"), ("received): 日期", "received): 日期 决定日"), old=two)
    assert [r.name.zh for r in read(two, moved).readings] == ["申请.日期", "申请.收到日"]
    gone = with_words(("  字段 日期 (date): 日期 决定日\n", ""))
    assert [r.name.zh for r in read(WORDS, gone).readings] == ["申请.日期"]
    assert [r.name.zh for r in read(gone, WORDS).readings] == ["申请.日期"]


def test_what_no_decision_depends_on() -> None:
    for words in (with_words((" 敏感", "")), with_words(("  字段 名称", "  字段 多少 (count): 整数\n  字段 名称")),
                  with_words(("  字段 日期", "  字段 紧急 (urgent): 是非\n  字段 日期"))):
        assert not read(WORDS, words).readings
        assert read(WORDS, words).equivalent


def test_a_renamed_fact_is_not_read_differently() -> None:
    new = loads(text(RULES, WORDS).replace("自愿 (voluntary): 是非", "本人同意 (voluntary): 是非").replace(
        "要求 申请.自愿", "要求 申请.本人同意")).model
    assert not compare(plain().model, new, renamed={("申请", "自愿"): ("申请", "本人同意")}).readings


# ---------------------------------------------------------------- a case of it

FREE = """  对每项 费 于 费用
  免收 费
"""
CHARGED = """  对每项 费 于 费用
  应收 费 10元 "按标准收。"
"""
DEPOSIT = ("  字段 金额", "  字段 押金 (deposit): 金额 0元 至 1000元\n  字段 金额")


def test_what_is_not_said_is_unknown_to_one_and_absent_to_the_other() -> None:
    finding = with_words((WILLING, "自愿 (voluntary): 是非 认定"))
    rules = RULES.replace("  要求 申请.自愿\n  否则 拒绝", "  当 申请.自愿\n  禁止")
    forth, back = (compare(loads(text(rules, one)).model, loads(text(rules, other)).model)
                   for one, other in ((WORDS, finding), (finding, WORDS)))
    for comparison, verdicts in ((forth, ("pending", "permit")), (back, ("permit", "pending"))):
        case = comparison.readings[0].case
        assert case is not None
        assert (case.old.verdict, case.new.verdict) == verdicts
        assert "自愿" not in case.facts["申请"]


LAST = WORDS + "  字段 押金 (deposit): 金额 0元 至 1000元\n"


def charged(amount: str) -> str:
    return RULES.replace(FREE, CHARGED.replace("10元", amount))


def test_another_amount_is_charged() -> None:
    comparison = compare(loads(text(charged("10元"), LAST)).model,
                         loads(text(charged("10元"), with_words(DEPOSIT))).model)
    case = comparison.readings[0].case
    assert case is not None
    assert case.old.verdict != case.new.verdict


def test_cases_that_the_evaluators_do_not_bear_out_are_no_fault(tmp_path: Path,
                                                                capsys: pytest.CaptureFixture[str]) -> None:
    """The formulas read amounts in the order of one version: a case they give need not be one."""
    old, new = text(charged("10元"), LAST), text(charged("12元"), with_words(DEPOSIT))
    comparison = compare(loads(old).model, loads(new).model)
    assert comparison.unproven
    assert not {c.code for c in comparison.changes} & {*comparison.unproven}
    one = str(write(tmp_path / "旧", charged("10元"), LAST))
    other = str(write(tmp_path / "新", charged("12元"), with_words(DEPOSIT)))
    code, said = run(capsys, "compare", one, other)
    assert (code, "因读法变了没有能证明的:新增许可" in said) == (1, True)
    declared = tmp_path / "甲.changes.yaml"
    declared.write_text("读法: [费用]\n变更:\n  - 名称: 收费\n    类别: 收费变化\n", "utf-8")
    code, said = run(capsys, "compare", one, other, "--only-declared", str(declared))
    assert (code, "BB537" in said) == (1, True)


# ---------------------------------------------------------------- the command

def run(capsys: pytest.CaptureFixture[str], *args: str, lang: str = "zh") -> tuple[int, str]:
    code = main([*args, "--lang", lang, "--no-color"])
    printed = capsys.readouterr()
    return code, printed.out + printed.err


@pytest.fixture
def versions(tmp_path: Path) -> tuple[str, str]:
    narrowed = with_words(("0 至 120", "0 至 99"))
    return str(write(tmp_path / "旧")), str(write(tmp_path / "新", RULES, narrowed))


def test_the_conclusion_proves_no_more_than_it_can(versions: tuple[str, str],
                                                   capsys: pytest.CaptureFixture[str]) -> None:
    code, said = run(capsys, "compare", *versions)
    assert code == 1
    assert "依据也不变" not in said
    assert "只对两版读法相同的事实证明了没有决定改变" in said
    assert "申请.年龄: 范围由 0 至 120 改为 0 至 99" in said
    code, said = run(capsys, "compare", *versions, lang="en")
    assert "request.age: its range was 0 to 120 and is 0 to 99" in said
    assert "only for facts that both versions read alike" in said


@pytest.mark.parametrize("format_", ["json", "github", "gitlab", "sarif", "junit", "markdown"])
def test_every_format_tells_it(versions: tuple[str, str], capsys: pytest.CaptureFixture[str], format_: str) -> None:
    code, said = run(capsys, "compare", *versions, "--format", format_)
    assert code == 1
    assert "范围由 0 至 120 改为 0 至 99" in said
    if format_ == "json":
        data = json.loads(said)
        assert data["equivalent"] is False
        assert data["read_differently"] == [
            {"fact": "申请.年龄", "changed": ["范围由 0 至 120 改为 0 至 99"], "case": None}]


@pytest.mark.parametrize("gate", ["--no-new-permission", "--no-lost-exemption"])
def test_no_gate_passes_over_it(versions: tuple[str, str], capsys: pytest.CaptureFixture[str], gate: str) -> None:
    code, said = run(capsys, "compare", *versions, gate)
    assert (code, "BB537" in said) == (1, True)


@pytest.mark.parametrize(("file", "code", "told"), [
    ("变更: []\n", 1, "BB537"), ("读法: [申请.年龄]\n", 0, "关卡全部通过"),
    ("读法:\n  - 申请.年龄\n变更: []\n", 0, "关卡全部通过"), ("readings: [request.age]\n", 0, "关卡全部通过"),
    ("读法: [申请.年龄, 申请.自愿]\n", 1, "BB538"), ("读法: {申请.年龄: 窄}\n", 2, "读法")])
def test_it_may_be_declared(versions: tuple[str, str], capsys: pytest.CaptureFixture[str], tmp_path: Path, file: str,
                            code: int, told: str) -> None:
    (tmp_path / "甲.changes.yaml").write_text(file, "utf-8")
    found, said = run(capsys, "compare", *versions, "--only-declared", str(tmp_path / "甲.changes.yaml"))
    assert (found, told in said) == (code, True)
