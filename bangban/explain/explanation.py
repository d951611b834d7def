"""Why a rule fired or not: every condition with its truth, down to the atoms with the values they read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any, Literal

from attrs import frozen

from bangban.decision.wording import shown
from bangban.policy import terms as t
from bangban.policy.blame import parts
from bangban.policy.fact_names import fact_names
from bangban.policy.firing import Firing, Reach, applies, excepts, firings
from bangban.policy.meaning import World, inside, place, truth, value
from bangban.policy.model import Model, Require
from bangban.policy.phrase import phrase
from bangban.policy.values import UNKNOWN, Truth, Unknown
from bangban.words import Both, Lang

State = Literal["fires", "does_not_fire", "undetermined", "not_in_force"]
_STATES: dict[State, Both] = {
    "fires": Both("起作用", "takes effect"), "does_not_fire": Both("不起作用", "does not take effect"),
    "undetermined": Both("尚未确定", "not settled"), "not_in_force": Both("当日不适用", "not in force")}
_TRUTHS = {True: Both("是", "yes"), False: Both("否", "no"), UNKNOWN: Both("不知", "unknown")}
_DEPTH = 40


@frozen
class Step:
    """A condition, its truth, and what it rests on; an atom shows the values it read (``reads``: name and value)."""

    said: Both
    truth: Truth
    reads: tuple[tuple[Both, Both], ...] = ()
    steps: tuple[Step, ...] = ()

    def to_dict(self, lang: Lang) -> dict[str, Any]:
        """``{"condition", "truth": true|false|null, "reads": {name: value}, "steps": […]}``."""
        return {"condition": self.said.say(lang), "truth": None if isinstance(self.truth, Unknown) else self.truth,
                "reads": {n.say(lang): v.say(lang) for n, v in self.reads},
                "steps": [s.to_dict(lang) for s in self.steps]}

    def lines(self, lang: Lang, depth: int) -> Iterator[str]:
        """Indented lines, one a condition."""
        reads = "; ".join(f"{n.say(lang)} = {v.say(lang)}" for n, v in self.reads)
        line = f"{'  ' * depth}[{_TRUTHS[self.truth].say(lang)}] {self.said.say(lang)}"
        yield f"{line}  ({reads})" if reads else line
        for step in self.steps:
            yield from step.lines(lang, depth + 1)


@frozen
class RuleExplanation:
    """One rule (for one element): its state, and the steps of 当, of the requirement, and of each exception."""

    rule: str
    name: Both
    category: str
    state: State
    element: Both | None = None
    when: Step | None = None
    requirement: Step | None = None
    exceptions: tuple[tuple[Both, Step], ...] = ()
    citations: tuple[Any, ...] = ()

    def to_dict(self, lang: Lang) -> dict[str, Any]:
        """Plain data for JSON."""
        return {"rule": self.rule, "category": self.category, "state": self.state,
                "element": self.element and self.element.say(lang),
                "when": self.when and self.when.to_dict(lang),
                "requirement": self.requirement and self.requirement.to_dict(lang),
                "exceptions": [{"name": n.say(lang), **s.to_dict(lang)} for n, s in self.exceptions],
                "citations": [c.to_dict() for c in self.citations]}


@frozen(repr=False)
class Explanation:
    """What ``policy.explain`` gives: an account of each rule asked for, on a day."""

    as_of: dt.date
    rules: tuple[RuleExplanation, ...]

    def __repr__(self) -> str:
        """One line: the day, and how each rule stands."""
        said = ", ".join(f"{rule.rule}: {rule.state}" for rule in self.rules)
        return f"Explanation({self.as_of.isoformat()}, {said})"

    def to_dict(self, lang: Lang = "zh") -> dict[str, Any]:
        """``{"as_of", "rules": […]}``."""
        return {"as_of": self.as_of.isoformat(), "rules": [r.to_dict(lang) for r in self.rules]}

    def text(self, lang: Lang = "zh") -> str:
        """The account as indented text."""
        return "\n".join(line for rule in self.rules for line in _rule_lines(rule, lang))


def _rule_lines(rule: RuleExplanation, lang: Lang) -> Iterator[str]:
    where = f" · {rule.element.say(lang)}" if rule.element else ""
    yield f"{rule.name.say(lang)}{where}: {_STATES[rule.state].say(lang)}"
    labels = (Both("当", "when"), rule.when), (Both("要求", "require"), rule.requirement)
    for label, step in labels:
        if step is not None:
            yield f"  {label.say(lang)}"
            yield from step.lines(lang, 2)
    for name, step in rule.exceptions:
        yield f"  {'除非' if lang == 'zh' else 'unless'} {name.say(lang)}"
        yield from step.lines(lang, 2)


# ---------------------------------------------------------------- making

def explain(model: Model, facts: Mapping[str, Any], day: dt.date, rule: str | None = None) -> Explanation:
    """The account of one rule (by its name in either language) or of all."""
    world = World(model, facts, day)
    reach = {key: applies(head, world) for key, head in model.heads.items()}
    told: list[RuleExplanation] = []
    for r in model.rules:
        if rule is not None and rule not in r.name:
            continue
        fired = list(firings(r, world, reach))
        told += [_account(f, reach) for f in fired]
        if not fired and (reach[r.policy] is False or not r.period.covers(day)):
            told.append(RuleExplanation(r.key, r.name, r.category, "not_in_force", citations=r.citations))
    return Explanation(day, tuple(told))


def _account(firing: Firing, reach: Reach) -> RuleExplanation:
    rule, world = firing.rule, firing.world
    state: State = {True: "fires", False: "does_not_fire", UNKNOWN: "undetermined"}[firing.state]  # type: ignore[assignment]
    requirement = rule.effect.condition if isinstance(rule.effect, Require) else None
    names = None
    if firing.element is not None:
        names = fact_names(world.model.vocabulary, firing.element)
    return RuleExplanation(
        rule.key, rule.name, rule.category, state, names,
        None if rule.when is None else step(rule.when, world),
        None if requirement is None else step(requirement, world),
        tuple((e.name, Step(Both("例外成立", "the exception holds"), excepts(e, world, reach), (),
                            (step(e.condition, world),) if e.condition else ())) for e in rule.exceptions),
        rule.citations)


def step(term: t.Term, world: World, depth: int = 0) -> Step:
    """A condition and what it rests on."""
    said = Both(phrase(term, "zh"), phrase(term, "en"))
    found = truth(term, world)
    if depth >= _DEPTH:
        return Step(said, found)
    match term:
        case t.Not() | t.All() | t.Any_():
            return Step(said, found, (), tuple(step(p, world, depth + 1) for p in parts(term)))
        case t.Defined(key=key, scope=scope):
            definition = world.model.definitions[key]
            there = world if scope is None or definition.scope is None else inside(definition.scope, scope, world)
            return Step(said, found, (), (step(definition.body, there, depth + 1),))
        case t.Quantified(over=over, scope=scope, body=body):
            elements = world.elements(over, scope)
            if isinstance(elements, Unknown):
                return Step(said, found, _reads((over,), world))
            return Step(said, found, (), tuple(step(body, w, depth + 1) for w in elements))
        case _:
            return Step(said, found, _reads((term,), world))


def _reads(terms: tuple[t.Term, ...], world: World) -> tuple[tuple[Both, Both], ...]:
    """The facts, options, parameters and counts an atom reads, with their values."""
    found: dict[Both, Both] = {}
    for term in terms:
        match term:
            case t.Const() | t.DecisionDate():
                pass
            case t.Fact():
                found[fact_names(world.model.vocabulary, place(term, world))] = _shown(term, world)
            case t.OptionValue() | t.Parameter() | t.Count() | t.Distinct() | t.Sum() | t.Lookup():
                found[Both(phrase(term, "zh"), phrase(term, "en"))] = _shown(term, world)
            case _:
                found.update(_reads(parts(term), world))
    return tuple(found.items())


def _shown(term: t.Term, world: World) -> Both:
    found = value(term, world)
    if isinstance(found, tuple) and found and isinstance(found[0], dict):
        return Both(f"{len(found)} 项", f"{len(found)} elements")
    return Both(shown(found, term.type, "zh"), shown(found, term.type, "en"))
