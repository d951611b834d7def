"""Fair timing on a shared machine: short turns, interleaved, by processor time, medians."""

from __future__ import annotations

import gc
import resource
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from statistics import median
from typing import Any

_SHORT = 0.02  # seconds


def interleaved(runs: Mapping[str, Callable[[], Any]], turns: int) -> dict[str, float]:
    """The median processor time of each run, in seconds; each turn runs every one of them, once to warm up (where it
    is short) and once timed."""
    for run in runs.values():
        run()
    spent: dict[str, list[float]] = {name: [] for name in runs}
    for _ in range(turns):
        for name, run in runs.items():
            if spent[name][:1] < [_SHORT]:
                run()
            else:
                gc.collect()  # what others have left is not swept up on this one's account
            start = time.process_time()
            run()
            spent[name].append(time.process_time() - start)
    return {name: median(times) for name, times in spent.items()}


def over(function: Callable[[Any], Any], arguments: Sequence[Any]) -> Callable[[], None]:
    """A run that calls a function on every argument."""
    def run() -> None:
        for argument in arguments:
            function(argument)
    return run


def each(runs: Mapping[str, tuple[Callable[[Any], Any], Sequence[Any]]], turns: int) -> dict[str, float]:
    """Microseconds for one call of each function, interleaved."""
    spent = interleaved({name: over(f, args) for name, (f, args) in runs.items()}, turns)
    return {name: spent[name] / len(runs[name][1]) * 1e6 for name in runs}


def processes(commands: Mapping[str, Sequence[str]], turns: int, env: Mapping[str, str]) -> dict[str, float]:
    """The median processor time of whole processes, in seconds, interleaved."""
    def run(command: Sequence[str]) -> float:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=dict(env))
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

    spent: dict[str, list[float]] = {name: [] for name in commands}
    for command in commands.values():
        run(command)
    for _ in range(turns):
        for name, command in commands.items():
            spent[name].append(run(command))
    return {name: median(times) for name, times in spent.items()}
