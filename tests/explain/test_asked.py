"""The names a question comes with: one that names nothing is told, with the nearest that does."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from bangban.cli import main
from bangban.explain.asked import NoSuchChange, NoSuchRule
from bangban.problems import PolicyError, Problem
from tests.explain.test_how_to import DAY, GOOD, LOAN, given, loan, ways


def refused(act: Callable[[], object]) -> tuple[Problem, ...]:
    with pytest.raises(PolicyError) as caught:
        act()
    return tuple(caught.value.problems)


@pytest.mark.parametrize(("name", "near"), [("逾期不", "逾期不借"), ("xyz", None)])
def test_a_rule_the_set_does_not_have(name: str, near: str | None) -> None:
    (problem,) = refused(lambda: loan().explain(GOOD, name))
    assert isinstance(problem, NoSuchRule)
    assert ("是不是" in problem.message("zh")) == (near is not None)
    assert f"「{near or name}」" in problem.message("zh")
    assert f"“{near or name}”" in problem.message("en")


def test_a_rule_it_has_is_explained() -> None:
    assert [told.rule for told in loan().explain(GOOD, "逾期不借").rules] == ["逾期不借"]


@pytest.mark.parametrize(("name", "near"), [
    ("本数", "借阅.本数"),  # only the record is left out
    ("借阅.本书", "借阅.本数"),
    ("惜阅", "借阅"),
    ("xyz", None)])
def test_what_alone_may_change_is_in_the_vocabulary(name: str, near: str | None) -> None:
    (problem,) = refused(lambda: loan().how_to(GOOD, changeable=[name, "借阅.证件"]))
    assert isinstance(problem, NoSuchChange)
    assert ("Did you mean" in problem.message("en")) == (near is not None)
    assert f"“{near or name}”" in problem.message("en")
    assert f"「{near or name}」" in problem.message("zh")


def test_every_name_that_is_wrong_is_told_once() -> None:
    assert len(refused(lambda: loan().how_to(GOOD, changeable=["甲", "乙", "甲", "书.名称"]))) == 2


def test_a_text_is_one_name() -> None:
    assert ways(given(证件="无证"), changeable="借阅.证件") == [["「借阅.证件」改为有证"]]
    assert ways(given(证件="无证"), changeable="书") == []
    assert [p.code for p in refused(lambda: loan().how_to(GOOD, changeable="没有"))] == ["BB418"]


def test_no_name_at_all_leaves_nothing_to_change() -> None:
    assert ways(given(本数=9), changeable=[]) == []


def test_the_command_line_tells_it_once_for_all_actions(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "借书.policy").write_text(LOAN, "utf-8")
    facts = tmp_path / "事实.json"
    facts.write_text(json.dumps([GOOD, GOOD]), "utf-8")
    code = main(["how-to", str(tmp_path / "借书.policy"), str(facts), "--change", "证件", "--as-of", DAY.isoformat()])
    told = capsys.readouterr().err
    assert (code, told.count("BB418")) == (2, 1)
    assert "「借阅.证件」" in told
