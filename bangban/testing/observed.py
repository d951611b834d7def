"""Cases as the reference meaning decides them: facts read once, the firings of every rule, and the case judged anew
under a changed policy."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from attrs import evolve, field, frozen

from bangban.decision.decision import Decision
from bangban.decision.report import report
from bangban.explain.explanation import Explanation, explain
from bangban.policy.facts import Facts, day_in, read_facts
from bangban.policy.firing import Firing, Reach, applies, excepts, firings
from bangban.policy.meaning import World, any_
from bangban.policy.model import Case, Model, Rule
from bangban.policy.values import Truth
from bangban.policy.verdict import conclude, decide
from bangban.problems import FactPath

Told = tuple[FactPath | None, Truth, Truth, Truth, tuple[Truth, ...]]


@frozen
class ByMeaning:
    """A model that decides by its plain meaning; facts have been through the door."""

    model: Model
    today: dt.date

    def decide(self, facts: Facts) -> Decision:
        """The decision."""
        return report(self.model, decide(self.model, facts, self.day(facts)))

    def explain(self, facts: Facts, rule: str | None = None) -> Explanation:
        """Why rules fired or not."""
        return explain(self.model, facts, self.day(facts), rule)

    def day(self, facts: Facts) -> dt.date:
        """The day of the decision."""
        return day_in(facts, self.model.decision_date) or self.today


@frozen
class Observed:
    """One case in the unchanged policy; what its rules come to is found once."""

    case: Case  # its facts are those that came through the door
    world: World
    reach: Reach
    _fired: dict[str, list[Firing]] = field(factory=dict, eq=False, repr=False)

    def fired(self, rule: Rule) -> list[Firing]:
        """The rule for each of its elements."""
        found = self._fired.get(rule.key)
        if found is None:
            found = self._fired[rule.key] = list(firings(rule, self.world, self.reach))
        return found

    def told(self, rule: Rule) -> tuple[Told, ...]:
        """What the rule comes to."""
        return _told(self.fired(rule), self.reach)


@frozen
class Changed:
    """A changed model that decides known cases anew: only rules that may come out otherwise are looked at again."""

    model: Model
    today: dt.date
    rules: frozenset[str]
    case: Observed

    def decide(self, facts: Facts) -> Decision:
        """The decision on the case."""
        world = in_world(self.case.world, self.model)
        reach = reach_in(world)
        if reach != self.case.reach or facts is not self.case.case.facts:
            return ByMeaning(self.model, self.today).decide(facts)
        if any_(reach[key] for key, head in self.model.heads.items() if head.primary) is False:
            return report(self.model, decide(self.model, facts, world.day))
        fired = [f for rule in self.model.rules for f in (
            firings(rule, world, reach) if rule.key in self.rules else self.case.fired(rule))]
        return report(self.model, conclude(self.model, world, reach, fired))

    def explain(self, facts: Facts, rule: str | None = None) -> Explanation:
        """Why rules fired or not."""
        return ByMeaning(self.model, self.today).explain(facts, rule)


def observe(model: Model, cases: Iterable[Case], today: dt.date) -> list[Observed]:
    """Every case whose facts are sound, in order."""
    out = []
    for case in cases:
        facts, problems = read_facts(case.facts, model.vocabulary)
        if not problems:
            out.append(observed(model, evolve(case, facts=facts), today))
    return out


def observed(model: Model, case: Case, today: dt.date) -> Observed:
    """One case, its facts through the door."""
    day = day_in(dict(case.facts), model.decision_date) or today
    world = World(model, case.facts, day)
    return Observed(case, world, reach_in(world))


def reach_in(world: World) -> dict[str, Truth]:
    """Which policies apply."""
    return {key: applies(head, world) for key, head in world.model.heads.items()}


def told(rule: Rule, world: World, reach: Reach) -> tuple[Told, ...]:
    """What a rule comes to in a world: its state for each element, and that of its parts that cases can tell."""
    return _told(firings(rule, world, reach), reach)


def _told(fired: Iterable[Firing], reach: Reach) -> tuple[Told, ...]:
    return tuple(
        (f.element, f.state, f.when, f.failing, tuple(excepts(e, f.world, reach) for e in f.rule.exceptions))
        for f in fired)


def in_world(world: World, model: Model) -> World:
    """The same facts and day under another model."""
    return World(model, world.facts, world.day)
