"""What in a policy set does nothing: rules that never fire, permits always refused, rules that add nothing, and so on.

Each question is put about one rule and only what it reads; rules that might stand in for it are taken in one by one,
as the cases found call for them. That a permit and a forbid can meet is no finding: that is what forbids are for.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bangban.policy.model import Charge, ExceptionRule, Exempt, Forbid, Model, Oblige, Permit, Require, Rule, Warn
from bangban.policy.phrase import phrase
from bangban.problems import Problem, Related
from bangban.prove.backend import Answer, Sat, Unknown
from bangban.prove.batches import Completed, batches
from bangban.prove.compare import exists
from bangban.prove.conditions import Path, Side
from bangban.prove.formula import Node, Var, evaluate
from bangban.prove.found import (
    AddsNothing,
    AlwaysOverridden,
    BackupGuard,
    ExceptionNeverMatters,
    FactsNeverMatter,
    IdleUnderReading,
    NeverFires,
    NotSettled,
)
from bangban.prove.gaps import gaps
from bangban.prove.idle_exceptions import Exceptions
from bangban.prove.matters import facts_that_never_matter
from bangban.prove.question import Question
from bangban.prove.reading import exception_terms, options_read, rule_terms
from bangban.prove.searching import Searching
from bangban.prove.to_smt import NO_ENV
from bangban.prove.unpermitted import nothing_permits
from bangban.prove.which import Which
from bangban.words import Both


def find(side: Side, searching: Searching, by: Sequence[Path] | None = None) -> list[Problem]:
    """Every finding about one policy set, in the order of its rules. ``by``: the facts to list unpermitted cases by."""
    finding = _Finding(side, searching)
    problems: list[Problem] = []
    dead = finding.never_fire()
    problems += [_never_fires(side.model, r) for r in dead]
    live = [r for r in side.model.rules if r not in dead]
    overridden = finding.overridden([r for r in live if isinstance(r.effect, Permit)])
    problems += [AlwaysOverridden(span=r.span, rule=r.name, by=tuple(o.name for o in by_rules))
                 for r, by_rules in overridden]
    redundant = finding.add_nothing([r for r in live if r not in {r for r, _ in overridden}])
    problems += [_adds_nothing(r, covers) for r, covers in redundant]
    exceptions = Exceptions(side, searching)
    problems += [_never_matters(side.model, r, e) for r, e in exceptions.idle(live)]
    redundant_keys = {r.key for r, _ in redundant}
    problems += [BackupGuard(span=r.span, rule=r.name)
                 for r in finding.guards([r for r in live if r.key not in redundant_keys])]
    problems += gaps(side, searching, live)
    unread = facts_that_never_matter(side, searching)
    if unread:
        problems.append(FactsNeverMatter(facts_=tuple(unread), count=len(unread)))
    problems += nothing_permits(side, searching, by)
    problems += [*finding.unsettled, *exceptions.unsettled]
    return problems


def _never_fires(model: Model, rule: Rule) -> Problem:
    options = options_read(rule_terms(rule), model)
    if options:
        return IdleUnderReading(span=rule.span, rule=rule.name, options=options)
    return NeverFires(span=rule.span, rule=rule.name)


def _never_matters(model: Model, rule: Rule, exception: ExceptionRule) -> Problem:
    options = options_read([*rule_terms(rule), *exception_terms(exception)], model)
    if options:
        return IdleUnderReading(span=exception.span, rule=exception.name, options=options)
    return ExceptionNeverMatters(span=exception.span, exception=exception.name, rule=rule.name)


def _adds_nothing(rule: Rule, covers: list[Rule]) -> AddsNothing:
    note = Both("它已包括前一条的每种情形", "it covers every case of the other")
    related = tuple(Related(c.span, note) for c in covers)
    return AddsNothing(span=rule.span, rule=rule.name, covers=tuple(c.name for c in covers), related=related)


class _Finding:
    def __init__(self, side: Side, searching: Searching) -> None:
        self.side, self.searching = side, searching
        self.policy, self.arena, self.model = side.policy, side.space.arena, side.model
        self.unsettled: list[Problem] = []
        self._questions: dict[str, Question] = {}

    def fires(self, rule: Rule) -> Node:
        return self.policy.some_element(rule).t

    def _not_settled(self, rule: Rule, answer: Answer) -> None:
        if isinstance(answer, Unknown):
            self.unsettled.append(NotSettled(span=rule.span, what=rule.name))

    # ------------------------------------------------------------ rules that never fire

    def never_fire(self) -> list[Rule]:
        """Rules that no case ever calls for."""
        dead: list[Rule] = []
        for some in batches(self.model.rules):
            nodes = [self.fires(r) for r in some]
            question = self.searching.question([], nodes)
            seen: list[Mapping[Var, Any]] = []
            for rule, node in zip(some, nodes, strict=True):
                if any(evaluate(question.small.write(node), values) for values in seen[-3:]):
                    continue
                answer = question.check([node])
                self._not_settled(rule, answer)
                if isinstance(answer, Sat):
                    seen.append(answer.values)
                elif not isinstance(answer, Unknown):
                    dead.append(rule)
            self.searching.note(question)
        return dead

    # ------------------------------------------------------------ permits that are always refused

    def overridden(self, permits: list[Rule]) -> list[tuple[Rule, list[Rule]]]:
        """Permits that hold only where something refuses, with the rules that refuse there."""
        left = {r.key: r for r in permits}
        nodes = {r.key: self.fires(r) for r in permits}
        question = Question(self.side.space, [self.policy.verdicts["permit"]], list(nodes.values()),
                            self.searching.budget, self.searching.make, few=True)
        suspects: list[Rule] = []
        which = Which(nodes.items())
        while left:
            key, rule = next(iter(left.items()))
            del left[key]
            answer = question.check([nodes[key]])
            self._not_settled(rule, answer)
            if isinstance(answer, Sat):
                for other in which.hold(answer.values, question.small.write):
                    left.pop(other, None)
            elif not isinstance(answer, Unknown):
                suspects.append(rule)
        self.searching.note(question)
        found: list[tuple[Rule, list[Rule]]] = []
        for rule in suspects:
            # with short lists only it was never permitted: ask again of lists of any length
            shortened = question.small.shortened
            if not shortened or self.searching.possible(self.side.permit & self.side.fires(rule.key)) is False:
                found.append((rule, self._refusing_there(rule)))
        return found

    def _refusing_there(self, rule: Rule) -> list[Rule]:
        """The rules that together refuse wherever a permit holds; none where something else stands in the way."""
        refusing = self.policy.refusing()
        covers = self._covered(self.fires(rule), {r.key for r in refusing}, self._which(refusing))
        return covers or []

    # ------------------------------------------------------------ rules that add nothing

    def add_nothing(self, rules: list[Rule]) -> list[tuple[Rule, list[Rule]]]:
        """Rules whose every case other rules of the same kind cover, with those. Of two alike the later is named."""
        found: list[tuple[Rule, list[Rule]]] = []
        gone: set[str] = set()
        for group in _alike(rules).values():
            which = self._which(group)
            for rule in reversed(group):
                others = [r for r in group if r is not rule and r.key not in gone]
                if others and (covers := self._covered_rule(rule, others, which)):
                    found.append((rule, covers))
                    gone.add(rule.key)
        order = {r.key: i for i, r in enumerate(self.model.rules)}
        return sorted(found, key=lambda f: order[f[0].key])

    def _which(self, rules: Sequence[Rule]) -> Which[Rule]:
        return Which((r, self.fires(r)) for r in rules)

    def _covered_rule(self, rule: Rule, others: list[Rule], which: Which[Rule]) -> list[Rule] | None:
        if rule.each is None:
            return self._covered(self.fires(rule), {o.key for o in others}, which)
        # of one element: another rule must fire for the same one, or at all
        _, sequence = self.policy.terms.elements(rule.each.over, NO_ENV)
        if sequence is None:
            return None

        def here(other: Rule, index: int) -> Node:
            same = other.each is not None and other.each.over.path == rule.each.over.path  # type: ignore[union-attr]
            return self.policy.state(other, sequence.element(index)).t if same else self.fires(other)

        covers: list[Rule] = []
        if isinstance(rule.effect, Exempt | Charge | Oblige):
            others = [o for o in others if o.each is not None and o.each.over.path == rule.each.over.path]
        while True:
            chosen = tuple(covers)
            node = exists(self.side.space, sequence, lambda i, c=chosen: self.arena.all(
                [self.policy.state(rule, sequence.element(i)).t, *(self.arena.not_(here(o, i)) for o in c)]))
            question = self.searching.question([node])
            answer = question.check()
            self._not_settled(rule, answer)
            if not isinstance(answer, Sat):
                return None if isinstance(answer, Unknown) else covers
            values = Completed(answer.values, self.side)
            memo: dict[int, bool] = {}
            places = question.small.places.get(sequence, 1)
            lone = [i for i in range(places) if evaluate(question.small.write(self.arena.both(
                sequence.filled(i), self.policy.state(rule, sequence.element(i)).t)), values, memo)]
            new = [o for o in others if o not in covers and any(
                evaluate(question.small.write(here(o, i)), values, memo) for i in lone)]
            if not new:
                return None
            covers += new

    def _covered(self, node: Node, others: set[str], which: Which[Rule]) -> list[Rule] | None:
        """Rules of which some fires in every case of a formula; None where there is a case with none of them."""
        covers: list[Rule] = []
        while True:
            missing = {self.arena.not_(self.fires(o)).id: o for o in covers}
            assumed = [self.arena.not_(self.fires(o)) for o in covers]
            question = self.searching.question([node], [self.arena.all(assumed)] if assumed else [])
            answer = question.check(assumed)
            if isinstance(answer, Unknown):
                return None
            if not isinstance(answer, Sat):
                core = {n.id for n in answer.core}
                written = {question.small.write(a).id: missing[a.id] for a in assumed}
                return [o for i, o in written.items() if i in core]
            taken = {o.key for o in covers}
            new = [o for o in which.hold(Completed(answer.values, self.side), question.small.write)
                   if o.key in others and o.key not in taken]
            if not new:
                return None
            covers += new

    # ------------------------------------------------------------ back-up guards

    def guards(self, rules: list[Rule]) -> list[Rule]:
        """Refusing rules that nothing permitted ever meets: without them every case would still be refused."""
        refusing = [r for r in rules if isinstance(r.effect, Forbid) or (
            isinstance(r.effect, Require) and r.effect.refuses)]
        found = []
        permitted, which = self.policy.permitted.t, self._which(refusing)
        for some in batches(refusing):
            question = self.searching.question([permitted], [self.fires(r) for r in some])
            for rule in some:
                if self._never_decides(question, rule, which):
                    found.append(rule)
            self.searching.note(question)
        return found

    def _never_decides(self, question: Question, rule: Rule, which: Which[Rule]) -> bool:
        against: list[Node] = []
        taken: set[str] = {rule.key}
        while True:
            answer = question.check([self.fires(rule), *against])
            self._not_settled(rule, answer)
            if not isinstance(answer, Sat):
                return not isinstance(answer, Unknown)
            values = Completed(answer.values, self.side)
            new = [o for o in which.hold(values, question.small.write) if o.key not in taken]
            if not new:
                return False
            taken.update(o.key for o in new)
            against += [self.arena.not_(self.fires(o)) for o in new]


def _alike(rules: list[Rule]) -> dict[tuple[Any, ...], list[Rule]]:
    """Rules that do the same when they fire, together."""
    groups: dict[tuple[Any, ...], list[Rule]] = {}
    for rule in rules:
        match rule.effect:
            case Permit():
                key: tuple[Any, ...] = ("permit",)
            case Forbid() | Require(refuses=True):
                key = ("refuse",)
            case Require():
                key = ("correct",)
            case Oblige(duty=duty, actor=actor, due=due):
                key = ("oblige", duty.zh, actor, phrase(due, "zh") if due else "")
            case Exempt(item=item):
                key = ("exempt", item)
            case Charge(item=item, amount=amount):
                key = ("charge", item, phrase(amount, "zh") if amount else "")
            case Warn():
                continue
        groups.setdefault(key, []).append(rule)
    return groups
