"""What a comparison found, as plain data: changes with their cases, edits, what the vocabularies do not share."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from attrs import frozen

from bangban.compare.classes import CLASS_OF, ChangeClass, Code
from bangban.compare.edits import Edit
from bangban.compare.readings import Reading
from bangban.decision.decision import Decision
from bangban.policy.fact_names import fact_field
from bangban.policy.model import Model
from bangban.policy.types import RecordType
from bangban.prove.witness import Difference
from bangban.words import Both

Path = tuple[str, ...]


@frozen
class Example:
    """An ordinary case with these differences, and both decisions on it, as the evaluator gave them."""

    facts: Mapping[str, Any]
    day: dt.date
    differences: tuple[Difference, ...]
    old: Decision
    new: Decision
    complete: bool


@frozen
class Cell:
    """One combination of the facts compared by in which a change comes about; a case of it, where it was asked for."""

    values: tuple[Any, ...]
    example: Example | None = None


@frozen
class Also:
    """Another edit that brings the same class about, with a case of its own."""

    edit: Edit
    example: Example


@frozen
class Change:
    """A class of change (of one duty), its case, the edits that bring it about, and the combinations it touches.

    ``also``: the other edits that do the same in other cases. ``unasked``: how many more rules may, and were not asked.
    """

    code: Code
    example: Example
    responsible: tuple[Edit, ...]
    cells: tuple[Cell, ...] = ()
    about: Both | None = None
    also: tuple[Also, ...] = ()
    unasked: int = 0

    @property
    def kind(self) -> ChangeClass:
        """The class."""
        return CLASS_OF[self.code]


@frozen
class NewSituation:
    """A value only the new set knows, and a case for each verdict it can come to."""

    path: Path
    value: str
    verdicts: Mapping[str, Example]


@frozen
class Comparison:
    """Everything that came of comparing two sets. ``limited``: lists for which proofs hold up to so many elements.

    ``readings``: facts that the two read differently; over them nothing is proven. ``unproven``: classes that for this
    could neither be shown nor excluded.
    """

    old: Model
    new: Model
    vocabulary: RecordType
    by: tuple[Path, ...]
    changes: tuple[Change, ...]
    edits: tuple[Edit, ...]
    situations: tuple[NewSituation, ...]
    new_facts: tuple[Path, ...]
    gone_facts: tuple[Path, ...]
    changed_facts: tuple[Path, ...]
    gone_values: tuple[tuple[Path, str], ...]
    renamed: Mapping[Path, Path]
    limited: Mapping[tuple[str | int, ...], int]
    readings: tuple[Reading, ...] = ()
    unproven: tuple[Code, ...] = ()

    @property
    def decisions_change(self) -> bool:
        """Whether anything is decided otherwise, or may be: new situations and facts read differently included."""
        return self.shown or bool(self.readings)

    @property
    def shown(self) -> bool:
        """Whether some case is decided otherwise, new situations included."""
        return any(not c.kind.information for c in self.changes) or bool(self.situations)

    @property
    def equivalent(self) -> bool:
        """Proven: no decision changes, nor what it rests on. Never so where facts are read differently."""
        return not self.changes and not self.situations and not self.readings and not self.grounds

    @property
    def grounds(self) -> tuple[Edit, ...]:
        """Edits that leave decisions what they are, it may be, but rest on other provisions or name another bearer."""
        return tuple(e for e in self.edits if e.cited or e.borne)

    @property
    def perhaps_renamed(self) -> tuple[tuple[Path, Path], ...]:
        """Facts gone and new ones of the same record that share a name in either language."""
        return tuple((gone, new) for gone in self.gone_facts for new in self.new_facts
                     if gone[:-1] == new[:-1] and _names(self.old, gone) & _names(self.new, new))

    def of(self, code: Code) -> tuple[Change, ...]:
        """The changes of a class."""
        return tuple(c for c in self.changes if c.code == code)


def _names(model: Model, path: Path) -> set[str]:
    field = fact_field(model.vocabulary, path)
    return set() if field is None else {*field.name}
