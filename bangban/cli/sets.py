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
    known = {word for _, policy in apart for word in _options(policy)}
    if len(apart) < 2 or not known.issuperset(readings):
        return [(path, load_policy(out, path, readings))]
    return [(folder, load_policy(out, folder, _own(policy, readings)) if readings else policy)
            for folder, policy in apart]


@frozen
class Pair:
    """One set in two versions, by its folder; None where a version does not have it. ``path``: as now; of a set that is
    gone, as then."""

    path: str
    old: Policy | None
    new: Policy | None


def load_pairs(out: Out, old: str, new: str, readings: Mapping[str, Any], kept: bool = True) -> list[Pair]:
    """Every set at two paths, in both versions. Raises :class:`PolicyError`.

    Where either path holds several sets, they are paired by the folders they stand in. ``kept``: the old ones may come
    from the cache and be named by where they stand (what is laid out for a while never stands there again).
    """
    versions = [_Version(out, old, readings, kept), _Version(out, new, readings, kept=True)]
    if all(len(version.below) < 2 for version in versions):
        then, now = (version.whole() for version in versions)
        return [Pair(new, then, now)]
    before, after = (version.sets() for version in versions)
    out.root = root_of(new)
    return [Pair(os.path.normpath(os.path.join(old if kept and place not in after else new, place)),
                 before.get(place), after.get(place)) for place in sorted({*before, *after})]


class _Faulty(PolicyError):
    """A folder that cannot be read by itself."""

    def __init__(self, error: PolicyError, folder: str) -> None:
        super().__init__(error.problems)
        self.folder = folder


class _Version:
    """The sets at one path. ``below``: those in its subfolders, by the way there; none where it is one itself."""

    def __init__(self, out: Out, path: str, readings: Mapping[str, Any], kept: bool) -> None:
        self._out, self._path, self._readings, self._kept = out, path, readings, kept
        self._fault: _Faulty | None = None
        self.below: dict[str, Policy] = {}
        try:
            self.below = {os.path.relpath(folder, path): policy for folder, policy in _below(path, kept)}
        except _Faulty as error:  # it may be one set that its folders make together
            self._fault = error
        except OSError:  # told when it is loaded
            pass

    def whole(self) -> Policy:
        """The path as one set."""
        return self._load(self._path, self._readings)

    def sets(self) -> dict[str, Policy]:
        """Every set, by the way to it, under the readings chosen of options that it has."""
        if not self.below:
            try:
                return {os.curdir: self.whole()}
            except PolicyError:
                if self._fault is None:
                    raise
                self._out.root = root_of(self._fault.folder)  # what is wrong in one of several is told of that one
                raise self._fault from None
        known = {word for policy in self.below.values() for word in _options(policy)}
        chosen = {place: _own(policy, self._readings) for place, policy in self.below.items()}
        if not known.issuperset(self._readings):
            chosen[next(iter(chosen))] = dict(self._readings)  # which says so
        return {place: self._load(os.path.join(self._path, place), chosen[place]) if chosen[place] else policy
                for place, policy in self.below.items()}

    def _load(self, path: str, readings: Mapping[str, Any]) -> Policy:
        return load_policy(self._out, path, readings, kept=self._kept)


def _options(policy: Policy) -> set[str]:
    """The names of the options of a set, in both languages."""
    return {word for option in policy.model.options.values() for word in option.name}


def _own(policy: Policy, readings: Mapping[str, Any]) -> dict[str, Any]:
    """The readings chosen of options that a set has."""
    known = _options(policy)
    return {name: value for name, value in readings.items() if name in known}


def _apart(path: str, kept: bool = True) -> list[tuple[str, Policy]]:
    """The sets below a folder, where there are several that can be read."""
    try:
        found = _below(path, kept)
    except (OSError, PolicyError):  # what is wrong is told where the folder is loaded as one
        return []
    return found if len(found) > 1 else []


def _below(path: str, kept: bool) -> list[tuple[str, Policy]]:
    """The sets below a folder; none where it is one itself, or one file."""
    found: list[tuple[str, Policy]] = []
    for folder in _folders(path):
        found += _apart(folder, kept) or _alone(folder, kept)
    return found


def _alone(folder: str, kept: bool) -> list[tuple[str, Policy]]:
    try:
        policy = load(folder, cache=kept)
    except PolicyError as error:
        raise _Faulty(error, folder) from None
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
    folders = [folder for folder in folders if not _leads_back(folder, path)]
    holding = [folder for folder in folders if _any(_files(folder), POLICY_ENDINGS)]
    stray = any(_any(_files(folder), CASES_ENDINGS) for folder in folders if folder not in holding)
    return [] if stray else holding


def _leads_back(folder: str, path: str) -> bool:
    """Whether a folder is a link to one that is looked at anyway: beside it, or around it."""
    if not os.path.islink(folder):
        return False
    real, here = os.path.realpath(folder), os.path.realpath(path)
    return os.path.dirname(real) == here or here == real or here.startswith(real + os.sep)


def _files(folder: str) -> Iterator[str]:
    """The names of the files below a folder, hidden folders left out."""
    for _, below, names in os.walk(folder):
        below[:] = [name for name in below if not name.startswith(".")]
        yield from names


def _any(names: Iterable[str], endings: tuple[str, ...]) -> bool:
    """Whether a name has one of the endings; of a folder too large for a set, only the first names are looked at."""
    return any(without_ending(name, endings) is not None for name in islice(names, MAX_ENTRIES))
