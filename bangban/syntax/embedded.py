"""Scalars of a YAML file as tokens of the expression language, with spans that point at what was typed.

Where the scalar stands in the file just as it reads (plain, simply quoted, or folded over lines) the file itself is
lexed; where escapes stand between, the value is lexed and every token points at the whole scalar.
"""

from __future__ import annotations

from attrs import evolve
from lark import Token

from bangban.source import Source, Span
from bangban.syntax.lexer import Lexed, OpenQuote, lex_range, make_token
from bangban.syntax.yaml_nodes import Scalar


def tokens_of(source: Source, scalar: Scalar, into: Lexed, citing: bool = False) -> tuple[list[Token], bool]:
    """The tokens a scalar holds, and whether each points at its own place; comments and problems go ``into``."""
    start, end = inside(source, scalar)
    raw = source.text[start:end]
    if raw == scalar.value or raw.split() == scalar.value.split():
        direct = Lexed([], [], into.lang, [])
        tokens = list(lex_range(source, start, end, direct, citing))
        if raw == scalar.value or not any(isinstance(p, OpenQuote) for p in direct.problems):
            into.comments.extend(direct.comments)
            into.problems.extend(direct.problems)
            return tokens, True
    return _whole(source, scalar, into, citing), False


def text_of(scalar: Scalar) -> Token:
    """The scalar as one string token. The curly quotes are the ones inside which nothing is escaped."""
    return make_token("TEXT", f"“{scalar.value}”", scalar.start, scalar.end)


def as_name(token: Token) -> Token:
    """A word that is a keyword elsewhere, where only names can stand."""
    return make_token("NAME", str(token), token.start_pos or 0, token.end_pos or 0)


def inside(source: Source, scalar: Scalar) -> tuple[int, int]:
    """Where the words of a scalar stand: without its quotes, or below the head line of its block."""
    if scalar.style in ("'", '"'):
        return scalar.start + 1, scalar.end - 1
    if scalar.style in ("|", ">"):
        line_end = source.text.find("\n", scalar.start, scalar.end)
        return (scalar.end if line_end == -1 else line_end + 1), scalar.end
    return scalar.start, scalar.end


def _whole(source: Source, scalar: Scalar, into: Lexed, citing: bool) -> list[Token]:
    span = Span(source, scalar.start, scalar.end)
    apart = Lexed([], [], into.lang, [])
    value = Source(source.name, scalar.value)
    tokens = list(lex_range(value, 0, len(scalar.value), apart, citing))
    into.problems.extend(evolve(p, span=span, fixes=()) for p in apart.problems)
    into.comments.extend(evolve(c, start=scalar.start, alone=False) for c in apart.comments)
    return [make_token(t.type, str(t), scalar.start, scalar.end) for t in tokens]
