"""The quick search finds exactly what the plain one finds, on policies and facts made by chance."""

from __future__ import annotations

import random
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

import bangban
from bangban.explain.changeable import Changeable
from bangban.front_door import Policy
from bangban.policy.facts import read_facts
from bangban.policy.types import ListType, RecordType
from tests.explain.plain_search import PlainSearch
from tests.explain.test_how_to import loan
from tests.strategies.policies import DAYS, MANNERS, random_facts, random_model

_FACTS = 3  # tried on each policy


def some_names(rng: random.Random, record: RecordType) -> list[str]:
    """Some facts, groups and lists, as a caller names what may change."""
    named = []
    for field in record.fields:
        inner = field.type.of if isinstance(field.type, ListType) else field.type
        if rng.random() < 0.3:
            named.append(field.name.zh)
        elif isinstance(inner, RecordType):
            named += [f"{field.name.zh}.{f.name.zh}" for f in inner.fields if rng.random() < 0.4]
    return named


@cache
def library() -> Policy:
    return bangban.load(Path(__file__).parents[2] / "examples/english")


@pytest.mark.parametrize("seed", range(120))
def test_it_finds_what_the_plain_search_finds(seed: int) -> None:
    rng = random.Random(seed)
    model = random_model(rng, rules=rng.choice([1, 3, 8, 20]), depth=rng.choice([1, 2, 3]))
    compare(Policy(model), rng)


@pytest.mark.parametrize("seed", range(60))
@pytest.mark.parametrize("policy", [loan, library])
def test_and_on_policies_people_wrote(policy: Callable[[], Policy], seed: int) -> None:
    compare(policy(), random.Random(seed))


def compare(policy: Policy, rng: random.Random) -> None:
    model = policy.model
    for _ in range(_FACTS):
        given = random_facts(rng, model.vocabulary, rng.choice(MANNERS))
        facts, problems = read_facts(given, model.vocabulary)
        if problems:
            continue
        day = rng.choice(DAYS)
        named = some_names(rng, model.vocabulary) if rng.random() < 0.3 else None
        wanted = PlainSearch(model, facts, day, Changeable(model, named)).run()
        assert policy.how_to(given, as_of=day, changeable=named) == wanted
