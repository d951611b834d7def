"""Random syntax trees: every statement, clause and expression of the grammar, with names that need quoting."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from bangban.syntax import tree
from bangban.syntax.keywords import BY_WORD, KEYWORDS, UNITS
from bangban.syntax.lexer import comment_text

Strategy = SearchStrategy[Any]

_UNSPOKEN = st.characters(exclude_categories=["Cs"])


def _as_name(text: str) -> str:
    return unicodedata.normalize("NFKC", text.replace("\n", " ")).strip()


def _is_name(text: str) -> bool:
    return bool(text) and not ("」" in text and "`" in text) and "\n" not in text and _as_name(text) == text


names: SearchStrategy[str] = st.one_of(
    st.sampled_from(["服务", "方式", "费用", "申请人", "applicant", "mode", "x", "_y", "当事人", "认定", "敏感",
                     "ordered"]),
    st.sampled_from([w for k in KEYWORDS for w in k.word] + [w for both in UNITS.values() for w in both]),
    st.sampled_from(["两 词", "a.b", "5楼", "-", "#x", '"', "'", ": x", "{", "& *", "」", "`", "null", "true",
                     "~", "<<"]),
    st.text(_UNSPOKEN, min_size=1, max_size=6).map(_as_name).filter(_is_name),
)
texts = st.one_of(
    st.sampled_from(["", "须书面委托。", "「{费.名称}」一律免收。", 'a "b" c', "a\nb", "\\n", "x: y", "a #b",
                     "'", "null", "是", "- x", "[", "1.0", "2020-01-01", " x ", "x:", "%", "@", "“”", "\t"]),
    st.text(_UNSPOKEN, max_size=12),
)
comments = st.one_of(
    st.sampled_from(["", "——— 节", "说明: 一", "# x", "- y"]),
    st.text(_UNSPOKEN, max_size=12).map(lambda t: comment_text("#" + t)),
)


def _is_article(text: str) -> bool:
    return re.fullmatch(r"[^\s\u3000\"“,，、;；#《０-９（）．]+", text) is not None and text not in BY_WORD


articles = st.one_of(
    st.sampled_from(["四(三)代办", "第一百六十五条", "2(a)", "通知", "3.1", "-", "「x」", "*", "a:", "'"]),
    st.text(_UNSPOKEN, min_size=1, max_size=4).filter(_is_article),
)
documents = st.one_of(
    st.sampled_from(["民法典", "关于印发<方案>的通知", "", "A B", "x, y"]),
    st.text(_UNSPOKEN, max_size=5).filter(lambda t: re.fullmatch(r"[^》\n０-９（）．]*", t) is not None),
)


def _made(make: Callable[..., Any], *parts: Strategy) -> Strategy:
    return st.tuples(*parts).map(lambda found: make(*found))


def _tuples(of: Strategy, least: int = 0, most: int = 3) -> Strategy:
    return st.lists(of, min_size=least, max_size=most).map(tuple)


def _optional(of: Strategy) -> Strategy:
    return st.none() | of


paths = _tuples(names, 1, 3).map(tree.Path)
indexed = _made(lambda first, rest: tree.Path((first, *rest)), names,
                _tuples(names, 0, 2) | _made(lambda i, n: (i, n), st.integers(1, 99), names)
                | _tuples(st.integers(1, 9), 1, 1))
labels = _made(tree.Label, names, _optional(names))
plain_labels = names.map(tree.Label)
dotted_labels = _made(tree.Label, *[names | st.sampled_from(["委托.转委托", "mandate.sub", "a.", ".b"])] * 2)
text_nodes = texts.map(tree.Text)
decimals = st.decimals(0, 10**9, places=2) | st.integers(0, 10**30).map(Decimal)
numbers = decimals.map(tree.Number)
quantities = _made(tree.Quantity, decimals, st.sampled_from(sorted(UNITS)),
                   st.sampled_from([None, None, "CLIP", "CARRY"]))
days = st.dates(dt.date(1, 1, 1))
dates = _made(tree.Date, days, _optional(st.times().map(lambda t: t.replace(microsecond=0))))
cites = _made(tree.Cite, st.none(), articles, _optional(texts)) | _made(
    tree.Cite, documents, articles | st.just(""), _optional(texts))

_OPS = ["=", "≠", "<", "≤", ">", "≥", "IN", "NOT_IN", "CONTAINS", "CONTAINS_ALL", "CONTAINS_ANY", "REACHES"]
_leaves = st.one_of(paths, text_nodes, numbers, quantities, dates, st.booleans().map(tree.Bool),
                    st.just(tree.DecisionDate()), paths.map(tree.Has))


def _deeper(inner: Strategy) -> Strategy:
    return st.one_of(
        _tuples(inner, 0, 3).map(tree.ListOf),
        inner.map(tree.Not),
        inner.map(tree.Negative),
        _made(tree.Junction, st.sampled_from(["AND", "OR"]), _tuples(inner, 2, 3)),
        _made(tree.Compare, st.sampled_from(_OPS), inner, inner),
        _made(tree.Between, inner, inner, inner),
        _made(tree.Arith, st.sampled_from("+-*/"), inner, inner),
        _made(tree.Quantified, st.sampled_from(["EVERY", "SOME"]), paths, _optional(names), inner),
        _made(tree.Aggregate, st.sampled_from(["COUNT", "DISTINCT", "SUM"]), paths, _optional(inner)),
        _made(tree.Lookup, paths, inner, paths),
    )


expressions: Strategy = st.recursive(_leaves, _deeper, max_leaves=6)

_bounds = st.one_of(quantities, dates, numbers, numbers.map(tree.Negative))
typerefs = st.one_of(
    _made(tree.TypeRef, _tuples(plain_labels, 1, 3), _optional(_tuples(labels, 0, 4))),
    _made(tree.TypeRef, _tuples(plain_labels, 0, 2), st.none() | _tuples(labels, 0, 2), _bounds, _bounds),
)


def _w(token: str) -> tree.Word:
    return tree.Word(token)


def _items(*parts: Strategy | str) -> Strategy:
    """Items in turn; a string is the word of that token; a part that gives None is left out, a tuple is spread."""
    strategies = [st.just(_w(p)) if isinstance(p, str) else p for p in parts]

    def joined(found: tuple[Any, ...]) -> tuple[Any, ...]:
        out: list[Any] = []
        for part in found:
            out.extend(part if isinstance(part, tuple) else () if part is None else (part,))
        return tuple(out)

    return st.tuples(*strategies).map(joined)


def _maybe(*parts: Strategy | str) -> Strategy:
    return st.just(()) | _items(*parts)


HEADS: dict[str, Strategy] = {
    "POLICY": _items(labels), "VOCABULARY": _items(labels), "TYPE": _items(labels, "COLON", typerefs),
    **dict.fromkeys(("RECORD", "LIST"), _items(dotted_labels, _maybe("COLON", typerefs))),
    "OPTION": _items(labels, "COLON", typerefs, "EQ", expressions), "PARAMETER": _items(labels, "COLON", typerefs),
    "TABLE": _items(labels), "DEFINE": _items(labels, _maybe("OVER", paths)), "RULE": _items(labels),
    "EXCEPTION": _items(labels, "AGAINST", paths), "INVARIANT": _items(labels), "CASE": _items(text_nodes),
    "UNCODED": _items(cites),
}
_sums = expressions
CLAUSE_ITEMS: dict[str, Strategy] = {
    **dict.fromkeys(("TITLE", "ISSUER", "NUMBER_OF", "SOURCE", "IMPORT", "NOTE", "FROM_FILE", "NEXT", "FORBID", "WARN",
                     "BASED_ON"), _items(text_nodes)),
    "PERMIT": _items(_optional(text_nodes)),
    **dict.fromkeys(("ADOPTED", "ISSUED", "PUBLISHED", "EFFECTIVE", "EXPIRES"), _items(dates)),
    **dict.fromkeys(("RANK", "KEY", "PURPOSE", "CATEGORY"), _items(plain_labels)),
    **dict.fromkeys(("SCOPE", "AS", "WHEN", "REQUIRE"), _items(expressions)),
    **dict.fromkeys(("FIELD", "COLUMN"), _items(labels, "COLON", typerefs, _optional(text_nodes))),
    "ROW": _tuples(expressions, 1, 3),
    **dict.fromkeys(("BASIS", "CITES"), _tuples(cites, 1, 3)),
    "FROM": _items(dates, _maybe("TO", dates), _maybe("EQ", expressions)),
    "FOR_EACH": _items(plain_labels, "OVER", paths),
    "ELSE": _items("REFUSE", _optional(text_nodes)) | _items("CORRECT", _optional(text_nodes)),
    "OBLIGE": _items(labels, _maybe("BY", plain_labels), _optional(text_nodes), _maybe("TO", _sums)),
    "EXEMPT": _items(paths | text_nodes, _optional(text_nodes)),
    "CHARGE": _items(paths | text_nodes, _optional(expressions), _optional(text_nodes)),
    "UNLESS": _items(labels, "COLON", expressions),
    "ABSOLUTE": st.just(()),
    "PROVISO": _items(_tuples(plain_labels, 1, 3), _maybe("OTHERWISE_PROVIDED")),
    **dict.fromkeys(("NEVER", "ALWAYS"), st.one_of(
        _items(plain_labels), *(_items(t, _optional(plain_labels)) for t in ("PERMIT", "REFUSE", "EXEMPT", "OBLIGE")))),
    "GIVEN": _tuples(_made(tree.Assign, indexed, expressions), 1, 3),
    "UNSET": _tuples(indexed, 1, 3),
    "EXPECT": _items("PERMIT") | _items("REFUSE") | _items(plain_labels),
    **dict.fromkeys(("BECAUSE", "NOT_BECAUSE"), _tuples(paths, 1, 3)),
    "REASON": _items(plain_labels, _optional(text_nodes)),
}


def _commented(make: Callable[..., Any], **parts: Strategy) -> Strategy:
    above = st.just(()) | _tuples(comments, 1, 2)
    return st.builds(make, **parts, above=above, behind=_optional(comments))


clauses: SearchStrategy[tree.Clause] = st.sampled_from(sorted(CLAUSE_ITEMS)).flatmap(
    lambda keyword: _commented(tree.Clause, keyword=st.just(keyword), items=CLAUSE_ITEMS[keyword]))
statements: SearchStrategy[tree.Statement] = st.sampled_from(sorted(HEADS)).flatmap(
    lambda keyword: _commented(tree.Statement, keyword=st.just(keyword), head=HEADS[keyword],
                               clauses=_tuples(clauses, 0, 4)))
files: SearchStrategy[tree.File] = st.builds(
    tree.File, st.sampled_from(["zh", "en"]), _tuples(statements, 1, 4), _tuples(comments, 0, 2))
