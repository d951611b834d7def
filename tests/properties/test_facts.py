"""Wrong facts never decide, and the same facts decide the same in either language and as objects."""

import pytest
from hypothesis import given
from strategies.texts import rngs, sets

import bangban
from properties.facts import as_object, complete, english, fewer, wrong
from properties.loading import policy_of


@given(sets(), rngs())
def test_wrong_facts_never_decide(some, rng):
    policy = policy_of(some)
    for _ in range(5):
        facts = fewer(rng, complete(rng, policy.model.vocabulary), policy.model.vocabulary, 0.3)
        facts = wrong(rng, facts, policy.model.vocabulary)
        for ask in (policy.decide, policy.explain, policy.checklist):
            with pytest.raises(bangban.PolicyError) as caught:
                ask(facts)
            assert all(p.code.startswith("BB41") and p.path for p in caught.value.problems)


@given(sets(), rngs())
def test_chinese_english_and_objects_decide_the_same(some, rng):
    policy = policy_of(some)
    for _ in range(4):
        facts = fewer(rng, complete(rng, policy.model.vocabulary), policy.model.vocabulary, rng.choice((0.0, 0.4)))
        other = english(facts, policy.model.vocabulary)
        said = policy.decide(facts, as_of="2022-06-01").to_dict()
        assert policy.decide(other, as_of="2022-06-01").to_dict() == said
        assert policy.decide(as_object(facts), as_of="2022-06-01").to_dict() == said
        assert policy.decide(as_object(other), as_of="2022-06-01").to_dict() == said


@given(sets(), rngs())
def test_facts_are_not_changed_by_deciding(some, rng):
    policy = policy_of(some)
    facts = complete(rng, policy.model.vocabulary)
    before = repr(facts)
    policy.decide(facts)
    policy.explain(facts)
    assert repr(facts) == before
