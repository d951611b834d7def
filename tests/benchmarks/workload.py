"""The workload: two thousand proposed actions from a fixed seed, and thirteen rules decided by hand-written Python.

``hand`` is the least a program can do: no checks, all reasons.
"""

from __future__ import annotations

import copy
import datetime as dt
import random
from typing import Any

MODES = ["导办", "领办", "协办", "联办", "转办", "代办"]
STAGES = ["立项", "用地规划", "工程规划", "施工许可", "竣工验收", "公共设施接入"]
TAKEOVER = ["作出审批决定", "承诺审批结果", "代替签字", "代为处分权利"]
RULES = ["自愿主动", "免费", "不包办", "不损公益", "不改关系", "限进驻", "书面委托", "限认定项目", "限项目阶段",
         "限委托范围", "限委托期间", "须本人办理"]  # r1 … r12

BASE: dict[str, Any] = {
    "service": {"mode": "代办", "act": "提交申请", "initiated_by": "申请人", "coerced": False,
                "date": dt.date(2024, 5, 10), "harms_public": False, "alters_relation": False},
    "applicant": {"type": "企业"},
    "project": {"level": "市", "kind": "重点项目", "stage": "施工许可"},
    "item": {"stationed": True, "category": "审批", "level": "市", "in_person": False},
    "mandate": {"written": True, "signed": True, "scope": ["立项", "施工许可"], "start": dt.date(2024, 1, 1),
                "end": dt.date(2024, 12, 31)},
    "fees": [{"name": "工本费", "amount": 10, "statutory": True}]}


def cases(n: int, seed: int = 0) -> list[dict[str, Any]]:
    """``n`` actions: most of them agency, each kind of fault in one of five to ten."""
    r = random.Random(seed)
    out = []
    for _ in range(n):
        c = copy.deepcopy(BASE)
        c["service"]["mode"] = r.choice(MODES + ["代办"] * 4)
        if r.random() < 0.1:
            c["service"]["coerced"] = True
        if r.random() < 0.1:
            c["service"]["act"] = r.choice(TAKEOVER)
        if r.random() < 0.2:
            c["project"]["kind"] = "一般项目"
        if r.random() < 0.2:
            c["project"]["stage"] = r.choice([*STAGES, "其他"])
        if r.random() < 0.1:
            c["mandate"]["signed"] = False
        if r.random() < 0.1:
            c["item"]["stationed"] = False
        if r.random() < 0.1:
            c["item"]["in_person"] = True
        if r.random() < 0.1:
            c["fees"].append({"name": "代办费", "amount": 200, "statutory": False})
        if r.random() < 0.1:
            c["service"]["date"] = dt.date(2025, 3, 1)
        out.append(c)
    return out


def hand(c: dict[str, Any]) -> tuple[bool, list[str]]:
    """The thirteen rules by hand: whether it may go ahead, and every reason why not."""
    why: list[str] = []
    s, item = c["service"], c["item"]
    mode = s["mode"]
    if s["coerced"] or s["initiated_by"] != "申请人":
        why.append("r1")
    for f in c["fees"]:
        if not f["statutory"]:
            why.append("r2")
            break
    if s["act"] in TAKEOVER:
        why.append("r3")
    if s["harms_public"]:
        why.append("r4")
    if s["alters_relation"]:
        why.append("r5")
    if not item["stationed"]:
        why.append("r6")
    if mode == "代办":
        m, p = c["mandate"], c["project"]
        if not (m["written"] and m["signed"]):
            why.append("r7")
        if not (p["level"] in ("省", "市") and p["kind"] in ("重点项目", "重大招商引资项目")):
            why.append("r8")
        if p["stage"] not in STAGES:
            why.append("r9")
        if p["stage"] not in m["scope"]:
            why.append("r10")
        if not (m["start"] <= s["date"] <= m["end"]):
            why.append("r11")
        if item["in_person"]:
            why.append("r12")
    return mode in MODES and not why, why
