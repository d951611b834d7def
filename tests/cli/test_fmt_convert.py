"""fmt and convert: files rewritten without a change of meaning, or left alone."""

import os
import stat

import pytest


def test_fmt_rewrites_in_place_and_a_second_time_changes_nothing(run, desk):
    result = run("fmt", desk)
    assert (result.code, result.out) == (0, "")
    assert result.err.count("改了") == 2
    again = run("fmt", desk)
    assert (again.code, again.err) == (0, "")
    assert run("check", desk).code == 0


def test_fmt_check_changes_nothing_and_lists_what_would_change(run, desk):
    before = (desk / "窗口.policy").read_bytes()
    result = run("fmt", "--check", desk)
    assert result.code == 1
    assert "窗口.policy" in result.out
    assert (desk / "窗口.policy").read_bytes() == before
    run("fmt", desk)
    assert run("fmt", "--check", desk).code == 0


def test_fmt_of_standard_input(run):
    result = run("fmt", "-", stdin="政策 甲\n规则   乙\n归类　程序\n准予 “可以。”")
    assert result.code == 0
    assert result.out == '政策 甲\n\n规则 乙\n  归类 程序\n  准予 "可以。"\n'
    assert run("fmt", "-", "--check", stdin="政策   甲").code == 1


def test_fmt_leaves_a_file_with_faults_alone_and_does_the_others(run, desk):
    (desk / "坏.policy").write_text("政策 甲\n规则", "utf-8")
    result = run("fmt", desk)
    assert result.code == 2
    assert "坏.policy:2" in result.err
    assert (desk / "坏.policy").read_text("utf-8") == "政策 甲\n规则"
    assert result.err.count("改了") == 2


def test_fmt_in_json(run, desk):
    data = run("fmt", "--check", desk, "--format", "json").data
    assert data["files"] == 2
    assert sorted(os.path.basename(name) for name in data["changed"]) == ["事实.policy", "窗口.policy"]


@pytest.mark.parametrize("path", ["没有", "甲.txt", "甲\0乙"])
def test_fmt_of_what_is_no_policy(run, tmp_path, path):
    (tmp_path / "甲.txt").write_text("政策 甲", "utf-8")
    assert run("fmt", tmp_path / path).code == 2


def test_fmt_keeps_the_mode_of_a_file_and_follows_links(run, desk, tmp_path):
    os.chmod(desk / "窗口.policy", 0o640)
    link = tmp_path / "link.policy"
    link.symlink_to(desk / "窗口.policy")
    run("fmt", link)
    assert link.is_symlink()
    assert stat.S_IMODE((desk / "窗口.policy").stat().st_mode) == 0o640
    assert sorted(p.name for p in desk.iterdir()) == ["bangban.toml", "事实.policy", "原文.txt", "窗口.policy"]


def test_fmt_into_the_other_language_keeps_every_decision(run, desk, facts):
    before = run("decide", desk, facts(), "--format", "json").data
    assert run("fmt", "--lang", "en", desk).code == 0
    text = (desk / "窗口.policy").read_text("utf-8")
    assert "rule may_serve (可以办理)" in text
    assert "when service.mode = guide or (agency_too and service.mode = agency)" in text
    after = run("decide", desk, facts(), "--format", "json").data
    assert {**after, "policy": ""} == {**before, "policy": ""}
    assert run("fmt", "--lang", "zh", desk).code == 0
    assert "规则 可以办理 (may_serve)" in (desk / "窗口.policy").read_text("utf-8")


def test_fmt_of_one_file_into_the_other_language_finds_names_in_its_folder(run, desk):
    assert run("fmt", "--lang", "en", desk / "窗口.policy").code == 0
    assert (desk / "事实.policy").read_text("utf-8").startswith("词汇")
    assert run("check", desk).code == 0


def test_fmt_does_not_write_what_would_be_ambiguous_in_the_other_language(run, desk):
    policy = desk / "窗口.policy"
    text = policy.read_text("utf-8").replace(
        "规则 可以办理", "定义 引导 (guide) 为 服务.方式 = 导办\n\n规则 可以办理", 1)
    policy.write_text(text, "utf-8")
    assert run("check", desk).code == 0
    result = run("fmt", "--lang", "en", desk)
    assert result.code == 2
    assert "guide" in result.err
    assert policy.read_text("utf-8") == text


def test_fmt_into_the_other_language_needs_a_sound_set(run, desk):
    policy = desk / "窗口.policy"
    policy.write_text(policy.read_text("utf-8").replace("服务.自愿", "服务.自原"), "utf-8")
    assert run("fmt", "--lang", "en", desk).code == 2


def test_convert_goes_to_the_other_spelling_and_back(run, desk, tmp_path):
    run("fmt", desk)
    result = run("convert", desk / "窗口.policy")
    assert result.code == 0
    assert result.out.startswith("政策: 窗口办法 (desk_rules)\n")
    there = tmp_path / "窗口.policy.yaml"
    assert run("convert", desk / "窗口.policy", "-o", there).out == ""
    assert there.read_text("utf-8") == result.out
    assert run("convert", there).out == (desk / "窗口.policy").read_text("utf-8")


def test_convert_of_standard_input_needs_to(run):
    assert run("convert", "-", stdin="政策 甲").code == 2
    assert run("convert", "-", "--to", "yaml", stdin="政策 甲").out == "政策: 甲\n"
    assert run("convert", "-", "--to", "policy", stdin="政策: 甲").out == "政策 甲\n"


def test_convert_in_json(run, desk):
    data = run("convert", desk / "窗口.policy", "--format", "json").data
    assert data["to"] == "yaml"
    assert data["text"].startswith("政策:")


def test_convert_of_what_cannot_be_read(run, desk, tmp_path):
    (desk / "坏.policy").write_text("政策 甲\n规则", "utf-8")
    for path in (desk / "坏.policy", desk, desk / "原文.txt", desk / "没有.policy"):
        assert run("convert", path).code == 2


def test_what_cannot_be_written_is_told(run, desk, tmp_path):
    (tmp_path / "文件").write_text("", "utf-8")
    result = run("convert", desk / "窗口.policy", "-o", tmp_path / "文件" / "出.yaml")
    assert result.code == 2
    assert "BB410" in result.err
