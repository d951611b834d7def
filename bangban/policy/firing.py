"""Whether a rule fires, once for each element it speaks of: its policy applies, 当 holds, its requirement fails, and no
exception holds. Each part is true, false or unknown, and so is the whole."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from attrs import frozen

from bangban.policy.blame import missing
from bangban.policy.meaning import UNKNOWN_ELEMENT, World, all_, any_, not_, place, truth
from bangban.policy.model import ExceptionRule, PolicyHead, Require, Rule
from bangban.policy.terms import Term
from bangban.policy.values import UNKNOWN, Truth, Unknown
from bangban.problems import FactPath
from bangban.shown import Alike

Reach = Mapping[str, Truth]  # for each policy: does it apply?


@frozen(eq=False, repr=False)
class Firing(Alike):
    """One rule, for one element or none: the state of each part, and the world to read its sentence in."""

    rule: Rule
    world: World
    element: FactPath | None
    reach: Truth
    when: Truth
    failing: Truth
    excepted: Truth
    whole_list: bool  # the list itself is unknown: there may be no element at all

    @property
    def state(self) -> Truth:
        """Does it fire?"""
        state = all_([self.reach, self.when, self.failing, not_(self.excepted)])
        return UNKNOWN if self.whole_list and state is True else state


def applies(head: PolicyHead, world: World) -> Truth:
    """Whether a policy counts at all: in force on the day, and its 适用范围 met."""
    if not head.period.covers(world.day):
        return False
    return True if head.scope is None else truth(head.scope, world)


def firings(rule: Rule, world: World, reach: Reach) -> Iterator[Firing]:
    """The rule for each of its elements; none where it is not in force or its policy does not apply."""
    if reach[rule.policy] is False or not rule.period.covers(world.day):
        return
    if rule.each is None:
        yield fire(rule, world, None, reach, whole_list=False)
        return
    over, scope = rule.each.over, rule.each.scope
    worlds = world.elements(over, scope)
    if isinstance(worlds, Unknown):
        here = place(over, world)
        yield fire(rule, world.with_element(scope, UNKNOWN_ELEMENT, here), here, reach, whole_list=True)
        return
    for inner in worlds:
        yield fire(rule, inner, inner.places[scope], reach, whole_list=False)


def fire(rule: Rule, world: World, element: FactPath | None, reach: Reach, whole_list: bool) -> Firing:
    """What a rule comes to for one element (or none) of a world in which that element is bound."""
    effect = rule.effect
    return Firing(
        rule, world, element, reach[rule.policy],
        True if rule.when is None else truth(rule.when, world),
        not_(truth(effect.condition, world)) if isinstance(effect, Require) else True,
        any_(excepts(e, world, reach) for e in rule.exceptions), whole_list)


def excepts(exception: ExceptionRule, world: World, reach: Reach) -> Truth:
    """Whether an exception holds: in force, its condition met, and not defeated by an exception to itself."""
    if not exception.period.covers(world.day):
        return False
    return all_([
        reach.get(exception.policy, True),
        True if exception.condition is None else truth(exception.condition, world),
        not_(any_(excepts(e, world, reach) for e in exception.exceptions))])


def holding_exception(firing: Firing, reach: Reach) -> ExceptionRule | None:
    """The first exception that definitely holds against a firing."""
    return next((e for e in firing.rule.exceptions if excepts(e, firing.world, reach) is True), None)


def missing_facts(firing: Firing, reach: Reach) -> tuple[FactPath, ...]:
    """The facts that would settle an unsettled firing."""
    rule, world = firing.rule, firing.world
    places: list[FactPath] = []
    if firing.whole_list and firing.element is not None:
        places.append(firing.element)
    head = world.model.heads[rule.policy]
    for state, term in ((firing.reach, head.scope), (firing.when, rule.when)):
        if state is UNKNOWN and term is not None:
            places += missing(term, world)
    if firing.failing is UNKNOWN and isinstance(rule.effect, Require):
        places += missing(rule.effect.condition, world)
    if firing.excepted is UNKNOWN:
        for exception in rule.exceptions:
            places += _missing_for(exception, world, reach)
    return tuple(dict.fromkeys(places))


def _missing_for(exception: ExceptionRule, world: World, reach: Reach) -> list[FactPath]:
    if excepts(exception, world, reach) is not UNKNOWN:
        return []
    terms: list[Term | None] = [exception.condition]
    if reach.get(exception.policy, True) is UNKNOWN:
        terms.append(world.model.heads[exception.policy].scope)
    places = [p for term in terms if term is not None and truth(term, world) is UNKNOWN for p in missing(term, world)]
    return places + [p for inner in exception.exceptions for p in _missing_for(inner, world, reach)]
