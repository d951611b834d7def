"""The sets that come with the project: cases pass, rules are tried, sentences of the sources accounted for."""

from functools import cache
from pathlib import Path

import pytest

import bangban
from bangban.files import read_set
from bangban.policy.coverage import coverage
from bangban.testing.condition_coverage import condition_coverage
from bangban.testing.firing_coverage import firing_coverage
from bangban.testing.mutants import mutants
from bangban.testing.mutation import mutate
from bangban.testing.proving import Prover
from bangban.testing.run_cases import in_effect, run_cases

ROOT = Path(__file__).parent.parent.parent
SETS = ["policies/cangzhou", "policies/national", "examples/english"]


@cache
def load(name: str) -> bangban.Policy:
    return bangban.load(ROOT / name)


@pytest.mark.parametrize("name", SETS)
def test_every_case_passes_and_every_rule_is_tried(name):
    results = run_cases(load(name))
    assert [f.message("zh") for r in results for f in r.failures] == []
    assert [c.rule for c in firing_coverage(load(name), results) if not c.tried] == []


@pytest.mark.parametrize("name", ["policies/cangzhou", "examples/english"])
def test_every_condition_exception_and_citation_is_tried(name):
    policy = load(name)
    coverage = Prover().impossible(policy.model, condition_coverage(policy, run_cases(policy)))
    assert [a.line("zh") for a in coverage.atoms if a.lacks] == []
    assert coverage.percentages() == {"conditions": 100.0, "exceptions": 100.0, "citations": 100.0}


@pytest.mark.parametrize(("name", "every"), [("policies/cangzhou", 40), ("examples/english", 5)])
def test_mutants_are_killed_or_proven_equivalent(name, every):
    """A sample; ``bangban test --mutants`` tries them all."""
    policy = load(name)
    sample = {m.said for m in mutants(policy.model)[::every]}
    report = mutate(policy, prover=Prover(), only=lambda m: m.said in sample)
    assert [v.mutant.said.zh for v in report.verdicts if v.fate not in ("killed", "equivalent")] == []


@pytest.mark.parametrize("name", ["policies/cangzhou", "examples/english"])
def test_every_sentence_of_the_source_is_quoted_or_set_aside(name):
    fileset, _ = read_set(ROOT / name)
    [report] = coverage(load(name).model, fileset)
    assert report.uncovered == ()
    assert report.sentences == report.quoted + report.set_aside


@pytest.mark.parametrize(("option", "value", "rule", "case"), [
    ("地点为要件", True, "帮办地点", "合格导办"),
    ("填表可代录入", False, "协办不得代填内容", "合格协办"),
])
def test_rules_of_readings_not_chosen_fire_where_they_are(option, value, rule, case):
    chosen = bangban.load(ROOT / "policies/cangzhou", options={option: value})
    facts = next(c.facts for c in chosen.model.cases if c.title == case)
    if rule == "帮办地点":
        facts = {**facts, "服务": {**facts["服务"], "地点": "其他"}}
    assert rule in in_effect(chosen.decide(facts), chosen.model)
    assert rule not in in_effect(load("policies/cangzhou").decide(facts), chosen.model)
