"""Other provisions, another bearer of a duty, a fact with another name: told, though no decision changes by them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bangban import loads
from bangban.cli import main

pytest.importorskip("z3")

from bangban.compare import compare

from .small import RULES, WORDS, compared, plain, text, write


def run(capsys: pytest.CaptureFixture[str], *args: str, lang: str = "zh") -> tuple[int, str]:
    code = main([*args, "--lang", lang, "--no-color"])
    printed = capsys.readouterr()
    return code, printed.out + printed.err


@pytest.mark.parametrize(("old", "new", "said"), [
    ("由 窗口", "由 领导", "义务人由窗口改为领导"),
    ("《上门服务办法》第三条", "《上门服务办法》第九条", "引用的依据变了"),
    ("  依据 《上门服务办法》第四条\n", "", "引用的依据变了")])
def test_it_is_no_mere_rewording(tmp_path: Path, capsys: pytest.CaptureFixture[str], old: str, new: str,
                                 said: str) -> None:
    comparison = compared(old, new)
    assert not comparison.decisions_change
    assert not comparison.equivalent
    one, other = str(write(tmp_path / "旧")), str(write(tmp_path / "新", RULES.replace(old, new)))
    for format_ in ("text", "json", "github", "markdown"):
        code, told = run(capsys, "compare", one, other, "--format", format_)
        assert code == 0
        assert "依据也不变" not in told
        assert "只改了文字的" not in told
        assert format_ == "json" or said in told
    assert run(capsys, "compare", one, other, "--no-new-permission")[0] == 0


def test_a_sentence_is_a_mere_rewording() -> None:
    comparison = compared("须出于自愿。", "应当自愿。")
    assert comparison.equivalent
    assert not comparison.grounds


def test_a_new_name_is_suggested(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words, rules = WORDS.replace("自愿 (", "本人同意 ("), RULES.replace("申请.自愿", "申请.本人同意")
    comparison = compare(plain().model, loads(text(rules, words)).model)
    assert comparison.perhaps_renamed == ((("申请", "自愿"), ("申请", "本人同意")),)
    one, other = str(write(tmp_path / "旧")), str(write(tmp_path / "新", rules, words))
    assert "改名: {申请.自愿: 申请.本人同意}" in run(capsys, "compare", one, other)[1]
    assert "renamed: {申请.自愿: 申请.本人同意}" in run(capsys, "compare", one, other, lang="en")[1]
    assert json.loads(run(capsys, "compare", one, other, "--format", "json")[1])["perhaps_renamed"] == [
        {"old": "申请.自愿", "new": "申请.本人同意"}]
    declared = tmp_path / "甲.changes.yaml"
    declared.write_text("改名: {申请.自愿: 申请.本人同意}\n", "utf-8")
    code, said = run(capsys, "compare", one, other, "--only-declared", str(declared))
    assert (code, "同一个名称" in said) == (0, False)


def test_facts_with_nothing_in_common_are_not() -> None:
    words = WORDS.replace("自愿 (voluntary)", "本人同意 (consent)")
    rules = RULES.replace("申请.自愿", "申请.本人同意")
    assert not compare(plain().model, loads(text(rules, words)).model).perhaps_renamed
