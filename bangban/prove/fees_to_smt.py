"""Fees to formulas: what is charged illegally, what is open, and where rules disagree, as :mod:`policy.fees` says.

A fee is an element of a list of fees that rules speak of, or a name that rules speak of without such an element.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from bangban.policy.fees import fee_lists, money_field, name_field
from bangban.policy.model import Charge, Exempt, Rule
from bangban.policy.types import MONEY, TEXT, ListType
from bangban.prove.aggregates import settled
from bangban.prove.compare import compare, exists, fix
from bangban.prove.facts import Record, Sequence
from bangban.prove.formula import Node
from bangban.prove.symbols import Interval, Rail, Symbol
from bangban.prove.to_smt import UNKNOWN_ELEMENT

if TYPE_CHECKING:
    from bangban.prove.policy_to_smt import PolicyEncoder


@frozen
class FeeRails:
    """``illegal``: some fee is charged illegally. ``open``: some is not settled. ``conflict``: rules disagree."""

    illegal: Node
    open: Node
    conflict: Node


@frozen
class _Speaks:
    """A rule that speaks of a fee, and whether it does."""

    rule: Rule
    state: Rail
    env: dict[str, Any] = field(factory=dict)


@frozen
class _Fee:
    """One fee: its amount, whether it is an element, and the rules that speak of it."""

    amount: Symbol
    element: bool
    rules: list[_Speaks]


class Fees:
    """The fees of one policy set."""

    def __init__(self, policy: PolicyEncoder) -> None:
        self.policy, self.space, self.arena = policy, policy.space, policy.space.arena
        rules = [r for r in policy.model.rules if isinstance(r.effect, Exempt | Charge)]
        self.by_element = [r for r in rules if r.effect.item is None]  # type: ignore[union-attr]
        self.by_name = [r for r in rules if r.effect.item is not None]  # type: ignore[union-attr]

    def rails(self) -> FeeRails:
        """What all fees together say."""
        arena = self.arena
        illegal: list[Node] = []
        open_: list[Node] = []
        conflict: list[Node] = []
        for sequence, fee in self.proposed():
            for found, read in ((illegal, self._illegal), (open_, self._open), (conflict, self._conflict)):
                found.append(exists(self.space, sequence, _on(fee, read)))
        for item in sorted({_item(r) for r in self.by_name}):
            named = self._named(item)
            illegal.append(self._illegal(named))
            open_.append(self._open(named))
            conflict.append(self._conflict(named))
        for rule in self.by_element:
            # nobody has given the list: the rule may still come to fire
            open_.append(self.policy.open_on_unknown_list(rule))
        for rule in self.by_name:
            # a fee of that name may stand in a list nobody has given
            may = arena.any(arena.not_(state.f) for state, _ in self._firings(rule))
            open_.append(arena.both(self._unseen, may))
        return FeeRails(arena.any(illegal), arena.any(open_), arena.any(conflict))

    @cached_property
    def _unseen(self) -> Node:
        """Some list of fees is not given."""
        lists = fee_lists(self.policy.model.vocabulary)
        return self.arena.any(self.policy.terms.elements(over, {})[0].unknown for over in lists)

    def exempt(self, item: str | None) -> Node:
        """Some fee (of that name, where one is given) is exempt."""
        found = []
        for sequence, fee in self.proposed():
            def line(index: int, fee: Callable[[int], _Fee] = fee, sequence: Sequence = sequence) -> Node:
                return self.arena.both(self._exempted(fee(index)), self.is_named(sequence.element(index), item))

            found.append(exists(self.space, sequence, line))
        for name in sorted({_item(r) for r in self.by_name}):
            if item is None or name == item:
                found.append(self._exempted(self._named(name)))
        return self.arena.any(found)

    def names(self) -> list[str]:
        """The fees that rules speak of by name."""
        return sorted({_item(r) for r in self.by_name})

    def exempted_in(self, sequence: Sequence) -> Callable[[int], Node]:
        """Whether the fee at a place of a list is exempt."""
        fees = dict(self.proposed())
        fee = fees.get(sequence)
        return (lambda index: self._exempted(fee(index))) if fee is not None else (lambda index: self.arena.false)

    def named_exempt(self, name: str) -> Node:
        """Whether the fee of a name that no proposed fee bears is exempt."""
        return self._exempted(self._named(name))

    # ------------------------------------------------------------ which fees there are

    def proposed(self) -> Iterator[tuple[Sequence, Callable[[int], _Fee]]]:
        """Each list of fees that rules speak of, with its fees."""
        lists: dict[Sequence, list[Rule]] = {}
        for rule in self.by_element:
            assert rule.each is not None
            _, sequence = self.policy.terms.elements(rule.each.over, {})
            if sequence is not None:
                lists.setdefault(sequence, []).append(rule)
        if self.by_name:
            for over in fee_lists(self.policy.model.vocabulary):
                _, sequence = self.policy.terms.elements(over, {})
                if sequence is not None:
                    lists.setdefault(sequence, [])
        for sequence, rules in lists.items():
            yield sequence, cache(lambda index, s=sequence, r=tuple(rules): self._fee(s, index, r))

    def _fee(self, sequence: Sequence, index: int, rules: tuple[Rule, ...]) -> _Fee:
        record = sequence.element(index)
        assert isinstance(record, Record)
        speaks = [_Speaks(r, self.policy.state(r, record), {r.each.scope: record}) for r in rules if r.each]
        if money_field(record.type) is not None:
            for rule in self.by_name:
                same = self._same_name(record, _item(rule))
                speaks += [_Speaks(rule, self.policy.terms.all([state, same]), env)
                           for state, env in self._firings(rule)]
        money = money_field(record.type)
        amount = record.get(money) if money else self._nothing()
        return _Fee(amount, True, speaks)

    def _named(self, item: str) -> _Fee:
        """The fee of a name that no proposed fee definitely has."""
        speaks = []
        for rule in self.by_name:
            if _item(rule) == item:
                for state, env in self._firings(rule):
                    found = self._has(item)
                    alone = self.arena.not_(found)
                    # where a proposed fee definitely bears the name, the rule speaks of that one instead
                    rail = Rail(self.arena.both(alone, state.t), self.arena.either(found, state.f))
                    speaks.append(_Speaks(rule, rail, env))
        return _Fee(self._nothing(), False, speaks)

    def _firings(self, rule: Rule) -> list[tuple[Rail, dict[str, Any]]]:
        """A rule about a fee by its name, once for each element it goes over (a fixed number of them)."""
        if rule.each is None:
            return [(self.policy.state(rule), {})]
        arena, scope = self.arena, rule.each.scope
        open_ = self.policy.open_on_unknown_list(rule)
        found: list[tuple[Rail, dict[str, Any]]] = [(Rail(arena.false, arena.not_(open_)), {scope: UNKNOWN_ELEMENT})]
        _, sequence = self.policy.terms.elements(rule.each.over, {})
        for index in range(fix(sequence) if sequence is not None else 0):
            assert sequence is not None
            element, filled = sequence.element(index), sequence.filled(index)
            state = self.policy.state(rule, element)
            found.append((Rail(arena.both(filled, state.t), arena.either(arena.not_(filled), state.f)),
                          {scope: element}))
        return found

    def _has(self, item: str) -> Node:
        """Some proposed fee definitely bears the name."""
        found = []
        for sequence, _ in self.proposed():
            if isinstance(sequence.type, ListType) and money_field(sequence.type.of):
                found.append(exists(self.space, sequence, lambda i, s=sequence: self._same_name(s.element(i), item).t))
        return self.arena.any(found)

    def _nothing(self) -> Symbol:
        return Symbol(self.arena.false, self.arena.true, self.arena.false)

    def _same_name(self, record: Any, item: str | None) -> Rail:
        name = name_field(record.type)
        symbol = record.get(name) if name else self._nothing()
        return compare(self.space, "=", symbol, self.policy.terms.constant(item, TEXT), TEXT)

    def is_named(self, record: Any, item: str | None) -> Node:
        """Whether a proposed fee definitely bears a name."""
        return self.arena.true if item is None else self._same_name(record, item).t

    # ------------------------------------------------------------ one fee

    def _exempted(self, fee: _Fee) -> Node:
        return self.arena.any(s.state.t for s in fee.rules if isinstance(s.rule.effect, Exempt))

    def _illegal(self, fee: _Fee) -> Node:
        return self.arena.any(wrong.t for _, wrong, _ in self._judged(fee))

    def _open(self, fee: _Fee) -> Node:
        arena = self.arena
        return arena.any(
            arena.both(arena.not_(wrong.t), arena.either(arena.not_(wrong.f), arena.not_(settled)))
            for _, wrong, settled in self._judged(fee))

    def _judged(self, fee: _Fee) -> Iterator[tuple[_Speaks, Rail, Node]]:
        """For each rule: whether the fee is illegal by it, and whether that is settled."""
        arena, terms = self.arena, self.policy.terms
        zero = terms.constant(0, MONEY)
        exempted = self._exempted(fee)
        for speaks in fee.rules:
            state, effect = speaks.state, speaks.rule.effect
            decided = arena.either(state.t, state.f)
            if isinstance(effect, Exempt):
                wrong = terms.all([state, compare(self.space, ">", fee.amount, zero, MONEY)])
                free = compare(self.space, "=", fee.amount, zero, MONEY).t
                yield speaks, wrong, arena.either(decided, free)
                continue
            due = self._due(fee, speaks)
            more = compare(self.space, ">", fee.amount, due, MONEY) if fee.element else Rail(arena.false, arena.true)
            wrong = terms.all([state, more])
            value = settled(self.space, due) if isinstance(due, Interval) else due
            known = arena.either(state.f, arena.both(state.t, arena.not_(value.unknown)))
            # an exemption outweighs the charge
            outweighed = Rail(arena.both(wrong.t, arena.not_(exempted)), arena.either(wrong.f, exempted))
            yield speaks, outweighed, arena.either(known, exempted)

    def _due(self, fee: _Fee, speaks: _Speaks) -> Symbol | Interval:
        effect = speaks.rule.effect
        assert isinstance(effect, Charge)
        return fee.amount if effect.amount is None else self.policy.terms.amount(effect.amount, speaks.env)

    def _conflict(self, fee: _Fee) -> Node:
        """Two charges that certainly hold put different amounts on it."""
        arena = self.arena
        charges = [s for s in fee.rules if isinstance(s.rule.effect, Charge)]
        clashing = []
        for i, one in enumerate(charges):
            for other in charges[:i]:
                a, b = self._due(fee, one), self._due(fee, other)
                differ = compare(self.space, "=", a, b, MONEY).f
                there = [arena.not_(x.unknown) if isinstance(x, Interval) else x.present for x in (a, b)]
                clashing.append(arena.all([one.state.t, other.state.t, *there, differ]))
        return arena.both(arena.any(clashing), arena.not_(self._exempted(fee)))


def _item(rule: Rule) -> str:
    assert isinstance(rule.effect, Exempt | Charge)
    assert rule.effect.item is not None
    return rule.effect.item


def _on(fee: Callable[[int], _Fee], read: Callable[[_Fee], Node]) -> Callable[[int], Node]:
    return lambda index: read(fee(index))
