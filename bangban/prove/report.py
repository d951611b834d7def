"""The front of the prover: prove what a policy set must always say, and find what in it does nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from attrs import field, frozen

from bangban.policy.fact_names import fact_names
from bangban.policy.model import Model
from bangban.problems import Problem
from bangban.prove.backend import BUDGET, MakeSolver
from bangban.prove.conditions import Path, Side
from bangban.prove.facts import Space
from bangban.prove.findings import find
from bangban.prove.found import InvariantBroken, InvariantVacuous, NotSettled, RecordNotRead
from bangban.prove.invariants import Proof, prove_invariant
from bangban.prove.plain import plain_facts
from bangban.prove.searching import Searching
from bangban.prove.wording import case_line, ordinary_line, other_side_line, proof_data, proof_lines
from bangban.words import Both, Lang

LANGS: tuple[Lang, Lang] = ("zh", "en")


@frozen
class ProofReport:
    """What came of all invariants, and the findings where they were asked for."""

    model: Model = field(repr=False)
    proofs: tuple[Proof, ...]
    findings: tuple[Problem, ...] | None
    side: Side = field(repr=False)
    searching: Searching = field(repr=False)

    @property
    def settled(self) -> bool:
        """Whether every question was answered within the budget."""
        return not any(p.status == "unknown" for p in self.proofs) and not any(
            isinstance(f, NotSettled) for f in self.findings or ())

    @property
    def sound(self) -> bool:
        """Whether every invariant is proved and no finding is an error."""
        return all(p.status == "proved" for p in self.proofs) and not any(
            f.severity == "error" for f in self.findings or ())

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Everything that is wrong or worth knowing, as problems with their places."""
        return (*(p for _, found in self.by_invariant for p in found), *(self.findings or ()))

    @property
    def by_invariant(self) -> tuple[tuple[Proof, tuple[Problem, ...]], ...]:
        """Every proof with what is wrong with its invariant: nothing where it is proved."""
        return tuple((proof, tuple(_problem(proof, self.model))) for proof in self.proofs)

    @property
    def summary(self) -> Both:
        """How many of the invariants are proved."""
        proved, total = sum(p.status == "proved" for p in self.proofs), len(self.proofs)
        return Both(f"{total} 条保证,证明 {proved} 条。", f"{proved} of {total} invariants proved.")

    def to_dict(self, lang: Lang = "zh") -> dict[str, Any]:
        """Plain data for JSON."""
        data: dict[str, Any] = {
            "policy": self.model.digest, "sound": self.sound, "settled": self.settled,
            "ordinary": {"facts": plain_facts(self.searching.ordinary.facts, self.model.vocabulary, lang),
                         "as_of": self.searching.ordinary.day.isoformat()},
            "invariants": [proof_data(p, self.side, lang) for p in self.proofs]}
        if self.findings is not None:
            data["findings"] = [f.to_dict(lang) for f in self.findings]
        return data

    def text(self, lang: Lang = "zh") -> str:
        """The report as text; the findings are left to who shows problems."""
        blocks = ["\n".join(proof_lines(p, self.side, lang)) for p in self.proofs]
        blocks.append(self.summary.say(lang))
        if any(p.counter is not None or (p.status == "proved" and p.neighbour is not None) for p in self.proofs):
            blocks.append(ordinary_line(self.searching, self.side, lang))
        return "\n\n".join(blocks)


def prove(model: Model, *, budget: int = BUDGET, invariants: Iterable[str] | None = None, findings: bool = False,
          by: Sequence[Path] | None = None, make: MakeSolver | None = None) -> ProofReport:
    """Prove the invariants of a model (those named, else all) and, where asked, look for what does nothing.

    ``budget``: the work allowed for each question, in the solver's own units. ``by``: the facts to list the cases that
    nothing permits by; else what is done and in what manner.
    """
    side = Side(model, Space(model.vocabulary))
    searching = Searching(side.space, [side], budget, make)
    wanted = None if invariants is None else set(invariants)
    proofs = tuple(prove_invariant(i, side, searching) for i in model.invariants
                   if wanted is None or wanted & set(i.name))
    found = tuple(find(side, searching, by)) if findings else None
    return ProofReport(model, proofs, found, side, searching)


def _problem(proof: Proof, model: Model) -> list[Problem]:
    invariant = proof.invariant
    match proof.status:
        case "violated":
            assert proof.counter is not None
            zh, en = (case_line(proof.counter, model.vocabulary, lang) + other_side_line(proof, model.vocabulary, lang)
                      for lang in LANGS)
            return [InvariantBroken(span=invariant.span, invariant=invariant.name, case=Both(zh, en))]
        case "vacuous" if proof.unread:
            record = fact_names(model.vocabulary, (str(invariant.about),))
            return [RecordNotRead(span=invariant.span, invariant=invariant.name, record=record)]
        case "vacuous":
            return [InvariantVacuous(span=invariant.span, invariant=invariant.name)]
        case "unknown":
            return [NotSettled(span=invariant.span, what=invariant.name)]
        case "proved":
            return []
