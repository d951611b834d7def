"""Guards: which facts must be known to exist where an expression reads them, and which conditions say so.

Computed bottom up, beside the types: what an expression still needs, and what is present whenever it is true or false.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from attrs import evolve, frozen

from bangban.policy.terms import Term
from bangban.problems import Fix, Problem
from bangban.source import Span
from bangban.syntax import tree
from bangban.words import Both, Lang

Key = tuple[object, ...]  # (scope, path) of a fact, or (scope, table, key term) of a table's row
Keys = frozenset[Key]
NONE: Keys = frozenset()


@frozen
class Maybe:
    """Something that may be absent, and how the guard that tests for it is written."""

    key: Key
    shown: Both
    guard: Both


@frozen
class Need:
    """A reading that wants a guard.

    ``span``: the comparison or condition that reads. ``loose``: it stands beside 或, so that a guard must be
    bracketed with it. ``settled``: the place is final, comparisons around it leave it. ``pinned``: no guard can be
    written there (inside a 合计).
    """

    maybe: Maybe
    span: Span
    loose: bool = False
    settled: bool = False
    pinned: bool = False


class Checked(NamedTuple):
    """A term with what the guards pass knows of it.

    ``absent``: what makes the value absent. ``needs``: guards still wanted. ``yes``/``no``: what exists whenever the
    condition is true/false.
    """

    term: Term
    absent: tuple[Maybe, ...] = ()
    needs: tuple[Need, ...] = ()
    yes: Keys = NONE
    no: Keys = NONE


@frozen(kw_only=True)
class MissingGuard(Problem):
    """Reading what may be absent without saying what then."""

    code = "BB230"
    title = Both("没有先问有无", "missing guard")
    text = Both("「{name}」可能没有;这里的读法要求先写「{guard}」。", "“{name}” may be absent; say “{guard}” first.")
    advice = Both("加上「{guard} 且」,写明没有时不适用;没有时也要适用的,写成两个条件。",
                  "add “{guard} and”; where the rule should also hold without it, write two conditions.")
    name: Both
    guard: Both


def conjunction(parts: list[Checked]) -> tuple[tuple[Need, ...], Keys, Keys]:
    """needs, yes, no of 且: each part is guarded by what the others being true implies."""
    yes = NONE.union(*(p.yes for p in parts))
    no = parts[0].no.intersection(*(p.no for p in parts[1:]))
    return _guarded(parts, [p.yes for p in parts], loose=False), yes, no


def disjunction(parts: list[Checked]) -> tuple[tuple[Need, ...], Keys, Keys]:
    """needs, yes, no of 或: each part is guarded by what the others being false implies."""
    yes = parts[0].yes.intersection(*(p.yes for p in parts[1:]))
    no = NONE.union(*(p.no for p in parts))
    return _guarded(parts, [p.no for p in parts], loose=True), yes, no


def _guarded(parts: list[Checked], by: list[Keys], loose: bool) -> tuple[Need, ...]:
    if not any(p.needs for p in parts):
        return ()
    left: list[Need] = []
    for i, part in enumerate(parts):
        unguarded = (n for n in part.needs if not any(n.maybe.key in keys for j, keys in enumerate(by) if j != i))
        left += _loosened(unguarded, part.term.span) if loose else unguarded
    return tuple(left)


def _loosened(needs: Iterable[Need], span: Span) -> tuple[Need, ...]:
    """Needs beside 或: the guard must be bracketed together with what it guards."""
    return tuple(evolve(n, loose=True) if n.span == span else n for n in needs)


def before(needs: Iterable[Need], operand: Span, negated: Span) -> tuple[Need, ...]:
    """Needs of what stands under a 非, guarded before the 非: then 「非 甲 > 1」 does not hold where there is no 甲."""
    return tuple(evolve(n, span=negated) if n.span == operand and not n.settled else n for n in needs)


def wants(values: Iterable[Checked], span: Span) -> tuple[Need, ...]:
    """The needs of a reading, at ``span``, into which nothing absent may enter."""
    return tuple(n for v in values for n in (*_moved(v.needs, span), *(Need(maybe, span) for maybe in v.absent)))


def carried(values: Iterable[Checked], span: Span) -> tuple[Need, ...]:
    """The needs that the values bring along, now those of the comparison at ``span``."""
    return tuple(n for v in values if v.needs for n in _moved(v.needs, span))


def _moved(needs: Iterable[Need], span: Span) -> Iterable[Need]:
    return (n if n.settled else evolve(n, span=span) for n in needs)


def present(*values: Checked) -> Keys:
    """What exists if a comparison with these values is true."""
    return NONE.union(*([m.key for m in v.absent] for v in values if v.absent))


def unmet(needs: Iterable[Need], guards: Keys, lang: Lang, when: tree.Expr | None = None) -> list[Problem]:
    """One problem for each thing that needs a guard and has none. ``when``: the condition to write the guard into,
    where it cannot stand beside the reading."""
    seen: set[tuple[Key, Span]] = set()
    out: list[Problem] = []
    for need in needs:
        mark = (need.maybe.key, need.span)
        if need.maybe.key in guards or mark in seen:
            continue
        seen.add(mark)
        out.append(MissingGuard(span=need.span, name=need.maybe.shown, guard=need.maybe.guard,
                                fixes=tuple(_fixes(need, lang, when))))
    return out


def _fixes(need: Need, lang: Lang, when: tree.Expr | None) -> Iterator[Fix]:
    guard = need.maybe.guard.say(lang)
    joined = f"{guard} {'且' if lang == 'zh' else 'and'} "
    title = Both(f"先写「{need.maybe.guard.zh}」", f"say “{need.maybe.guard.en}” first")
    place = when.span if when is not None else need.span
    if when is not None and isinstance(when, tree.Junction) and when.op == "OR":
        yield Fix(title, place, f"{joined}({place.text})")
    elif when is None and need.loose:
        yield Fix(title, place, f"({joined}{place.text})")
    elif when is not None or not need.pinned:
        yield Fix(title, Span(place.source, place.start, place.start), joined)
