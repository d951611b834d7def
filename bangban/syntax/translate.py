"""A file in the other language: names and fixed words rewritten, sentences, titles and comments left as they are.

Keywords come of themselves, being tokens. What a name stands for in the other language is given by ``names``, as the
checker resolved it; a name without an entry (of a loop, say) or without another form stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import assert_never

from attrs import evolve, frozen

from bangban.source import Span
from bangban.syntax import tree
from bangban.syntax.keywords import (
    BY_TOKEN,
    CATEGORIES,
    MODIFIERS,
    PURPOSES,
    RANKS,
    REASONS,
    TYPES,
    VERDICTS,
)
from bangban.syntax.spell import is_bare
from bangban.words import Both, Lang, is_chinese

Resolutions = Mapping[tuple[str, int], tuple[Both, ...]]

MISSING_ITEMS = Both("缺项", "missing")
_WORDS_OF: dict[str, Iterable[Both]] = {
    "RANK": RANKS.values(), "PROVISO": RANKS.values(), "CATEGORY": CATEGORIES.values(), "PURPOSE": PURPOSES.values(),
    "REASON": REASONS.values(), "EXPECT": VERDICTS.values(), "NEVER": VERDICTS.values(), "ALWAYS": VERDICTS.values(),
}
_TYPE_WORDS = (*TYPES.values(), *MODIFIERS.values(), BY_TOKEN["DECISION_DATE"].word)
_BLANK = re.compile(r"\{([^{}\n]*)\}")
_PART = re.compile(r"\s*(?:「([^」]+)」|`([^`]+)`|([^\W\d]\w*))\s*(?:[.．]|\Z)")


def translate(file: tree.File, to: Lang, names: Resolutions) -> tree.File:
    """The file in ``to``; ``names`` holds, by source name and span start, both forms of each part of a name."""
    if file.lang == to:
        return file
    rewriting = _Rewriting(to, names)
    return evolve(file, lang=to, statements=tuple(rewriting.statement(s) for s in file.statements))


@frozen
class _Rewriting:
    to: Lang
    names: Resolutions

    def statement(self, node: tree.Statement) -> tree.Statement:
        clauses = tuple(evolve(c, items=self.items(c.keyword, c.items)) for c in node.clauses)
        return evolve(node, head=self.items(node.keyword, node.head), clauses=clauses)

    def items(self, keyword: str, items: tuple[tree.Item, ...]) -> tuple[tree.Item, ...]:
        return tuple(self.item(keyword, item) for item in items)

    def item(self, keyword: str, item: tree.Item) -> tree.Item:
        match item:
            case tree.Label():
                return self.label(item, _WORDS_OF.get(keyword, ()))
            case tree.Text():
                return self.sentence(item)
            case tree.TypeRef():
                return self.typeref(item)
            case tree.Assign():
                return evolve(item, path=self.path(item.path), value=self.expr(item.value))
            case tree.Word() | tree.Cite():
                return item
            case _:
                return self.expr(item)

    # ------------------------------------------------------------ names

    def label(self, item: tree.Label, words: Iterable[Both] = ()) -> tree.Label:
        """A declared name changes places with its other form; a name alone is looked up."""
        if item.alias is not None:
            if is_chinese(item.name) == is_chinese(item.alias) or is_chinese(item.name) == (self.to == "zh"):
                return item
            return evolve(item, name=item.alias, alias=item.name)
        found = self.found(item.span, item.name.split(".")) or self.found(item.span, [item.name])
        if found is not None:
            return evolve(item, name=".".join(found))
        fixed = next((both for both in words if item.name in both), None)
        return item if fixed is None else evolve(item, name=fixed.say(self.to))

    def path(self, node: tree.Path) -> tree.Path:
        found = self.found(node.span, [str(p) for p in node.parts])
        if found is None:
            return node
        return evolve(node, parts=tuple(p if isinstance(p, int) else f for p, f in zip(node.parts, found, strict=True)))

    def found(self, span: Span, parts: list[str], start: int | None = None) -> list[str] | None:
        """The parts in the other language, if what is known of that place fits what stands there."""
        both = self.names.get((span.source.name, span.start if start is None else start), ())
        if len(both) != len(parts) or not all(p in b for p, b in zip(parts, both, strict=True)):
            return None
        return [b.say(self.to) for b in both]

    def sentence(self, node: tree.Text) -> tree.Text:
        """The blanks of a sentence; its words stay."""
        return evolve(node, value=_BLANK.sub(lambda blank: self.blank(blank, node), node.value))

    def blank(self, blank: re.Match[str], node: tree.Text) -> str:
        words = blank.group(1)
        if words.strip() in MISSING_ITEMS:
            return f"{{{MISSING_ITEMS.say(self.to)}}}"
        parts = [next(g for g in found.groups() if g) for found in _PART.finditer(words)]
        quoted = node.span.start + 1 + blank.start(1)  # behind the opening quote; a plain YAML scalar has none
        for start in (quoted, quoted - 1, node.span.start):
            written = self.found(node.span, parts, start)
            if written is not None:
                return f"{{{'.'.join(p if is_bare(p) else f'「{p}」' for p in written)}}}"
        return blank.group()

    # ------------------------------------------------------------ types and expressions

    def typeref(self, item: tree.TypeRef) -> tree.TypeRef:
        return evolve(
            item, words=tuple(self.label(w, _TYPE_WORDS) for w in item.words),
            values=None if item.values is None else tuple(self.label(v) for v in item.values),
            low=None if item.low is None else self.expr(item.low),
            high=None if item.high is None else self.expr(item.high))

    def expr(self, node: tree.Expr) -> tree.Expr:
        match node:
            case tree.Path():
                return self.path(node)
            case tree.Text() | tree.Number() | tree.Quantity() | tree.Date() | tree.Bool() | tree.DecisionDate():
                return node
            case tree.ListOf():
                return evolve(node, items=tuple(self.expr(e) for e in node.items))
            case tree.Not() | tree.Negative():
                return evolve(node, operand=self.expr(node.operand))
            case tree.Junction():
                return evolve(node, operands=tuple(self.expr(e) for e in node.operands))
            case tree.Compare() | tree.Arith():
                return evolve(node, left=self.expr(node.left), right=self.expr(node.right))
            case tree.Between():
                return evolve(node, operand=self.expr(node.operand), low=self.expr(node.low),
                              high=self.expr(node.high))
            case tree.Has():
                return evolve(node, path=self.path(node.path))
            case tree.Quantified():
                return evolve(node, path=self.path(node.path), body=self.expr(node.body))
            case tree.Aggregate():
                return evolve(node, path=self.path(node.path), body=node.body and self.expr(node.body))
            case tree.Lookup():
                return evolve(node, table=self.path(node.table), key=self.expr(node.key),
                              column=self.path(node.column))
            case _:
                assert_never(node)
