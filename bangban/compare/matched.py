"""Which rule of one version is which of the other, and what rules do."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from bangban.policy.model import Charge, Effect, Exempt, Forbid, Oblige, Permit, Require, Rule, Warn
from bangban.prove.conditions import Side


class Matched(NamedTuple):
    """A rule as it was and as it is."""

    old: Rule
    new: Rule


def kind(effect: Effect) -> str:
    """What a rule does to a decision."""
    match effect:
        case Permit():
            return "permit"
        case Forbid() | Require(refuses=True):
            return "refuse"
        case Require():
            return "correct"
        case Oblige():
            return "oblige"
        case Exempt():
            return "exempt"
        case Charge():
            return "charge"
        case Warn():
            return "warn"


def does(rule: Rule) -> tuple[str, str | None]:
    """What a rule does to a decision, and to which duty or fee."""
    match rule.effect:
        case Oblige(duty=duty):
            return "oblige", duty.zh
        case Exempt(item=item) | Charge(item=item):
            return kind(rule.effect), item
        case _:
            return kind(rule.effect), None


def matched(old: Side, new: Side) -> Iterator[tuple[Rule | None, Rule | None]]:
    """The rules of both sides by key; one that does something else now counts as dropped and added.

    A rule left over on each side with the same formula is the same rule under another name.
    """
    before, after = old.policy.by_key, new.policy.by_key
    dropped: list[Rule] = []
    added = [rule for key, rule in after.items() if key not in before or does(before[key]) != does(rule)]
    for key, rule in before.items():
        other = after.get(key)
        if other is None or does(other) != does(rule):
            dropped.append(rule)
        else:
            yield rule, other
    waiting: dict[Any, list[Rule]] = {}
    for rule in added:
        waiting.setdefault(_mark(new, rule), []).append(rule)
    for rule in dropped:
        same = waiting.get(_mark(old, rule))
        if same:
            twin = same.pop()
            added.remove(twin)
            yield rule, twin
        else:
            yield rule, None
    yield from ((None, rule) for rule in added)


def _mark(side: Side, rule: Rule) -> Any:
    state = side.policy.some_element(rule)
    return does(rule), state.t.id, state.f.id
