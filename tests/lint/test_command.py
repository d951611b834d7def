"""``bangban lint`` and the repairs of ``check``: what is printed, what is written, how it ends."""

import json

import pytest

from bangban.cli.run import run

POLICY = """\
政策 例 (example_policy)
  标题 "示例办法"
  施行 2024-01-01

词汇 事实 (facts)

记录 申请 (request)
  字段 日期 (date): 日期 决定日
  字段 自愿 (voluntary): 是非

政策 例

规则 须自愿 (of_own_accord)
  归类 自愿
  依据 《示例条例》第一条
  当 申请.自愿 = 否
  禁止 "请由本人提出。"
  下一步 "请本人来。"
"""


@pytest.fixture
def folder(tmp_path, monkeypatch):
    (tmp_path / "例.policy").write_text(POLICY, "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_advice_is_a_finding_and_notes_are_counted(folder, capsys):
    assert run(["lint", ".", "--lang", "zh"]) == 1
    said = capsys.readouterr()
    assert "BB322" in said.out
    assert "--notes" in said.err
    assert "BB382" not in said.out


def test_notes_are_listed_when_asked_and_do_not_count(folder, capsys):
    assert run(["lint", ".", "--notes", "--ignore", "BB322"]) == 0
    assert "BB382" in capsys.readouterr().out


def test_a_repair_is_written_and_told(folder, capsys):
    assert run(["lint", ".", "--fix", "--lang", "zh"]) == 0
    assert "当 非 申请.自愿\n" in (folder / "例.policy").read_text("utf-8")
    assert "改了 例.policy:16" in capsys.readouterr().err


def test_only_what_is_selected_is_mended(folder):
    assert run(["lint", ".", "--fix", "--select", "BB36"]) == 0
    assert (folder / "例.policy").read_text("utf-8") == POLICY


@pytest.mark.parametrize("flag", ["--select", "--ignore"])
def test_an_unknown_code_is_wrong_usage(folder, capsys, flag):
    assert run(["lint", ".", flag, "BB3OO", "--format", "json"]) == 2
    assert [p["code"] for p in json.loads(capsys.readouterr().out)["problems"]] == ["BB390"]
    assert run(["lint", ".", "--fix", flag, "没有", "--lang", "zh"]) == 2
    assert "没有编号为「没有」的写法建议" in capsys.readouterr().out
    assert (folder / "例.policy").read_text("utf-8") == POLICY
    assert run(["lint", ".", flag, "没有", "--format", "junit", "--lang", "zh"]) == 2
    assert "没有编号为「没有」的写法建议" in capsys.readouterr().out


def test_a_set_with_errors_has_its_errors_listed(folder, capsys):
    (folder / "例.policy").write_text(POLICY.replace("申请.自愿 = 否", "申请.愿意"), "utf-8")
    assert run(["lint", ".", "--format", "json"]) == 1
    assert [p["code"] for p in json.loads(capsys.readouterr().out)["problems"]] == ["BB204"]


def test_settings_of_the_set_count(folder):
    (folder / "bangban.toml").write_text('[lint.severity]\nBB322 = "info"\n', "utf-8")
    assert run(["lint", "."]) == 0


def test_check_mends_what_offers_one_repair(folder, capsys):
    (folder / "例.policy").write_text(POLICY.replace("申请.自愿 = 否", "申请.自原"), "utf-8")
    assert run(["check", ".", "--fix", "--lang", "zh"]) == 0
    assert "当 申请.自愿\n" in (folder / "例.policy").read_text("utf-8")
    assert "改了" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["check", "lint", "test"])
@pytest.mark.parametrize("format_", ["github", "gitlab", "sarif", "junit", "markdown"])
def test_every_command_writes_every_format(folder, capsys, command, format_):
    run([command, ".", "--format", format_])
    said = capsys.readouterr()
    assert said.err == ""
    if format_ in ("gitlab", "sarif"):
        json.loads(said.out)


def test_a_set_that_cannot_be_loaded_is_reported_in_the_format_too(folder, capsys):
    (folder / "例.policy").write_text(POLICY.replace("申请.自愿 = 否", "申请.愿意"), "utf-8")
    assert run(["test", ".", "--format", "github"]) == 2
    assert capsys.readouterr().out.startswith("::error file=例.policy,line=16")
