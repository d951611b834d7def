"""Reading a set from disk: what belongs to it, what is refused, and what is said about what is missing."""

import os
from pathlib import Path

import pytest

from bangban import files
from bangban.files import EmptySet, NoDiskHere, SetTooLarge, file_key, read_set, read_text
from bangban.paths import (
    FolderNamedAsPolicy,
    MissingFile,
    NotPolicyName,
    OutsideRoot,
    Place,
    StrangePath,
    UnreadableFile,
    locate,
)
from bangban.problems import Problem
from bangban.rings import CyclicImport
from bangban.source import Source, Span

POLICIES = Path(__file__).parent.parent / "policies"


def lay(root: Path, **texts: str) -> Path:
    """Files under ``root``; ``a__b`` stands for ``a/b``, every file ends in ``.policy``."""
    (root / "bangban.toml").touch()
    for name, text in texts.items():
        path = root / (name.replace("__", "/") + ".policy")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return root


def policy(*imports: str) -> str:
    return '政策 甲\n  标题 "甲"\n' + "".join(f'  引入 "{i}"\n' for i in imports)


def kinds(problems):
    return [type(p) for p in problems]


def test_the_cangzhou_set_brings_in_national_law_the_vocabulary_text_and_calendar():
    fileset, problems = read_set(POLICIES / "cangzhou")
    assert problems == []
    assert fileset.root == POLICIES
    names = [f.source.name for f in fileset.files]
    assert names == sorted(names)
    assert "词汇/服务行为.policy" in names
    primary = {f.source.name.split("/")[0] for f in fileset.files if f.primary}
    assert primary == {"cangzhou"}
    assert {c.name.split("/")[0] for c in fileset.cases} == {"cangzhou"}
    assert file_key("cangzhou/总则.policy", "原文/沧州2020.txt") in fileset.texts
    assert fileset.tables[file_key("national/工作日历.policy", "工作日历.csv")].name == "national/工作日历.csv"


def test_one_file_is_a_set_with_what_it_imports_and_the_cases_beside_it(tmp_path):
    lay(tmp_path, a=policy("v/b.policy"), v__b=policy(), c=policy())
    (tmp_path / "a.cases.yaml").write_text("用例: []\n", "utf-8")
    (tmp_path / "c.cases.yaml").write_text("用例: []\n", "utf-8")
    fileset, problems = read_set(tmp_path / "a.policy")
    assert problems == []
    assert [(f.source.name, f.primary) for f in fileset.files] == [("a.policy", True), ("v/b.policy", False)]
    assert [c.name for c in fileset.cases] == ["a.cases.yaml"]


def test_the_root_is_the_loaded_folder_where_no_mark_stands_above(tmp_path):
    (tmp_path / "a.policy").write_text(policy(), "utf-8")
    assert read_set(tmp_path)[0].root == tmp_path


def test_hidden_folders_and_files_are_not_read(tmp_path):
    lay(tmp_path, a=policy())
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "x.policy").write_text("?", "utf-8")
    (tmp_path / "._a.policy").write_bytes(b"\x00\x05")
    fileset, problems = read_set(tmp_path)
    assert problems == []
    assert len(fileset.files) == 1


def test_a_missing_import_suggests_its_neighbour_and_repairs_it(tmp_path):
    lay(tmp_path, a=policy("词汇/服务行为.polcy"), 词汇__服务行为=policy())
    _, [problem] = read_set(tmp_path / "a.policy")
    assert isinstance(problem, MissingFile)
    assert "服务行为.policy" in problem.message("zh")
    assert problem.span.text == '"词汇/服务行为.polcy"'
    assert problem.fixes[0].replacement == '"词汇/服务行为.policy"'


def test_a_missing_folder_on_the_way_is_suggested_too(tmp_path):
    lay(tmp_path, a=policy("nationel/b.policy"), national__b=policy())
    _, [problem] = read_set(tmp_path / "a.policy")
    assert problem.fixes[0].replacement == '"national/b.policy"'


@pytest.mark.parametrize("written", ["/etc/hosts.policy", "C:/x.policy", "~/x.policy", "../../x.policy"])
def test_paths_out_of_the_root_are_refused(tmp_path, written):
    lay(tmp_path, a=policy(written))
    _, [problem] = read_set(tmp_path)
    assert isinstance(problem, OutsideRoot)
    assert problem.written == written


def test_backslashes_are_not_guessed_at(tmp_path):
    lay(tmp_path, a=policy(r"..\\b.policy"))
    assert kinds(read_set(tmp_path)[1]) == [StrangePath]


@pytest.mark.parametrize("written", ["x" * 5000, "b.policy/" * 600, "", "\t", "\ud800.policy", "a\0b"])
def test_no_path_however_odd_makes_an_exception(tmp_path, written):
    lay(tmp_path, a=policy(), b=policy())
    place = Place(Span(Source("a.policy", "x"), 0, 1), tmp_path)
    found = locate(written, place, tmp_path)
    assert found == tmp_path if written == "" else isinstance(found, Problem)
    if isinstance(found, Problem):
        found.message("zh").encode()


def test_file_names_that_are_no_text_are_read_and_shown(tmp_path):
    lay(tmp_path, a=policy())
    (tmp_path / os.fsdecode(b"b\xff.policy")).write_text("?", "utf-8")
    fileset, problems = read_set(tmp_path)
    assert [f.source.name for f in fileset.files] == ["a.policy", "b\ufffd.policy"]
    assert problems


def test_symbolic_links_may_not_lead_out_of_the_root(tmp_path):
    (tmp_path / "outside").mkdir()
    outside = lay(tmp_path / "outside", x=policy())
    (tmp_path / "set").mkdir()
    root = lay(tmp_path / "set", a=policy("link.policy"))
    os.symlink(outside / "x.policy", root / "link.policy")
    os.symlink(outside, root / "folder")
    fileset, problems = read_set(root)
    assert kinds(problems) == [OutsideRoot] * 3
    assert [f.source.name for f in fileset.files] == ["a.policy"]


def test_links_within_the_root_are_followed_once(tmp_path):
    lay(tmp_path, a=policy(), b__c=policy())
    os.symlink("b/c.policy", tmp_path / "again.policy")
    os.symlink(".", tmp_path / "b" / "loop")
    fileset, problems = read_set(tmp_path)
    assert problems == []
    assert [f.source.name for f in fileset.files] == ["a.policy", "b/c.policy"]


def test_cyclic_imports_end_in_a_clear_error(tmp_path):
    lay(tmp_path, a=policy("b.policy"), b=policy("c.policy"), c=policy("a.policy"))
    _, [problem] = read_set(tmp_path)
    assert isinstance(problem, CyclicImport)
    assert problem.chain == "a.policy → b.policy → c.policy → a.policy"
    assert problem.span.source.name == "c.policy"
    assert problem.span.text == '"a.policy"'


def test_importing_oneself_or_the_folder_that_holds_one_is_a_ring(tmp_path):
    lay(tmp_path, x__a=policy("a.policy"), y__b=policy("."))
    _, problems = read_set(tmp_path)
    assert [p.chain for p in problems] == ["x/a.policy → x/a.policy", "y/ → y/b.policy → y/"]


def test_a_diamond_is_no_ring(tmp_path):
    lay(tmp_path, a=policy("b.policy", "c.policy"), b=policy("d.policy"), c=policy("d.policy"), d=policy())
    assert read_set(tmp_path)[1] == []


def test_very_long_chains_of_imports_are_read_without_deep_recursion(tmp_path):
    lay(tmp_path, **{f"f{i:04}": policy(f"f{i + 1:04}.policy") for i in range(1500)}, f1500=policy("f0000.policy"))
    fileset, problems = read_set(tmp_path)
    assert len(fileset.files) == 1501
    assert kinds(problems) == [CyclicImport]


def test_folders_named_as_files_empty_sets_and_other_names(tmp_path):
    (tmp_path / "x.policy").mkdir()
    assert kinds(read_set(tmp_path)[1]) == [FolderNamedAsPolicy]
    (tmp_path / "empty").mkdir()
    assert kinds(read_set(tmp_path / "empty")[1]) == [EmptySet]
    (tmp_path / "t.txt").write_text(policy(), "utf-8")
    assert kinds(read_set(tmp_path / "t.txt")[1]) == [NotPolicyName]
    assert kinds(read_set(tmp_path / "nowhere")[1]) == [MissingFile]
    assert kinds(read_set("a\0b")[1]) == [MissingFile]


def test_a_pipe_is_refused_without_waiting_for_it(tmp_path):
    lay(tmp_path, a=policy())
    os.mkfifo(tmp_path / "pipe.policy")
    assert kinds(read_set(tmp_path)[1]) == [UnreadableFile]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission_is_named(tmp_path):
    lay(tmp_path, a=policy(), b=policy())
    (tmp_path / "b.policy").chmod(0)
    _, [problem] = read_set(tmp_path)
    assert isinstance(problem, UnreadableFile)
    assert "没有读取权限" in problem.message("zh")


@pytest.mark.parametrize(("limit", "value"), [("MAX_FILES", 2), ("MAX_BYTES", 30), ("MAX_ENTRIES", 2)])
def test_a_set_is_bounded(tmp_path, monkeypatch, limit, value):
    lay(tmp_path, a=policy(), b=policy(), c=policy())
    monkeypatch.setattr(files, limit, value)
    assert kinds(read_set(tmp_path)[1]) == [SetTooLarge]


def test_a_policy_given_as_text_has_no_disk(tmp_path):
    fileset, problems = read_text(policy())
    assert problems == []
    assert [f.source.name for f in fileset.files] == ["<text>.policy"]
    _, [problem] = read_text(policy("other.policy"))
    assert isinstance(problem, NoDiskHere)
