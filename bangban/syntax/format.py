"""The canonical layout of a .policy file: one clause a line, wrapped where too wide, comments where they stand."""

from __future__ import annotations

import re
import unicodedata

from attrs import evolve, frozen

from bangban.syntax import spell, tree
from bangban.syntax.spell import format_expr
from bangban.words import Lang

__all__ = ["WIDTH", "format_expr", "format_file"]

WIDTH = 120  # columns; a Han character takes two
_RULER = re.compile(r"[-—─=*_~]{3,}")  # a comment that begins so heads a section
_CONDITIONS = frozenset({"SCOPE", "AS", "WHEN", "REQUIRE", "UNLESS", "FROM"})
_INLINE = {"DEFINE": "AS", "UNCODED": "REASON"}  # these first clauses share the line of the head


def format_file(file: tree.File) -> str:
    """The text of a file; read again it is the same tree, and formatting that changes nothing."""
    out: list[str] = []
    before, kind = 0, ""
    for statement in file.statements:
        lines = _statement(statement, file.lang)
        of_a_kind = kind == statement.keyword and not statement.above
        stand_together = of_a_kind and (before == len(lines) == 1 or kind == "UNCODED")
        if out and not stand_together:
            out.append("")
        out.extend(lines)
        before, kind = len(lines) - len(_comments(statement.above, "")), statement.keyword
    if file.after:
        out.extend(["", *_comments(file.after, "")])
    return "\n".join(out).strip("\n") + "\n"


def _comments(texts: tuple[str, ...], indent: str) -> list[str]:
    lines: list[str] = []
    for text in texts:
        lines.append(f"{indent}# {text}".rstrip())
        if not indent and _RULER.match(text):
            lines.append("")
    return lines


def _statement(statement: tree.Statement, lang: Lang) -> list[str]:
    lines = _comments(statement.above, "")
    clauses = statement.clauses
    if clauses and clauses[0].keyword == _INLINE.get(statement.keyword) \
            and statement.behind is None and not clauses[0].above:
        lines += _behind(_inline(statement, clauses[0], lang), clauses[0].behind)
        clauses = clauses[1:]
    else:
        lines += _behind(_lines(statement.keyword, statement.head, "", lang), statement.behind)
    for clause in clauses:
        lines += _comments(clause.above, "  ")
        lines += _behind(_lines(clause.keyword, clause.items, "  ", lang), clause.behind)
    return lines


def _inline(statement: tree.Statement, clause: tree.Clause, lang: Lang) -> list[str]:
    """Head and first clause on one line; too wide, the condition goes below 为, a reason to a line of its own."""
    head = _whole(statement.keyword, statement.head, lang)
    line = f"{head} {_whole(clause.keyword, clause.items, lang)}"
    if _wide(line) <= WIDTH:
        return [line]
    condition = _last_expression(clause.items) if clause.keyword == "AS" else None
    if condition is None:
        return [head, *_lines(clause.keyword, clause.items, "  ", lang)]
    return [f"{head} {spell.word(clause.keyword, lang)}", *_condition(condition, lang, _Frame("  ", "  "))]


def _behind(lines: list[str], comment: str | None) -> list[str]:
    if comment is not None:
        lines[-1] += f"  # {comment}".rstrip()
    return lines


# ---------------------------------------------------------------- wide lines


def _whole(keyword: str, items: tuple[tree.Item, ...], lang: Lang) -> str:
    return f"{spell.word(keyword, lang)} {spell.items(keyword, items, lang)}".rstrip(" ")


def _lines(keyword: str, items: tuple[tree.Item, ...], indent: str, lang: Lang) -> list[str]:
    """A head or clause, wrapped if it is too wide: between citations, values of an enum, or parts of a condition."""
    whole = _whole(keyword, items, lang)
    if _wide(indent + whole) <= WIDTH:
        return [indent + whole]
    opening = spell.word(keyword, lang)
    if keyword in ("BASIS", "CITES"):
        cites = [spell.item_text(keyword, item, lang) for item in items]
        return _filled([f"{opening} {cites[0]}", *cites[1:]], indent)
    condition = _last_expression(items) if keyword in _CONDITIONS else None
    if condition is not None:
        before = spell.items(keyword, items[:-1], lang)
        lead = f"{opening} {before} " if before else f"{opening} "
        return _condition(condition, lang, _Frame(indent, f"{indent}  ", lead))
    values = next((i.values for i in items if isinstance(i, tree.TypeRef)), None)
    if values:
        return _at_commas(whole, [spell.label(v, lang) for v in values], indent)
    return [indent + whole]


def _last_expression(items: tuple[tree.Item, ...]) -> tree.Expr | None:
    last = items[-1] if items else None
    if last is None or isinstance(last, tree.Label | tree.Word | tree.Cite | tree.TypeRef | tree.Assign):
        return None
    return last


@frozen
class _Frame:
    """What stands around a condition: indents of its first and later lines, words before and behind it."""

    indent: str
    deeper: str
    lead: str = ""
    tail: str = ""
    level: int = spell.JUNCTION


def _condition(node: tree.Expr, lang: Lang, frame: _Frame) -> list[str]:
    """A condition; where it does not fit on one line, each operand of its 且 or 或 begins a line."""
    line = f"{frame.lead}{format_expr(node, lang, frame.level)}{frame.tail}"
    if _wide(frame.indent + line) <= WIDTH:
        return [frame.indent + line]
    match node:
        case tree.Junction():
            opening, closing = ("(", ")") if frame.level > spell.JUNCTION else ("", "")
            word = f"{spell.word(node.op, lang)} "
            inner = f"{frame.deeper}  "
            first, *others, last = node.operands
            lines = _condition(first, lang, _Frame(frame.indent, inner, frame.lead + opening, "", spell.UNARY))
            for operand in others:
                lines += _condition(operand, lang, _Frame(frame.deeper, inner, word, "", spell.UNARY))
            end = _Frame(frame.deeper, inner, word, closing + frame.tail, spell.UNARY)
            return lines + _condition(last, lang, end)
        case tree.Not():
            lead = f"{frame.lead}{spell.word('NOT', lang)} "
            return _condition(node.operand, lang, evolve(frame, lead=lead, level=spell.UNARY))
        case tree.Quantified():
            lead, tail = f"{frame.lead}{spell.quantifier(node, lang)} (", f"){frame.tail}"
            return _condition(node.body, lang, evolve(frame, lead=lead, tail=tail, level=spell.JUNCTION))
        case tree.Compare(right=tree.ListOf(items=values)):
            return _at_commas(line, [format_expr(e, lang) for e in values], frame.indent)
        case _:
            return [frame.indent + line]


def _at_commas(written: str, values: list[str], indent: str) -> list[str]:
    """``written``, which holds ``[values]``, filled between them."""
    inside = ", ".join(values)
    at = written.rindex(f"[{inside}]") + 1
    pieces = list(values)
    if pieces:
        pieces[0] = written[:at] + pieces[0]
        pieces[-1] += written[at + len(inside):]
    return _filled(pieces or [written], indent)


def _filled(pieces: list[str], indent: str) -> list[str]:
    """Pieces with commas between them on as few lines as fit; lines after the first are set in."""
    lines = [indent + pieces[0]]
    for piece in pieces[1:]:
        if _wide(lines[-1]) + 2 + _wide(piece) <= WIDTH:
            lines[-1] += f", {piece}"
        else:
            lines[-1] += ","
            lines.append(f"{indent}    {piece}")
    return lines


def _wide(text: str) -> int:
    """How many columns a text takes on a screen."""
    return len(text) if text.isascii() else sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
