"""Rules out of the cache are those that were kept, looked at one by one or together, with places and shared types."""

from __future__ import annotations

import datetime as dt
import json
import pickle
import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from attrs import evolve

import bangban
from bangban.decide.days import change_points
from bangban.decide.first import First
from bangban.decide.index import allowed_values
from bangban.kept import Kept
from bangban.policy import terms as t
from bangban.policy.model import Charge, Exempt
from bangban.policy.types import ListType, RecordType
from tests.benchmarks.many_rules import keyed_policy, requests

CANGZHOU = Path(__file__).parents[1] / "policies/cangzhou"


@pytest.fixture
def both(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[bangban.Policy, bangban.Policy]:
    """The set as read, and as recalled."""
    monkeypatch.setenv("BANGBAN_CACHE", str(tmp_path / "kept"))
    return bangban.load(CANGZHOU, cache=True), bangban.load(CANGZHOU, cache=True)


def test_they_are_the_rules_that_were_kept(both: tuple[bangban.Policy, bangban.Policy]) -> None:
    read, recalled = both
    rules = recalled.model.rules
    assert isinstance(rules, Kept)
    assert isinstance(read.model.rules, tuple)
    assert repr(rules) == repr(read.model.rules)  # records are equal to themselves only
    assert rules[-1] is rules[len(rules) - 1]
    assert repr(rules[2:5]) == repr(read.model.rules[2:5])
    together = tuple(rules)
    assert rules == together
    assert together == rules
    assert hash(rules) == hash(together)
    assert rules != together[1:]
    assert rules[0] is rules[0] is next(iter(rules))
    with pytest.raises(IndexError):
        rules[len(rules)]


def test_places_are_exact_and_texts_are_held_once(both: tuple[bangban.Policy, bangban.Policy]) -> None:
    read, recalled = both
    for one, other in zip(read.model.rules, recalled.model.rules, strict=True):
        assert (one.span.source.name, one.span.line, one.span.column, one.span.text) == (
            other.span.source.name, other.span.line, other.span.column, other.span.text)
    texts = {id(rule.span.source): rule.span.source.name for rule in recalled.model.rules}
    assert len(texts) == len(set(texts.values()))
    assert set(texts) <= {id(h.span.source) for h in recalled.model.heads.values()} | set(texts)


def test_lists_are_those_of_the_vocabulary(both: tuple[bangban.Policy, bangban.Policy]) -> None:
    model = both[1].model
    held = {f.type.of for record in _records(model.vocabulary) for f in record.fields if isinstance(f.type, ListType)}
    said = [rule.each.over.type for rule in model.rules if rule.each is not None]
    assert said
    assert all(isinstance(type_, ListType) and type_.of in held for type_ in said)


def _records(record: RecordType) -> Iterator[RecordType]:
    yield record
    for f in record.fields:
        inner = f.type.of if isinstance(f.type, ListType) else f.type
        if isinstance(inner, RecordType):
            yield from _records(inner)


def test_what_compiling_begins_with_is_what_it_would_find(both: tuple[bangban.Policy, bangban.Policy]) -> None:
    read, recalled = (p.model for p in both)
    assert recalled.beginnings is not None
    assert recalled.beginnings.change_points == change_points(read)
    assert recalled.beginnings.allowed == allowed_values(read)
    assert recalled.rule_names == read.rule_names == {rule.key: rule.name for rule in recalled.rules}
    assert recalled.beginnings.fees == {i for i, r in enumerate(read.rules) if isinstance(r.effect, Exempt | Charge)}
    assert evolve(recalled, rules=()).beginnings is None
    assert change_points(evolve(recalled, rules=())) == change_points(evolve(read, rules=()))


def test_cases_are_those_that_were_kept(both: tuple[bangban.Policy, bangban.Policy]) -> None:
    read, recalled = (p.model.cases for p in both)
    assert isinstance(recalled, Kept)
    assert recalled == read
    assert [case.span.text for case in recalled] == [case.span.text for case in read]


def test_the_first_decision_looks_only_at_rules_that_may_speak(both: tuple[bangban.Policy, bangban.Policy]) -> None:
    read, recalled = both
    rules, rng = recalled.model.rules, random.Random(3)
    day = dt.date(2025, 3, 4)

    def first(policy: bangban.Policy, facts: object) -> object:
        return First(policy.model, pytest.fail).decide(facts, day).to_dict()

    action = json.loads(next((CANGZHOU.parents[1] / "examples/actions").glob("03*.json")).read_text("utf-8"))
    assert first(recalled, action) == first(read, action)
    assert isinstance(rules, Kept)
    assert len(rules._made) < len(rules) / 2
    for case in read.model.cases[::5]:
        assert first(recalled, case.facts) == first(read, case.facts), case.title
        partly = {name: given for name, given in case.facts.items() if rng.random() < 0.6}
        assert first(recalled, partly) == first(read, partly), case.title


def test_a_recalled_policy_pickles(both: tuple[bangban.Policy, bangban.Policy]) -> None:
    again = pickle.loads(pickle.dumps(both[1]))
    assert isinstance(again.model.rules, tuple)
    assert repr(again.model.rules) == repr(both[0].model.rules)


def test_a_decision_looks_only_at_the_rules_that_may_speak(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BANGBAN_CACHE", str(tmp_path / "kept"))
    path = tmp_path / "set/many.policy"
    path.parent.mkdir()
    path.write_text(keyed_policy(500), "utf-8")
    read, recalled = bangban.load(path, cache=True), bangban.load(path, cache=True)
    rules = recalled.model.rules
    assert isinstance(rules, Kept)
    for case in requests(250, 3):
        partly = {"办件": {"事项": case["办件"]["事项"]}}
        for given in case, partly:
            decision = recalled.decide(given, as_of=dt.date(2025, 3, 4))
            assert decision.verdict == read.decide(given, as_of=dt.date(2025, 3, 4)).verdict
    assert 0 < len(rules._made) <= 6
    for case in requests(250, 3):
        assert recalled.decide(case).to_dict() == read.decide(case).to_dict()
    when = rules[0].when
    assert isinstance(when, t.All)
    assert when == read.model.rules[0].when
