"""``bangban test`` of a folder that holds several sets: each as by its own path, and their sum."""

import json
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from bangban.cli import main

VOCABULARY = """记录 申请 (request)
  字段 自愿 (voluntary): 是非
  字段 加急 (in_hurry): 是非
  字段 日期 (day): 日期 决定日
"""
LAW = """政策 上位法 (law)
  标题 "上位法"
  施行 2020-01-01
  引入 "../词汇/词.policy"
选项 只收自愿 (willing_only): 是非 = 是
  说明 "缺省从严。"
规则 自愿准予 (willing)
  归类 资格
  依据 第一条
  当 申请.自愿 或 非 只收自愿
  准予 "可以办。"
"""
LAW_CASES = """用例:
  - {名称: 自愿, 已知: {申请: {自愿: true}}, 应为: 准予}
  - {名称: 不自愿, 已知: {申请: {自愿: false}}, 应为: 拒绝}
"""
LOCAL = """政策 细则 (local)
  标题 "细则"
  施行 2024-01-01
  引入 "../词汇/词.policy"
  引入 "../法"
规则 加急不准 (no_hurry)
  归类 程序
  依据 第一条
  当 申请.加急
  禁止 "不能加急。"
用例 "加急"
  已知 申请.自愿 = 是; 申请.加急 = 是; 申请.日期 = 2025-03-04
  应为 拒绝
  因 加急不准
用例 "不加急"
  已知 申请.自愿 = 是; 申请.加急 = 否; 申请.日期 = 2025-03-04
  应为 准予
用例 "施行以前"
  已知 申请.自愿 = 是; 申请.加急 = 是; 申请.日期 = 2023-03-04
  应为 不适用
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name, text in {"词汇/词": VOCABULARY, "法/法": LAW, "细则/细则": LOCAL}.items():
        path = tmp_path / f"集/{name}.policy"
        path.parent.mkdir(parents=True)
        path.write_text(text, "utf-8")
    (tmp_path / "集/法/法.cases.yaml").write_text(LAW_CASES, "utf-8")
    (tmp_path / "集/bangban.toml").write_text("")
    return tmp_path


@pytest.fixture
def run(capsys, folder):
    def call(*args):
        code = main(["test", *map(str, args)])
        return code, *capsys.readouterr()
    return call


def test_each_set_is_run_as_by_its_own_path(run):
    code, out, _ = run("集", "--lang", "zh")
    assert code == 0
    for name in "法", "细则":
        apart = run(f"集/{name}", "--lang", "zh")
        assert apart[0] == 0
        assert apart[1] in out
    assert "词汇" not in out
    assert out.endswith("合计 2 个政策集,用例 5 个,通过 5 个,没有通过 0 个。\n")
    assert run("集", "--lang", "en")[1].endswith("2 sets, 5 cases: 5 passed, 0 failed.\n")


def test_as_one_set_what_is_imported_would_be_primary(folder, run):
    (folder / "集/总.policy").write_text('政策 总 (all)\n  标题 "总"\n', "utf-8")
    code, out, _ = run("集", "--lang", "zh")
    assert code == 1  # before the local rules are in force the law still applies
    assert "合计" not in out


def test_data_are_summed_with_each_set_beside(folder, run):
    path = folder / "集/细则/细则.policy"
    path.write_text(path.read_text("utf-8").replace("应为 不适用", "应为 准予"), "utf-8")
    code, out, _ = run("集", "--format", "json", "--conditions", "--lang", "en")
    data = json.loads(out)
    law, local = data["sets"]
    assert (code, data["cases"], data["passed"], len(data["failed"])) == (1, 5, 4, 1)
    assert (law["path"], law["cases"], law["passed"]) == ("集/法", 2, 2)
    assert (local["path"], local["cases"], local["failed"]) == ("集/细则", 3, data["failed"])
    assert [r["rule"] for r in data["rules"]] == ["自愿准予", "加急不准"]
    assert "coverage" in law
    assert "coverage" not in data


def test_every_report_tells_of_all_sets(folder, run):
    path = folder / "集/细则/细则.policy"
    path.write_text(path.read_text("utf-8").replace("应为 不适用", "应为 准予"), "utf-8")
    code, out, _ = run("集", "--format", "junit")
    suite = ET.fromstring(out)
    assert (code, suite.get("tests"), suite.get("failures")) == (1, "5", "1")
    assert {case.get("classname").split(".")[1] for case in suite.iter("testcase")} == {"集/法/法", "集/细则/细则"}
    assert "file=集/细则/细则.policy" in run("集", "--format", "github")[1]
    found = json.loads(run("集", "--format", "sarif")[1])["runs"][0]["results"]
    assert len(found) == 1
    assert "5" in run("集", "--format", "markdown")[1]
    assert len(json.loads(run("集", "--format", "gitlab")[1])) == 1


def test_a_set_without_a_case_is_named(folder, run):
    (folder / "集/法/法.cases.yaml").unlink()
    assert run("集", "--lang", "en")[0] == 1
    assert "集/法: The set has not a single case." in run("集", "--format", "github", "--lang", "en")[1]


def test_what_is_covered_is_asked_of_each(folder, run):
    assert run("集", "--fail-under", "100")[0] == 0
    (folder / "集/法/法.cases.yaml").write_text(LAW_CASES.rpartition("  - ")[0], "utf-8")
    code, out, _ = run("集", "--fail-under", "99", "--lang", "en")
    assert code == 1
    assert out.count("Coverage of rules is 0 %, below 99 %.") == 1
    assert "集/法: Coverage of rules" in run("集", "--fail-under", "99", "--format", "github", "--lang", "en")[1]


def test_mutants_are_those_of_each(run):
    data = json.loads(run("集", "--mutants", "--format", "json")[1])
    assert all(one["mutation"]["mutants"] for one in data["sets"])
    code, _, err = run("集", "--write-cases", "x.cases.yaml", "--lang", "en")
    assert code == 2
    assert "holds 2 sets" in err


def test_a_reading_goes_to_the_sets_that_have_it(run):
    code, out, _ = run("集", "--option", "willing_only=no", "--format", "json")
    law, local = json.loads(out)["sets"]
    assert (code, law["passed"], local["passed"]) == (1, 1, 3)
    code, _, err = run("集", "--option", "没有的=是", "--lang", "en")
    assert code == 2
    assert "没有的" in err


def test_lines_of_all_sets_go_into_one_file(folder, run):
    from coverage import CoverageData

    run("集", "--coverage-file", folder / ".coverage")
    data = CoverageData(str(folder / ".coverage"))
    data.read()
    assert {Path(name).name for name in data.measured_files()} == {"法.policy", "细则.policy"}


@pytest.mark.parametrize("change", ["a policy directly", "cases elsewhere", "a part that needs another"])
def test_otherwise_the_folder_is_one_set(folder, run, change):
    match change:
        case "a policy directly":
            (folder / "集/总.policy").write_text('政策 总 (all)\n  标题 "总"\n', "utf-8")
        case "cases elsewhere":
            (folder / "集/用例").mkdir()
            (folder / "集/用例/法.cases.yaml").write_text(LAW_CASES.replace("名称: ", "名称: 又"), "utf-8")
        case "a part that needs another":
            path = folder / "集/细则/细则.policy"
            path.write_text(path.read_text("utf-8").replace('  引入 "../法"\n', "").replace(
                '  引入 "../词汇/词.policy"\n', ""), "utf-8")
    out = run("集", "--format", "json")[1]
    assert "sets" not in json.loads(out)
    assert json.loads(out)["cases"] >= 5


def test_folders_of_folders(folder, run):
    (folder / "都").mkdir()
    (folder / "集").rename(folder / "都/甲")
    (folder / "都/乙").mkdir()
    (folder / "都/乙/法.policy").write_text(LAW.replace("../词汇/词.policy", "词.policy"), "utf-8")
    (folder / "都/乙/词.policy").write_text(VOCABULARY, "utf-8")
    (folder / "都/乙/法.cases.yaml").write_text(LAW_CASES, "utf-8")
    data = json.loads(run("都", "--format", "json")[1])
    assert [one["path"] for one in data["sets"]] == ["都/乙", "都/甲/法", "都/甲/细则"]
    assert (data["passed"], data["cases"]) == (7, 7)
