"""Where a condition can turn: the facts it reads that may change, each with the values at which its answer turns.

Worked out once for each rule of a policy; most cuts rest on nothing but the policy, some on the day, and only the rest
are asked again for other facts.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import Any, Literal, assert_never

from attrs import evolve, frozen

from bangban.explain import values
from bangban.explain.repairs import A_FEE, REMOVED
from bangban.explain.spots import of_element
from bangban.policy import terms as t
from bangban.policy.blame import parts
from bangban.policy.fact_names import fact_field
from bangban.policy.meaning import World, inside, place, value
from bangban.policy.model import Model
from bangban.policy.types import BoolType, DateType, Field
from bangban.policy.values import ABSENT, UNKNOWN, Unknown
from bangban.problems import FactPath

Names = tuple[str, ...]
Bound = Mapping[str, Names]  # the lists whose elements are bound
Rests = Literal["policy", "day", "facts"]
_MOST_KEYS = 50  # keys of a table offered as values


@frozen(eq=False)
class Cut:
    """One fact, the values at which a condition turns, and what these rest on."""

    fact: t.Fact
    names: Names
    field: Field
    rests: Rests
    values: Callable[[World], Iterable[Any]]

    def offered(self, world: World) -> tuple[Any, ...]:
        """The values the field may hold."""
        return tuple(v for v in self.values(world) if v is not UNKNOWN and values.allowed(v, self.field))


@frozen(eq=False)
class InList:
    """The cuts of what is said of each element of a list, which may also leave it. ``met``: elements of which this
    holds are to stay as they are."""

    over: t.Fact
    scope: str
    may_change: bool  # the list itself
    inner: tuple[Turn, ...]
    met: t.Term | None = None


@frozen(eq=False)
class Within:
    """The cuts of a definition about the element bound to ``scope``, which it calls ``own``."""

    own: str
    scope: str
    inner: tuple[Turn, ...]


Turn = Cut | InList | Within
Change = tuple[FactPath, Any]


class Cutting:
    """Finds the cuts of conditions, as far as ``may`` lets facts change."""

    def __init__(self, model: Model, may: Callable[[FactPath], bool]) -> None:
        self._model, self._may = model, may
        self._nowhere = World(model, {}, dt.date.min)  # what rests on the policy alone is the same everywhere

    def of_all(self, terms: Iterable[t.Term], bound: Bound) -> tuple[Turn, ...]:
        """The cuts of several conditions, each value of a fact worked out, and told once, as far as it can be."""
        turns: list[Turn] = []
        for turn in (turn for term in terms for turn in self.of(term, bound)):
            if isinstance(turn, Cut) and turn.rests == "policy":
                some = turn.offered(self._nowhere)
                before = turns[-1] if turns else None
                if isinstance(before, Cut) and before.rests == "policy" and before.fact == turn.fact:
                    some = (*before.offered(self._nowhere), *some)
                    turns.pop()
                turns.append(evolve(turn, values=partial(_the_same, tuple(dict.fromkeys(some)))))
            else:
                turns.append(turn)
        return tuple(turns)

    def of(self, term: t.Term, bound: Bound) -> Iterator[Turn]:
        """The cuts of a condition, in the order it reads its facts."""
        match term:
            case t.Not() | t.All() | t.Any_():
                for part in parts(term):
                    yield from self.of(part, bound)
            case t.Defined():
                yield from self._defined(term, bound, self.of)
            case t.Quantified(over=over, scope=scope, body=body) | t.Count(over=over, scope=scope, body=body):
                for turn in self._in_list(over, scope, (body,), bound):
                    yield evolve(turn, met=body) if scope == A_FEE else turn
            case t.Distinct() | t.Sum():
                yield from self._in_list(term.over, term.scope, (term.body, term.value), bound)
            case t.Fact(type=BoolType()):
                yield from self._always(term, (True, False), bound)
            case t.Has(fact=of):
                yield from self._cut(of, bound, "day" if isinstance(of.type, DateType) else "policy",
                                     lambda world: (*values.samples(of.type, world.day), ABSENT))
            case t.Compare(left=left, right=right):
                yield from self._sides(left, right, bound)
                yield from self._sides(right, left, bound)
            case t.Between(operand=operand, low=low, high=high):
                for end in (low, high):
                    yield from self._sides(operand, end, bound)
                    yield from self._sides(end, operand, bound)
            case t.OneOf(item=item, values=wanted):
                for one in wanted:
                    yield from self._sides(item, one, bound)
            case t.InTable(item=item, table=table):
                yield from self._keys(item, table, bound)
            case t.Contains():
                yield from self._containers(term, bound)
            case t.Reaches(birth=birth, years=years):
                if isinstance(birth, t.Fact):
                    rests: Rests = "facts" if self._rests(years) == "facts" else "day"
                    yield from self._cut(birth, bound, rests, partial(values.born, years, birth.type))
            case (t.Const() | t.Fact() | t.OptionValue() | t.Parameter() | t.DecisionDate() | t.Lookup() | t.Arith()):
                return
            case _:
                assert_never(term)

    def _in_list(self, over: t.Fact, scope: str, bodies: tuple[t.Term | None, ...], bound: Bound) -> Iterator[InList]:
        names = _names(over, bound)
        inside_ = {**bound, scope: names}
        inner = tuple(turn for body in bodies if body is not None for turn in self.of(body, inside_))
        may = self._may(names)
        if may or inner:
            yield InList(over, scope, may, inner)

    def _defined(self, term: t.Defined, bound: Bound, of: Callable[[t.Term, Bound], Iterator[Turn]]) -> Iterator[Turn]:
        """What stands in a definition, in place of its name."""
        definition, scope = self._model.definitions[term.key], term.scope
        if scope is None or definition.scope is None:
            yield from of(definition.body, bound)
        elif inner := tuple(of(definition.body, {**bound, definition.scope: bound[scope]})):
            yield Within(definition.scope, scope, inner)

    def _sides(self, side: t.Term, other: t.Term, bound: Bound) -> Iterator[Turn]:
        """The facts on one side, moved to where the other side is, and to either side of that."""
        match side:
            case t.Fact():
                yield from self._cut(side, bound, self._rests(other), partial(values.beside, side, other))
            case t.Defined():
                yield from self._defined(side, bound, lambda body, here: self._sides(body, other, here))
            case t.Arith(op="+" | "-"):
                for left, fact, by in ((True, side.left, side.right), (False, side.right, side.left)):
                    if isinstance(fact, t.Fact):
                        yield from self._cut(fact, bound, self._rests(other, by),
                                             partial(values.reckoned, side, left, other))
            case t.Lookup(table=table, key=key):
                yield from self._keys(key, table, bound)
            case t.Count() | t.Distinct() | t.Sum():
                yield from self.of(side, bound)
            case _:
                return

    def _keys(self, item: t.Term, table: str, bound: Bound) -> Iterator[Turn]:
        match item:
            case t.Fact():
                keys = sorted(self._model.tables[table].rows, key=str)[:_MOST_KEYS]
                yield from self._always(item, keys, bound)
            case t.Defined():
                yield from self._defined(item, bound, lambda body, here: self._keys(body, table, here))
            case _:
                return

    def _containers(self, term: t.Contains, bound: Bound) -> Iterator[Turn]:
        if isinstance(term.container, t.Fact):
            yield from self._cut(term.container, bound, "facts", partial(values.containing, term))
        if not term.whole:
            for item in term.items:
                if isinstance(item, t.Fact):
                    yield from self._cut(item, bound, self._rests(term.container),
                                         partial(values.members, term.container))

    def _always(self, fact: t.Fact, some: Iterable[Any], bound: Bound) -> Iterator[Cut]:
        return self._cut(fact, bound, "policy", lambda world: some)

    def _cut(self, fact: t.Fact, bound: Bound, rests: Rests,
             of: Callable[[World], Iterable[Any]]) -> Iterator[Cut]:
        names = _names(fact, bound)
        field = fact_field(self._model.vocabulary, names)
        if field is not None and self._may(names):
            yield Cut(fact, names, field if fact.path else of_element(field), rests, of)

    def _rests(self, *terms: t.Term) -> Rests:
        """What the values of terms rest on."""
        found: Rests = "policy"
        for term in terms:
            match term:
                case t.Fact() | t.Quantified() | t.Count() | t.Distinct() | t.Sum():
                    return "facts"
                case t.Defined(key=key):
                    inner = self._rests(self._model.definitions[key].body)
                case t.Parameter() | t.DecisionDate():
                    inner = "day"
                case t.Reaches():
                    inner = "day" if self._rests(*parts(term)) != "facts" else "facts"
                case _:
                    inner = self._rests(*parts(term))
            if inner == "facts":
                return "facts"
            found = "day" if "day" in (found, inner) else "policy"
        return found


def _the_same(some: tuple[Any, ...], world: World) -> tuple[Any, ...]:
    return some


def _names(fact: t.Fact, bound: Bound) -> Names:
    return fact.path if fact.scope is None else (*bound[fact.scope], *fact.path)


# ---------------------------------------------------------------- for facts

def changes(turns: Iterable[Turn], world: World) -> Iterator[Change]:
    """The changes that cuts offer to an action, in their order; one may come twice."""
    for turn in turns:
        match turn:
            case Cut(fact=fact):
                where, now = place(fact, world), value(fact, world)
                yield from ((where, v) for v in turn.offered(world) if v != now)
            case Within(own=own, scope=scope, inner=inner):
                yield from changes(inner, inside(own, scope, world))
            case InList(over=over, scope=scope, may_change=may, inner=inner, met=met):
                elements = world.elements(over, scope)
                if not isinstance(elements, Unknown):
                    for element in elements:
                        if met is not None and value(met, element) is True:
                            continue
                        if may:
                            yield from removal(over, scope, element)
                        yield from changes(inner, element)
                elif may:
                    yield place(over, world), ()
            case _:
                assert_never(turn)


def removal(over: t.Fact, scope: str, world: World) -> Iterator[Change]:
    """Leaving the bound element out of its list; the last one stays, or the action would be about nothing."""
    elements = value(over, world)
    if isinstance(elements, tuple) and len(elements) > 1:
        yield world.places[scope], REMOVED
