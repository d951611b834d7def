"""Whatever is given, only PolicyError comes out: texts and bytes cut, swapped and spoilt, facts of every shape."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies.texts import random_set, rngs, sets

import bangban
from bangban.source import Source
from bangban.syntax.read import read
from bangban.syntax.to_yaml import to_yaml
from properties.facts import complete
from properties.loading import policy_of, written

SPOILERS = (
    "且", "或", "非", "(", ")", "[", "]", "，", "。", "“", '"', "「", "#", "\n", "\u200b", "\u202e", "\x00", "\ufeff",
    "当", "规则 规1", "政策", "除非 甲: ", "至", "9" * 50, "0", "-", "<<", "&a", "*a", "!!x", "{", "}", ": ", "- ",
    "'", "😀", "\ud7ff", "e\u0301", "決不", "rule", "when", "=", "≠", "元", "个工作日", "2024-02-30")


def spoilt(rng: random.Random, text: str) -> str:
    """A text with one to three things done to it."""
    for _ in range(rng.randrange(1, 4)):
        at = rng.randrange(len(text) + 1)
        end = min(len(text), at + rng.choice((1, 1, 2, 5, 40)))
        match rng.randrange(7):
            case 0:
                text = text[:at] + text[end:]
            case 1:
                text = text[:at] + rng.choice(SPOILERS) + text[at:]
            case 2:
                text = text[:at] + rng.choice(SPOILERS) + text[end:]
            case 3:
                text = text[:at]
            case 4:
                lines = text.splitlines(keepends=True)
                rng.shuffle(lines)
                text = "".join(lines)
            case 5:
                text = text[:at] + text[at:end] * 3 + text[end:]
            case _:
                other = rng.randrange(len(text) + 1)
                text = text[:at] + text[other:other + 12] + text[end:]
    return text


def shown(wrong):
    """Every problem can be shown, in both languages, at a place that is there."""
    assert wrong.problems
    for problem in wrong.problems:
        for lang in ("zh", "en"):
            assert problem.to_dict(lang)["message"]
            assert problem.help(lang)
        assert 0 <= problem.span.start <= problem.span.end <= len(problem.span.source.text)
    assert str(wrong)


def survives(files, rng):
    """Loading gives a policy or a PolicyError whose every problem can be shown; a policy decides or says why not."""
    with written(files) as root:
        try:
            policy = bangban.load(root)
        except bangban.PolicyError as wrong:
            shown(wrong)
            return
    facts = complete(rng, policy.model.vocabulary)  # which a spoilt vocabulary may refuse
    with_error(lambda: policy.decide(facts, as_of="2023-06-01").to_dict())
    policy.decide({}, as_of="2023-06-01").to_dict()


@given(sets(), rngs())
def test_spoilt_policy_texts(some, rng):
    files = dict(some.files())
    name = rng.choice(sorted(files))
    files[name] = spoilt(rng, files[name])
    survives(files, rng)


@given(sets(), rngs())
def test_spoilt_yaml_texts(some, rng):
    files = {f"{n}.yaml": to_yaml(read(Source(n, t))[0]) for n, t in some.files().items()}
    name = rng.choice(sorted(files))
    files[name] = spoilt(rng, files[name])
    survives(files, rng)


@given(sets(), rngs())
def test_spoilt_bytes(some, rng):
    files = {n: t.encode() for n, t in some.files().items()}
    name = rng.choice(sorted(files))
    data = bytearray(files[name])
    for _ in range(rng.randrange(1, 6)):
        data[rng.randrange(len(data))] = rng.randrange(256)
    files[name] = bytes(data[:rng.randrange(len(data)) if rng.random() < 0.3 else None])
    survives(files, rng)


@given(st.binary(max_size=300), st.sampled_from(("例.policy", "例.policy.yaml", "例.cases.yaml")))
def test_random_bytes(data, name):
    survives({name: data, "词汇.policy": "词汇 台\n记录 人\n  字段 名: 文本\n"}, random.Random(0))


_anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.dates() | st.datetimes()
    | st.binary(max_size=4) | st.decimals() | st.just(object()),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6) | st.integers(), inner, max_size=3)
    | st.sets(st.integers(), max_size=2), max_leaves=8)


@pytest.fixture(scope="module")
def policy():
    return policy_of(random_set(random.Random(7)))


@given(facts=_anything)
@settings(max_examples=300)
def test_any_facts_at_all(policy, facts):
    with_error(lambda: policy.decide(facts))


@given(spoil=_anything, rng=rngs())
@settings(max_examples=300)
def test_anything_in_place_of_a_fact(policy, spoil, rng):
    facts = complete(rng, policy.model.vocabulary)
    here = facts
    while True:
        key = rng.choice(sorted(here)) if isinstance(here, dict) else rng.randrange(len(here))
        if isinstance(here[key], dict | list) and here[key] and rng.random() < 0.7:
            here = here[key]
        else:
            here[key] = spoil
            break
    with_error(lambda: policy.decide(facts))
    with_error(lambda: policy.explain(facts).to_dict())
    with_error(lambda: policy.checklist(facts).text())


@given(as_of=_anything)
def test_any_date_at_all(policy, as_of):
    with_error(lambda: policy.decide({}, as_of=as_of))


@given(options=st.dictionaries(st.just("甲") | st.text(max_size=4), _anything, max_size=2))
def test_any_options_at_all(options):
    with_error(lambda: bangban.loads("词汇 台\n政策 办法\n  标题 \"办法\"\n选项 甲 (a): 是非 = 是\n", options=options))


def with_error(act):
    try:
        act()
    except bangban.PolicyError as wrong:
        shown(wrong)
