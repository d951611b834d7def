"""A pytest plugin: the cases in policies and in files of cases (YAML, CSV, Excel) are tests, one each, by their titles.

It does nothing unless asked, by ``--bangban`` or by naming the sets in the settings::

    [tool.pytest.ini_options]
    bangban_sets = ["policies/cangzhou", "policies/national"]

A file belongs to the innermost set named that holds it; with ``--bangban`` alone, each folder is a set of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from bangban.front_door import Policy
    from bangban.policy.model import Case
    from bangban.problems import Problem
    from bangban.words import Lang


def pytest_addoption(parser: pytest.Parser) -> None:
    """``--bangban``, ``--bangban-lang`` and the setting ``bangban_sets``."""
    group = parser.getgroup("bangban", "policy cases (政策用例)")
    group.addoption("--bangban", action="store_true", help="collect the cases of policies and of files of cases")
    group.addoption("--bangban-lang", choices=("zh", "en"), default="zh", help="the language of failures")
    parser.addini("bangban_sets", "folders that are policy sets; their cases are collected", type="paths", default=[])


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """A collector for a file of policies or cases, where the plugin is asked for."""
    config = parent.config
    sets = [Path(p).resolve() for p in config.getini("bangban_sets")]
    if not sets and not config.getoption("bangban"):
        return None
    from bangban.paths import CASES_ENDINGS, POLICY_ENDINGS, without_ending

    # a workbook open in Excel has a lock file "~$…" beside it, which holds no cases
    if file_path.name.startswith((".", "~$")) or without_ending(file_path.name, POLICY_ENDINGS + CASES_ENDINGS) is None:
        return None
    here = file_path.resolve()
    around = [s for s in sets if here == s or s in here.parents]
    if not around and not config.getoption("bangban"):
        return None
    folder = max(around, key=lambda s: len(s.parts), default=here.parent)
    return PolicyFile.from_parent(parent, path=file_path, set_=folder)  # type: ignore[no-any-return]


class PolicyFile(pytest.File):
    """A file of policies or cases; its items are the cases that stand in it."""

    def __init__(self, *, set_: Path, **attributes: Any) -> None:
        super().__init__(**attributes)
        self.set = set_

    @classmethod
    def from_parent(cls, parent: Any, **attributes: Any) -> Any:
        """As pytest makes its nodes."""
        return super().from_parent(parent, **attributes)

    def collect(self) -> Iterator[pytest.Item]:
        """The cases of the set that are written in this file."""
        loaded = _loaded(self.config, self.set)
        if isinstance(loaded, list):
            told = self.config.stash.setdefault(_TOLD, set())
            if self.set in told:  # what is wrong with the set is no more wrong for each of its files
                return
            told.add(self.set)
            raise self.CollectError(_unloaded(loaded, self.config, self.set))
        policy, root = loaded
        here = self.path.resolve()
        for case in policy.model.cases:
            if (root / case.span.source.name).resolve() == here:
                yield CaseItem.from_parent(self, name=case.title, policy=policy, case=case)


class CaseItem(pytest.Item):
    """One case."""

    def __init__(self, *, policy: Policy, case: Case, **attributes: Any) -> None:
        super().__init__(**attributes)
        self.policy, self.case = policy, case

    @classmethod
    def from_parent(cls, parent: Any, **attributes: Any) -> Any:
        """As pytest makes its nodes."""
        return super().from_parent(parent, **attributes)

    def runtest(self) -> None:
        """Decide it and compare."""
        from bangban.testing.run_cases import run_case

        result = run_case(self.policy, self.case)
        if not result.passed:
            raise CaseFailed(result.failures)

    def repr_failure(self, excinfo: Any, style: Any = None) -> Any:
        """What the case expects and what the decision is, at the place where the case is written."""
        if isinstance(excinfo.value, CaseFailed):
            parent: Any = self.parent
            return _page(excinfo.value.problems, self.config, parent.set)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int, str]:
        """File, line and title."""
        return self.path, self.case.span.line - 1, self.case.title


class CaseFailed(Exception):
    """A case that came out otherwise; ``problems`` say how."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(p.message("en") for p in self.problems))


_SETS = pytest.StashKey[dict[Path, "tuple[Policy, Path] | list[Problem]"]]()
_TOLD = pytest.StashKey[set[Path]]()  # sets that cannot be loaded, whose problems have been told


def _loaded(config: pytest.Config, folder: Path) -> tuple[Policy, Path] | list[Problem]:
    """The set in a folder with the folder its files are named from, read once a run; else what is wrong with it."""
    from bangban.front_door import load
    from bangban.problems import PolicyError
    from bangban.trail import root_of

    sets = config.stash.setdefault(_SETS, {})
    if folder not in sets:
        try:
            sets[folder] = load(folder), Path(root_of(folder))
        except PolicyError as error:
            sets[folder] = list(error.problems)
    return sets[folder]


def _unloaded(problems: Iterable[Problem], config: pytest.Config, folder: Path) -> str:
    from bangban.words import Both

    root = config.rootpath.resolve()
    shown = folder.relative_to(root) if folder.is_relative_to(root) else folder
    told = Both(f"政策集 {shown} 载入不了,其中的用例一个也没有跑:",
                f"The set {shown} cannot be loaded; none of its cases was run:")
    return f"{told.say(_lang(config))}\n\n{_page(problems, config, folder)}"


def _lang(config: pytest.Config) -> Lang:
    return "en" if config.getoption("bangban_lang") == "en" else "zh"


def _page(problems: Iterable[Problem], config: pytest.Config, folder: Path) -> str:
    from bangban.render.problems import Page
    from bangban.trail import root_of

    page = Page(_lang(config), root=Path(root_of(folder)))
    return "\n\n".join(page.problem(p) for p in problems)
