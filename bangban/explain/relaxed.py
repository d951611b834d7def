"""The policy over facts that may all be unknown: what decides actions with everything left open that may change."""

from __future__ import annotations

from attrs import evolve

from bangban.policy.model import Model
from bangban.policy.types import Field, ListType, RecordType, Type


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
