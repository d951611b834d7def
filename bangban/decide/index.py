"""The index: which facts tell rules apart, so that a decision looks only at the rules that may speak of the action.

The conditions of many rules ask for one value, or one of a few, of the same fact (the kind of act, the mode, the
matter). For each combination of such values the rules that may apply are one body of code, made when first needed.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import field, frozen

from bangban.decide.fold import Is, Known, Other
from bangban.decide.layout import Layout, Path
from bangban.policy import terms as t
from bangban.policy.model import Definition, Model
from bangban.policy.types import EnumType, TextType
from bangban.policy.values import UNKNOWN

Allowed = Mapping[Path, frozenset[str]]
WORTH = 8.0  # rules spared on average, below which a fact is no key
_KEYS = 3
_BODIES = 20_000  # combinations of values at most
OTHER = "other"  # stands, in a key, for every value that no rule asks for; wrapped, so that it is no value itself


@frozen
class Index:
    """``paths``: the facts that are keys. ``words``: the values rules ask of each; ``allowed``: of each rule."""

    paths: tuple[Path, ...]
    words: tuple[frozenset[str], ...]
    allowed: tuple[Allowed, ...] = field(repr=False)
    _by_word: Mapping[str | None, list[int]] = field(repr=False, eq=False)

    def key(self, values: tuple[Any, ...]) -> tuple[Any, ...]:
        """The key of a case: values no rule asks for are all the same."""
        return tuple(v if v is None or v is UNKNOWN or v in words else (OTHER,)
                     for v, words in zip(values, self.words, strict=True))

    def known(self, key: tuple[Any, ...]) -> Known:
        """What a key says of the facts."""
        return {path: Other(words) if isinstance(v, tuple) else Is(v)
                for path, v, words in zip(self.paths, key, self.words, strict=True)}

    def rules(self, key: tuple[Any, ...]) -> list[int]:
        """The places of the rules that may apply under a key, in order."""
        places: Any = range(len(self.allowed))
        if self.paths and key[0] is not UNKNOWN:
            own = self._by_word.get(key[0], ()) if isinstance(key[0], str) else ()
            places = sorted([*self._by_word[None], *own])
        return [i for i in places if all(
            v is UNKNOWN or path not in self.allowed[i] or v in self.allowed[i][path]
            for path, v in zip(self.paths, key, strict=True))]


def index_rules(model: Model, layout: Layout, worth: float) -> Index:
    """The facts worth looking at first, and the rules by their values."""
    allowed = tuple({p: v for p, v in values.items() if p in layout.index} for values in allowed_values(model))
    words: dict[Path, set[str]] = {}
    for rule_allows in allowed:
        for path, values in rule_allows.items():
            words.setdefault(path, set()).update(values)
    paths = _keys(allowed, words, worth)
    by_word: dict[str | None, list[int]] = {None: []}
    for i, rule_allows in enumerate(allowed):
        for word in rule_allows.get(paths[0], (None,)) if paths else ():
            by_word.setdefault(word, []).append(i)
    return Index(paths, tuple(frozenset(words[p]) for p in paths), allowed, by_word)


def allowed_values(model: Model) -> tuple[Allowed, ...]:
    """For each rule, the only values of facts under which its condition can hold."""
    if model.beginnings is not None:
        return model.beginnings.allowed
    reading = _Reading(model)
    return tuple(reading.allowed(rule.when) if rule.when else {} for rule in model.rules)


def _keys(allowed: tuple[Allowed, ...], words: Mapping[Path, set[str]], worth: float) -> tuple[Path, ...]:
    """The facts that spare most rules, one after another, while they spare enough."""
    chosen: list[Path] = []
    weights = [1.0] * len(allowed)
    bodies = 1
    while len(chosen) < _KEYS:
        best, spared = None, worth
        for path in sorted(words):
            size = len(words[path]) + 1
            gain = sum(w * (1 - len(a[path]) / size) for w, a in zip(weights, allowed, strict=True) if path in a)
            if path not in chosen and gain >= spared and (not chosen or bodies * size <= _BODIES):
                best, spared = path, gain + 1e-9
        if best is None:
            break
        chosen.append(best)
        size = len(words[best]) + 1
        bodies *= size
        weights = [w * (len(a[best]) / size if best in a else 1.0) for w, a in zip(weights, allowed, strict=True)]
    return tuple(chosen)


class _Reading:
    """Reads, from a condition, the only values under which it can hold."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self._definitions: dict[str, Allowed] = {}

    def allowed(self, term: t.Term) -> Allowed:
        match term:
            case t.Compare(op="=", left=t.Fact(scope=None) as fact, right=t.Const(value=str(word))):
                return _one(fact, [word])
            case t.Compare(op="=", left=t.Const(value=str(word)), right=t.Fact(scope=None) as fact):
                return _one(fact, [word])
            case t.OneOf(item=t.Fact(scope=None) as fact, values=values):
                words = [v.value for v in values if isinstance(v, t.Const) and isinstance(v.value, str)]
                return _one(fact, words) if len(words) == len(values) else {}
            case t.Defined(key=key):
                definition: Definition = self.model.definitions[key]
                if key not in self._definitions:
                    self._definitions[key] = self.allowed(definition.body)
                return self._definitions[key]
            case t.All(operands=operands):
                return _merged([self.allowed(o) for o in operands])
            case t.Any_(operands=operands):
                each = [self.allowed(o) for o in operands]
                shared = set(each[0]).intersection(*each[1:]) if each else set()
                return {p: frozenset[str]().union(*(e[p] for e in each)) for p in shared}
            case _:
                return {}


def _one(fact: t.Fact, words: list[str]) -> Allowed:
    return {fact.path: frozenset(words)} if isinstance(fact.type, EnumType | TextType) else {}


def _merged(parts: list[Allowed]) -> Allowed:
    merged: dict[Path, frozenset[str]] = {}
    for part in parts:
        for path, words in part.items():
            merged[path] = merged[path] & words if path in merged else words
    return merged
