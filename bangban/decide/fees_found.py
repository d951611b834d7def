"""Fees by the reference meaning, from what generated code found: which rules speak of fees, and of which.

What the rules that speak say of one another (what is due, what outweighs what, where two disagree) is the reference
meaning's to settle. Which of them speak, generated code knows; the facts are restored only where they are asked for.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from bangban.decide.layout import Restored
from bangban.policy.fees import FeeFindings, OpenFee, find_fees, money_field
from bangban.policy.firing import Firing, Reach, applies, fire
from bangban.policy.meaning import UNKNOWN_ELEMENT, World, fact, place
from bangban.policy.model import Charge, Exempt, Model, Rule
from bangban.policy.types import ListType
from bangban.policy.values import UNKNOWN, Truth
from bangban.policy.verdict import Gap
from bangban.problems import FactPath

if TYPE_CHECKING:
    from bangban.decide.engine import Compiled

Hit = int | tuple[int, int]


def fee_rules(model: Model) -> dict[int, str]:
    """The rules that speak of fees: their places in the policy, in order, and their keys."""
    return {i: rule.key for i, rule in enumerate(model.rules) if isinstance(rule.effect, Exempt | Charge)}


def rules_over_no_fees(model: Model) -> frozenset[int]:
    """The places of those over a list whose records have no amount. Rules about a fee by its name speak of such records
    only because these do, even where they do not fire."""
    return frozenset(i for i in fee_rules(model) if _over_no_fees(model.rules[i]))


def _over_no_fees(rule: Rule) -> bool:
    over = rule.each and rule.each.over.type
    return not _by_name(rule) and isinstance(over, ListType) and money_field(over.of) is None


def fees_found(compiled: Compiled, facts: tuple[Any, ...], day: dt.date, plan: int, key: tuple[Any, ...], *,
               lines: bool = False) -> FeeFindings:
    """What the rules say of all fees; ``lines``: the lines will be read, so fees that no rule speaks of are found too.
    """
    world = World(compiled.model, Restored(facts, compiled.layout), day)
    speaking, perhaps, barred = compiled.speaking(day, plan, key)(facts, day)
    states: dict[Hit, Truth] = {**dict.fromkeys(speaking, True), **dict.fromkeys(perhaps, UNKNOWN)}
    firings = _Firings(world, states, frozenset(barred), lines=lines)
    speak = {hit if isinstance(hit, int) else hit[0] for hit in states}
    places: Iterable[int] = compiled.fee_rules if lines else sorted(speak | compiled.rules_over_no_fees)
    rules = compiled.model.rules
    return find_fees([f for i in places for f in firings.of(i, rules[i])], world, firings.reach)


def fee_gap(found: OpenFee, reach: Reach) -> Gap:
    """What is open about a fee, with the facts that would settle it: only here is asked what of a rule is open."""
    firing = found.firing
    if firing.state is UNKNOWN:
        firing = fire(firing.rule, firing.world, firing.element, reach, whole_list=firing.whole_list)
    return Gap(firing, found.missing(firing))


class _Firings:
    """The firings of fee rules that come to anything; those that definitely do not fire stand for their fee alone."""

    def __init__(self, world: World, states: Mapping[Hit, Truth], barred: frozenset[Hit], *, lines: bool) -> None:
        self.world, self.reach = world, _Reach(world)
        self._states, self._barred = states, barred
        self._lines = lines
        self._standing: set[FactPath | None] = set()  # fees with a firing that stands for them; None: those with a name

    def of(self, i: int, rule: Rule) -> Iterator[Firing]:
        """The firings of the rule at one place of the policy."""
        if rule.each is None:
            if i in self._states or self._stands(rule, None):
                yield self._one(rule, self.world, None, self._states.get(i, False))
            return
        over, scope = rule.each.over, rule.each.scope
        records, here = fact(over, self.world), place(over, self.world)
        if records is UNKNOWN:
            if (i, -1) in self._states or (_by_name(rule) and self._stands(rule, None)):
                inner = self.world.with_element(scope, UNKNOWN_ELEMENT, here)
                yield self._one(rule, inner, here, self._states.get((i, -1), False), whole_list=True)
            return
        for n, record in enumerate(records or ()):
            hit, element = (i, n), (*here, n)
            barred = hit in self._barred and self.reach[rule.policy] is not False
            if hit in self._states or barred or self._stands(rule, element):
                inner = self.world.with_element(scope, record, element)
                yield self._one(rule, inner, element, self._states.get(hit, False), barred=barred)

    def _one(self, rule: Rule, world: World, element: FactPath | None, state: Truth, *,
             barred: bool = False, whole_list: bool = False) -> Firing:
        self._standing.add(None if _by_name(rule) else element)
        if state is False:  # an exception that holds is named on the line
            return Firing(rule, world, element, True, barred, True, True, whole_list)
        return Firing(rule, world, element, True, state, True, False, whole_list)

    def _stands(self, rule: Rule, element: FactPath | None) -> bool:
        """Whether a rule that does not fire is the first that was asked about a fee, which so has a line."""
        first = (None if _by_name(rule) else element) not in self._standing
        return (first and (self._lines or _over_no_fees(rule)) and self.reach[rule.policy] is not False
                and rule.period.covers(self.world.day))


def _by_name(rule: Rule) -> bool:
    return isinstance(rule.effect, Exempt | Charge) and rule.effect.item is not None


class _Reach(Mapping[str, Truth]):
    """Whether each policy applies, found out when first asked."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._found: dict[str, Truth] = {}

    def __getitem__(self, key: str) -> Truth:
        if key not in self._found:
            self._found[key] = applies(self._world.model.heads[key], self._world)
        return self._found[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._world.model.heads)

    def __len__(self) -> int:
        return len(self._world.model.heads)
