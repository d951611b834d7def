"""The TextMate grammar of policy files, written from the keyword table: ``syntaxes/bangban.tmLanguage.json``.

    python examples/editor/grammar.py             # write it
    python examples/editor/grammar.py --check     # only say whether it is out of date
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from bangban.syntax.keywords import (
    CATEGORIES,
    KEYWORDS,
    MODIFIERS,
    PURPOSES,
    RANKS,
    REASONS,
    TYPES,
    UNITS,
    VERDICTS,
    Kind,
)

GRAMMAR = Path(__file__).resolve().parent / "syntaxes" / "bangban.tmLanguage.json"
_SCOPES: dict[Kind, str] = {
    "statement": "keyword.other.declaration", "clause": "keyword.control.clause", "inner": "keyword.other.inner",
    "operator": "keyword.operator.word", "function": "support.function", "literal": "constant.language"}
_NAME = r"[^\W\d]\w*"
_DIGIT = "[0-9０-９]"
_NAMING = ("CATEGORY", "RANK", "REASON", "EXPECT", "PURPOSE")
_FIXED = (RANKS, CATEGORIES, VERDICTS, REASONS, PURPOSES)


def whole(words: Iterable[str]) -> str:
    """Any of the words as a whole token; directly beside a dot the same word is a name."""
    listed = "|".join(sorted(map(re.escape, words), key=lambda w: (-len(w), w)))
    return rf"(?<![\w.．])(?:{listed})(?![\w.．])"


def grammar() -> dict[str, Any]:
    """The grammar as data."""
    statements = [w for k in KEYWORDS if k.kind == "statement" for w in k.word]
    fixed = [w for table in _FIXED for both in table.values() for w in both]
    types = [w for table in (TYPES, MODIFIERS) for both in table.values() for w in both]
    units = "|".join(sorted((w for both in UNITS.values() for w in both), key=lambda w: (-len(w), w)))
    citing = whole(w for k in KEYWORDS if k.token in ("BASIS", "CITES", "UNCODED") for w in k.word)
    naming = whole(w for k in KEYWORDS if k.token in _NAMING for w in k.word)
    return {
        "$schema": "https://raw.githubusercontent.com/martinring/tmlanguage/master/tmlanguage.json",
        "name": "bangban", "scopeName": "source.bangban", "fileTypes": ["policy"],
        "patterns": [{"include": f"#{name}"} for name in (
            "comment", "text", "quoted", "date", "number", "citation", "declaration", "fixed", "type", *_SCOPES,
            "operator-sign")],
        "repository": {
            "comment": {"name": "comment.line.number-sign", "match": "#.*$"},
            "text": {"patterns": [_text('"', '"', r"\\[\"\\n]"), _text("“", "”"), _text("＂", "＂")]},
            "quoted": {"name": "variable.other.quoted", "match": "「[^」\\n]*」|`[^`\\n]*`"},
            "date": {"name": "constant.numeric.date", "match":
                     rf"{_DIGIT}{{4}}年{_DIGIT}{{1,2}}月{_DIGIT}{{1,2}}日|{_DIGIT}{{4}}-{_DIGIT}{{1,2}}-{_DIGIT}{{1,2}}"
                     r"(?:T[0-9:]+)?"},
            "number": {"match": rf"(?<![\w.])({_DIGIT}+(?:[.．]{_DIGIT}+)?)\s*({units})?(?!\w)", "captures": {
                "1": {"name": "constant.numeric"}, "2": {"name": "keyword.other.unit"}}},
            "citation": {"match": rf"({citing})\s*(《[^》\n]*》[ \t]*)?([^\s\u3000\"“,，、;；#《]*)", "captures": {
                "1": {"name": _SCOPES["clause"]}, "2": {"name": "entity.name.section.document"},
                "3": {"name": "entity.name.section.article"}}},
            "declaration": {"match": rf"({whole(statements)})\s+({_NAME}(?:[.．]{_NAME})*)", "captures": {
                "1": {"name": _SCOPES["statement"]}, "2": {"name": "entity.name.type"}}},
            "fixed": {"match": rf"({naming})\s+({whole(fixed)})", "captures": {
                "1": {"name": _SCOPES["clause"]}, "2": {"name": "constant.other.word"}}},
            "type": {"match": rf"[:：]\s*((?:{whole(types)}\s*)+)", "captures": {"1": {"name": "storage.type"}}},
            **{kind: {"name": scope, "match": whole(w for k in KEYWORDS if k.kind == kind for w in k.word)}
               for kind, scope in _SCOPES.items()},
            "operator-sign": {"name": "keyword.operator", "match": "<=|>=|!=|<>|[=≠<≤>≥+\\-*/×÷＝＜＞]"}}}


def _text(opening: str, closing: str, escape: str | None = None) -> dict[str, Any]:
    blank = {"name": "variable.parameter.blank", "match": r"\{[^{}\n]*\}"}
    escapes = [{"name": "constant.character.escape", "match": escape}] if escape else []
    return {"name": "string.quoted", "begin": opening, "end": f"{closing}|$", "patterns": [*escapes, blank]}


def main() -> int:
    """Write the grammar, or with ``--check`` say whether it is out of date."""
    text = json.dumps(grammar(), ensure_ascii=False, indent=2) + "\n"
    stale = not GRAMMAR.is_file() or GRAMMAR.read_text("utf-8") != text
    if stale and "--check" not in sys.argv:
        GRAMMAR.parent.mkdir(exist_ok=True)
        GRAMMAR.write_text(text, "utf-8")
    return 1 if stale and "--check" in sys.argv else 0


if __name__ == "__main__":
    sys.exit(main())
