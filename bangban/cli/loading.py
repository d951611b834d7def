"""A policy set and the actions to decide by it, as the commands load them."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from bangban import trail
from bangban.cli.facts_files import FactsFile, read_facts_files
from bangban.cli.out import Out
from bangban.front_door import Policy, load
from bangban.problems import PolicyError, Problem

T = TypeVar("T")


def load_policy(out: Out, path: str, readings: Mapping[str, Any] | None = None, *, kept: bool = True) -> Policy:
    """The set at ``path`` under the readings chosen; ``kept``: it may come from the cache. Raises
    :class:`PolicyError`."""
    out.root = root_of(path)
    return load(path, options=readings, cache=kept)


def root_of(path: str) -> str:
    """The folder the names of a set's files start from."""
    return trail.root_of(os.path.realpath(path))


def for_each_action(policy: Policy, names: Sequence[str], do: Callable[[Any], T]) -> tuple[list[tuple[str, T]], bool]:
    """``do`` for every action in the files, with its label; and whether what comes of it is a list.

    All or nothing: where the facts of any action are wrong, every fault of all of them is raised.
    """
    files = read_facts_files(names)
    done: list[tuple[str, T]] = []
    problems: list[Problem] = []
    for file in files:
        for index, (label, facts) in enumerate(zip(file.labels(), file.actions, strict=True)):
            try:
                done.append((label, do(facts)))
            except PolicyError as error:
                problems += file.placed(error.problems, index, policy.model.vocabulary)
    if problems:
        raise PolicyError(problems)
    return done, _is_list(files)


def _is_list(files: Sequence[FactsFile]) -> bool:
    return len(files) > 1 or any(file.listed for file in files)
