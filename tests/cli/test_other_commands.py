"""explain, checklist, test, sources, exceptions: each in text and JSON, in both languages, with its exit codes."""

import json

import pytest

from .desk import GOOD, changed

# ---------------------------------------------------------------- explain


def test_explain_goes_down_to_the_atoms_with_their_values(run, desk, facts):
    result = run("explain", desk, facts(), "--rule", "可以办理")
    assert result.code == 0
    assert result.out.splitlines()[0] == "可以办理: 起作用"
    assert "[是] 服务.方式 = 导办  (服务.方式 = 导办)" in result.out


def test_explain_takes_the_english_name_and_speaks_english(run, desk, facts):
    result = run("explain", desk, facts(), "--rule", "may_serve", "--lang", "en")
    assert result.out.splitlines()[0] == "may_serve: takes effect"
    assert "[yes] service.mode = guide" in result.out


def test_explain_in_json_has_every_rule(run, desk, facts):
    data = run("explain", desk, facts(), "--format", "json").data
    assert {r["rule"] for r in data["rules"]} >= {"可以办理", "出于自愿"}
    assert isinstance(run("explain", desk, facts([GOOD]), "--format", "json").data, list)


def test_explain_of_a_rule_that_is_not_there_offers_the_nearest(run, desk, facts):
    result = run("explain", desk, facts(), "--rule", "出于自原")
    assert result.code == 2
    assert "BB409" in result.err
    assert "「出于自愿」" in result.err


def test_explain_of_a_list_has_headings_and_shows_no_control_characters(run, desk, facts):
    fee = {"名称": "\x1b[2J", "金额": 1, "根据": "无"}
    result = run("explain", desk, facts([{**GOOD, "费用": [fee]}, GOOD]))
    assert result.out.count("—— ") == 2
    assert "\x1b" not in result.out


# ---------------------------------------------------------------- checklist


def test_the_checklist_is_a_notice_that_can_be_printed(run, desk, facts):
    result = run("checklist", desk, facts({"服务": {"方式": "代办"}}))
    assert result.code == 0
    assert result.out.startswith("一次性告知书\n")
    assert "服务.自愿" in result.out


def test_the_checklist_in_english_and_json(run, desk, facts):
    path = facts({"服务": {"方式": "代办"}})
    assert run("checklist", desk, path, "--lang", "en").out.startswith("Notice of Everything Required\n")
    data = run("checklist", desk, path, "--format", "json").data
    assert data["verdict"] == "pending"
    assert {m["fact"] for m in data["missing"]} >= {"服务.自愿"}


# ---------------------------------------------------------------- test


def test_cases_that_pass_and_rules_that_no_case_tries(run, desk):
    result = run("test", desk)
    assert result.code == 0
    assert result.out.startswith("用例 1 个,通过 1 个,没有通过 0 个。")
    data = run("test", desk, "--format", "json").data
    assert (data["cases"], data["passed"], data["failed"]) == (1, 1, [])
    assert data["rules_without_firing_case"] == ["出于自愿", "不收费", "材料齐全"]
    assert data["rules_without_silent_case"] == ["可以办理"]


def test_a_case_that_fails_is_a_finding_at_its_place(run, desk):
    policy = desk / "窗口.policy"
    policy.write_text(policy.read_text("utf-8").replace("应为 准予", "应为 拒绝"), "utf-8")
    result = run("test", desk, "--lang", "en")
    assert result.code == 1
    assert "BB450" in result.out
    assert "1 cases: 0 passed, 1 failed." in result.out
    failed, = run("test", desk, "--format", "json").data["failed"]
    assert failed["case"] == "自愿的导办"


def test_a_set_without_cases_is_a_finding(run, desk):
    policy = desk / "窗口.policy"
    policy.write_text(policy.read_text("utf-8").split("用例")[0], "utf-8")
    assert run("test", desk).code == 1


def test_cases_under_another_reading(run, desk):
    assert run("test", desk, "--option", "代办也行=否").code == 0


# ---------------------------------------------------------------- sources


def test_every_sentence_is_accounted_for(run, desk):
    result = run("sources", desk)
    assert result.code == 0
    assert "4 句,规则引用 4 句" in result.out
    data = run("sources", desk, "--format", "json").data
    assert {k: data[k] for k in ("sentences", "quoted", "set_aside", "uncovered", "problems")} == {
        "sentences": 4, "quoted": 4, "set_aside": 0, "uncovered": [], "problems": []}


def test_a_sentence_that_no_rule_quotes_is_a_finding(run, desk):
    text = desk / "原文.txt"
    text.write_text(text.read_text("utf-8") + "第五条 午间不休息。\n", "utf-8")
    result = run("sources", desk)
    assert result.code == 1
    assert "原文.txt:5  第五条  午间不休息" in result.out
    uncovered, = run("sources", desk, "--format", "json").data["uncovered"]
    assert uncovered["article"] == "第五条"


def test_a_quote_the_text_no_longer_has_is_a_finding_not_a_refusal(run, desk):
    text = desk / "原文.txt"
    text.write_text(text.read_text("utf-8").replace("服务出于自愿", "服务须出于自愿"), "utf-8")
    result = run("sources", desk)
    assert result.code == 1
    assert "BB290" in result.out
    data = run("sources", desk, "--format", "json").data
    assert [p["code"] for p in data["problems"]] == ["BB290"]


def test_other_faults_are_refused(run, desk):
    (desk / "窗口.policy").write_text("政策 甲\n规则", "utf-8")
    assert run("sources", desk).code == 2


def test_pages_with_text_and_rules_side_by_side(run, desk, tmp_path):
    result = run("sources", desk, "--pages", tmp_path / "页")
    assert result.code == 0
    assert "窗口为群众导办。" in (tmp_path / "页" / "窗口办法.html").read_text("utf-8")


# ---------------------------------------------------------------- exceptions


def test_the_tree_of_exceptions(run, desk):
    result = run("exceptions", desk)
    assert result.code == 0
    assert result.out.splitlines() == [
        "出于自愿 (绝对,不容例外)  《窗口服务办法》第二条",
        "不收费  《窗口服务办法》第三条",
        "└─ 除非 法定: 费.根据 = 法律"]
    assert "另有 2 条" in result.err


def test_the_tree_in_english_and_json(run, desk):
    assert "└─ unless by_law: 费.ground = law" in run("exceptions", desk, "--lang", "en").out
    rules = {r["rule"]: r for r in run("exceptions", desk, "--format", "json").data["rules"]}
    assert rules["出于自愿"]["absolute"]
    assert [e["exception"] for e in rules["不收费"]["exceptions"]] == ["不收费.法定"]
    assert len(rules) == 4


def test_exceptions_to_exceptions_and_those_stated_elsewhere(run, desk):
    policy = desk / "窗口.policy"
    policy.write_text(policy.read_text("utf-8") + """
例外 困难户 (hardship) 对 不收费.法定
  依据 第三条 "法律另有规定的除外"
  当 服务.自愿
""", "utf-8")
    out = run("exceptions", desk).out.splitlines()
    assert out[-1] == "   └─ 别处规定的例外 困难户: 服务.自愿  《窗口服务办法》第三条"


# ---------------------------------------------------------------- all


@pytest.mark.parametrize("command", ["explain", "checklist", "test", "sources", "exceptions"])
@pytest.mark.parametrize("form", ["text", "json"])
def test_a_set_that_is_not_there(run, tmp_path, facts, command, form):
    given = [facts()] if command in ("explain", "checklist") else []
    result = run(command, tmp_path / "没有", *given, "--format", form)
    assert result.code == 2
    if form == "json":
        assert [p["code"] for p in json.loads(result.out)["problems"]] == ["BB130"]
    else:
        assert result.out == ""
        assert "BB130" in result.err


@pytest.mark.parametrize("command", ["explain", "checklist"])
def test_facts_with_faults(run, desk, facts, command):
    result = run(command, desk, facts(changed(自愿="也许")))
    assert result.code == 2
    assert "服务.自愿" in result.err
