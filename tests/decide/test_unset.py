"""UNSET in mappings: as good as no key, for every type of fact, at the reference door and in generated readers."""

from __future__ import annotations

import random
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

import bangban
from bangban.decide.engine import Compiled
from bangban.policy.facts import read_facts
from bangban.policy.types import ListType, RecordType
from bangban.unset import UNSET
from tests.decide.agreement import by_code, by_reference, differences
from tests.strategies.policies import MANNERS, random_facts, random_model

ROOT = Path(__file__).parents[2]
MARKS = (UNSET, msgspec.UNSET)


def some_unset(rng: random.Random, facts: Any, record: RecordType, mark: Any) -> Any:
    """Facts with some keys set to a mark, keys that were there and keys that were not."""
    if not isinstance(facts, dict):
        return facts
    found = dict(facts)
    for field in record.fields:
        words = [word for word in field.name if word in facts]
        if rng.random() < 0.25:
            found[words[0] if words else rng.choice(field.name)] = mark
        elif words and isinstance(field.type, RecordType):
            found[words[0]] = some_unset(rng, facts[words[0]], field.type, mark)
        elif words and isinstance(field.type, ListType) and isinstance(facts[words[0]], list):
            found[words[0]] = [some_unset(rng, item, field.type.of, mark) for item in facts[words[0]]]
    return found


def without(facts: Any) -> Any:
    """The same facts, and no key for what is unset."""
    if isinstance(facts, Mapping):
        return {key: without(value) for key, value in facts.items() if value not in MARKS}
    return [without(item) for item in facts] if isinstance(facts, list) else facts


@given(st.integers(0, 10**9))
def test_random_policies(seed: int) -> None:
    rng = random.Random(seed)
    model = random_model(rng, rules=8, depth=2)
    compiled = Compiled(model, look_every=1)
    for _ in range(6):
        marked = some_unset(rng, random_facts(rng, model.vocabulary, rng.choice(MANNERS)), model.vocabulary,
                            rng.choice(MARKS))
        assert not differences(compiled, marked, None)
        assert by_reference(model, marked, None) == by_reference(model, without(marked), None)


def test_the_whole_set_in_plain_dicts_seen_again_and_again() -> None:
    rng = random.Random(3)
    policy = bangban.load(ROOT / "policies/cangzhou", cache=True)
    compiled = Compiled(policy.model, look_every=1)
    for mark in MARKS:
        marked = some_unset(rng, random_facts(rng, policy.model.vocabulary, MANNERS[0]), policy.model.vocabulary, mark)
        assert marked != without(marked)
        wanted = by_code(compiled, without(marked), None)
        for _ in range(4):  # a shape that is seen again gets a reader of its own
            assert by_code(compiled, marked, None) == wanted


@pytest.mark.parametrize("mark", MARKS)
@pytest.mark.parametrize("facts", [{"服务": {"方式": 0}}, {"费用": 0}, {"服务": 0}, {"service": {"mode": 0}},
                                   {"服务": 0, "service": {"方式": "导办"}}, {"费用": [{"金额": 0, "名称": "费"}]}])
def test_what_is_unset_is_unknown(facts: dict[str, Any], mark: Any) -> None:
    def marked(value: Any) -> Any:
        if isinstance(value, dict):
            return MappingProxyType({k: marked(v) for k, v in value.items()})
        return [marked(v) for v in value] if isinstance(value, list) else mark if value == 0 else value

    policy = bangban.load(ROOT / "policies/cangzhou", cache=True)
    given_ = marked(facts)
    assert policy.decide(given_) == policy.decide(without(given_))
    assert read_facts(given_, policy.model.vocabulary) == read_facts(without(given_), policy.model.vocabulary)


def test_a_name_that_is_none_is_told_all_the_same() -> None:
    policy = bangban.load(ROOT / "policies/cangzhou", cache=True)
    with pytest.raises(bangban.PolicyError) as refused:
        policy.decide({"服务": {"方试": UNSET}})
    assert [p.code for p in refused.value.problems] == ["BB411"]
