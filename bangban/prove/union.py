"""Two vocabularies as one: every fact and value that either knows, so that two policy sets can be asked about one case.

A value or fact that only one side knows is kept; a fact whose type changed its kind stands under both, each side
reading its own. Ranges are the wider ones.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import evolve, frozen

from bangban.policy.types import (
    DateType,
    EnumType,
    Field,
    ListType,
    ManyType,
    MoneyType,
    NumberType,
    RecordType,
    SetType,
    Type,
)
from bangban.words import Both

Path = tuple[str, ...]


@frozen
class Union:
    """The joint vocabulary, how the old side's paths lead into it, and what is new or gone on either side.

    ``changed``: facts whose kind of value changed; a fact of the old side's kind is read beside the new one.
    """

    vocabulary: RecordType
    old_paths: Mapping[Path, Path]
    new_facts: tuple[Path, ...]
    gone_facts: tuple[Path, ...]
    new_values: tuple[tuple[Path, str], ...]
    gone_values: tuple[tuple[Path, str], ...]
    changed: tuple[Path, ...]


def join(old: RecordType, new: RecordType, renamed: Mapping[Path, Path] | None = None) -> Union:
    """The union of two vocabularies; ``renamed``: old path to new path, where a fact was renamed."""
    joining = _Joining(dict(renamed or {}))
    vocabulary = joining.record(old, new, (), ())
    return Union(vocabulary, joining.paths, tuple(joining.new), tuple(joining.gone), tuple(joining.new_values),
                 tuple(joining.gone_values), tuple(joining.changed))


class _Joining:
    def __init__(self, renamed: dict[Path, Path]) -> None:
        self.renamed = renamed
        self.paths: dict[Path, Path] = dict(renamed)
        self.new: list[Path] = []
        self.gone: list[Path] = []
        self.new_values: list[tuple[Path, str]] = []
        self.gone_values: list[tuple[Path, str]] = []
        self.changed: list[Path] = []

    def record(self, old: RecordType, new: RecordType, old_path: Path, path: Path) -> RecordType:
        fields: list[Field] = []
        taken: set[str] = set()
        from_old = {self.renamed.get((*old_path, f.name.zh), (*path, f.name.zh))[-1]: f for f in old.fields}
        for field in new.fields:
            here, before = (*path, field.name.zh), from_old.get(field.name.zh)
            taken.add(field.name.zh)
            if before is None:
                self.new.append(here)
                fields.append(field)
                continue
            joined = self.type(before.type, field.type, (*old_path, before.name.zh), here)
            if joined is None:
                self.changed.append(here)
                aside = _aside(field.name.zh)
                self.paths[(*old_path, before.name.zh)] = (*path, aside)
                fields += [field, evolve(before, name=Both(aside, aside), decision_date=False)]
                continue
            fields.append(evolve(
                field, type=joined, optional=field.optional or before.optional,
                # what one side must be told and the other takes for absent may be unknown
                finding=field.finding and before.finding))
        for name, before in from_old.items():
            if name not in taken:
                self.gone.append((*path, name))
                fields.append(evolve(before, name=Both(name, before.name.en), decision_date=False))
        return RecordType(new.name, tuple(fields))

    def type(self, old: Type, new: Type, old_path: Path, path: Path) -> Type | None:
        """The type that holds the values of both; None where the two are of different kinds."""
        if type(old) is not type(new):
            return None
        match old, new:
            case RecordType(), RecordType():
                return self.record(old, new, old_path, path)
            case ListType(of=one), ListType(of=other):
                return ListType(self.record(one, other, old_path, path))
            case SetType(of=one), SetType(of=other):
                joined = self.type(one, other, old_path, path)
                return None if joined is None else SetType(joined)  # type: ignore[arg-type]
            case ManyType(of=one), ManyType(of=other):
                joined = self.type(one, other, old_path, path)
                return None if joined is None else ManyType(joined)  # type: ignore[arg-type]
            case EnumType(), EnumType():
                return self._enum(old, new, path)
            case NumberType(), NumberType():
                return NumberType(old.whole and new.whole, *_wider(old, new))
            case (MoneyType() | DateType()), (MoneyType() | DateType()):
                return evolve(new, low=_wider(old, new)[0], high=_wider(old, new)[1])
            case _:
                return new if old == new else None

    def _enum(self, old: EnumType, new: EnumType, path: Path) -> Type:
        known, before = {v.zh for v in new.values}, {v.zh for v in old.values}
        gone = tuple(v for v in old.values if v.zh not in known)
        if not (old.open and new.open):
            self.gone_values += [(path, v.zh) for v in gone]
            self.new_values += [(path, v.zh) for v in new.values if v.zh not in before]
        return EnumType(new.name, (*new.values, *gone), new.ordered, new.open or old.open)


def _wider(old: Any, new: Any) -> tuple[Any, Any]:
    low = None if old.low is None or new.low is None else min(old.low, new.low)
    high = None if old.high is None or new.high is None else max(old.high, new.high)
    return low, high


def _aside(name: str) -> str:
    """Where a fact of the former kind stands beside the new one of its name."""
    return f"{name}(旧)"
