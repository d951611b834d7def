"""The canonical layout of a .policy file: one clause a line, wrapped where too wide, comments where they stand."""

from __future__ import annotations

import re
import unicodedata

from bangban.syntax import spell, tree
from bangban.syntax.spell import format_expr
from bangban.words import Lang

__all__ = ["WIDTH", "format_expr", "format_file"]

WIDTH = 120  # columns; a Han character takes two
_RULER = re.compile(r"[-—─=*_~]{3,}")  # a comment that begins so heads a section
_CONDITIONS = frozenset({"SCOPE", "AS", "WHEN", "REQUIRE", "UNLESS", "FROM"})
_INLINE = {"DEFINE": "AS", "UNCODED": "REASON"}  # these first clauses share the line of the head

Rows = list[list[str]]  # rows that begin lines of their own when all is too wide, each of pieces that may be filled


def format_file(file: tree.File) -> str:
    """The text of a file; read again it is the same tree, and formatting that changes nothing."""
    out: list[str] = []
    before, kind = 0, ""
    for statement in file.statements:
        lines = _statement(statement, file.lang)
        stand_together = before == len(lines) == 1 and kind == statement.keyword
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
    head = f"{spell.word(statement.keyword, lang)} {spell.items(statement.keyword, statement.head, lang)}"
    clauses = statement.clauses
    if clauses and clauses[0].keyword == _INLINE.get(statement.keyword) \
            and statement.behind is None and not clauses[0].above:
        lines += _behind(_inline(head, clauses[0], lang), clauses[0].behind)
        clauses = clauses[1:]
    else:
        lines += _behind(_laid_out(_rows(statement.keyword, statement.head, lang), ""), statement.behind)
    for clause in clauses:
        lines += _comments(clause.above, "  ")
        lines += _behind(_laid_out(_rows(clause.keyword, clause.items, lang), "  "), clause.behind)
    return lines


def _inline(head: str, clause: tree.Clause, lang: Lang) -> list[str]:
    """Head and first clause on one line; too wide, the condition goes below 为, a reason to a line of its own."""
    rows = _rows(clause.keyword, clause.items, lang)
    line = f"{head} {_joined(rows)}"
    if _wide(line) <= WIDTH:
        return [line]
    if clause.keyword == "REASON":
        return [head, *_laid_out(rows, "  ")]
    keyword = spell.word(clause.keyword, lang)
    rows[0][0] = rows[0][0].removeprefix(f"{keyword} ")
    return [f"{head} {keyword}", *(line for row in rows for line in _filled(row, "  "))]


def _behind(lines: list[str], comment: str | None) -> list[str]:
    if comment is not None:
        lines[-1] += f"  # {comment}".rstrip()
    return lines


# ---------------------------------------------------------------- wide lines


def _rows(keyword: str, items: tuple[tree.Item, ...], lang: Lang) -> Rows:
    """Keyword and items, cut where a line may end. Joined by spaces it is the whole on one line."""
    whole = spell.items(keyword, items, lang)
    opening = spell.word(keyword, lang)
    last = items[-1] if items else None
    if keyword in ("BASIS", "CITES"):
        cites = [spell.item_text(keyword, item, lang) for item in items]
        return [[f"{opening} {cites[0]}{',' if len(cites) > 1 else ''}",
                 *(f"{c}," for c in cites[1:-1]), *cites[1:][-1:]]]
    if keyword in _CONDITIONS and last is not None and not isinstance(
            last, tree.Label | tree.Word | tree.Cite | tree.TypeRef | tree.Assign):
        before = spell.items(keyword, items[:-1], lang)
        rows = _condition(last, lang)
        rows[0][0] = " ".join(p for p in (opening, before, rows[0][0]) if p)
        return rows
    values = next((i.values for i in items if isinstance(i, tree.TypeRef)), None)
    if values:
        return [_at_commas(f"{opening} {whole}", [spell.label(v, lang) for v in values])]
    return [[f"{opening} {whole}" if whole else opening]]


def _condition(node: tree.Expr, lang: Lang) -> Rows:
    """A condition, a row for each operand of its 且 or 或."""
    if not isinstance(node, tree.Junction):
        return [_in_list(node, format_expr(node, lang), lang)]
    rows = [_in_list(e, format_expr(e, lang, spell.UNARY), lang) for e in node.operands]
    for row in rows[1:]:
        row[0] = f"{spell.word(node.op, lang)} {row[0]}"
    return rows


def _in_list(node: tree.Expr, written: str, lang: Lang) -> list[str]:
    """``x 属于 [ … ]`` may be filled at its commas."""
    if isinstance(node, tree.Compare) and isinstance(node.right, tree.ListOf) and node.right.items:
        return _at_commas(written, [format_expr(e, lang) for e in node.right.items])
    return [written]


def _at_commas(written: str, values: list[str]) -> list[str]:
    """``written``, which holds ``[values]``, cut behind each comma between them."""
    inside = ", ".join(values)
    at = written.rindex(f"[{inside}]") + 1
    pieces = [f"{v}," for v in values[:-1]] + values[-1:]
    pieces[0] = written[:at] + pieces[0]
    pieces[-1] += written[at + len(inside):]
    return pieces


def _joined(rows: Rows) -> str:
    return " ".join(piece for row in rows for piece in row)


def _laid_out(rows: Rows, indent: str) -> list[str]:
    line = indent + _joined(rows)
    if _wide(line) <= WIDTH:
        return [line]
    return [line for i, row in enumerate(rows) for line in _filled(row, indent if i == 0 else f"{indent}  ")]


def _filled(pieces: list[str], indent: str) -> list[str]:
    """Pieces on as few lines as fit; lines after the first are set in."""
    lines = [indent + pieces[0]]
    for piece in pieces[1:]:
        if _wide(lines[-1]) + 1 + _wide(piece) <= WIDTH:
            lines[-1] += f" {piece}"
        else:
            lines.append(f"{indent}    {piece}")
    return lines


def _wide(text: str) -> int:
    """How many columns a text takes on a screen."""
    return len(text) if text.isascii() else sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
