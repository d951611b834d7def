"""What straightforward generated code costs: the thirteen rules as one function that makes a decision object.

``floor`` checks no types; ``checked_floor`` looks at the type of every fact first, and says nothing of what is wrong.
Neither knows both languages, facts with gaps, the law of another day, or what a decision rests on.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from attrs import define

from tests.benchmarks.workload import MODES, STAGES, TAKEOVER


@define
class Decided:
    """A decision with room for what bangban tells."""

    verdict: str
    violations: list[str]
    obligations: tuple[str, ...]
    facts: Any


_MODES, _STAGES, _TAKEOVER = frozenset(MODES), frozenset(STAGES), frozenset(TAKEOVER)
_LEVELS, _KINDS = frozenset("省市"), frozenset(["重点项目", "重大招商引资项目"])


def floor(c: dict[str, Any]) -> Decided:
    """The rules, and the object."""
    found: list[str] = []
    service, item, mode = c["service"], c["item"], c["service"]["mode"]
    if service["coerced"] or service["initiated_by"] != "申请人":
        found.append("r1")
    for fee in c["fees"]:
        if not fee["statutory"]:
            found.append("r2")
            break
    if service["act"] in _TAKEOVER:
        found.append("r3")
    if service["harms_public"]:
        found.append("r4")
    if service["alters_relation"]:
        found.append("r5")
    if not item["stationed"]:
        found.append("r6")
    if mode == "代办":
        mandate, project = c["mandate"], c["project"]
        stage = project["stage"]
        if not (mandate["written"] and mandate["signed"]):
            found.append("r7")
        if project["level"] not in _LEVELS or project["kind"] not in _KINDS:
            found.append("r8")
        if stage not in _STAGES:
            found.append("r9")
        if stage not in mandate["scope"]:
            found.append("r10")
        if not mandate["start"] <= service["date"] <= mandate["end"]:
            found.append("r11")
        if item["in_person"]:
            found.append("r12")
    return Decided("deny" if found else "permit" if mode in _MODES else "not_applicable", found, (), c)


def checked_floor(c: dict[str, Any]) -> Decided:
    """The same after the type of every fact was looked at."""
    service, project, item, mandate = c["service"], c["project"], c["item"], c["mandate"]
    if not (type(service["mode"]) is str and type(service["act"]) is str and type(service["initiated_by"]) is str
            and type(service["coerced"]) is bool and type(service["harms_public"]) is bool
            and type(service["alters_relation"]) is bool and type(service["date"]) is dt.date):
        raise TypeError(service)
    if type(c["applicant"]["type"]) is not str:
        raise TypeError(c["applicant"])
    if not (type(project["level"]) is str and type(project["kind"]) is str and type(project["stage"]) is str):
        raise TypeError(project)
    if not (type(item["stationed"]) is bool and type(item["in_person"]) is bool and type(item["category"]) is str
            and type(item["level"]) is str):
        raise TypeError(item)
    if not (type(mandate["written"]) is bool and type(mandate["signed"]) is bool
            and type(mandate["start"]) is dt.date and type(mandate["end"]) is dt.date):
        raise TypeError(mandate)
    for stage in mandate["scope"]:
        if type(stage) is not str:
            raise TypeError(stage)
    for fee in c["fees"]:
        if not (type(fee["name"]) is str and type(fee["amount"]) is int and type(fee["statutory"]) is bool):
            raise TypeError(fee)
    return floor(c)
