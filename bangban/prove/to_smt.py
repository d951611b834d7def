"""Terms to formulas: what a condition means for all facts at once, as :mod:`bangban.policy.meaning` says it for some.

Every construct of the language has its place here, in the order of the reference meaning.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, assert_never, cast

from bangban.policy import terms as t
from bangban.policy.meaning import working_calendar
from bangban.policy.model import Model, Period
from bangban.policy.types import Type
from bangban.policy.values import Duration, exact
from bangban.prove.aggregates import Tally, at_least, compare_tally, settled, tally_interval, total
from bangban.prove.arithmetic import Arithmetic
from bangban.prove.compare import any_member, compare, holds, is_value
from bangban.prove.facts import Record, Sequence, Space
from bangban.prove.formula import Lin, Node
from bangban.prove.symbols import Case, Choice, Interval, Members, Quantity, Rail, Symbol

UNKNOWN_ELEMENT = object()  # the element of a list nobody has given
Env = Mapping[str, Any]  # the element bound to each name: a Record, a Symbol, or UNKNOWN_ELEMENT
NO_ENV: Env = {}


class Encoder:
    """The terms of one model over a space of facts. ``find`` leads a path of the model to the facts of the space."""

    def __init__(self, model: Model, space: Space,
                 find: Callable[[tuple[str, ...]], tuple[str, ...]] | None = None) -> None:
        self.model, self.space, self.arena = model, space, space.arena
        self.arithmetic = Arithmetic(space, working_calendar(model))
        self._find = find or (lambda path: path)
        self._definitions: dict[Any, Any] = {}
        self._scopes: dict[int, frozenset[str]] = {}

    # ------------------------------------------------------------ truths

    def truth(self, term: t.Term, env: Env = NO_ENV) -> Rail:
        """Whether a condition holds. A 是非 value that is absent does not."""
        arena = self.arena
        match term:
            case t.Not(operand=operand):
                return self.truth(operand, env).opposite
            case t.All(operands=operands):
                return self.all([self.truth(o, env) for o in operands])
            case t.Any_(operands=operands):
                return self.any([self.truth(o, env) for o in operands])
            case t.Has(fact=of):
                found = self.fact(of, env)
                return Rail(found.present, found.absent)
            case t.Compare(op=op, left=left, right=right):
                return self._compare(op, left, right, env)
            case t.Between(operand=operand, low=low, high=high):
                return self.all([self._compare("≥", operand, low, env), self._compare("≤", operand, high, env)])
            case t.OneOf(item=item, values=values):
                return self.any([self._compare("=", item, v, env) for v in values])
            case t.InTable(item=item, table=table):
                return self._in_table(self.value(item, env), table)
            case t.Contains():
                return self._contains(term, env)
            case t.Reaches(birth=birth, years=years):
                return self._reaches(self.value(birth, env), self.value(years, env))
            case t.Quantified(op=op, over=over, scope=scope, body=body):
                tally = self._tally(over, scope, body, env, negated=op == "EVERY")
                met = at_least(self.space, tally, 1)
                return met.opposite if op == "EVERY" else met
            case t.Defined():
                return self._defined(term, env, self.truth)  # type: ignore[no-any-return]
            case (t.Const() | t.Fact() | t.OptionValue() | t.Parameter() | t.DecisionDate() | t.Count() | t.Distinct()
                  | t.Sum() | t.Lookup() | t.Arith()):
                found = self.value(term, env)
                if not isinstance(found.body, Choice):
                    return Rail(arena.false, arena.both(arena.not_(found.unknown), arena.not_(found.present)))
                yes = found.body.of.get(True, arena.false)
                return Rail(arena.both(found.present, yes),
                            arena.both(arena.not_(found.unknown), arena.not_(arena.both(found.present, yes))))
            case _:
                assert_never(term)

    def all(self, rails: list[Rail]) -> Rail:
        """Strong Kleene conjunction."""
        return Rail(self.arena.all(r.t for r in rails), self.arena.any(r.f for r in rails))

    def any(self, rails: list[Rail]) -> Rail:
        """Strong Kleene disjunction."""
        return Rail(self.arena.any(r.t for r in rails), self.arena.all(r.f for r in rails))

    def covers(self, period: Period) -> Node:
        """The decision date lies in a period."""
        for end in (period.start, period.end):
            if end is not None:
                self.space.day_fact.constants.add(end.toordinal())
        return self.space.between(self.space.day, period.start and period.start.toordinal(),
                                  period.end and period.end.toordinal())

    # ------------------------------------------------------------ values

    def value(self, term: t.Term, env: Env = NO_ENV) -> Symbol:
        """The value of a term."""
        match term:
            case t.Const(value=constant, type=type_) | t.OptionValue(value=constant, type=type_):
                return self.constant(constant, type_)
            case t.Fact():
                return self.fact(term, env)
            case t.Parameter(key=key):
                return self._parameter(key)
            case t.Defined():
                return self._defined(term, env, self.value)  # type: ignore[no-any-return]
            case t.DecisionDate():
                return self.space.day_fact.symbol
            case t.Count() | t.Distinct() | t.Sum():
                return settled(self.space, self._interval(term, env))
            case t.Lookup():
                return self._lookup(term, env)
            case t.Arith(op=op, left=left, right=right):
                return self.arithmetic.apply(op, self.value(left, env), self.value(right, env),
                                             (left.type, right.type))
            case (t.Has() | t.Not() | t.All() | t.Any_() | t.Compare() | t.Between() | t.OneOf() | t.InTable()
                  | t.Contains() | t.Reaches() | t.Quantified()):
                rail, arena = self.truth(term, env), self.arena
                known = arena.either(rail.t, rail.f)
                return Symbol(arena.not_(known), arena.false, known, Choice({True: rail.t, False: rail.f}))
            case _:
                assert_never(term)

    def constant(self, value: Any, type_: Type) -> Symbol:
        """A literal."""
        arena = self.arena
        if value is None:
            return Symbol(arena.false, arena.true, arena.false)
        return Symbol(arena.false, arena.false, arena.true, self._constant_body(value, type_))

    def _constant_body(self, value: Any, type_: Type) -> Any:
        true = self.arena.true
        if isinstance(value, bool):
            return Choice({value: true})
        if isinstance(value, str):
            return Choice({value: true})
        if isinstance(value, Duration):
            return Quantity((Case(true, Lin((), exact(value.amount)), value.month_end),))
        if isinstance(value, frozenset | set | tuple | list):
            return Members(dict.fromkeys(value, true))
        return Quantity((Case(true, Lin((), self.space.constant(value))),))

    def _choose(self, options: list[tuple[Node, Any]], type_: Type, unknown: Node, absent: Node) -> Symbol:
        """One of several constants, each under its guard (the guards exclude each other)."""
        arena = self.arena
        present = arena.both(arena.not_(unknown), arena.not_(absent))
        bodies = [(guard, self._constant_body(value, type_)) for guard, value in options]
        if all(isinstance(b, Choice) for _, b in bodies):
            of: dict[Any, Node] = {}
            for guard, body in bodies:
                for value in body.of:
                    of[value] = arena.either(of.get(value, arena.false), guard)
            return Symbol(unknown, absent, present, Choice(of))
        if all(isinstance(b, Members) for _, b in bodies):
            members: dict[Any, Node] = {}
            for guard, body in bodies:
                for value in body.of:
                    members[value] = arena.either(members.get(value, arena.false), guard)
            return Symbol(unknown, absent, present, Members(members))
        cases = tuple(Case(guard, c.lin, c.month_end) for guard, body in bodies for c in body.cases)
        return Symbol(unknown, absent, present, Quantity(cases))

    def _parameter(self, key: str) -> Symbol:
        found = self._definitions.get(("parameter", key))
        if found is None:
            arena, values = self.arena, self.model.parameters[key]
            options: list[tuple[Node, Any]] = []
            later = arena.false  # the last value whose period covers the day counts
            for dated in reversed(values.values):
                here = self.covers(dated.period)
                options.append((arena.both(here, arena.not_(later)), dated.value))
                later = arena.either(later, here)
            found = self._choose(options, values.type, arena.not_(later), arena.false)
            self._definitions[("parameter", key)] = found
        return cast(Symbol, found)

    def _lookup(self, term: t.Lookup, env: Env) -> Symbol:
        arena, key = self.arena, self.value(term.key, env)
        table = self.model.tables[term.table]
        rows = [(is_value(self.space, key, k), row[term.column]) for k, row in table.rows.items()]
        found = arena.any(guard for guard, value in rows if value is not None)
        absent = arena.both(arena.not_(key.unknown), arena.not_(found))
        return self._choose([(g, v) for g, v in rows if v is not None], term.type, key.unknown, absent)

    def _in_table(self, item: Symbol, table: str) -> Rail:
        arena = self.arena
        met = arena.any(is_value(self.space, item, key) for key in self.model.tables[table].rows)
        return Rail(met, arena.both(arena.not_(item.unknown), arena.not_(met)))

    def _defined(self, term: t.Defined, env: Env, read: Callable[[t.Term, Env], Any]) -> Any:
        definition = self.model.definitions[term.key]
        inner: Env = env
        element: Any = None
        if term.scope is not None and definition.scope is not None:
            element = env[term.scope]
            inner = {definition.scope: element}
        elif not self.scopes(definition.body) & env.keys():
            inner = NO_ENV
        if inner is env and env:
            return read(definition.body, env)
        key = (term.key, id(element), read == self.truth)
        found = self._definitions.get(key)
        if found is None:
            # the element is kept beside the answer, so that its identity is not given to another
            found = self._definitions[key] = (read(definition.body, inner), element)
        return found[0]

    # ------------------------------------------------------------ facts

    def fact(self, term: t.Fact, env: Env) -> Symbol:
        """A fact by its path."""
        if term.scope is None:
            here: Any = self.space.root
            path = self._find(term.path)
        else:
            here, path = env[term.scope], term.path
            if here is not UNKNOWN_ELEMENT and isinstance(here, Record):
                # a field of an element may have been renamed with its list
                above = tuple(s for s in here.place if isinstance(s, str))
                path = self._find_inside(above, path)
        if here is UNKNOWN_ELEMENT:
            return self.space.nothing_said
        found: Any = here
        for name in path:
            record = found.body if isinstance(found, Symbol) else found
            if not isinstance(record, Record):
                return self.space.nothing_said
            found = record.get(name)
        if isinstance(found, Record):
            return Symbol(found.unknown, found.absent, found.present, found)
        return found  # type: ignore[no-any-return]

    def _find_inside(self, above: tuple[str, ...], path: tuple[str, ...]) -> tuple[str, ...]:
        return self._find((*above, *path))[len(above):] if path else path

    # ------------------------------------------------------------ lists

    def elements(self, over: t.Fact, env: Env) -> tuple[Symbol, Sequence | None]:
        """A list: its symbol, and its places where it is one of the space."""
        found = self.fact(over, env)
        return found, found.body if isinstance(found.body, Sequence) else None

    def _tally(self, over: t.Fact, scope: str, body: t.Term | None, env: Env, negated: bool = False,
               value: t.Term | None = None) -> Tally:
        arena = self.arena
        symbol, sequence = self.elements(over, env)
        free = (self.scopes(body) if body else frozenset()) | (self.scopes(value) if value else frozenset())
        # what does not speak of the elements bound outside is the same condition whatever they are
        inner = env if (free - {scope}) & env.keys() else NO_ENV

        if sequence is None:
            return Tally(symbol.unknown, None, lambda _: Rail(arena.false, arena.true))

        def met(index: int) -> Rail:
            rail = (self.truth(body, {**inner, scope: sequence.element(index)}) if body is not None
                    else Rail(arena.true, arena.false))
            return rail.opposite if negated else rail

        if value is None:
            return Tally(symbol.unknown, sequence, cache(met))
        return Tally(symbol.unknown, sequence, cache(met),
                     cache(lambda index: self.value(value, {**inner, scope: sequence.element(index)})))

    def scopes(self, term: t.Term) -> frozenset[str]:
        """The elements a term speaks of."""
        found = self._scopes.get(id(term))
        if found is None:
            found = self._scopes[id(term)] = frozenset(_scopes(term))
        return found

    def _measure(self, term: t.Term) -> t.Term:
        """The term behind a definition."""
        while isinstance(term, t.Defined) and self.model.definitions[term.key].scope is None:
            term = self.model.definitions[term.key].body
        return term

    def _interval(self, term: t.Count | t.Distinct | t.Sum, env: Env) -> Interval:
        tally = self._tally_of(term, env)
        if isinstance(term, t.Sum):
            return total(self.space, tally, term.value.type)
        return tally_interval(self.space, tally)

    def _tally_of(self, term: t.Count | t.Distinct | t.Sum, env: Env) -> Tally:
        value = None if isinstance(term, t.Count) else term.value
        return self._tally(term.over, term.scope, term.body, env, value=value)

    def _compare(self, op: t.CompareOp, left: t.Term, right: t.Term, env: Env) -> Rail:
        one, other = self._measure(left), self._measure(right)
        if isinstance(other, t.Count | t.Distinct) and not isinstance(one, t.Count | t.Distinct | t.Sum):
            return self._compare(_TURNED[op], right, left, env)
        if isinstance(one, t.Count | t.Distinct) and not isinstance(other, t.Count | t.Distinct | t.Sum):
            found = compare_tally(self.space, op, self._tally_of(one, env), self.value(right, env))
            if found is not None:
                return found
        return compare(self.space, op, self.amount(left, env), self.amount(right, env), left.type)

    def amount(self, term: t.Term, env: Env = NO_ENV) -> Symbol | Interval:
        """The value of a term; of a count or sum, between what it lies."""
        measured = self._measure(term)
        if isinstance(measured, t.Count | t.Distinct | t.Sum):
            return self._interval(measured, env)
        return self.value(term, env)

    # ------------------------------------------------------------ sets, ages

    def _contains(self, term: t.Contains, env: Env) -> Rail:
        arena, space = self.arena, self.space
        container = self.value(term.container, env)
        if term.whole:
            return self._contains_set(term.mode, container, self.value(term.items[0], env))
        rails = []
        for item in term.items:
            wanted = self.value(item, env)
            there = arena.both(container.present, wanted.present)
            met = holds(space, container, wanted)
            rails.append(Rail(arena.both(there, met),
                              arena.any([container.absent, wanted.absent, arena.both(there, arena.not_(met))])))
        if term.mode == "ALL":
            found = self.all(rails)
            return Rail(arena.both(container.present, found.t), arena.either(container.absent, found.f))
        found = self.any(rails)
        return Rail(found.t, arena.either(container.absent, found.f))

    def _contains_set(self, mode: str, container: Symbol, items: Symbol) -> Rail:
        arena, space = self.arena, self.space
        both = arena.both(container.present, items.present)
        nothing = arena.either(container.absent, items.absent)
        if mode == "ALL":
            lacking = any_member(space, items, lambda item: arena.not_(holds(space, container, item)))
            return Rail(arena.both(both, arena.not_(lacking)), arena.either(nothing, arena.both(both, lacking)))
        shared = any_member(space, items, lambda item: holds(space, container, item))
        some = any_member(space, items, lambda item: arena.true)
        false = arena.any([nothing, arena.both(both, arena.not_(shared)),
                           arena.both(container.unknown, items.present, arena.not_(some))])
        return Rail(arena.both(both, shared), false)

    def _reaches(self, birth: Symbol, years: Symbol) -> Rail:
        arena = self.arena
        known = arena.both(arena.not_(birth.unknown), arena.not_(years.unknown))
        both = arena.both(birth.present, years.present)
        met: list[Node] = []
        today = Lin(((self.space.day, 1),))
        if isinstance(birth.body, Quantity) and isinstance(years.body, Quantity):
            for b in birth.body.cases:
                for y in years.body.cases:
                    day, none = self.arithmetic.birthday(b.lin, y.lin)
                    reached = arena.either(arena.both(arena.not_(none), arena.le(day, today)),
                                           arena.both(none, arena.lt(y.lin, Lin())))
                    met.append(arena.both(b.guard, y.guard, reached))
        reached = arena.any(met)
        return Rail(arena.both(both, reached), arena.both(known, arena.not_(arena.both(both, reached))))


_TURNED: dict[t.CompareOp, t.CompareOp] = {"<": ">", ">": "<", "≤": "≥", "≥": "≤", "=": "=", "≠": "≠"}


def _scopes(term: t.Term) -> set[str]:
    from bangban.policy.blame import parts

    found: set[str] = set()
    match term:
        case t.Fact(scope=scope):
            return {scope} if scope else set()
        case t.Defined(scope=scope):
            return {scope} if scope else set()
        case t.Quantified(over=over, scope=own) | t.Count(over=over, scope=own) | t.Distinct(
                over=over, scope=own) | t.Sum(over=over, scope=own):
            for part in parts(term):
                found |= _scopes(part)
            return (found - {own}) | _scopes(over)
        case _:
            for part in parts(term):
                found |= _scopes(part)
            return found
