"""The names in generated code: every object a policy brings (a word, a number, a set) is bound to a name of ours."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from typing import Any

from bangban.policy.values import UNKNOWN

_MARKS = re.compile(r"[^0-9A-Za-z\u4e00-\u9fff]+")


class AttributeName(str):
    """The name of an attribute: ``inlined`` code that reads ``x.a7``, where this is bound to ``a7``, reads it of x."""

    __slots__ = ()


class Names:
    """The namespace of one policy's generated code. Nothing from a policy file is ever part of the code's text."""

    def __init__(self) -> None:
        self.space: dict[str, Any] = {"U": UNKNOWN}
        self._bound: dict[Any, str] = {}

    def const(self, value: Any) -> str:
        """The text that stands for a value: True, False, None and U for themselves, else a name bound to it."""
        if value is None or value is True or value is False:
            return repr(value)
        if value is UNKNOWN:
            return "U"
        return self.bind(value, "k")

    def bind(self, value: Any, prefix: str) -> str:
        """A name for an object; equal hashable objects of one type share it."""
        try:
            key: Any = (prefix, type(value), value)
            hash(key)
        except TypeError:
            key = (prefix, id(value))  # the name space keeps the object, so its id stays its own
        name = self._bound.get(key)
        if name is None:
            name = self.fresh(prefix)
            self.space[name] = value
            self._bound[key] = name
        return name

    def made(self, key: Any, prefix: str, make: Callable[[], Any]) -> str:
        """A name for an object that is made once for its key."""
        name = self._bound.get(key)
        if name is None:
            name = self._bound[key] = self.fresh(prefix)
            self.space[name] = make()
        return name

    def fresh(self, prefix: str) -> str:
        """A name not used yet."""
        name = f"{prefix}{len(self.space)}"
        self.space[name] = None
        return name


    def inlined(self, source: str) -> ast.Module:
        """The code with words and numbers in place of the names bound to them: a little faster to run.

        They are put into the parsed code as objects; no text of theirs is ever parsed.
        """
        return ast.fix_missing_locations(_Inline(self.space).visit(ast.parse(source)))  # type: ignore[no-any-return]


class _Inline(ast.NodeTransformer):
    def __init__(self, space: dict[str, Any]) -> None:
        self.space = space

    def visit_Name(self, node: ast.Name) -> ast.expr:
        held = self.space.get(node.id)
        words = type(held) is frozenset and all(type(v) is str for v in held)
        if isinstance(node.ctx, ast.Load) and (type(held) in (str, int) or words):
            return ast.Constant(held)
        return node

    def visit_Attribute(self, node: ast.Attribute) -> ast.expr:
        held = self.space.get(node.attr)
        if type(held) is AttributeName:
            node.attr = "".join(held)  # a plain string, of whatever characters
        self.generic_visit(node)
        return node


def comment(name: str) -> str:
    """A rule's name as a comment: letters, digits and Chinese characters only, never a line end."""
    return "# " + _MARKS.sub(" ", name)[:80].strip()
