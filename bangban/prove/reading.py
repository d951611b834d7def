"""What the terms of a rule read, through definitions: the options, whose value was chosen when the set was loaded."""

from __future__ import annotations

from collections.abc import Iterable

from bangban.policy import terms as t
from bangban.policy.blame import parts
from bangban.policy.model import ExceptionRule, Model, Require, Rule
from bangban.words import Both


def rule_terms(rule: Rule) -> list[t.Term]:
    """The conditions of a rule and of its exceptions."""
    found = [rule.when] if rule.when is not None else []
    if isinstance(rule.effect, Require):
        found.append(rule.effect.condition)
    for exception in rule.exceptions:
        found += exception_terms(exception)
    return found


def exception_terms(exception: ExceptionRule) -> list[t.Term]:
    """The conditions of an exception and of its exceptions."""
    found = [exception.condition] if exception.condition is not None else []
    for inner in exception.exceptions:
        found += exception_terms(inner)
    return found


def options_read(terms: Iterable[t.Term], model: Model) -> tuple[Both, ...]:
    """The options that terms read, in order of name."""
    found: dict[str, Both] = {}
    seen: set[str] = set()
    stack = list(terms)
    while stack:
        term = stack.pop()
        if isinstance(term, t.OptionValue):
            found[term.name.zh] = term.name
        elif isinstance(term, t.Defined) and term.key not in seen:
            seen.add(term.key)
            stack.append(model.definitions[term.key].body)
        stack += parts(term)
    return tuple(found[key] for key in sorted(found))
