"""The gates: nothing permitted that was not, no exemption lost, and nothing but what was declared."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from bangban.compare.asking import Query
from bangban.compare.classes import CLASS_OF
from bangban.compare.comparing import Comparing
from bangban.compare.comparison import Change, Comparison, Example
from bangban.compare.declared import Declaration, Declared, for_class
from bangban.compare.found import (
    BasisEdited,
    DecisionChanges,
    DoesNotHappen,
    GateOverReadings,
    GroundChanges,
    LostExemption,
    NewPermission,
    ReadAlike,
    ReadDifferently,
    Undeclared,
)
from bangban.compare.words import basis_of, differences_of, name_of_edit, name_of_value
from bangban.problems import Problem
from bangban.prove.conditions import Condition
from bangban.source import NOWHERE, Span
from bangban.words import Both

_NO_NEW_PERMISSION = Both("不得新增许可", "nothing newly permitted")
_NO_LOST_EXEMPTION = Both("不得取消免费", "no exemption lost")
_ONLY_DECLARED = Both("只许声明的变更", "only what is declared")


def told(changes: Iterable[Change], comparison: Comparison) -> list[Problem]:
    """Every change as a finding, and every fact that is read differently."""
    return [
        *(ReadDifferently(fact=r.name, changed=r.all_changed) for r in comparison.readings),
        *_told(changes, comparison),
        *(BasisEdited(span=e.span, edit=name_of_edit(e), changed=basis_of(e)) for e in comparison.grounds)]


def _told(changes: Iterable[Change], comparison: Comparison) -> list[Problem]:
    return [
        GroundChanges(span=place(change), case=differences_of(change.example, comparison))
        if change.kind.information else
        DecisionChanges(span=place(change), kind=change.kind.name, found=change.kind.found,
                        case=differences_of(change.example, comparison)) for change in changes]


def place(change: Change) -> Span:
    """Where a change comes from: the first edit that brings it about and still stands somewhere."""
    return next((e.span for e in change.responsible if e.span is not NOWHERE), NOWHERE)


def no_new_permission(comparison: Comparison) -> Iterator[Problem]:
    """Everything newly permitted."""
    yield from over_readings(comparison, _NO_NEW_PERMISSION)
    for change in comparison.of("newly_permitted"):
        yield NewPermission(span=place(change), case=differences_of(change.example, comparison))
    for situation in comparison.situations:
        example = situation.verdicts.get("permit")
        if example is not None:
            yield NewPermission(case=_with_value(name_of_value(situation, comparison), example, comparison))


def no_lost_exemption(comparison: Comparison) -> Iterator[Problem]:
    """Every exemption lost."""
    yield from over_readings(comparison, _NO_LOST_EXEMPTION)
    for change in comparison.of("exemption_lost"):
        yield LostExemption(span=place(change), case=differences_of(change.example, comparison))


def over_readings(comparison: Comparison, gate: Both, declared: Iterable[str] = ()) -> Iterator[Problem]:
    """Every fact that is read differently: nothing is proven over it."""
    known = set(declared)
    for reading in comparison.readings:
        if not known.intersection(reading.name):
            yield GateOverReadings(gate=gate, fact=reading.name, changed=reading.all_changed)


def only_declared(comparing: Comparing, declaration: Declaration) -> Iterator[Problem]:
    """What changes and is not declared, and what is declared and does not change: both must be proven empty."""
    comparison = comparing.comparison
    conditions = {id(d): comparing.pair.new.when(d.condition) for d in declaration.changes}
    happens: set[int] = set()
    found = {(c.code, c.about): c for c in comparison.changes}
    for query in comparing.asking.queries():
        kind = CLASS_OF[query.code]
        change = found.get((query.code, query.about))
        if kind.information or change is None:
            continue
        covering = for_class(declaration.changes, kind, query.about)
        for declared in covering:
            if comparing.asking.case(query, _both(comparing.within, conditions[id(declared)])) is not None:
                happens.add(id(declared))
        yield from _uncovered(comparing, comparison, query, change, [conditions[id(d)] for d in covering])
    for situation in comparison.situations:
        yield from _new_value(comparing, comparison, situation.path, situation.value, declaration, conditions, happens)
    # what was declared does not make up for what could not be proven
    yield from over_readings(comparison, _ONLY_DECLARED, () if comparing.asking.unproven else declaration.readings)
    differently = {word for r in comparison.readings for word in r.name}
    for name, span in declaration.readings.items():
        if name not in differently:
            yield ReadAlike(span=span, fact=name)
    for declared in declaration.changes:
        if id(declared) not in happens:
            yield DoesNotHappen(span=declared.span, name=declared.name, kind=declared.kind.name)


def in_no_set(found: Sequence[Sequence[Problem]], declarations: Sequence[Declaration]
              ) -> tuple[list[list[Problem]], list[Problem]]:
    """Of what :func:`only_declared` says of several sets by one declaration: what is each set's own, and what is
    declared and happens in none of them."""
    late = [[p for p in problems if isinstance(p, DoesNotHappen | ReadAlike)] for problems in found]
    empty = [{p.span for p in told}.union(d.elsewhere) for told, d in zip(late, declarations, strict=True)]
    nowhere = {p.span: p for told in late for p in told if all(p.span in spans for spans in empty)}
    return [[p for p in problems if p not in told] for problems, told in zip(found, late, strict=True)], [
        *nowhere.values()]


def _uncovered(comparing: Comparing, comparison: Comparison, query: Query, change: Change,
               covered: list[Condition]) -> Iterator[Problem]:
    if not covered:
        yield Undeclared(span=place(change), kind=change.kind.name, case=differences_of(change.example, comparison))
        return
    rest = comparing.within
    for condition in covered:
        rest = _both(rest, ~condition)
    found = comparing.asking.case(query, rest)
    if found is not None:
        left = comparing.change(query, found)
        yield Undeclared(span=place(left), kind=left.kind.name, case=differences_of(left.example, comparison))


def _new_value(comparing: Comparing, comparison: Comparison, path: tuple[str, ...], value: str,
               declaration: Declaration, conditions: dict[int, Condition], happens: set[int]) -> Iterator[Problem]:
    """What a new value permits is a new permission, to be declared as one."""
    query = Query("newly_permitted", ())
    asking = comparing.asking
    permitted = comparing.pair.new.permit & asking.takes(path, value)
    covering: list[Declared] = for_class(declaration.changes, CLASS_OF["newly_permitted"], None)
    rest = permitted
    for declared in covering:
        if asking.possible(permitted & conditions[id(declared)], query):
            happens.add(id(declared))
        rest = rest & ~conditions[id(declared)]
    shown = asking.settled(asking.witness(rest, query), query)
    if shown is not None:
        yield Undeclared(kind=CLASS_OF["newly_permitted"].name,
                         case=differences_of(comparing.example(shown), comparison))


def _with_value(value: Both, example: Example, comparison: Comparison) -> Both:
    case = differences_of(example, comparison)
    return Both(f"{value.zh};{case.zh}", f"{value.en}; {case.en}")


def _both(one: Condition | None, other: Condition) -> Condition:
    return other if one is None else one & other

