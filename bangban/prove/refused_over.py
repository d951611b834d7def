"""决不 拒绝 于: whether it is refused never depends on what is said in one record, such as the administration's own.

Two requests that differ in that record only are refused alike if each is refused just where it would be with nothing
said in the record. So the same rules are read twice over one space of facts: as given, and with that record unsaid.
"""

from __future__ import annotations

from bangban.policy import terms as t
from bangban.policy.facts import unsaid
from bangban.policy.model import Model
from bangban.policy.types import RecordType
from bangban.prove.conditions import Case, Condition, Side
from bangban.prove.facts import Record, Space
from bangban.prove.fees_to_smt import Fees
from bangban.prove.formula import Node
from bangban.prove.policy_to_smt import PolicyEncoder
from bangban.prove.symbols import Symbol
from bangban.prove.to_smt import Encoder, Env


def refused_over(about: str, side: Side) -> Condition:
    """It is refused with what the record says and not without, or the other way round."""
    arena = side.space.arena
    given, without = side.policy.verdicts["deny"], _PolicyWithout(side.model, side.space, about).verdicts["deny"]
    node = arena.either(arena.both(given, arena.not_(without)), arena.both(arena.not_(given), without))

    def holds(case: Case) -> bool:
        bare = unsaid_case(case, about, side)
        return (case.outcome(side).verdict == "deny") != (bare.outcome(side).verdict == "deny")

    return Condition(arena, node, holds, f"refused over {about}")


def unsaid_case(case: Case, about: str, side: Side) -> Case:
    """The same case with nothing said in the record."""
    return Case({**case.facts, about: unsaid(_record(side.model, about))}, case.day)


def something_said(about: str, side: Side) -> Condition:
    """Something is said in the record, of what some rule reads."""
    side.policy.verdicts["permit"]
    for rule in side.model.rules:
        side.policy.some_element(rule)
    symbol = side.space.root.get(about)
    body = symbol.body
    node = side.space.arena.any(_present(body)) if isinstance(body, Record) else side.space.arena.false

    def holds(case: Case) -> bool:
        return _says(side.facts_for(case.facts).get(about))

    return Condition(side.space.arena, node, holds, f"something said in {about}")


def _present(record: Record) -> list[Node]:
    found: list[Node] = []
    for symbol in record.all_made():
        found += _present(symbol.body) if isinstance(symbol.body, Record) else [symbol.present]
    return found


def _says(value: object) -> bool:
    return any(_says(v) for v in value.values()) if isinstance(value, dict) else value is not None


def _record(model: Model, about: str) -> RecordType:
    declared = model.vocabulary.get(about)
    assert declared is not None
    assert isinstance(declared.type, RecordType)
    return declared.type


class _PolicyWithout(PolicyEncoder):
    """The rules read with nothing said in one record."""

    def __init__(self, model: Model, space: Space, about: str) -> None:
        super().__init__(model, space)
        self.terms = _TermsWithout(model, space, about)
        self.fees = Fees(self)


class _TermsWithout(Encoder):
    """Terms read so: as :func:`bangban.policy.facts.unsaid`, what is only found out is absent, the rest unknown."""

    def __init__(self, model: Model, space: Space, about: str) -> None:
        super().__init__(model, space)
        self._about, self._type = about, _record(model, about)

    def fact(self, term: t.Fact, env: Env) -> Symbol:
        symbol = super().fact(term, env)
        if term.scope is not None or term.path[0] != self._about:
            return symbol
        no, yes = self.space.arena.false, self.space.arena.true
        here: object = self._type
        for name in term.path[1:]:
            declared = here.get(name) if isinstance(here, RecordType) else None
            if declared is not None and declared.finding:
                return Symbol(no, yes, no, symbol.body)
            if declared is None or declared.optional or not isinstance(declared.type, RecordType):
                return Symbol(yes, no, no, symbol.body)
            here = declared.type
        return symbol
