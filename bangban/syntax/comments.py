"""Comments to the statements and clauses they belong to, in one pass, by where they stand."""

from __future__ import annotations

from bisect import bisect_right

from attrs import evolve

from bangban.syntax import tree
from bangban.syntax.lexer import Comment


def place_comments(text: str, statements: list[tree.Statement],
                   comments: list[Comment]) -> tuple[list[tree.Statement], tuple[str, ...]]:
    """A comment on its own line belongs to what follows it, one behind something to what it follows."""
    if not comments:
        return statements, ()
    spots: list[tuple[int, int, int, int]] = []  # start, end, statement, clause (-1: the head); none overlaps another
    for i, statement in enumerate(statements):
        spots.append((statement.span.start, statement.span.end, i, -1))
        spots.extend((c.span.start, c.span.end, i, j) for j, c in enumerate(statement.clauses))
    spots.sort()
    ends = [end for _, end, _, _ in spots]
    above: dict[tuple[int, int], list[str]] = {}
    behind: dict[tuple[int, int], str] = {}
    after: list[str] = []
    for comment in comments:
        at = bisect_right(ends, comment.start)  # the first spot that ends beyond the comment
        between = at > 0 and (at == len(spots) or spots[at][0] > comment.start)
        same_line = between and not comment.alone and text.find("\n", ends[at - 1], comment.start) == -1
        if same_line and spots[at - 1][2:] not in behind:
            behind[spots[at - 1][2:]] = comment.text
        elif at < len(spots):
            above.setdefault(spots[at][2:], []).append(comment.text)
        else:
            after.append(comment.text)
    placed = []
    for i, statement in enumerate(statements):
        clauses = tuple(evolve(c, above=tuple(above.get((i, j), ())), behind=behind.get((i, j)))
                        for j, c in enumerate(statement.clauses))
        placed.append(evolve(statement, clauses=clauses, above=tuple(above.get((i, -1), ())),
                             behind=behind.get((i, -1))))
    return placed, tuple(after)
