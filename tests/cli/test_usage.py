"""Wrong usage: exit code 2, nothing on standard output, told in the language asked for with a way to help."""

import pytest

from bangban import __version__
from bangban.cli.language import from_arguments, from_environment
from bangban.words import is_chinese

WRONG = [
    (["nix"], "nix"), (["chek", "x"], "check"), (["--nix"], "--nix"), (["check"], "PATH"),
    (["decide", "x"], "FACTS"), (["check", "x", "--formt", "json"], "--format"),
    (["check", "x", "--format"], "--format"),
    (["check", "x", "--format", "xml"], "xml"), (["check", "x", "--no-color=1"], "--no-color"),
    (["decide", "x", "y", "--as-of", "明天"], "明天"), (["decide", "x", "y", "--as-of", "2025-02-30"], "2025-02-30"),
    (["decide", "x", "y", "--option", "甲"], "甲"), (["decide", "x", "y", "--option", "=1"], "=1"),
    (["decide", "x", "y", "--option", "甲=1", "--option", "甲=2"], "甲"), (["test", "x", "y"], "y"),
    (["test", "x", "-q"], "-q"), (["fmt", "x", "--lang", "fr"], "fr"), (["convert", "x", "--to", "json"], "json"),
]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(("args", "named"), WRONG, ids=[" ".join(a) for a, _ in WRONG])
def test_wrong_usage(run, args, named, lang):
    result = run("--lang", lang, *args)
    assert (result.code, result.out) == (2, "")
    complaint, hint = result.err.splitlines()
    assert named in complaint
    assert "--help" in hint
    assert complaint.startswith("错误: " if lang == "zh" else "Error: ")
    assert "option" not in complaint if lang == "zh" else not is_chinese(complaint.replace(named, "").replace("甲", ""))


def test_no_command_shows_what_there_is(run):
    result = run()
    assert (result.code, result.out) == (2, "")
    assert "decide" in result.err


@pytest.mark.parametrize("flag", ["-h", "--help"])
def test_help_is_a_result(run, flag):
    assert run(flag).out.startswith("用法: bangban ")
    assert run("decide", flag, "--lang", "en").out.startswith("Usage: bangban decide [OPTIONS] PATH FACTS…\n")
    assert run("--lang", "en", "decide", flag).code == 0


def test_version(run):
    assert run("--version") == (0, f"bangban {__version__}\n", "")


@pytest.mark.parametrize(("environment", "lang"), [
    ({}, "zh"), ({"LANG": "C"}, "zh"), ({"LC_ALL": "POSIX"}, "zh"), ({"LANG": "C.UTF-8"}, "zh"),
    ({"LANG": "en_US.UTF-8"}, "en"), ({"LANG": "zh_CN.GB18030"}, "zh"), ({"LANG": "fr_FR.UTF-8"}, "en"),
    ({"LC_ALL": "zh_CN.UTF-8", "LANG": "en_US.UTF-8"}, "zh"), ({"BANGBAN_LANG": "en", "LANG": "zh_CN.UTF-8"}, "en"),
    ({"BANGBAN_LANG": "zh", "LANG": "en_US.UTF-8"}, "zh"), ({"BANGBAN_LANG": "", "LANG": "en_GB"}, "en"),
])
def test_the_language_of_the_person(environment, lang):
    assert from_environment(environment) == lang


@pytest.mark.parametrize(("args", "lang"), [
    ([], None), (["--lang", "en", "check"], "en"), (["check", "--lang=zh"], "zh"), (["fmt", "--lang", "en", "x"], None),
    (["--lang", "en", "fmt", "--lang", "zh", "x"], "en"), (["check", "--", "--lang", "en"], None),
    (["check", "--lang", "fr"], None), (["check", "--lang"], None),
])
def test_the_language_asked_for(args, lang):
    assert from_arguments(args) == lang


def test_the_environment_chooses_the_language(run, desk, monkeypatch):
    monkeypatch.setenv("BANGBAN_LANG", "en")
    assert "no problems" in run("check", desk).err
    assert "没有问题" in run("check", desk, "--lang", "zh").err
