"""The gates: nothing permitted that was not, no exemption lost, and nothing but what was declared."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import ClassVar

from attrs import frozen

from bangban.compare.asking import Query
from bangban.compare.classes import CLASS_OF
from bangban.compare.comparing import Comparing
from bangban.compare.comparison import Change, Comparison, Example
from bangban.compare.declared import Declaration, Declared, for_class
from bangban.compare.words import differences_of, name_of_value
from bangban.problems import Problem, Severity
from bangban.prove.conditions import Condition
from bangban.source import NOWHERE, Span
from bangban.words import Both


@frozen(kw_only=True)
class DecisionChanges(Problem):
    """Something is decided otherwise."""

    code = "BB530"
    severity: ClassVar[Severity] = "warning"
    title = Both("决定改变", "decision changes")
    text = Both("{kind}:{found}案例:{case}。", "{kind}: {found} A case: {case}.")
    advice = Both("有意修改的,在变更声明里写明;否则恢复这条规则。",
                  "declare it if it is meant; else restore the rule.")
    kind: Both
    found: Both
    case: Both


@frozen(kw_only=True)
class GroundChanges(Problem):
    """The decision stays, on another ground."""

    code = "BB531"
    severity: ClassVar[Severity] = "info"
    title = Both("结论不变,依据变了", "same decision, other ground")
    text = Both("结论不变,起作用的规则变了。案例:{case}。", "the decision stays, other rules bear it. A case: {case}.")
    advice = Both("核对引用的条款是否仍然恰当。", "check that the provisions cited still fit.")
    case: Both


@frozen(kw_only=True)
class NewPermission(Problem):
    """The gate against new permissions is shut."""

    code = "BB532"
    title = Both("新增许可", "new permission")
    text = Both("原来不准予的事变成准予,而要求是不得新增许可。案例:{case}。",
                "something that was refused is now permitted, and nothing may be. A case: {case}.")
    advice = Both("恢复放宽的规则;确属有意的,改用变更声明(--only-declared)。",
                  "restore the rule that was relaxed; if it is meant, declare it (--only-declared).")
    case: Both


@frozen(kw_only=True)
class LostExemption(Problem):
    """The gate against lost exemptions is shut."""

    code = "BB533"
    title = Both("失去免费", "exemption lost")
    text = Both("原来免收的费用不再免收,而要求是不得取消免费。案例:{case}。",
                "a fee that was exempt no longer is, and none may be. A case: {case}.")
    advice = Both("恢复免收的规则;确属有意的,改用变更声明(--only-declared)。",
                  "restore the exemption; if it is meant, declare it (--only-declared).")
    case: Both


@frozen(kw_only=True)
class Undeclared(Problem):
    """A change that the declaration does not cover."""

    code = "BB534"
    title = Both("没有声明的变更", "undeclared change")
    text = Both("{kind}:变更声明没有说到这种情形。案例:{case}。",
                "{kind}: the declaration does not cover this case: {case}.")
    advice = Both("有意修改的,补一项声明(类别:{kind});否则恢复这条规则。",
                  "declare it (class: {kind}) if it is meant; else restore the rule.")
    kind: Both
    case: Both


@frozen(kw_only=True)
class DoesNotHappen(Problem):
    """A declared change that no case shows."""

    code = "BB535"
    title = Both("声明了而没有发生的变更", "declared, but does not happen")
    text = Both("声明了「{name}」({kind}),已对全部可能情形证明:没有一种情形发生这种变更。",
                "“{name}” ({kind}) is declared; it is proven for every possible case that it never happens.")
    advice = Both("核对条件和类别,或者删去这一项。", "check its condition and class, or delete it.")
    name: str
    kind: Both


def told(changes: Iterable[Change], comparison: Comparison) -> list[Problem]:
    """Every change as a finding."""
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
    for change in comparison.of("newly_permitted"):
        yield NewPermission(span=place(change), case=differences_of(change.example, comparison))
    for situation in comparison.situations:
        example = situation.verdicts.get("permit")
        if example is not None:
            yield NewPermission(case=_with_value(name_of_value(situation, comparison), example, comparison))


def no_lost_exemption(comparison: Comparison) -> Iterator[Problem]:
    """Every exemption lost."""
    for change in comparison.of("exemption_lost"):
        yield LostExemption(span=place(change), case=differences_of(change.example, comparison))


def only_declared(comparing: Comparing, comparison: Comparison, declaration: Declaration) -> Iterator[Problem]:
    """What changes and is not declared, and what is declared and does not change: both must be proven empty."""
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
    for declared in declaration.changes:
        if id(declared) not in happens:
            yield DoesNotHappen(span=declared.span, name=declared.name, kind=declared.kind.name)


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
    shown = asking.settled(comparing.pair.witness(rest), query)
    if shown is not None:
        yield Undeclared(kind=CLASS_OF["newly_permitted"].name,
                         case=differences_of(comparing.example(shown), comparison))


def _with_value(value: Both, example: Example, comparison: Comparison) -> Both:
    case = differences_of(example, comparison)
    return Both(f"{value.zh};{case.zh}", f"{value.en}; {case.en}")


def _both(one: Condition | None, other: Condition) -> Condition:
    return other if one is None else one & other


__all__ = ["DecisionChanges", "Declared", "GroundChanges", "no_lost_exemption", "no_new_permission", "only_declared",
           "place", "told"]
