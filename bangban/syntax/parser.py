"""Tokens to tree: the stream is cut at keywords and each head or clause is parsed by itself, so that one mistake
makes one problem and everything else is kept."""

from __future__ import annotations

import threading
from bisect import bisect_left
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from lark import Lark, Token, UnexpectedToken
from lark.lexer import Lexer

from bangban.problems import Problem
from bangban.source import Source, Span
from bangban.syntax import tree
from bangban.syntax.build import Builder
from bangban.syntax.comments import place_comments
from bangban.syntax.keywords import BY_WORD, CLAUSES, KEYWORDS, STATEMENTS
from bangban.syntax.lexer import (
    CITING,
    MAX_PROBLEMS,
    PUNCTUATION,
    Lexed,
    StrangeCharacter,
    TooDeep,
    lex,
    lex_range,
    make_token,
)
from bangban.syntax.mistakes import (
    LITERALS,
    GluedKeyword,
    MisspeltKeyword,
    NoStatement,
    OtherLanguage,
    explain,
    meant_as_name,
    unopened,
)
from bangban.words import Lang


class _Feed(Lexer):
    """Hands our tokens to Lark."""

    def __init__(self, conf: object) -> None:
        pass

    def lex(self, data: Iterable[Token]) -> Iterator[Token]:  # type: ignore[override]
        return iter(data)


_lock = threading.Lock()


@cache
def _lark() -> tuple[Lark, Builder]:
    grammar = files("bangban.syntax").joinpath("grammar.lark").read_text("utf-8")
    terminals = [k.token for k in KEYWORDS] + list(PUNCTUATION) + sorted(LITERALS)
    builder = Builder()
    lark = Lark(grammar + "\n%declare " + " ".join(terminals), parser="lalr", lexer=_Feed, start=["head", "clause"],
                transformer=builder, keep_all_tokens=True, maybe_placeholders=False)
    return lark, builder


def parse(source: Source) -> tuple[tree.File, list[Problem]]:
    """A .policy text as a tree, with everything that is wrong with it; parts in error are left out."""
    lexed = lex(source)
    if not lexed.tokens and lexed.problems:
        return tree.File(lexed.lang, (), span=Span(source, 0, 0)), lexed.problems
    return assemble(source, lexed, chunks(lexed.tokens))


Chunk = tuple[list[Token], list[list[Token]]]  # a statement: the tokens of its head, those of each clause


def chunks(tokens: Sequence[Token]) -> list[Chunk]:
    """The stream cut at statement keywords and, within, at clause keywords."""
    out: list[Chunk] = []
    clause: list[Token] = []
    before = ""
    for token in tokens:
        kind = token.type
        if kind in STATEMENTS:
            clause = [token]
            out.append((clause, []))
        elif kind in CLAUSES and before not in ("EXPECT", "NEVER", "ALWAYS"):
            clause = [token]
            if out:
                out[-1][1].append(clause)
            else:
                out.append(([], [clause]))
        else:
            if not out:
                out.append((clause, []))
            clause.append(token)
        before = kind
    return out


def assemble(source: Source, lexed: Lexed, parts: Sequence[Chunk]) -> tuple[tree.File, list[Problem]]:
    """Chunks to a file: parse each, attach the comments, collect the problems in the order of the text."""
    with _lock:
        lark, builder = _lark()
        builder.source, builder.lang, builder.problems = source, lexed.lang, []
        parsing = _Parsing(lark, builder, lexed.problems)
        statements: list[tree.Statement] = []
        for i, part in enumerate(parts):
            following = parts[i + 1] if i + 1 < len(parts) else None
            statements += parsing.statements(part, _start(following) if following else len(source.text))
            if len(builder.problems) >= MAX_PROBLEMS:
                break
        problems = lexed.problems + builder.problems
        builder.problems = []
    if not statements and not problems:
        problems.append(NoStatement(span=Span(source, 0, min(1, len(source.text)))))
    placed, after = place_comments(source.text, statements, lexed.comments)
    problems.sort(key=lambda p: p.span.start)
    file = tree.File(lexed.lang, tuple(placed), after, lost=frozenset(parsing.lost),
                     span=Span(source, 0, len(source.text)))
    return file, problems[:MAX_PROBLEMS]


def _start(part: Chunk) -> int:
    head, clauses = part
    return (head or clauses[0])[0].start_pos or 0


_Chunk = tuple[tuple[tree.Item, ...] | None, list[Token], list[Token]]


class _Parsing:
    """One file while its chunks are parsed. A chunk in error is left out, and its names are ``lost``."""

    def __init__(self, lark: Lark, builder: Builder, lexed: Sequence[Problem]) -> None:
        self.lark, self.builder = lark, builder
        self.deep = sorted(p.span.start for p in lexed if isinstance(p, TooDeep))  # no tree should hold these
        self.spoilt = sorted(p.span.start for p in lexed if isinstance(p, StrangeCharacter))  # told already
        self.lost: set[str] = set()

    def statements(self, part: Chunk, end: int) -> list[tree.Statement]:
        """The statement of a part that ends before ``end``; more where a keyword that opens one was misspelt."""
        head, clauses = part
        waiting = deque([head, *clauses] if head else clauses)
        out: list[tree.Statement] = []
        open_: _Open | None = None
        while waiting and len(self.builder.problems) < MAX_PROBLEMS:
            tokens = waiting.popleft()
            opens = tokens[0].type in STATEMENTS
            items, tokens, rest = self.chunk(tokens, (waiting[0][0].start_pos or 0) if waiting else end)
            if items is None and waiting:
                self.builder.problems[-1:] = [meant_as_name(p, waiting[0][0], self.builder.lang)
                                              for p in self.builder.problems[-1:]]
            if rest and rest[0] is not tokens[0]:
                waiting.appendleft(rest)
            if opens:
                if open_ is not None:
                    out.append(open_.close(self.builder.source))
                open_ = None if items is None else _Open(tokens, items)
            elif open_ is not None and tokens[0].type in CLAUSES:
                open_.add(tokens, items, self.builder.source)
        return out if open_ is None else [*out, open_.close(self.builder.source)]

    def chunk(self, tokens: list[Token], end: int) -> _Chunk:
        """A head or clause (None where it is in error), its tokens, and those that follow a misspelt keyword in it."""
        builder = self.builder
        found: tuple[tree.Item, ...] | None = None
        rest: list[Token] = []
        told = len(builder.problems)
        if tokens[0].type not in STATEMENTS | CLAUSES:
            problem = unopened(builder, tokens[0])
            builder.problems.append(problem)
            rest = self.repaired(problem, tokens, tokens[0])
        elif not _any_between(self.deep, tokens[0].start_pos or 0, tokens[-1].end_pos or 0):
            found, tokens, rest = self.parsed(tokens)
            if found is None and _any_between(self.spoilt, tokens[0].start_pos or 0, end):
                del builder.problems[told:]  # a strange character is one mistake, not two
        if found is None:
            self.lost.update(str(t) for t in tokens if t.type == "NAME")
        return found, tokens, rest

    def parsed(self, tokens: list[Token]) -> _Chunk:
        """A head or clause; where a keyword is misspelt, what stands before it, and what follows as it was meant."""
        start = "head" if tokens[0].type in STATEMENTS else "clause"
        while True:
            try:
                built: Any = self.lark.parse(tokens, start=start)
                return tuple(built), tokens, []
            except UnexpectedToken as error:
                problem = explain(self.builder, self.lark, tokens, error)
                self.builder.problems.append(problem)
                wrong = error.token
            rest = self.repaired(problem, tokens, wrong)
            if not rest or len(self.builder.problems) >= MAX_PROBLEMS:
                return None, tokens, []
            before = tokens[:next(i for i, t in enumerate(tokens) if t is wrong)]
            if rest[0].type in STATEMENTS | CLAUSES:
                try:
                    kept: Any = self.lark.parse(before, start=start)
                    return tuple(kept), before, rest
                except UnexpectedToken:
                    return None, before, rest
            tokens = [*before, *rest]

    def repaired(self, problem: Problem, tokens: list[Token], wrong: Token) -> list[Token]:
        """From the word that was meant as a keyword on, with that keyword; nothing where it was no slip."""
        if not isinstance(problem, GluedKeyword | MisspeltKeyword | OtherLanguage):
            return []
        begin, end = wrong.start_pos or 0, wrong.end_pos or 0
        meant = BY_WORD[problem.keyword].token
        cut = min(begin + len(problem.keyword), end) if isinstance(problem, GluedKeyword) else end
        opening = make_token(meant, problem.keyword, begin, cut)
        if meant in CITING:  # an article reads differently from a name
            lexed = Lexed([], [], self.builder.lang, [])
            return [opening, *lex_range(self.builder.source, cut, tokens[-1].end_pos or 0, lexed, citing=True)]
        at = next(i for i, t in enumerate(tokens) if t is wrong)
        name = [make_token("NAME", problem.rest, cut, end)] if isinstance(problem, GluedKeyword) else []
        return [opening, *name, *tokens[at + 1:]]


class _Open:
    """A statement whose clauses are still coming."""

    def __init__(self, head: list[Token], items: tuple[tree.Item, ...]) -> None:
        self.head, self.items, self.last = head, items, head[-1]
        self.clauses: list[tree.Clause] = []
        self.partial = False

    def add(self, tokens: list[Token], items: tuple[tree.Item, ...] | None, source: Source) -> None:
        self.last = tokens[-1]
        if items is None:
            self.partial = True
        else:
            self.clauses.append(tree.Clause(tokens[0].type, items, span=_between(source, tokens)))

    def close(self, source: Source) -> tree.Statement:
        end = self.last.end_pos or 0
        return tree.Statement(self.head[0].type, self.items, tuple(self.clauses), partial=self.partial,
                              span=_between(source, self.head), end=Span(source, end, end))


def _any_between(places: list[int], start: int, end: int) -> bool:
    """Whether one of the places, which are sorted, lies there."""
    at = bisect_left(places, start)
    return at < len(places) and places[at] < end


def _between(source: Source, tokens: Sequence[Token]) -> Span:
    return Span(source, tokens[0].start_pos or 0, tokens[-1].end_pos or 0)


def _parse(lark: Lark, builder: Builder, start: str, tokens: list[Token]) -> tuple[tree.Item, ...] | None:
    try:
        built: Any = lark.parse(tokens, start=start)
    except UnexpectedToken as error:
        builder.problems.append(explain(builder, lark, tokens, error))
        return None
    return tuple(built)


def parse_expression(source: Source, lang: Lang) -> tuple[tree.Expr | None, list[Problem]]:
    """One expression by itself (a question on the command line, a condition in a form)."""
    lexed = Lexed([], [], lang, [])
    tokens = list(lex_range(source, 0, len(source.text), lexed))
    items, problems = parse_clause(source, lang, "WHEN", tokens)
    expression: Any = items[0] if items else None
    return expression, lexed.problems + problems


def parse_clause(source: Source, lang: Lang, keyword: str,
                 tokens: list[Token]) -> tuple[tuple[tree.Item, ...], list[Problem]]:
    """What follows ``keyword`` (a token of the table), from tokens that come from elsewhere than a .policy text."""
    start = (tokens[0].start_pos or 0) if tokens else 0
    with _lock:
        lark, builder = _lark()
        builder.source, builder.lang, builder.problems = source, lang, []
        items = _parse(lark, builder, "clause", [make_token(keyword, "", start, start), *tokens])
        return items or (), builder.problems
