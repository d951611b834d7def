"""Small changes to a policy, of the kinds a slip of the pen makes, each said in both languages with its place."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

from attrs import evolve, field, frozen

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
from bangban.policy.types import BoolType, EnumType
from bangban.policy.values import show
from bangban.source import NOWHERE, Span
from bangban.testing.changed_conditions import Kind, changes, neighbours
from bangban.testing.conditions import (
    PARTS,
    Spot,
    Touch,
    all_exceptions,
    home_sources,
    is_home,
    mapped,
    put,
    reads_of,
    spots,
    with_exception,
    with_rule,
)
from bangban.words import Both

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
    for kind, words, term, span in changes(spot, model):
        if any(term == other for other in made):
            continue
        made.append(term)

        def make(m: Model, term: t.Term | None = term) -> Model:
            return put(m, spot, term)

        yield Mutant(kind, Both(f"{where.zh}:{words.zh}", f"{where.en}: {words.en}"), frozenset({owner(spot)}), make,
                     spot.span if span is NOWHERE else span, silent=spot.part == "amount")


# ---------------------------------------------------------------- parameters and options

def _parameters(model: Model, read: frozenset[Touch]) -> Iterator[Mutant]:
    home = home_sources(model)
    for key, parameter in model.parameters.items():
        if ("parameter", key) not in read or not home(parameter.span):
            continue
        for i, dated in enumerate(parameter.values):
            changes = [evolve(dated, value=v) for v in neighbours(dated.value, parameter.type)]
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
