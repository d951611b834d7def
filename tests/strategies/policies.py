"""Random checked policies, and random facts for them: complete, with gaps, absent, in either language, or wrong.

``random_model(rng)`` and ``random_facts(rng, model, …)`` take any ``random.Random``; ``models()`` and ``cases()`` are
Hypothesis strategies over them, so that what fails is made smaller. Every type, term, effect and kind of exception of
the language occurs. Policies are built as the checker builds them: names resolved, scopes unique, types right.
"""

from __future__ import annotations

import datetime as dt
import random
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType, SimpleNamespace
from typing import Any

from attrs import define, evolve
from hypothesis import strategies as st

from bangban.policy import terms as t
from bangban.policy.model import (
    Charge,
    Citation,
    Dated,
    Definition,
    Each,
    Effect,
    ExceptionRule,
    Exempt,
    Forbid,
    Message,
    MissingItems,
    Model,
    Oblige,
    Option,
    ParameterValues,
    Period,
    Permit,
    PolicyHead,
    Require,
    Rule,
    Table,
    Warn,
)
from bangban.policy.types import (
    BOOL,
    DATE,
    MONEY,
    TEXT,
    WHOLE,
    BoolType,
    DateTimeType,
    DateType,
    DurationType,
    EnumType,
    Field,
    ListType,
    ManyType,
    MoneyType,
    NumberType,
    RecordType,
    SetType,
    TextType,
    Type,
)
from bangban.policy.values import Duration
from bangban.words import Both

DAYS = [dt.date(2020, 2, 29), dt.date(2024, 12, 31), dt.date(2025, 1, 1), dt.date(2025, 6, 15), dt.date(2026, 3, 1)]
TEXTS = ["甲", "乙", "工本费", "fee"]
KINDS = EnumType(Both("种类", "kind"), tuple(Both(f"种{i}", f"kind{i}") for i in range(4)))
LEVELS = EnumType(Both("层级", "level"), (Both("省", "province"), Both("市", "city"), Both("县", "county")), ordered=True)
PLACES = EnumType(Both("地点", "place"), (Both("一楼", "first"), Both("二楼", "second")), open=True)
RANKS = EnumType(Both("位次", "rank"), (Both("高", "high"), Both("低", "low")), ordered=True, open=True)
ENUMS = [KINDS, LEVELS, PLACES, RANKS]
AGES = NumberType(True, Decimal(0), Decimal(150))
SCALARS: list[Any] = [BOOL, WHOLE, AGES, NumberType(whole=False), MONEY, MoneyType(0, 1_000_000), DATE, DateTimeType(),
                      DurationType("DAYS"), DurationType("HOURS"), TEXT, *ENUMS]
_ORDERED = (NumberType, MoneyType, DateType, DateTimeType, DurationType)


def both(rng: random.Random, zh: str, en: str) -> Both:
    """A name with its alias, or without one."""
    return Both(zh, en) if rng.random() < 0.8 else Both(zh, zh)


# ---------------------------------------------------------------- vocabularies

def random_vocabulary(rng: random.Random) -> RecordType:
    """Groups of fields of every type, nested records, lists of records in which lists nest."""
    records = []
    for r in range(rng.randint(1, 3)):
        fields = _fields(rng, rng.randint(1, 6), f"{r}")
        if r == 0:
            fields = (Field(both(rng, "种类", "kind"), KINDS), *fields)
            if rng.random() < 0.5:
                fields = (*fields, Field(both(rng, "日期", "date"), rng.choice([DATE, DATE, DateTimeType()]),
                                         optional=rng.random() < 0.3, decision_date=True))
        if rng.random() < 0.4:
            inner = RecordType(Both(f"组{r}.内", f"group{r}.inner"), _fields(rng, rng.randint(1, 3), f"{r}i"))
            fields = (*fields, _flagged(rng, Both("内", "inner"), inner))
        records.append(_flagged(rng, both(rng, f"组{r}", f"group{r}"), RecordType(Both(f"组{r}", f"group{r}"), fields),
                                plain=r == 0))
    lists = [_list(rng, n) for n in range(rng.randint(0, 2))]
    return RecordType(Both("", ""), (*records, *lists))


def _fields(rng: random.Random, count: int, suffix: str) -> tuple[Field, ...]:
    types = [*SCALARS, SetType(KINDS), SetType(PLACES), SetType(TEXT), ManyType(TEXT), ManyType(LEVELS), ManyType(WHOLE)]
    return tuple(_flagged(rng, both(rng, f"项{suffix}{i}", f"field{suffix}{i}"), rng.choice(types))
                 for i in range(count))


def _flagged(rng: random.Random, name: Both, type_: Type, *, plain: bool = False) -> Field:
    flag = rng.random()
    return Field(name, type_, optional=not plain and flag < 0.25, finding=not plain and 0.25 <= flag < 0.45)


def _list(rng: random.Random, n: int) -> Field:
    fields: tuple[Field, ...] = (
        Field(both(rng, "名称", "name"), TEXT), _flagged(rng, both(rng, "金额", "amount"), MONEY),
        *_fields(rng, rng.randint(1, 4), f"l{n}"))
    if rng.random() < 0.3:
        fields = fields[::2]
    if rng.random() < 0.4:
        inner = RecordType(Both(f"列{n}.内", f"list{n}.inner"), _fields(rng, 2, f"l{n}i"))
        fields = (*fields, _flagged(rng, Both("内", "inner"), inner))
    if rng.random() < 0.3:
        inner = RecordType(Both(f"列{n}.子", f"list{n}.sub"), _fields(rng, 2, f"l{n}s"))
        fields = (*fields, _flagged(rng, Both("子", "sub"), ListType(inner)))
    name = Both(f"列{n}", f"list{n}")
    return _flagged(rng, name, ListType(RecordType(name, fields)))


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


# ---------------------------------------------------------------- terms

def literal(rng: random.Random, type_: Type) -> Any:
    """A value of a type, as a policy would write it."""
    match type_:
        case BoolType():
            return rng.random() < 0.5
        case NumberType(whole=True):
            return rng.choice([0, 1, 2, 18, 60])
        case NumberType():
            return rng.choice([0, Decimal("1.5"), Fraction(1, 3), 2])
        case MoneyType():
            return rng.choice([0, 100, 2500, Fraction(201, 2)])
        case DateType():
            return rng.choice(DAYS)
        case DateTimeType():
            return dt.datetime.combine(rng.choice(DAYS), dt.time(rng.choice([0, 9])))
        case DurationType(unit=unit):
            return Duration(rng.choice([0, 1, 5, 30]), unit)
        case TextType():
            return rng.choice(TEXTS)
        case EnumType(values=values):
            return rng.choice(values).zh
        case SetType(of=of):
            return frozenset(literal(rng, of) for _ in range(rng.randint(0, 2)))
        case ManyType(of=of):
            return tuple(literal(rng, of) for _ in range(rng.randint(0, 2)))
        case _:
            raise AssertionError(type_)


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
                type_ = rng.choice([f.type for f in readable.facts if isinstance(f.type, tuple(map(type, SCALARS)))] or [BOOL])
                return t.Compare(rng.choice(["=", "≠"]), self.value(readable, type_, depth), self.value(readable, type_, depth))
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
        kind = rng.choice(["fact", "fact", "fact", "const", "option", "parameter", "lookup", "arith", "number", "defined"])
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
                return t.Arith(rng.choice(["+", "-", "*", "/"] if not type_.whole else ["+", "-", "*"]), of(type_), of(type_), type_)
            case MoneyType():
                if rng.random() < 0.5:
                    return t.Arith(rng.choice(["+", "-"]), of(type_), of(type_), type_)
                return t.Arith(rng.choice(["*", "/"]), of(type_), of(WHOLE), type_)
            case DateType():
                unit = rng.choice(["DAYS", "WORKING_DAYS", "MONTHS", "YEARS"])
                length = t.Const(Duration(rng.choice([1, 5, 10]), unit, "CLIP" if unit in ("MONTHS", "YEARS") else None),
                                 DurationType(unit))
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
                found += [t.Defined(key, type_, s, definition.name) for s in bound if self.over.get(str(s)) == definition.over]
        return self.rng.choice(found) if found else None


# ---------------------------------------------------------------- policies

def random_model(rng: random.Random, *, rules: int = 8, depth: int = 3) -> Model:
    """A checked policy set: several policies with scopes and periods, rules of every effect, exceptions in exceptions."""
    vocabulary = random_vocabulary(rng)
    maker = TermMaker(rng, vocabulary)
    _tables(rng, maker)
    for i, type_ in enumerate([BOOL, WHOLE, DATE, LEVELS]):
        if rng.random() < 0.6:
            name = Both(f"读法{i}", f"option{i}")
            maker.options[name.zh] = Option(name, type_, literal(rng, type_), literal(rng, type_))
        if rng.random() < 0.6:
            name = Both(f"参数{i}", f"parameter{i}")
            maker.parameters[name.zh] = ParameterValues(name, type_, _dated(rng, type_))
    for i in range(rng.randint(0, 4)):
        _define(rng, maker, i, depth)
    heads = {f"政策{i}": PolicyHead(
        Both(f"政策{i}", f"policy{i}"), f"题{i}", primary=i == 0 or rng.random() < 0.4, period=_period(rng, 0.25),
        scope=maker.truth(maker.root, 1) if rng.random() < 0.3 else None) for i in range(rng.randint(1, 3))}
    made = tuple(_rule(rng, maker, i, sorted(heads), depth) for i in range(rng.randint(1, rules)))
    date = next((f.path for f in maker.root.facts if f.path[-1] == "日期" and f.scope is None), None)
    return Model(vocabulary, heads, made, maker.options, maker.parameters, maker.tables, maker.definitions, (), (), (), (),
                 date, "sha256:" + "0" * 64)


def _tables(rng: random.Random, maker: TermMaker) -> None:
    if rng.random() < 0.6:
        columns: dict[str, Type] = {"名": TEXT, "级": LEVELS, "数": WHOLE}
        rows = {key: {"名": key, "级": rng.choice(["省", "市"]), "数": Decimal(i)} for i, key in enumerate(rng.sample(TEXTS, 2))}
        maker.tables["名录"] = Table(Both("名录", "table"), columns, tuple(Both(c, c) for c in columns), "名", rows)
    if rng.random() < 0.5:
        days = {day: {"日": day, "上班": rng.random() < 0.5} for day in DAYS}
        maker.tables["日历"] = Table(Both("日历", "calendar"), {"日": DATE, "上班": BOOL}, (Both("日", "day"), Both("上班", "works")),
                                   "日", days, purpose="working_calendar")


def _dated(rng: random.Random, type_: Type) -> tuple[Dated, ...]:
    starts = sorted(rng.sample(DAYS, rng.randint(1, 2)))
    ends = [*(d - dt.timedelta(days=1) for d in starts[1:]), None]
    return tuple(Dated(Period(s, e), literal(rng, type_)) for s, e in zip(starts, ends, strict=True))


def _define(rng: random.Random, maker: TermMaker, i: int, depth: int) -> None:
    name = Both(f"定义{i}", f"definition{i}")
    lists = [f for f in maker.root.lists() if isinstance(f.type, ListType)]
    if lists and rng.random() < 0.4:
        over = rng.choice(lists)
        scope, inner = maker.bind(over, maker.root)
        maker.definitions[name.zh] = Definition(name, maker.truth(inner, depth - 1), scope, over)
    else:
        body = (maker.truth(maker.root, depth - 1) if rng.random() < 0.7
                else maker.value(maker.root, rng.choice([WHOLE, DATE, MONEY, LEVELS]), 2))
        maker.definitions[name.zh] = Definition(name, body)


def _period(rng: random.Random, chance: float) -> Period:
    start = rng.choice(DAYS) if rng.random() < chance else None
    end = rng.choice(DAYS) if rng.random() < chance / 2 else None
    return Period(start, end)


def _rule(rng: random.Random, maker: TermMaker, i: int, heads: list[str], depth: int) -> Rule:
    each, readable = None, maker.root
    if readable.lists() and rng.random() < 0.45:
        over = rng.choice([f for f in readable.lists()])
        scope, readable = maker.bind(over, readable)
        each = Each(over, scope)
    when = maker.truth(readable, rng.randint(0, depth)) if rng.random() < 0.8 else None
    effect = _effect(rng, maker, readable, each, depth)
    name = Both(f"规则{i}", f"rule{i}")
    return Rule(
        f"规则{i}", name, rng.choice(heads), "procedure", effect, (Citation("文", f"第{i}条"),), _period(rng, 0.2), each,
        when, tuple(_exception(rng, maker, readable, heads, f"{i}.{n}", 2) for n in range(rng.choice([0, 0, 1, 2]))),
        _message(rng, maker, readable) if rng.random() < 0.3 else None)


def _exception(rng: random.Random, maker: TermMaker, readable: Readable, heads: list[str], key: str, depth: int
               ) -> ExceptionRule:
    inner = rng.choice([0, 0, 1, 2]) if depth > 0 else 0
    return ExceptionRule(
        f"例外{key}", Both(f"例外{key}", f"exception{key}"), maker.truth(readable, 1) if rng.random() < 0.9 else None,
        _period(rng, 0.2), (Citation("例", key),),
        tuple(_exception(rng, maker, readable, heads, f"{key}.{n}", depth - 1) for n in range(inner)),
        policy=rng.choice([*heads, ""]))


def _effect(rng: random.Random, maker: TermMaker, readable: Readable, each: Each | None, depth: int) -> Effect:
    message = _message(rng, maker, readable)
    maybe = message if rng.random() < 0.7 else None
    fee = each is not None and isinstance(each.over.type, ListType)
    match rng.choice(["permit", "permit", "forbid", "refuse", "refuse", "correct", "oblige", "exempt", "charge", "warn"]):
        case "permit":
            return Permit(maybe)
        case "forbid":
            return Forbid(message)
        case "refuse":
            return Require(maker.truth(readable, depth - 1), True, maybe)
        case "correct":
            return Require(maker.truth(readable, depth - 1), False, maybe)
        case "oblige":
            due = maker.value(readable, DATE, 2) if rng.random() < 0.5 else None
            return Oblige(Both("办", "do"), rng.choice([None, "人员"]), maybe, due)
        case "exempt" if fee or rng.random() < 0.3:
            return Exempt(None if fee and rng.random() < 0.8 else rng.choice(TEXTS), maybe)
        case "charge" if fee or rng.random() < 0.3:
            amount = maker.value(readable, MONEY, 1) if rng.random() < 0.7 else None
            return Charge(None if fee and rng.random() < 0.6 else rng.choice(TEXTS), amount, maybe)
        case _:
            return Warn(message)


def _message(rng: random.Random, maker: TermMaker, readable: Readable) -> Message:
    parts: list[Any] = ["须"]
    if rng.random() < 0.4:
        plain = [f for f in readable.facts if not isinstance(f.type, RecordType | ListType)]
        parts += [rng.choice(plain), "。"] if plain else []
    if rng.random() < 0.1:
        parts.append(MissingItems())
    return Message(tuple(parts))


# ---------------------------------------------------------------- facts

@define
class Manner:
    """How facts are given: how many are missing, how many are wrong, in which language and shape."""

    missing: float = 0.0
    wrong: float = 0.0
    english: float = 0.0
    odd_shapes: float = 0.0


MANNERS = [Manner(), Manner(), Manner(english=1.0), Manner(missing=0.15), Manner(missing=0.35, english=0.3),
           Manner(missing=0.7, odd_shapes=0.2), Manner(odd_shapes=0.4), Manner(missing=0.2, wrong=0.04)]


def random_facts(rng: random.Random, vocabulary: RecordType, manner: Manner) -> Any:
    """One proposed action."""
    return _record(rng, vocabulary, evolve(manner, odd_shapes=0.0)) if rng.random() < 0.9 else _record(
        rng, vocabulary, manner)


def _record(rng: random.Random, type_: RecordType, manner: Manner) -> Any:
    given: dict[str, Any] = {}
    english = rng.random() < manner.english
    for f in type_.fields:
        if rng.random() < manner.missing:
            continue
        name = f.name.en if english else f.name.zh
        if rng.random() < manner.wrong / 3:
            name = rng.choice([name + "x", f.name.zh, f.name.en])
            given[f.name.en] = _given(rng, f.type, manner)
        if f.may_be_absent and rng.random() < 0.25:
            given[name] = None
        elif rng.random() < manner.wrong:
            given[name] = rng.choice([None, "错", 7, -1, 2.5, True, [], {}, [1], 10**60, "2025-02-30", dt.date(2025, 1, 1)])
        else:
            given[name] = _given(rng, f.type, manner)
    shape = rng.random()
    if shape < manner.odd_shapes / 2:
        return MappingProxyType(given)
    if shape < manner.odd_shapes:
        return SimpleNamespace(**given)
    return given


def same_shape(rng: random.Random, type_: RecordType, given: Any) -> Any:
    """Other facts with the same keys, as the same form would send them; now and then a field is null or not."""
    if not isinstance(given, dict):
        return given
    out: dict[str, Any] = {}
    for key, value in given.items():
        f = type_.get(key)
        if f is None:
            out[key] = value
        elif isinstance(f.type, RecordType) and isinstance(value, dict):
            out[key] = same_shape(rng, f.type, value)
        elif isinstance(f.type, ListType) and isinstance(value, list):
            like = [same_shape(rng, f.type.of, rng.choice(value)) for _ in range(rng.choice([1, 2, 3]))] if value else []
            out[key] = like if rng.random() < 0.8 else []
        elif value is None or isinstance(f.type, RecordType | ListType):
            out[key] = value
        else:
            out[key] = None if f.may_be_absent and rng.random() < 0.2 else _given(rng, f.type, Manner())
    return out


def _given(rng: random.Random, type_: Type, manner: Manner) -> Any:
    match type_:
        case RecordType():
            return _record(rng, type_, manner)
        case ListType(of=of):
            items: Any = [_record(rng, of, manner) for _ in range(rng.choice([0, 1, 1, 2, 3]))]
            return tuple(items) if rng.random() < 0.1 else items
        case SetType(of=of):
            held = [_given(rng, of, manner) for _ in range(rng.choice([0, 1, 2, 3]))]
            return rng.choice([list, list, tuple, set, frozenset])(held)
        case ManyType(of=of):
            return [_given(rng, of, manner) for _ in range(rng.choice([0, 1, 2, 3]))]
        case EnumType(values=values, open=open_):
            if open_ and rng.random() < 0.2:
                return "别处"
            return rng.choice(values)[rng.randint(0, 1)]
        case BoolType() | TextType():
            return literal(rng, type_)
        case NumberType(whole=True):
            return rng.choice([0, 1, 2, 17, 18, 60])
        case NumberType():
            return rng.choice([0, 1, 1.5, Decimal("0.5"), Fraction(1, 3), 2])
        case MoneyType():
            return rng.choice([0, 1, 25, 25.5, "12.50", Decimal("1.01"), 0.0])
        case DateType():
            day = rng.choice([*DAYS, dt.date(2000, 2, 29), dt.date(1, 1, 1), dt.date(9999, 12, 31)])
            return rng.choice([day, day.isoformat(), f"{day.year:04}年{day.month}月{day.day}日"])
        case DateTimeType():
            moment = literal(rng, type_)
            return rng.choice([moment, moment.isoformat(), moment.isoformat() + "+00:00"])
        case DurationType(unit=unit):
            return rng.choice([1, 5, Duration(5, unit), "5日" if unit == "DAYS" else "5 hours"])
        case _:
            raise AssertionError(type_)


# ---------------------------------------------------------------- Hypothesis

@st.composite
def models(draw: Any, rules: int = 8, depth: int = 3) -> Model:
    """Checked policies."""
    return random_model(draw(st.randoms(use_true_random=False)), rules=rules, depth=depth)


@st.composite
def cases(draw: Any, model: Model) -> Any:
    """Facts for a policy, in any manner."""
    rng = draw(st.randoms(use_true_random=False))
    return random_facts(rng, model.vocabulary, rng.choice(MANNERS))
