"""The decision as plain data: verdict, every reason, every gap, every duty and fee, each with its citations.

The verdict is there at once; the parts are put into words when they are first read.
"""

from __future__ import annotations

import datetime as dt
from operator import attrgetter
from typing import Any, Literal, Protocol

from attrs import frozen

from bangban.policy.model import Citation
from bangban.shown import Alike
from bangban.words import Both, Lang

Verdict = Literal["permit", "deny", "pending", "not_applicable"]


@frozen(eq=False, repr=False)
class Violation(Alike):
    """A forbid, a refusing requirement or an illegal fee that fired; ``element`` is the list element it speaks of,
    as ``{"list": "费用", "index": 0, "name": "加急服务费"}`` (index from 0)."""

    rule: str
    category: str
    message: Both
    citations: tuple[Citation, ...]
    next_step: Both | None = None
    element: dict[str, Any] | None = None


@frozen(eq=False, repr=False)
class Pending(Alike):
    """A fact to supply (``missing``) or a defect to mend (``defect``). ``fact`` is its path (``费用[1].依据位阶``)."""

    kind: Literal["missing", "defect"]
    rule: str
    message: Both
    citations: tuple[Citation, ...]
    fact: str | None = None
    next_step: Both | None = None
    element: dict[str, Any] | None = None


@frozen(eq=False, repr=False)
class Ground(Alike):
    """A permit that holds, a requirement satisfied, or a warning: a rule, its sentence, its citations."""

    rule: str
    category: str
    message: Both
    citations: tuple[Citation, ...]
    element: dict[str, Any] | None = None


@frozen(eq=False, repr=False)
class Obligation(Alike):
    """A duty: ``id`` the rule, ``type`` the duty; properties: actor, message, due (ISO date or None), citations."""

    id: str
    type: Both
    message: Both
    citations: tuple[Citation, ...]
    actor: str | None = None
    due: dt.date | None = None
    element: dict[str, Any] | None = None


@frozen(eq=False, repr=False)
class Fee(Alike):
    """A fee line in 元: what was proposed, what is payable, whether exempt, and by which rule.

    ``between``: the least and the most that may be payable (None: no bound), where just that is known.
    """

    item: str
    amount: str | None
    payable: str | None
    exempt: bool | None
    rule: str
    message: Both
    citations: tuple[Citation, ...]
    element: dict[str, Any] | None = None
    between: tuple[str | None, str | None] | None = None


Part = Literal["violations", "pending", "permits", "obligations", "fees", "warnings", "satisfied", "considered"]
PARTS: tuple[Part, ...] = (
    "violations", "pending", "permits", "obligations", "fees", "warnings", "satisfied", "considered")


class Findings(Protocol):
    """What an engine found, ready to be put into words part by part; ``said`` holds the parts that have been."""

    policy: str
    day: dt.date
    said: dict[Part, tuple[Any, ...]]

    def part(self, name: Part) -> tuple[Any, ...]:
        """One part of the decision."""


@frozen(eq=False, repr=False)
class Told(Alike):
    """Findings already in words."""

    policy: str
    day: dt.date
    said: dict[Part, tuple[Any, ...]]

    def part(self, name: Part) -> tuple[Any, ...]:
        """One part of the decision."""
        return self.said[name]


class Decision:
    """What ``decide`` gives. It advises a person and may be overridden with a reason (《个人信息保护法》第二十四条).

    Immutable; equal to another that says the same; it pickles, in words. Engines make it, by :func:`in_words` or from
    the two slots: ``_findings`` is what was found, or a tuple whose first member makes that of the tuple when it is
    first asked. There is no ``__init__``, which would take longer than many a decision.
    """

    __slots__ = ("_findings", "_verdict")

    _verdict: Verdict
    _findings: Any

    verdict: Verdict = property(attrgetter("_verdict"), doc="Permit, deny, pending or not_applicable.")  # type: ignore[assignment]

    @property
    def as_of(self) -> dt.date:
        """The day of the decision."""
        return self.findings().day

    def findings(self) -> Findings:
        """What the engine found, for other engines; people read the parts below."""
        found = self._findings
        if type(found) is tuple:
            found = self._findings = found[0](found)
        return found  # type: ignore[no-any-return]

    def _part(self, name: Part) -> tuple[Any, ...]:
        findings = self._findings
        if type(findings) is tuple:
            findings = self.findings()
        found = findings.said.get(name)
        if found is None:  # two threads may both put it into words: they say the same
            found = findings.said[name] = findings.part(name)
        return found  # type: ignore[no-any-return]

    @property
    def violations(self) -> tuple[Violation, ...]:
        """Every forbid, refusing requirement and illegal fee that fired."""
        return self._part("violations")

    @property
    def pending(self) -> tuple[Pending, ...]:
        """Every fact to supply and every defect to mend."""
        return self._part("pending")

    @property
    def permits(self) -> tuple[Ground, ...]:
        """The permits that hold."""
        return self._part("permits")

    @property
    def obligations(self) -> tuple[Obligation, ...]:
        """The duties that follow."""
        return self._part("obligations")

    @property
    def fees(self) -> tuple[Fee, ...]:
        """A line for each fee that rules speak of."""
        return self._part("fees")

    @property
    def warnings(self) -> tuple[Ground, ...]:
        """The warnings."""
        return self._part("warnings")

    @property
    def satisfied(self) -> tuple[Ground, ...]:
        """The requirements that apply and are met."""
        return self._part("satisfied")

    @property
    def considered(self) -> tuple[str, ...]:
        """The keys of the rules whose 当 held or may hold."""
        return self._part("considered")

    @property
    def policy(self) -> str:
        """The digest of the policy that decided."""
        return self.findings().policy

    def _all(self) -> tuple[Any, ...]:
        return (self.verdict, *(self._part(name) for name in PARTS), self.as_of, self.policy)

    def __eq__(self, other: object) -> bool:
        return self._all() == other._all() if isinstance(other, Decision) else NotImplemented

    def __hash__(self) -> int:
        return hash((self.verdict, self.as_of, self.policy, self.considered))

    def __repr__(self) -> str:
        rules = ", ".join(v.rule for v in self.violations)
        return f"Decision({self.verdict!r}, as_of={self.as_of.isoformat()}, violations=[{rules}])"

    def __reduce__(self) -> tuple[Any, ...]:
        said = {name: getattr(self, name) for name in ("verdict", *PARTS, "as_of", "policy")}
        return _again, (said,)

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
                 "message": f.message.say(lang), "element": f.element, "citations": cites(f.citations),
                 **({"between": list(f.between)} if f.between else {})}
                for f in self.fees],
            "warnings": [ground(g) for g in self.warnings],
            "satisfied": [ground(g) for g in self.satisfied],
            "considered": list(self.considered),
            "as_of": self.as_of.isoformat(),
            "policy": self.policy,
        }


def in_words(*, verdict: Verdict, violations: tuple[Violation, ...], pending: tuple[Pending, ...],
             permits: tuple[Ground, ...], obligations: tuple[Obligation, ...], fees: tuple[Fee, ...],
             warnings: tuple[Ground, ...], satisfied: tuple[Ground, ...], considered: tuple[str, ...],
             as_of: dt.date, policy: str) -> Decision:
    """A decision of which every part is already in words."""
    made = Decision()
    made._verdict = verdict
    made._findings = Told(policy, as_of, {
        "violations": violations, "pending": pending, "permits": permits, "obligations": obligations, "fees": fees,
        "warnings": warnings, "satisfied": satisfied, "considered": considered})
    return made


def _again(said: dict[str, Any]) -> Decision:
    """A decision from its pickle."""
    return in_words(**said)
