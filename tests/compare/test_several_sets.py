"""A folder of several sets is compared set by set: paired by their folders, told apart, gated together."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

pytest.importorskip("z3")

from .small import RULES, WORDS, write
from .test_command import WIDER, git, run

LATER = RULES.replace("决定日 + 5日", "决定日 + 6日")
OTHER_WORDS = WORDS.replace("方式 (mode)", "途径 (way)")
DECLARED = """变更:
  - 名称: 网络申请
    类别: 新增许可
    当: 申请.途径 = 网络
  - 名称: 不再先问途径
    类别: 少要材料
  - 名称: 网络申请,别的还要补
    类别: 改为待补正
"""


def other(rules: str) -> str:
    """The same rules over a fact of another name."""
    return rules.replace("申请.方式", "申请.途径")


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
