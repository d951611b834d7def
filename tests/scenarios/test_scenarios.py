"""What happens at the window: the twenty scenarios given, and those a sceptical lawyer thought of."""

import copy
import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import bangban
from scenarios.clauses import chinese, lacking

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
VERDICTS = {"准许": "permit", "拒绝": "deny", "待补充": "pending", "不适用": "not_applicable"}
GIVEN = json.loads((HERE / "scenarios.json").read_text("utf-8"))
SCEPTIC = json.loads((HERE / "sceptic.json").read_text("utf-8"))


@cache
def cangzhou() -> bangban.Policy:
    return bangban.load(ROOT / "policies" / "cangzhou")


def cited(decision: dict[str, Any]) -> list[dict[str, str | None]]:
    """Every citation anywhere in a decision."""
    entries = [e for part in ("violations", "pending", "permits", "fees", "warnings") for e in decision[part]]
    entries += [o["properties"] for o in decision["obligations"]]
    return [c for entry in entries for c in entry["citations"]]


def told(decision: dict[str, Any]) -> str:
    """Why it came out so, for whoever reads a failure."""
    lines = [f"{v['rule']}: {v['message']}" for v in decision["violations"]]
    lines += [f"{p['rule']} ({p['kind']} {p['fact']}): {p['message']}" for p in decision["pending"]]
    return "\n".join([*lines, *(f"permit {p['rule']}" for p in decision["permits"])])


def check(scenario: dict[str, Any], facts: dict[str, Any]) -> None:
    decision = cangzhou().decide(facts).to_dict()
    assert decision["verdict"] == VERDICTS[scenario["预期"]], told(decision)
    missing = [m for clause in scenario["决定条款"] for m in lacking(clause, cited(decision))]
    assert not missing, told(decision)


@pytest.mark.parametrize("scenario", GIVEN, ids=lambda s: s["编号"])
def test_given(scenario):
    check(scenario, scenario["事实"])


def changed(scenario: dict[str, Any]) -> dict[str, Any]:
    """The facts of a sceptic's scenario: those of its base, with some replaced (改) and some nobody has said (缺)."""
    if "事实" in scenario:
        return copy.deepcopy(scenario["事实"])
    facts = changed(next(s for s in GIVEN + SCEPTIC if s["编号"] == scenario["底本"]))
    for path, value in scenario.get("改", {}).items():
        *above, last = path.split(".")
        here = facts
        for part in above:
            here = here[int(part)] if isinstance(here, list) else here.setdefault(part, {})
        here[int(last) if isinstance(here, list) else last] = value
    for path in scenario.get("缺", []):
        *above, last = path.split(".")
        here = facts
        for part in above:
            here = here[int(part)] if isinstance(here, list) else here[part]
        del here[last]
    return facts


@pytest.mark.parametrize("scenario", SCEPTIC, ids=lambda s: f"{s['编号']} {s['标题']}")
def test_sceptic(scenario):
    check(scenario, changed(scenario))


@pytest.mark.parametrize(("number", "words"), [(4, "四"), (13, "十三"), (58, "五十八"), (161, "一百六十一"),
                                               (101, "一百零一"), (924, "九百二十四"), (1191, "一千一百九十一")])
def test_article_numbers_are_written_as_laws_write_them(number, words):
    assert chinese(number) == words
