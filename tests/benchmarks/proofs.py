"""Proofs and comparisons against loading (reading, checking and compiling, no cache) the same set."""

from __future__ import annotations

import datetime as dt
import gc
import shutil
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import bangban
from tests.benchmarks.many_rules import write_set

PROOF_TARGETS: dict[str, float] = {
    "invariant_vs_load": 0.5, "compare_vs_load": 6, "compare_fee_edit_vs_load": 6, "compare_1000_rules_vs_load": 3,
    "findings_1000_rules_vs_load": 15}
POLICIES = Path(__file__).resolve().parents[2] / "policies"
# edits that tests/compare plants: of a rule (a bound, a condition added), and of one on whom or what a fee is free for
RULES, FEES = ("届满当日", "包过只问导办"), ("免费只免百元", "换一个位阶")
ALL, SLOWEST = "one invariant, each alone, the mean", "one invariant, the slowest of them"
YEAR = "compare, a year added to the calendar"
EDITED = 5  # of the thousand rules
TURNS = 3


def proving(say: Callable[[str], None]) -> dict[str, float]:
    """Proofs and comparisons, with all cases and from sets as loaded, against loading the set."""
    from bangban.prove import available

    if not available():
        say("  no solver is installed, left out (pip install 'bangban[prove]')")
        return {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        return _cangzhou(folder, say) | _thousand(folder, say)


def _cangzhou(folder: Path, say: Callable[[str], None]) -> dict[str, float]:
    from bangban.compare import compare
    from bangban.prove.report import prove
    from tests.compare.seeded_faults import BY_NAME, plant

    path = POLICIES / "cangzhou"
    old = bangban.load(path).model
    edited = {edit: bangban.load(plant(BY_NAME[edit], folder / edit)).model for edit in (*RULES, *FEES)}
    proofs = {i.name.zh: lambda name=i.name.zh: prove(old, invariants=[name]).sound for i in old.invariants}
    slowest = max(proofs, key=lambda name: _timed(proofs[name]))
    ratios = {ALL: _mean(path, list(proofs.values()))} | _against(path, {SLOWEST: proofs[slowest]})
    edited[YEAR] = bangban.load(with_a_year_more(folder / "年")).model
    ratios |= _against(path, {
        edit: lambda new=new: compare(old, new).decisions_change for edit, new in edited.items()})
    for label, ratio in ratios.items():
        how = {RULES: "compare, a rule edited: ", FEES: "compare, a rule on fees edited: "}
        said = next((words for edits, words in how.items() if label in edits), "")
        say(f"  Cangzhou: {said + label:48} {ratio:6.2f} times the load")
    return {"invariant_vs_load": ratios[ALL],
            "compare_vs_load": max(ratios[e] for e in RULES),
            "compare_fee_edit_vs_load": max(ratios[e] for e in FEES)}


def _thousand(folder: Path, say: Callable[[str], None]) -> dict[str, float]:
    from bangban.compare import compare
    from bangban.prove.report import prove

    paths = two_versions(folder, EDITED)
    old, new = (bangban.load(path).model for path in paths)
    ratios = _against(paths[0], {f"compare, {EDITED} bounds edited": lambda: compare(old, new).decisions_change})
    ratios |= _against(paths[0], {"what does nothing, all of it": lambda: prove(old, findings=True).sound}, turns=2)
    for label, ratio in ratios.items():
        say(f"  1,000 rules: {label:45} {ratio:6.2f} times the load")
    compared, found = ratios.values()
    return {"compare_1000_rules_vs_load": compared, "findings_1000_rules_vs_load": found}


def _against(path: Path, runs: Mapping[str, Callable[[], bool]], turns: int = TURNS) -> dict[str, float]:
    """Each run against loads just before and behind it (a shared machine is not equally fast for long); the least."""
    ratios: dict[str, list[float]] = {name: [] for name in runs}
    load = _timed(lambda: bool(bangban.load(path).code()))
    for _ in range(turns):
        for name, run in runs.items():
            before, spent, load = load, _timed(run), _timed(lambda: bool(bangban.load(path).code()))
            ratios[name].append(spent * 2 / (before + load))
    return {name: min(found) for name, found in ratios.items()}


def _mean(path: Path, runs: list[Callable[[], bool]]) -> float:
    """The mean of runs, each alone, against loads before and behind them all; the least of some turns."""
    ratios = []
    for _ in range(TURNS):
        before, spent = _timed(lambda: bool(bangban.load(path).code())), [_timed(run) for run in runs]
        behind = _timed(lambda: bool(bangban.load(path).code()))
        ratios.append(sum(spent) / len(spent) * 2 / (before + behind))
    return min(ratios)


def _timed(run: Callable[[], bool]) -> float:
    """The processor time of something that has to come to something."""
    gc.collect()  # what was left before is not swept up on this one's account
    start = time.process_time()
    came_to_something = run()
    spent = time.process_time() - start
    assert came_to_something
    return spent


def with_a_year_more(folder: Path) -> Path:
    """The Cangzhou set with the working-day calendar gone on with: one more year, as every hall has it each winter."""
    shutil.copytree(POLICIES, folder)
    days = folder / "national/工作日历.csv"
    last = days.read_text("utf-8").rstrip().splitlines()[-1]
    year = int(last[:4]) + 1
    weekdays = (dt.date(year, month, day) for month in (1, 2, 4, 5, 6, 10) for day in range(1, 9))
    days.write_text(days.read_text("utf-8") + "".join(f"{d},否\n" for d in weekdays if d.weekday() < 5), "utf-8")
    return folder / "cangzhou"


def two_versions(folder: Path, edits: int, rules: int = 1000) -> tuple[Path, Path]:
    """Two versions of a generated set, some bounds apart by one."""
    old, new = folder / f"旧{edits}", folder / f"新{edits}"
    write_set(old, rules)
    shutil.copytree(old, new, dirs_exist_ok=True)
    file = new / "规则0.policy"
    text = file.read_text("utf-8")
    for n in range(0, edits * 100, 100):
        head = text.index(f"规则 准予{n} ")
        text = text[:head] + text[head:].replace(f"办件.年龄 ≥ {n % 60}", f"办件.年龄 ≥ {n % 60 + 1}", 1)
    file.write_text(text, "utf-8")
    return old, new
