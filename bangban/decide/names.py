"""The names in generated code: every object a policy brings (a word, a number, a set) is bound to a name of ours."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Mapping
from types import CodeType
from typing import Any

from bangban.policy.values import UNKNOWN

_MARKS = re.compile(r"[^0-9A-Za-z\u4e00-\u9fff]+")
_BUILT_IN = {f.__name__: f for f in (type, dict, len, list, tuple, set, frozenset, str, int, map)}  # that readers use


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

    def inlined(self, source: str, file: str) -> CodeType:
        """The code with what names are bound to in place of the names: a little faster to run.

        It is put into the parsed code as objects; no text of a policy is ever parsed.
        """
        marks: dict[bytes, Any] = {}
        tree = ast.fix_missing_locations(_Inline(self.space, marks).visit(ast.parse(source)))
        return _with_objects(compile(tree, file, "exec"), marks)


class _Inline(ast.NodeTransformer):
    """Words and numbers become constants; types and functions become ``marks``, since a tree takes no other objects.
    A mark is bytes, which no policy holds."""

    def __init__(self, space: dict[str, Any], marks: dict[bytes, Any]) -> None:
        self.space, self.marks = space, marks

    def visit_Name(self, node: ast.Name) -> ast.expr:
        held = self.space.get(node.id, _BUILT_IN.get(node.id))
        if not isinstance(node.ctx, ast.Load):
            return node
        if type(held) in (str, int) or (type(held) is frozenset and all(type(v) is str for v in held)):
            return ast.Constant(held)
        if not callable(held):
            return node
        mark = node.id.encode()
        self.marks[mark] = held
        # the compiler warns of a constant that is called; this, of which it leaves the constant alone, it does not see
        return ast.IfExp(ast.Constant(True), ast.Constant(mark), ast.Constant(None))

    def visit_Attribute(self, node: ast.Attribute) -> ast.expr:
        held = self.space.get(node.attr)
        if type(held) is AttributeName:
            node.attr = "".join(held)  # a plain string, of whatever characters
        self.generic_visit(node)
        return node


def _with_objects(code: CodeType, marks: Mapping[bytes, Any]) -> CodeType:
    """Compiled code with its marks, there and in the functions it makes, replaced by what they stand for."""
    def held(constant: Any) -> Any:
        match constant:
            case CodeType():
                return _with_objects(constant, marks)
            case bytes():
                return marks[constant]
            case tuple():
                return tuple(held(c) for c in constant)
            case _:
                return constant
    return code.replace(co_consts=tuple(held(c) for c in code.co_consts))


def comment(name: str) -> str:
    """A rule's name as a comment: letters, digits and Chinese characters only, never a line end."""
    return "# " + _MARKS.sub(" ", name)[:80].strip()
