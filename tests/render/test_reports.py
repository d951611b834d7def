"""The report formats: what the readers on the other side demand of them."""

import json
import os
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree as ET

import pytest
from attrs import frozen

from bangban.cli.declare import CI_FORMATS
from bangban.cli.run import run as bangban
from bangban.problems import Problem
from bangban.render.reports import FORMATS, Check, Finding, Place, Report, written
from bangban.render.reports.finding import Related, Repair, by_file, fingerprints, from_problem, general
from bangban.render.reports.line_hashes import line_hashes
from bangban.render.reports.markdown import MOST, code, escaped
from bangban.source import Sheet, Source, Span
from bangban.words import Both

NASTY = "100%:甲,乙\r\n@user #12 GH-3 <b>`x`</b> | [a](b) *c* _d_ $e$ https://x.cn \x1b[31m \ud800 𠮷"


def place(text="政策 例\n规则 甲\n", word="甲", file="政策/例 一.policy"):
    at = text.index(word)
    return Place(file, Span(Source(file, text), at, at + len(word)))


def finding(message="不行", where=None, severity="error", **more):
    return Finding("check", "BB201", severity, "名称未声明", message, "改正它。", where, **more)


def report(*findings, lang="zh", **more):
    return Report("check", lang, findings, **more)


def test_the_command_line_offers_what_there_is():
    assert CI_FORMATS == FORMATS


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_findings_is_a_report_too(format_, lang):
    text = written(report(lang=lang), format_)
    assert text == "" or text.endswith("\n")


@pytest.mark.parametrize("format_", FORMATS)
def test_nothing_that_is_said_breaks_a_format(format_):
    where = place(NASTY + "甲\n")
    text = written(report(finding(NASTY, where), finding(NASTY)), format_)
    text.encode("utf-8")
    assert "\x1b" not in text
    if format_ in ("gitlab", "sarif"):
        json.loads(text)
    if format_ == "junit":
        ET.fromstring(text)
    if format_ == "github":
        assert len(text.splitlines()) == 2


# ---------------------------------------------------------------- GitHub


def test_a_workflow_command_is_escaped_and_counts_from_one():
    text = written(report(finding("甲%\n乙", place(file="a:b,c.policy"))), "github")
    assert text == ("::error file=a%3Ab%2Cc.policy,line=2,endLine=2,col=4,endColumn=5,title=BB201 名称未声明"
                    "::甲%25%0A乙%0A改正它。\n")


def test_the_gravest_come_first_and_a_note_is_a_notice():
    text = written(report(finding(severity="info"), finding(severity="warning"), finding()), "github")
    assert [line.split()[0] for line in text.splitlines()] == ["::error", "::warning", "::notice"]


def test_columns_are_left_out_over_several_lines():
    where = Place("a.policy", Span(Source("a.policy", "一\n二\n"), 0, 3))
    assert "col" not in written(report(finding(where=where)), "github")


# ---------------------------------------------------------------- GitLab


def test_a_fingerprint_stays_when_lines_move():
    before, after = place(), place("# 新的一行\n\n政策 例\n规则 甲\n")
    assert fingerprints([finding(where=before)]) == fingerprints([finding(where=after)])


def test_equal_findings_have_fingerprints_of_their_own_and_other_lines_other_ones():
    twice = fingerprints([finding(where=place()), finding(where=place())])
    assert len(set(twice)) == 2
    assert twice[0] != fingerprints([finding(where=place("政策 例\n规则 甲 乙\n"))])[0]


def test_an_issue_says_what_gitlab_asks_for():
    issue, = json.loads(written(report(finding(where=place())), "gitlab"))
    assert issue["severity"] in ("info", "minor", "major", "critical", "blocker")
    assert issue["location"] == {"path": "政策/例 一.policy", "lines": {"begin": 2, "end": 2}}
    assert set(issue) == {"description", "check_name", "fingerprint", "severity", "location"}
    issue, = json.loads(written(report(finding(), settings="政策/bangban.toml"), "gitlab"))
    assert issue["location"] == {"path": "政策/bangban.toml", "lines": {"begin": 1}}


def test_what_has_no_place_is_shown_in_the_settings_of_its_set(tmp_path, monkeypatch, capsys):
    (tmp_path / "政策").mkdir()
    (tmp_path / "政策" / "一.policy").write_text('政策 例\n  标题 "例"\n', "utf-8")
    monkeypatch.chdir(tmp_path)
    assert bangban(["test", "政策", "--format", "gitlab"]) == 1
    issue, = json.loads(capsys.readouterr().out)
    assert issue["location"]["path"] == "政策/bangban.toml"


# ---------------------------------------------------------------- SARIF


def sarif(*findings):
    return json.loads(written(report(*findings), "sarif"))


def test_columns_are_utf16_code_units():
    log = sarif(finding(where=place("规则 𠮷𠮷甲\n")))
    run, = log["runs"]
    region = run["results"][0]["locations"][0]["physicalLocation"]["region"]
    assert run["columnKind"] == "utf16CodeUnits"
    assert region == {"startLine": 1, "startColumn": 8, "endLine": 1, "endColumn": 9}


def test_file_names_are_uris():
    log = sarif(finding(where=place()))
    artifact = log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]
    assert artifact == {"uri": "%E6%94%BF%E7%AD%96/%E4%BE%8B%20%E4%B8%80.policy", "uriBaseId": "SRCROOT"}


def test_results_point_at_their_rules_and_carry_repairs_and_related_places():
    where = place()
    log = sarif(finding(where=where, related=(Related(where, "在这里"),), repairs=(Repair("改作乙", where, "乙"),)),
                finding(severity="info"))
    run, = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert [rules[r["ruleIndex"]]["id"] for r in run["results"]] == [r["ruleId"] for r in run["results"]]
    assert [r["level"] for r in run["results"]] == ["error", "note"]
    replaced, = run["results"][0]["fixes"][0]["artifactChanges"][0]["replacements"]
    assert replaced["insertedContent"] == {"text": "乙"}
    assert run["results"][0]["relatedLocations"][0]["message"] == {"text": "在这里"}


def test_every_result_has_a_place_with_lines_and_columns():
    """GitHub rejects a whole log for one result without a place."""
    unread = Place("政策/旧.policy", Span(Source("政策/旧.policy"), 0, 0))
    text = written(report(finding(), finding(where=unread), settings="政策/bangban.toml"), "sarif")
    found = [r["locations"][0]["physicalLocation"] for r in json.loads(text)["runs"][0]["results"]]
    beginning = {"startLine": 1, "startColumn": 1, "endLine": 1, "endColumn": 1}
    assert [f["region"] for f in found] == [beginning, beginning]
    assert [unquote(f["artifactLocation"]["uri"]) for f in found] == ["政策/bangban.toml", "政策/旧.policy"]


def test_a_file_elsewhere_has_no_base():
    log = sarif(finding(where=place(file="/别处/一.policy")))
    artifact = log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]
    assert artifact == {"uri": "file:///%E5%88%AB%E5%A4%84/%E4%B8%80.policy"}


def test_no_word_of_a_message_is_a_blank_or_a_link():
    where = place()
    log = sarif(finding("「{0}」[见](https://x.cn)", where, related=(Related(where, "{1}"),),
                        repairs=(Repair("改作 {2}", where, "{2}"),), markdown="`{3}` [一](https://x.cn)"))
    result, = log["runs"][0]["results"]
    assert result["message"]["text"].startswith("「{{0}}」[见] (https://x.cn)")
    assert result["message"]["markdown"] == "`{{3}}` [一](https://x.cn)"
    assert result["relatedLocations"][0]["message"]["text"] == "{{1}}"
    assert result["fixes"][0]["description"]["text"] == "改作 {{2}}"
    assert result["fixes"][0]["artifactChanges"][0]["replacements"][0]["insertedContent"]["text"] == "{2}"


def test_github_knows_a_finding_again_by_the_hash_of_its_line():
    """The hashes GitHub's own upload step computes."""
    assert line_hashes("") == ["c129715d7a2bc9a3:1"]
    assert line_hashes("规则 甲\r\n\t规则𠮷\n\n") == line_hashes("规则甲\n规则𠮷\r\r")
    assert [h.partition(":")[2] for h in line_hashes("甲\n" * 200)][:3] == ["1", "2", "3"]
    text = "政策 例\n规则 甲 𠮷\n"
    log = sarif(finding(where=place(text)), finding())
    placed, unplaced = (r["partialFingerprints"] for r in log["runs"][0]["results"])
    assert placed["primaryLocationLineHash"] == line_hashes(text)[1] == "ced73b412497331:1"
    assert "primaryLocationLineHash" not in unplaced
    sheet = Place("表.xlsx", Span(Sheet("表.xlsx", "甲\t乙"), 0, 1))
    assert "primaryLocationLineHash" not in sarif(finding(where=sheet))["runs"][0]["results"][0]["partialFingerprints"]


def test_a_repair_stands_once():
    where = place()
    log = sarif(finding(where=where, repairs=(Repair("改", where, "乙"), Repair("改", where, "乙"))))
    assert len(log["runs"][0]["results"][0]["fixes"]) == 1


def test_a_rule_is_told_the_same_whatever_it_was_found_in():
    @frozen(kw_only=True)
    class Wrong(Problem):
        severity = "warning"
        title = Both("写错", "misspelt")
        text = Both("「{word}」不是词,{{}} 也不是。", "“{word}” is no word.")
        advice = Both("{mend}", "write “{mend}”.")
        word: str
        mend: str = "乙"

    one, other = (from_problem(Wrong(span=place().span, word=word), "check", "zh") for word in "甲丙")
    rules = [sarif(f)["runs"][0]["tool"]["driver"]["rules"] for f in (one, other)]
    assert rules[0] == rules[1]
    rule, = rules[0]
    assert rule["shortDescription"]["text"] == "写错"
    assert rule["fullDescription"]["text"] == rule["help"]["text"] == "「…」不是词,{{}} 也不是。"
    assert rule["defaultConfiguration"] == {"level": "warning"}
    assert general(Wrong.advice, "en") == "write “…”."


def test_a_log_has_the_shape_of_the_standard():
    """The properties the schema requires and the only values it takes, of what we write; the whole schema is used
    where SARIF_SCHEMA names its file and jsonschema is installed."""
    where = place()
    more = {"related": (Related(where, "见"),), "repairs": (Repair("改", where, ""),), "markdown": "*多*"}
    log = sarif(finding(NASTY, where, **more), finding(), finding(where=place(file="/别处/一.policy")))
    assert log["version"] == "2.1.0"
    assert set(log) == {"$schema", "version", "runs"}
    for run in log["runs"]:
        assert set(run) <= {"tool", "results", "columnKind", "originalUriBaseIds", "automationDetails"}
        assert run["tool"]["driver"]["name"]
        assert run["columnKind"] in ("utf16CodeUnits", "unicodeCodePoints")
        ids = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
        assert len(ids) == len(set(ids))
        for result in run["results"]:
            assert result["message"]["text"]
            assert result["locations"]
            assert result["level"] in ("none", "note", "warning", "error")
            assert all(isinstance(v, str) for v in result["partialFingerprints"].values())
            for location in (*result.get("locations", ()), *result.get("relatedLocations", ())):
                assert all(isinstance(n, int) and n >= 1 for n in location["physicalLocation"]["region"].values())
            for fix in result.get("fixes", ()):
                assert fix["artifactChanges"][0]["replacements"][0]["deletedRegion"]
    if "SARIF_SCHEMA" in os.environ:
        jsonschema = pytest.importorskip("jsonschema")
        schema = json.loads(Path(os.environ["SARIF_SCHEMA"]).read_text("utf-8-sig"))
        kind = jsonschema.validators.validator_for(schema)
        assert [e.message for e in kind(schema, format_checker=kind.FORMAT_CHECKER).iter_errors(log)] == []


# ---------------------------------------------------------------- JUnit


def test_cases_keep_their_chinese_names_and_notes_do_not_fail():
    checks = (Check("J01 小餐馆", "情景.cases.yaml", (finding(where=place()),)), Check("J02 夜间", "情景.cases.yaml"),
              Check("J03 提示", "情景.cases.yaml", (finding(severity="info"),)))
    root = ET.fromstring(written(report(checks=checks), "junit"))
    assert (root.get("tests"), root.get("failures")) == ("3", "1")
    assert [c.get("name") for c in root.iter("testcase")] == ["J01 小餐馆", "J02 夜间", "J03 提示"]
    assert {c.get("classname") for c in root.iter("testcase")} == {"check.情景"}
    assert "政策/例 一.policy:2:4 BB201" in root.find(".//failure").text


def test_what_was_found_in_nothing_looked_at_is_a_test_too():
    """A coverage too low fails the run: the tests have to say so."""
    checks = (Check("J01 小餐馆", "情景.cases.yaml"),)
    root = ET.fromstring(written(report(finding("覆盖率 60%"), checks=checks), "junit"))
    assert (root.get("tests"), root.get("failures")) == ("2", "1")
    assert root.find(".//failure").get("message") == "覆盖率 60%"


def test_no_two_tests_have_one_name():
    """Readers keep the last of them: two faults of a file that cannot be read are one test."""
    root = ET.fromstring(written(report(finding("一", place()), finding("二", place()), finding("三")), "junit"))
    assert [c.get("name") for c in root.iter("testcase")] == ["政策/例 一.policy", "名称未声明"]
    told = root.find(".//failure").text.splitlines()
    assert "一" in told
    assert "二" in told
    assert (root.get("tests"), root.get("failures")) == ("2", "2")


def test_every_file_is_looked_at_clean_or_not():
    checks = by_file([finding(where=place(file="乙.policy"))], ["甲.policy", "乙.policy"])
    assert [(c.name, c.failed) for c in checks] == [("甲.policy", False), ("乙.policy", True)]


# ---------------------------------------------------------------- Markdown


@pytest.mark.parametrize(("text", "shown"), [
    ("<img src=x>", r"\<img src=x\>"), ("`x`", r"\`x\`"), ("[a](b)", r"\[a\]\(b\)"), ("a\n# b", r"a \# b"),
    ("@user", "@<!-- -->user"), ("#12", r"\#<!-- -->12"), ("https://x.cn", "https:<!-- -->//x.cn"),
    ("1. 一", r"1\. 一"), ("- 一", r"\- 一"), ("a|b", r"a\|b"), ("2020-11-30", "2020-11-30"), ("&lt;", r"\&lt;")])
def test_words_are_shown_as_they_are(text, shown):
    assert escaped(text) == shown


def test_code_may_hold_backticks():
    assert code("a``b") == "```a``b```"
    assert code("`") == "`` ` ``"


def test_a_comment_fits_into_a_comment():
    text = written(report(*(finding("长" * 500, place()) for _ in range(300))), "markdown")
    assert len(text) <= MOST + 1000
    assert "没有列出" in text


def test_a_source_line_stands_in_a_block_no_word_can_leave():
    text = written(report(finding(where=place("规则 甲 ``` </details>\n"))), "markdown")
    assert "````text" in text
