"""Where conditions stand in a policy: each condition with its owner, its atoms, and how another is put in its stead."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Literal, assert_never

from attrs import evolve, field, frozen

from bangban.lint.walk import children, parts
from bangban.policy import terms as t
from bangban.policy.meaning import World, truth
from bangban.policy.model import Charge, ExceptionRule, Model, Require, Rule
from bangban.policy.types import BoolType
from bangban.source import NOWHERE, Span
from bangban.words import Both

Part = Literal["scope", "when", "requirement", "exception", "definition", "amount"]
PARTS: Mapping[Part, Both] = {
    "scope": Both("适用范围", "scope"), "when": Both("当", "when"), "requirement": Both("要求", "require"),
    "exception": Both("除非", "unless"), "definition": Both("定义", "define"), "amount": Both("应收", "charge")}


@frozen
class Spot:
    """One condition, or value, of a set. ``key`` is its owner's; of an exception's, the exception's own."""

    part: Part
    key: str
    name: Both
    term: t.Term
    rule: str | None = None  # the first rule it decides on, where there is one
    span: Span = field(default=NOWHERE, eq=False)


def home_sources(model: Model) -> Callable[[Span], bool]:
    """Whether something stands in a file of the loaded policies; imported ones have cases of their own."""
    own, others = set[str](), set[str]()
    for span, primary in [*((h.span, h.primary) for h in model.heads.values()),
                          *((r.span, model.heads[r.policy].primary) for r in model.rules)]:
        (own if primary else others).add(span.source.name)
    folders = {name.rpartition("/")[0] for name in own}

    def is_home(span: Span) -> bool:
        name = span.source.name
        return name in own or (name not in others and name.rpartition("/")[0] in folders)
    return is_home


def is_home(exception: ExceptionRule, model: Model) -> bool:
    """Whether an exception belongs to a loaded policy."""
    head = model.heads.get(exception.policy)
    return head is None or head.primary


def spots(model: Model) -> Iterator[Spot]:
    """Every condition of the loaded policies that decides something, each once: scopes, definitions, then rules."""
    home = home_sources(model)
    for key, head in sorted(model.heads.items()):
        if head.primary and head.scope is not None:
            yield Spot("scope", key, head.name, head.scope, None, head.span)
    for key, definition in sorted(model.definitions.items()):
        if home(definition.span):
            yield Spot("definition", key, definition.name, definition.body, None, definition.span)
    seen: set[str] = set()
    for rule in model.rules:
        home_rule = model.heads[rule.policy].primary
        if home_rule and rule.when is not None:
            yield Spot("when", rule.key, rule.name, rule.when, rule.key, rule.span)
        if home_rule and isinstance(rule.effect, Require):
            yield Spot("requirement", rule.key, rule.name, rule.effect.condition, rule.key, rule.span)
        if home_rule and isinstance(rule.effect, Charge) and rule.effect.amount is not None:
            yield Spot("amount", rule.key, rule.name, rule.effect.amount, rule.key, rule.span)
        for exception in all_exceptions(rule.exceptions):
            if is_home(exception, model) and exception.condition is not None and exception.key not in seen:
                seen.add(exception.key)
                yield Spot("exception", exception.key, exception.name, exception.condition, rule.key, exception.span)


def all_exceptions(some: Iterable[ExceptionRule]) -> Iterator[ExceptionRule]:
    """Exceptions and the exceptions to them."""
    for exception in some:
        yield exception
        yield from all_exceptions(exception.exceptions)


# ---------------------------------------------------------------- putting another in its stead

def put(model: Model, spot: Spot, term: t.Term | None) -> Model:
    """The model with another condition (or none) at a spot."""
    match spot.part:
        case "scope":
            return evolve(model, heads={**model.heads, spot.key: evolve(model.heads[spot.key], scope=term)})
        case "definition":
            assert term is not None
            changed = evolve(model.definitions[spot.key], body=term)
            return evolve(model, definitions={**model.definitions, spot.key: changed})
        case "when":
            return with_rule(model, spot.key, lambda r: evolve(r, when=term))
        case "requirement":
            return with_rule(model, spot.key, lambda r: evolve(r, effect=evolve(r.effect, condition=term)))
        case "amount":
            return with_rule(model, spot.key, lambda r: evolve(r, effect=evolve(r.effect, amount=term)))
        case "exception":
            return with_exception(model, spot.key, lambda e: evolve(e, condition=term))
        case _:
            assert_never(spot.part)


def with_rule(model: Model, key: str, change: Any) -> Model:
    """The model with one rule changed; ``change`` gives None to take it out."""
    rules = [change(r) if r.key == key else r for r in model.rules]
    return evolve(model, rules=tuple(r for r in rules if r is not None))


def with_exception(model: Model, key: str, change: Any) -> Model:
    """The model with one exception changed wherever it stands; ``change`` gives None to take it out."""
    def changed(some: tuple[ExceptionRule, ...]) -> tuple[ExceptionRule, ...]:
        out: list[ExceptionRule] = []
        for exception in some:
            new = change(exception) if exception.key == key else evolve(
                exception, exceptions=changed(exception.exceptions))
            if new is not None:
                out.append(new)
        return tuple(out)

    rules = tuple(evolve(r, exceptions=changed(r.exceptions)) if any(
        e.key == key for e in all_exceptions(r.exceptions)) else r for r in model.rules)
    return evolve(model, rules=rules)


def substitute(term: t.Term, target: t.Term, new: t.Term) -> t.Term:
    """The term with one part of it (that very object) replaced."""
    return mapped(term, lambda part: new if part is target else None)


def mapped(term: t.Term, change: Any) -> t.Term:
    """The term with every part for which ``change`` gives another replaced, outermost first; the same object where
    nothing changes."""
    found = change(term)
    if found is not None:
        return found  # type: ignore[no-any-return]
    new: dict[str, Any] = {}
    for slot in _SLOTS.get(type(term), ()):
        old = getattr(term, slot)
        if isinstance(old, tuple):
            made = tuple(mapped(o, change) for o in old)
            if any(a is not b for a, b in zip(made, old, strict=True)):
                new[slot] = made
        elif old is not None:
            changed = mapped(old, change)
            if changed is not old:
                new[slot] = changed
    return evolve(term, **new) if new else term


_SLOTS: dict[type, tuple[str, ...]] = {
    t.Not: ("operand",), t.All: ("operands",), t.Any_: ("operands",), t.Compare: ("left", "right"),
    t.Between: ("operand", "low", "high"), t.OneOf: ("item", "values"), t.InTable: ("item",),
    t.Contains: ("container", "items"), t.Reaches: ("birth", "years"), t.Quantified: ("body",), t.Count: ("body",),
    t.Distinct: ("value", "body"), t.Sum: ("value", "body"), t.Lookup: ("key",), t.Arith: ("left", "right")}


# ---------------------------------------------------------------- atoms

@frozen
class Atom:
    """A condition without 且, 或, 非 or a quantifier at its top. ``bound``: the elements it speaks of, outermost first.
    """

    term: t.Term
    bound: tuple[tuple[t.Fact, str], ...] = ()
    switched_off: bool = False  # the chosen readings (选项) alone decide what it stands in


def atoms(term: t.Term, model: Model) -> Iterator[Atom]:
    """The atoms of a term, also those inside counts and sums, in the order written; options are no atoms."""
    yield from _atoms(term, model, (), False)


def _atoms(term: t.Term, model: Model, bound: tuple[tuple[t.Fact, str], ...], off: bool) -> Iterator[Atom]:
    off = off or settled(term, model) is not None
    match term:
        case t.Not() | t.All() | t.Any_():
            for child in children(term):
                yield from _atoms(child, model, bound, off)
        case t.Quantified(over=over, scope=scope, body=body):
            yield from _atoms(body, model, (*bound, (over, scope)), off)
        case t.Count(over=over, scope=scope, body=body) | t.Distinct(over=over, scope=scope, body=body) | \
                t.Sum(over=over, scope=scope, body=body):
            if body is not None:
                yield from _atoms(body, model, (*bound, (over, scope)), off)
        case t.OptionValue():
            return
        case _:
            if isinstance(term.type, BoolType) and not _only_options(term):
                yield Atom(term, bound, off)
            for child in children(term):
                if any(isinstance(p.term, t.Count | t.Distinct | t.Sum) for p in parts(child)):
                    yield from _atoms(child, model, bound, off)


def _only_options(term: t.Term) -> bool:
    """Whether a term reads the chosen options and nothing else."""
    leaves = [p.term for p in parts(term) if not children(p.term)]
    return any(isinstance(x, t.OptionValue) for x in leaves) and all(
        isinstance(x, t.OptionValue | t.Const) for x in leaves)


def settled(term: t.Term, model: Model) -> bool | None:
    """What the chosen options alone make of a condition; None where facts decide."""
    match term:
        case t.Not(operand=operand):
            inner = settled(operand, model)
            return None if inner is None else not inner
        case t.All(operands=operands):
            found = [settled(o, model) for o in operands]
            return False if False in found else (None if None in found else True)
        case t.Any_(operands=operands):
            found = [settled(o, model) for o in operands]
            return True if True in found else (None if None in found else False)
        case t.Defined(key=key) if isinstance(term.type, BoolType):
            return settled(model.definitions[key].body, model)
        case _ if isinstance(term.type, BoolType) and _only_options(term):
            return truth(term, World(model, {}, dt.date.min)) is True
        case _:
            return None


# ---------------------------------------------------------------- what reads what

Touch = tuple[str, str]  # ("rule" | "definition" | "parameter" | "option" | "policy", its key)


def reads_of(model: Model) -> dict[str, frozenset[Touch]]:
    """For each rule, everything that what it decides may hang on: definitions and what they read, parameters, options,
    the policies its own and its exceptions' stand in, and itself."""
    known: dict[str, frozenset[Touch]] = {}
    return {r.key: frozenset(_rule_reads(r, model, known)) for r in model.rules}


def _rule_reads(rule: Rule, model: Model, known: dict[str, frozenset[Touch]]) -> set[Touch]:
    out: set[Touch] = {("rule", rule.key), ("policy", rule.policy)}
    for term in rule_terms(rule):
        out |= term_reads(term, model, known)
    for exception in all_exceptions(rule.exceptions):
        out |= {("exception", exception.key), ("policy", exception.policy)}
    for policy in {k for kind, k in out if kind == "policy" and k in model.heads}:
        scope = model.heads[policy].scope
        if scope is not None:
            out |= term_reads(scope, model, known)
    return out


def rule_terms(rule: Rule) -> Iterator[t.Term]:
    """The terms that decide whether a rule fires, and the amount it puts on a fee."""
    effect = rule.effect
    found = (rule.when, effect.condition if isinstance(effect, Require) else None,
             effect.amount if isinstance(effect, Charge) else None)
    yield from (term for term in found if term is not None)
    yield from (e.condition for e in all_exceptions(rule.exceptions) if e.condition is not None)


def term_reads(term: t.Term, model: Model, known: dict[str, frozenset[Touch]] | None = None) -> set[Touch]:
    """The definitions (and what they read in turn), parameters and options that a term reads."""
    known = {} if known is None else known
    out: set[Touch] = set()
    for part in parts(term):
        match part.term:
            case t.Defined(key=key):
                if key not in known:
                    known[key] = frozenset(term_reads(model.definitions[key].body, model, known))
                out |= {("definition", key)} | known[key]
            case t.Parameter(key=key):
                out.add(("parameter", key))
            case t.OptionValue(name=name):
                out.add(("option", name.zh))
            case _:
                pass
    return out
