"""A policy to Python: the rules that may apply to a case, folded and written as the body of one function.

Each rule becomes tests (its 当, its requirement failing, no exception holding) and what is noted when all of them hold
and when it is open. Tests that rules share are written once around them. Hits are places of rules in the policy, with
the place of the element for rules over lists: ``3`` or ``(3, 0)``; ``(3, -1)`` is a list nobody has given.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator

from bangban.decide.branches import EACH, Branch, Test, Writer, not_
from bangban.decide.fold import FALSE, TRUE, Folding, Known, conjunction, disjunction, negated, truth_of
from bangban.decide.layout import Layout
from bangban.decide.names import Names
from bangban.decide.pieces import Frame, Frames
from bangban.decide.shape import Gaps
from bangban.decide.terms_to_python import Terms
from bangban.policy import terms as t
from bangban.policy.fees import money_field
from bangban.policy.model import (
    Charge,
    ExceptionRule,
    Exempt,
    Forbid,
    Model,
    Oblige,
    Permit,
    Require,
    Rule,
    Warn,
)
from bangban.policy.types import ListType

_EACH = "each"
_FILLED = re.compile(r"(\w+)\.append\(")
_NOTED = re.compile(r"(\w+)\.append\((\d+)\)$")


class Body:
    """Writes the body for some rules of a policy, on the days around ``day``, with what is known of the facts."""

    def __init__(self, model: Model, layout: Layout, names: Names, *, day: dt.date, known: Known,
                 places: Iterable[int], gaps: Gaps, turns: frozenset[dt.date]) -> None:
        self.model, self.names, self.layout, self.day = model, names, layout, day
        self.folding = Folding(model, day, known, turns)
        self.terms = Terms(names, model)
        self.root: Frames = {None: Frame("f", layout, gaps)}
        self.reach = {key: self._reach(key) for key in model.heads}
        self.rules = [(i, model.rules[i]) for i in places
                      if model.rules[i].period.covers(day) and self.reach[model.rules[i].policy] is not FALSE]
        self.fees_by_reference = any(
            isinstance(r.effect, Charge) or (isinstance(r.effect, Exempt) and r.effect.item is not None)
            for _, r in self.rules)

    def _reach(self, key: str) -> t.Term:
        head = self.model.heads[key]
        if not head.period.covers(self.day):
            return FALSE
        return TRUE if head.scope is None else conjunction([self.folding.term(head.scope, {})])

    @property
    def applicable(self) -> t.Term:
        """Whether any of the policies loaded applies."""
        return disjunction([self.reach[key] for key, head in self.model.heads.items() if head.primary])

    # ------------------------------------------------------------ rules to tests

    def _frames(self, rule: Rule) -> Frames:
        if rule.each is None:
            return self.root
        return {**self.root, _EACH: self.root[None].inside(rule.each.over.path, EACH)}

    def _fold(self, term: t.Term | None, rule: Rule) -> t.Term:
        if term is None:
            return TRUE
        return self.folding.term(term, {} if rule.each is None else {rule.each.scope: _EACH})

    def _excepted(self, exception: ExceptionRule, rule: Rule) -> t.Term:
        if not exception.period.covers(self.day):
            return FALSE
        return conjunction([self.reach.get(exception.policy, TRUE), self._fold(exception.condition, rule),
                            *(negated(self._excepted(e, rule)) for e in exception.exceptions)])

    def _fires(self, rule: Rule) -> list[t.Term]:
        terms = [self.reach[rule.policy], self._fold(rule.when, rule)]
        if truth_of(conjunction(terms)) is False:
            return [FALSE]
        if isinstance(rule.effect, Require):
            terms.append(negated(self._fold(rule.effect.condition, rule)))
        terms += [negated(self._excepted(e, rule)) for e in rule.exceptions]
        whole = conjunction(terms)
        return list(whole.operands) if isinstance(whole, t.All) else [whole]

    def _tests(self, terms: Iterable[t.Term], rule: Rule) -> tuple[Test, ...] | None:
        """The tests of a conjunction; None where it can never hold."""
        frames = self._frames(rule)
        tests: dict[str, Test] = {}
        for term in terms:
            for part in term.operands if isinstance(term, t.All) else (term,):
                if truth_of(part) is True:
                    continue
                if truth_of(part) is False:
                    return None
                test = Test(self.terms.holds(part, frames), self.terms.fails(part, frames),
                            self.terms.certain(part, frames), _reads_element(part))
                if test.certain and test.holds == "False":
                    return None
                if not test.certain or test.holds != "True":
                    tests[test.rails] = test
        return tuple(sorted(tests.values(), key=lambda t: t.cost))

    def _branch(self, place: int, rule: Rule, terms: Iterable[t.Term], then: Iterable[str], open_: Iterable[str]
                ) -> Iterator[Branch]:
        hit = f"({place}, n)" if rule.each is not None else f"{place}"
        tests = self._tests(terms, rule)
        if tests is not None:
            noted = [tuple(line.format(hit) for line in lines) for lines in (then, open_)]
            yield Branch(rule, tests, noted[0], noted[1])

    # ------------------------------------------------------------ the verdict

    def verdict(self) -> tuple[list[str], dict[str, str]]:
        """The lines that find what decides, and the lists they fill with what is in them from the start: the rules
        that fire whatever the facts."""
        branches = [b for place, rule in self.rules for b in self._deciding(place, rule)]
        always = [b for b in branches if not b.tests and b.rule.each is None]
        lines = list(Writer(self.terms, self.root).written([b for b in branches if b not in always], "    "))
        lines += [f"    {line}" for b in always for line in b.then if not _NOTED.match(line)]
        held: dict[str, list[str]] = {name: [] for name in _FILLED.findall("\n".join(lines))}
        for name, hit in (found for b in always for line in b.then for found in _NOTED.findall(line)):
            held.setdefault(name, []).append(hit)
        return lines, {name: f"[{', '.join(held[name])}]" for name in sorted(held)}

    def _deciding(self, place: int, rule: Rule) -> Iterator[Branch]:
        fires = self._fires(rule)
        match rule.effect:
            case Forbid() | Require(refuses=True):
                yield from self._branch(place, rule, fires, ["violated.append({})"], ["gaps.append({})"])
            case Require():
                yield from self._branch(place, rule, fires, ["defects.append({})"], ["gaps.append({})"])
            case Permit():
                yield from self._branch(place, rule, fires, ["permits.append({})"], ["perhaps.append({})"])
            case Oblige():
                yield from self._branch(place, rule, fires, [], ["gaps.append({})"])
            case Exempt(item=None):
                yield from self._exempting(place, rule, fires)
            case Exempt() | Charge():
                yield from self._branch(place, rule, fires, ["fees = True"], ["fees = True"])
            case Warn():
                return

    def _exempting(self, place: int, rule: Rule, fires: list[t.Term]) -> Iterator[Branch]:
        """An exempt fee of more than nothing is a violation; one whose amount is not known is open."""
        assert rule.each is not None
        into, gaps = ("illegal", "unsure") if self.fees_by_reference else ("violated", "gaps")
        frame = self._frames(rule)[_EACH]
        of = rule.each.over.type
        money = money_field(of.of) if isinstance(of, ListType) else None
        if money is None:
            yield from self._branch(place, rule, fires, [], [f"{gaps}.append({{}})"])
            return
        held_in = frame.layout.index[(money,)]
        amount = frame.local(held_in)
        self.terms.loops.used[amount] = None
        then = [f"if {amount} is not None and {amount} > 0: {into}.append({{}})"]
        if frame.gaps.at(frame.layout.slots[held_in], element=True):
            then = [f"if {amount} is U: {gaps}.append({{}})", f"el{then[0]}"]
        yield from self._branch(place, rule, fires, then, [f"if {amount} != 0: {gaps}.append({{}})"])

    # ------------------------------------------------------------ the rest of the account

    def account(self) -> list[str]:
        """The lines that find what a decision also tells: rules considered and satisfied, duties, warnings."""
        branches: list[Branch] = []
        for place, rule in self.rules:
            reach, when = self.reach[rule.policy], self._fold(rule.when, rule)
            branches += self._branch(place, rule, [reach, when], ["considered.append({})"], ["considered.append({})"])
            match rule.effect:
                case Require(condition=condition):
                    reached = self._tests([reach], rule)
                    if reached is not None:  # the policy may apply
                        perhaps = [Test(not_(x.fails), x.fails, True, False) for x in reached]
                        met = self._branch(place, rule, [when, self._fold(condition, rule)],
                                           ["satisfied.append({})"], [])
                        branches += [Branch(rule, (*perhaps, *b.tests), b.then, ()) for b in met]
                case Oblige():
                    branches += self._branch(place, rule, self._fires(rule), ["duties.append({})"], [])
                case Warn():
                    branches += self._branch(place, rule, self._fires(rule), ["warned.append({})"], [])
                case _:
                    pass
        return list(Writer(self.terms, self.root).written(branches, "    "))


    # ------------------------------------------------------------ fees

    def fees(self) -> list[str]:
        """The lines that find which rules about fees speak, which may, and against which an exception holds."""
        branches: list[Branch] = []
        for place, rule in self.rules:
            if not isinstance(rule.effect, Exempt | Charge):
                continue
            branches += self._branch(place, rule, self._fires(rule), ["speaking.append({})"], ["perhaps.append({})"])
            if isinstance(rule.effect, Exempt) and rule.effect.item is None and rule.exceptions:
                held = disjunction([self._excepted(e, rule) for e in rule.exceptions])
                branches += self._branch(place, rule, [self._fold(rule.when, rule), held], ["barred.append({})"], [])
        return list(Writer(self.terms, self.root).written(branches, "    "))


def _reads_element(term: t.Term) -> bool:
    """Whether a folded term speaks of the element a rule is about."""
    from bangban.policy.blame import parts

    if isinstance(term, t.Fact):
        return term.scope == _EACH
    over = getattr(term, "over", None)
    return (isinstance(over, t.Fact) and over.scope == _EACH) or any(_reads_element(p) for p in parts(term))
