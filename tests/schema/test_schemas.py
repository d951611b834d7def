"""Typed doors: what is written from a vocabulary can be run, and says what the door says."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import bangban
from bangban.schema.json_schema import facts_schema
from bangban.schema.python_classes import Style, python_classes
from bangban.schema.yaml_schema import yaml_schema
from bangban.source import Source
from bangban.syntax.read import read
from bangban.syntax.to_yaml import to_yaml

ROOT = Path(__file__).parents[2]
ACTIONS = sorted((ROOT / "examples/actions").glob("*.json"))
jsonschema = pytest.importorskip("jsonschema")


@pytest.fixture(scope="module")
def policy() -> bangban.Policy:
    return bangban.load(ROOT / "policies/cangzhou")


def run(source: str) -> ModuleType:
    module = ModuleType("written")
    sys.modules["written"] = module
    exec(compile(source, "<written>", "exec"), module.__dict__)
    return module


def build(module: ModuleType, policy: bangban.Policy, facts: dict[str, Any], names: str) -> Any:
    """The facts of a file as objects of the written classes."""
    from bangban.policy.types import ListType, RecordType
    from bangban.schema.shapes import fields_in, shapes

    found = shapes(policy.model.vocabulary, names)  # type: ignore[arg-type]

    def record(given: dict[str, Any], type_: RecordType) -> Any:
        words = {field.name.zh: (word, field) for word, field in fields_in(type_, names)}  # type: ignore[arg-type]
        values = {}
        for key, value in given.items():
            word, field = words[key]
            if isinstance(field.type, RecordType):
                value = record(value, field.type)
            elif isinstance(field.type, ListType):
                value = [record(v, field.type.of) for v in value]
            values[word] = value
        return getattr(module, found.record_name(type_))(**values)

    return record(facts, policy.model.vocabulary)


@pytest.mark.parametrize("names", ["zh", "en"])
@pytest.mark.parametrize("style", ["attrs", "typeddict", "msgspec"])
def test_objects_of_written_classes_are_decided_like_the_facts(
        policy: bangban.Policy, style: Style, names: str) -> None:
    if style == "msgspec":
        pytest.importorskip("msgspec")
    module = run(python_classes(policy.model, style, names))  # type: ignore[arg-type]
    for path in ACTIONS[:5]:
        facts = json.loads(path.read_text("utf-8"))
        if not all(key in {f.name.zh for f in policy.model.vocabulary.fields} for key in facts):
            continue
        assert policy.decide(build(module, policy, facts, names)).to_dict() == policy.decide(facts).to_dict()


HELP_DESK = {
    "request": {"service": "sending_in", "day": "2025-03-03", "place": "home", "of_own_accord": True,
                "promised": None},
    "resident": {"age": 71, "needs": ["sight"]},
    "mandate": {"form": "written", "states": ["helper", "form"], "forms": ["bus pass"], "last_day": "2025-12-31"},
    "papers": [{"name": "photo", "form": "bus pass", "required": True, "provided": True}],
    "charges": [{"name": "copies", "kind": "printing", "amount": 2.50, "pages": 25}],
    "helper": {"role": "librarian", "trained": True}}
MSGSPEC = [("policies/cangzhou", "zh", json.loads(path.read_text("utf-8"))) for path in ACTIONS[:9]] + [
    ("policies/cangzhou", "en", json.loads(ACTIONS[9].read_text("utf-8"))), ("examples/english", "en", HELP_DESK)]


@pytest.mark.parametrize(("path", "names", "facts"), MSGSPEC)
def test_msgspec_decodes_whole_actions_into_the_written_classes(path: str, names: str, facts: dict[str, Any]) -> None:
    msgspec = pytest.importorskip("msgspec")
    policy = bangban.load(ROOT / path, cache=True)
    decode = run(python_classes(policy.model, "msgspec", names)).Facts  # type: ignore[arg-type]
    expected = policy.decide(facts).to_dict()
    assert policy.decide(msgspec.convert(facts, type=decode)).to_dict() == expected
    assert policy.decide(msgspec.json.decode(json.dumps(facts), type=decode)).to_dict() == expected


@pytest.mark.parametrize("path", ["policies/cangzhou", "policies/national", "examples/english"])
@pytest.mark.parametrize("names", ["zh", "en"])
def test_msgspec_decodes_nothing_and_refuses_what_is_no_fact(path: str, names: str) -> None:
    msgspec = pytest.importorskip("msgspec")
    policy = bangban.load(ROOT / path, cache=True)
    facts = run(python_classes(policy.model, "msgspec", names)).Facts  # type: ignore[arg-type]
    assert policy.decide(msgspec.json.decode(b"{}", type=facts)).to_dict() == policy.decide({}).to_dict()
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode('{"没有": 1}', type=facts)


def test_the_schema_of_facts_takes_the_examples_and_refuses_what_the_door_refuses(policy: bangban.Policy) -> None:
    schema = facts_schema(policy.model)
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    for path in ACTIONS:
        validator.validate(json.loads(path.read_text("utf-8")))
    for wrong in ({"服务": {"方式": "包办"}}, {"申请": {"自愿": "是"}}, {"服务": {"方试": "导办"}}, {"费用": None},
                  {"申请": {"自愿": True, "voluntary": True}}, {"申请人": {"年龄": 151}}):
        with pytest.raises(bangban.PolicyError):
            policy.decide(wrong)
        assert not validator.is_valid(wrong), wrong


POLICIES = sorted(p for folder in ("policies", "examples") for p in (ROOT / folder).rglob("*.policy"))


@pytest.mark.parametrize("path", POLICIES, ids=lambda p: p.name)
def test_the_schema_of_the_yaml_spelling_takes_every_policy(path: Path) -> None:
    yaml = pytest.importorskip("yaml")
    validator = jsonschema.Draft202012Validator(yaml_schema())
    file, problems = read(Source(path.name, path.read_text("utf-8")))
    assert not problems
    data = yaml.load(to_yaml(file), yaml.BaseLoader)
    validator.validate(data)
    statements = data.get("声明", data.get("statements", []))
    if statements:
        statements[0]["规责"] = "x"
        assert not validator.is_valid(data)
