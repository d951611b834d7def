"""Which facts may change: all but those marked 不可改, or those the caller names; and which of them a rule reads."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from bangban.explain.repairs import conditions
from bangban.policy import terms as t
from bangban.policy.blame import parts
from bangban.policy.fact_names import fact_field, fact_names
from bangban.policy.model import Model, Rule
from bangban.policy.types import ListType, RecordType
from bangban.problems import FactPath

Names = tuple[str, ...]


class Changeable:
    """Asked for a place in the facts: may the applicant change it?"""

    def __init__(self, model: Model, named: Collection[str] | None) -> None:
        self.model, self.named = model, named
        self._may: dict[Names, bool] = {}
        self._reads: dict[str, dict[Names, int]] = {}
        self._order = _declaration_order(model)

    def __call__(self, place: FactPath) -> bool:
        """Whether the fact at a place may change."""
        names = tuple(p for p in place if isinstance(p, str))
        if names not in self._may:
            self._may[names] = self._is_named(names) if self.named is not None else not self._is_fixed(names)
        return self._may[names]

    def _is_named(self, names: Names) -> bool:
        assert self.named is not None
        return any(word in self.named for end in range(1, len(names) + 1)
                   for word in fact_names(self.model.vocabulary, names[:end]))

    def _is_fixed(self, names: Names) -> bool:
        """Whether a fact, or a group above it, is marked 不可改; what is no fact at all cannot change either."""
        fields = [fact_field(self.model.vocabulary, names[:end]) for end in range(1, len(names) + 1)]
        return any(f is None or f.fixed for f in fields)

    def order_of(self, place: FactPath) -> int:
        """Where in the vocabulary a fact is declared."""
        return self._order.get(tuple(p for p in place if isinstance(p, str)), len(self._order))

    def read_by(self, rule: Rule, element: FactPath | None) -> dict[FactPath, int]:
        """The facts a rule reads that may change, with what each costs; those of its element by their place."""
        reads = self.names_read_by(rule)
        if rule.each is None or element is None or not isinstance(element[-1], int):
            return dict(reads.items())
        above = rule.each.over.path
        return {(*element, *names[len(above):]) if names[:len(above)] == above else names: cost
                for names, cost in reads.items()}

    def names_read_by(self, rule: Rule) -> dict[Names, int]:
        """The names of those facts, whichever element they belong to, with their costs."""
        if rule.key not in self._reads:
            self._reads[rule.key] = {
                names: field.cost for term in conditions(rule) for names in self._read(term, _bound(rule))
                if self(names) and (field := fact_field(self.model.vocabulary, names)) is not None}
            if rule.each is not None and self(rule.each.over.path):
                over = fact_field(self.model.vocabulary, rule.each.over.path)
                self._reads[rule.key].setdefault(rule.each.over.path, over.cost if over else 1)
        return self._reads[rule.key]

    def _read(self, term: t.Term, bound: dict[str, Names]) -> Iterator[Names]:
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


def _declaration_order(model: Model) -> dict[Names, int]:
    order: dict[Names, int] = {}

    def visit(record: RecordType, above: Names) -> None:
        for field in record.fields:
            path = (*above, field.name.zh)
            order[path] = len(order)
            inner = field.type.of if isinstance(field.type, ListType) else field.type
            if isinstance(inner, RecordType):
                visit(inner, path)

    visit(model.vocabulary, ())
    return order
