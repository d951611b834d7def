"""Compare two policy sets: every class of change with its case, where it comes about, and which edit does it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property, partial

from bangban.compare.asking import Asking, Found, Query
from bangban.compare.comparison import Also, Cell, Change, Comparison, Example, NewSituation, Path
from bangban.compare.differs import falls_in
from bangban.compare.reread import with_cases
from bangban.compare.responsible import responsible
from bangban.compare.situation import usual_facts
from bangban.decision.report import report
from bangban.policy.model import Model
from bangban.prove.conditions import VERDICTS
from bangban.prove.searching import Shown

MOST_ALSO = 20  # edited rules of one class that are asked about one by one


def compare(old: Model, new: Model, *, by: Sequence[Path] | None = None, renamed: Mapping[Path, Path] | None = None,
            each: bool = False, budget: int | None = None) -> Comparison:
    """Everything decided otherwise, each class with its case; or nothing, which is then proven.

    ``by``: the facts whose combinations are listed, ``each`` of them with a case of its own; ``renamed``: old path to
    new path of facts that were renamed.
    Raises :class:`~bangban.problems.PolicyError` where the solver leaves a question open.
    """
    asking = Asking(old, new, renamed, budget)
    return Comparing(asking, usual_facts(old, new) if by is None else tuple(by), each).comparison


class Comparing:
    """One comparison under way. ``asking`` may be asked more afterwards (what was declared, say)."""

    def __init__(self, asking: Asking, by: tuple[Path, ...], each: bool = False) -> None:
        self.asking, self.pair, self.by, self.each = asking, asking.pair, by, each
        union = self.pair.union
        self.within = asking.familiar if union.new_values or union.gone_values else None

    @cached_property
    def comparison(self) -> Comparison:
        """All of it, found when first asked for."""
        union, old, new = self.pair.union, self.pair.old.model, self.pair.new.model
        changes = tuple(self.changes())
        situations = tuple(self.situations())
        return Comparison(
            old, new, union.vocabulary, self.by, changes, self.asking.edits.all,
            situations, union.new_facts, union.gone_facts, union.changed, union.gone_values,
            dict(self.asking.renamed), dict(self.asking.limited),
            with_cases(self.asking), tuple(self.asking.unproven))

    def changes(self) -> Iterator[Change]:
        """The classes that have a case."""
        for query in self.asking.queries():
            found = self.asking.case(query, self.within)
            if found is not None:
                yield self.change(query, found)

    def change(self, query: Query, found: Found) -> Change:
        """A class with everything about its case."""
        shown = found.shown
        doers = responsible(self.asking.edits, shown.case, self.pair.old, self.pair.new,
                            partial(falls_in, query.code, query.about))
        if query.code == "other_ground":
            return Change(query.code, self.example(shown), doers)
        also, unasked = self.also(query, {e.key for e in doers if e.kind == "rule"})
        cells = tuple(self.cells(query, found))
        return Change(query.code, self.example(shown), doers, cells, query.about, also, unasked)

    def also(self, query: Query, told: set[str]) -> tuple[tuple[Also, ...], int]:
        """The other edited rules that bring the class about, each with its case."""
        moved = {key for _, cause in query.steps for key in cause.by_rule} - told
        edits = [e for e in self.asking.edits.in_meaning if e.kind == "rule" and e.key in moved]
        found = ((e, self.asking.case(self.asking.by_rule(query, e.key), self.within)) for e in edits[:MOST_ALSO])
        return (tuple(Also(e, self.example(case.shown)) for e, case in found if case is not None),
                max(len(edits) - MOST_ALSO, 0))

    def example(self, shown: Shown) -> Example:
        """A case with both decisions, as the evaluator gives them."""
        old, new = self.asking.outcomes(shown)
        witness = shown.witness
        return Example(witness.facts, witness.day, witness.differences, report(self.pair.old.model, old),
                       report(self.pair.new.model, new), witness.complete)

    # ------------------------------------------------------------ where

    def cells(self, query: Query, found: Found) -> Iterator[Cell]:
        """Every combination of the facts compared by in which such a case exists; with that case, if asked for."""
        for values in self.asking.cells(query, found, self.by) if self.by else ():
            if not self.each:
                yield Cell(values)
                continue
            here = self.asking.at(values, self.by)
            shown = self.asking.settled(self.asking.witness(found.condition & here, query), query)
            yield Cell(values, None if shown is None else self.example(shown))

    # ------------------------------------------------------------ new values

    def situations(self) -> Iterator[NewSituation]:
        """What the new set decides where a value stands that the old set does not know."""
        for path, value in self.pair.union.new_values:
            here = self.asking.takes(path, value)
            verdicts: dict[str, Example] = {}
            for verdict in VERDICTS:
                query = Query("newly_permitted", ())
                shown = self.asking.settled(self.asking.witness(self.pair.new.verdict(verdict) & here, query), query)
                if shown is not None:
                    verdicts[verdict] = self.example(shown)
            yield NewSituation(path, value, verdicts)
