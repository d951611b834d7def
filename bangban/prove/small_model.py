"""How many elements of a list are enough: a list of any length does nothing that a list this long cannot do.

A condition "at least k elements satisfy P" stays false when other elements are dropped, and stays true as long as k
elements that satisfy P are kept. So for one formula it is enough to keep, for each such condition that must come true,
the elements that make it true: a sum over what must hold together, a maximum over alternatives. Lists read inside
conditions on the elements of other lists are written out after those, and counted anew for each of their elements.
"""

from __future__ import annotations

from collections.abc import Iterable

from bangban.prove.facts import Place, Sequence, Space
from bangban.prove.formula import ListAtom, Node, variables, walk

MOST = 12  # places; where more would be needed the claim is worded for this many


class SmallModel:
    """The places of each list for one question, and formulas written out for them."""

    def __init__(self, space: Space, roots: Iterable[Node]) -> None:
        self.space = space
        self.places: dict[Sequence, int] = {}
        self.limited: dict[Place, int] = {}
        self.roots = [r for r in roots]
        self._write_all()

    def write(self, node: Node) -> Node:
        """A formula with all its list atoms written out, for the places found."""
        while any(n.op == "list" for n in walk([node])):
            pending = [n.args for n in walk([node]) if n.op == "list"]
            for atom in pending:
                self.places.setdefault(atom.list, atom.list.fixed or max(1, atom.need))
            node = self._replace(node, {a.list for a in pending})
        return node

    def _write_all(self) -> None:
        while True:
            atoms: dict[Sequence, list[ListAtom]] = {}
            for node in walk(self.roots):
                if node.op == "list":
                    atoms.setdefault(node.args.list, []).append(node.args)
            if not atoms:
                return
            kind, joined, mixed = _outermost([a for some in atoms.values() for a in some])
            chosen = {s for s in atoms if s.kind == kind}
            for sequence in chosen - self.places.keys():
                self._count(sequence, joined, mixed)
            self.roots = [self._replace(r, chosen) for r in self.roots]

    def _count(self, sequence: Sequence, joined: bool, mixed: bool) -> None:
        if sequence.fixed is not None:
            self.places[sequence] = self.limited[sequence.kind] = sequence.fixed
            return
        together = _Need(sequence)
        need = min(sum(together.of(r, True) for r in self.roots), _all_needs(self.roots, sequence))
        if mixed:
            need += _needs_within(self.roots, sequence)
        if joined:
            self.limited[sequence.kind] = need = max(3, min(need, MOST))
        elif need > MOST:
            self.limited[sequence.kind] = need = MOST
        self.places[sequence] = max(1, need)

    def _replace(self, node: Node, chosen: set[Sequence]) -> Node:
        arena = self.space.arena
        memo: dict[int, Node] = {}

        def new(old: Node) -> Node:
            found = memo.get(old.id)
            if found is None:
                found = memo[old.id] = made(old)
            return found

        def made(old: Node) -> Node:
            match old.op:
                case "list":
                    atom: ListAtom = old.args
                    return atom.expand(self.places[atom.list]) if atom.list in chosen else old
                case "not":
                    return arena.not_(new(old.args[0]))
                case "and":
                    return arena.all(new(n) for n in old.args)
                case "or":
                    return arena.any(new(n) for n in old.args)
                case _:
                    return old

        return new(node)


class _Need:
    """The elements of one list that it takes to make a formula true (or false): sums and maxima along it."""

    def __init__(self, sequence: Sequence) -> None:
        self.sequence = sequence
        self._memo: dict[tuple[int, bool], int] = {}

    def of(self, node: Node, wanted: bool) -> int:
        key = (node.id, wanted)
        found = self._memo.get(key)
        if found is None:
            found = self._memo[key] = self._of(node, wanted)
        return found

    def _of(self, node: Node, wanted: bool) -> int:
        match node.op:
            case "list":
                return node.args.need if wanted and node.args.list is self.sequence else 0
            case "not":
                return self.of(node.args[0], not wanted)
            case "and" | "or":
                needs = (self.of(n, wanted) for n in node.args)
                return sum(needs) if (node.op == "and") == wanted else max(needs)
            case _:
                return 0


def _all_needs(roots: Iterable[Node], sequence: Sequence) -> int:
    """The elements for every distinct condition that may have to come true, together."""
    needs: dict[int, int] = {}
    seen: set[tuple[int, bool]] = set()
    stack = [(r, True) for r in roots]
    while stack:
        node, wanted = stack.pop()
        if (node.id, wanted) in seen:
            continue
        seen.add((node.id, wanted))
        match node.op:
            case "list":
                if wanted and node.args.list is sequence:
                    needs[node.id] = node.args.need
            case "not":
                stack.append((node.args[0], not wanted))
            case "and" | "or":
                stack.extend((n, wanted) for n in node.args)
            case _:
                pass
    return sum(needs.values())


def _needs_within(roots: Iterable[Node], sequence: Sequence) -> int:
    """The elements for the conditions on one list that stand inside conditions on the elements of others."""
    needs: dict[int, int] = {}
    for node in walk(roots):
        if node.op == "list":
            for inner in _inner(node.args.templates):
                if inner.list is sequence:
                    needs[id(inner)] = inner.need
    return sum(needs.values())


# ---------------------------------------------------------------- which list first

def _outermost(atoms: list[ListAtom]) -> tuple[Place, bool, bool]:
    """A list that no pending condition on the elements of another reads.

    Where there is none: one that is at least not read about those elements (the second mark); else the first, and two
    elements are compared with each other (the first mark).
    """
    kinds = sorted({a.list.kind for a in atoms})
    inside = {(a.list.kind, inner.list.kind) for a in atoms for inner in _inner(a.templates)}
    for kind in kinds:
        if not any((other, kind) in inside for other in kinds):
            return kind, False, False
    joins = {(a.list.kind, inner.list.kind) for a in atoms for inner in _inner(a.templates) if _about(inner, a)}
    for kind in kinds:
        if not any((other, kind) in joins for other in kinds):
            return kind, False, True
    return kinds[0], True, True


def _inner(templates: Iterable[Node]) -> Iterable[ListAtom]:
    """The conditions on lists inside, at any depth."""
    for node in walk(templates):
        if node.op == "list":
            yield node.args
            yield from _inner(node.args.templates)


def _about(inner: ListAtom, outer: ListAtom) -> bool:
    """Whether a condition on a list speaks of the element of another."""
    element = (*outer.list.place, outer.generic)
    return inner.list.place[:len(element)] == element or any(
        var.group.place[:len(element)] == element
        for node in [n for t in inner.templates for n in _deep(t)] for var in variables(node))


def _deep(template: Node) -> Iterable[Node]:
    for node in walk([template]):
        yield node
        if node.op == "list":
            for inner in node.args.templates:
                yield from _deep(inner)
