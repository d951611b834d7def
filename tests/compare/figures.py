"""What comparing costs against loading the same sets: ``python -m tests.compare.figures``. Processor time, medians."""

from __future__ import annotations

import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

from bangban import load
from bangban.compare import compare
from tests.benchmarks.proofs import two_versions

from .seeded_faults import BY_NAME, plant

ROUNDS = 5


def timed(work: Callable[[], Any], rounds: int = ROUNDS) -> float:
    """The median processor time of a piece of work."""
    times = []
    for _ in range(rounds):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return median(times)


def ratio(old: Path, new: Path) -> tuple[float, float, list[str]]:
    """Seconds to load one set, comparing against that, and the classes found."""
    one, other = load(old), load(new)
    loading = timed(lambda: load(new).code())
    found = [c.code for c in compare(one.model, other.model).changes]
    return loading, timed(lambda: compare(one.model, other.model)) / loading, found


def main(names: list[str]) -> None:
    """Print a line for each pair of sets."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copytree(Path(__file__).resolve().parents[2] / "policies", folder / "旧")
        pairs = {f"cangzhou {edit}": (folder / "旧" / "cangzhou", plant(BY_NAME[edit], folder / edit))
                 for edit in names or ("届满当日", "德摩根", "删去一个行为", "免费只免百元")}
        pairs |= {f"1000 rules, {edits} edits": two_versions(folder, edits) for edits in (0, 1, 5)}
        for label, (old, new) in pairs.items():
            loading, times, found = ratio(old, new)
            print(f"{label}: load {loading:.2f} s, compare × {times:.1f}  {', '.join(found) or 'proven the same'}")


if __name__ == "__main__":
    main(sys.argv[1:])
