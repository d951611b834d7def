"""The reasons two decisions give, as far as they differ."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from attrs import evolve

from bangban.decision.decision import Decision, Fee, Ground, Obligation, Pending, Violation
from bangban.policy.model import Citation
from bangban.render.decision import fee_line
from bangban.words import Both, Lang

Entry = Violation | Pending | Ground | Obligation | Fee


def reasons_apart(decision: Decision, other: Decision, lang: Lang) -> Iterator[tuple[str, tuple[Citation, ...]]]:
    """The reasons of a decision that the other does not give; all of its own where none is left."""
    whole = decision.verdict == other.verdict
    mine, theirs = _reasons(decision, whole), {_mark(e) for e in _reasons(other, whole)}
    apart = [e for e in mine if _mark(e) not in theirs]
    for entry in apart or mine[:1]:
        yield _said(entry, lang), tuple(dict.fromkeys(evolve(c, quote=None) for c in entry.citations))


def _reasons(decision: Decision, whole: bool) -> list[Entry]:
    """What bears the verdict; with duties and fees where the verdict stays."""
    match decision.verdict:
        case "deny":
            return [*decision.violations]
        case "pending":
            return [*decision.pending]
        case "permit" if not whole:
            return [*decision.permits]
        case "permit":
            return [*decision.permits, *decision.obligations, *(f for f in decision.fees if f.rule), *decision.warnings]
        case "not_applicable":
            return []


def _mark(entry: Entry) -> tuple[Any, ...]:
    match entry:
        case Obligation(id=rule, due=due):
            return "duty", rule, due
        case Fee(rule=rule, exempt=exempt, payable=payable, element=element, between=between):
            return "fee", rule, exempt, payable, str(element), between
        case Pending(kind=kind, rule=rule, fact=fact):
            return kind, (fact if kind == "missing" else rule)
        case Violation() | Ground():
            return "rule", entry.rule, str(entry.element)


def _said(entry: Entry, lang: Lang) -> str:
    if isinstance(entry, Obligation):
        due = "" if entry.due is None else Both(f"(期限 {entry.due})", f" (due {entry.due})").say(lang)
        return f"{entry.type.say(lang)}: {entry.message.say(lang)}{due}"
    if isinstance(entry, Fee):
        return fee_line(entry, lang)
    return entry.message.say(lang)
