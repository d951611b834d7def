"""A formula about other variables, or about given numbers: the same but for what is put in the place of some."""

from __future__ import annotations

from collections.abc import Mapping

from bangban.prove.formula import Arena, Lin, Node, Var


def substitute(arena: Arena, node: Node, numbers: Mapping[Var, Lin], flags: Mapping[Var, Node] | None = None) -> Node:
    """``node`` with number variables replaced by expressions and Boolean ones by formulas. No list atoms inside."""
    flags = flags or {}
    memo: dict[int, Node] = {}

    def new(old: Node) -> Node:
        found = memo.get(old.id)
        if found is None:
            found = memo[old.id] = made(old)
        return found

    def made(old: Node) -> Node:
        match old.op:
            case "var":
                return flags.get(old.args, old)
            case "not":
                return arena.not_(new(old.args[0]))
            case "and":
                return arena.all(new(n) for n in old.args)
            case "or":
                return arena.any(new(n) for n in old.args)
            case "le" | "lt" | "eq":
                terms, bound = old.args
                if not any(v in numbers for v, _ in terms):
                    return old
                total = Lin()
                for var, times in terms:
                    total = total + numbers.get(var, Lin(((var, 1),))).scaled(times)
                make = {"le": arena.le, "lt": arena.lt, "eq": arena.eq}[old.op]
                return make(total, Lin((), bound))
            case _:
                return old

    return new(node)
