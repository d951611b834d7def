"""Small changes to a policy, of the kinds a slip of the pen makes, each said in both languages with its place."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any, Literal

from attrs import evolve, field, frozen

from bangban.lint.walk import parts
from bangban.policy import terms as t
from bangban.policy.model import (
    ExceptionRule,
    Forbid,
    Message,
    Model,
    Period,
    Permit,
    Require,
    Rule,
    Warn,
)
from bangban.policy.phrase import phrase
from bangban.policy.types import BoolType, EnumType, MoneyType, NumberType
from bangban.policy.values import Duration, exact, show
from bangban.source import NOWHERE, Span
from bangban.testing.conditions import (
    PARTS,
    Spot,
    Touch,
    all_exceptions,
    atoms,
    home_sources,
    is_home,
    mapped,
    put,
    reads_of,
    spots,
    substitute,
    with_exception,
    with_rule,
)
from bangban.words import Both

Kind = Literal["rule", "part", "junction", "atom", "order", "bound", "values", "quantifier", "effect", "exception",
               "period", "option"]
Change = Callable[[Model], Model]
_A_DAY = dt.timedelta(days=1)


@frozen
class Mutant:
    """One changed policy. ``touches``: what was changed; only rules that read it can come out otherwise."""

    kind: Kind
    said: Both
    touches: frozenset[Touch]
    make: Change = field(eq=False, repr=False)
    span: Span = field(default=NOWHERE, eq=False, repr=False)
    silent: bool = False  # what rules come to may stand while what follows from it changes

    def rules(self, reads: dict[str, frozenset[Touch]]) -> frozenset[str]:
        """The rules that may come out otherwise."""
        return frozenset(key for key, read in reads.items() if read & self.touches)


def mutants(model: Model) -> list[Mutant]:
    """Every mutant of the loaded policies that cases could tell, in a fixed order, no two alike."""
    reads = reads_of(model)
    read = frozenset().union(*reads.values()) if reads else frozenset()
    out = [*_rules(model), *_exceptions(model), *_heads(model)]
    for spot in spots(model):
        if spot.part != "definition" or ("definition", spot.key) in read:  # else nothing hangs on it
            out += _conditions(spot, model)
    return [*out, *_parameters(model, read), *_options(model, read)]


def owner(spot: Spot) -> Touch:
    """What a spot belongs to, as rules read it."""
    kind = {"scope": "policy", "definition": "definition", "exception": "exception"}.get(spot.part, "rule")
    return kind, spot.key


# ---------------------------------------------------------------- whole rules

def _rules(model: Model) -> Iterator[Mutant]:
    for rule in model.rules:
        if not model.heads[rule.policy].primary:
            continue
        touches = frozenset({("rule", rule.key)})
        named = Both(f"规则「{rule.name.zh}」", f"rule “{rule.name.en}”")

        def made(change: Callable[[Rule], Rule | None], key: str = rule.key) -> Change:
            return lambda m: with_rule(m, key, change)

        yield Mutant("rule", Both(f"删去{named.zh}", f"{named.en} deleted"), touches, made(lambda _: None), rule.span)
        for words, effect in _effects(rule):
            yield Mutant("effect", Both(f"{named.zh}{words.zh}", f"{named.en}: {words.en}"), touches,
                         made(lambda r, effect=effect: evolve(r, effect=effect)),  # type: ignore[misc]
                         rule.span, silent=True)
        for words, period in _periods(rule.period):
            yield Mutant("period", Both(f"{named.zh}{words.zh}", f"{named.en}: {words.en}"), touches,
                         made(lambda r, period=period: evolve(r, period=period)), rule.span)  # type: ignore[misc]


def _effects(rule: Rule) -> Iterator[tuple[Both, Any]]:
    """The effects a slip could put in its stead."""
    words = Message(("",))
    match rule.effect:
        case Permit(message=message):
            yield Both("由准予改为禁止", "permit becomes forbid"), Forbid(message or words)
        case Forbid(message=message):
            if rule.each is None:
                yield Both("由禁止改为准予", "forbid becomes permit"), Permit(message)
            yield Both("由禁止改为警示", "forbid becomes warn"), Warn(message)
        case Require(refuses=True):
            yield Both("由拒绝改为补正", "refuse becomes correct"), evolve(rule.effect, refuses=False)
        case Require():
            yield Both("由补正改为拒绝", "correct becomes refuse"), evolve(rule.effect, refuses=True)
        case Warn(message=message):
            yield Both("由警示改为禁止", "warn becomes forbid"), Forbid(message)
        case _:
            return


def _periods(period: Period) -> Iterator[tuple[Both, Period]]:
    """A day earlier, a day later, and no bound at all."""
    for slot, words in (("start", Both("施行日", "start")), ("end", Both("失效日", "end"))):
        day: dt.date | None = getattr(period, slot)
        if day is None:
            continue
        for shift, said in ((-_A_DAY, Both("提前一天", "a day earlier")), (_A_DAY, Both("推后一天", "a day later"))):
            yield Both(f"的{words.zh}{said.zh}", f"{words.en} moved {said.en}"), evolve(period, **{slot: day + shift})
        yield Both(f"去掉{words.zh}", f"no {words.en}"), evolve(period, **{slot: None})


def _exceptions(model: Model) -> Iterator[Mutant]:
    seen: set[str] = set()
    for rule in model.rules:
        for exception in all_exceptions(rule.exceptions):
            if exception.key in seen or not is_home(exception, model):
                continue
            seen.add(exception.key)
            named = Both(f"规则「{rule.name.zh}」的例外「{exception.name.zh}」",
                         f"exception “{exception.name.en}” to rule “{rule.name.en}”")
            yield from _exception(exception, named)


def _exception(exception: ExceptionRule, named: Both) -> Iterator[Mutant]:
    touches, key = frozenset({("exception", exception.key)}), exception.key

    def made(change: Callable[[ExceptionRule], ExceptionRule | None]) -> Change:
        return lambda m: with_exception(m, key, change)

    yield Mutant("exception", Both(f"删去{named.zh}", f"{named.en} deleted"), touches, made(lambda _: None),
                 exception.span)
    if exception.condition is not None:
        yield Mutant("exception", Both(f"{named.zh}不问条件", f"{named.en} holds always"), touches,
                     made(lambda e: evolve(e, condition=None)), exception.span)
    for words, period in _periods(exception.period):
        yield Mutant("period", Both(f"{named.zh}{words.zh}", f"{named.en}: {words.en}"), touches,
                     made(lambda e, period=period: evolve(e, period=period)), exception.span)  # type: ignore[misc]


def _heads(model: Model) -> Iterator[Mutant]:
    for key, head in model.heads.items():
        if head.primary:
            for words, period in _periods(head.period):
                said = Both(f"政策「{head.name.zh}」{words.zh}", f"policy “{head.name.en}”: {words.en}")
                yield Mutant("period", said, frozenset({("policy", key)}), _with_head(key, period), head.span)


def _with_head(key: str, period: Period) -> Change:
    return lambda m: evolve(m, heads={**m.heads, key: evolve(m.heads[key], period=period)})


# ---------------------------------------------------------------- conditions

def _conditions(spot: Spot, model: Model) -> Iterator[Mutant]:
    """Every change to one condition that differs from it and from those before."""
    made: list[t.Term | None] = [spot.term]
    part = PARTS[spot.part]
    where = Both(f"「{spot.name.zh}」的{part.zh}", f"{part.en} of “{spot.name.en}”")
    for kind, words, term, span in _changes(spot, model):
        if any(term == other for other in made):
            continue
        made.append(term)

        def make(m: Model, term: t.Term | None = term) -> Model:
            return put(m, spot, term)

        yield Mutant(kind, Both(f"{where.zh}:{words.zh}", f"{where.en}: {words.en}"), frozenset({owner(spot)}), make,
                     spot.span if span is NOWHERE else span, silent=spot.part == "amount")


Changed = tuple[Kind, Both, t.Term | None, Span]


def _changes(spot: Spot, model: Model) -> Iterator[Changed]:
    top = spot.term
    if spot.part in ("when", "scope"):
        said = Both(f"去掉整个条件「{phrase(top, 'zh')}」", f"condition “{phrase(top, 'en')}” dropped")
        yield "part", said, None, top.span
    for part in parts(top):
        for kind, words, new in _of_part(part.term):
            yield kind, words, substitute(top, part.term, new), part.term.span
    for atom in atoms(top, model):
        said = Both(f"「{phrase(atom.term, 'zh')}」取反", f"“{phrase(atom.term, 'en')}” negated")
        yield "atom", said, _without_double(substitute(top, atom.term, t.Not(atom.term))), atom.term.span


def _without_double(term: t.Term) -> t.Term:
    def lifted(part: t.Term) -> t.Term | None:
        match part:
            case t.Not(operand=t.Not(operand=inner)):
                return mapped(inner, lifted)
            case _:
                return None
    return mapped(term, lifted)


def _of_part(term: t.Term) -> Iterator[tuple[Kind, Both, t.Term]]:
    """What one part of a condition could become."""
    match term:
        case t.All(operands=operands) | t.Any_(operands=operands):
            yield from _junction(term, operands)
        case t.Quantified(op=op, over=over):
            word = {"EVERY": Both("每个改为任一", "every becomes some"),
                    "SOME": Both("任一改为每个", "some becomes every")}[op]
            yield ("quantifier", Both(f"「{phrase(over, 'zh')}」{word.zh}", f"“{phrase(over, 'en')}”: {word.en}"),
                   evolve(term, op="SOME" if op == "EVERY" else "EVERY"))
        case t.Compare():
            yield from _comparison(term)
        case t.Between(low=low, high=high):
            yield from (("bound", words, evolve(term, low=new)) for words, new in _beside(low))
            yield from (("bound", words, evolve(term, high=new)) for words, new in _beside(high))
        case t.Reaches(years=years):
            for words, new in _beside(years):
                yield "bound", words, evolve(term, years=new)
        case t.OneOf(item=item, values=values):
            yield from _one_of(term, item, values)
        case t.Contains(items=items, whole=whole, mode=mode):
            if not whole and len(items) > 1:
                for i, gone in enumerate(items):
                    yield "values", _taken(gone), evolve(term, items=items[:i] + items[i + 1:])
            if whole or len(items) > 1:
                words = Both("包含全部改为包含任一", "contains_all becomes contains_any") if mode == "ALL" else Both(
                    "包含任一改为包含全部", "contains_any becomes contains_all")
                yield "quantifier", words, evolve(term, mode="ANY" if mode == "ALL" else "ALL")
        case t.Arith(left=left, right=right):
            yield from (("bound", words, evolve(term, left=new)) for words, new in _beside(left))
            yield from (("bound", words, evolve(term, right=new)) for words, new in _beside(right))
        case _:
            return


def _junction(term: t.All | t.Any_, operands: tuple[t.Term, ...]) -> Iterator[tuple[Kind, Both, t.Term]]:
    for i, gone in enumerate(operands):
        rest = operands[:i] + operands[i + 1:]
        yield ("part", Both(f"去掉「{phrase(gone, 'zh')}」", f"“{phrase(gone, 'en')}” dropped"),
               rest[0] if len(rest) == 1 else evolve(term, operands=rest))
    if isinstance(term, t.All):
        yield "junction", Both("且改为或", "and becomes or"), t.Any_(operands, span=term.span)
    else:
        yield "junction", Both("或改为且", "or becomes and"), t.All(operands, span=term.span)


_NEIGHBOUR: dict[str, tuple[t.CompareOp, ...]] = {"<": ("≤",), "≤": ("<",), ">": ("≥",), "≥": (">",)}


def _comparison(term: t.Compare) -> Iterator[tuple[Kind, Both, t.Term]]:
    for op in _NEIGHBOUR.get(term.op, ()):
        said = Both(f"「{phrase(term, 'zh')}」的 {term.op} 改为 {op}",
                    f"“{phrase(term, 'en')}”: {term.op} becomes {op}")
        yield "order", said, evolve(term, op=op)
    yield from (("bound", words, evolve(term, left=new)) for words, new in _beside(term.left))
    yield from (("bound", words, evolve(term, right=new)) for words, new in _beside(term.right))


def _beside(bound: t.Term) -> Iterator[tuple[Both, t.Term]]:
    """A constant and its neighbours: one more, one less, a day, a 分, the next value of an enum."""
    if not isinstance(bound, t.Const):
        return
    for value in _neighbours(bound.value, bound.type):
        old, new = (Both(show(v, bound.type, "zh"), show(v, bound.type, "en")) for v in (bound.value, value))
        yield (Both(f"「{old.zh}」改为「{new.zh}」", f"“{old.en}” becomes “{new.en}”"),
               t.Const(value, bound.type, span=bound.span))


def _neighbours(value: Any, type_: Any) -> list[Any]:
    if isinstance(type_, BoolType) or isinstance(value, bool):
        return []  # turning the atom round is the same
    if isinstance(type_, EnumType):
        at = type_.rank(value) if type_.canonical(value) is not None else -1
        names = [v.zh for v in type_.values]
        if type_.ordered:
            return [names[i] for i in (at - 1, at + 1) if 0 <= i < len(names)]
        return [names[(at + 1) % len(names)]] if len(names) > 1 else []
    if isinstance(type_, NumberType | MoneyType) or isinstance(value, int | Fraction):
        number = exact(value)
        return [number - 1, number + 1] if isinstance(number, int | Fraction) else []
    if isinstance(value, Duration):
        return [evolve(value, amount=value.amount - 1), evolve(value, amount=value.amount + 1)]
    if isinstance(value, dt.datetime):
        return [value - dt.timedelta(minutes=1), value + dt.timedelta(minutes=1)]
    if isinstance(value, dt.date):
        return [value - _A_DAY, value + _A_DAY]
    return []


def _one_of(term: t.OneOf, item: t.Term, values: tuple[t.Term, ...]) -> Iterator[tuple[Kind, Both, t.Term]]:
    for i, gone in enumerate(values):
        if len(values) > 1:
            yield "values", _taken(gone), evolve(term, values=values[:i] + values[i + 1:])
    if isinstance(item.type, EnumType):
        listed = {v.value for v in values if isinstance(v, t.Const)}
        last = max((i for i, v in enumerate(item.type.values) if v.zh in listed), default=-1)
        order = [*item.type.values[last + 1:], *item.type.values[:last + 1]]
        added = next((v for v in order if v.zh not in listed), None)
        if added is not None:
            new = t.Const(added.zh, item.type)
            yield "values", Both(f"加上「{added.zh}」", f"“{added.en}” added"), evolve(term, values=(*values, new))


def _taken(gone: t.Term) -> Both:
    return Both(f"去掉「{phrase(gone, 'zh')}」", f"“{phrase(gone, 'en')}” taken out")


# ---------------------------------------------------------------- parameters and options

def _parameters(model: Model, read: frozenset[Touch]) -> Iterator[Mutant]:
    home = home_sources(model)
    for key, parameter in model.parameters.items():
        if ("parameter", key) not in read or not home(parameter.span):
            continue
        for i, dated in enumerate(parameter.values):
            changes = [evolve(dated, value=v) for v in _neighbours(dated.value, parameter.type)]
            said = [Both(f"改为 {show(c.value, parameter.type, 'zh')}",
                         f"becomes {show(c.value, parameter.type, 'en')}") for c in changes]
            for words, period in _periods(dated.period):
                changes.append(evolve(dated, period=period))
                said.append(words)
            for change, words in zip(changes, said, strict=True):
                values = (*parameter.values[:i], change, *parameter.values[i + 1:])
                named = Both(f"参数「{parameter.name.zh}」{words.zh}", f"parameter “{parameter.name.en}” {words.en}")
                touches = frozenset({("parameter", key)})
                yield Mutant("bound", named, touches, _with_parameter(key, values), parameter.span)


def _with_parameter(key: str, values: Any) -> Change:
    return lambda m: evolve(m, parameters={**m.parameters, key: evolve(m.parameters[key], values=values)})


def _options(model: Model, read: frozenset[Touch]) -> Iterator[Mutant]:
    """The other readings of an option that names readings; a date or number is the loader's to choose."""
    home = home_sources(model)
    for key, option in model.options.items():
        if ("option", key) not in read or not home(option.span):
            continue
        others: list[Any] = []
        if isinstance(option.type, BoolType):
            others = [not option.value]
        elif isinstance(option.type, EnumType):
            others = [v.zh for v in option.type.values if v.zh != option.value]
        for other in others:
            words = Both(f"选项「{option.name.zh}」改取「{show(other, option.type, 'zh')}」",
                         f"option “{option.name.en}” reads “{show(other, option.type, 'en')}”")
            yield Mutant("option", words, frozenset({("option", key)}), _with_option(key, other), option.span)


def _with_option(key: str, value: Any) -> Change:
    """Every condition with another value where it reads the option."""
    def other(part: t.Term) -> t.Term | None:
        return evolve(part, value=value) if isinstance(part, t.OptionValue) and part.name.zh == key else None

    def of(term: t.Term | None) -> t.Term | None:
        return None if term is None else mapped(term, other)

    def changed(term: t.Term) -> t.Term:
        return mapped(term, other)

    def exception(e: ExceptionRule) -> ExceptionRule:
        return evolve(e, condition=of(e.condition), exceptions=tuple(exception(x) for x in e.exceptions))

    def rule(r: Rule) -> Rule:
        effect = r.effect
        if isinstance(effect, Require):
            effect = evolve(effect, condition=changed(effect.condition))
        return evolve(r, when=of(r.when), effect=effect, exceptions=tuple(exception(e) for e in r.exceptions))

    def make(m: Model) -> Model:
        return evolve(
            m, rules=tuple(rule(r) for r in m.rules),
            heads={k: evolve(h, scope=of(h.scope)) for k, h in m.heads.items()},
            definitions={k: evolve(d, body=changed(d.body)) for k, d in m.definitions.items()})
    return make
