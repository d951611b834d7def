"""Random conditions and values over a vocabulary: every term of the language."""

from __future__ import annotations

import random
from typing import Any

from attrs import define

from bangban.policy import terms as t
from bangban.policy.model import (
    Definition,
    Option,
    ParameterValues,
    Table,
)
from bangban.policy.types import (
    BOOL,
    DATE,
    MONEY,
    TEXT,
    WHOLE,
    DateTimeType,
    DateType,
    DurationType,
    EnumType,
    ListType,
    ManyType,
    MoneyType,
    NumberType,
    RecordType,
    SetType,
    Type,
)
from bangban.policy.values import Duration
from bangban.words import Both
from tests.strategies.vocabularies import (
    _ORDERED,
    DAYS,
    KINDS,
    LEVELS,
    PLACES,
    RANKS,
    SCALARS,
    literal,
)


@define
class Readable:
    """What a term may read where it stands: facts by type, from the root and from elements bound around it."""

    facts: list[t.Fact]

    def of(self, wanted: Any) -> list[t.Fact]:
        """The facts of one type."""
        return [f for f in self.facts if f.type == wanted]

    def lists(self) -> list[t.Fact]:
        """The facts whose elements can be spoken of."""
        return [f for f in self.facts if isinstance(f.type, ListType | ManyType)]


def facts_of(record: RecordType, scope: str | None, above: tuple[str, ...] = ()) -> list[t.Fact]:
    """Every fact below a record."""
    found = []
    for f in record.fields:
        path = (*above, f.name.zh)
        found.append(t.Fact(path, f.type, scope, Both(".".join(path), ".".join(path))))
        if isinstance(f.type, RecordType):
            found += facts_of(f.type, scope, path)
    return found


class TermMaker:
    """Makes the terms of one policy."""

    def __init__(self, rng: random.Random, vocabulary: RecordType) -> None:
        self.rng = rng
        self.root = Readable(facts_of(vocabulary, None))
        self.options: dict[str, Option] = {}
        self.parameters: dict[str, ParameterValues] = {}
        self.tables: dict[str, Table] = {}
        self.definitions: dict[str, Definition] = {}
        self.over: dict[str, t.Fact] = {}  # the list each scope is about
        self._scopes = 0

    def bind(self, over: t.Fact, readable: Readable) -> tuple[str, Readable]:
        """A scope for the elements of a list, and what can be read inside."""
        self._scopes += 1
        scope = f"s{self._scopes}"
        self.over[scope] = over
        if isinstance(over.type, ListType):
            return scope, Readable([*facts_of(over.type.of, scope), *readable.facts])
        assert isinstance(over.type, ManyType)
        return scope, Readable([t.Fact((), over.type.of, scope), *readable.facts])

    # ------------------------------------------------------------ conditions

    def truth(self, readable: Readable, depth: int) -> t.Term:
        """A condition."""
        rng = self.rng
        if depth <= 0 or rng.random() < 0.25:
            return self.atom(readable, depth)
        kind = rng.choice(["all", "all", "any", "not", "some", "every", "defined", "atom"])
        if kind in ("all", "any"):
            parts = tuple(self.truth(readable, depth - 1) for _ in range(rng.randint(2, 3)))
            return t.All(parts) if kind == "all" else t.Any_(parts)
        if kind == "not":
            return t.Not(self.truth(readable, depth - 1))
        if kind in ("some", "every") and readable.lists():
            over = rng.choice(readable.lists())
            scope, inner = self.bind(over, readable)
            return t.Quantified("SOME" if kind == "some" else "EVERY", over, scope, self.truth(inner, depth - 1))
        if kind == "defined" and (found := self.defined(readable, BOOL)):
            return found
        return self.atom(readable, depth)

    def atom(self, readable: Readable, depth: int) -> t.Term:
        """A condition without conditions inside."""
        rng = self.rng
        kind = rng.choice(["fact", "has", "compare", "compare", "order", "key", "key", "oneof", "between", "contains",
                           "table", "reaches", "option", "number", "const"])
        match kind:
            case "fact" if found := readable.of(BOOL):
                return rng.choice(found)
            case "has":
                return t.Has(rng.choice(readable.facts))
            case "compare":
                scalars = [f.type for f in readable.facts if isinstance(f.type, tuple(map(type, SCALARS)))]
                type_ = rng.choice(scalars or [BOOL])
                return t.Compare(rng.choice(["=", "≠"]), self.value(readable, type_, depth),
                                 self.value(readable, type_, depth))
            case "order":
                types = [f.type for f in readable.facts
                         if isinstance(f.type, _ORDERED) or (isinstance(f.type, EnumType) and f.type.ordered)]
                type_ = rng.choice(types or [WHOLE])
                op = rng.choice(["<", "≤", ">", "≥"])
                return t.Compare(op, self.value(readable, type_, depth), self.value(readable, type_, depth))
            case "key":
                kinds = [f for f in readable.of(KINDS) if f.scope is None]
                fact = rng.choice(kinds) if kinds else t.DecisionDate()
                if not isinstance(fact, t.Fact):
                    return t.Compare("≥", fact, t.Const(rng.choice(DAYS), DATE))
                words = rng.sample([v.zh for v in KINDS.values], rng.randint(1, 2))
                if len(words) == 1:
                    return t.Compare("=", fact, t.Const(words[0], KINDS))
                return t.OneOf(fact, tuple(t.Const(w, KINDS) for w in words))
            case "oneof":
                type_ = rng.choice([KINDS, LEVELS, PLACES, TEXT, WHOLE])
                values = tuple(t.Const(literal(rng, type_), type_) if rng.random() < 0.85
                               else self.value(readable, type_, 0) for _ in range(rng.randint(1, 3)))
                item = t.OneOf(self.value(readable, type_, depth), values)
                return t.Not(item) if rng.random() < 0.4 else item
            case "between":
                type_ = rng.choice([WHOLE, MONEY, DATE, LEVELS, RANKS])
                return t.Between(*(self.value(readable, type_, depth if i == 0 else 0) for i in range(3)))
            case "contains":
                return self.contains(readable)
            case "table" if self.tables:
                table = rng.choice(sorted(self.tables))
                return t.InTable(self.value(readable, self.tables[table].columns[self.tables[table].key], 0), table)
            case "reaches":
                return t.Reaches(self.value(readable, DATE, 0), self.value(readable, WHOLE, 0))
            case "option" if self.options:
                option = rng.choice([o for o in self.options.values() if o.type == BOOL] or [None])
                return t.OptionValue(option.name, option.value, BOOL) if option else t.Const(True, BOOL)
            case "const":
                return t.Const(rng.random() < 0.7, BOOL)
            case _:
                return t.Compare(rng.choice(["=", "≠", "<", "≤", ">", "≥"]), self.number(readable, depth),
                                 t.Const(rng.choice([0, 1, 2]), WHOLE))

    def contains(self, readable: Readable) -> t.Term:
        """包含, of single values or of another set."""
        rng = self.rng
        containers = [f for f in readable.facts if isinstance(f.type, SetType | ManyType)]
        if not containers:
            return t.Const(True, BOOL)
        container = rng.choice(containers)
        assert isinstance(container.type, SetType | ManyType)
        mode = rng.choice(["ALL", "ANY"])
        same = [f for f in containers if f.type.of == container.type.of]  # type: ignore[union-attr]
        if rng.random() < 0.3:
            return t.Contains(mode, container, (rng.choice(same),), whole=True)
        items = tuple(self.value(readable, container.type.of, 0) for _ in range(rng.randint(1, 3)))
        return t.Contains(mode, container, items)

    # ------------------------------------------------------------ values

    def value(self, readable: Readable, type_: Type, depth: int) -> t.Term:
        """A value of a type."""
        rng = self.rng
        facts = readable.of(type_)
        kind = rng.choice(["fact", "fact", "fact", "const", "option", "parameter", "lookup", "arith", "number",
                           "defined"])
        if kind == "fact" and facts:
            return rng.choice(facts)
        if kind == "option" and (options := [o for o in self.options.values() if o.type == type_]):
            option = rng.choice(options)
            return t.OptionValue(option.name, option.value, type_)
        if kind == "parameter" and (parameters := [p for p in self.parameters.values() if p.type == type_]):
            parameter = rng.choice(parameters)
            return t.Parameter(parameter.name.zh, type_, parameter.name)
        if kind == "lookup" and (found := self.lookup(readable, type_)):
            return found
        if kind == "defined" and (defined := self.defined(readable, type_)):
            return defined
        if kind == "number" and type_ == WHOLE:
            return self.number(readable, depth)
        if kind == "arith" and depth > 0 and (made := self.arith(readable, type_, depth - 1)):
            return made
        if type_ == DATE and rng.random() < 0.2:
            return t.DecisionDate()
        if facts and rng.random() < 0.5:
            return rng.choice(facts)
        return t.Const(literal(rng, type_), type_)

    def number(self, readable: Readable, depth: int) -> t.Term:
        """个数, 种数 or 合计 over a list, or a whole number."""
        rng = self.rng
        if not readable.lists() or depth <= 0:
            return self.value(readable, WHOLE, 0)
        over = rng.choice(readable.lists())
        scope, inner = self.bind(over, readable)
        body = self.truth(inner, depth - 1) if rng.random() < 0.7 else None
        own = [f for f in inner.facts if f.scope == scope and isinstance(f.type, tuple(map(type, SCALARS)))]
        match rng.choice(["count", "distinct", "sum"]):
            case "distinct" if own:
                return t.Distinct(over, scope, rng.choice(own), body)
            case "sum" if numbers := [f for f in own if isinstance(f.type, NumberType)]:
                of = rng.choice(numbers)
                return t.Sum(over, scope, of, body, of.type)
            case _:
                return t.Count(over, scope, body)

    def lookup(self, readable: Readable, type_: Type) -> t.Term | None:
        """A column of a table."""
        found = [(n, c) for n, table in sorted(self.tables.items()) for c, of in table.columns.items()
                 if of == type_ and c != table.key]
        if not found:
            return None
        name, column = self.rng.choice(found)
        table = self.tables[name]
        return t.Lookup(name, self.value(readable, table.columns[table.key], 0), column, type_)

    def arith(self, readable: Readable, type_: Type, depth: int) -> t.Term | None:
        """Arithmetic that gives this type."""
        rng = self.rng

        def of(wanted: Type) -> t.Term:
            return self.value(readable, wanted, depth)

        match type_:
            case NumberType():
                op = rng.choice(["+", "-", "*"] if type_.whole else ["+", "-", "*", "/"])
                return t.Arith(op, of(type_), of(type_), type_)
            case MoneyType():
                if rng.random() < 0.5:
                    return t.Arith(rng.choice(["+", "-"]), of(type_), of(type_), type_)
                return t.Arith(rng.choice(["*", "/"]), of(type_), of(WHOLE), type_)
            case DateType():
                unit = rng.choice(["DAYS", "WORKING_DAYS", "MONTHS", "YEARS"])
                ends = "CLIP" if unit in ("MONTHS", "YEARS") else None
                length = t.Const(Duration(rng.choice([1, 5, 10]), unit, ends), DurationType(unit))
                return t.Arith(rng.choice(["+", "-"]), of(DATE), length, DATE)
            case DurationType(unit="DAYS"):
                return t.Arith("-", of(DATE), of(DATE), type_)
            case DurationType(unit="HOURS"):
                return t.Arith("-", of(DateTimeType()), of(DateTimeType()), type_)
            case _:
                return None

    def defined(self, readable: Readable, type_: Type) -> t.Term | None:
        """A definition of this type; one over a list where an element of that list is bound."""
        bound = {f.scope: f for f in readable.facts if f.scope is not None}
        found: list[t.Term] = []
        for key, definition in sorted(self.definitions.items()):
            if definition.body.type != type_:
                continue
            if definition.scope is None:
                found.append(t.Defined(key, type_, None, definition.name))
            else:
                found += [t.Defined(key, type_, s, definition.name) for s in bound
                          if self.over.get(str(s)) == definition.over]
        return self.rng.choice(found) if found else None
