"""One pair of policy and facts, decided by the compiled evaluator and by the reference meaning: what differs?

``python -m tests.decide.agreement 200000`` tries that many random pairs (``make deep``).
"""

from __future__ import annotations

import datetime as dt
import os
import random
import sys
from concurrent.futures import ProcessPoolExecutor
from typing import Any

from bangban.decide.engine import Compiled
from bangban.decide.layout import flatten, restore
from bangban.decision.decision import PARTS
from bangban.decision.report import report
from bangban.policy.facts import day_in, read_facts
from bangban.policy.model import Model
from bangban.policy.verdict import decide
from bangban.problems import PolicyError
from tests.strategies.policies import DAYS, MANNERS, random_facts, random_model, same_shape

_FACTS = 10  # tried on each policy
_DAYS = [None, None, *DAYS, DAYS[0] - dt.timedelta(days=1)]


def by_reference(model: Model, given: Any, day: dt.date | None) -> Any:
    """The decision by the reference meaning, or the problems of the facts."""
    read, problems = read_facts(given, model.vocabulary)
    if problems:
        return problems
    return report(model, decide(model, read, day or day_in(read, model.decision_date) or dt.date.today()))


def by_code(compiled: Compiled, given: Any, day: dt.date | None) -> Any:
    """The decision by generated code, or the problems of the facts."""
    try:
        return compiled.decide(given, as_of=day)
    except PolicyError as refused:
        return list(refused.problems)


def differences(compiled: Compiled, given: Any, day: dt.date | None) -> list[str]:
    """What the two say differently: nothing, if all is well."""
    model = compiled.model
    wanted, found = by_reference(model, given, day), by_code(compiled, given, day)
    if isinstance(wanted, list) or isinstance(found, list):
        return [] if wanted == found else [f"problems: {found} instead of {wanted}"]
    parts = ("verdict", *PARTS, "as_of", "policy")
    told = [f"{p}: {getattr(found, p)}\n   instead of {getattr(wanted, p)}" for p in parts
            if getattr(found, p) != getattr(wanted, p)]
    read, _ = read_facts(given, model.vocabulary)
    if restore(flatten(read, compiled.layout), compiled.layout) != read:
        told.append(f"restored: {restore(flatten(read, compiled.layout), compiled.layout)} instead of {read}")
    return told


def try_seed(seed: int) -> list[str]:
    """One random policy, and several facts for it."""
    rng = random.Random(seed)
    model = random_model(rng, rules=rng.choice([1, 3, 8, 30]), depth=rng.choice([1, 2, 3]))
    compiled = Compiled(model, rng.choice([0.3, 2.0, 8.0]), look_every=1)
    given: Any = None
    for n in range(_FACTS):
        if n and rng.random() < 0.6:
            given = same_shape(rng, model.vocabulary, given)
        else:
            given = random_facts(rng, model.vocabulary, rng.choice(MANNERS))
        day = rng.choice(_DAYS)
        found = differences(compiled, given, day)
        if found:
            return [f"seed {seed}, facts {n}, day {day}", *found]
    return []


def main(pairs: int) -> int:
    """Try that many pairs; the number of policies on which the two differ."""
    start = int(os.environ.get("SEED", "0"))
    failed = 0
    with ProcessPoolExecutor() as pool:
        for found in pool.map(try_seed, range(start, start + pairs // _FACTS), chunksize=50):
            if found:
                failed += 1
                print("\n".join(found), flush=True)
    print(f"{pairs} pairs, {failed} policies differ")
    return failed


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1])) > 0)
