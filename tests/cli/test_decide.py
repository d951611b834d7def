"""``bangban decide``: a decision as text or JSON, for one action or many, and its verdict as exit code."""

import pytest

from .desk import GOOD, changed


def test_the_conclusion_comes_first_then_what_decides_with_article_and_words(run, desk, facts):
    result = run("decide", desk, facts(changed(自愿=False)))
    assert result.code == 0
    lines = result.out.splitlines()
    assert lines[0].startswith("结论: 拒绝")
    assert "2025-03-04" in lines[0]
    assert result.out.index("须本人自愿。") < result.out.index("《窗口服务办法》第二条“服务出于自愿。”")
    assert "下一步 请本人来窗口。" in result.out
    assert "规则 出于自愿" in result.out
    assert result.err == ""


def test_what_is_missing_is_told_in_one_go(run, desk, facts):
    result = run("decide", desk, facts({"服务": {"方式": "代办", "日期": "2025-03-04"},
                                        "材料": [{"名称": "身份证", "已交": False}]}))
    assert result.out.startswith("结论: 待补正")
    assert "还缺「身份证」" in result.out
    assert "服务.自愿" in result.out
    assert "「费用」" in result.out


def test_fees_are_said_by_item(run, desk, facts):
    result = run("decide", desk, facts({**GOOD, "费用": [{"名称": "工本费", "金额": 10, "根据": "法律"}]}))
    assert "工本费(10 元):应交 10 元" in result.out
    assert "法定" in result.out


def test_in_english_the_words_of_the_tool_and_the_names_of_rules_are_english(run, desk, facts):
    result = run("decide", desk, facts(changed(自愿=False)), "--lang", "en")
    assert result.out.startswith("Verdict: DENY.")
    assert "Rule of_own_accord" in result.out
    assert "Basis 《窗口服务办法》第二条" in result.out


def test_json_is_the_decision_as_plain_data(run, desk, facts):
    result = run("decide", desk, facts(), "--format", "json")
    assert result.data["verdict"] == "permit"
    assert result.data["as_of"] == "2025-03-04"
    assert result.data["policy"].startswith("sha256:")
    assert set(result.data) >= {"violations", "pending", "permits", "obligations", "fees", "warnings"}


def test_a_list_of_actions_gives_a_list_of_decisions(run, desk, facts):
    path = facts([GOOD, changed(自愿=False)])
    assert [d["verdict"] for d in run("decide", desk, path, "--format", "json").data] == ["permit", "deny"]
    assert run("decide", desk, facts([], "none.json"), "--format", "json").data == []


def test_one_action_in_a_list_is_still_a_list(run, desk, facts):
    assert len(run("decide", desk, facts([GOOD]), "--format", "json").data) == 1


def test_several_files_have_a_heading_each(run, desk, facts):
    one, two = facts(name="甲.json"), facts([changed(自愿=False)], "乙.json")
    result = run("decide", desk, one, two)
    headings = [line for line in result.out.splitlines() if line.startswith("—— ")]
    assert [h.split()[1] for h in headings] == [str(one), str(two)]
    assert "[1]" in headings[1]


def test_facts_from_standard_input_and_from_yaml_and_in_english(run, desk, facts):
    text = "service: {mode: guide, day: '2025-03-04', voluntary: true}\nfees: []\npapers: []\n"
    assert run("decide", desk, facts(text, "a.yaml"), "--format", "json").data["verdict"] == "permit"
    given = '{"service": {"mode": "guide", "day": "2025-03-04", "voluntary": true}, "fees": [], "papers": []}'
    assert run("decide", desk, "-", "--format", "json", stdin=given).data["verdict"] == "permit"
    assert run("decide", desk, "-", "--format", "json", stdin="\ufeff" + given).data["verdict"] == "permit"


@pytest.mark.parametrize(("facts_given", "options", "code"), [
    (GOOD, [], 0),
    (changed(自愿=False), [], 3),
    (changed(自愿=None), [], 4),
    (GOOD, ["--as-of", "2023-01-01"], 5),
    ([GOOD, changed(自愿=None), changed(自愿=False)], [], 3),
    ([GOOD, changed(自愿=None)], [], 4),
    ([], [], 0),
])
def test_exit_code_tells_the_verdict_of_several_the_gravest(run, desk, facts, facts_given, options, code):
    assert run("decide", desk, facts(facts_given), "--exit-code", *options).code == code
    assert run("decide", desk, facts(facts_given), *options).code == 0


def test_as_of_overrides_the_date_in_the_facts(run, desk, facts):
    data = run("decide", desk, facts(), "--as-of", "2024年5月6日", "--format", "json").data
    assert data["as_of"] == "2024-05-06"


@pytest.mark.parametrize("written", ["代办也行=否", "agency_too=no", "代办也行 = false"])
def test_another_reading_is_chosen_by_option(run, desk, facts, written):
    path = facts(changed(方式="代办"))
    assert run("decide", desk, path, "--exit-code").code == 0
    assert run("decide", desk, path, "--exit-code", "--option", written).code == 3


def test_an_option_the_set_does_not_have_is_a_problem(run, desk, facts):
    result = run("decide", desk, facts(), "--option", "代办也可=否")
    assert result.code == 2
    assert result.out == ""
    assert "代办也行" in result.err


def test_a_broken_policy_cannot_be_used_and_every_fault_is_told(run, desk, facts):
    (desk / "窗口.policy").write_text("政策 甲\n规则 乙\n  当 丙\n  准予 丁\n", "utf-8")
    result = run("decide", desk, facts())
    assert (result.code, result.out) == (2, "")
    assert "BB1" in result.err or "BB2" in result.err
    told = run("decide", desk, facts(), "--format", "json")
    assert told.code == 2
    assert told.data["problems"]


def test_wrong_facts_are_shown_where_they_stand_whatever_the_language_of_the_keys(run, desk, facts):
    path = facts('{"service": {"mode": "guide"},\n "fees": [{"name": "甲", "amount": "贵", "ground": "none"}],\n'
                 ' "paper": []}')
    result = run("decide", desk, path)
    assert (result.code, result.out) == (2, "")
    assert f"{path}:2:35  费用[1].金额" in result.err
    assert f"{path}:3:2  paper" in result.err
    assert result.err.index("费用[1]") < result.err.index("paper")


def test_wrong_facts_in_a_list_name_the_element_and_nothing_is_decided(run, desk, facts):
    result = run("decide", desk, facts([GOOD, changed(自愿="也许")]), "--format", "json")
    assert result.code == 2
    assert [p["path"] for p in result.data["problems"]] == ["[2].服务.自愿"]


def test_wrong_facts_in_yaml_have_their_place_too(run, desk, facts):
    result = run("decide", desk, facts("服务:\n  方式: 导办\n  自愿: 也许\n", "a.yml"))
    assert "a.yml:3:7  服务.自愿" in result.err


def test_control_characters_of_facts_are_never_sent_to_the_terminal(run, desk, facts):
    name = "甲\x1b[31m\u202e\x9b乙\n丙"
    given = {**GOOD, "费用": [{"名称": name, "金额": 1, "根据": "无"}]}
    for options in ([], ["--lang", "en"], ["--format", "json"]):
        result = run("decide", desk, facts(given), *options)
        assert not set("\x1b\u202e\x9b") & set(result.out + result.err)
    assert run("decide", desk, facts(given), "--format", "json").data["fees"][0]["item"] == name
    assert "␛[31m<U+202E><U+009B>乙 丙" in run("decide", desk, facts(given)).out
    wrong = facts({**GOOD, name: 1})
    assert not set("\x1b\u202e\x9b") & set(run("decide", desk, wrong).err)
