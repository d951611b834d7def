"""A folder that holds no set but several: each of its subfolders loaded apart, as each would be by its own path."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

from attrs import frozen

from bangban.cli.loading import load_policy, root_of
from bangban.cli.out import Out
from bangban.files import MAX_ENTRIES
from bangban.front_door import Policy, load
from bangban.paths import CASES_ENDINGS, POLICY_ENDINGS, without_ending
from bangban.problems import PolicyError


def load_sets(out: Out, path: str, readings: Mapping[str, Any]) -> list[tuple[str, Policy]]:
    """The sets at a path, each with its own. Raises :class:`PolicyError`.

    A folder holds several where no policy file stands directly in it, two or more of its subfolders hold policies that
    stand by themselves, with rules or cases of their own (a vocabulary that they import is none), and no case stands
    elsewhere. In all other cases there is one, at the path itself.
    """
    apart = _apart(path)
    known = {word for _, policy in apart for option in policy.model.options.values() for word in option.name}
    if len(apart) < 2 or not known.issuperset(readings):
        return [(path, load_policy(out, path, readings))]
    return [(folder, load_policy(out, folder, _own(policy, readings)) if readings else policy)
            for folder, policy in apart]


@frozen
class Pair:
    """One set in two versions, by its folder; None where a version does not have it. ``path``: as now, else as then."""

    path: str
    old: Policy | None
    new: Policy | None


def load_pairs(out: Out, old: str, new: str, readings: Mapping[str, Any], kept: bool = True) -> list[Pair]:
    """Every set at two paths, in both versions. Raises :class:`PolicyError`.

    Where either path holds several sets, they are paired by the folders they stand in. ``kept``: the old ones may come
    from the cache (what is laid out for a while never stands there again).
    """
    before, now = _apart(old, kept), _apart(new)
    if not before and not now:
        return [Pair(new, _one(out, old, readings, kept), load_policy(out, new, readings))]
    pairs = []
    for below in sorted({os.path.relpath(f, at) for at, sets in ((old, before), (new, now)) for f, _ in sets}):
        here, there = os.path.join(new, below), os.path.join(old, below)
        pairs.append(Pair(here if os.path.isdir(here) else there, _set_in(out, there, readings, kept),
                          _set_in(out, here, readings)))
    known = {word for pair in pairs for policy in (pair.old, pair.new) if policy is not None
             for option in policy.model.options.values() for word in option.name}
    if not known.issuperset(readings):  # told as for one set
        load_policy(out, new, readings)
    return pairs


def _one(out: Out, path: str, readings: Mapping[str, Any], kept: bool) -> Policy:
    out.root = root_of(path)
    return load(path, options=readings, cache=kept)


def _set_in(out: Out, folder: str, readings: Mapping[str, Any], kept: bool = True) -> Policy | None:
    """The set that stands in a folder; None where there is none."""
    if not os.path.isdir(folder) or not _any(_files(folder), POLICY_ENDINGS):
        return None
    policy = _one(out, folder, {}, kept)
    chosen = _own(policy, readings)
    return _one(out, folder, chosen, kept) if chosen else policy


def _own(policy: Policy, readings: Mapping[str, Any]) -> dict[str, Any]:
    """The readings chosen of options that a set has."""
    known = {word for option in policy.model.options.values() for word in option.name}
    return {name: value for name, value in readings.items() if name in known}


def _apart(path: str, kept: bool = True) -> list[tuple[str, Policy]]:
    """The sets below a folder; none where it is one itself, or one file, or cannot be read."""
    found: list[tuple[str, Policy]] = []
    try:
        for folder in _folders(path):
            found += _apart(folder, kept) or _alone(folder, kept)
    except (OSError, PolicyError):  # what is wrong is told where the folder is loaded as one
        return []
    return found if len(found) > 1 else []


def _alone(folder: str, kept: bool) -> list[tuple[str, Policy]]:
    policy = load(folder, cache=kept)
    own = any(policy.model.heads[rule.policy].primary for rule in policy.model.rules)
    return [(folder, policy)] if own or policy.model.cases else []


def _folders(path: str) -> list[str]:
    """The subfolders that hold policies, by name, where every policy and every file of cases stands in one of them."""
    if not os.path.isdir(path):
        return []
    names = [name for name in sorted(os.listdir(path)) if not name.startswith(".")]
    if _any(names, POLICY_ENDINGS + CASES_ENDINGS):
        return []
    folders = [os.path.join(path, name) for name in names if os.path.isdir(os.path.join(path, name))]
    holding = [folder for folder in folders if _any(_files(folder), POLICY_ENDINGS)]
    stray = any(_any(_files(folder), CASES_ENDINGS) for folder in folders if folder not in holding)
    return [] if stray else holding


def _files(folder: str) -> Iterator[str]:
    """The names of the files below a folder, hidden folders left out."""
    for _, below, names in os.walk(folder):
        below[:] = [name for name in below if not name.startswith(".")]
        yield from names


def _any(names: Iterable[str], endings: tuple[str, ...]) -> bool:
    """Whether a name has one of the endings; of a folder too large for a set, only the first names are looked at."""
    return any(without_ending(name, endings) is not None for name in islice(names, MAX_ENTRIES))
