"""How many elements of a list are enough: a list of any length does nothing that a list this long cannot do.

A condition "at least k elements satisfy P" stays false when other elements are dropped, and stays true as long as k
elements that satisfy P are kept. So for one formula it is enough to keep, for each such condition that must come true,
the elements that make it true: a sum over what must hold together, a maximum over alternatives. Lists read inside
conditions on the elements of other lists are written out after those, and counted anew for each of their elements.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from bangban.prove.facts import Place, Sequence, Space
from bangban.prove.formula import ListAtom, Node, lists, variables, walk

MOST = 24  # places; where more would be needed the claim is worded for this many
FEW = 2  # places tried first, when a case is looked for


class SmallModel:
    """The places of each list for one question, and formulas written out for them."""

    def __init__(self, space: Space, roots: Iterable[Node], places: Mapping[Sequence, int] | None = None,
                 few: bool = False) -> None:
        self.space, self.few = space, few
        self.shortened = False  # whether lists were given fewer places than the bound asks for
        self.places: dict[Sequence, int] = dict(places or {})
        self.limited: dict[Place, int] = {}
        self.roots = list(roots)
        self._write_all()

    def write(self, node: Node) -> Node:
        """A formula with all its list atoms written out, for the places found."""
        while node.listed:
            for atom in lists([node]):
                self.places.setdefault(atom.args.list, atom.args.list.fixed or max(1, atom.args.need))
            node = self._replace(node, None)
        return node

    def _write_all(self) -> None:
        while atoms := [node.args for node in lists(self.roots)]:
            kinds, joined, mixed = _outermost(atoms)
            chosen = {a.list for a in atoms if a.list.kind in kinds}
            new = chosen - self.places.keys()
            if new:
                self._count(new, joined, mixed)
            self.roots = [self._replace(r, chosen) for r in self.roots]

    def _count(self, sequences: set[Sequence], joined: bool, mixed: bool) -> None:
        needs: dict[Sequence, int] | None = None
        within = _needs_within(self.roots) if mixed else {}
        for sequence in sequences:
            if sequence.fixed is not None:
                self.places[sequence] = sequence.fixed
                continue
            together = _Need(sequence)
            need = sum(together.of(r, True) for r in self.roots)
            if need > 1:
                if needs is None:
                    needs = self._all_needs()
                need = min(need, needs.get(sequence, 0))
            need += within.get(sequence, 0)
            if joined:
                self.limited[sequence.kind] = need = max(3, min(need, MOST))
            elif need > MOST:
                self.limited[sequence.kind] = need = MOST
            if self.few and need > FEW:
                self.shortened = True
                need = FEW
            self.places[sequence] = max(1, need)

    def _all_needs(self) -> dict[Sequence, int]:
        """For each list the elements for every distinct condition that may have to come true, together."""
        # the parts of a conjunction are those of other questions too
        known: dict[int, frozenset[Node]] = self.space.computed.setdefault("wanted", {})
        atoms: set[Node] = set()
        for part in _conjuncts(self.roots):
            found = known.get(part.id)
            if found is None:
                found = known[part.id] = _wanted(part, True)
            atoms |= found
        needs: dict[Sequence, int] = {}
        for node in atoms:
            needs[node.args.list] = needs.get(node.args.list, 0) + node.args.need
        return needs

    def _replace(self, node: Node, chosen: set[Sequence] | None) -> Node:
        arena = self.space.arena
        # other questions that write the same lists out for as many places come to the same formulas
        lists_ = self.places if chosen is None else chosen
        mark = ("written out", chosen is None, frozenset((s, self.places[s]) for s in lists_))
        memo: dict[int, Node] = self.space.computed.setdefault(mark, {})

        def new(old: Node) -> Node:
            if not old.listed:
                return old
            found = memo.get(old.id)
            if found is None:
                found = memo[old.id] = made(old)
            return found

        def made(old: Node) -> Node:
            match old.op:
                case "list":
                    atom: ListAtom = old.args
                    return atom.out(self.places[atom.list]) if chosen is None or atom.list in chosen else old
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
        # the same for every question
        self._memo: dict[tuple[int, bool], int] = sequence.space.computed.setdefault(("needs", sequence), {})

    def of(self, node: Node, wanted: bool) -> int:
        if not node.listed:
            return 0
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


def _conjuncts(roots: Iterable[Node]) -> Iterable[Node]:
    """The listed formulas that must all hold for some to hold."""
    for node in roots:
        if not node.listed:
            continue
        if node.op == "and":
            yield from _conjuncts(node.args)
        else:
            yield node


def _wanted(root: Node, wanted: bool) -> frozenset[Node]:
    """The conditions on lists that may have to come true to make a formula true (or false)."""
    found: set[Node] = set()
    seen: set[tuple[int, bool]] = set()
    stack = [(root, wanted)]
    while stack:
        node, wanted = stack.pop()
        if not node.listed or (node.id, wanted) in seen:
            continue
        seen.add((node.id, wanted))
        if node.op == "list":
            if wanted:
                found.add(node)
        elif node.op == "not":
            stack.append((node.args[0], not wanted))
        else:
            stack.extend((n, wanted) for n in node.args)
    return frozenset(found)


def _needs_within(roots: Iterable[Node]) -> dict[Sequence, int]:
    """The elements for the conditions on lists that stand inside conditions on the elements of others."""
    found = {id(inner): inner for node in lists(roots) for inner in _inner(node.args.templates)}
    needs: dict[Sequence, int] = {}
    for inner in found.values():
        needs[inner.list] = needs.get(inner.list, 0) + inner.need
    return needs


# ---------------------------------------------------------------- which list first

def _outermost(atoms: list[ListAtom]) -> tuple[list[Place], bool, bool]:
    """The lists that no pending condition on the elements of another reads.

    Where there is none: one that is at least not read about those elements (the second mark); else the first, and two
    elements are compared with each other (the first mark).
    """
    kinds = sorted({a.list.kind for a in atoms})
    inside = {(a.list.kind, inner.list.kind) for a in atoms for inner in _inner(a.templates)}
    outermost = [k for k in kinds if not any((other, k) in inside for other in kinds)]
    if outermost:
        return outermost, False, False
    joins = {(a.list.kind, inner.list.kind) for a in atoms for inner in _inner(a.templates) if _about(inner, a)}
    for kind in kinds:
        if not any((other, kind) in joins for other in kinds):
            return [kind], False, True
    return kinds[:1], True, True


def _inner(templates: Iterable[Node]) -> Iterable[ListAtom]:
    """The conditions on lists inside, at any depth."""
    for node in lists(templates):
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
