"""Facts that can never matter: no condition reads them, or none comes out otherwise whatever they are."""

from __future__ import annotations

from collections.abc import Iterator

from bangban.policy.fact_names import fact_names
from bangban.policy.types import ListType, RecordType
from bangban.prove.backend import Sat, Unknown
from bangban.prove.conditions import Side
from bangban.prove.facts import Fact, Place, fields
from bangban.prove.formula import Group, Lin, Node, Var, variables, walk
from bangban.prove.searching import Searching
from bangban.prove.substitute import substitute
from bangban.words import Both


def facts_that_never_matter(side: Side, searching: Searching) -> list[Both]:
    """The names of such facts in the order of the vocabulary; of a record or list of which nothing matters, its own."""
    policy = side.policy
    nodes = [n for r in side.model.rules for n in (policy.some_element(r).t, policy.some_element(r).f)]
    nodes += [policy.fee_rails.illegal, policy.fee_rails.open]
    readers: dict[Group, list[Node]] = {}
    for node in nodes:
        for group in searching.groups(node):
            readers.setdefault(group, []).append(node)
    alive: set[Place] = set()
    for group, reading in readers.items():
        place = tuple(s for s in group.place if isinstance(s, str))
        if place and (not _is_plain(side, group) or _matters(side, searching, side.space.facts[group], reading)):
            alive.update(place[:n] for n in range(1, len(place) + 1))
    decision = side.model.decision_date
    if decision:
        alive.update(decision[:n] for n in range(1, len(decision) + 1))
    return [fact_names(side.space.vocabulary, place) for place in _dead(side, alive)]


def _is_plain(side: Side, group: Group) -> bool:
    """A fact outside lists: of facts in lists it is only asked whether anything reads them."""
    return group in side.space.facts and not any(isinstance(s, int) for s in group.place)


def _dead(side: Side, alive: set[Place]) -> Iterator[Place]:
    covered: Place | None = None
    for place, declared in fields(side.space.vocabulary):
        if covered is not None and place[:len(covered)] == covered:
            continue
        if place in alive:
            continue
        nested = isinstance(declared.type, RecordType | ListType)
        covered = place if nested else None
        yield place


def _matters(side: Side, searching: Searching, fact: Fact, reading: list[Node]) -> bool:
    """Whether some rule comes out otherwise when only this fact does."""
    for node in sorted(reading, key=lambda n: (n.listed, len(searching.groups(n)), n.id)):
        question = searching.question([node])
        written = question.small.roots[0]
        numbers, flags, axioms = _copy(side, fact)
        other = substitute(side.space.arena, written, numbers, flags)
        if other is written:
            continue
        arena = side.space.arena
        asked = searching.question([written, arena.not_(other), *axioms])
        answer = asked.check()
        searching.note(asked)
        if isinstance(answer, Sat | Unknown):
            return True
    return False


def _copy(side: Side, fact: Fact) -> tuple[dict[Var, Lin], dict[Var, Node], list[Node]]:
    """The fact a second time: fresh variables for its own, and what always holds of them."""
    arena = side.space.arena
    group = fact.symbol.group
    assert group is not None
    own = {v for axiom in group.axioms for n in walk([axiom]) for v in variables(n) if v.group is group}
    own |= {fact.number} if fact.number is not None else set()
    copy = Group(f"{group.name}'")
    numbers: dict[Var, Lin] = {}
    flags: dict[Var, Node] = {}
    for var in sorted(own, key=lambda v: v.index):
        if var.sort == "bool":
            flags[var] = arena.flag(copy)
        else:
            numbers[var] = Lin(((arena.new(var.sort, copy), 1),))
    return numbers, flags, [substitute(arena, a, numbers, flags) for a in group.axioms]
