"""The action with everything that may still change left open: if even that is refused, no change can help.

More information never reverses a decision, so one decision on open facts rules out every way of filling them in.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from attrs import evolve

from bangban.explain.changeable import Changeable
from bangban.policy.model import Model
from bangban.policy.types import Field, ListType, RecordType, Type
from bangban.problems import FactPath


def opened(model: Model) -> Model:
    """The set over a vocabulary in which what may be absent may also be unknown, findings too."""
    return evolve(model, vocabulary=_opened(model.vocabulary))


def _opened(record: RecordType) -> RecordType:
    return RecordType(record.name, tuple(_field(f) for f in record.fields))


def _field(field: Field) -> Field:
    type_: Type = field.type
    if isinstance(type_, RecordType):
        type_ = _opened(type_)
    elif isinstance(type_, ListType):
        type_ = ListType(_opened(type_.of))
    return evolve(field, type=type_, optional=field.may_be_absent, finding=False)


class Relaxing:
    """Takes out of facts all that may change and is not decided yet."""

    def __init__(self, model: Model, may: Changeable) -> None:
        self._may = may
        self._vocabulary = model.vocabulary
        self._touched: dict[tuple[str, ...], bool] = {}

    def facts(self, facts: dict[str, Any], taken: Collection[FactPath]) -> dict[str, Any]:
        """The facts that stay as they are whatever is changed from now on."""
        return self._record(facts, self._vocabulary, (), (), taken)

    def _record(self, facts: dict[str, Any], record: RecordType, place: FactPath, names: tuple[str, ...],
                taken: Collection[FactPath]) -> dict[str, Any]:
        out: dict[str, Any] = {}
        for field in record.fields:
            word = field.name.zh
            if word not in facts:
                continue
            held, here, named = facts[word], (*place, word), (*names, word)
            if not self._anything(field, named):
                out[word] = held
            elif isinstance(field.type, RecordType):
                if held is not None:
                    out[word] = self._record(held, field.type, here, named, taken)
            elif isinstance(field.type, ListType) and not self._may(named):
                of = field.type.of
                out[word] = held and tuple(
                    self._record(e, of, (*here, i), named, taken) for i, e in enumerate(held))
            elif here in taken:
                out[word] = held
        return out

    def _anything(self, field: Field, names: tuple[str, ...]) -> bool:
        """Whether the field, or anything in it, may change."""
        if names not in self._touched:
            inner = field.type.of if isinstance(field.type, ListType) else field.type
            self._touched[names] = self._may(names) or (isinstance(inner, RecordType) and any(
                self._anything(f, (*names, f.name.zh)) for f in inner.fields))
        return self._touched[names]
