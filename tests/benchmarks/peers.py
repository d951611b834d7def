"""The thirteen rules in other engines, each in its own language, called from Python on plain data.

``pip install -e '.[bench]'`` brings them. One that is not installed is left out, and the table says so.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Sequence
from typing import Any

from attrs import frozen

from tests.benchmarks.workload import MODES, STAGES, TAKEOVER


@frozen
class Peer:
    """An engine ready to run: what to call, on what; ``reasons``: it tells every reason, not just yes or no."""

    call: Callable[[Any], Any]
    arguments: Sequence[Any]
    permits: Callable[[Any], bool]
    reasons: bool


def plain(case: dict[str, Any]) -> dict[str, Any]:
    """A case as JSON has it: dates as whole numbers, as engines without dates compare them."""
    def value(v: Any) -> Any:
        if isinstance(v, dict):
            return {k: value(x) for k, x in v.items()}
        if isinstance(v, list):
            return [value(x) for x in v]
        return int(v.strftime("%Y%m%d")) if isinstance(v, dt.date) else v
    return value(case)  # type: ignore[no-any-return]


_STAGES, _TAKEOVER, _MODES = (json.dumps(words, ensure_ascii=False) for words in (STAGES, TAKEOVER, MODES))
_EXPRESSIONS = {
    "r0": f"service.mode in {_MODES}",
    "r1": '!(service.coerced || service.initiated_by != "申请人")',
    "r2": "fees.all(f, f.statutory)",
    "r3": f"!(service.act in {_TAKEOVER})",
    "r4": "!service.harms_public",
    "r5": "!service.alters_relation",
    "r6": "item.stationed",
    "r7": 'service.mode != "代办" || (mandate.written && mandate.signed)',
    "r8": ('service.mode != "代办" || (project.level in ["省", "市"] && '
           'project.kind in ["重点项目", "重大招商引资项目"])'),
    "r9": f'service.mode != "代办" || project.stage in {_STAGES}',
    "r10": 'service.mode != "代办" || project.stage in mandate.scope',
    "r11": 'service.mode != "代办" || (mandate.start <= service.date && service.date <= mandate.end)',
    "r12": 'service.mode != "代办" || !item.in_person'}
_WORDS = {name: text.replace("&&", "and").replace("||", "or").replace("!(", "not (").replace("!service", "not service")
          .replace("!item", "not item") for name, text in _EXPRESSIONS.items()}


def datalogic(cases: list[dict[str, Any]]) -> Peer:
    """JSONLogic in Rust: one conjunction, no reasons."""
    import datalogic_py

    def var(path: str) -> dict[str, Any]:
        return {"var": path}

    def agency(condition: Any) -> dict[str, Any]:
        return {"or": [{"!=": [var("service.mode"), "代办"]}, condition]}

    logic = {"and": [
        {"in": [var("service.mode"), MODES]},
        {"!": {"or": [var("service.coerced"), {"!=": [var("service.initiated_by"), "申请人"]}]}},
        {"all": [var("fees"), var("statutory")]}, {"!": {"in": [var("service.act"), TAKEOVER]}},
        {"!": var("service.harms_public")}, {"!": var("service.alters_relation")}, var("item.stationed"),
        agency({"and": [var("mandate.written"), var("mandate.signed")]}),
        agency({"and": [{"in": [var("project.level"), ["省", "市"]]},
                        {"in": [var("project.kind"), ["重点项目", "重大招商引资项目"]]}]}),
        agency({"in": [var("project.stage"), STAGES]}), agency({"in": [var("project.stage"), var("mandate.scope")]}),
        agency({"<=": [var("mandate.start"), var("service.date"), var("mandate.end")]}),
        agency({"!": var("item.in_person")})]}
    rule = datalogic_py.Engine().compile(json.dumps(logic, ensure_ascii=False))
    return Peer(rule.evaluate, [plain(c) for c in cases], bool, reasons=False)


def regorus(cases: list[dict[str, Any]]) -> Peer:
    """Rego in Rust: the set of reasons."""
    import regorus as rego

    engine = rego.Engine()
    engine.add_policy("b.rego", f'''package b
import rego.v1
deny contains "r0" if not input.service.mode in {_MODES}
deny contains "r1" if input.service.coerced
deny contains "r1" if input.service.initiated_by != "申请人"
deny contains "r2" if {{ some f in input.fees; not f.statutory }}
deny contains "r3" if input.service.act in {_TAKEOVER}
deny contains "r4" if input.service.harms_public
deny contains "r5" if input.service.alters_relation
deny contains "r6" if not input.item.stationed
deny contains "r7" if {{ input.service.mode == "代办"; not ok7 }}
ok7 if {{ input.mandate.written; input.mandate.signed }}
deny contains "r8" if {{ input.service.mode == "代办"; not ok8 }}
ok8 if {{ input.project.level in ["省", "市"]; input.project.kind in ["重点项目", "重大招商引资项目"] }}
deny contains "r9" if {{ input.service.mode == "代办"; not input.project.stage in {_STAGES} }}
deny contains "r10" if {{ input.service.mode == "代办"; not input.project.stage in input.mandate.scope }}
deny contains "r11" if {{ input.service.mode == "代办"; not ok11 }}
ok11 if {{ input.mandate.start <= input.service.date; input.service.date <= input.mandate.end }}
deny contains "r12" if {{ input.service.mode == "代办"; input.item.in_person }}
''')

    def call(text: str) -> Any:
        engine.set_input_json(text)
        return engine.eval_rule("data.b.deny")

    texts = [json.dumps(plain(c), ensure_ascii=False) for c in cases]
    return Peer(call, texts, lambda found: not found, reasons=True)


def cel_rust(cases: list[dict[str, Any]]) -> Peer:
    """CEL in Rust: thirteen programs, all reasons."""
    import cel

    programs = [(name, cel.compile(text)) for name, text in _EXPRESSIONS.items()]

    def call(case: Any) -> list[str]:
        return [name for name, program in programs if not program.execute(case)]

    return Peer(call, [plain(c) for c in cases], lambda found: not found, reasons=True)


def zen(cases: list[dict[str, Any]]) -> Peer:
    """ZEN in Rust: thirteen compiled expressions, all reasons."""
    import zen as engine

    texts = {**_WORDS, "r2": "all(fees, #.statutory)"}
    compiled = [(name, engine.compile_expression(text)) for name, text in texts.items()]

    def call(case: Any) -> list[str]:
        return [name for name, expression in compiled if not expression.evaluate(case)]

    return Peer(call, [plain(c) for c in cases], lambda found: not found, reasons=True)


def cedar(cases: list[dict[str, Any]]) -> Peer:
    """Cedar in Rust: one request, the policies that determined the answer."""
    import cedarpy

    forbidden = {
        "r1": 'context.service.coerced || context.service.initiated_by != "申请人"',
        "r2": "!context.all_statutory",
        "r3": f"{_TAKEOVER}.contains(context.service.act)",
        "r4": "context.service.harms_public", "r5": "context.service.alters_relation",
        "r6": "!context.item.stationed",
        "r7": 'context.service.mode == "代办" && !(context.mandate.written && context.mandate.signed)',
        "r8": ('context.service.mode == "代办" && !(["省", "市"].contains(context.project.level) && '
               '["重点项目", "重大招商引资项目"].contains(context.project.kind))'),
        "r9": f'context.service.mode == "代办" && !{_STAGES}.contains(context.project.stage)',
        "r10": 'context.service.mode == "代办" && !context.mandate.scope.contains(context.project.stage)',
        "r11": ('context.service.mode == "代办" && !(context.mandate.start <= context.service.date && '
                'context.service.date <= context.mandate.end)'),
        "r12": 'context.service.mode == "代办" && context.item.in_person'}
    text = f"permit(principal, action, resource) when {{ {_MODES}.contains(context.service.mode) }};\n" + "\n".join(
        f"forbid(principal, action, resource) when {{ {condition} }};" for condition in forbidden.values())
    policies = cedarpy.PolicySet.from_str(text) if hasattr(cedarpy.PolicySet, "from_str") else text
    requests = [{"principal": 'U::"a"', "action": 'A::"do"', "resource": 'R::"x"',
                 "context": {**plain(c), "all_statutory": all(f["statutory"] for f in c["fees"])}} for c in cases]
    return Peer(lambda r: cedarpy.is_authorized(r, policies, []), requests, lambda found: bool(found.allowed),
                reasons=True)


def rule_engine(cases: list[dict[str, Any]]) -> Peer:
    """rule-engine, in Python: thirteen rules, all reasons."""
    import rule_engine as engine

    texts = {**_WORDS, "r2": "[f for f in fees if not f.statutory].is_empty"}
    rules = [(name, engine.Rule(text)) for name, text in texts.items()]

    def call(case: Any) -> list[str]:
        return [name for name, rule in rules if not rule.matches(case)]

    return Peer(call, [plain(c) for c in cases], lambda found: not found, reasons=True)


def cel_python(cases: list[dict[str, Any]]) -> Peer:
    """cel-python: thirteen programs, all reasons; its data converted beforehand."""
    import celpy

    environment = celpy.Environment()
    programs = [(name, environment.program(environment.compile(text))) for name, text in _EXPRESSIONS.items()]

    def call(case: Any) -> list[str]:
        return [name for name, program in programs if not program.evaluate(case)]

    return Peer(call, [celpy.json_to_cel(plain(c)) for c in cases], lambda found: not found, reasons=True)


PEERS: dict[str, Callable[[list[dict[str, Any]]], Peer]] = {
    "datalogic-rs (one conjunction)": datalogic, "regorus": regorus, "CEL (Rust)": cel_rust, "ZEN": zen,
    "cedarpy": cedar, "rule-engine": rule_engine, "cel-python": cel_python}
