"""Each rule by its own example: what it says to avoid is told, what it says to prefer is not, and nothing else is."""

import re

import pytest

from bangban.lint.example import example
from bangban.lint.fixing import mend
from bangban.lint.rules import all_rules
from bangban.lint.run import lint
from bangban.policy.check import check

RULES = all_rules()


def told(rule, statements):
    fileset = example(rule, statements)
    model, problems = check(fileset)
    assert [p.message() for p in problems if p.severity == "error"] == []
    return lint(fileset, model)


def grave(problems):
    return {p.code for p in problems if p.severity != "info"}


def test_there_are_enough_rules_and_each_is_in_its_own_file():
    assert len(RULES) >= 40
    assert len({r.__module__ for r in RULES.values()}) == len(RULES)
    assert len({r.slug for r in RULES.values()}) == len(RULES)


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda r: f"{r.code}-{r.slug}")
def test_what_is_to_be_avoided_is_told_and_nothing_else(rule):
    problems = told(rule, rule.avoid)
    assert rule.code in {p.code for p in problems}
    assert grave(problems) <= {rule.code}, [p.message("en") for p in problems if p.severity != "info"]


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda r: f"{r.code}-{r.slug}")
def test_what_is_preferred_is_clean(rule):
    problems = told(rule, rule.prefer)
    assert rule.code not in {p.code for p in problems}, [p.message("en") for p in problems if p.code == rule.code]
    if rule.code != "BB373":  # its example names every fact in one condition
        assert grave(problems) == set(), [p.message("en") for p in problems if p.severity != "info"]


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda r: f"{r.code}-{r.slug}")
def test_each_says_everything_in_both_languages(rule):
    for both in (rule.title, rule.text, rule.advice, rule.why):
        assert both.zh
        assert both.en
    assert re.fullmatch("BB3[0-8][0-9]", rule.code)


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda r: f"{r.code}-{r.slug}")
def test_messages_of_both_languages_can_be_filled(rule):
    for problem in told(rule, rule.avoid):
        for lang in ("zh", "en"):
            assert "{" not in problem.message(lang) + problem.help(lang)
            assert problem.to_dict(lang)["code"] == problem.code


def with_repair():
    for rule in RULES.values():
        fileset = example(rule, rule.avoid)
        if any(p.code == rule.code and p.fixes for p in lint(fileset, check(fileset)[0])):
            yield rule


@pytest.mark.parametrize("rule", list(with_repair()), ids=lambda r: f"{r.code}-{r.slug}")
def test_a_repair_leaves_a_set_that_checks_and_is_not_told_again(rule):
    fileset = example(rule, rule.avoid)
    mended = mend(fileset, lambda s: [p for p in lint(s, check(s)[0]) if p.code == rule.code])
    assert mended.changed == ("例.policy",)
    model, wrong = check(mended.fileset)
    assert [p.message() for p in wrong] == []
    assert rule.code not in {p.code for p in lint(mended.fileset, model)}
