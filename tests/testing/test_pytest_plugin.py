"""Cases as pytest's tests: asked for only, by their titles, with the failure shown where the case is written."""

import pytest

# pytester forgets what is first imported within a run; these stay, so that no class is there twice
import bangban.cache
import bangban.render.problems
import bangban.syntax.from_cases
import bangban.syntax.from_table
import bangban.syntax.workbook
import bangban.testing.run_cases  # noqa: F401

from .desk import CASES, RULES

pytest_plugins = ["pytester"]


@pytest.fixture
def project(pytester):
    folder = pytester.path / "办法"
    folder.mkdir()
    (folder / "规则.policy").write_text(RULES + CASES, "utf-8")
    (folder / "更多.cases.yaml").write_text(
        "用例:\n  - 名称: 未成年人\n    基于: 不自愿\n    已知: {申请: {年龄: 17}}\n    应为: 准予\n", "utf-8")
    return pytester


def test_nothing_is_collected_unless_asked_for(project):
    assert project.runpytest("办法").parseoutcomes().get("passed") is None


def test_every_case_is_a_test_with_its_title(project):
    result = project.runpytest("--bangban", "-v", "--junitxml=j.xml")
    result.assert_outcomes(passed=3)
    result.stdout.fnmatch_lines(["*更多.cases.yaml::未成年人 PASSED*", "*规则.policy::合格 PASSED*"])
    assert 'name="未成年人"' in (project.path / "j.xml").read_text("utf-8")


def test_sets_named_in_the_settings(project):
    (project.path / "另外.policy").write_text("这不是政策", "utf-8")
    project.makeini("[pytest]\nbangban_sets = 办法\n")
    project.runpytest().assert_outcomes(passed=3)


def test_one_case_can_be_chosen(project):
    project.runpytest("--bangban", "办法/规则.policy::不自愿").assert_outcomes(passed=1)


@pytest.mark.parametrize(("lang", "words"), [("zh", "应为拒绝,实为准予"), ("en", "expected deny, got permit")])
def test_a_failure_is_told_where_the_case_is_written(project, lang, words):
    file = project.path / "办法" / "更多.cases.yaml"
    file.write_text(file.read_text("utf-8").replace("准予", "拒绝"), "utf-8")
    result = project.runpytest("--bangban", "--bangban-lang", lang)
    result.assert_outcomes(passed=2, failed=1)
    result.stdout.fnmatch_lines([f"*{words}*", "*2 │   - 名称: 未成年人*"])


@pytest.mark.parametrize(("lang", "words"), [
    ("zh", "政策集 办法 载入不了,其中的用例一个也没有跑:"),
    ("en", "The set 办法 cannot be loaded; none of its cases was run:")])
def test_a_set_that_cannot_be_read_is_one_error_of_collection(project, lang, words):
    file = project.path / "办法" / "规则.policy"
    file.write_text(RULES.replace("申请.自愿 否则", "申请.自原 否则"), "utf-8")
    result = project.runpytest("--bangban", "--bangban-lang", lang)
    result.assert_outcomes(errors=1)
    assert result.ret == pytest.ExitCode.INTERRUPTED
    result.stdout.fnmatch_lines([words, "*自原*"])
    assert str(result.stdout).count("BB204") == 1


def test_each_set_that_cannot_be_read_is_told_and_the_others_run(project):
    for name in ("又一", "第三"):
        (project.path / name).mkdir()
        (project.path / name / "坏.policy").write_text("这不是政策", "utf-8")
        (project.path / name / "坏.cases.yaml").write_text("用例:\n", "utf-8")
    result = project.runpytest("--bangban", "--continue-on-collection-errors")
    result.assert_outcomes(errors=2, passed=3)
    # a file asked for alone still tells
    project.runpytest("--bangban", "又一/坏.cases.yaml").assert_outcomes(errors=1)


def test_a_case_without_an_expectation_is_an_error(project):
    file = project.path / "办法" / "更多.cases.yaml"
    file.write_text("用例:\n  - 名称: 空\n    基于: 不自愿\n", "utf-8")
    result = project.runpytest("--bangban")
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["*BB141*"])


def test_cases_in_a_csv_table_are_tests_too(project):
    file = project.path / "办法" / "表.cases.csv"
    file.write_text("名称,基于,申请.年龄,应为\n十七岁,不自愿,17,准予\n十九岁,不自愿,19,准予\n", "utf-8")
    result = project.runpytest("--bangban", "-v")
    result.assert_outcomes(passed=4, failed=1)
    result.stdout.fnmatch_lines(["*表.cases.csv::十七岁 PASSED*", "*表.cases.csv::十九岁 FAILED*",
                                 "*应为准予,实为拒绝*", "*十九岁*"])


def test_cases_in_a_workbook_are_tests_too(project):
    openpyxl = pytest.importorskip("openpyxl")
    made = openpyxl.Workbook()
    made.active.append(["名称", "基于", "申请.年龄", "应为"])
    made.active.append(["十七岁", "不自愿", 17, "准予"])
    made.active.append(["十九岁", "不自愿", 19, "准予"])
    made.save(project.path / "办法" / "表.cases.XLSX")
    (project.path / "办法" / "~$表.cases.xlsx").write_bytes(b"open in Excel")
    result = project.runpytest("--bangban", "-v")
    result.assert_outcomes(passed=4, failed=1)
    result.stdout.fnmatch_lines(["*表.cases.XLSX::十九岁 FAILED*", "*应为准予,实为拒绝*"])
