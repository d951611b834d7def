"""The tree as written: a file is statements, a statement is a head and clauses, a clause is a keyword and items.

The two spellings (.policy and YAML) give the same tree. Spans and quoting are not part of equality, so
``parse(format(tree)) == tree`` can be asked. Engines never see this tree; ``policy`` gives it its meaning.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Literal

from attrs import field, frozen

from bangban.source import NOWHERE, Span
from bangban.words import Lang


def _span() -> Span:
    return field(default=NOWHERE, eq=False, repr=False, kw_only=True)


# ---------------------------------------------------------------- expressions

@frozen
class Path:
    """A name, or names joined by dots: ``服务.方式``. An index ``[1]`` (cases only) is an ``int``, from 1."""

    parts: tuple[str | int, ...]
    span: Span = _span()

    @property
    def text(self) -> str:
        """The path as people write it, unquoted."""
        out = ""
        for part in self.parts:
            out += f"[{part}]" if isinstance(part, int) else (f".{part}" if out else part)
        return out


@frozen
class Text:
    """A string."""

    value: str
    span: Span = _span()


@frozen
class Number:
    """A bare number; ``Decimal`` keeps what was typed exact."""

    value: Decimal
    span: Span = _span()


@frozen
class Quantity:
    """A number with a unit (a key of ``keywords.UNITS``) and, for months and years, what month ends do."""

    value: Decimal
    unit: str
    month_end: Literal["CLIP", "CARRY"] | None = None
    span: Span = _span()


@frozen
class Date:
    """A calendar date, or a moment when ``time`` is given."""

    value: dt.date
    time: dt.time | None = None
    span: Span = _span()


@frozen
class Bool:
    """是 or 否."""

    value: bool
    span: Span = _span()


@frozen
class DecisionDate:
    """决定日: the date of the decision."""

    span: Span = _span()


@frozen
class ListOf:
    """``[a, b, c]``."""

    items: tuple[Expr, ...]
    span: Span = _span()


@frozen
class Not:
    """非 e."""

    operand: Expr
    span: Span = _span()


@frozen
class Junction:
    """且 or 或 over two or more operands."""

    op: Literal["AND", "OR"]
    operands: tuple[Expr, ...]
    span: Span = _span()


@frozen
class Compare:
    """``left op right``; ``IN``/``NOT_IN``/``CONTAINS…``/``REACHES`` too."""

    op: Literal["=", "≠", "<", "≤", ">", "≥", "IN", "NOT_IN", "CONTAINS", "CONTAINS_ALL", "CONTAINS_ANY", "REACHES"]
    left: Expr
    right: Expr
    span: Span = _span()


@frozen
class Between:
    """``e 介于 low 至 high``, both ends included."""

    operand: Expr
    low: Expr
    high: Expr
    span: Span = _span()


@frozen
class Arith:
    """``left op right`` on numbers, money, dates and durations."""

    op: Literal["+", "-", "*", "/"]
    left: Expr
    right: Expr
    span: Span = _span()


@frozen
class Negative:
    """``-e``."""

    operand: Expr
    span: Span = _span()


@frozen
class Has:
    """有 path."""

    path: Path
    span: Span = _span()


@frozen
class Quantified:
    """``每个/任一 list [name] 满足 (body)``."""

    op: Literal["EVERY", "SOME"]
    path: Path
    name: str | None
    body: Expr
    span: Span = _span()


@frozen
class Aggregate:
    """``个数(list [满足 (e)])``, ``种数(list.field [满足 (e)])``, ``合计(list.field [满足 (e)])``."""

    op: Literal["COUNT", "DISTINCT", "SUM"]
    path: Path
    body: Expr | None
    span: Span = _span()


@frozen
class Lookup:
    """``查(table, key, column)``."""

    table: Path
    key: Expr
    column: Path
    span: Span = _span()


Expr = (Path | Text | Number | Quantity | Date | Bool | DecisionDate | ListOf | Not | Junction | Compare | Between
        | Arith | Negative | Has | Quantified | Aggregate | Lookup)

# ---------------------------------------------------------------- items of clauses


@frozen
class Label:
    """A name being declared, with the name in the other language if it has one: ``服务 (service)``."""

    name: str
    alias: str | None = None
    span: Span = _span()


@frozen
class Word:
    """A keyword or punctuation inside a clause (``至``, ``于``, ``:``, ``=``), by its token."""

    token: str
    span: Span = _span()


@frozen
class Cite:
    """A provision: ``document`` is None for the policy's own source text; ``quote`` its words, if quoted."""

    document: str | None
    article: str
    quote: str | None = None
    span: Span = _span()
    quote_span: Span = _span()


@frozen
class TypeRef:
    """What stands after the colon of a field, column, option or parameter: words, enum values, a range."""

    words: tuple[Label, ...]
    values: tuple[Label, ...] | None = None
    low: Expr | None = None
    high: Expr | None = None
    span: Span = _span()


@frozen
class Assign:
    """``path = value`` of a case."""

    path: Path
    value: Expr
    span: Span = _span()


Item = Expr | Label | Word | Cite | TypeRef | Assign


@frozen
class Clause:
    """A keyword (its token) and what follows it, with the comments that stand above and behind it."""

    keyword: str
    items: tuple[Item, ...] = ()
    above: tuple[str, ...] = field(default=(), kw_only=True)
    behind: str | None = field(default=None, kw_only=True)
    span: Span = _span()


@frozen
class Statement:
    """A declaration: keyword (its token), head items, clauses in the order written."""

    keyword: str
    head: tuple[Item, ...]
    clauses: tuple[Clause, ...] = ()
    above: tuple[str, ...] = field(default=(), kw_only=True)
    behind: str | None = field(default=None, kw_only=True)
    partial: bool = field(default=False, eq=False, repr=False, kw_only=True)  # a clause could not be read
    span: Span = _span()
    end: Span = _span()


@frozen
class File:
    """One file: its surface language, its statements, and the comments after the last.

    ``lost``: the names that stand in parts which could not be read; what refers to them is no second mistake.
    """

    lang: Lang
    statements: tuple[Statement, ...]
    after: tuple[str, ...] = ()
    lost: frozenset[str] = field(default=frozenset(), eq=False, repr=False, kw_only=True)
    span: Span = _span()
