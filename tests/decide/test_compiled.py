"""What compiled decisions promise beside agreeing: snapshots, immutability, threads, pickles, code in our own words."""

from __future__ import annotations

import copy
import datetime as dt
import pickle
import random
import subprocess
import sys
from collections import UserString
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from inspect import signature
from pathlib import Path

import pytest

import bangban
from bangban.decision.decision import Decision
from tests.benchmarks.workload import RULES, cases, hand

THIRTEEN = Path(__file__).parents[1] / "benchmarks/thirteen"
HOSTILE = Path(__file__).parent / "hostile.policy"
CASES = cases(300)


@pytest.fixture
def policy() -> bangban.Policy:
    return bangban.load(THIRTEEN)


def test_the_workload_is_decided_as_by_hand(policy: bangban.Policy) -> None:
    for case in CASES:
        decision = policy.decide(case)
        permitted, why = hand(case)
        assert decision.verdict == ("permit" if permitted else "deny")
        assert {v.rule for v in decision.violations} == {RULES[int(w[1:]) - 1] for w in why}


def test_both_languages_are_read_alike(policy: bangban.Policy) -> None:
    english = [policy.decide(case) for case in CASES]
    other = bangban.load(THIRTEEN)
    chinese = [other.decide(_in_chinese(case, other)) for case in CASES]
    assert english == chinese


def test_what_the_program_does_with_its_facts_later_is_no_matter(policy: bangban.Policy) -> None:
    for case in CASES[:20]:
        mine = copy.deepcopy(case)
        decision, told = policy.decide(mine), policy.decide(mine).to_dict()
        mine["service"]["mode"] = "导办"
        mine["fees"].clear()
        mine.clear()
        assert decision.to_dict() == told


def test_a_decision_does_not_change(policy: bangban.Policy) -> None:
    decision = policy.decide(CASES[0])
    with pytest.raises(AttributeError):
        decision.verdict = "permit"  # type: ignore[misc]
    with pytest.raises(AttributeError):
        decision.violations = ()  # type: ignore[misc]


def test_a_decision_pickles_in_words(policy: bangban.Policy) -> None:
    for case in CASES[:20]:
        decision = policy.decide(case)
        again = pickle.loads(pickle.dumps(decision))
        assert again == decision
        assert again.to_dict("en") == decision.to_dict("en")
        assert hash(again) == hash(decision)


def test_a_policy_that_has_decided_pickles(policy: bangban.Policy) -> None:
    told = [policy.decide(case) for case in CASES]
    again: bangban.Policy = pickle.loads(pickle.dumps(policy))
    assert [again.decide(case) for case in CASES] == told


def test_what_has_seen_a_shape_is_called_like_the_method(policy: bangban.Policy) -> None:
    case = CASES[0]
    for _ in range(4):
        told = policy.decide(case)
    assert policy.decide.__func__ is not bangban.Policy.decide
    assert policy.decide.__doc__ == bangban.Policy.decide.__doc__
    assert policy.decide.__module__ == bangban.Policy.decide.__module__
    parameters = dict(signature(bangban.Policy.decide).parameters)
    assert list(signature(policy.decide).parameters) == list(parameters)[1:]
    assert policy.decide(facts=case, as_of=None) == policy.decide(case, told.as_of) == told


def test_a_decide_of_ones_own_stays() -> None:
    class Audited(bangban.Policy):
        def decide(self, facts: object, as_of: dt.date | str | None = None) -> Decision:
            asked.append(facts)
            return super().decide(facts, as_of)

    asked: list[object] = []
    audited = Audited(bangban.load(THIRTEEN).model)
    for case in CASES[:8]:
        audited.decide(case)
    assert asked == CASES[:8]
    own = bangban.load(THIRTEEN)
    object.__setattr__(own, "decide", audited.decide)
    for case in CASES[:8]:
        own._compiled.decide(case)
    assert own.decide == audited.decide


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_facts_with_gaps_in_both_languages(order: tuple[int, int]) -> None:
    """The reader of facts of any shape expects the language it saw; the other is read too, and so are both in one."""
    policy = bangban.load(THIRTEEN)
    rng = random.Random(3)
    told, mixed = [], []
    for case in CASES[:80]:
        thin = {k: {a: b for a, b in v.items() if rng.random() < 0.6} if isinstance(v, dict) else v
                for k, v in case.items() if rng.random() < 0.8}
        pair = (_in_chinese(thin, policy), thin)
        told.append([policy.decide(pair[i]) for i in order])
        mixed.append(policy.decide({k: _in_chinese({k: v}, policy).popitem()[1] if rng.random() < 0.5 else v
                                    for k, v in thin.items()}))
    for (one, other), third in zip(told, mixed, strict=True):
        assert one == other == third
    for wrong in ({"事项": {"进驻": True, "stationed": True}}, {"item": {"进驻": 1}}, {"item": {"nobody": 1}}):
        with pytest.raises(bangban.PolicyError):
            policy.decide(wrong)


def test_a_process_pool(policy: bangban.Policy) -> None:
    told = [policy.decide(case) for case in CASES[:40]]
    with ProcessPoolExecutor(2) as pool:
        assert list(pool.map(policy.decide, CASES[:40], chunksize=20)) == told


def test_eight_threads_decide_alike() -> None:
    told = [bangban.load(THIRTEEN).decide(case) for case in CASES]
    fresh = bangban.load(THIRTEEN)

    def all_of_them(start: int) -> list[Decision]:
        order = CASES[start:] + CASES[:start]
        found = [fresh.decide(case) for case in order]
        for decision in found[:30]:
            decision.to_dict()
        return found[len(CASES) - start:] + found[:len(CASES) - start]

    with ThreadPoolExecutor(8) as pool:
        for found in pool.map(all_of_them, range(0, 240, 30)):
            assert found == told


def test_wrong_facts_are_refused_on_every_path(policy: bangban.Policy) -> None:
    for _ in range(4):  # before and after code for complete facts has been written
        for spoil in (lambda c: c["service"].update(coerced=1), lambda c: c["service"].update(mode="别的"),
                      lambda c: c["fees"][0].update(amount=-1), lambda c: c["fees"][0].update(extra=1),
                      lambda c: c.update(fees={}), lambda c: c["mandate"].update(scope=["立项", 3]),
                      lambda c: c["mandate"].update(start="2024-13-01"), lambda c: c.update(项目=c["project"])):
            case = copy.deepcopy(CASES[0])
            spoil(case)
            with pytest.raises(bangban.PolicyError):
                policy.decide(case)
        policy.decide(CASES[0])
        policy.decide(CASES[1])


def test_the_day_asked_for(policy: bangban.Policy) -> None:
    for _ in range(3):
        assert policy.decide(CASES[0], as_of="2020-11-29").verdict == "not_applicable"
        assert policy.decide(CASES[0], as_of=dt.date(2020, 11, 29)).verdict == "not_applicable"
        assert policy.decide(CASES[0], as_of=dt.date(2020, 11, 30)).as_of == dt.date(2020, 11, 30)
        with pytest.raises(bangban.PolicyError):
            policy.decide(CASES[0], as_of="昨天")


def test_generated_code_holds_no_text_of_the_policy(policy: bangban.Policy) -> None:
    for code in (policy.code(as_of=dt.date(2024, 5, 10)), bangban.load(HOSTILE).code()):
        assert "\n".join(line.split("#")[0] for line in code.splitlines()).isascii()
        assert not any("import" in line.split("#")[0] for line in code.splitlines())
        assert "SystemExit" not in "".join(line.split("#")[0] for line in code.splitlines())


def test_hostile_names_decide_like_any() -> None:
    hostile = bangban.load(HOSTILE)
    for _ in range(3):
        given = {"组": {"x': __import__('os') #": "'); raise SystemExit #", "文": ""}}
        assert hostile.decide(given).verdict == "deny"


def test_importing_brings_in_no_parser() -> None:
    script = ("import sys, bangban, bangban.front_door; "
              "print(sorted({'lark', 'yaml', 'click'} & set(sys.modules)))")
    found = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"


def _in_chinese(case: dict[str, object], policy: bangban.Policy) -> dict[str, object]:
    def record(given: dict[str, object], type_: object) -> dict[str, object]:
        out: dict[str, object] = {}
        for key, value in given.items():
            field = type_.get(key)  # type: ignore[attr-defined]
            if isinstance(value, dict):
                value = record(value, field.type)
            elif isinstance(value, list) and value and isinstance(value[0], dict):
                value = [record(item, field.type.of) for item in value]
            out[field.name.zh] = value
        return out
    return record(case, policy.model.vocabulary)


class Raising(str):
    __slots__ = ()

    def __hash__(self) -> int:
        raise RuntimeError("no hash")


@pytest.mark.parametrize(("value", "wrong"), [
    (UserString("代办"), False), (UserString("代班"), True), (Raising("代办"), False), (2, True), (["代办"], True)])
def test_what_equals_a_word_is_read_alike_the_first_time_and_later(
        policy: bangban.Policy, value: object, wrong: bool) -> None:
    given = copy.deepcopy(CASES[0])
    for case in (given, {**given, "fees": []}, {k: v for k, v in given.items() if k != "item"}):
        case["service"] = {**case["service"], "mode": value}
        told = []
        for _ in range(5):
            try:
                told.append(policy.decide(case))
            except bangban.PolicyError as refused:
                told.append([p.code for p in refused.problems])
        assert told == told[:1] * 5
        assert isinstance(told[0], list) == wrong
