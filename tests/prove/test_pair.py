"""Two policy sets over one space: a case for every kind of change, and proof that nothing else changed."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from attrs import evolve

from bangban import load
from bangban.policy.model import Model
from bangban.prove import Pair
from bangban.prove.searching import Shown
from tests.prove.conftest import VOCABULARY, rule
from tests.strategies.policies import random_model

ROOT = Path(__file__).parent.parent.parent
PERMIT = rule("可办", "当 件.方式 属于 [现场, 网上]", "准予")
LIMIT = rule("委托不过期", "当 件.年龄 ≥ 18 且 有 件.委托日",
             "要求 决定日 ≤ 件.委托日 + 180日 否则 拒绝 \"委托过期。\"")


def difference(found):
    assert isinstance(found, Shown)
    return {".".join(str(s) for s in d.place): d.value for d in found.witness.differences}


def test_newly_permitted_and_newly_denied(policy):
    pair = Pair(policy(PERMIT), policy(PERMIT.replace("[现场, 网上]", "[现场, 代办]")))
    assert difference(pair.witness(pair.old.deny & pair.new.permit)) == {"件.方式": "代办"}
    assert difference(pair.witness(pair.old.permit & pair.new.deny)) == {"件.方式": "网上"}
    old, new = pair.outcomes(pair.witness(pair.old.deny & pair.new.permit))
    assert (old.verdict, new.verdict) == ("deny", "permit")


def test_a_bound_moved_shows_at_the_bound(policy):
    pair = Pair(policy(PERMIT + LIMIT), policy(PERMIT + LIMIT.replace("180日", "179日")))
    found = pair.witness(pair.old.permit & pair.new.deny)
    assert (found.witness.day - found.witness.facts["件"]["委托日"]).days == 180
    assert pair.witness(pair.old.deny & pair.new.permit) is None


def test_a_rewritten_policy_is_proved_the_same(policy):
    old = policy(PERMIT + LIMIT)
    new = policy(rule("现场可办", "当 件.方式 = 现场", "准予") + rule("网上可办", "当 非 件.方式 ≠ 网上", "准予")
                 + rule(
        "委托不过期", "当 非 (件.年龄 < 18 或 非 有 件.委托日)",
        "要求 非 (有 件.委托日 且 决定日 > 件.委托日 + 180日) 否则 拒绝 \"委托过期。\""))
    assert Pair(old, new).equivalent() is None


def test_duties_and_exemptions_added_and_dropped(policy):
    ledger = rule("登记", "当 件.方式 = 网上", "应当 登记 由 窗口 \"登记。\"")
    waive = rule("不收", "对每项 费 于 费用", "当 费.依据 = 无", "免收 费 \"不收。\"")
    pair = Pair(policy(PERMIT + waive), policy(PERMIT + ledger + waive.replace("费.依据 = 无",
                                                            "费.依据 = 无 且 费.金额 > 1元")))
    assert pair.all_duties() == ("登记",)
    assert difference(pair.witness(pair.duty_added("登记") & pair.new.permit)) == {"件.方式": "网上"}
    assert pair.witness(pair.duty_dropped("登记")) is None
    lost = pair.witness(pair.exemption_lost)
    assert [f["依据"] for f in lost.witness.facts["费用"]] == ["无"]
    assert pair.witness(pair.exemption_gained) is None


def test_cells_list_the_combinations_concerned(policy):
    pair = Pair(policy(PERMIT), policy(PERMIT + rule("代办社保", "当 件.方式 = 代办 且 件.事项 = 社保", "准予")))
    assert pair.cells(pair.old.deny & pair.new.permit, [("件", "方式"), ("件", "事项")]) == [("代办", "社保")]
    declared = pair.is_value(("件", "方式"), "代办")
    assert pair.witness(pair.old.deny & pair.new.permit & ~declared) is None


def test_a_new_fact_and_a_new_value(policy):
    wider = VOCABULARY.replace("代办 (agency)]", "代办 (agency), 邮寄 (post)]").replace(
        "  字段 书面", "  字段 加急 (urgent): 是非\n  字段 书面")
    new = policy(PERMIT.replace("[现场, 网上]", "[现场, 网上, 邮寄]") + rule("加急不办", "当 件.加急",
                                                            "禁止 \"不办。\""), wider)
    pair = Pair(policy(PERMIT), new)
    assert pair.union.new_facts == (("件", "加急"),)
    assert pair.union.new_values == ((("件", "方式"), "邮寄"),)
    assert difference(pair.witness(pair.old.permit & pair.new.deny)) == {"件.加急": True}
    assert difference(pair.witness(pair.old.deny & pair.new.permit)) == {"件.方式": "邮寄"}


def test_a_fact_that_went_and_one_that_changed_its_kind(policy):
    other = VOCABULARY.replace("  字段 名称 (name): 文本\n  字段 违规", "  字段 违规", 1).replace(
        "书面 (written): 是非", "书面 (written): 枚举 [有书面 (yes), 口头 (oral)]")
    pair = Pair(policy(PERMIT + rule("要书面", "要求 件.书面 否则 拒绝 \"要。\"")),
                policy(PERMIT + rule("要书面", "要求 件.书面 = 有书面 否则 拒绝 \"要。\""), other))
    assert pair.union.gone_facts == (("件", "名称"),)
    assert pair.union.changed == (("件", "书面"),)
    found = pair.witness(pair.old.permit & pair.new.deny)
    assert isinstance(found, Shown)


def test_a_renamed_fact_is_the_same_fact(policy):
    other = VOCABULARY.replace("书面 (written)", "书面委托 (in_writing)")
    old, new = (policy(PERMIT + rule("要书面", f"要求 件.{name} 否则 拒绝 \"要。\""), words)
                for name, words in (("书面", VOCABULARY), ("书面委托", other)))
    assert isinstance(Pair(old, new).equivalent(), Shown)
    assert Pair(old, new, renamed={("件", "书面"): ("件", "书面委托")}).equivalent() is None


def test_shuffled_rules_are_proved_the_same():
    for seed in range(15):
        rng = random.Random(seed)
        model = random_model(rng, rules=6, depth=2)
        mixed = list(model.rules)
        rng.shuffle(mixed)
        assert Pair(model, evolve(model, rules=tuple(mixed))).equivalent() is None


@pytest.mark.lone
def test_each_edit_of_a_random_policy_is_shown_or_proved_harmless():
    """Whatever is found is decided by both evaluators before it is returned; what is proved is tried on cases."""
    from bangban.policy.facts import read_facts
    from bangban.policy.verdict import decide
    from tests.strategies.policies import DAYS, MANNERS, random_facts

    for seed in range(60):
        rng = random.Random(seed)
        model = random_model(rng, rules=5, depth=2)
        dropped = rng.choice(model.rules)
        other = evolve(model, rules=tuple(r for r in model.rules if r is not dropped))
        pair = Pair(model, other)
        if pair.equivalent() is None:
            for _ in range(20):
                facts, problems = read_facts(random_facts(rng, model.vocabulary, rng.choice(MANNERS[:7])),
                                             model.vocabulary)
                day = rng.choice(DAYS)
                if not problems:
                    assert decide(model, facts, day).verdict == decide(other, facts, day).verdict


@pytest.mark.lone
def test_the_cangzhou_set_without_one_rule_shows_what_that_rule_was_for():
    model = load(ROOT / "policies" / "cangzhou").model
    found = _without(model, "代办须书面委托")
    assert difference(found) == {"委托.形式": "口头"}


def _without(model: Model, key: str):
    pair = Pair(model, evolve(model, rules=tuple(r for r in model.rules if r.key != key)))
    return pair.witness(pair.old.deny & pair.new.permit)
