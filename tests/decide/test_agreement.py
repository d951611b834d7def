"""The compiled evaluator says what the reference meaning says, in every part of the decision."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import bangban
from bangban.decide.engine import Compiled
from bangban.policy.model import Model
from bangban.policy.types import RecordType
from tests.decide.agreement import differences
from tests.strategies.policies import DAYS, MANNERS, cases, models, random_facts

ROOT = Path(__file__).parents[2]
ACTIONS = sorted((ROOT / "examples/actions").glob("*.json"))


@given(st.data(), models(), st.sampled_from([0.3, 2.0, 8.0]))
def test_random_policies(data: st.DataObject, model: Model, worth: float) -> None:
    compiled = Compiled(model, worth)
    for _ in range(4):
        facts, day = data.draw(cases(model)), data.draw(st.sampled_from([None, *DAYS]))
        assert not differences(compiled, facts, day)


@pytest.fixture(scope="module")
def cangzhou() -> Compiled:
    return Compiled(bangban.load(ROOT / "policies/cangzhou").model)


@pytest.mark.parametrize("path", ACTIONS, ids=lambda p: p.stem)
def test_example_actions(path: Path, cangzhou: Compiled) -> None:
    given = json.loads(path.read_text("utf-8"))
    for day in (None, *DAYS):
        assert not differences(cangzhou, given, day)


def test_example_actions_with_gaps(cangzhou: Compiled) -> None:
    rng = random.Random(7)
    for _ in range(120):
        given = _thinned(rng, json.loads(rng.choice(ACTIONS).read_text("utf-8")))
        assert not differences(cangzhou, given, None)


def test_random_facts_for_the_whole_set(cangzhou: Compiled) -> None:
    rng = random.Random(11)
    vocabulary: RecordType = cangzhou.model.vocabulary
    for _ in range(40):
        assert not differences(cangzhou, random_facts(rng, vocabulary, rng.choice(MANNERS)), rng.choice(DAYS))


def _thinned(rng: random.Random, given: object) -> object:
    if isinstance(given, dict):
        return {key: _thinned(rng, value) for key, value in given.items() if rng.random() > 0.15}
    return [_thinned(rng, item) for item in given] if isinstance(given, list) else given
