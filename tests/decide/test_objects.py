"""Facts as objects: generated readers say what the reference door says, and are there for every ordinary kind."""

from __future__ import annotations

import dataclasses
import datetime as dt
from enum import IntEnum, StrEnum
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import attrs
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

import bangban
from bangban.decide.engine import Compiled
from bangban.unset import UNSET
from tests.benchmarks.workload import cases
from tests.decide.agreement import differences
from tests.decide.objects import KINDS, Maker, try_objects
from tests.strategies.policies import MANNERS, random_facts

ROOT = Path(__file__).parents[2]
CASES = cases(60)
READ = ["attrs", "attrs with a dict", "dataclass", "dataclass with slots", "pydantic", "msgspec", "plain", "namespace"]
SMALL = """词汇 事实 (facts)

记录 人 (person)
  字段 类别 (kind): 枚举 [甲 (first), 乙 (second)]
  字段 年龄 (age): 整数 0 至 150
  字段 生日 (born): 日期
  字段 可靠 (sound): 是非

政策 大厅 (hall)
  标题 "大厅"
  施行 2020-01-01

规则 成年 (grown_up)
  归类 资格
  依据 《条例》第一条
  当 人.类别 = 甲 且 人.年龄 ≥ 18 且 人.生日 ≤ 2015-01-01 且 人.可靠
  准予 "可以。"
"""


@given(st.integers(0, 10**9))
def test_random_policies_and_objects(seed: int) -> None:
    assert not try_objects(seed)


@pytest.fixture(scope="module")
def cangzhou() -> Compiled:
    return Compiled(bangban.load(ROOT / "policies/cangzhou").model, look_every=1)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_the_whole_set(kind: str, cangzhou: Compiled) -> None:
    import random

    rng = random.Random(5)
    made = Maker(kind, False, rng)
    for _ in range(12):
        facts = random_facts(rng, cangzhou.model.vocabulary, rng.choice(MANNERS))
        assert not differences(cangzhou, made(facts, cangzhou.model.vocabulary), None)


@pytest.fixture
def policy() -> bangban.Policy:
    return bangban.load(ROOT / "tests/benchmarks/thirteen")


def objects(kind: str, policy: bangban.Policy, some: list[dict[str, Any]], english: bool = True) -> list[Any]:
    import random

    made = Maker(kind, english, random.Random(0))
    return [made(case, policy.model.vocabulary) for case in some]


@pytest.mark.parametrize("kind", READ)
@pytest.mark.parametrize("english", [True, False])
def test_objects_are_decided_like_dicts_and_without_the_reference_door(
        kind: str, english: bool, policy: bangban.Policy, monkeypatch: pytest.MonkeyPatch) -> None:
    other = bangban.load(ROOT / "tests/benchmarks/thirteen")
    given = objects(kind, policy, CASES, english)
    gaps = objects(kind, policy, [{**c, "service": {"mode": "代办"}, "mandate": {}} for c in CASES], english)
    for some in (given[:4], gaps[:4], given[:2]):
        for action in some:
            policy.decide(action)

    def closed(*_: Any) -> Any:
        raise AssertionError("the reference door was asked")
    monkeypatch.setattr("bangban.decide.engine.read_facts", closed)
    assert [policy.decide(a) for a in given] == [other.decide(c) for c in CASES]
    assert {policy.decide(a).verdict for a in gaps} <= {"pending", "deny"}


def test_what_the_program_does_with_its_objects_later_is_no_matter(policy: bangban.Policy) -> None:
    for action in objects("plain", policy, CASES[:20]):
        decision, told = policy.decide(action), policy.decide(action).to_dict()
        action.service.mode = "导办"
        action.fees.clear()
        del action.mandate
        assert decision.to_dict() == told


def test_dicts_and_objects_take_turns(policy: bangban.Policy) -> None:
    some = [x for kind in READ for x in objects(kind, policy, CASES[:6])]
    told = [policy.decide(case) for case in CASES[:6]]
    for _ in range(3):
        assert [policy.decide(x) for x in some] == told * len(READ)
        assert [policy.decide(case) for case in CASES[:6]] == told


@pytest.mark.parametrize("kind", READ)
def test_wrong_objects_are_refused_on_every_path(kind: str, policy: bangban.Policy) -> None:
    spoilt = [{**CASES[0], "fees": [{"name": "费", "amount": -1, "statutory": True}]},
              {**CASES[0], "service": {**CASES[0]["service"], "coerced": 1}},
              {**CASES[0], "item": {**CASES[0]["item"], "level": None}}, {**CASES[0], "fees": None}]
    right = objects(kind, policy, CASES[:3])
    for _ in range(3):
        for wrong in objects(kind, policy, spoilt):
            with pytest.raises(bangban.PolicyError):
                policy.decide(wrong)
        for action in right:
            policy.decide(action)


def test_the_day_asked_for(policy: bangban.Policy) -> None:
    for action in objects("attrs", policy, CASES[:4]) * 2:
        assert policy.decide(action, as_of="2020-11-29").verdict == "not_applicable"
        assert policy.decide(action, as_of=dt.date(2020, 11, 30)).as_of == dt.date(2020, 11, 30)
        with pytest.raises(bangban.PolicyError):
            policy.decide(action, as_of="昨天")


# ---------------------------------------------------------------- careful with attributes

class Grade(StrEnum):
    """A program's own words."""

    FIRST = "甲"


def _unset(base: Any, value: Any) -> Any:
    """A mark that is a value of a type of facts, too."""
    return base("UnsetType", {"UNSET": value}).UNSET if base is not dt.date else type(
        "UnsetType", (dt.date,), {})(2000, 1, 1)


@pytest.fixture
def small() -> Compiled:
    return Compiled(bangban.loads(SMALL).model, look_every=1)


def _agree(compiled: Compiled, *people: Any) -> None:
    """The same answers as by the reference, before and after there are readers."""
    for person in people * 4:
        assert not differences(compiled, SimpleNamespace(person=person), dt.date(2025, 1, 1))


RIGHT: dict[str, Any] = {"kind": "甲", "age": 20, "born": dt.date(2000, 1, 1), "sound": True}


@pytest.mark.parametrize("name", ["kind", "age", "born"])
@pytest.mark.parametrize("cls", [SimpleNamespace, attrs.make_class("P", list(RIGHT)),
                                 msgspec.defstruct("S", [(w, Any) for w in RIGHT])])
def test_marks_that_are_values_too_are_unset(name: str, cls: Any, small: Compiled) -> None:
    mark = {"kind": _unset(StrEnum, "甲"), "age": _unset(IntEnum, 20), "born": _unset(dt.date, None)}[name]
    _agree(small, cls(**RIGHT), cls(**RIGHT), cls(**{**RIGHT, name: mark}))
    _agree(small, cls(**RIGHT), cls(**{**RIGHT, name: mark}), cls(**{**RIGHT, name: mark}))


def test_words_of_a_program_are_words(small: Compiled) -> None:
    person = SimpleNamespace(**{**RIGHT, "kind": Grade.FIRST})
    _agree(small, person, person)
    assert small.decide(SimpleNamespace(person=person), dt.date(2025, 1, 1)).verdict == "permit"


@pytest.mark.parametrize("slots", [True, False])
@pytest.mark.parametrize("word", ["年龄", "可靠", "类别"])
def test_a_class_with_both_names(slots: bool, word: str, small: Compiled) -> None:
    fields = {"年龄": "age", "可靠": "sound", "类别": "kind"}
    cls = attrs.make_class("Both", [*RIGHT, word], slots=slots, eq=False)
    person = cls(**RIGHT, **{word: RIGHT[fields[word]]})
    unset = cls(**RIGHT, **{word: UNSET})
    neither = cls(**{**RIGHT, fields[word]: UNSET}, **{word: UNSET})
    other = cls(**{**RIGHT, fields[word]: UNSET}, **{word: RIGHT[fields[word]]})
    _agree(small, person, person, unset, neither, other)
    _agree(small, unset, unset, unset, person, neither, neither, neither, person)


def test_another_name_that_comes_later_counts(small: Compiled) -> None:
    person, later = SimpleNamespace(**RIGHT), SimpleNamespace(**RIGHT)
    later.年龄 = 3
    extra, swapped = SimpleNamespace(**RIGHT, note=1), SimpleNamespace(**RIGHT, 年龄=3)
    _agree(small, person, person, later)
    _agree(small, extra, extra, swapped, person)
    verdicts = [small.decide(SimpleNamespace(person=p), dt.date(2025, 1, 1)).verdict for p in (person, later, swapped)]
    assert verdicts == ["permit", "deny", "deny"]


def test_a_property_comes_before_what_the_object_holds(small: Compiled) -> None:
    class Person:
        age = property(lambda self: 3)

    person = Person()
    person.__dict__.update(RIGHT)
    _agree(small, person, person)


@pytest.mark.parametrize("fault", [ValueError, RuntimeError, OSError])
def test_a_property_that_raises_is_told(small: Compiled, fault: type[Exception]) -> None:
    class Person:
        def __init__(self) -> None:
            self.__dict__.update({**RIGHT, "broken": False})

        @property
        def age(self) -> int:
            if self.__dict__["broken"]:
                raise fault("broken")
            return 20

    person, broken = Person(), Person()
    broken.__dict__["broken"] = True
    for _ in range(4):
        assert small.decide(SimpleNamespace(person=person), dt.date(2025, 1, 1)).verdict == "permit"
        with pytest.raises(bangban.PolicyError, match=f"BB419.*{fault.__name__}: broken"):
            small.decide(SimpleNamespace(person=broken), dt.date(2025, 1, 1))


def test_a_reader_made_anew_takes_the_place_of_the_old_one(small: Compiled) -> None:
    less = {**RIGHT, "age": UNSET}
    _agree(small, SimpleNamespace(**RIGHT))
    before = small.decide
    _agree(small, SimpleNamespace(**less))
    assert small.decide is not before
    assert list(small._objects.decide.values()) == [small.decide]


def test_classes_made_on_the_way_do_not_pile_up(small: Compiled) -> None:
    for _ in range(80):
        person = dataclasses.make_dataclass("Person", list(RIGHT))(**RIGHT)
        action = dataclasses.make_dataclass("Action", ["person"])(person)
        assert small.decide(action, dt.date(2025, 1, 1)).verdict == "permit"
    assert len(small._objects.sparse) <= 32


def test_generated_code_holds_no_names_of_attributes() -> None:
    compiled = Compiled(bangban.load(Path(__file__).parent / "hostile.policy").model, look_every=1)
    names = {"x': __import__('os') #": "'); raise SystemExit #", "文": ""}
    action = SimpleNamespace(组=SimpleNamespace(**names))
    for _ in range(4):
        assert compiled.decide(action).verdict == "deny"
    assert compiled._objects.decide
