"""Canonical order and digest: the same set gives the same model, however its files and statements are arranged."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping

from bangban.policy.check.context import Stated
from bangban.policy.model import Option, PolicyHead, Rule
from bangban.source import Source
from bangban.syntax.keywords import CATEGORIES, RANKS

_SPACE = re.compile(r"\s+")
_RANKS = list(RANKS)
_CATEGORIES = list(CATEGORIES)


def in_order(rules: Iterable[Rule], heads: Mapping[str, PolicyHead]) -> tuple[Rule, ...]:
    """Rules by rank of their policy (highest first), policy, category, name."""
    def place(rule: Rule) -> tuple[int, str, int, str, str]:
        category = _CATEGORIES.index(rule.category) if rule.category in _CATEGORIES else len(_CATEGORIES)
        return _RANKS.index(heads[rule.policy].rank), rule.policy, category, rule.category, rule.key
    return tuple(sorted(rules, key=place))


def digest(statements: Iterable[Stated], options: Mapping[str, Option], tables: Mapping[str, Source]) -> str:
    """``sha256:…`` over what the set says: its statements, the options chosen and its tables. Cases do not count."""
    parts = [f"{s.policy or ''}\n{said}" for s in statements if s.statement.keyword != "CASE" if (said := _said(s))]
    parts += [f"option {key} = {option.value!r}" for key, option in options.items()]
    parts += [f"table {_SPACE.sub(' ', source.text).strip()}" for source in tables.values()]
    hashed = hashlib.sha256()
    for part in sorted(parts):
        hashed.update(part.encode("utf-8", "surrogatepass"))
        hashed.update(b"\0")
    return f"sha256:{hashed.hexdigest()}"


def _said(stated: Stated) -> str:
    """The text of a statement. Of a header what it says of the policy; how files hang together is no part of it."""
    statement = stated.statement
    if statement.keyword in ("POLICY", "VOCABULARY"):
        said = [c.span.text for c in statement.clauses if c.keyword not in ("IMPORT", "NOTE")]
        return _SPACE.sub(" ", " ".join(said)).strip()
    return _SPACE.sub(" ", stated.source.text[statement.span.start:statement.end.end]).strip()
