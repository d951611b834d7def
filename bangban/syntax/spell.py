"""The tree as words: names, literals, expressions and clauses in one of the two languages, each on one line.

Whatever is written here is read back as the same tree: names are quoted where they would be read as something else,
parentheses stand where the grammar needs them.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Sequence
from decimal import Decimal
from typing import assert_never

from bangban.syntax import tree
from bangban.syntax.keywords import BY_TOKEN, MODIFIERS, UNIT_BY_WORD, UNITS
from bangban.syntax.lexer import KEYWORD_OF, PUNCTUATION
from bangban.words import Lang

_BARE = re.compile(r"[^\W\d]\w*\Z")
_QUOTES: dict[Lang, tuple[str, str]] = {"zh": ("「", "」"), "en": ("`", "`")}
_TRAILING = frozenset(w for key in MODIFIERS if key not in ("ordered", "open") for w in MODIFIERS[key])
_COMMA_LISTS = frozenset({"ROW", "BASIS", "CITES", "PROVISO", "BECAUSE", "NOT_BECAUSE", "UNSET"})
DOTTED_HEADS = frozenset({"RECORD", "LIST"})

# How tightly an expression holds together; looser ones inside tighter ones need parentheses.
JUNCTION, UNARY, COMPARISON, SUM, PRODUCT, ATOM = range(6)


def word(token: str, lang: Lang) -> str:
    """The word or mark a token of the grammar is written as."""
    return PUNCTUATION[token] if token in PUNCTUATION else BY_TOKEN[token].word.say(lang)


def name(text: str, lang: Lang, after_number: bool = False) -> str:
    """A name, quoted where it holds other characters, is spelt like a keyword, or would be read as a unit."""
    if is_bare(text) and text not in KEYWORD_OF[lang] and not (after_number and text in UNIT_BY_WORD):
        return text
    return _quoted(text, lang)


def is_bare(text: str) -> bool:
    """Whether a name is one word, with nothing that would be read otherwise."""
    return _BARE.match(text) is not None and (text.isascii() or unicodedata.is_normalized("NFKC", text))


def _quoted(text: str, lang: Lang) -> str:
    opening, closing = _QUOTES[lang]
    if closing in text:
        opening, closing = _QUOTES["en" if lang == "zh" else "zh"]
    return f"{opening}{text}{closing}"


def dotted(parts: Sequence[str | int], lang: Lang) -> str:
    """A path. Beside a dot every bare word is a name, so only a first part before no dot can be a keyword."""
    out = ""
    for i, part in enumerate(parts):
        if isinstance(part, int):
            out += f"[{part}]"
            continue
        beside_dot = i > 0 or isinstance(parts[1] if len(parts) > 1 else 0, str)
        out += ("." if out else "") + (part if beside_dot and is_bare(part) else name(part, lang))
    return out


def label(item: tree.Label, lang: Lang, in_dots: bool = False) -> str:
    """A name being declared with the name in the other language; of records and lists it may have dots."""
    written = [_dotted_name(n, lang) if in_dots else name(n, lang) for n in (item.name, item.alias) if n is not None]
    return f"{written[0]} ({written[1]})" if len(written) > 1 else written[0]


def _dotted_name(text: str, lang: Lang) -> str:
    parts = text.split(".")
    return dotted(parts, lang) if all(p and p == p.strip() for p in parts) else _quoted(text, lang)


def text(value: str) -> str:
    """A string in quotes."""
    escaped = value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def number(value: Decimal) -> str:
    """A number as digits."""
    return format(value, "f")


def date(value: dt.date, time: dt.time | None) -> str:
    """A date, or a moment; seconds where there are any."""
    if time is None:
        return value.isoformat()
    return f"{value.isoformat()}T{time.strftime('%H:%M:%S' if time.second else '%H:%M')}"


def cite(item: tree.Cite) -> str:
    """A provision with its quoted words."""
    place = item.article if item.document is None else f"《{item.document}》{item.article}"
    return place if item.quote is None else f"{place} {text(item.quote)}"


# ---------------------------------------------------------------- expressions


def format_expr(node: tree.Expr, lang: Lang, level: int = JUNCTION) -> str:
    """An expression, in parentheses where it holds together less tightly than its place asks (``level``)."""
    held, written = _expr(node, lang)
    return written if held >= level else f"({written})"


def _expr(node: tree.Expr, lang: Lang) -> tuple[int, str]:
    match node:
        case tree.Path():
            return ATOM, dotted(node.parts, lang)
        case tree.Text():
            return ATOM, text(node.value)
        case tree.Number():
            return ATOM, number(node.value)
        case tree.Quantity():
            gap = " " if lang == "en" else ""
            end = f" {word(node.month_end, lang)}" if node.month_end else ""
            return ATOM, f"{number(node.value)}{gap}{UNITS[node.unit].say(lang)}{end}"
        case tree.Date():
            return ATOM, date(node.value, node.time)
        case tree.Bool():
            return ATOM, word("TRUE" if node.value else "FALSE", lang)
        case tree.DecisionDate():
            return ATOM, word("DECISION_DATE", lang)
        case tree.ListOf():
            return ATOM, f"[{', '.join(format_expr(e, lang) for e in node.items)}]"
        case tree.Not():
            return UNARY, f"{word('NOT', lang)} {format_expr(node.operand, lang, UNARY)}"
        case tree.Junction():
            return JUNCTION, f" {word(node.op, lang)} ".join(format_expr(e, lang, UNARY) for e in node.operands)
        case tree.Compare():
            op = comparison(node.op, lang)
            return COMPARISON, f"{format_expr(node.left, lang, SUM)} {op} {format_expr(node.right, lang, SUM)}"
        case tree.Between():
            operand, low, high = (format_expr(e, lang, SUM) for e in (node.operand, node.low, node.high))
            return COMPARISON, f"{operand} {word('BETWEEN', lang)} {low} {word('TO', lang)} {high}"
        case tree.Arith():
            held = SUM if node.op in "+-" else PRODUCT
            left, right = format_expr(node.left, lang, held), format_expr(node.right, lang, held + 1)
            return held, f"{left} {node.op} {right}"
        case tree.Negative():
            return ATOM, f"-{format_expr(node.operand, lang, ATOM)}"
        case tree.Has():
            return ATOM, f"{word('HAS', lang)} {dotted(node.path.parts, lang)}"
        case tree.Quantified():
            return ATOM, f"{quantifier(node, lang)} ({format_expr(node.body, lang)})"
        case tree.Aggregate():
            over = dotted(node.path.parts, lang)
            if node.body is not None:
                over += f" {word('SATISFIES', lang)} ({format_expr(node.body, lang)})"
            return ATOM, f"{word(node.op, lang)}({over})"
        case tree.Lookup():
            parts = (dotted(node.table.parts, lang), format_expr(node.key, lang), dotted(node.column.parts, lang))
            return ATOM, f"{word('LOOKUP', lang)}({', '.join(parts)})"
        case _:
            assert_never(node)


def quantifier(node: tree.Quantified, lang: Lang) -> str:
    """``每个 list name 满足``, before its condition."""
    named = f" {name(node.name, lang)}" if node.name is not None else ""
    return f"{word(node.op, lang)} {dotted(node.path.parts, lang)}{named} {word('SATISFIES', lang)}"


def comparison(op: str, lang: Lang) -> str:
    """The sign or word of a comparison."""
    return BY_TOKEN[op].word.say(lang) if op in BY_TOKEN else op


# ---------------------------------------------------------------- types and clauses


def typeref(item: tree.TypeRef, lang: Lang) -> str:
    """A type: its words, its values, its range, then 认定, 敏感 and the like."""
    before, after = _split_words(item.words)
    parts = [modifier_or_name(w, lang) for w in before]
    if item.values is not None:
        parts.append(f"[{', '.join(label(v, lang) for v in item.values)}]")
    if item.low is not None and item.high is not None:
        bounds = [format_expr(b, lang, ATOM) for b in (item.low, item.high)]
        parts.append(f"{bounds[0]} {word('TO', lang)} {bounds[1]}")
    return " ".join([*parts, *(modifier_or_name(w, lang) for w in after)])


def modifier_or_name(item: tree.Label, lang: Lang) -> str:
    """A word of a type; 决定日 is a keyword and yet stands there unquoted."""
    return item.name if item.name in BY_TOKEN["DECISION_DATE"].word else label(item, lang)


def _split_words(words: tuple[tree.Label, ...]) -> tuple[tuple[tree.Label, ...], tuple[tree.Label, ...]]:
    cut = len(words)
    while cut > 0 and words[cut - 1].name in _TRAILING:
        cut -= 1
    return words[:cut], words[cut:]


def items(keyword: str, parts: Sequence[tree.Item], lang: Lang) -> str:
    """What follows ``keyword``, the head of a statement or the rest of a clause, on one line."""
    if keyword == "GIVEN":
        return "; ".join(item_text(keyword, p, lang) for p in parts)
    out = ""
    for i, part in enumerate(parts):
        if isinstance(part, tree.Word) and part.token == "COLON":
            out += ":"
        else:
            comma = keyword in _COMMA_LISTS and i > 0 and not isinstance(part, tree.Word)
            written = item_text(keyword, part, lang)
            if keyword == "CHARGE" and i == 1 and _is_charged(part, is_last=i + 1 == len(parts)):
                written = f"({written})"
            out += ("," if comma else "") + (" " if out else "") + written
    return out


def item_text(keyword: str, part: tree.Item, lang: Lang) -> str:
    """One item of a head or clause."""
    match part:
        case tree.Label():
            return label(part, lang, in_dots=keyword in DOTTED_HEADS)
        case tree.Word():
            return word(part.token, lang)
        case tree.Cite():
            return cite(part)
        case tree.TypeRef():
            return typeref(part, lang)
        case tree.Assign():
            return f"{dotted(part.path.parts, lang)} {word('EQ', lang)} {format_expr(part.value, lang)}"
        case _:
            return format_expr(part, lang, SUM if keyword == "OBLIGE" else JUNCTION)


def _is_charged(part: tree.Item, is_last: bool) -> bool:
    """Whether an item of 应收 is an amount that needs parentheses; a last text is the sentence for people."""
    return not isinstance(part, tree.Path | tree.Quantity) and not (isinstance(part, tree.Text) and is_last)
