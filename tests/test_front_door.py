"""How a policy set prints: in one line, whatever its size."""

from __future__ import annotations

import pickle
import re
from pathlib import Path
from typing import Any

import pytest

import bangban

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize(("path", "named"), [
    ("policies/cangzhou", "沧州代办帮办"), ("examples/english", "文书服务台"),
    ("policies/national", "个人信息保护法、优化营商环境条例、公务员法…")])
def test_a_policy_prints_in_one_line(path: str, named: str) -> None:
    policy = bangban.load(ROOT / path)
    rules = len(policy.rule_keys)
    assert repr(policy) == f"<Policy {named}, {rules} rules, {policy.digest[:19]}…>"
    assert re.search(r"sha256:[0-9a-f]{12}…>$", repr(policy))
    assert repr(pickle.loads(pickle.dumps(policy))) == repr(policy)


def test_a_policy_without_rules_prints_too() -> None:
    policy = bangban.loads('政策 空 (empty)\n  标题 "空"\n')
    assert repr(policy).startswith("<Policy 空, 0 rules, sha256:")


@pytest.mark.parametrize("lang", ["fr", "zh_CN", "", None])
def test_a_language_there_is_not_is_refused_with_those_there_are(lang: Any) -> None:
    policy = bangban.load(ROOT / "examples/english", cache=True)
    decision, facts = policy.decide({}), {"request": {"service": "advice"}}
    with pytest.raises(bangban.PolicyError) as caught:
        policy.decide({"没有": 1})
    (problem,) = caught.value.problems
    for say in (decision.to_dict, problem.message, problem.help, problem.to_dict, policy.explain(facts).text,
                policy.explain(facts).to_dict, policy.checklist(facts).text, policy.checklist(facts).to_dict,
                policy.how_to(facts).text, policy.how_to(facts).to_dict):
        with pytest.raises(ValueError, match=r"zh.*en"):
            say(lang)
        assert say("en") != say("zh")
