"""Every citation of a checked set, with who makes it and the source text it speaks of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Literal

from attrs import frozen

from bangban.files import FileSet
from bangban.policy.model import Citation, ExceptionRule, Model, PolicyHead
from bangban.policy.source_text import SourceText
from bangban.syntax.keywords import REASONS
from bangban.words import Both

By = Literal["rule", "exception", "parameter", "uncoded", "case"]


@frozen
class Cited:
    """One citation: what makes it (of which policy, where that is known), and why a passage is set aside."""

    citation: Citation
    by: By
    name: Both
    policy: str = ""
    category: str = ""
    note: str = ""


def citations_of(model: Model) -> list[Cited]:
    """Every citation in the set, each place once."""
    found: dict[tuple[str, int, int, Citation], Cited] = {}
    for cited in _all(model):
        span = cited.citation.span
        found.setdefault((span.source.name, span.start, span.end, cited.citation), cited)
    return list(found.values())


def _all(model: Model) -> Iterator[Cited]:
    for rule in model.rules:
        for citation in rule.citations:
            yield Cited(citation, "rule", rule.name, rule.policy, rule.category)
        yield from _of_exceptions(rule.exceptions)
    yield from _of_exceptions(model.exceptions)
    for parameter in model.parameters.values():
        for value in parameter.values:
            for citation in value.citations:
                yield Cited(citation, "parameter", parameter.name)
    for passage in model.uncoded:
        reason = REASONS.get(passage.reason, Both(passage.reason, passage.reason))
        yield Cited(passage.citation, "uncoded", reason, passage.policy, passage.reason, passage.note)
    for case in model.cases:
        for citation in case.cites:
            yield Cited(citation, "case", Both(case.title, case.title))


def _of_exceptions(exceptions: Iterable[ExceptionRule]) -> Iterator[Cited]:
    for exception in exceptions:
        for citation in exception.citations:
            yield Cited(citation, "exception", exception.name, exception.policy)
        yield from _of_exceptions(exception.exceptions)


def heads_by_document(model: Model) -> Mapping[str, PolicyHead]:
    """The policies of the set under every name a citation may call them by."""
    return {name: head for head in model.heads.values() for name in (*head.name, head.title) if name}


def source_text_of(head: PolicyHead, fileset: FileSet) -> SourceText | None:
    """The source text a policy names, if it could be read."""
    if head.original is None:
        return None
    named = [(importer, source) for key, source in sorted(fileset.texts.items())
             for importer, written in [key.split("\n", 1)] if written == head.original]
    here = next((source for importer, source in named if importer == head.span.source.name), None)
    source = here or next((source for _, source in named), None)
    return SourceText(source) if source is not None else None
