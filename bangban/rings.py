"""Imports that lead back to themselves: a file belongs to a set once, and a ring of imports says nobody planned it."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import frozen

from bangban.problems import Problem
from bangban.source import Span
from bangban.words import Both

_SHOWN = 8  # files of a ring that a message names


@frozen(kw_only=True)
class CyclicImport(Problem):
    """Files that import each other in a ring."""

    code = "BB136"
    title = Both("循环引入", "cyclic import")
    text = Both("引入绕成了圈:{chain}。", "the imports form a ring: {chain}.")
    advice = Both("删去其中一句「引入」;大家都要用的内容放进单独的文件。",
                  "delete one of these imports; put what all need into a file of its own.")
    chain: str


def rings(imports: Mapping[str, Mapping[str, Span]]) -> list[Problem]:
    """One problem for each knot of imports that lead back to themselves, found by a walk in depth."""
    problems: list[Problem] = []
    done: set[str] = set()
    reported: set[str] = set()
    for start in sorted(imports):
        path = {} if start in done else {start: iter(sorted(imports[start]))}  # the walk, in order
        while path:
            here, following = next(reversed(path.items()))
            target = next(following, None)
            if target is None:
                done.add(here)
                del path[here]
            elif target in path and target not in reported:
                names = list(path)
                ring = names[names.index(target):]
                reported.update(ring)
                shown = " → ".join([*(ring if len(ring) <= _SHOWN else [*ring[:_SHOWN], "…"]), target])
                problems.append(CyclicImport(span=imports[here][target], chain=shown))
            elif target in imports and target not in path and target not in done:
                path[target] = iter(sorted(imports[target]))
    return problems
