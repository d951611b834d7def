"""The combinations of what is done and in what manner that nothing permits."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from typing import Any

from bangban.policy.fact_names import fact_field, fact_names
from bangban.policy.values import show
from bangban.problems import Problem
from bangban.prove.backend import Unknown
from bangban.prove.conditions import Path, Side
from bangban.prove.found import NothingPermits, NotSettled
from bangban.prove.searching import Searching
from bangban.prove.slots import symbol_at
from bangban.words import Both, Lang


def nothing_permits(side: Side, searching: Searching, by: Sequence[Path] | None) -> list[Problem]:
    """The combinations of what is done and in what manner that nothing permits."""
    paths = tuple(by) if by is not None else searching.key_facts
    if not paths:
        return []
    cells = searching.cells(side.permit, paths)
    if isinstance(cells, Unknown):
        return [NotSettled(what=Both("什么都不准予的组合", "combinations that nothing permits"))]
    values = [_values(side, p) for p in paths]
    missing = [cell for cell in product(*values) if cell not in set(cells)]
    if not missing:
        return []
    return [NothingPermits(by=tuple(fact_names(side.space.vocabulary, p) for p in paths), count=len(missing),
                           cells=tuple(_cell(side, paths, c) for c in missing))]


def _values(side: Side, path: Path) -> list[Any]:
    return list(symbol_at(side.space.root, path).body.of)  # type: ignore[union-attr]


def _cell(side: Side, paths: Sequence[Path], cell: tuple[Any, ...]) -> Both:
    def say(lang: Lang) -> str:
        return "·".join(_value(side, p, v, lang) for p, v in zip(paths, cell, strict=True))
    return Both(say("zh"), say("en"))


def _value(side: Side, path: Path, value: Any, lang: Lang) -> str:
    declared = fact_field(side.space.vocabulary, path)
    return show(value, declared.type, lang) if declared else str(value)
