"""Advice set aside in the text: for a declaration or a clause, with a reason, and only where there is any."""

from pathlib import Path

import pytest

from bangban.files import FileSet, SetFile
from bangban.lint.run import lint
from bangban.lint.settings import Settings
from bangban.policy.check import check
from bangban.source import Source
from bangban.syntax.read import read
from bangban.syntax.to_yaml import to_yaml

TEXT = """\
政策 例 (example_policy)
  标题 "示例办法"
  施行 2024-01-01

词汇 事实 (facts)
记录 申请 (request)
  字段 日期 (date): 日期 决定日
  字段 自愿 (voluntary): 是非
  字段 加急 (urgent): 是非

政策 例
{above}
规则 须自愿 (of_own_accord)
  归类 自愿
  依据 《示例条例》第一条
  {over}
  当 申请.加急 = 是{behind}
  要求 申请.自愿 否则 拒绝 "请由本人提出。"
  下一步 "请本人来。"
{last}
"""


def found(above="", over="", behind="", last="", settings=None, yaml=False):
    source = Source("例.policy", TEXT.format(above=above, over=over, behind=behind, last=last))
    file, problems = read(source)
    assert problems == []
    if yaml:
        source = Source("例.policy.yaml", to_yaml(file))
        file, problems = read(source)
        assert problems == []
    fileset = FileSet(Path(), (SetFile(source, file, True),))
    return [p for p in lint(fileset, check(fileset)[0], settings) if p.severity != "info"]


def codes(**where):
    return [p.code for p in found(**where)]


def test_without_an_ignore_the_advice_is_given():
    assert codes() == ["BB322"]


@pytest.mark.parametrize("yaml", [False, True], ids=["policy", "yaml"])
@pytest.mark.parametrize("where", [
    {"above": "# bangban: 忽略 BB322 写明更清楚"}, {"over": "# bangban: 忽略 BB322 写明更清楚"},
    {"behind": "  # bangban: ignore BB322 because it reads better"},
    {"above": "# bangban:忽略 BB322,写明更清楚"}])
def test_an_ignore_with_a_reason_sets_the_advice_aside(where, yaml):
    assert codes(**where, yaml=yaml) == []


@pytest.mark.parametrize("comment", [
    "# bangban: 忽略 BB322", "# bangban: ignore BB322 because", "# bangban: 忽略 BB322 因为:"])
def test_the_reason_is_required(comment):
    assert codes(above=comment) == ["BB392"]


def test_an_ignore_that_sets_nothing_aside_is_told():
    problem, = found(above="# bangban: 忽略 BB322, BB355 写明更清楚")
    assert (problem.code, problem.unused) == ("BB393", "BB355")
    assert problem.span.text == "bangban: 忽略 BB322, BB355 写明更清楚"


def test_an_ignore_behind_everything_covers_nothing():
    assert codes(last="# bangban: 忽略 BB322 写明更清楚") == ["BB322", "BB393"]


def test_an_unknown_code_is_told_with_the_nearest():
    problem = next(p for p in found(above="# bangban: 忽略 BB3222 写明更清楚") if p.code == "BB390")
    assert "BB322" in problem.near.zh


def test_a_comment_that_says_nothing_to_ignore_is_told():
    assert codes(above="# bangban: 别管这里") == ["BB394", "BB322"]


def test_where_only_some_rules_are_asked_unused_ignores_are_not_told():
    assert codes(above="# bangban: 忽略 BB322 写明更清楚", settings=Settings(select=("BB36",))) == []


def test_an_ignore_of_a_rule_that_is_off_is_not_told():
    assert codes(above="# bangban: 忽略 BB322 写明更清楚", settings=Settings(ignore=("BB322",))) == []
