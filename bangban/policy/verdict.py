"""From rules to a verdict: what fires, what is open, and the verdict that follows, in the order of the manual."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal

from attrs import frozen

from bangban.policy.blame import missing
from bangban.policy.fees import FeeLine, find_fees
from bangban.policy.firing import Firing, Reach, applies, firings, missing_facts
from bangban.policy.meaning import World, any_
from bangban.policy.model import Effect, Forbid, Model, Oblige, Permit, Require, Rule, Warn
from bangban.policy.values import UNKNOWN, Truth
from bangban.problems import FactPath
from bangban.shown import Alike

Verdict = Literal["permit", "deny", "pending", "not_applicable"]


@frozen(eq=False, repr=False)
class Gap(Alike):
    """What is not settled, and the facts that would settle it: a firing, or (None) whether a policy applies at all."""

    firing: Firing | None
    missing: tuple[FactPath, ...]
    policy: str = ""


@frozen(eq=False, repr=False)
class Outcome(Alike):
    """Everything a decision says, before it is put into words. Each tuple is in the canonical order of the rules."""

    verdict: Verdict
    world: World
    violations: tuple[Firing, ...] = ()
    nothing_permits: bool = False
    defects: tuple[Firing, ...] = ()
    clashes: tuple[tuple[Firing, ...], ...] = ()
    gaps: tuple[Gap, ...] = ()
    permits: tuple[Firing, ...] = ()
    duties: tuple[Firing, ...] = ()
    fees: tuple[FeeLine, ...] = ()
    warnings: tuple[Firing, ...] = ()
    satisfied: tuple[Firing, ...] = ()
    considered: tuple[str, ...] = ()


def decide(model: Model, facts: Mapping[str, Any], day: dt.date, rules: Iterable[Rule] | None = None) -> Outcome:
    """The outcome for facts that came through the door, on a day.

    ``rules``: those that may come to anything, in order, where that is known; by default all.
    """
    world = World(model, facts, day)
    reach = {key: applies(head, world) for key, head in model.heads.items()}
    applicable = any_(reach[key] for key, head in model.heads.items() if head.primary)
    if applicable is False:
        return Outcome("not_applicable", world)

    trying = model.rules if rules is None else rules
    return conclude(model, world, reach, [f for rule in trying for f in firings(rule, world, reach)])


def conclude(model: Model, world: World, reach: Reach, fired: Sequence[Firing]) -> Outcome:
    """The outcome once it is known what every rule comes to (``fired``, in their order); the policy may apply."""
    applicable = any_(reach[key] for key, head in model.heads.items() if head.primary)
    place_of = {firing.rule.key: i for i, firing in enumerate(fired)}

    def in_order(some: Iterable[Firing]) -> tuple[Firing, ...]:
        return tuple(sorted(some, key=lambda f: place_of[f.rule.key]))

    fees = find_fees(fired, world, reach)
    refusing = [f for f in fired if _refuses(f.rule.effect)]
    correcting = [f for f in fired if isinstance(f.rule.effect, Require) and not f.rule.effect.refuses]
    duties, permits = _of(fired, Oblige), _of(fired, Permit)
    permitted = any_(f.state for f in permits)

    violations = in_order([*_true(refusing), *fees.illegal])
    defects = tuple(_true(correcting))
    open_ = [f for f in (*refusing, *correcting, *duties) if f.state is UNKNOWN]
    if permitted is UNKNOWN:
        open_ += [f for f in permits if f.state is UNKNOWN]
    gaps = [Gap(f, missing_facts(f, reach)) for f in open_] + [Gap(o.firing, o.missing(o.firing)) for o in fees.open]
    gaps.sort(key=lambda g: place_of[g.firing.rule.key] if g.firing else -1)
    unsettled = bool(gaps or defects or fees.conflicts)

    return Outcome(
        _verdict(applicable, bool(violations), permitted, unsettled), world,
        violations, applicable is True and permitted is False, defects, fees.conflicts,
        (*reach_gaps(model, world, reach), *gaps), tuple(_true(permits)), tuple(_true(duties)), fees.lines,
        tuple(_true(_of(fired, Warn))),
        tuple(f for f in fired if isinstance(f.rule.effect, Require) and f.when is True and f.failing is False),
        tuple(dict.fromkeys(f.rule.key for f in fired if f.when is not False)))


def _verdict(applicable: Truth, violated: bool, permitted: Truth, unsettled: bool) -> Verdict:
    if applicable is UNKNOWN:
        return "pending"  # it may turn out not to apply: nothing else is settled yet
    if violated or permitted is False:
        return "deny"
    return "pending" if unsettled or permitted is UNKNOWN else "permit"


def _refuses(effect: Effect) -> bool:
    return isinstance(effect, Forbid) or (isinstance(effect, Require) and effect.refuses)


def _of(fired: Iterable[Firing], kind: type[Effect]) -> list[Firing]:
    return [f for f in fired if isinstance(f.rule.effect, kind)]


def _true(fired: Iterable[Firing]) -> list[Firing]:
    return [f for f in fired if f.state is True]


def reach_gaps(model: Model, world: World, reach: Reach) -> list[Gap]:
    """The facts that would tell whether the policies themselves apply."""
    return [Gap(None, missing(head.scope, world), key) for key, head in sorted(model.heads.items())
            if head.primary and reach[key] is UNKNOWN and head.scope is not None]
