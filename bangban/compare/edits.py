"""What was edited: statements that say something else in the new set, whether or not any decision changes by it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, cached_property
from typing import Any, Literal

import attrs
from attrs import evolve, frozen

from bangban.compare.beneath import Beneath
from bangban.policy.model import Citation, ExceptionRule, Message, Model, Oblige, Rule
from bangban.policy.types import RecordType
from bangban.source import NOWHERE, Span
from bangban.words import Both

Kind = Literal["rule", "definition", "parameter", "table", "policy"]
How = Literal["added", "dropped", "edited"]
KINDS: dict[Kind, Both] = {
    "rule": Both("规则", "rule"), "definition": Both("定义", "definition"), "parameter": Both("参数", "parameter"),
    "table": Both("名录", "table"), "policy": Both("政策题头", "policy header")}
HOW: dict[How, Both] = {
    "added": Both("新增", "added"), "dropped": Both("删去", "dropped"), "edited": Both("改动", "edited")}
_WORDING = frozenset({"note", "title", "issuer", "number", "original", "next_step"})


@frozen
class Edit:
    """One statement that says something else. ``wording``: only sentences, citations or notes of it.

    ``cited``: it rests on other provisions, or quotes them otherwise; ``borne``: who owes its duty, before and now.
    """

    kind: Kind
    how: How
    key: str
    name: Both
    span: Span
    citations: tuple[Citation, ...] = ()
    wording: bool = False
    cited: bool = False
    borne: tuple[str, str] | None = None

    def without(self, old: Model, new: Model) -> Model:
        """The new set with this statement as it was in the old."""
        match self.kind:
            case "rule":
                return _with_rule(new, self.key, next((r for r in old.rules if r.key == self.key), None))
            case "definition":
                return evolve(new, definitions=_with(new.definitions, self.key, old.definitions.get(self.key)))
            case "parameter":
                return evolve(new, parameters=_with(new.parameters, self.key, old.parameters.get(self.key)))
            case "table":
                return evolve(new, tables=_with(new.tables, self.key, old.tables.get(self.key)))
            case "policy":
                return evolve(new, heads=_with(new.heads, self.key, old.heads.get(self.key)))


def _with(some: Mapping[str, Any], key: str, value: Any) -> dict[str, Any]:
    out = {k: v for k, v in some.items() if k != key}
    # what is new stays: others may name it
    return {**some} if value is None else {**out, key: value}


def _with_rule(model: Model, key: str, rule: Rule | None) -> Model:
    if rule is None:
        return evolve(model, rules=tuple(r for r in model.rules if r.key != key))
    if any(r.key == key for r in model.rules):
        return evolve(model, rules=tuple(rule if r.key == key else r for r in model.rules))
    return evolve(model, rules=(*model.rules, rule))


@frozen(slots=False)
class Edits:
    """The edits from one set to another."""

    old: Model
    new: Model

    @cached_property
    def all(self) -> tuple[Edit, ...]:
        """Every edit, rules first."""
        old, new = self.old, self.new
        return (
            *_edits("rule", {r.key: r for r in old.rules}, {r.key: r for r in new.rules},
                    lambda r: tuple(dict.fromkeys((*r.citations, *_cited(r.exceptions))))),
            *_edits("definition", old.definitions, new.definitions),
            *_edits("parameter", old.parameters, new.parameters,
                    lambda p: tuple(dict.fromkeys(c for v in p.values for c in v.citations))),
            *_edits("table", old.tables, new.tables), *_edits("policy", old.heads, new.heads))

    @property
    def in_meaning(self) -> tuple[Edit, ...]:
        """Those that are not about wording only."""
        return tuple(e for e in self.all if not e.wording)

    @cached_property
    def untouched_rules(self) -> frozenset[str]:
        """The rules that both sets have, that say the same in both and read nothing that says something else."""
        edited = {e.key for e in self.in_meaning if e.kind == "rule"}
        shared = {r.key for r in self.old.rules} - edited
        return frozenset(r.key for r in self.new.rules if r.key in shared and not self.beneath.rule(r))

    @cached_property
    def beneath(self) -> Beneath:
        """What was edited of all that rules refer to: a rule may then mean something else and read the same."""
        return Beneath(self.new, frozenset((e.kind, e.key) for e in self.in_meaning if e.kind != "rule"))


def _edits(kind: Kind, old: Mapping[str, Any], new: Mapping[str, Any],
           citations: Callable[[Any], tuple[Citation, ...]] = lambda _: ()) -> Iterator[Edit]:
    for key, now in new.items():
        was = old.get(key)
        if was is None:
            yield Edit(kind, "added", key, now.name, now.span, citations(now))
        elif was is not now and was != now and not alike(was, now):
            cited = tuple(dict.fromkeys((*citations(now), *citations(was))))
            yield Edit(kind, "edited", key, now.name, now.span, cited, alike(was, now, True),
                       {*_all_cited(was)} != {*_all_cited(now)}, _bearers(was, now))
    for key, was in old.items():
        if key not in new:
            yield Edit(kind, "dropped", key, was.name, NOWHERE, citations(was))


def _cited(exceptions: Iterable[ExceptionRule]) -> Iterator[Citation]:
    for exception in exceptions:
        yield from exception.citations
        yield from _cited(exception.exceptions)


def _bearers(was: Any, now: Any) -> tuple[str, str] | None:
    """Who owes the duty of a rule, where that changed."""
    if isinstance(was, Rule) and isinstance(now, Rule) and isinstance(was.effect, Oblige) and isinstance(
            now.effect, Oblige) and was.effect.actor != now.effect.actor:
        return was.effect.actor or "", now.effect.actor or ""
    return None


def _all_cited(value: Any) -> Iterator[tuple[str, str, str | None]]:
    """Every citation in a statement."""
    if isinstance(value, Citation):
        yield value.document, value.article, value.quote
    elif isinstance(value, RecordType):
        return
    elif isinstance(value, Mapping):
        yield from (c for v in value.values() for c in _all_cited(v))
    elif isinstance(value, tuple | list):
        yield from (c for v in value for c in _all_cited(v))
    else:
        kind: Any = type(value)
        for name in _read_fields(kind, False) or ():
            yield from _all_cited(getattr(value, name))


@cache
def _read_fields(kind: Any, meaning: bool) -> tuple[str, ...] | None:
    if not attrs.has(kind):
        return None
    return tuple(f.name for f in attrs.fields(kind) if f.eq and f.init and not (meaning and f.name in _WORDING))


def alike(one: Any, other: Any, meaning: bool = False) -> bool:
    """Whether two things of two loads say the same; ``meaning``: leaving aside what no decision depends on.

    The names of vocabulary records stand for them: what they hold is compared by the union of the vocabularies.
    """
    if one is other:
        return True
    if meaning and (_aside(one) or _aside(other)):
        return _aside(one) and _aside(other)
    if isinstance(one, RecordType) or isinstance(other, RecordType):
        return isinstance(one, RecordType) and isinstance(other, RecordType) and one.name == other.name
    kind: Any = type(one)
    names = _read_fields(kind, meaning)
    if names is not None:
        return kind is type(other) and all(alike(getattr(one, n), getattr(other, n), meaning) for n in names)
    if isinstance(one, tuple | list) and isinstance(other, tuple | list):
        if meaning:
            one, other = [v for v in one if not _aside(v)], [v for v in other if not _aside(v)]
        return len(one) == len(other) and all(alike(a, b, meaning) for a, b in zip(one, other, strict=True))
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return one.keys() == other.keys() and all(alike(v, other[k], meaning) for k, v in one.items())
    return bool(one == other)


def _aside(value: Any) -> bool:
    return value is None or isinstance(value, Message | Citation)
