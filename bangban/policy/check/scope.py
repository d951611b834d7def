"""Scope: the elements bound where an expression stands, and what a bare name may refer to there."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from attrs import frozen

from bangban.policy.check.guards import Checked
from bangban.policy.check.names import Entry
from bangban.policy.types import AnyType, ListType, RecordType, Type
from bangban.syntax import tree
from bangban.words import Both

if TYPE_CHECKING:
    from bangban.policy.check.expressions import Expressions


@frozen
class Bound:
    """An element bound by 对每项, a quantifier or a definition over a list. ``bare``: its fields need no prefix."""

    scope: str
    type: Type
    bare: bool = True
    named: bool = False


Env = tuple[Bound, ...]


@frozen
class DefinitionFacts:
    """What using a definition needs to know about it: its type, its element, and its guards."""

    name: Both
    checked: Checked
    type: Type
    scope: str | None = None
    element: Type | None = None
    over: Both = Both("", "")


def find(x: Expressions, node: tree.Path, env: Env) -> tuple[Bound | None, Entry | None]:
    """What the first part of a path refers to: an element (or its field), innermost first, else a declared name.

    A field that has no fields of its own cannot be what a dotted path begins with.
    """
    head, dotted = cast(str, node.parts[0]), len(node.parts) > 1
    for bound in reversed(env):
        if bound.named and bound.scope == head:
            return bound, None
        if bound.bare and isinstance(bound.type, RecordType):
            field = bound.type.get(head)
            if field is not None and (not dotted or isinstance(field.type, RecordType | ListType | AnyType)):
                return bound, None
    return None, x.checking.names.values.get(head)


def known(x: Expressions, env: Env) -> list[str]:
    """Every name that could stand bare here."""
    fields = [w for b in env if b.bare and isinstance(b.type, RecordType) for f in b.type.fields for w in f.name]
    return [*(b.scope for b in env if b.named), *fields, *x.checking.names.values.by_word]
