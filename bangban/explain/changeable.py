"""Which facts may change: all but those marked 不可改, or those the caller names; and what rules have to do with them.

What is worked out here depends on no action, so it is kept: one serves every search over a policy.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from functools import cached_property

from bangban.explain.cuts import Bound, Cutting, Turn
from bangban.explain.repairs import conditions
from bangban.explain.spots import Names, Reads, Spots, declared, reads
from bangban.policy import terms as t
from bangban.policy.blame import parts
from bangban.policy.fact_names import fact_field, fact_names
from bangban.policy.model import Charge, Exempt, Model, Rule
from bangban.problems import FactPath


class Changeable:
    """Asked for a place in the facts: may the applicant change it?"""

    def __init__(self, model: Model, named: Collection[str] | None) -> None:
        self.model, self.named = model, named
        self._may: dict[FactPath, bool] = {}
        self._names: dict[str, dict[Names, int]] = {}
        self._reads: dict[str, Reads] = {}
        self._turns: dict[str, tuple[Turn, ...]] = {}
        self._cutting = Cutting(model, self)
        self.spots = declared(model.vocabulary)
        self.scopes = reads(self.spots[names] for head in model.heads.values() if head.scope is not None
                            for names in self._read(head.scope, {}) if self(names) and names in self.spots)

    def __call__(self, place: FactPath) -> bool:
        """Whether the fact at a place may change."""
        if place not in self._may:
            names = tuple(p for p in place if isinstance(p, str))
            may = self._is_named(names) if self.named is not None else not self._is_fixed(names)
            if len(names) < len(place):
                return may  # there is no end of elements
            self._may[names] = may
        return self._may[place]

    def _is_named(self, names: Names) -> bool:
        assert self.named is not None
        return any(word in self.named for end in range(1, len(names) + 1)
                   for word in fact_names(self.model.vocabulary, names[:end]))

    def _is_fixed(self, names: Names) -> bool:
        """Whether a fact, or a group above it, is marked 不可改; what is no fact at all cannot change either."""
        fields = [fact_field(self.model.vocabulary, names[:end]) for end in range(1, len(names) + 1)]
        return any(f is None or f.fixed for f in fields)

    # ------------------------------------------------------------ of rules

    def turns(self, rule: Rule) -> tuple[Turn, ...]:
        """Where its conditions can turn."""
        if rule.key not in self._turns:
            self._turns[rule.key] = self._cutting.of_all(conditions(rule, self.model), _bound(rule))
        return self._turns[rule.key]

    def named_by(self, rule: Rule) -> Reads:
        """The facts that may change and that a rule reads, by name, whichever element they belong to."""
        if rule.key not in self._reads:
            self._reads[rule.key] = reads(self.spots[names] for names in self._names_read_by(rule))
        return self._reads[rule.key]

    def weighing_on(self, rule: Rule) -> Reads:
        """The facts that weigh on what a rule lacks: of a fee, all that any rule about fees reads."""
        return self._fees if isinstance(rule.effect, Charge | Exempt) else self.named_by(rule)

    @cached_property
    def _fees(self) -> Reads:
        return reads(self.spots[names] for rule in self.model.rules if isinstance(rule.effect, Charge | Exempt)
                     for names in self._names_read_by(rule))

    def slots_read_by(self, rule: Rule, slots: Mapping[FactPath, int]) -> tuple[int, ...] | None:
        """The slots of the facts that may change and that a rule reads; None where some of them are in lists, or
        where what it lacks is not only what it reads."""
        names = self._names_read_by(rule)
        if isinstance(rule.effect, Charge | Exempt) or any(self.spots[n].in_list for n in names):
            return None
        return tuple(slots[n] for n in names if n in slots)

    def read_by(self, rule: Rule, element: FactPath | None, spots: Spots) -> Reads:
        """The same for one element: its own facts by their places."""
        if rule.each is None or element is None or not isinstance(element[-1], int):
            return self.named_by(rule)
        above = rule.each.over.path
        return reads(spots[(*element, *names[len(above):]) if names[:len(above)] == above else names]
                     for names in self._names_read_by(rule))

    def _names_read_by(self, rule: Rule) -> dict[Names, int]:
        if rule.key not in self._names:
            self._names[rule.key] = {
                names: field.cost for term in conditions(rule, self.model) for names in self._read(term, _bound(rule))
                if self(names) and (field := fact_field(self.model.vocabulary, names)) is not None}
            if rule.each is not None and self(rule.each.over.path):
                over = fact_field(self.model.vocabulary, rule.each.over.path)
                self._names[rule.key].setdefault(rule.each.over.path, over.cost if over else 1)
        return self._names[rule.key]

    def _read(self, term: t.Term, bound: Bound) -> Iterator[Names]:
        match term:
            case t.Fact(path=path, scope=scope):
                yield (*bound.get(scope or "", ()), *path)
            case t.Defined(key=key, scope=scope):
                definition = self.model.definitions[key]
                inner = bound if definition.scope is None else {**bound, definition.scope: bound.get(scope or "", ())}
                yield from self._read(definition.body, inner)
            case t.Quantified(over=over, scope=scope) | t.Count(over=over, scope=scope) | t.Distinct(
                    over=over, scope=scope) | t.Sum(over=over, scope=scope):
                here = (*bound.get(over.scope or "", ()), *over.path)
                yield here
                for part in parts(term):
                    yield from self._read(part, {**bound, scope: here})
            case _:
                for part in parts(term):
                    yield from self._read(part, bound)


def _bound(rule: Rule) -> dict[str, Names]:
    return {} if rule.each is None else {rule.each.scope: rule.each.over.path}
