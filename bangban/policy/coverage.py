"""Source coverage: which words of a source text the rules quote, which are set aside, and which are neither.

A sentence is covered when every letter, Han character and digit of it (its article label aside) lies in a quote.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any, Literal

from attrs import frozen

from bangban.files import FileSet
from bangban.policy.cited import Cited, citations_of, heads_by_document, source_text_of
from bangban.policy.model import Model, PolicyHead
from bangban.policy.source_text import SourceText

State = Literal["quoted", "set_aside", "uncovered"]


@frozen
class Uncovered:
    """A sentence that no quote covers, or the parts of it that none does."""

    article: str
    text: str
    line: int


@frozen
class SourceReport:
    """One source text: how many sentences the rules quote, how many are set aside, and what is neither."""

    policy: str
    source: str
    sentences: int
    quoted: int
    set_aside: int
    uncovered: tuple[Uncovered, ...]

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return {"policy": self.policy, "source": self.source, "sentences": self.sentences, "quoted": self.quoted,
                "set_aside": self.set_aside,
                "uncovered": [{"article": u.article, "text": u.text, "line": u.line} for u in self.uncovered]}


def coverage(model: Model, fileset: FileSet) -> list[SourceReport]:
    """A report for each policy that names its source text."""
    return [_report(head, text, marks(text, cited)) for head, text, cited in sources(model, fileset)]


def sources(model: Model, fileset: FileSet) -> list[tuple[PolicyHead, SourceText, list[Cited]]]:
    """Each source text with what encodes it: a case only tests, so it covers nothing."""
    heads = heads_by_document(model)
    encoding = [c for c in citations_of(model) if c.by != "case"]
    found = []
    for head in model.heads.values():
        text = source_text_of(head, fileset)
        if text is not None:
            found.append((head, text, [c for c in encoding if heads.get(c.citation.document) is head]))
    return found


def ranges(text: SourceText, cited: Cited) -> list[tuple[int, int]]:
    """Where the quoted words stand under the article they are quoted from."""
    article = text.article(cited.citation.article)
    if article is None or cited.citation.quote is None:
        return []
    return [(s, e) for s, e in text.find(cited.citation.quote) if article.start <= s and e <= article.end]


def marks(text: SourceText, cited: list[Cited]) -> list[State]:
    """The state of every character: quoted by what acts, set aside, or neither."""
    states: list[State] = ["uncovered"] * len(text.source.text)
    for one in sorted(cited, key=lambda c: c.by != "uncoded"):  # what is quoted as well as set aside counts as quoted
        for start, end in ranges(text, one):
            states[start:end] = ["set_aside" if one.by == "uncoded" else "quoted"] * (end - start)
    return states


def _report(head: PolicyHead, text: SourceText, states: list[State]) -> SourceReport:
    words = text.source.text
    labels = {i for a in text.articles for i in range(a.start, a.mark) if not a.named}
    counts = {"quoted": 0, "set_aside": 0}
    uncovered = []
    total = 0
    for start, end in text.sentences():
        content = [i for i in range(start, end) if words[i].isalnum() and i not in labels]
        if not content:
            continue
        total += 1
        bare = [i for i in content if states[i] == "uncovered"]
        if bare:
            line, _ = text.source.position(bare[0])
            uncovered.append(Uncovered(text.at(bare[0], bare[0] + 1).name, _runs(words, bare, content), line))
        else:
            counts["quoted" if any(states[i] == "quoted" for i in content) else "set_aside"] += 1
    return SourceReport(head.name.zh, text.source.name, total, counts["quoted"], counts["set_aside"], tuple(uncovered))


def _runs(words: str, bare: list[int], content: list[int]) -> str:
    """The uncovered words as they stand; covered ones between them are left out and shown as …."""
    covered = set(content) - set(bare)
    out = words[bare[0]]
    for before, here in pairwise(bare):
        between = range(before + 1, here)
        out += "…" if any(i in covered for i in between) else words[before + 1:here]
        out += words[here]
    return " ".join(out.split())
