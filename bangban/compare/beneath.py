"""What stands beneath rules: whether a term, or a whole rule, reads something that was edited."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bangban.policy import terms as t
from bangban.policy.blame import parts
from bangban.policy.model import Charge, ExceptionRule, Model, Oblige, Require, Rule

Statement = tuple[str, str]  # its kind and its key


class Beneath:
    """The edited definitions, parameters, tables and policy headers, and what hangs on them. ``model``: the new set."""

    def __init__(self, model: Model, edited: frozenset[Statement]) -> None:
        self.model, self.edited = model, edited
        # a calendar of working days is read without being named
        self._all = any(kind == "table" for kind, _ in edited)
        self._hangs: dict[str, bool] = {}

    def rule(self, rule: Rule) -> bool:
        """Whether a rule hangs on anything edited, itself left aside."""
        if not self.edited:
            return False
        effect = rule.effect
        own = (rule.when, effect.condition if isinstance(effect, Require) else None,
               effect.amount if isinstance(effect, Charge) else None,
               effect.due if isinstance(effect, Oblige) else None)
        exceptions = [*_exceptions(rule.exceptions)]
        policies = {rule.policy, *(e.policy for e in exceptions)}
        scopes = [self.model.heads[p].scope for p in policies if p in self.model.heads]
        return any(("policy", p) in self.edited for p in policies) or self.terms(
            term for term in (*own, *(e.condition for e in exceptions), *scopes) if term is not None)

    def terms(self, terms: Iterable[t.Term]) -> bool:
        """Whether any of some terms hangs on anything edited."""
        return bool(self.edited) and (self._all or any(self._term(term) for term in terms))

    def _term(self, term: t.Term) -> bool:
        match term:
            case t.Defined(key=key):
                return self._definition(key)
            case t.Parameter(key=key):
                return ("parameter", key) in self.edited
            case _:
                return any(self._term(part) for part in parts(term))

    def _definition(self, key: str) -> bool:
        found = self._hangs.get(key)
        if found is None:
            found = ("definition", key) in self.edited or self._term(self.model.definitions[key].body)
            self._hangs[key] = found
        return found


def _exceptions(some: Iterable[ExceptionRule]) -> Iterator[ExceptionRule]:
    for exception in some:
        yield exception
        yield from _exceptions(exception.exceptions)
