"""Passages deliberately not encoded (不编码), each with its reason."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import frozen

from bangban.policy.check.citations import citation
from bangban.policy.check.context import Checking, first
from bangban.policy.check.headers import one_of
from bangban.policy.check.statements import Sorted
from bangban.policy.model import Uncoded
from bangban.problems import Problem
from bangban.syntax import tree
from bangban.syntax.keywords import REASONS
from bangban.words import Both

_REASON_OF = {w: code for code, both in REASONS.items() for w in both}


@frozen(kw_only=True)
class NoReason(Problem):
    """A passage set aside without saying why."""

    code = "BB247"
    title = Both("没有写明理由", "no reason given")
    text = Both("不编码 {article} 没有写「理由」。", "uncoded {article} gives no reason.")
    advice = Both("写「理由」和其中之一:{reasons}。", "write reason and one of {reasons}.")
    article: str
    reasons: tuple[Both, ...] = tuple(REASONS.values())


def check_uncoded(sorted_: Sorted, titles: Mapping[str, str], checking: Checking) -> list[Uncoded]:
    """Every passage set aside, by document and article."""
    out: list[Uncoded] = []
    for stated in sorted_["UNCODED"]:
        cite = first(stated.statement.head, tree.Cite)
        if cite is None:
            continue
        clause = stated.one("REASON")
        label = first(clause.items, tree.Label) if clause else None
        if label is None or clause is None:
            checking.report(NoReason(span=stated.statement.span, article=cite.article))
            continue
        reason = one_of(label, REASONS, _REASON_OF, stated.lang, checking)
        note = first(clause.items, tree.Text)
        out.append(Uncoded(citation(cite, stated.policy, titles), reason or label.name, note.value if note else "",
                           stated.policy or "", span=stated.statement.span))
    return sorted(out, key=lambda u: (u.citation.document, u.citation.article, u.citation.quote or "", u.reason))
