"""Two decisions on one case: in which class the difference between them falls."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from attrs import frozen

from bangban.compare.classes import Code
from bangban.decision.decision import Decision
from bangban.words import Both

_OF_VERDICTS = ("newly_permitted", "newly_denied", "more_asked", "less_asked", "opened", "no_longer_applies")


@frozen
class Difference:
    """A class, and the duty it is about."""

    code: Code
    about: Both | None = None


def verdict_class(old: str, new: str) -> Code | None:
    """The class of a change of verdict; None where it stays."""
    match old, new:
        case _ if old == new:
            return None
        case ("pending", "permit"):
            return "less_asked"
        case (_, "permit"):
            return "newly_permitted"
        case (_, "deny"):
            return "newly_denied"
        case ("permit", "pending"):
            return "more_asked"
        case (_, "pending"):
            return "opened"
        case _:
            return "no_longer_applies"


def differences(old: Decision, new: Decision) -> Iterator[Difference]:
    """Every class the two decisions differ in."""
    found = verdict_class(old.verdict, new.verdict)
    if found is not None:
        yield Difference(found)
    elif old.verdict == "permit":
        changed = [*_permitted(old, new)]
        yield from changed
        if not changed and _grounds(old) != _grounds(new):
            yield Difference("other_ground")
    elif _grounds(old) != _grounds(new):
        yield Difference("other_ground")


def falls_in(code: Code, about: Both | None, old: Decision, new: Decision) -> bool:
    """Whether the two decisions differ in a class."""
    if code in _OF_VERDICTS:
        return verdict_class(old.verdict, new.verdict) == code
    return any(d.code == code and (about is None or d.about == about) for d in differences(old, new))


def _permitted(old: Decision, new: Decision) -> Iterator[Difference]:
    was, now = _exempt(old), _exempt(new)
    if was - now:
        yield Difference("exemption_lost")
    if now - was:
        yield Difference("exemption_gained")
    if _charges_apart(old, new):
        yield Difference("charge_changed")
    before, after = ({o.type.zh: o.type for o in d.obligations} for d in (old, new))
    for name in sorted(before.keys() | after.keys()):
        if name not in before:
            yield Difference("duty_added", after[name])
        elif name not in after:
            yield Difference("duty_dropped", before[name])
        elif _apart(_due(old, name), _due(new, name)):
            yield Difference("duty_due", after[name])


def _exempt(decision: Decision) -> set[Any]:
    return {(str(f.element), f.item) for f in decision.fees if f.exempt is True}


def _charges_apart(old: Decision, new: Decision) -> bool:
    """A fee is payable otherwise, and not for being exempt."""
    was, now = ({(str(f.element), f.item): f for f in d.fees} for d in (old, new))
    for key in was.keys() | now.keys():
        one, other = was.get(key), now.get(key)
        if any(f is not None and f.exempt is True for f in (one, other)):
            continue
        # a fee no rule speaks of is paid as it stands
        stated = next(f.amount for f in (one, other) if f is not None)
        if (one.payable if one else stated) != (other.payable if other else stated):
            return True
    return False


def _due(decision: Decision, duty: str) -> dict[Any, Any]:
    return {(o.id, str(o.element)): o.due for o in decision.obligations if o.type.zh == duty}


def _apart(one: Mapping[Any, Any], other: Mapping[Any, Any]) -> bool:
    return any(one[key] != other[key] for key in one.keys() & other.keys())


def _grounds(decision: Decision) -> set[tuple[str, str]]:
    if decision.verdict == "permit":
        rules = [(p.rule, "permit") for p in decision.permits]
    elif decision.verdict == "deny":
        rules = [(v.rule, "deny") for v in decision.violations]
    else:
        rules = [(p.rule, "pending") for p in decision.pending if p.kind == "defect"]
        rules += [(p.rule, "permit") for p in decision.permits]
    return {*rules, *((w.rule, "warning") for w in decision.warnings)}
