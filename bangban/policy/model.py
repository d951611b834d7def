"""The checked policy: what the engines read. Names resolved, types known, exceptions in an acyclic graph."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, Literal

from attrs import field, frozen

from bangban.policy.terms import Fact, Term
from bangban.policy.types import RecordType, Type
from bangban.problems import Problem
from bangban.shown import Alike
from bangban.source import NOWHERE, Span
from bangban.words import Both


def _span() -> Span:
    return field(default=NOWHERE, eq=False, repr=False, kw_only=True)


@frozen(eq=False, repr=False)
class Citation(Alike):
    """A provision: the document's name, the article, and its words where it is quoted."""

    document: str
    article: str
    quote: str | None = None
    span: Span = _span()

    def to_dict(self) -> dict[str, Any]:
        """``{"document", "article", "quote"}``."""
        return {"document": self.document, "article": self.article, "quote": self.quote}

    def __str__(self) -> str:
        quoted = f"“{self.quote}”" if self.quote else ""
        return f"《{self.document}》{self.article}{quoted}"


@frozen(eq=False, repr=False)
class Period(Alike):
    """In force from ``start`` to ``end``, both included; None is open."""

    start: dt.date | None = None
    end: dt.date | None = None

    def covers(self, day: dt.date) -> bool:
        """Whether ``day`` lies in it."""
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)


@frozen(eq=False, repr=False)
class MissingItems(Alike):
    """The blank {缺项}: the members a requirement 包含全部 lacks."""


@frozen(eq=False, repr=False)
class Message(Alike):
    """A sentence with blanks: texts and terms in turn."""

    parts: tuple[str | Term | MissingItems, ...]
    span: Span = _span()


@frozen(eq=False, repr=False)
class PolicyHead(Alike):
    """A policy: its names, its rank, when it is in force, and when it applies at all.

    ``primary``: it stands under the loaded path; imported ones support it. ``original`` is the source text file.
    """

    name: Both
    title: str
    rank: str = "normative_document"
    primary: bool = True
    issuer: str = ""
    number: str = ""
    adopted: dt.date | None = None
    issued: dt.date | None = None
    published: dt.date | None = None
    period: Period = Period()
    scope: Term | None = None
    original: str | None = None
    note: str = ""
    span: Span = _span()


@frozen(eq=False, repr=False)
class Permit(Alike):
    """准予."""

    message: Message | None = None


@frozen(eq=False, repr=False)
class Forbid(Alike):
    """禁止."""

    message: Message


@frozen(eq=False, repr=False)
class Require(Alike):
    """要求 … 否则 拒绝 (``refuses``) or 补正."""

    condition: Term
    refuses: bool
    message: Message | None


@frozen(eq=False, repr=False)
class Oblige(Alike):
    """应当: a duty, who owes it, what, by when."""

    duty: Both
    actor: str | None = None
    message: Message | None = None
    due: Term | None = None


@frozen(eq=False, repr=False)
class Exempt(Alike):
    """免收: a fee item that may not be charged; ``item`` is a fee's name, or None for the rule's element."""

    item: str | None
    message: Message | None = None


@frozen(eq=False, repr=False)
class Charge(Alike):
    """应收: a fee due by law, with its amount, or the amount the element states."""

    item: str | None
    amount: Term | None = None
    message: Message | None = None


@frozen(eq=False, repr=False)
class Warn(Alike):
    """警示."""

    message: Message


Effect = Permit | Forbid | Require | Oblige | Exempt | Charge | Warn


@frozen(eq=False, repr=False)
class ExceptionRule(Alike):
    """除非 or 例外: defeats its target while its condition holds and no exception to it does."""

    key: str
    name: Both
    condition: Term | None
    period: Period = Period()
    citations: tuple[Citation, ...] = ()
    exceptions: tuple[ExceptionRule, ...] = ()
    policy: str = ""
    elsewhere: bool = False
    note: str = ""
    span: Span = _span()


@frozen(eq=False, repr=False)
class Each(Alike):
    """对每项: the list and the name its element has in the rule."""

    over: Fact
    scope: str


@frozen(eq=False, repr=False)
class Rule(Alike):
    """A rule as meant. ``key`` is its canonical name, unique in the set; ``policy`` the key of its head."""

    key: str
    name: Both
    policy: str
    category: str
    effect: Effect
    citations: tuple[Citation, ...] = ()
    period: Period = Period()
    each: Each | None = None
    when: Term | None = None
    exceptions: tuple[ExceptionRule, ...] = ()
    next_step: Message | None = None
    absolute: bool = False
    proviso: tuple[str, ...] = ()
    note: str = ""
    span: Span = _span()


@frozen(eq=False, repr=False)
class Option(Alike):
    """A named reading: its default, why, and the value chosen at load."""

    name: Both
    type: Type
    default: Any
    value: Any
    note: str = ""
    span: Span = _span()


@frozen(eq=False, repr=False)
class Dated(Alike):
    """A value from a day on."""

    period: Period
    value: Any
    citations: tuple[Citation, ...] = ()


@frozen(eq=False, repr=False)
class ParameterValues(Alike):
    """A parameter: its values by date, in order of date."""

    name: Both
    type: Type
    values: tuple[Dated, ...]
    note: str = ""
    span: Span = _span()

    def at(self, day: dt.date) -> Dated | None:
        """The value in force on ``day``; None before the first."""
        return next((v for v in reversed(self.values) if v.period.covers(day)), None)


@frozen(eq=False, repr=False)
class Table(Alike):
    """名录: typed columns, rows by key."""

    name: Both
    columns: Mapping[str, Type]
    column_names: tuple[Both, ...]
    key: str
    rows: Mapping[Any, Mapping[str, Any]]
    purpose: str | None = None
    note: str = ""
    span: Span = _span()


@frozen(eq=False, repr=False)
class Definition(Alike):
    """定义: a named term, or one about each element of a list (``scope``)."""

    name: Both
    body: Term
    scope: str | None = None
    over: Fact | None = None
    span: Span = _span()


@frozen(eq=False, repr=False)
class Invariant(Alike):
    """保证: what never or always holds while the condition does.

    ``deny_over``: whether it is refused never depends on what is said in the record ``about``.
    """

    name: Both
    condition: Term | None
    always: bool
    claim: Literal["permit", "deny", "pending", "not_applicable", "exempt", "oblige", "deny_over"]
    about: str | None = None
    note: str = ""
    span: Span = _span()


@frozen(eq=False, repr=False)
class Case(Alike):
    """用例: facts, and what the decision must say."""

    title: str
    facts: Mapping[str, Any]
    verdict: str | None = None
    because: tuple[str, ...] = ()
    not_because: tuple[str, ...] = ()
    cites: tuple[Citation, ...] = ()
    based_on: str | None = None
    span: Span = _span()


@frozen(eq=False, repr=False)
class Uncoded(Alike):
    """不编码: a passage set aside, and why."""

    citation: Citation
    reason: str
    note: str = ""
    policy: str = ""
    span: Span = _span()


@frozen(eq=False, repr=False)
class Beginnings(Alike):
    """What was found by looking at every rule, so that nobody has to again: their names by key; the days on which
    something changes; for each rule the only values of facts under which its condition can hold; and the places of
    the rules about fees, which speak of a fee whether or not they fire."""

    names: Mapping[str, Both]
    change_points: tuple[dt.date, ...]
    allowed: tuple[Mapping[tuple[str, ...], frozenset[str]], ...]
    fees: frozenset[int]


@frozen(eq=False, repr=False)
class Model(Alike):
    """A whole checked set. Mappings are keyed by canonical (Chinese) names.

    ``beginnings``: found before, where the set comes from the cache; whatever is evolved from it has none.
    """

    vocabulary: RecordType
    heads: Mapping[str, PolicyHead]
    rules: Sequence[Rule]
    options: Mapping[str, Option]
    parameters: Mapping[str, ParameterValues]
    tables: Mapping[str, Table]
    definitions: Mapping[str, Definition]
    exceptions: tuple[ExceptionRule, ...]
    invariants: tuple[Invariant, ...]
    cases: Sequence[Case]
    uncoded: tuple[Uncoded, ...]
    decision_date: tuple[str, ...] | None
    digest: str
    warnings: tuple[Problem, ...] = ()
    beginnings: Beginnings | None = field(default=None, init=False, eq=False, repr=False)

    @property
    def rule_names(self) -> Mapping[str, Both]:
        """The names of the rules by key, in their canonical order."""
        return {rule.key: rule.name for rule in self.rules} if self.beginnings is None else self.beginnings.names
