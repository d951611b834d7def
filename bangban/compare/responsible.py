"""Which edits bring a change about: those without which its case would not be decided otherwise."""

from __future__ import annotations

from collections.abc import Callable

from bangban.compare.edits import Edit, Edits
from bangban.compare.matched import does
from bangban.decision.decision import Decision
from bangban.decision.report import report
from bangban.policy.firing import applies, firings
from bangban.policy.meaning import World
from bangban.policy.model import Model
from bangban.policy.verdict import decide
from bangban.prove.conditions import Case, Side

MOST_TRIED = 60


def responsible(edits: Edits, case: Case, old: Side, new: Side,
                changed: Callable[[Decision, Decision], bool]) -> tuple[Edit, ...]:
    """The edits that decide it: taken back alone, the change is gone; else those that bring it about alone; else all
    that come to anything in this case."""
    tried = [e for e in edits.in_meaning if e.kind != "rule" or _comes_out_otherwise(e, case, old, new)]
    if len(tried) <= 1 or len(tried) > MOST_TRIED:
        return tuple(tried)
    was = report(old.model, case.outcome(old))
    now = report(new.model, case.outcome(new))

    def decided(model: Model, side: Side) -> Decision:
        return report(model, decide(model, side.facts_for(case.facts), case.day))

    deciding = tuple(e for e in tried if not changed(was, decided(e.without(edits.old, edits.new), new)))
    if deciding:
        return deciding
    # several bring it about, each without the others
    alone = tuple(e for e in tried if changed(decided(_only(e, edits), new), now) is False)
    return alone or tuple(tried)


def _only(edit: Edit, edits: Edits) -> Model:
    """The old set with this edit alone."""
    return edit.without(edits.new, edits.old)


def _comes_out_otherwise(edit: Edit, case: Case, old: Side, new: Side) -> bool:
    """Whether the rule fires otherwise in this case under the two sets, or for other elements."""
    return _firing(edit.key, case, old) != _firing(edit.key, case, new)


def _firing(key: str, case: Case, side: Side) -> list[tuple[object, ...]]:
    rule = side.policy.by_key.get(key)
    if rule is None:
        return []
    world: World = case.world(side)
    reach = {k: applies(head, world) for k, head in side.model.heads.items()}
    states: list[tuple[object, ...]] = [
        (does(rule), f.element, f.state) for f in firings(rule, world, reach) if f.state is not False]
    due = getattr(rule.effect, "due", None), getattr(rule.effect, "amount", None)
    return [*states, ("stated", *map(repr, due))] if states else []
