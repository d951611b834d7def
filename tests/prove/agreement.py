"""One random policy, several facts: does the prover say of each what the reference meaning says?

``python -m tests.prove.agreement 2000`` tries that many pairs.
"""

from __future__ import annotations

import datetime as dt
import random
import sys
from typing import Any

from bangban.policy.facts import read_facts
from bangban.policy.model import Model, Oblige
from bangban.policy.verdict import decide
from bangban.prove.backend import MakeSolver, Sat, Unknown
from bangban.prove.facts import Space
from bangban.prove.fixed import fixed
from bangban.prove.policy_to_smt import PolicyEncoder
from bangban.prove.question import Question
from tests.strategies.policies import DAYS, MANNERS, random_facts, random_model

FACTS = 5  # tried on each policy


def differences(policy: PolicyEncoder, model: Model, facts: Any, day: dt.date, make: MakeSolver | None) -> list[str]:
    """What the two say differently of one case: the verdict, the duties, the exempt fees."""
    arena = policy.arena
    outcome = decide(model, facts, day)
    rails = dict(policy.verdicts)
    wanted = {name: name == outcome.verdict for name in rails}
    for rule in model.rules:
        if isinstance(rule.effect, Oblige):
            duty = rule.effect.duty.zh
            rails[f"owes {duty}"] = policy.owes(duty)
            wanted[f"owes {duty}"] = any(
                isinstance(d.rule.effect, Oblige) and d.rule.effect.duty.zh == duty for d in outcome.duties)
    rails["exempt"] = policy.exempt(None)
    wanted["exempt"] = any(line.exempt is True for line in outcome.fees)
    condition, places = fixed(policy.space, facts, day)
    question = Question(policy.space, [condition], assumable=list(rails.values()), make=make, places=places)
    told = []
    for name, rail in rails.items():
        for asked, node in ((True, rail), (False, arena.not_(rail))):
            answer = question.check([node])
            if isinstance(answer, Unknown):
                told.append(f"{name}: {answer}")
            elif isinstance(answer, Sat) != (wanted[name] == asked):
                told.append(f"{name} = {asked}: {answer.__class__.__name__}, but it is {wanted[name]}")
    return told


def try_seed(seed: int, make: MakeSolver | None = None, facts: int = FACTS) -> tuple[int, list[str]]:
    """One random policy and facts for it: how many pairs, and what differs."""
    rng = random.Random(seed)
    model = random_model(rng, rules=rng.choice([1, 3, 8]), depth=rng.choice([1, 2, 3]))
    policy = PolicyEncoder(model, Space(model.vocabulary))
    pairs = 0
    for n in range(facts):
        given, problems = read_facts(random_facts(rng, model.vocabulary, rng.choice(MANNERS[:7])), model.vocabulary)
        if problems:
            continue
        day = rng.choice([*DAYS, DAYS[0] - dt.timedelta(days=1)])
        pairs += 1
        found = differences(policy, model, given, day, make)
        if found:
            return pairs, [f"seed {seed}, facts {n}, day {day}", *found]
    return pairs, []


def main(wanted: int) -> int:
    """Try that many pairs; how many policies differ."""
    pairs = wrong = seed = 0
    while pairs < wanted:
        more, told = try_seed(seed)
        pairs, seed = pairs + more, seed + 1
        if told:
            wrong += 1
            print("\n  ".join(told), flush=True)
    print(f"{pairs} pairs, {seed} policies, {wrong} differ")
    return wrong



if __name__ == "__main__":
    sys.exit(1 if main(int(sys.argv[1]) if len(sys.argv) > 1 else 2000) else 0)
