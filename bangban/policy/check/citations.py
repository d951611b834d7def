"""Provisions relied on: a citation without a law's name cites the policy's own document."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from bangban.policy.check.context import Stated
from bangban.policy.model import Citation
from bangban.syntax import tree


def document_titles(headers: Mapping[str, Stated]) -> dict[str, str]:
    """What each policy is cited as: its title, else its name."""
    return {key: stated.text("TITLE") or key for key, stated in headers.items()}


def citation(cite: tree.Cite, policy: str | None, titles: Mapping[str, str]) -> Citation:
    """One provision as meant."""
    document = cite.document if cite.document is not None else titles.get(policy or "", policy or "")
    return Citation(document, cite.article, cite.quote, span=cite.quote_span if cite.quote else cite.span)


def citations(clauses: Iterable[tree.Clause], policy: str | None, titles: Mapping[str, str]) -> tuple[Citation, ...]:
    """Every provision of these clauses, in the order written."""
    return tuple(citation(i, policy, titles) for c in clauses for i in c.items if isinstance(i, tree.Cite))
