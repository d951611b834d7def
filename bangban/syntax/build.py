"""Grammar to tree: what each rule of the grammar becomes, with the span of what was typed."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from typing import Any

from attrs import evolve, frozen
from lark import Token, Transformer

from bangban.problems import Fix, Problem
from bangban.source import Source, Span
from bangban.syntax import tree
from bangban.syntax.keywords import BY_TOKEN, UNIT_BY_WORD
from bangban.syntax.lexer import PUNCTUATION
from bangban.syntax.spell import UNARY, format_expr
from bangban.words import Both, Lang

_COMPARE: dict[str, Any] = {t: PUNCTUATION[t] for t in ("EQ", "NE", "LT", "LE", "GT", "GE")}
_DATE = re.compile(r"(\d{4})[年-](\d{1,2})[月-](\d{1,2})日?(?:T(.+))?$")
_LAW = re.compile(r"《([^》]*)》\s*(.*)$")
_MAX_DIGITS = 9  # of a place in a list
_ESCAPES = {"n": "\n", '"': '"', "\\": "\\"}
_DROPPED = frozenset({"LPAR", "RPAR", "LSQB", "RSQB", "COMMA", "SEMI", "DOT"})


@frozen(kw_only=True)
class NoSuchDate(Problem):
    """Digits in the shape of a date that is on no calendar."""

    code = "BB109"
    title = Both("没有这一天", "no such date")
    text = Both("没有「{date}」这一天(或这一时刻)。", "“{date}” is not a date (or moment).")
    advice = Both("日期写作 2020-11-30 或 2020年11月30日。", "write dates as 2020-11-30.")
    date: str


@frozen(kw_only=True)
class NoSuchPlace(Problem):
    """A place in a list that is no whole number."""

    code = "BB118"
    title = Both("列表位置不对", "no such place in a list")
    text = Both("「[{index}]」不是列表中的位置。", "“[{index}]” is no place in a list.")
    advice = Both("位置从 1 起,写整数,如 费用[1]。", "places are whole numbers from 1, such as fees[1].")
    index: str


@frozen(kw_only=True)
class MixedJunction(Problem):
    """且 and 或 without parentheses: two readings, and the writer must choose."""

    code = "BB113"
    title = Both("且与或混用", "and mixed with or")
    text = Both("「且」和「或」混用而没有括号,有两种读法:{first} 或者 {second}。",
                "and is mixed with or without parentheses; it can be read as {first}, or as {second}.")
    advice = Both("用括号写明要哪一种。", "add parentheses to say which is meant.")
    first: str
    second: str


class Builder(Transformer[Token, Any]):
    """Runs inside the LALR parser: each method gets the parts of one grammar rule, bottom up."""

    def __init__(self) -> None:
        super().__init__()
        self.source = Source("")
        self.lang: Lang = "zh"
        self.problems: list[Problem] = []

    def _span(self, parts: list[Any]) -> Span:
        first, last = parts[0], parts[-1]
        start: Any = first.start_pos if isinstance(first, Token) else first.span.start
        end: Any = last.end_pos if isinstance(last, Token) else last.span.end
        return Span(self.source, start, end)

    def _items(self, parts: list[Any]) -> tuple[tree.Item, ...]:
        items: list[tree.Item] = []
        for part in parts:
            if not isinstance(part, Token):
                items.append(part)
            elif part.type not in _DROPPED:
                items.append(tree.Word(part.type, span=self._span([part])))
        return tuple(items)

    def head(self, parts: list[Any]) -> tuple[tree.Item, ...]:
        return self._items(parts[1:])

    clause = head

    # ------------------------------------------------------------ names and types

    def name(self, parts: list[Any]) -> tree.Label:
        return tree.Label(str(parts[0]), span=self._span(parts))

    def label(self, parts: list[Any]) -> tree.Label:
        return tree.Label(str(parts[0]), str(parts[2]) if len(parts) > 1 else None, span=self._span(parts))

    def dotted_label(self, parts: list[Any]) -> tree.Label:
        cut = next((i for i, p in enumerate(parts) if p.type == "LPAR"), len(parts))
        return tree.Label("".join(parts[:cut]), "".join(parts[cut + 1:-1]) or None, span=self._span(parts))

    def typeref(self, parts: list[Any]) -> tree.TypeRef:
        words = tuple(self.name([p]) if isinstance(p, Token) else p for p in parts
                      if isinstance(p, tree.Label) or (isinstance(p, Token) and p.type == "DECISION_DATE"))
        values = next((p.values for p in parts if isinstance(p, tree.TypeRef) and p.values is not None), None)
        low, high = next(((p.low, p.high) for p in parts if isinstance(p, tree.TypeRef) and p.low is not None),
                         (None, None))
        return tree.TypeRef(words, values, low, high, span=self._span(parts))

    def labels(self, parts: list[Any]) -> tree.TypeRef:
        return tree.TypeRef((), tuple(p for p in parts if isinstance(p, tree.Label)), span=self._span(parts))

    def range(self, parts: list[Any]) -> tree.TypeRef:
        return tree.TypeRef((), None, parts[0], parts[2], span=self._span(parts))

    def path(self, parts: list[Any]) -> tree.Path:
        return tree.Path(tuple(str(p) for p in parts if p.type == "NAME"), span=self._span(parts))

    def indexed(self, parts: list[Any]) -> tree.Path:
        names = tuple(str(p) if p.type == "NAME" else self._place(p) for p in parts if p.type in ("NAME", "NUMBER"))
        return tree.Path(names, span=self._span(parts))

    def _place(self, number: Token) -> int:
        """A place in a list; a wrong one is told and taken for the first, so that the path still leads somewhere."""
        if number.isdecimal() and len(number) <= _MAX_DIGITS and int(number) >= 1:
            return int(number)
        self.problems.append(NoSuchPlace(span=self._span([number]), index=str(number)[:_MAX_DIGITS]))
        return 1

    def assign(self, parts: list[Any]) -> tree.Assign:
        return tree.Assign(parts[0], parts[2], span=self._span(parts))

    def cite(self, parts: list[Any]) -> tree.Cite:
        return self._cite(None, str(parts[0]), parts)

    def law(self, parts: list[Any]) -> tree.Cite:
        found = _LAW.match(parts[0])
        assert found is not None
        return self._cite(found.group(1), found.group(2).strip(), parts)

    def _cite(self, document: str | None, article: str, parts: list[Any]) -> tree.Cite:
        quote = parts[1] if len(parts) > 1 else None
        span = self._span(parts)
        return tree.Cite(document, article, quote and quote.value, span=span, quote_span=quote.span if quote else span)

    # ------------------------------------------------------------ literals

    def text(self, parts: list[Any]) -> tree.Text:
        raw = str(parts[0])
        value = raw[1:-1] if len(raw) > 1 else ""
        if raw[:1] == '"' and "\\" in value:
            value = re.sub(r"\\(.)", lambda m: _ESCAPES.get(m.group(1), m.group(0)), value)
        return tree.Text(value, span=self._span(parts))

    def number(self, parts: list[Any]) -> tree.Number:
        return tree.Number(Decimal(parts[0]), span=self._span(parts))

    def amount(self, parts: list[Any]) -> tree.Quantity:
        month_end: Any = parts[2].type if len(parts) > 2 else None
        return tree.Quantity(Decimal(parts[0]), UNIT_BY_WORD[parts[1]], month_end, span=self._span(parts))

    def date(self, parts: list[Any]) -> tree.Date:
        found = _DATE.match(parts[0])
        assert found is not None
        year, month, day, time = found.groups()
        try:
            return tree.Date(dt.date(int(year), int(month), int(day)),
                             dt.time.fromisoformat(time) if time else None, span=self._span(parts))
        except ValueError:
            self.problems.append(NoSuchDate(span=self._span(parts), date=str(parts[0])))
            return tree.Date(dt.date(2000, 1, 1), span=self._span(parts))

    def boolean(self, parts: list[Any]) -> tree.Bool:
        return tree.Bool(parts[0].type == "TRUE", span=self._span(parts))

    def decision_date(self, parts: list[Any]) -> tree.DecisionDate:
        return tree.DecisionDate(span=self._span(parts))

    # ------------------------------------------------------------ expressions

    def paren(self, parts: list[Any]) -> Any:
        return evolve(parts[1], span=self._span(parts))

    def list_of(self, parts: list[Any]) -> tree.ListOf:
        return tree.ListOf(tuple(p for p in parts if not isinstance(p, Token)), span=self._span(parts))

    def junction(self, parts: list[Any]) -> tree.Junction:
        ops = {p.type for p in parts[1::2]}
        if len(ops) > 1:
            self._mixed(parts)
        return tree.Junction(parts[1].type, tuple(parts[::2]), span=self._span(parts))

    def _mixed(self, parts: list[Any]) -> None:
        """Both readings, each offered as a repair: 且 binding tighter, or 或 binding tighter."""
        span = self._span(parts)
        readings = [self._grouped(parts, tight) for tight in ("AND", "OR")]
        fixes = tuple(Fix(Both(f"写作 {r}", f"write {r}"), span, r) for r in readings)
        shown = [r if len(r) <= 80 else r[:79] + "…" for r in readings]
        self.problems.append(MixedJunction(span=span, first=shown[0], second=shown[1], fixes=fixes))

    def _grouped(self, parts: list[Any], tight: str) -> str:
        groups: list[list[str]] = [[format_expr(parts[0], self.lang, UNARY)]]
        for op, operand in zip(parts[1::2], parts[2::2], strict=True):
            if op.type == tight:
                groups[-1].append(format_expr(operand, self.lang, UNARY))
            else:
                groups.append([format_expr(operand, self.lang, UNARY)])
        loose = "OR" if tight == "AND" else "AND"
        inner, outer = (f" {BY_TOKEN[t].word.say(self.lang)} " for t in (tight, loose))
        return outer.join(f"({inner.join(g)})" if len(g) > 1 else g[0] for g in groups)

    def negation(self, parts: list[Any]) -> tree.Not:
        return tree.Not(parts[1], span=self._span(parts))

    def negative(self, parts: list[Any]) -> tree.Negative:
        return tree.Negative(parts[1], span=self._span(parts))

    def compare(self, parts: list[Any]) -> tree.Compare:
        op = parts[1].type
        return tree.Compare(_COMPARE.get(op, op), parts[0], parts[2], span=self._span(parts))

    def between(self, parts: list[Any]) -> tree.Between:
        return tree.Between(parts[0], parts[2], parts[4], span=self._span(parts))

    def arith(self, parts: list[Any]) -> tree.Arith:
        op: Any = PUNCTUATION[parts[1].type]
        return tree.Arith(op, parts[0], parts[2], span=self._span(parts))

    def has(self, parts: list[Any]) -> tree.Has:
        return tree.Has(parts[1], span=self._span(parts))

    def quantified(self, parts: list[Any]) -> tree.Quantified:
        name = parts[2].name if isinstance(parts[2], tree.Label) else None
        return tree.Quantified(parts[0].type, parts[1], name, parts[-2], span=self._span(parts))

    def aggregate(self, parts: list[Any]) -> tree.Aggregate:
        return tree.Aggregate(parts[0].type, parts[2], parts[5] if len(parts) > 4 else None, span=self._span(parts))

    def lookup(self, parts: list[Any]) -> tree.Lookup:
        return tree.Lookup(parts[2], parts[4], parts[6], span=self._span(parts))
