"""The cache: used only while nothing has changed, and only from a folder that is this user's alone."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

import bangban
from bangban import cache

THIRTEEN = Path(__file__).parent / "benchmarks/thirteen"
pytestmark = pytest.mark.skipif(not hasattr(os, "geteuid"), reason="the cache needs owners of files")


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "kept"
    monkeypatch.setenv("BANGBAN_CACHE", str(folder))
    return folder


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    (tmp_path / "root").mkdir()
    (tmp_path / "root/bangban.toml").write_text("")
    return Path(shutil.copytree(THIRTEEN, tmp_path / "root/set"))


def test_nothing_is_kept_unless_asked(kept: Path, copied: Path) -> None:
    bangban.load(copied)
    assert not kept.exists()


def test_what_is_kept_is_the_same_policy(kept: Path, copied: Path) -> None:
    first = bangban.load(copied, cache=True)
    assert cache.recall(copied, None) is not None
    again = bangban.load(copied, cache=True)
    assert again.digest == first.digest
    assert repr(again.model.rules) == repr(first.model.rules)
    assert again.decide({}).to_dict() == first.decide({}).to_dict()
    assert (kept.stat().st_mode & 0o777, [p.stat().st_mode & 0o777 for p in kept.iterdir()]) == (0o700, [0o600])


def test_a_changed_file_is_read_again(kept: Path, copied: Path) -> None:
    bangban.load(copied, cache=True)
    rules = copied / "规则.policy"
    before = rules.stat()
    rules.write_text(rules.read_text("utf-8").replace("可以办理。", "能够办理。"), "utf-8")
    os.utime(rules, ns=(before.st_atime_ns, before.st_mtime_ns))  # the bytes count, not the clock
    assert cache.recall(copied, None) is None
    assert "能够办理。" in str(bangban.load(copied, cache=True).model.rules)


def test_a_new_file_and_a_new_root_are_noticed(kept: Path, copied: Path) -> None:
    bangban.load(copied, cache=True)
    (copied / "更多.policy").write_text("政策 基准\n不编码 一\n  理由 宣示性\n", "utf-8")
    assert cache.recall(copied, None) is None
    (copied / "更多.policy").unlink()
    assert cache.recall(copied, None) is not None
    (copied / "bangban.toml").write_text("")
    assert cache.recall(copied, None) is None


def test_other_options_are_another_entry(kept: Path, copied: Path) -> None:
    bangban.load(copied, cache=True)
    assert cache.recall(copied, {"某读法": True}) is None


def test_a_folder_others_may_write_to_is_not_used(kept: Path, copied: Path) -> None:
    bangban.load(copied, cache=True)
    kept.chmod(0o770)
    assert cache.recall(copied, None) is None
    for entry in kept.iterdir():
        entry.unlink()
    bangban.load(copied, cache=True)
    assert not list(kept.iterdir())


def test_a_link_in_place_of_the_folder_or_an_entry_is_not_followed(kept: Path, copied: Path, tmp_path: Path) -> None:
    bangban.load(copied, cache=True)
    entry = next(kept.iterdir())
    entry.rename(tmp_path / "moved")
    entry.symlink_to(tmp_path / "moved")
    assert cache.recall(copied, None) is None
    kept.rename(tmp_path / "elsewhere")
    kept.symlink_to(tmp_path / "elsewhere")
    assert cache.recall(copied, None) is None


def test_spoilt_entries_and_no_cache_are_no_trouble(kept: Path, copied: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = bangban.load(copied, cache=True)
    next(kept.iterdir()).write_bytes(b"\x80\x05nonsense")
    assert bangban.load(copied, cache=True).digest == first.digest
    monkeypatch.setenv("BANGBAN_CACHE", "off")
    assert cache.recall(copied, None) is None
    assert bangban.load(copied, cache=True).digest == first.digest
