"""The prover and the reference meaning say the same of random policies and facts; lists need no more places."""

from __future__ import annotations

import os
import random

import pytest

from bangban.prove.backend import Sat, Unknown
from bangban.prove.conditions import VERDICTS, Side
from bangban.prove.facts import Space
from bangban.prove.question import Question, z3_solvers
from bangban.prove.searching import Searching
from tests.prove.agreement import try_seed
from tests.strategies.policies import random_model

DEEP = int(os.environ.get("BANGBAN_DEEP_PAIRS", "0"))


@pytest.mark.parametrize("seed", range(12))
def test_the_prover_agrees_with_the_reference_meaning_and_cvc5_with_z3(seed):
    from bangban.prove import question

    _, told = try_seed(seed, question.z3_solvers(), facts=2)
    assert told == []


@pytest.mark.lone
@pytest.mark.parametrize("first", range(0, 400, 100))
def test_the_prover_agrees_on_two_thousand_pairs(first):
    told = [line for seed in range(first, first + 100) for line in try_seed(seed)[1]]
    assert told == []


@pytest.mark.lone
@pytest.mark.parametrize("seed", [21764])
def test_policies_on_which_they_once_differed(seed):
    """21764: a set of an open enum may hold a value that is not declared."""
    assert try_seed(seed)[1] == []


@pytest.mark.lone
@pytest.mark.skipif(not DEEP, reason="BANGBAN_DEEP_PAIRS says how many policies to try")
def test_the_prover_agrees_on_many_more():
    told = [line for seed in range(10_000, 10_000 + DEEP) for line in try_seed(seed)[1]]
    assert told == []


@pytest.mark.lone
@pytest.mark.parametrize("seed", range(60))
def test_longer_lists_make_nothing_possible_that_shorter_ones_do_not(seed):
    """The small-model bound: what no case with that many elements can do, no case with more of them does."""
    rng = random.Random(seed)
    model = random_model(rng, rules=4, depth=3)
    side = Side(model, Space(model.vocabulary))
    make = z3_solvers()
    for verdict in VERDICTS:
        for node in (side.verdict(verdict).node, side.permit.node, side.policy.exempt(None)):
            bound = Question(side.space, [node], make=make)
            if bound.limited:
                continue  # of these nothing is claimed for longer lists
            longer = Question(side.space, [node], make=make, places={s: n + 2 for s, n in bound.small.places.items()})
            one, other = bound.check(), longer.check()
            if not isinstance(one, Unknown) and not isinstance(other, Unknown):
                assert isinstance(one, Sat) == isinstance(other, Sat), verdict


@pytest.mark.lone
@pytest.mark.parametrize("seed", [*range(100, 200), 1450, 2489])
def test_witnesses_of_random_policies_are_read_back(seed):
    """`Searching.witness` decides each case by the evaluator and refuses to show one that does not do as was said."""
    rng = random.Random(seed)
    model = random_model(rng, rules=5, depth=2)
    side = Side(model, Space(model.vocabulary))
    searching = Searching(side.space, [side])
    for verdict in VERDICTS:
        searching.witness(side.verdict(verdict))
    for rule in model.rules:
        searching.witness(side.fires(rule.key))
