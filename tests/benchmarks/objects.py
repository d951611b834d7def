"""The thirteen rules on facts given as objects of every usual kind, against the same facts as dicts."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from statistics import median

import bangban
from tests.benchmarks.clock import each
from tests.benchmarks.workload import cases
from tests.decide.objects import Maker

KINDS = ("attrs", "dataclass", "dataclass with slots", "pydantic", "msgspec", "plain")


def objects(say: Callable[[str], None]) -> dict[str, float]:
    """The thirteen rules, facts given as objects against dicts."""
    folder, some = Path(__file__).parent / "thirteen", cases(400)
    runs = {"dict": (bangban.load(folder).decide, some)}
    for kind in KINDS:
        policy = bangban.load(folder)
        made = Maker(kind, True, random.Random(0))
        runs[kind] = (policy.decide, [made(case, policy.model.vocabulary) for case in some])
    spent = each(runs, 40)
    for kind in KINDS:
        said = f"objects against dicts: {kind}"
        say(f"  {said:44} {spent[kind]:9.2f} µs  {spent[kind] / spent['dict']:5.2f} times")
    return {"objects_vs_dicts": median(spent[kind] for kind in KINDS) / spent["dict"]}
