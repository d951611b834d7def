"""The YAML spelling as JSON Schema: which keys may stand where, and what shape each takes, for editors.

It says the shape only; the expression strings inside are read by the language's own grammar.
"""

from __future__ import annotations

from typing import Any

from bangban.schema.json_schema import DRAFT
from bangban.syntax.keywords import BY_TOKEN, CLAUSES, STATEMENTS, YAML_KEYS
from bangban.words import Both

_SCALAR: dict[str, Any] = {"type": ["string", "number", "boolean", "null"]}
_VALUE = {"$ref": "#/$defs/value"}


def yaml_schema() -> dict[str, Any]:
    """A JSON Schema (draft 2020-12) for ``.policy.yaml`` files, in either language."""
    return {
        "$schema": DRAFT, "title": "bangban .policy.yaml",
        "oneOf": [{"$ref": f"#/$defs/file_{lang}"} for lang in ("zh", "en")],
        "$defs": {
            "value": {"anyOf": [_SCALAR, {"type": "array", "items": _VALUE},
                                {"type": "object", "additionalProperties": _VALUE}]},
            **{f"{kind}_{lang}": schema for lang in ("zh", "en") for kind, schema in _of(lang == "zh").items()}}}


def _of(zh: bool) -> dict[str, Any]:
    lang = "zh" if zh else "en"

    def say(both: Both) -> str:
        return both.zh if zh else both.en

    clauses = {say(BY_TOKEN[token].word): {**_VALUE, "description": say(BY_TOKEN[token].doc)}
               for token in sorted(CLAUSES)}
    heads = {say(BY_TOKEN[token].word): {**_VALUE, "description": say(BY_TOKEN[token].doc)}
             for token in sorted(STATEMENTS)}
    then = {say(YAML_KEYS["then"]): {"type": "array", "items": {"type": "object", "properties": clauses,
                                                                "additionalProperties": False}}}
    statement: dict[str, Any] = {
        "type": "object", "properties": {**heads, **clauses, **then}, "additionalProperties": False,
        "oneOf": [{"required": [head]} for head in heads]}
    listed = {say(YAML_KEYS["statements"]): {"type": "array", "items": {"$ref": f"#/$defs/statement_{lang}"}}}
    file = {**statement, "properties": {**statement["properties"], **listed}}
    return {"statement": statement, "file": file}
