"""A case for a fact that is read differently: facts that both versions take, and decide otherwise.

Ordinary cases of each verdict are tried as they stand and with the fact left out, through the door of each version:
what is found is a case beyond doubt; that none is found proves nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

from attrs import evolve

from bangban.compare.asking import Asking
from bangban.compare.comparison import Example
from bangban.compare.differs import differences
from bangban.compare.impact import within
from bangban.compare.readings import Path, Reading
from bangban.decision.decision import Decision
from bangban.decision.report import report
from bangban.policy.fact_names import fact_field
from bangban.policy.facts import day_in, read_facts
from bangban.policy.model import Model
from bangban.policy.verdict import decide
from bangban.prove.conditions import VERDICTS
from bangban.prove.ordinary import UNSAID
from bangban.prove.plain import plain_facts
from bangban.prove.searching import ReplayFailed, Shown
from bangban.prove.witness import Difference, Witness


def with_cases(asking: Asking) -> tuple[Reading, ...]:
    """The facts that are read differently, each with a case where one was found."""
    readings = asking.readings
    if not readings or asking.renamed:  # under two names the same facts cannot be given to both
        return readings
    ordinary = [*_ordinary(asking)]
    return tuple(evolve(r, case=next((e for w in ordinary for e in _tried(r.path, w, asking)), None))
                 for r in readings)


def _ordinary(asking: Asking) -> Iterator[Witness]:
    """Ordinary cases of either version, the permitted first."""
    for verdict in VERDICTS:
        for side in (asking.pair.old, asking.pair.new):
            try:
                shown = asking.pair.witness(side.verdict(verdict))
            except ReplayFailed:
                continue
            if isinstance(shown, Shown):
                yield shown.witness


def _tried(path: Path, witness: Witness, asking: Asking) -> Iterator[Example]:
    field = fact_field(asking.pair.union.vocabulary, path)
    for facts in (_without(witness.facts, path), witness.facts):
        if facts is None or field is None:
            continue
        old, new = asking.pair.old.model, asking.pair.new.model
        one, other = (_decided(facts, witness.day, mine, theirs, asking) for mine, theirs in ((old, new), (new, old)))
        if one is not None and other is not None and next(differences(one, other), None) is not None:
            apart = witness.differences
            if facts is not witness.facts:
                apart = (*(d for d in apart if d.place[:len(path)] != path), Difference(path, field.type, UNSAID, None))
            yield Example(facts, witness.day, apart, one, other, witness.complete and facts is witness.facts)


def _without(facts: Mapping[str, Any], path: Path) -> dict[str, Any] | None:
    """The facts without one of them; None where it does not stand in them by itself."""
    if path[0] not in facts:
        return None
    if len(path) == 1:
        return {k: v for k, v in facts.items() if k != path[0]}
    inner = facts[path[0]]
    left = _without(inner, path[1:]) if isinstance(inner, Mapping) else None
    return None if left is None else {**facts, path[0]: left}


def _decided(facts: Mapping[str, Any], day: dt.date, mine: Model, theirs: Model, asking: Asking) -> Decision | None:
    """What a version decides of facts as they are written; None where it cannot read them."""
    written = plain_facts(facts, asking.pair.union.vocabulary)
    read, problems = read_facts(within(written, mine.vocabulary, theirs.vocabulary), mine.vocabulary)
    if problems:
        return None
    return report(mine, decide(mine, read, day_in(read, mine.decision_date) or day))
