"""What a compiled decision found, put into words only when somebody reads it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

from bangban.decide.fees_found import fee_gap, fees_found
from bangban.decide.layout import restore
from bangban.decision.decision import Part
from bangban.decision.report import (
    conflict,
    defect,
    fee_entry,
    ground,
    missing_entries,
    no_permit,
    obligation,
    violation,
)
from bangban.policy.fees import FeeFindings
from bangban.policy.firing import Firing, applies, firings, missing_facts
from bangban.policy.meaning import World
from bangban.policy.model import Charge, Exempt, Forbid, Message, Oblige, Permit, Require, Rule, Warn
from bangban.policy.values import UNKNOWN
from bangban.policy.verdict import Gap, reach_gaps

if TYPE_CHECKING:
    from bangban.decide.engine import Compiled

Hit = int | tuple[int, int]
# What generated code makes: maker, day, facts, violated, defects, gaps, permits, clashes, whether nothing permits.
VIOLATED, GAPS, PERMITS = 3, 5, 6


def rule_of(hit: Hit) -> int:
    """The place of the rule in the policy."""
    return hit if isinstance(hit, int) else hit[0]


class Found:
    """The findings of one decision. The facts are a snapshot: what the program does with its own later is no matter."""

    def __init__(self, compiled: Compiled, plan: int, key: tuple[Any, ...], found: tuple[Any, ...]) -> None:
        self.compiled = compiled
        self.model = compiled.model
        self.policy = compiled.model.digest
        self._of = (plan, key)
        self.said: dict[Part, tuple[Any, ...]] = {}
        (_, self.day, self.facts, self._violated, self._defects, self._gaps, self._permits, clashes,
         self.nothing_permits) = found
        self._idle = clashes is None  # no policy applies
        self.clashes = clashes or ()
        self._rest: tuple[list[Hit], ...] | None = None

    def part(self, name: Part) -> tuple[Any, ...]:
        """One part of the decision."""
        match name:
            case "violations":
                refused = self._told(violation, self._violated)
                return (*refused, no_permit(self.model, self.world)) if self.nothing_permits else refused
            case "pending":
                if not (self._defects or self._gaps or self.clashes or self.compiled.may_not_apply):
                    return ()
                return (*self._told(defect, self._defects), *(conflict(self._both(c)) for c in self.clashes),
                        *missing_entries(self.model, self.open()))
            case "permits":
                return self._told(ground, self._permits)
            case "obligations":
                return self._told(obligation, self._account()[2])
            case "fees":
                return tuple(fee_entry(line) for line in self.fees.lines) if self.compiled.fee_rules else ()
            case "warnings":
                return self._told(ground, self._account()[3])
            case "satisfied":
                return self._told(ground, self._account()[1])
            case "considered":
                rules = self.model.rules
                return tuple(rules[i].key for i in sorted({rule_of(h) for h in self._account()[0]}))

    # ------------------------------------------------------------ what words need

    @cached_property
    def world(self) -> World:
        """The facts, as the reference meaning reads them."""
        return World(self.model, restore(self.facts, self.compiled.layout), self.day)

    def read(self, facts: dict[str, Any]) -> None:
        """The facts as the door gave them, where they are still at hand: they need not be made again."""
        self.__dict__["world"] = World(self.model, facts, self.day)

    def _account(self) -> tuple[list[Hit], ...]:
        """Rules considered, rules satisfied, duties, warnings; found once (a ``cached_property`` takes longer)."""
        if self._rest is None:
            self._rest = ([], [], [], []) if self._idle else self.compiled.account(self.day, *self._of)(
                self.facts, self.day)
        return self._rest

    @cached_property
    def fees(self) -> FeeFindings:
        """Every fee line, and what is open about fees."""
        if not self.compiled.fee_rules or self._idle:
            return FeeFindings()
        return fees_found(self.compiled, self.facts, self.day, *self._of, lines=True)

    @cached_property
    def _reach(self) -> dict[str, Any]:
        return {key: applies(head, self.world) for key, head in self.model.heads.items()}

    def _told(self, tell: Callable[[Firing], Any], hits: Sequence[Hit]) -> tuple[Any, ...]:
        if not hits:
            return ()
        said = self.compiled.said
        out = []
        for hit in sorted(hits, key=rule_of) if len(hits) > 1 else hits:
            found = said.get((tell, hit))
            if found is None:
                found = tell(self._firing(hit))
                if isinstance(hit, int) and _always_the_same(self.model.rules[hit]):
                    said[tell, hit] = found
            out.append(found)
        return tuple(out)

    def _firing(self, hit: Hit) -> Firing:
        """A firing to read a sentence in: its parts are as found, so they are not asked again."""
        rule = self.model.rules[rule_of(hit)]
        if isinstance(hit, int) or rule.each is None:
            return Firing(rule, self.world, None, True, True, True, False, whole_list=False)
        if hit[1] < 0:
            return next(firings(rule, self.world, self._reach))
        worlds = self.world.elements(rule.each.over, rule.each.scope)
        assert isinstance(worlds, list)
        inner = worlds[hit[1]]
        return Firing(rule, inner, inner.places[rule.each.scope], True, True, True, False, whole_list=False)

    def fired(self, what: Literal["violations", "defects"]) -> tuple[Firing, ...]:
        """The firings that refuse, or that ask for correction, in the canonical order of their rules."""
        return self._both(sorted(self._violated if what == "violations" else self._defects, key=rule_of))

    def _both(self, hits: Iterable[Hit]) -> tuple[Firing, ...]:
        return tuple(self._firing(h) for h in hits)

    # ------------------------------------------------------------ what is open

    def open(self) -> Iterator[Gap]:
        """Every gap with the facts that would settle it, in the canonical order."""
        yield from self.scope_gaps()
        for rule in self.open_rules():
            yield from self.gaps_of(rule)

    def scope_gaps(self) -> list[Gap]:
        """What leaves open whether the policies apply at all."""
        return reach_gaps(self.model, self.world, self._reach) if self.compiled.may_not_apply else []

    def open_rules(self) -> list[Rule]:
        """The rules left open, in the canonical order."""
        return [self.model.rules[i] for i in sorted({rule_of(h) for h in self._gaps})]

    def gaps_of(self, rule: Rule) -> Iterator[Gap]:
        """The gaps of one open rule."""
        if isinstance(rule.effect, Exempt | Charge):
            return (fee_gap(o, self.fees.reach) for o in self.fees.open if o.firing.rule is rule)
        return (Gap(f, missing_facts(f, self._reach)) for f in firings(rule, self.world, self._reach)
                if f.state is UNKNOWN)


def _always_the_same(rule: Rule) -> bool:
    """Whether what a rule says depends on no fact."""
    if rule.each is not None or (isinstance(rule.effect, Oblige) and rule.effect.due is not None):
        return False
    return _plain(rule.next_step) and _plain(_message(rule))


def _message(rule: Rule) -> Message | None:
    match rule.effect:
        case Permit(message=m) | Forbid(message=m) | Require(message=m) | Oblige(message=m):
            return m
        case Exempt(message=m) | Charge(message=m) | Warn(message=m):
            return m


def _plain(message: Message | None) -> bool:
    return message is None or all(isinstance(part, str) for part in message.parts)


def hit_of(firing: Firing, places: dict[str, int]) -> Hit:
    """A firing of the reference meaning as a hit."""
    i = places[firing.rule.key]
    if firing.rule.each is None:
        return i
    last = firing.element[-1] if firing.element else -1
    return (i, last if isinstance(last, int) else -1)


