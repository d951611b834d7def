"""More information never reverses a decision: deny, permit and not applicable stay when missing facts are filled in."""

import datetime as dt
from itertools import pairwise

from hypothesis import given
from strategies.texts import rngs, sets

from properties.facts import DAYS, complete, fewer
from properties.loading import policy_of


@given(sets(), rngs())
def test_only_pending_moves(some, rng):
    policy = policy_of(some)
    for _ in range(4):
        day = dt.date.fromisoformat(rng.choice(DAYS))
        more = complete(rng, policy.model.vocabulary)
        some_facts = fewer(rng, more, policy.model.vocabulary, rng.choice((0.2, 0.5, 0.8)))
        less_facts = fewer(rng, some_facts, policy.model.vocabulary, 0.4)
        verdicts = [policy.decide(facts, as_of=day).verdict for facts in (less_facts, some_facts, more)]
        for before, after in pairwise(verdicts):
            assert before in ("pending", after), verdicts


def at(violations):
    return {(v.rule, v.element and (v.element["list"], v.element["index"])) for v in violations}


@given(sets(), rngs())
def test_what_definitely_stands_keeps_standing(some, rng):
    """Violations, permits and duties that are certain stay; what is not yet known may add to them."""
    policy = policy_of(some)
    for _ in range(3):
        day = dt.date.fromisoformat(rng.choice(DAYS))
        more = complete(rng, policy.model.vocabulary)
        less = policy.decide(fewer(rng, more, policy.model.vocabulary, 0.5), as_of=day)
        after = policy.decide(more, as_of=day)
        if "not_applicable" in (less.verdict, after.verdict):
            continue
        assert at(less.violations) <= at(after.violations)
        assert {p.rule for p in less.permits} <= {p.rule for p in after.permits}
        assert {o.id for o in less.obligations} <= {o.id for o in after.obligations}


@given(sets(), rngs())
def test_complete_facts_leave_no_fact_to_ask_for(some, rng):
    """With every ordinary fact given nothing is missing, but for parameters without a value and impossible sums."""
    policy = policy_of(some)
    for _ in range(3):
        decision = policy.decide(complete(rng, policy.model.vocabulary), as_of="2023-06-01")
        for pending in decision.pending:
            assert pending.kind == "defect" or pending.fact is None, pending
