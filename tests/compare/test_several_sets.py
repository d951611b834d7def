"""A folder of several sets is compared set by set: paired by their folders, told apart, gated together."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

pytest.importorskip("z3")

from .small import RULES, WORDS, write
from .test_command import DECLARED as OF_ONE
from .test_command import WIDER, git, run

LATER = RULES.replace("决定日 + 5日", "决定日 + 6日")
OTHER_WORDS = WORDS.replace("方式 (mode)", "途径 (way)")


def other(rules: str) -> str:
    """The same rules over a fact of another name."""
    return rules.replace("申请.方式", "申请.途径")


DECLARED = other(OF_ONE)


@pytest.fixture
def halls(tmp_path: Path) -> tuple[Path, Path]:
    """Two versions of two sets each; the second's rule was widened."""
    for version, rules in (("旧", RULES), ("新", WIDER)):
        write(tmp_path / version / "甲")
        write(tmp_path / version / "乙", other(rules), OTHER_WORDS)
    return tmp_path / "旧", tmp_path / "新"


def test_each_set_with_its_own_former_version(halls: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    code, said = run(capsys, "compare", *map(str, halls))
    assert code == 1
    first, second = said.split(f"—— {halls[1] / '甲'}")
    assert "新增许可" in first
    assert "已对全部可能情形证明" in second
    assert "新增许可" not in second.split("已对全部")[0]
    assert "合计 2 个政策集,1 个有决定改变。" in second
    assert run(capsys, "compare", str(halls[0]), str(halls[0]))[0] == 0


def test_every_format(halls: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    for kind in ("github", "gitlab", "sarif", "junit", "markdown"):
        code, said = run(capsys, "compare", *map(str, halls), "--format", kind, "--no-new-permission")
        assert code == 1
        assert "新增许可" in said
    _, said = run(capsys, "compare", *map(str, halls), "--format", "json", "--no-new-permission")
    data = json.loads(said)
    assert [Path(one["path"]).name for one in data["sets"]] == ["乙", "甲"]
    assert [len(one["changes"]) > 0 for one in data["sets"]] == [True, False]
    assert data["decisions_change"]
    assert not data["equivalent"]
    assert len(data["gates"]) == 1


def test_one_declaration_for_all_of_them(halls: tuple[Path, Path], capsys: pytest.CaptureFixture[str],
                                         tmp_path: Path) -> None:
    """A condition is understood by the set that has its facts; what happens in one set need not happen in the other."""
    declared = tmp_path / "变更.changes.yaml"
    declared.write_text(DECLARED, "utf-8")
    paths = (*map(str, halls), "--only-declared", str(declared))
    assert run(capsys, "compare", *paths)[0] == 0
    declared.write_text(DECLARED + "  - 名称: 没有的事\n    类别: 失去免费\n", "utf-8")
    code, said = run(capsys, "compare", *paths)
    assert (code, said.count("BB535")) == (1, 1)
    declared.write_text(DECLARED + "  - 名称: 别的\n    类别: 新增拒绝\n    当: 申请.方式 = 网络\n", "utf-8")
    code, said = run(capsys, "compare", *paths)
    assert (code, said.count("BB535")) == (1, 1)
    declared.write_text(DECLARED.replace("申请.途径", "申请.哪里"), "utf-8")
    code, said = run(capsys, "compare", *paths)
    assert code == 2
    assert said.count("变更.changes.yaml:") == 1
    write(halls[1] / "甲", LATER)
    declared.write_text(DECLARED, "utf-8")
    code, said = run(capsys, "compare", *paths)
    assert code == 1
    assert "BB534" in said


def test_a_set_that_one_version_has(halls: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    write(halls[1] / "丙")
    code, said = run(capsys, "compare", str(halls[0]), str(halls[1]), "--no-lost-exemption")
    assert (code, said.count("BB540")) == (1, 1)
    assert "只有新版有" in said
    code, said = run(capsys, "compare", str(halls[1]), str(halls[0]))
    assert (code, said.count("BB540")) == (1, 1)
    assert "只有旧版有" in said
    assert "1 个没有比较" in said


def test_a_second_set_beside_the_only_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The one there was is still compared with itself."""
    write(tmp_path / "旧" / "甲")
    write(tmp_path / "新" / "甲")
    write(tmp_path / "新" / "乙")
    code, said = run(capsys, "compare", str(tmp_path / "旧"), str(tmp_path / "新"))
    assert (code, said.count("BB540")) == (1, 1)
    assert "已对全部可能情形证明" in said


def test_sorted_by_what_one_of_them_has(halls: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "compare", *map(str, halls), "--by", "申请.途径")[0] == 1
    code, said = run(capsys, "compare", *map(str, halls), "--by", "申请.哪里")
    assert (code, said.count("申请.哪里")) == (2, 1)


def test_what_is_not_settled_loses_nothing_else(halls: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    code, said = run(capsys, "compare", *map(str, halls), "--budget", "1")
    assert (code, "BB521" in said) == (2, True)
    assert f"—— {halls[1] / '甲'}" in said


def test_the_old_sets_from_git(halls: tuple[Path, Path], capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    git(tmp_path, "init", "-q", ".")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-qm", "一")
    subprocess.run(["cp", "-r", *map(str, (halls[1] / "乙").iterdir()), str(halls[0] / "乙")], check=True)
    code, said = run(capsys, "compare", "--base", "HEAD", str(halls[0]))
    assert code == 1
    assert "1 个有决定改变" in said


def test_a_new_set_that_cannot_be_read_is_told(halls: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    write(halls[1] / "丙", RULES + "\n规则 坏 (bad)\n  当 没有这个\n")
    code, said = run(capsys, "compare", *map(str, halls), "--no-new-permission")
    assert (code, "没有这个" in said, "丙/规则.policy" in said) == (2, True, True)
    assert "BB202" not in said  # nothing is said of names that two sets have


@pytest.mark.parametrize("stray", ["杂.cases.yaml", "放行.policy"])
def test_a_folder_that_is_one_set_now_is_not_taken_for_the_old_ones(
        halls: tuple[Path, Path], capsys: pytest.CaptureFixture[str], stray: str) -> None:
    (halls[1] / stray).write_text("" if stray.endswith("yaml") else "政策 放行 (free)\n  标题 \"放行\"\n", "utf-8")
    code, said = run(capsys, "compare", *map(str, halls), "--no-new-permission")
    assert code > 0
    assert "关卡全部通过" not in said


def test_a_set_that_becomes_two(halls: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    for file in list((halls[1] / "乙").iterdir()):
        file.unlink()
    write(halls[1] / "乙" / "丙")
    write(halls[1] / "乙" / "丁")
    code, said = run(capsys, "compare", *map(str, halls))
    assert (code, said.count("BB540")) == (1, 3)
    assert "已对全部可能情形证明" in said


def test_a_path_that_is_not_there_is_no_version_without_sets(
        halls: tuple[Path, Path], capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    for paths in ((tmp_path / "无", halls[1]), (halls[0], tmp_path / "无")):
        code, said = run(capsys, "compare", *map(str, paths))
        assert (code, "BB130" in said) == (2, True)


def test_a_renamed_fact_is_renamed_where_it_was(halls: tuple[Path, Path], capsys: pytest.CaptureFixture[str],
                                                tmp_path: Path) -> None:
    """乙 renames a fact; 甲 has both, and asks the other one now."""
    extra = "  字段 愿意 (willing): 是非\n  字段 年龄"
    one = WORDS.replace("  字段 年龄", extra)
    write(halls[0] / "甲", RULES.replace("要求 申请.自愿", "要求 申请.愿意"), one)
    write(halls[1] / "甲", RULES, one)
    write(halls[0] / "乙", RULES.replace("申请.自愿", "申请.愿意"), WORDS.replace("自愿 (voluntary)", "愿意 (willing)"))
    write(halls[1] / "乙", RULES, WORDS.replace("自愿 (voluntary)", "自愿 (free)"))
    declared = tmp_path / "变更.changes.yaml"
    declared.write_text("改名:\n  申请.愿意: 申请.自愿\n", "utf-8")
    code, said = run(capsys, "compare", *map(str, halls), "--only-declared", str(declared))
    first, second = said.split(f"—— {halls[1] / '甲'}")
    assert code == 1
    assert "没有任何决定改变" in first
    assert "BB534" in second
    declared.write_text("改名:\n  申请.哪里: 申请.自愿\n", "utf-8")
    code, said = run(capsys, "compare", *map(str, halls), "--only-declared", str(declared))
    assert (code, said.count("BB541")) == (2, 1)


def test_a_set_that_is_gone_in_git_is_named_by_its_place(halls: tuple[Path, Path], tmp_path: Path,
                                                         capsys: pytest.CaptureFixture[str]) -> None:
    git(tmp_path, "init", "-q", ".")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-qm", "一")
    write(halls[0] / "丙")
    subprocess.run(["rm", "-r", str(halls[0] / "乙")], check=True)
    for kind in ("text", "json", "gitlab", "sarif"):
        code, said = run(capsys, "compare", "--base", "HEAD", str(halls[0]), "--format", kind)
        assert code == 1
        assert "bangban-" not in said
