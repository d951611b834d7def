"""The quick search finds exactly what the plain one finds, on policies and facts made by chance."""

from __future__ import annotations

import copy
import random
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import bangban
from bangban.explain.changeable import Changeable
from bangban.explain.changed import changed
from bangban.explain.repairs import Repair
from bangban.explain.values import allowed, samples
from bangban.front_door import Policy
from bangban.policy.facts import read_facts
from bangban.policy.model import Model
from bangban.policy.types import ListType, ManyType, RecordType
from bangban.policy.verdict import decide
from tests.explain.plain_search import PlainSearch
from tests.explain.test_how_to import DAY, GOOD, loan
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


@pytest.mark.parametrize("seed", [*range(120), 178, 480])  # in the last, records that come to be matter
def test_it_finds_what_the_plain_search_finds(seed: int) -> None:
    rng = random.Random(seed)
    model = random_model(rng, rules=rng.choice([1, 3, 8, 20]), depth=rng.choice([1, 2, 3]))
    compare(Policy(model), rng)


@pytest.mark.parametrize("seed", range(60))
@pytest.mark.parametrize("policy", [loan, library])
def test_and_on_policies_people_wrote(policy: Callable[[], Policy], seed: int) -> None:
    compare(policy(), random.Random(seed))


@pytest.mark.parametrize("seed", range(60))
@pytest.mark.parametrize("policy", [loan, library])
def test_no_single_change_is_cheaper(policy: Callable[[], Policy], seed: int) -> None:
    """Against changing each fact alone to every value its type suggests, read or not."""
    rng, model = random.Random(seed), policy().model
    for _ in range(_FACTS):
        given = spoilt(rng, model)
        facts, problems = read_facts(given, model.vocabulary)
        if problems:
            continue
        told = policy().how_to(given, as_of=DAY)
        costs = [change.cost for change in single_changes(model.vocabulary, ())
                 if decide(model, changed(facts, model.vocabulary, [change]), DAY).verdict == "permit"]
        if told.verdict in ("deny", "pending") and costs:
            assert told.alternatives[0].cost <= min(costs)


def spoilt(rng: random.Random, model: Model) -> dict[str, Any]:
    """Facts of a case, or good ones, with one or two made otherwise by chance."""
    given = copy.deepcopy(dict(rng.choice(model.cases).facts if model.cases else GOOD))
    for group, facts in random_facts(rng, model.vocabulary, MANNERS[0]).items():
        held = given.get(group)
        if isinstance(facts, dict) and isinstance(held, dict) and facts and rng.random() < 0.5:
            word = rng.choice(sorted(facts))
            held[word] = facts[word]
    return given


def single_changes(record: RecordType, above: tuple[str, ...]) -> Iterator[Repair]:
    """Every fact outside lists that may change, changed to whatever its type suggests."""
    for field in record.fields:
        here = (*above, field.name.zh)
        if isinstance(field.type, RecordType) and not field.fixed:
            yield from single_changes(field.type, here)
        elif not field.fixed and not isinstance(field.type, RecordType | ListType | ManyType):
            yield from (Repair(here, v, field) for v in (*samples(field.type, DAY), None) if allowed(v, field))


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
