"""The canonical witness: the most ordinary case, whatever the seed, the order of rules and the mood of the solver."""

from __future__ import annotations

import datetime as dt
import json
import random
from pathlib import Path

import pytest
from attrs import evolve

from bangban import Policy, load, loads
from bangban.policy.facts import read_facts
from bangban.prove.conditions import VERDICTS, Side
from bangban.prove.facts import Space
from bangban.prove.plain import plain_facts
from bangban.prove.searching import Searching, Shown
from bangban.prove.z3_backend import Z3
from tests.prove.conftest import VOCABULARY, rule

ROOT = Path(__file__).parent.parent.parent
PERMIT = rule("可办", "当 件.方式 = 网上 且 件.年龄 ≥ 18", "准予")


def shown(model, condition, **options):
    side = Side(model, Space(model.vocabulary))
    return Searching(side.space, [side], **options).witness(condition(side))


def told(found):
    assert isinstance(found, Shown)
    return {".".join(str(s) for s in d.place): d.value for d in found.witness.differences}


def test_only_what_the_condition_calls_for_differs_from_the_ordinary_case(policy):
    model = policy(PERMIT + rule("要书面", "当 件.方式 = 网上",
                                 "要求 件.书面 或 件.收入 > 2000元 否则 拒绝 \"请补书面。\""))
    # the ordinary case is the permitted one: online, of age, with the income that spares the paper
    assert told(shown(model, lambda s: s.permit)) == {}
    assert told(shown(model, lambda s: s.deny)) == {"件.收入": 200_000}  # the bound, in 分
    assert told(shown(model, lambda s: s.deny & ~s.fires("要书面"))) == {"件.年龄": 17}


def test_a_number_is_the_bound_nearest_the_ordinary_one(policy):
    model = policy(PERMIT + rule("老人优先", "当 件.年龄 > 60", "应当 优先 (serve_first) 由 窗口 \"先办。\""))
    assert told(shown(model, lambda s: s.owes("优先")))["件.年龄"] == 61


def test_a_day_near_a_change_of_the_rules_comes_out_as_that_day(policy):
    model = policy(PERMIT + rule("新规", "自 2025-07-01", "当 件.方式 = 代办", "准予"))
    found = shown(model, lambda s: s.fires("新规"))
    assert found.witness.day == dt.date(2025, 7, 1)
    before = shown(model, lambda s: s.when(model.rules[1].when) & ~s.fires("新规"))
    assert before.witness.day == dt.date(2025, 6, 30)


ENGLISH = """vocabulary words
record request
  field name: text "who asks"
  field place: text
list papers
  field name: text "what it is called"
policy scheme
  title "Scheme"
rule served
  category procedure
  basis 1
  when request.place ≠ "B" and distinct(papers.name) ≥ 2
  permit
"""


@pytest.mark.parametrize(("text", "names"), [
    (ENGLISH, ["A", "C"]), (ENGLISH.replace("field name:", "field name (名称):"), ["A", "C"]),
    (ENGLISH.replace("what it is called", "叫什么"), ["甲", "乙"])])
def test_a_text_that_does_not_matter_is_in_the_language_of_the_vocabulary(text, names):
    found = shown(loads(text).model, lambda s: s.permit)
    assert sorted(p["name" if "name" in p else "名称"] for p in found.witness.facts["papers"]) == sorted(names)
    assert found.witness.facts["request"]["place"] == names[0]


def test_texts_are_those_rules_speak_of_or_others_no_rule_does(policy):
    model = policy(PERMIT + rule("甲不办", "当 件.名称 = \"甲\"", "禁止 \"不办。\"") + rule(
        "两个部门", "当 种数(事.部门) ≥ 2", "准予"))
    assert told(shown(model, lambda s: s.fires("甲不办"))) == {"件.名称": "甲"}
    found = shown(model, lambda s: s.fires("两个部门"))
    assert len({e["部门"] for e in found.witness.facts["事"]}) == 2


def test_complete_requests_come_before_incomplete_ones(policy):
    model = policy(PERMIT)
    assert shown(model, lambda s: s.deny).witness.complete
    pending = shown(model, lambda s: s.pending)
    assert not pending.witness.complete
    assert len(pending.witness.differences) == 1


def test_what_is_mostly_absent_has_the_ordinary_number_before_one_beside_it(policy):
    words = VOCABULARY.replace("  字段 名称 (name): 文本\n  字段 违规", "  字段 请求 (asked): 时刻 可无\n"
                               "  字段 答复 (answered): 时刻 可无\n  字段 名称 (name): 文本\n  字段 违规", 1)
    late = rule("迟", "当 有 件.请求 且 有 件.答复 且 件.答复 > 件.请求 + 24小时", "警示 \"迟了。\"")
    model = policy(PERMIT + late, words)
    found = shown(model, lambda s: s.fires("迟")).witness.facts["件"]
    assert found["请求"] == dt.datetime.combine(found["日期"], dt.time(9))
    assert found["答复"] == found["请求"] + dt.timedelta(hours=24, microseconds=1)


def test_a_witness_goes_through_the_door_as_json(policy):
    model = policy(PERMIT + rule("看费用", "对每项 费 于 费用", "当 费.金额 > 0.5元 且 费.依据 = 无",
                                 "免收 费 \"不收。\""))
    for verdict in VERDICTS:
        found = shown(model, lambda s, v=verdict: s.verdict(v))
        if isinstance(found, Shown):
            text = json.dumps(plain_facts(found.witness.facts, model.vocabulary), ensure_ascii=False)
            facts, problems = read_facts(json.loads(text), model.vocabulary)
            assert problems == []
            assert facts == found.witness.facts
            decision = Policy(model).decide(json.loads(text), as_of=found.witness.day)
            assert decision.verdict == verdict


def test_the_english_facts_of_a_witness_are_read_too(policy):
    model = policy(PERMIT)
    found = shown(model, lambda s: s.permit)
    facts, problems = read_facts(plain_facts(found.witness.facts, model.vocabulary, "en"), model.vocabulary)
    assert problems == []
    assert facts == found.witness.facts


@pytest.mark.lone
def test_the_witness_is_the_same_under_twenty_seeds_and_shuffled_rules():
    model = load(ROOT / "policies" / "cangzhou").model
    wanted = ["permit", "deny", "pending"]
    first: list[object] = []
    for seed in range(20):
        rng = random.Random(seed)
        rules = list(model.rules)
        rng.shuffle(rules)
        mixed = evolve(model, rules=tuple(evolve(r, exceptions=tuple(rng.sample(r.exceptions, len(r.exceptions))))
                                          for r in rules))
        side = Side(mixed, Space(mixed.vocabulary))
        searching = Searching(side.space, [side], make=Z3(seed + 1))
        conditions = [*(side.verdict(v) for v in wanted), side.deny & side.fires("代办准予"),
                      side.owes("登记台账") & side.permit, side.exempt() & side.pending]
        found = []
        for condition in conditions:
            case = searching.witness(condition)
            assert isinstance(case, Shown)
            found.append((case.witness.facts, case.witness.day))
        first = first or found
        assert found == first, seed
