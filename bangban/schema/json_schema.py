"""A vocabulary as JSON Schema (draft 2020-12): what a facts file may hold, under Chinese or English keys."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, assert_never

from bangban.policy.model import Model
from bangban.policy.types import (
    AgeType,
    AnyType,
    BoolType,
    DateTimeType,
    DateType,
    DurationType,
    EnumType,
    Field,
    ListType,
    ManyType,
    MoneyType,
    NumberType,
    RecordType,
    SetType,
    TextType,
    Type,
)
from bangban.policy.values import exact
from bangban.schema.shapes import Shapes, shapes
from bangban.schema.spellings import DATE, MAX_SPAN, MOMENT, amount, span

DRAFT = "https://json-schema.org/draft/2020-12/schema"


def facts_schema(model: Model) -> dict[str, Any]:
    """A JSON Schema for one action's facts. Every key is optional: a missing key is unknown.

    It takes what the door for facts takes, but for what JSON Schema has no words for: ranges of dates and of amounts
    given as texts, parts of a fen in an amount given as a number, and ``3.0``, which it counts as a whole number.
    """
    found = shapes(model.vocabulary, "en")
    definitions = {name: _record(record, found) for name, record in found.records}
    return {"$schema": DRAFT, "title": "bangban facts", "$ref": "#/$defs/Facts", "$defs": definitions}


def _record(record: RecordType, found: Shapes) -> dict[str, Any]:
    properties: dict[str, Any] = {}
    for field in record.fields:
        schema = _field(field, found)
        for word in dict.fromkeys(field.name):
            properties[word] = schema
    # the same fact may not be given under both of its names
    twice = [{"not": {"required": list(field.name)}} for field in record.fields if field.name.zh != field.name.en]
    out: dict[str, Any] = {"type": "object", "properties": properties, "additionalProperties": False}
    return {**out, "allOf": twice} if twice else out


def _field(field: Field, found: Shapes) -> dict[str, Any]:
    schema = _type(field.type, found)
    if field.may_be_absent:
        schema = {"anyOf": [schema, {"type": "null"}]}
    return {**schema, "description": field.note} if field.note else schema


def _type(type_: Type, found: Shapes) -> dict[str, Any]:
    match type_:
        case BoolType():
            return {"type": "boolean"}
        case NumberType(whole=whole, low=low, high=high):
            return {"type": "integer" if whole else "number", **_range(low, high, 1)}
        case MoneyType(low=low, high=high):
            return {"anyOf": [{"type": "number", **_range(low, high, 100)},
                              {"type": "string", "pattern": amount(negative=low is None or low < 0)}]}
        case DateTimeType():
            return {"type": "string", "pattern": MOMENT}
        case DateType():
            return {"type": "string", "pattern": DATE}
        case DurationType(unit=unit):
            return {"anyOf": [{"type": "integer", "minimum": 0, "maximum": MAX_SPAN},
                              {"type": "string", "pattern": span(unit)}]}
        case TextType():
            return {"type": "string"}
        case EnumType(values=values, open=open_):
            return {"type": "string"} if open_ else {"enum": list(dict.fromkeys(w for v in values for w in v))}
        case SetType(of=of):
            return {"type": "array", "items": _type(of, found)}
        case ManyType(of=of):
            return {"type": "array", "items": _type(of, found)}
        case ListType(of=of):
            return {"type": "array", "items": {"$ref": f"#/$defs/{found.record_name(of)}"}}
        case RecordType():
            return {"$ref": f"#/$defs/{found.record_name(type_)}"}
        case AgeType() | AnyType():
            return {}
        case _:
            assert_never(type_)


def _range(low: Any, high: Any, scale: int) -> dict[str, Any]:
    ends = {"minimum": low, "maximum": high}
    return {key: _plain(Fraction(exact(end)) / scale) for key, end in ends.items() if end is not None}


def _plain(number: Fraction) -> int | float:
    return int(number) if number.denominator == 1 else float(number)
