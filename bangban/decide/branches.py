"""Rules as branches: tests on both rails, written once where rules share them, and what is noted under them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from attrs import field, frozen

from bangban.decide.names import comment
from bangban.decide.pieces import Frames
from bangban.decide.terms_to_python import Terms
from bangban.policy import terms as t
from bangban.policy.model import Rule

EACH = "e_"  # the locals of the element a rule is about


@frozen
class Test:
    """One condition a rule needs, on both rails. ``inside``: it speaks of the rule's element."""

    holds: str
    fails: str
    certain: bool
    inside: bool

    @property
    def rails(self) -> str:
        """Both texts: what makes two tests one."""
        return self.holds + "\n" + self.fails

    @property
    def cost(self) -> tuple[int, int]:
        """Plain comparisons come before calls."""
        return self.holds.count("loop") + self.holds.count("(h"), len(self.holds)


@frozen
class Branch:
    """What to note for a rule: ``then`` lines where every test holds, ``open`` lines where that is not settled."""

    rule: Rule
    tests: tuple[Test, ...]
    then: tuple[str, ...]
    open: tuple[str, ...]
    guarded: frozenset[str] = field(factory=frozenset)


class Writer:
    """Writes branches as lines. Hits are formed where the branches are; ``n`` is the place of the element at hand."""

    def __init__(self, terms: Terms, root: Frames) -> None:
        self.terms = terms
        self.root = root

    def written(self, branches: list[Branch], indent: str) -> Iterator[str]:
        """Branches, with the test most of them share written once around them, and again for the rest."""
        while branches:
            shared = Counter(x.rails for b in branches for x in b.tests
                             if not x.inside and x.rails not in b.guarded)
            top, count = max(shared.items(), key=lambda kv: kv[1], default=("", 0))
            if count < 2:
                for branch in branches:
                    yield from self._single(branch, indent)
                return
            test = next(x for b in branches for x in b.tests if x.rails == top)
            inside, outside = [], []
            for b in branches:
                if not any(x.rails == top for x in b.tests) or top in b.guarded:
                    outside.append(b)
                elif test.certain:
                    inside.append(Branch(b.rule, tuple(x for x in b.tests if x.rails != top),
                                         b.then, b.open, b.guarded))
                else:
                    inside.append(Branch(b.rule, b.tests, b.then, b.open, b.guarded | {top}))
            yield f"{indent}if {test.holds if test.certain else not_(test.fails)}:"
            yield from self.written(inside, indent + "    ")
            branches = outside

    def _single(self, branch: Branch, indent: str) -> Iterator[str]:
        yield indent + comment(branch.rule.name.zh)
        each = branch.rule.each
        if each is None:
            yield from self._settled(branch, branch.tests, indent)
            return
        outer = [x for x in branch.tests if not x.inside]
        inner = [x for x in branch.tests if x.inside or not x.certain]
        guards = [x.holds if x.certain else not_(x.fails) for x in outer
                  if x.certain or x.rails not in branch.guarded]
        if guards:
            yield f"{indent}if {' and '.join(guards)}:"
            indent += "    "
        frame = self.root[None].inside(each.over.path, EACH)
        held = self.terms.value(t.Fact(each.over.path, each.over.type), self.root)
        if held.unknown:
            yield f"{indent}if {held.text} is U:"
            yield f"{indent}    n = -1; {' = '.join(frame.locals())} = U"
            yield from self._unlisted(branch, tuple(inner), indent + "    ")
            yield f"{indent}else:"
            indent += "    "
        items = f"{held.text} or ()" if held.absent else held.text
        yield f"{indent}for n, ({frame.target()}) in enumerate({items}):"
        yield from self._settled(branch, tuple(inner), indent + "    ")

    def _unlisted(self, branch: Branch, tests: tuple[Test, ...], indent: str) -> Iterator[str]:
        """A list nobody has given may be empty: what holds of its elements is open."""
        if branch.open:
            line = branch.open[0].split(": ")[-1]
            yield f"{indent}if {not_(_either(tests))}: {line}"
        elif branch.then and branch.then[0].startswith("satisfied"):
            yield f"{indent}if {_both(tests)}: {branch.then[0]}"
        else:
            yield f"{indent}pass"

    def _settled(self, branch: Branch, tests: tuple[Test, ...], indent: str) -> Iterator[str]:
        certain = all(x.certain for x in tests)
        if branch.then == branch.open and not certain:
            yield f"{indent}if {not_(_either(tests))}:"
            yield from (f"{indent}    {line}" for line in branch.then)
        elif certain and tests and branch.then and tests[-1].holds in self.terms.loops.searches:
            search = self.terms.loops.searches[tests[-1].holds]
            if tests[:-1]:
                yield f"{indent}if {_both(tests[:-1])}:"
                indent += "    "
            yield f"{indent}{search.head}"
            yield f"{indent}    if {search.asked}:"
            yield from (f"{indent}        {line}" for line in (*branch.then, "break"))
        elif branch.then:
            yield f"{indent}if {_both(tests)}:"
            yield from (f"{indent}    {line}" for line in branch.then)
            if branch.open and not certain:
                yield f"{indent}elif {not_(_either(tests))}:"
                yield from (f"{indent}    {line}" for line in branch.open)
        elif branch.open and not certain:
            yield f"{indent}if {not_(_either(tests))} and {not_(_both(tests))}:"
            yield from (f"{indent}    {line}" for line in branch.open)
        else:
            yield f"{indent}pass"


def _both(tests: tuple[Test, ...]) -> str:
    return " and ".join(x.holds for x in tests if x.holds != "True") or "True"


def _either(tests: tuple[Test, ...]) -> str:
    parts = [x.fails for x in tests if x.fails != "False"]
    return " or ".join(parts) or "False"


def not_(text: str) -> str:
    """The negation of a text."""
    return f"not ({text})"
