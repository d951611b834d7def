"""A comparison as plain data, for JSON."""

from __future__ import annotations

from typing import Any

from bangban.compare.asking import plain
from bangban.compare.comparison import Change, Comparison, Example
from bangban.compare.edits import Edit
from bangban.compare.words import differences_of
from bangban.policy.fact_names import fact_name
from bangban.source import NOWHERE
from bangban.words import Lang


def to_dict(c: Comparison, lang: Lang) -> dict[str, Any]:
    """A comparison for JSON."""
    return {
        "equivalent": c.equivalent,
        "decisions_change": c.decisions_change,
        "old": c.old.digest, "new": c.new.digest,
        "by": [fact_name(c.vocabulary, p, lang) for p in c.by],
        "changes": [_change(change, c, lang) for change in c.changes],
        "new_situations": [
            {"fact": fact_name(c.new.vocabulary, s.path, lang), "value": s.value,
             "verdicts": {v: _example(e, c, lang) for v, e in s.verdicts.items()}} for s in c.situations],
        "new_facts": [fact_name(c.vocabulary, p, lang) for p in c.new_facts],
        "gone_facts": [fact_name(c.vocabulary, p, lang) for p in c.gone_facts],
        "read_differently": [
            {"fact": r.name.say(lang), "changed": [what.say(lang) for what in r.changed],
             "case": None if r.case is None else _example(r.case, c, lang)} for r in c.readings],
        "perhaps_renamed": [{"old": ".".join(one), "new": ".".join(other)} for one, other in c.perhaps_renamed],
        "unproven": list(c.unproven),
        "changed_facts": [fact_name(c.vocabulary, p, lang) for p in c.changed_facts],
        "edits": [_edit(e, lang) for e in c.edits],
        "limited": {".".join(map(str, place)): n for place, n in c.limited.items()},
    }


def _change(change: Change, c: Comparison, lang: Lang) -> dict[str, Any]:
    return {
        "class": change.code, "name": change.kind.name.say(lang),
        "about": change.about.say(lang) if change.about else None, "information": change.kind.information,
        "case": _example(change.example, c, lang), "rules": [_edit(e, lang) for e in change.responsible],
        "also": [{"rule": _edit(a.edit, lang), "case": _example(a.example, c, lang)} for a in change.also],
        "cells": [{"values": list(cell.values), "case": None if cell.example is None else _example(
            cell.example, c, lang)} for cell in change.cells]}


def _example(example: Example, c: Comparison, lang: Lang) -> dict[str, Any]:
    return {
        "facts": plain(example.facts, c.vocabulary, lang), "as_of": example.day.isoformat(),
        "in_words": differences_of(example, c).say(lang), "complete": example.complete,
        "old": example.old.to_dict(lang), "new": example.new.to_dict(lang)}


def _edit(edit: Edit, lang: Lang) -> dict[str, Any]:
    out: dict[str, Any] = {"kind": edit.kind, "how": edit.how, "name": edit.name.say(lang), "key": edit.key,
                           "wording_only": edit.wording, "citations_changed": edit.cited,
                           "citations": [c.to_dict() for c in edit.citations]}
    if edit.borne is not None:
        out["bearer"] = {"old": edit.borne[0], "new": edit.borne[1]}
    if edit.span is not NOWHERE:
        out |= {"file": edit.span.source.name, "line": edit.span.line}
    return out
