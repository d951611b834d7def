"""Lines of policies in the reports of coverage.py; facts for property tests."""

import datetime as dt
import html

import pytest
from hypothesis import HealthCheck, find, given, settings
from hypothesis import strategies as st

import bangban
from bangban.testing import facts
from bangban.testing.condition_coverage import condition_coverage
from bangban.testing.firing_coverage import firing_coverage
from bangban.testing.lines import tried_lines, write_coverage_file
from bangban.testing.run_cases import run_cases

from .desk import CASES, RULES, desk

POLICY = desk()
VERDICTS = {"permit", "deny", "pending", "not_applicable"}


def test_a_line_is_tried_where_everything_on_it_is():
    results = run_cases(POLICY)
    [lines] = tried_lines(firing_coverage(POLICY, results), condition_coverage(POLICY, results)).values()
    text = (RULES + CASES).splitlines()
    tried = {text[n - 1].strip(): done for n, done in lines.items()}
    assert tried["要求 申请.自愿 否则 拒绝 \"须自愿。\""]
    assert not tried["当 料.必需"]
    assert not tried["定义 未成年 (minor) 为 有 申请.年龄 且 申请.年龄 < 18"]
    assert "除非 线上咨询 (online_advice): 申请.线上 且 从宽" not in tried


def test_coverage_shows_the_lines(tmp_path, monkeypatch):
    coverage = pytest.importorskip("coverage")
    (tmp_path / "规则.policy").write_text(RULES + CASES, "utf-8")
    policy = bangban.load(tmp_path)
    results = run_cases(policy)
    lines = tried_lines(firing_coverage(policy, results), condition_coverage(policy, results))
    write_coverage_file(tmp_path / ".coverage", tmp_path, lines)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "rc").write_text("[run]\nplugins = bangban.testing.coverage_plugin\n", "utf-8")
    reading = coverage.Coverage(data_file=str(tmp_path / ".coverage"), config_file=str(tmp_path / "rc"))
    reading.load()
    _, executable, missing, _ = reading.analysis(str(tmp_path / "规则.policy"))
    [expected] = lines.values()
    assert executable == sorted(expected)
    assert missing == sorted(n for n, done in expected.items() if not done)
    reading.html_report(directory=str(tmp_path / "html"))
    assert any("未成年" in html.unescape(page.read_text("utf-8")) for page in (tmp_path / "html").glob("*.html"))


@given(facts(POLICY))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_every_fact_is_let_in(given_):
    assert POLICY.decide(given_, as_of=dt.date(2024, 5, 1)).verdict in VERDICTS


@given(facts(POLICY, complete=True))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_of_complete_facts_nothing_is_missing(given_):
    decision = POLICY.decide(given_, as_of=dt.date(2024, 5, 1))
    assert [p for p in decision.pending if p.kind == "missing"] == []


def test_bounds_and_days_of_change_are_tried():
    def found(condition):
        return find(facts(POLICY, complete=True), condition, settings=settings(max_examples=2000, deadline=None))

    assert found(lambda f: f["申请"].get("年龄") == 18)
    assert found(lambda f: f["申请"].get("年龄") == 17)
    assert found(lambda f: f["申请"]["日期"] == dt.date(2020, 1, 1))
    assert found(lambda f: f["申请"]["日期"] == dt.date(2019, 12, 31))


def test_partial_facts_leave_things_out():
    assert isinstance(facts(POLICY, complete=False), st.SearchStrategy)
    given_ = find(facts(POLICY, complete=False), lambda f: "申请" not in f)
    assert "申请" not in given_
