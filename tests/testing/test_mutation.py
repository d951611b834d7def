"""Mutants: which there are, what kills them, the case that is missing, the proof that none can be."""

import datetime as dt
from pathlib import Path

import pytest

import bangban
from bangban.policy.verdict import decide
from bangban.testing.conditions import reads_of
from bangban.testing.drafts import written
from bangban.testing.mutants import mutants
from bangban.testing.mutation import mutate
from bangban.testing.observed import Changed, observe
from bangban.testing.proving import Prover
from bangban.testing.run_cases import run_cases

from .desk import CASES, RULES, desk

TODAY = dt.date(2025, 1, 1)


def said(policy):
    return {m.said.zh for m in mutants(policy.model)}


def test_every_kind_of_slip_is_made():
    found = said(desk())
    assert found >= {
        "删去规则「须自愿」", "规则「须自愿」由拒绝改为补正", "规则「材料须齐」由补正改为拒绝",
        "规则「可以办」由准予改为禁止", "规则「须自愿」的例外「未成年人」不问条件",
        "删去规则「须自愿」的例外「未成年人」", "政策「服务」的施行日推后一天", "政策「服务」去掉施行日",
        "「可以办」的当:去掉「代办」", "「可以办」的当:加上「咨询」", "「未成年」的定义:「18」改为「17」",
        "「未成年」的定义:「申请.年龄 < 18」的 < 改为 ≤", "「未成年」的定义:且改为或",
        "「材料须齐」的当:去掉整个条件「料.必需」", "「须自愿」的要求:「申请.自愿」取反", "选项「从宽」改取「是」"}
    assert len(found) == len(mutants(desk().model))


def test_quantifiers_counts_dates_and_parameters():
    policy = bangban.loads(RULES + '''参数 最多 (most): 整数
  自 2020-01-01 = 3
  依据 四
规则 份数 (copies)
  归类 程序
  依据 五
  自 2021-01-01 至 2024-12-31
  当 每个 材料 满足 (必需) 且 个数(材料 满足 (齐全)) > 最多
  禁止 "太多。"
''' + CASES)
    found = said(policy)
    assert found >= {"「份数」的当:「材料」每个改为任一", "参数「最多」改为 2", "参数「最多」改为 4",
                     "规则「份数」的失效日推后一天", "规则「份数」去掉失效日", "规则「份数」由禁止改为警示",
                     "参数「最多」的施行日推后一天"}


def test_mutants_speak_both_languages_and_point_at_their_place():
    policy = desk()
    for mutant in mutants(policy.model):
        assert mutant.said.zh != mutant.said.en
        assert mutant.span.source is policy.model.rules[0].span.source
    [one] = [m for m in mutants(policy.model) if m.said.en == "define of “minor”: “18” becomes “17”"]
    assert one.span.text == "申请.年龄 < 18"


def test_each_mutant_differs_from_the_policy():
    model = desk().model
    for mutant in mutants(model):
        made = mutant.make(model)
        assert (made.rules, made.definitions, made.heads, made.parameters) != (
            model.rules, model.definitions, model.heads, model.parameters), mutant.said.zh


def test_the_cases_that_are_missing_are_written_and_kill(tmp_path):
    policy = desk()
    report = mutate(policy, today=TODAY, prover=Prover())
    assert report.count("missing") > 0
    assert report.count("open") == 0
    text = written(report.drafts, policy.model, "zh")
    (tmp_path / "规则.policy").write_text(RULES + CASES, "utf-8")
    (tmp_path / "补充.cases.yaml").write_text("用例:\n" + text, "utf-8")
    grown = bangban.load(tmp_path)
    assert [f.message() for r in run_cases(grown) for f in r.failures] == []
    again = mutate(grown, today=TODAY, prover=Prover())
    assert again.score == 100
    assert again.count("equivalent") == report.count("equivalent")
    # that the age is there adds nothing to its being below 18
    proven = {v.mutant.said.zh for v in again.verdicts if v.fate == "equivalent"}
    assert "「未成年」的定义:去掉「有 申请.年龄」" in proven


def test_a_missing_case_is_a_known_one_with_one_difference():
    report = mutate(desk(), today=TODAY, only=lambda m: m.said.zh == "「未成年」的定义:「18」改为「17」")
    [one] = report.drafts
    assert one.base is not None
    assert one.case.title == "未成年:不自愿,但申请.年龄为17"
    assert one.case.verdict == "permit"
    assert one.case.not_because == ("须自愿",)
    [verdict] = report.verdicts
    assert (verdict.fate, verdict.by) == ("missing", one.case.title)
    assert not report.prover


def test_cases_in_english_are_written_in_english():
    report = mutate(desk(), today=TODAY, lang="en", only=lambda m: m.said.zh == "「未成年」的定义:「18」改为「17」")
    text = written(report.drafts, desk().model, "en")
    assert "given: {request: {age: 17}}" in text
    assert "expect: permit" in text
    assert "not_because: [of_own_accord]" in text


def test_a_case_decided_anew_is_decided_as_from_the_start():
    """What is kept of the unchanged rules gives the same decision as deciding everything again."""
    policy = bangban.load(Path(__file__).parents[2] / "examples/english")
    model = policy.model
    cases = observe(model, model.cases, TODAY)
    reads = reads_of(model)
    for mutant in mutants(model)[::5]:
        changed = mutant.make(model)
        for case in cases[::4]:
            anew = Changed(changed, TODAY, mutant.rules(reads), case).decide(case.case.facts)
            whole = decide(changed, case.case.facts, case.world.day)
            assert anew.verdict == whole.verdict, mutant.said.en
            assert [v.rule for v in anew.violations if v.rule != "no_permit"] == [f.rule.key for f in whole.violations]
            assert [p.rule for p in anew.permits] == [f.rule.key for f in whole.permits]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_report_as_data_and_in_one_line(lang):
    report = mutate(desk(), today=TODAY, lang=lang)
    data = report.to_dict(lang)
    assert data["killed"] + data["missing"] + data["open"] + data["equivalent"] == data["mutants"]
    assert data["score"] < 100
    assert f"{data['mutants']}" in report.summary().say(lang)
    assert {v["fate"] for v in data["not_killed"]} <= {"missing", "open", "equivalent"}
