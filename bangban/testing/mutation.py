"""Mutation testing: every mutant against all cases, then the test that is missing, or the proof that none can tell.

A mutant is killed by the first case that fails under it. Of one that lives, cases near the known ones are tried first,
then the solver is asked (``bangban[prove]``); what it finds is replayed before it is written.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Literal, Protocol

from attrs import define, evolve, field, frozen

from bangban.front_door import Policy
from bangban.policy.facts import Facts
from bangban.policy.meaning import World, value
from bangban.policy.model import Case, Model, Rule
from bangban.testing.conditions import Touch, reads_of, term_reads
from bangban.testing.drafts import Draft, distance, draft
from bangban.testing.mutants import Mutant, mutants
from bangban.testing.nearby import changed, readings
from bangban.testing.observed import ByMeaning, Changed, Observed, in_world, observe, observed, reach_in, told
from bangban.testing.run_cases import in_effect, run_case
from bangban.words import Both, Lang

Fate = Literal["killed", "equivalent", "missing", "open"]
FATES: Mapping[Fate, Both] = {
    "killed": Both("已杀死", "killed"), "equivalent": Both("已证等价", "proven equivalent"),
    "missing": Both("缺用例", "a case is missing"), "open": Both("未能判定", "not settled")}


@frozen
class Verdict:
    """What became of a mutant: the title of the case that kills it, why no case can, or the case that is missing."""

    mutant: Mutant
    fate: Fate
    by: str = ""
    why: Both = Both("", "")

    def to_dict(self, lang: Lang) -> dict[str, Any]:
        """Plain data for JSON."""
        span = self.mutant.span
        return {"mutant": self.mutant.said.say(lang), "kind": self.mutant.kind, "file": span.source.name,
                "line": span.line, "fate": self.fate, "case": self.by or None, "why": self.why.say(lang) or None}


@frozen
class MutationReport:
    """What became of all mutants, and the cases that are missing."""

    verdicts: tuple[Verdict, ...]
    drafts: tuple[Draft, ...] = ()
    prover: bool = True  # the solver was there to be asked

    def count(self, fate: Fate) -> int:
        """How many came to that."""
        return sum(v.fate == fate for v in self.verdicts)

    @property
    def score(self) -> float:
        """The mutants killed, of those that can be, in percent; never rounded up to 100."""
        alive = len(self.verdicts) - self.count("equivalent")
        return 100.0 if self.count("killed") == alive else int(1000 * self.count("killed") / alive) / 10

    def summary(self) -> Both:
        """One line."""
        n = {fate: self.count(fate) for fate in FATES}
        return Both(
            f"变异体 {len(self.verdicts)} 个:用例杀死 {n['killed']},已证等价 {n['equivalent']},缺用例 {n['missing']},"
            f"未能判定 {n['open']};变异得分 {self.score:g}%。",
            f"{len(self.verdicts)} mutants: {n['killed']} killed, {n['equivalent']} proven equivalent, {n['missing']} "
            f"without a case, {n['open']} not settled; mutation score {self.score:g} %.")

    def to_dict(self, lang: Lang = "zh") -> dict[str, Any]:
        """Plain data for JSON: figures, and the mutants that were not killed."""
        return {"mutants": len(self.verdicts), "score": self.score, **{f: self.count(f) for f in FATES},
                "prover": self.prover, "not_killed": [v.to_dict(lang) for v in self.verdicts if v.fate != "killed"],
                "missing_cases": [d.case.title for d in self.drafts]}


class Prover(Protocol):
    """What settles the mutants that the cases and their neighbours do not."""

    def same(self, mutant: Mutant, running: Running) -> Both | None:
        """Why no request tells the mutant, where that is soon seen."""

    def ask(self, mutant: Mutant, running: Running) -> tuple[Facts, dt.date] | Both | None:
        """Facts that tell the mutant, with their day; or why there are none; or None where it is not settled."""


def mutate(policy: Policy, *, today: dt.date | None = None, prover: Prover | None = None, lang: Lang = "zh",
           only: Callable[[Mutant], bool] | None = None) -> MutationReport:
    """Every mutant tried. ``prover`` settles what cases and their neighbours do not; ``only`` picks some mutants."""
    running = Running(policy.model, today or dt.date.today(), lang)
    verdicts: list[Verdict] = []
    alive: list[int] = []
    for mutant in mutants(policy.model):
        if only is not None and not only(mutant):
            continue
        by = running.killer(mutant, running.cases)
        if by is None:
            alive.append(len(verdicts))
        verdicts.append(Verdict(mutant, "killed" if by else "open", by or ""))
    for place in alive:
        verdicts[place] = _settle(verdicts[place].mutant, running, prover)
    return MutationReport(tuple(verdicts), tuple(running.drafts), prover is not None)


def _settle(mutant: Mutant, running: Running, prover: Prover | None) -> Verdict:
    """What becomes of a mutant that no case kills."""
    by = running.killer(mutant, running.drafted)
    if by is not None:
        return Verdict(mutant, "missing", by)
    why = prover.same(mutant, running) if prover is not None else None
    if why is not None:
        return Verdict(mutant, "equivalent", why=why)
    near = running.near(mutant)
    if near is not None:
        return Verdict(mutant, "missing", running.keep(near))
    if prover is None:
        return Verdict(mutant, "open")
    answer = prover.ask(mutant, running)
    if isinstance(answer, Both):
        return Verdict(mutant, "equivalent", why=answer)
    found = running.draft_of(mutant, *answer) if answer is not None else None
    return Verdict(mutant, "missing", running.keep(found)) if found is not None else Verdict(mutant, "open")


@define
class Running:
    """One set under mutation: its cases as the plain meaning decides them, and the drafts so far."""

    model: Model
    today: dt.date
    lang: Lang
    reads: dict[str, frozenset[Touch]] = field(init=False)
    scope_reads: frozenset[Touch] = field(init=False)
    rules: dict[str, Rule] = field(init=False)
    cases: list[Observed] = field(init=False)
    drafted: list[Observed] = field(factory=list)
    drafts: list[Draft] = field(factory=list)
    _bases: list[Observed] | None = None

    def __attrs_post_init__(self) -> None:
        model = self.model
        self.reads = reads_of(model)
        scopes = [h.scope for h in model.heads.values() if h.scope is not None]
        self.scope_reads = frozenset[Touch]().union(*(term_reads(s, model) for s in scopes))
        self.rules = {r.key: r for r in model.rules}
        self.cases = observe(model, model.cases, self.today)

    # ------------------------------------------------------------ which case kills

    def killer(self, mutant: Mutant, cases: Iterable[Observed]) -> str | None:
        """The title of the first case that fails under a mutant; cases that name its rules go first."""
        view = _View(mutant, self)
        for case in sorted(cases, key=view.rank):
            if view.tells(case) and not run_case(view.decider(case), case.case).passed:
                return case.case.title
        return None

    # ------------------------------------------------------------ cases near the known ones

    @property
    def bases(self) -> list[Observed]:
        """The cases to start from: whole ones that permit first, then those built on them."""
        if self._bases is None:
            order = {"permit": 0, "deny": 1, "pending": 2, "not_applicable": 3, None: 1}
            self._bases = sorted(self.cases, key=lambda o: (order[o.case.verdict], o.case.based_on is not None))
        return self._bases

    def near(self, mutant: Mutant) -> Draft | None:
        """A draft that differs from a known case in one fact and tells the mutant; a pending decision comes last."""
        view = _View(mutant, self)
        read = readings((self.rules[k] for k in sorted(view.keys) if k in self.rules), self.model)
        fallback: Draft | None = None
        bases = sorted((b for b in self.bases if view.speaks_of(b) or b.case.verdict == "permit"), key=lambda b: (
            b.case.verdict != "permit", not view.speaks_of(b)))
        tries, tells = _TRIES, _TELLS
        for last in (False, True):
            for base in bases:
                for reading in read:
                    for facts in changed(base.case.facts, reading, self.model.vocabulary, last):
                        here = observed(self.model, Case("", facts), self.today)
                        tries -= 1
                        if view.tells(here):
                            found = self.tell(view, here, base)
                            tells -= 1
                            if found is not None and found.case.verdict != "pending":
                                return found
                            fallback = fallback or found
                        if not tries or not tells:
                            return fallback
            if fallback is not None:
                return fallback
        return None

    def tell(self, view: _View, here: Observed, base: Observed | None) -> Draft | None:
        """The case with what must follow, if that fails under the mutant."""
        facts = dict(here.case.facts)
        here = evolve(here, case=evolve(here.case, facts=facts))
        plain, other = ByMeaning(self.model, self.today), view.decider(here)
        decision, differing = plain.decide(facts), other.decide(facts)
        fired, also = in_effect(decision, self.model), in_effect(differing, view.model)
        because = [k for k in self.rules if k in fired - also]
        not_because = [k for k in self.rules if k in also - fired]
        if not because and not not_because:
            if decision.verdict == differing.verdict == "pending":
                because = [k for k in view.keys if k in self.rules and _is_open(here, self.rules[k])]
            elif decision.verdict != differing.verdict:
                because = [k for k in sorted(view.keys) if k in fired][:1]
        case = Case("", facts, decision.verdict, tuple(because[:_NAMED]), tuple(not_because[:_NAMED]))
        if not run_case(plain, case).passed or run_case(other, case).passed:
            return None
        return draft(self.model, case, base.case if base else None, view.about, self.lang,
                     [c.case.title for c in (*self.cases, *self.drafted)])

    def keep(self, found: Draft) -> str:
        """Take a draft among the cases; its title."""
        self.drafts.append(found)
        self.drafted.append(observed(self.model, found.case, self.today))
        return found.case.title

    # ------------------------------------------------------------ cases from elsewhere

    def draft_of(self, mutant: Mutant, facts: Facts, day: dt.date) -> Draft | None:
        """A draft from facts that tell the mutant, told against the known case nearest to them."""
        view = _View(mutant, self)
        facts = _with_day(facts, self.model.decision_date, day)
        if observed(self.model, Case("", facts), self.today).world.day != day:
            return None
        bases = sorted(self.bases[:_MOST_BASES], key=lambda o: distance(o.case.facts, facts, self.model.vocabulary))
        for base in bases[:_NEAREST]:
            facts = self._nearer(view, facts, base.case.facts)
            here = observed(self.model, Case("", facts), self.today)
            found = self.tell(view, here, base)
            if found is not None:
                return found
        return None

    def _nearer(self, view: _View, facts: Facts, base: Mapping[str, Any]) -> Facts:
        """The facts with as many as can be taken over from a known case, one after another."""
        for path in list(_paths(base, facts)):
            closer = _taken_over(facts, base, path)
            here = observed(self.model, Case("", closer), self.today)
            if view.tells(here) and self.tell(view, here, None) is not None:
                facts = closer
        return facts


_TRIES = 6000  # cases near the known ones that are looked at for one mutant
_TELLS = 80  # of these, cases in which the mutant comes out otherwise, decided in full
_NAMED = 6  # rules named in 因 and 不因 at most
_MOST_BASES = 80
_NEAREST = 3


class _View:
    """A mutant, made, and whether it can come out otherwise in a case."""

    def __init__(self, mutant: Mutant, running: Running) -> None:
        self.mutant, self.running = mutant, running
        self.model = mutant.make(running.model)
        self.keys = mutant.rules(running.reads)
        self.rules = {r.key: r for r in self.model.rules if r.key in self.keys}
        self.looked_at = [running.rules[k] for k in sorted(self.keys)[:_FEW]]
        self.everywhere = any(kind == "policy" for kind, _ in mutant.touches) or bool(
            mutant.touches & running.scope_reads)

    def decider(self, case: Observed) -> Changed:
        """What decides a case under the mutant."""
        return Changed(self.model, self.running.today, self.keys, case)

    @property
    def about(self) -> Both:
        """What a case that tells the mutant is about: the rule, definition, option or policy that was changed."""
        [(kind, key)] = self.mutant.touches
        model = self.running.model
        names: Mapping[str, Any] = {
            "definition": model.definitions, "parameter": model.parameters, "option": model.options,
            "policy": model.heads, "rule": self.running.rules}.get(kind, {})
        return names[key].name if key in names else Both(key, key.rpartition(".")[2])

    def rank(self, case: Observed) -> tuple[int, int]:
        """Cases that name the rules first, then those in which one of them fires."""
        fires = any(f.state is not False for r in self.looked_at for f in case.fired(r))
        return (0 if self.speaks_of(case) else 1, 0 if fires else 1)

    def speaks_of(self, case: Observed) -> bool:
        """Whether a case names a rule that the mutant is about."""
        return bool(self.keys & {*case.case.because, *case.case.not_because})

    def tells(self, case: Observed) -> bool:
        """Whether something that decides comes out otherwise; cheap, and never wrong where it says no."""
        world = in_world(case.world, self.model)
        reach = case.reach
        if self.everywhere:
            reach = reach_in(world)
            if reach != case.reach:
                return True
        elif not self._definition_differs(case.world, world):
            return False
        for key in self.keys:
            rule, before = self.rules.get(key), case.told(self.running.rules[key])
            if rule is None:
                if before:
                    return True
            elif self.mutant.silent:
                if any(state is not False for _, state, *_ in before):
                    return True
            elif told(rule, world, reach) != before:
                return True
        return False

    def _definition_differs(self, before: World, after: World) -> bool:
        """Whether a changed definition about the whole case says something else; True where it is not for us to say."""
        for kind, key in self.mutant.touches:
            if kind == "definition" and self.running.model.definitions[key].scope is None:
                old, new = before.model.definitions[key].body, after.model.definitions[key].body
                return bool(value(old, before) != value(new, after))
        return True


_FEW = 5


def _is_open(here: Observed, rule: Rule) -> bool:
    return any(not isinstance(state, bool) for _, state, *_ in here.told(rule))


def _with_day(facts: Facts, path: tuple[str, ...] | None, day: dt.date) -> Facts:
    """Facts decided on a day, where a fact names it."""
    if path is None:
        return facts
    if len(path) == 1:
        return {**facts, path[0]: day}
    inner = facts.get(path[0])
    return {**facts, path[0]: _with_day(dict(inner) if isinstance(inner, Mapping) else {}, path[1:], day)}


def _paths(base: Mapping[str, Any], facts: Mapping[str, Any], above: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Where two cases differ: whole records and lists first, then the facts in them."""
    for name in dict.fromkeys((*facts, *base)):
        one, other = base.get(name, _NOTHING), facts.get(name, _NOTHING)
        if one is _NOTHING and other is None:
            continue
        if one != other:
            yield (*above, name)
            if isinstance(one, Mapping) and isinstance(other, Mapping):
                yield from _paths(one, other, (*above, name))
            elif _rows(one) and _rows(other):
                for i, row in enumerate(other):
                    yield from _paths(one[min(i, len(one) - 1)], row, (*above, name, i))


_NOTHING: Any = object()


def _rows(some: Any) -> bool:
    return isinstance(some, tuple) and bool(some) and all(isinstance(row, Mapping) for row in some)


def _taken_over(facts: Mapping[str, Any], base: Mapping[str, Any], path: tuple[Any, ...]) -> dict[str, Any]:
    name, *rest = path
    out = dict(facts)
    if rest and isinstance(rest[0], int):
        at, *inner = rest
        rows, known = list(out[name]), base[name]
        if at < len(rows):
            rows[at] = _taken_over(rows[at], known[min(at, len(known) - 1)], tuple(inner))
        return {**out, name: tuple(rows)}
    if rest and isinstance(out.get(name), Mapping) and isinstance(base.get(name), Mapping):
        out[name] = _taken_over(out[name], base[name], tuple(rest))
    elif name in base:
        out[name] = base[name]
    else:
        out.pop(name, None)
    return out
