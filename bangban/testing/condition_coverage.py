"""Which conditions the cases try: every atom seen true, seen false and seen to decide; every exception; every citation.

An atom *decides* where turning it alone round turns the state of its rule (definitely fires, definitely does not), in
some case; unknown states count for nothing. The atoms of a definition are counted once, with the definition, and decide
where they turn what the definition says; each use of the definition is an atom of the rule that uses it. Options are no
atoms: what the chosen readings (选项) alone settle cannot be tried under them and is not counted.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from attrs import define, frozen

from bangban.front_door import Policy
from bangban.policy import terms as t
from bangban.policy.firing import applies
from bangban.policy.meaning import World, truth
from bangban.policy.model import Model, Rule
from bangban.policy.phrase import phrase
from bangban.policy.types import BoolType
from bangban.policy.values import UNKNOWN, Truth, Unknown
from bangban.source import NOWHERE, Span
from bangban.testing.conditions import (
    PARTS,
    Atom,
    Spot,
    all_exceptions,
    atoms,
    is_home,
    put,
    settled,
    spots,
    substitute,
)
from bangban.testing.observed import Observed, observe, told
from bangban.testing.run_cases import CaseResult, cited_by
from bangban.words import Both, Lang

_LACKS = {"true": Both("没有为真过", "never true"), "false": Both("没有为假过", "never false"),
          "decides": Both("没有起过决定作用", "never decides")}


@frozen
class AtomCoverage:
    """An atom and the title of the first case in which it was true, false, and decided."""

    spot: Spot
    atom: Atom
    said: Both
    true: str | None
    false: str | None
    decides: str | None
    impossible: tuple[str, ...] = ()  # what is proven that no request can show

    @property
    def lacks(self) -> tuple[str, ...]:
        """Which of ``true``, ``false`` and ``decides`` no case shows, though one could."""
        shown = {"true": self.true, "false": self.false, "decides": self.decides}
        return () if self.atom.switched_off else tuple(
            k for k, title in shown.items() if title is None and k not in self.impossible)

    @property
    def span(self) -> Span:
        """Where it stands."""
        return self.spot.span if self.atom.term.span is NOWHERE else self.atom.term.span

    def to_dict(self, lang: Lang) -> dict[str, Any]:
        """Plain data for JSON."""
        return {"owner": self.spot.key, "part": PARTS[self.spot.part].say(lang), "atom": self.said.say(lang),
                "file": self.span.source.name, "line": self.span.line, "true": self.true, "false": self.false,
                "decides": self.decides, "switched_off": self.atom.switched_off, "impossible": list(self.impossible),
                "lacks": list(self.lacks)}

    def line(self, lang: Lang) -> str:
        """One line that says what it lacks, and where it stands."""
        lacks = ("、" if lang == "zh" else ", ").join(_LACKS[k].say(lang) for k in self.lacks)
        name, part = self.spot.name.say(lang), PARTS[self.spot.part].say(lang)
        place = f"{self.span.source.name}:{self.span.line}"
        return (f"{place} 「{name}」的{part}:{self.said.zh}——{lacks}" if lang == "zh"
                else f"{place} {part} of “{name}”: {self.said.en} — {lacks}")


@frozen
class ExceptionCoverage:
    """An exception and the first case in which it keeps its rule from firing, and in which it does not."""

    key: str
    name: Both
    rule: str
    holds: str | None
    idle: str | None
    switched_off: bool
    span: Span

    @property
    def tried(self) -> bool:
        """Whether both were seen."""
        return self.switched_off or (self.holds is not None and self.idle is not None)

    def to_dict(self, lang: Lang) -> dict[str, Any]:
        """Plain data for JSON."""
        return {"exception": self.key, "name": self.name.say(lang), "rule": self.rule, "holds": self.holds,
                "idle": self.idle, "switched_off": self.switched_off, "tried": self.tried}


@frozen
class CitationCoverage:
    """A provision that rules rest on, the first case whose decision cites it, and the first that expects it (引用)."""

    provision: str
    rules: tuple[str, ...]
    cited: str | None
    expected: str | None

    def to_dict(self, lang: Lang) -> dict[str, Any]:
        """Plain data for JSON."""
        return {"provision": self.provision, "rules": list(self.rules), "cited": self.cited, "expected": self.expected}


@frozen
class ConditionCoverage:
    """What the cases of a set try of it."""

    atoms: tuple[AtomCoverage, ...]
    exceptions: tuple[ExceptionCoverage, ...]
    citations: tuple[CitationCoverage, ...]

    @property
    def conditions(self) -> tuple[int, int]:
        """How many of the sights (true, false, decides) of all atoms were seen, and how many there are."""
        live = [a for a in self.atoms if not a.atom.switched_off]
        of = sum(3 - len(a.impossible) for a in live)
        return of - sum(len(a.lacks) for a in live), of

    @property
    def exceptions_tried(self) -> tuple[int, int]:
        """How many exceptions were tried, of how many that can be."""
        live = [e for e in self.exceptions if not e.switched_off]
        return sum(e.tried for e in live), len(live)

    @property
    def citations_seen(self) -> tuple[int, int]:
        """How many provisions some decision cites, of how many rules rest on."""
        return sum(c.cited is not None for c in self.citations), len(self.citations)

    def percentages(self) -> dict[str, float]:
        """Each in percent; 100 where there is nothing to try."""
        return {"conditions": percent(*self.conditions), "exceptions": percent(*self.exceptions_tried),
                "citations": percent(*self.citations_seen)}

    def to_dict(self, lang: Lang = "zh") -> dict[str, Any]:
        """Plain data for JSON."""
        return {"percent": self.percentages(), "atoms": [a.to_dict(lang) for a in self.atoms],
                "exceptions": [e.to_dict(lang) for e in self.exceptions],
                "citations": [c.to_dict(lang) for c in self.citations]}


def percent(seen: int, of: int) -> float:
    """``seen`` of ``of`` in percent, never rounded up to 100."""
    return 100.0 if seen >= of else int(1000 * seen / of) / 10


def condition_coverage(policy: Policy, results: Iterable[CaseResult], today: dt.date | None = None
                       ) -> ConditionCoverage:
    """What the cases of the loaded policies try; cases with wrong facts try nothing."""
    model = policy.model
    found = list(results)
    seen = observe(model, [r.case for r in found if r.decision is not None], today or dt.date.today())
    return ConditionCoverage(tuple(_atoms(model, seen)), tuple(_exceptions(model, seen)),
                             tuple(_citations(model, found)))


# ---------------------------------------------------------------- atoms

@define
class _Sights:
    """What has been seen of an atom so far."""

    spot: Spot
    atom: Atom
    turned: Model | None = None  # the model with this atom alone turned round
    true: str | None = None
    false: str | None = None
    decides: str | None = None


def _atoms(model: Model, seen: list[Observed]) -> Iterator[AtomCoverage]:
    rules = {r.key: r for r in model.rules}
    off = {key for key, rule in rules.items() if rule.when is not None and settled(rule.when, model) is False}
    for spot in spots(model):
        if spot.part == "definition" and not isinstance(spot.term.type, BoolType):
            continue
        for atom in atoms(spot.term, model):
            sights = _Sights(spot, Atom(atom.term, atom.bound, atom.switched_off or spot.rule in off))
            if not sights.atom.switched_off:
                _look(sights, model, rules, seen)
            said = Both(phrase(atom.term, "zh"), phrase(atom.term, "en"))
            yield AtomCoverage(spot, sights.atom, said, sights.true, sights.false, sights.decides)


def _look(sights: _Sights, model: Model, rules: Mapping[str, Rule], seen: list[Observed]) -> None:
    """Go through the cases until everything has been seen."""
    spot, atom = sights.spot, sights.atom
    sights.turned = put(model, spot, substitute(spot.term, atom.term, t.Not(atom.term)))
    for case in seen:
        title = case.case.title
        for world in _worlds(spot, rules, case):
            for inner in _bound(world, atom.bound):
                truth_here = truth(atom.term, inner)
                if truth_here is True:
                    sights.true = sights.true or title
                elif truth_here is False:
                    sights.false = sights.false or title
        if sights.decides is None and (sights.true or sights.false) and _turns(sights, rules, case):
            sights.decides = title
        if sights.true and sights.false and sights.decides:
            return


def _worlds(spot: Spot, rules: Mapping[str, Rule], case: Observed) -> Iterator[World]:
    """The worlds in which a condition is read in a case: one, or one for each element."""
    if spot.part == "definition":
        definition = case.world.model.definitions[spot.key]
        if definition.scope is None or definition.over is None:
            yield case.world
        else:
            yield from _bound(case.world, ((definition.over, definition.scope),))
    elif spot.rule is None:
        yield case.world
    else:
        for firing in case.fired(rules[spot.rule]):
            if not firing.whole_list:
                yield firing.world


def _bound(world: World, bound: tuple[tuple[t.Fact, str], ...]) -> Iterator[World]:
    """A world for each element bound around an atom."""
    if not bound:
        yield world
        return
    (over, scope), *rest = bound
    elements = world.elements(over, scope)
    for inner in [] if isinstance(elements, Unknown) else elements:
        yield from _bound(inner, tuple(rest))


def _turns(sights: _Sights, rules: Mapping[str, Rule], case: Observed) -> bool:
    """Whether turning the atom round turns, in this case, what its rule or its definition comes to."""
    spot, turned = sights.spot, sights.turned
    assert turned is not None
    if spot.part == "definition":
        other = turned.definitions[spot.key].body
        return any(_opposite(truth(spot.term, w), truth(other, w)) for w in _worlds(spot, rules, case))
    if spot.rule is None:
        head = turned.heads[spot.key]
        return _opposite(case.reach[spot.key], applies(head, World(turned, case.case.facts, case.world.day)))
    rule = next(r for r in turned.rules if r.key == spot.rule)
    before, after = case.told(rules[spot.rule]), told(rule, case.world, case.reach)
    return any(_opposite(a[1], b[1]) for a, b in zip(before, after, strict=True))


def _opposite(one: Truth, other: Truth) -> bool:
    return one is not UNKNOWN and other is not UNKNOWN and one is not other


# ---------------------------------------------------------------- exceptions and citations

def _exceptions(model: Model, seen: list[Observed]) -> Iterator[ExceptionCoverage]:
    for rule in model.rules:
        for i, exception in enumerate(rule.exceptions):
            if not is_home(exception, model):
                continue
            holds = idle = None
            for case in seen:
                for _, state, when, failing, excepted in case.told(rule):
                    if when is True and failing is True and excepted[i] is True:
                        holds = holds or case.case.title
                    if state is True and excepted[i] is False:
                        idle = idle or case.case.title
            off = rule.when is not None and settled(rule.when, model) is False
            off = off or any(e.condition is not None and settled(e.condition, model) is False
                             for e in all_exceptions([exception]))
            yield ExceptionCoverage(exception.key, exception.name, rule.key, holds, idle, off, exception.span)


def _citations(model: Model, results: list[CaseResult]) -> Iterator[CitationCoverage]:
    resting: dict[str, list[str]] = {}
    for rule in model.rules:
        if model.heads[rule.policy].primary:
            for citation in rule.citations:
                resting.setdefault(f"《{citation.document}》{citation.article}", []).append(rule.key)
    cited: dict[str, str] = {}
    expected: dict[str, str] = {}
    for result in results:
        if result.decision is not None:
            for provision in cited_by(result.decision):
                cited.setdefault(provision, result.case.title)
        for citation in result.case.cites:
            expected.setdefault(f"《{citation.document}》{citation.article}", result.case.title)
    for provision, rules in resting.items():
        yield CitationCoverage(provision, tuple(dict.fromkeys(rules)), cited.get(provision), expected.get(provision))
