"""Statements sorted by kind, each with its policy; clauses that do not belong or stand twice are reported here."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import frozen

from bangban.policy.check.context import Checking, Stated, first, names_of
from bangban.problems import Problem, Related
from bangban.source import Source
from bangban.syntax import tree
from bangban.syntax.keywords import BY_TOKEN
from bangban.words import Both

EFFECTS = ("PERMIT", "FORBID", "REQUIRE", "OBLIGE", "EXEMPT", "CHARGE", "WARN")
HEADER = ("TITLE", "ISSUER", "NUMBER_OF", "RANK", "ADOPTED", "ISSUED", "PUBLISHED", "EFFECTIVE", "EXPIRES", "SOURCE",
          "SCOPE")
_ALLOWED: dict[str, frozenset[str]] = {
    "POLICY": frozenset({*HEADER, "IMPORT", "NOTE"}),
    "VOCABULARY": frozenset({"IMPORT", "NOTE"}),
    "TYPE": frozenset({"NOTE"}),
    "RECORD": frozenset({"FIELD", "NOTE"}),
    "LIST": frozenset({"FIELD", "NOTE"}),
    "OPTION": frozenset({"NOTE"}),
    "PARAMETER": frozenset({"FROM", "BASIS", "NOTE"}),
    "TABLE": frozenset({"COLUMN", "KEY", "ROW", "FROM_FILE", "PURPOSE", "NOTE"}),
    "DEFINE": frozenset({"AS", "NOTE"}),
    "RULE": frozenset({"CATEGORY", "BASIS", "FROM", "FOR_EACH", "WHEN", *EFFECTS, "ELSE", "UNLESS", "NEXT", "ABSOLUTE",
                       "PROVISO", "NOTE"}),
    "EXCEPTION": frozenset({"BASIS", "FROM", "WHEN", "NOTE"}),
    "INVARIANT": frozenset({"WHEN", "NEVER", "ALWAYS", "NOTE"}),
    "CASE": frozenset({"BASED_ON", "GIVEN", "UNSET", "EXPECT", "BECAUSE", "NOT_BECAUSE", "CITES", "NOTE"}),
    "UNCODED": frozenset({"REASON", "NOTE"}),
}
_REPEATED: dict[str, frozenset[str]] = {
    "PARAMETER": frozenset({"FROM", "BASIS"}),
    "RULE": frozenset({"BASIS", "UNLESS"}),
    "EXCEPTION": frozenset({"BASIS"}),
    "CASE": frozenset({"GIVEN", "UNSET", "BECAUSE", "NOT_BECAUSE", "CITES"}),
}
_EVERYWHERE_REPEATED = frozenset({"IMPORT", "FIELD", "COLUMN", "ROW"})
_IN_VOCABULARY = frozenset({"TYPE", "RECORD", "LIST"})


@frozen(kw_only=True)
class MisplacedClause(Problem):
    """A clause in a declaration that has no such clause."""

    code = "BB240"
    title = Both("子句放错了地方", "clause out of place")
    text = Both("「{statement}」里没有「{clause}」这一句。", "“{statement}” has no clause “{clause}”.")
    advice = Both("可以写的有:{allowed}。", "it may have: {allowed}.")
    statement: Both
    clause: Both
    allowed: tuple[Both, ...]


@frozen(kw_only=True)
class RepeatedClause(Problem):
    """A clause that may stand once, standing twice."""

    code = "BB241"
    title = Both("子句重复", "clause given twice")
    text = Both("「{clause}」在一个「{statement}」里只能有一句。", "“{clause}” may stand once in “{statement}”.")
    advice = Both("合成一句,或者拆成两条「{statement}」。", "join them, or write two of “{statement}”.")
    clause: Both
    statement: Both


@frozen(kw_only=True)
class NoPolicy(Problem):
    """A rule, case or option in a vocabulary, or before any 政策."""

    code = "BB242"
    title = Both("不在任何政策之下", "under no policy")
    text = Both("「{statement}」要写在「政策 名称」之下。", "“{statement}” must stand under “policy NAME”.")
    advice = Both("在它前面写「政策 名称」,或移到政策文件里。",
                  "write “policy NAME” above it, or move it to a policy file.")
    statement: Both


Sorted = dict[str, list[Stated]]


def collect(files: Iterable[tuple[Source, tree.File, bool]], checking: Checking) -> Sorted:
    """Every statement of the set by its keyword, in the order of the files."""
    out: Sorted = {keyword: [] for keyword in _ALLOWED}
    for source, file, primary in files:
        policy: str | None = None
        for statement in file.statements:
            if statement.keyword in ("POLICY", "VOCABULARY"):
                policy = _policy_word(statement)
            stated = Stated(statement, source, file.lang, policy, primary, clauses_of(statement, checking))
            if policy is None and statement.keyword not in _IN_VOCABULARY and statement.keyword != "VOCABULARY":
                checking.report(NoPolicy(span=statement.span, statement=BY_TOKEN[statement.keyword].word))
                continue
            out[statement.keyword].append(stated)
    _canonical_policies(out)
    return out


def _policy_word(statement: tree.Statement) -> str | None:
    label = first(statement.head, tree.Label)
    return label.name if statement.keyword == "POLICY" and label else None


def _canonical_policies(sorted_: Sorted) -> None:
    """A policy is named by its Chinese name, which one header gives; the other files may use either."""
    canonical: dict[str, str] = {}
    for stated in sorted_["POLICY"]:
        if stated.label and stated.label.alias:
            both = names_of(stated.label)
            canonical[both.en] = canonical[both.zh] = both.zh
    for keyword, group in sorted_.items():
        sorted_[keyword] = [_under(s, canonical) for s in group]


def _under(stated: Stated, canonical: dict[str, str]) -> Stated:
    if stated.policy is None or canonical.get(stated.policy, stated.policy) == stated.policy:
        return stated
    return Stated(stated.statement, stated.source, stated.lang, canonical[stated.policy], stated.primary,
                  stated.clauses)


def clauses_of(statement: tree.Statement, checking: Checking) -> dict[str, list[tree.Clause]]:
    """The clauses by keyword; those that do not belong are reported and left out."""
    allowed = _ALLOWED[statement.keyword]
    repeated = _REPEATED.get(statement.keyword, frozenset())
    out: dict[str, list[tree.Clause]] = {}
    for clause in statement.clauses:
        keyword = clause.keyword
        if keyword not in allowed:
            checking.report(MisplacedClause(
                span=clause.span, statement=BY_TOKEN[statement.keyword].word, clause=BY_TOKEN[keyword].word,
                allowed=tuple(BY_TOKEN[k].word for k in BY_TOKEN if k in allowed)))
        elif keyword in out and keyword not in repeated and keyword not in _EVERYWHERE_REPEATED:
            checking.report(RepeatedClause(
                span=clause.span, clause=BY_TOKEN[keyword].word, statement=BY_TOKEN[statement.keyword].word,
                related=(Related(out[keyword][0].span, Both("第一句在这里", "the first is here")),)))
        else:
            out.setdefault(keyword, []).append(clause)
    return out
