"""Settings from TOML and from flags: severities, ignores, files, limits; faults are told with their places."""

import pytest

from bangban.lint.rules import all_rules
from bangban.lint.settings import Settings, from_flags, read_settings

CODES = tuple(all_rules())


def read(tmp_path, bangban="", project=None, folder="set"):
    root = tmp_path / folder
    root.mkdir(exist_ok=True)
    (root / "bangban.toml").write_text(bangban, "utf-8")
    if project is not None:
        (tmp_path / "pyproject.toml").write_text(project, "utf-8")
    return read_settings(root, CODES)


def test_nothing_said_is_nothing_set(tmp_path):
    settings, problems = read(tmp_path)
    assert (problems, settings.severity, settings.ignore) == ([], {}, ())


def test_everything_that_can_be_set(tmp_path):
    settings, problems = read(tmp_path, """
        [lint]
        ignore = ["BB38"]
        [lint.severity]
        BB355 = "error"
        BB31 = "off"
        [lint.limits]
        BB329 = 12
        [lint.per-file-ignores]
        "旧文件/*.policy" = ["BB314"]
    """)
    assert problems == []
    assert settings.grade("BB355") == "error"
    assert settings.limits == {"BB329": 12}
    assert settings.silent("BB380", "a.policy")
    assert settings.silent("BB316", "a.policy")
    assert settings.silent("BB314", "旧文件/甲.policy")
    assert settings.silent("BB355", "a.policy") is False


def test_the_set_goes_before_the_project(tmp_path):
    settings, problems = read(tmp_path, '[lint.severity]\nBB355 = "error"', """
        [tool.bangban.lint.severity]
        BB355 = "off"
        BB356 = "info"
    """)
    assert problems == []
    assert (settings.grade("BB355"), settings.grade("BB356")) == ("error", "info")


@pytest.mark.parametrize(("text", "code", "at"), [
    ('[lint]\nignore = ["BB3OO"]', "BB390", "BB3OO"), ('[lint]\nignore = "BB300"', "BB391", "ignore"),
    ('[lint]\nignored = []', "BB391", "ignored"), ('[lint.severity]\nBB355 = "fatal"', "BB391", "fatal"),
    ("[lint.limits]\nBB329 = 0", "BB391", "BB329"), ("lint = 3", "BB391", "lint"), ("[lint", "BB391", ""),
    ("[lint]\nseverity = 1", "BB391", "severity"), ("[lint]\nper-file-ignores = 1", "BB391", "per-file-ignores"),
    ('[lint.per-file-ignores]\n"*" = ["X"]', "BB390", "X")])
def test_what_is_wrong_is_told_with_its_place(tmp_path, text, code, at):
    _, problems = read(tmp_path, text)
    assert [p.code for p in problems] == [code]
    assert problems[0].span.text == at
    assert problems[0].span.source.name == "bangban.toml"


def test_flags_choose():
    settings, problems = from_flags(Settings(), ["BB36,BB329"], ["BB366"], CODES)
    assert problems == []
    assert settings.silent("BB301", "")
    assert settings.silent("BB366", "")
    assert not settings.silent("BB365", "")
    assert not settings.silent("BB329", "")


def test_a_flag_that_names_no_rule_is_told():
    _, problems = from_flags(Settings(), ["BB999"], [], CODES)
    assert [p.code for p in problems] == ["BB390"]
