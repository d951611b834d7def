"""The decision as plain data: verdict, every reason, every gap, every duty and fee, each with its citations."""

from __future__ import annotations

import datetime as dt
from typing import Any, Literal

from attrs import frozen

from bangban.policy.model import Citation
from bangban.words import Both, Lang

Verdict = Literal["permit", "deny", "pending", "not_applicable"]


@frozen
class Violation:
    """A forbid, a refusing requirement or an illegal fee that fired; ``element`` is the list element it speaks of,
    as ``{"list": "费用", "index": 0, "name": "加急服务费"}`` (index from 0)."""

    rule: str
    category: str
    message: Both
    citations: tuple[Citation, ...]
    next_step: Both | None = None
    element: dict[str, Any] | None = None


@frozen
class Pending:
    """A fact to supply (``missing``) or a defect to mend (``defect``). ``fact`` is its path (``费用[1].依据位阶``)."""

    kind: Literal["missing", "defect"]
    rule: str
    message: Both
    citations: tuple[Citation, ...]
    fact: str | None = None
    next_step: Both | None = None
    element: dict[str, Any] | None = None


@frozen
class Ground:
    """A permit that holds, a requirement satisfied, or a warning: a rule, its sentence, its citations."""

    rule: str
    category: str
    message: Both
    citations: tuple[Citation, ...]
    element: dict[str, Any] | None = None


@frozen
class Obligation:
    """A duty: ``id`` the rule, ``type`` the duty; properties: actor, message, due (ISO date or None), citations."""

    id: str
    type: Both
    message: Both
    citations: tuple[Citation, ...]
    actor: str | None = None
    due: dt.date | None = None
    element: dict[str, Any] | None = None


@frozen
class Fee:
    """A fee line in 元: what was proposed, what is payable, whether exempt, and by which rule."""

    item: str
    amount: str | None
    payable: str | None
    exempt: bool | None
    rule: str
    message: Both
    citations: tuple[Citation, ...]
    element: dict[str, Any] | None = None


@frozen
class Decision:
    """What ``decide`` gives. It advises a person and may be overridden with a reason (《个人信息保护法》第二十四条)."""

    verdict: Verdict
    violations: tuple[Violation, ...]
    pending: tuple[Pending, ...]
    permits: tuple[Ground, ...]
    obligations: tuple[Obligation, ...]
    fees: tuple[Fee, ...]
    warnings: tuple[Ground, ...]
    satisfied: tuple[Ground, ...]
    considered: tuple[str, ...]
    as_of: dt.date
    policy: str

    def to_dict(self, lang: Lang = "zh") -> dict[str, Any]:
        """Plain data for JSON. Codes are stable English; sentences come in ``lang``; rule names are as declared."""
        def cites(citations: tuple[Citation, ...]) -> list[dict[str, Any]]:
            return [c.to_dict() for c in citations]

        def ground(g: Ground) -> dict[str, Any]:
            return {"rule": g.rule, "category": g.category, "message": g.message.say(lang), "element": g.element,
                    "citations": cites(g.citations)}

        return {
            "verdict": self.verdict,
            "violations": [
                {"rule": v.rule, "category": v.category, "message": v.message.say(lang),
                 "next_step": v.next_step and v.next_step.say(lang), "element": v.element,
                 "citations": cites(v.citations)} for v in self.violations],
            "pending": [
                {"kind": p.kind, "fact": p.fact, "rule": p.rule, "message": p.message.say(lang),
                 "next_step": p.next_step and p.next_step.say(lang), "element": p.element,
                 "citations": cites(p.citations)} for p in self.pending],
            "permits": [ground(g) for g in self.permits],
            "obligations": [
                {"id": o.id, "type": o.type.say(lang),
                 "properties": {"actor": o.actor, "message": o.message.say(lang),
                                "due": o.due.isoformat() if o.due else None, "element": o.element,
                                "citations": cites(o.citations)}}
                for o in self.obligations],
            "fees": [
                {"item": f.item, "amount": f.amount, "payable": f.payable, "exempt": f.exempt, "rule": f.rule,
                 "message": f.message.say(lang), "element": f.element, "citations": cites(f.citations)}
                for f in self.fees],
            "warnings": [ground(g) for g in self.warnings],
            "satisfied": [ground(g) for g in self.satisfied],
            "considered": list(self.considered),
            "as_of": self.as_of.isoformat(),
            "policy": self.policy,
        }
