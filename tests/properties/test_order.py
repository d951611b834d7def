"""Order never matters: statements shuffled, moved between files of their policy, files renamed."""

import datetime as dt

from hypothesis import given
from strategies.texts import rngs, sets

from properties.facts import DAYS, complete, fewer
from properties.loading import policy_of


@given(sets(), rngs())
def test_any_layout_decides_the_same(some, rng):
    one, other = policy_of(some), policy_of(some, rng)
    assert one.digest == other.digest
    assert one.rule_keys == other.rule_keys
    for _ in range(3):
        day = dt.date.fromisoformat(rng.choice(DAYS))
        facts = complete(rng, one.model.vocabulary)
        facts = fewer(rng, facts, one.model.vocabulary, rng.choice((0.0, 0.3, 0.7)))
        assert one.decide(facts, as_of=day).to_dict() == other.decide(facts, as_of=day).to_dict()
        assert one.decide(facts, as_of=day).to_dict("en") == other.decide(facts, as_of=day).to_dict("en")


@given(sets(), rngs())
def test_the_order_of_facts_does_not_matter_either(some, rng):
    policy = policy_of(some)
    facts = complete(rng, policy.model.vocabulary)
    turned = dict(reversed([(k, dict(reversed(v.items())) if isinstance(v, dict) else v) for k, v in facts.items()]))
    assert policy.decide(facts).to_dict() == policy.decide(turned).to_dict()
