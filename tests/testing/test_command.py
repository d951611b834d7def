"""``bangban test`` with conditions, mutants, missing cases and line data."""

import json

import pytest

import bangban
from bangban.cli import main
from bangban.testing.run_cases import run_cases

from .desk import CASES, RULES


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "规则.policy").write_text(RULES + CASES, "utf-8")
    return tmp_path


@pytest.fixture
def run(capsys):
    def call(*args):
        code = main(["test", *map(str, args)])
        return code, *capsys.readouterr()
    return call


def test_conditions_are_listed_with_their_lines(folder, run):
    code, out, _ = run(folder, "--conditions", "--lang", "zh")
    assert code == 0
    assert "「材料须齐」的当:料.必需——没有为假过、没有起过决定作用" in out
    assert "覆盖:规则 " in out
    code, out, _ = run(folder, "--conditions", "--lang", "en")
    assert "when of “complete_papers”" in out


def test_fail_under(folder, run):
    code, out, _ = run(folder, "--fail-under", "99", "--lang", "en")
    assert code == 1
    assert "Coverage of conditions is" in out
    assert run(folder, "--fail-under", "0")[0] == 0
    for wrong in ("101", "-1", "half", "nan"):
        code, _, err = run(folder, "--fail-under", wrong, "--lang", "en")
        assert code == 2
        assert "0 to 100" in err


def test_mutants_and_the_cases_that_are_missing(folder, run):
    target = folder / "补充.cases.yaml"
    code, out, err = run(folder, "--mutants", "--write-cases", target, "--lang", "zh")
    assert code == 1
    assert "缺用例" in out
    assert "逐个看一遍" in err
    assert all(r.passed for r in run_cases(bangban.load(folder)))
    code, out, _ = run(folder, "--mutants", "--format", "json")
    data = json.loads(out)["mutation"]
    assert (code, data["score"], data["missing"], data["open"]) == (0, 100, 0, 0)


def test_missing_cases_go_behind_those_a_file_holds(folder, run):
    target = folder / "补充.cases.yaml"
    target.write_text(
        "用例:\n  - 名称: 只是咨询\n    基于: 合格\n    已知: {申请: {种类: 咨询}}\n    应为: 拒绝\n", "utf-8")
    run(folder, "--write-cases", target)
    text = target.read_text("utf-8")
    assert text.startswith("用例:\n  - 名称: 只是咨询\n")
    assert text.count("用例:") == 1
    assert all(r.passed for r in run_cases(bangban.load(folder)))


def test_a_file_that_would_not_be_read_is_refused(folder, run):
    code, _, err = run(folder, "--write-cases", folder / "补充.txt", "--lang", "en")
    assert code == 2
    assert ".cases.yaml" in err


@pytest.mark.parametrize(("name", "zh", "en"), [
    ("补充.cases.csv", "要以 .cases.yaml 结尾", "named *.cases.yaml"),
    ("补充.cases.xlsx", "要以 .cases.yaml 结尾", "named *.cases.yaml"),
    ("没有/补充.cases.yaml", "没有目录", "there is no folder"),
    ("../别处/补充.cases.yaml", "根目录", "outside the root of the set")])
def test_cases_are_written_only_where_the_set_reads_them(tmp_path, run, name, zh, en):
    folder = tmp_path / "集"
    for made in (folder, tmp_path / "别处"):
        made.mkdir()
    (folder / "规则.policy").write_text(RULES + CASES, "utf-8")
    before = sorted(tmp_path.rglob("*"))
    for lang, words in (("zh", zh), ("en", en)):
        code, _, err = run(folder, "--write-cases", folder / name, "--lang", lang)
        assert code == 2
        assert words in err
    assert sorted(tmp_path.rglob("*")) == before


def test_a_report_tells_the_mutants_that_live(folder, run):
    """They fail the run: whoever reads the report has to see why, and where."""
    code, out, _ = run(folder, "--mutants", "--format", "sarif")
    results = json.loads(out)["runs"][0]["results"]
    assert code == 1
    assert {r["ruleId"] for r in results} == {"mutant"}
    assert all(r["locations"][0]["physicalLocation"]["region"]["startColumn"] > 1 for r in results)
    code, out, _ = run(folder, "--mutants", "--format", "junit")
    assert "缺用例" in out


def test_a_report_on_what_cannot_be_read_names_the_command(folder, run):
    next(folder.glob("*.policy")).write_text("没有这样的关键词", "utf-8")
    code, out, _ = run(folder, "--format", "sarif")
    assert code == 2
    assert "test" in json.loads(out)["runs"][0]["automationDetails"]["id"]


def test_no_mutants_where_cases_fail(folder, run):
    (folder / "错.cases.yaml").write_text("用例:\n  - 名称: 错\n    基于: 合格\n    应为: 拒绝\n", "utf-8")
    code, out, _ = run(folder, "--mutants", "--format", "json")
    assert code == 1
    assert "mutation" not in json.loads(out)


def test_without_the_solver_it_is_said(folder, run, monkeypatch):
    monkeypatch.setattr("bangban.testing.proving.available", lambda: False)
    code, out, err = run(folder, "--mutants", "--conditions", "--lang", "en")
    assert code == 1
    assert "bangban[prove]" in err
    assert "not settled" in out


def test_line_data_for_coverage(folder, run):
    pytest.importorskip("coverage")
    assert run(folder, "--coverage-file", folder / "数据")[0] == 0
    assert (folder / "数据").is_file()
