"""Sentences with blanks: ``{费.名称}`` becomes a term; ``{缺项}`` the members that a requirement lacks."""

from __future__ import annotations

import re

from attrs import frozen

from bangban.policy import terms as t
from bangban.policy.check.definitions import Definitions
from bangban.policy.check.scope import Env
from bangban.policy.model import Message, MissingItems
from bangban.policy.types import AnyType
from bangban.problems import Problem
from bangban.source import Span
from bangban.syntax import tree
from bangban.words import Both

_BLANK = re.compile(r"\{([^{}\n]*)\}")
_PART = re.compile(r"\s*(?:「([^」]+)」|`([^`]+)`|([^\W\d]\w*))\s*")
_MISSING = frozenset({"缺项", "missing"})


@frozen(kw_only=True)
class WrongBlank(Problem):
    """A blank that holds no name."""

    code = "BB255"
    title = Both("空格写得不对", "blank not well formed")
    text = Both("「{found}」里要写一个名称。", "“{found}” must hold a name.")
    advice = Both("写事实、选项、参数或定义的名称,如 {example}。",
                  "write the name of a fact, option, parameter or definition, such as {example}.")
    found: str
    example: Both = Both("{费.名称}", "{fee.name}")


@frozen(kw_only=True)
class NothingMissing(Problem):
    """{缺项} where no requirement says what all must be there."""

    code = "BB256"
    title = Both("没有可列的缺项", "nothing to list")
    text = Both("「{found}」只能写在「要求 … 包含全部 …」的话里。",
                "“{found}” belongs to a requirement with contains_all.")
    advice = Both("删去它,或把要求写成「包含全部」。", "drop it, or write the requirement with contains_all.")
    found: str


def message(node: tree.Text | None, env: Env, checker: Definitions,
            requirement: t.Term | None = None) -> Message | None:
    """The sentence with its blanks resolved in ``env``."""
    if node is None:
        return None
    parts: list[str | t.Term | MissingItems] = []
    at = 0
    for blank in _BLANK.finditer(node.value):
        if blank.start() > at:
            parts.append(node.value[at:blank.start()])
        at = blank.end()
        parts.append(_blank(blank, node, env, checker, requirement))
    if at < len(node.value):
        parts.append(node.value[at:])
    return Message(tuple(parts), span=node.span)


def _blank(blank: re.Match[str], node: tree.Text, env: Env, checker: Definitions,
           requirement: t.Term | None) -> str | t.Term | MissingItems:
    words, span = blank.group(1), _place(blank, node)
    if words.strip() in _MISSING:
        checker.checking.resolved(span, (Both("缺项", "missing"),))
        if requirement is None or not asks_for_all(requirement):
            checker.checking.report(NothingMissing(span=span, found=blank.group()))
            return blank.group()
        return MissingItems()
    parts = _parts(words)
    if parts is None:
        checker.checking.report(WrongBlank(span=span, found=blank.group()))
        return blank.group()
    term = checker.single(tree.Path(parts, span=span), env, None).term
    return blank.group() if isinstance(term.type, AnyType) else term


def _place(blank: re.Match[str], node: tree.Text) -> Span:
    """The words of the blank in the source; the whole text where escapes have moved them."""
    for quote in (1, 0):  # a plain YAML text has none before it
        start = node.span.start + quote + blank.start(1)
        span = Span(node.span.source, start, start + len(blank.group(1)))
        if span.text == blank.group(1):
            return span
    return node.span


def _parts(words: str) -> tuple[str, ...] | None:
    parts: list[str] = []
    at = 0
    while True:
        found = _PART.match(words, at)
        if found is None:
            return None
        parts.append(next(g for g in found.groups() if g))
        at = found.end()
        if at == len(words):
            return tuple(parts)
        if words[at] not in ".．":
            return None
        at += 1


def asks_for_all(term: t.Term) -> bool:
    """Whether a requirement holds a 包含全部 whose lacking members can be listed."""
    match term:
        case t.Contains(mode=mode):
            return mode == "ALL"
        case t.All(operands=operands) | t.Any_(operands=operands):
            return any(asks_for_all(o) for o in operands)
        case _:
            return False


