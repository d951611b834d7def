"""Where nothing permits an action: which permits come nearest, so that the clerk can say what would."""

from __future__ import annotations

from bangban.policy.firing import applies
from bangban.policy.meaning import World, truth
from bangban.policy.model import Model, Permit, Rule
from bangban.policy.terms import All

_MOST = 3


def nearest_permits(model: Model, world: World) -> list[Rule]:
    """The permits whose conditions fail in the fewest places, at most three, in the canonical order of the rules."""
    scored: list[tuple[int, Rule]] = []
    for rule in model.rules:
        counts = (isinstance(rule.effect, Permit) and rule.each is None and rule.when is not None
                  and rule.period.covers(world.day) and applies(model.heads[rule.policy], world) is not False)
        if counts and rule.when is not None:
            conjuncts = rule.when.operands if isinstance(rule.when, All) else (rule.when,)
            scored.append((sum(truth(c, world) is False for c in conjuncts), rule))
    least = min((failing for failing, _ in scored), default=0)
    return [rule for failing, rule in scored if failing == least][:_MOST]
