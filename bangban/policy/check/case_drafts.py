"""Cases inline and in *.cases.yaml, brought to one shape before they are put together (tables: case_cells)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from copy import deepcopy
from typing import Any

from attrs import define, frozen

from bangban.policy.check.case_facts import FactPath, canonical, is_value, located, merged, place, plain
from bangban.policy.check.context import Checking, Stated, first
from bangban.policy.types import RecordType
from bangban.problems import Problem, Related
from bangban.source import Span
from bangban.syntax import tree
from bangban.syntax.from_cases import CaseText, IncompleteCase, UnknownVerdict
from bangban.syntax.keywords import VERDICTS
from bangban.words import Both, Lang

_VERDICT_OF = {w: code for code, both in VERDICTS.items() for w in both}
_WORDS = {"PERMIT": "permit", "REFUSE": "deny"}


@frozen(kw_only=True)
class AssignedTwice(Problem):
    """One fact given two values in one case."""

    code = "BB235"
    title = Both("同一事实给了两次", "fact given twice")
    text = Both("「{fact}」在这个用例里给了两次。", "“{fact}” is given twice in this case.")
    advice = Both("只留一次。", "keep one of them.")
    fact: str


@define
class Draft:
    """A case while it is being put together. ``apply`` writes its own facts upon those of its base."""

    title: str
    title_span: Span
    lang: Lang
    policy: str | None
    based_on: tuple[str, Span] | None
    apply: Callable[[dict[str, Any]], None]
    place: Callable[[FactPath], Span]
    unset: tuple[FactPath, ...]
    verdict: str | None
    because: tuple[tree.Path, ...]
    not_because: tuple[tree.Path, ...]
    cites: tuple[tree.Cite, ...]
    span: Span
    own: dict[str, Any]


def from_statement(stated: Stated, vocabulary: RecordType, checking: Checking) -> Draft:
    """A 用例 in a policy file: assignments in order."""
    title = first(stated.statement.head, tree.Text)
    assert title is not None
    expect = stated.one("EXPECT")
    based = stated.one("BASED_ON")
    base = first(based.items, tree.Text) if based else None
    assigned = [i for c in stated.clauses.get("GIVEN", ()) for i in c.items if isinstance(i, tree.Assign)]
    own, spans = _assignments(assigned, vocabulary, stated.lang, checking)
    if not any(k in stated.clauses for k in ("EXPECT", "BECAUSE", "NOT_BECAUSE", "CITES")):
        checking.report(IncompleteCase(span=title.span, missing=Both(
            "期望(应为、因、不因、引用之一)", "an expectation")))

    apply, alone = drafted(own, checking)
    unset = [p for c in stated.clauses.get("UNSET", ()) for p in c.items if isinstance(p, tree.Path)]
    return Draft(
        title.value, title.span, stated.lang, stated.policy, (base.value, base.span) if base else None, apply,
        lambda path: nearest_span(path, spans, title.span), unset_paths(unset, vocabulary, stated.lang, checking),
        _verdict(expect, checking) if expect else None, _paths(stated, "BECAUSE"), _paths(stated, "NOT_BECAUSE"),
        tuple(i for c in stated.clauses.get("CITES", ()) for i in c.items if isinstance(i, tree.Cite)),
        title.span, alone)


def drafted(own: list[tuple[FactPath, Any, tree.Path]], checking: Checking) -> tuple[
        Callable[[dict[str, Any]], None], dict[str, Any]]:
    """What writes the facts a case assigns upon those of its base; and these facts alone."""
    def apply(facts: dict[str, Any]) -> None:
        for path, value, node in own:
            place(facts, path, deepcopy(value), node, checking)

    alone: dict[str, Any] = {}
    quiet = Checking(checking.names)
    for path, value, node in own:
        place(alone, path, deepcopy(value), node, quiet)
    return apply, alone


def _assignments(assigned: list[tree.Assign], vocabulary: RecordType, lang: Lang, checking: Checking) -> tuple[
        list[tuple[FactPath, Any, tree.Path]], dict[FactPath, Span]]:
    own: list[tuple[FactPath, Any, tree.Path]] = []
    spans: dict[FactPath, Span] = {}
    for assign in assigned:
        found = located(assign.path, vocabulary, lang, checking)
        if found is None:
            continue
        value = plain(assign.value, found[1], lang, checking)
        if found[0] in spans:
            checking.report(AssignedTwice(span=assign.path.span, fact=assign.path.text, related=(
                Related(spans[found[0]], Both("先在这里", "first here")),)))
        elif is_value(value):
            own.append((found[0], value, assign.path))
            spans[found[0]] = assign.value.span
    return own, spans


def nearest_span(path: FactPath, spans: Mapping[FactPath, Span], otherwise: Span) -> Span:
    """Where the fact at a path, or the nearest thing that holds it, was written."""
    for end in range(len(path), 0, -1):
        if path[:end] in spans:
            return spans[path[:end]]
    return otherwise


def _verdict(clause: tree.Clause, checking: Checking) -> str | None:
    word, label = first(clause.items, tree.Word), first(clause.items, tree.Label)
    if word is not None:
        return _WORDS.get(word.token)
    found = _VERDICT_OF.get(label.name) if label else None
    if label is not None and found is None:
        checking.report(UnknownVerdict(span=label.span, found=label.name))
    elif label is not None and found is not None:
        checking.resolved(label.span, (VERDICTS[found],))
    return found


def _paths(stated: Stated, keyword: str) -> tuple[tree.Path, ...]:
    return tuple(i for c in stated.clauses.get(keyword, ()) for i in c.items if isinstance(i, tree.Path))


def unset_paths(paths: Iterable[tree.Path], vocabulary: RecordType, lang: Lang,
                checking: Checking) -> tuple[FactPath, ...]:
    """The facts taken out of the base, by canonical names."""
    found = (located(p, vocabulary, lang, checking) for p in paths)
    return tuple(f[0] for f in found if f is not None)


def from_yaml(case: CaseText, policy: str | None, vocabulary: RecordType, checking: Checking) -> Draft:
    """A case of a YAML file: a mapping laid over that of its base."""
    own = canonical(case.given, vocabulary)

    def apply(facts: dict[str, Any]) -> None:
        joined = merged(facts, deepcopy(own))
        facts.clear()
        facts.update(joined)

    based = (case.based_on, case.based_on_span) if case.based_on else None
    return Draft(
        case.title, case.title_span, case.lang, policy, based, apply,
        lambda path: case.fact_span(_as_written(path, case.given, vocabulary)),
        unset_paths(case.unset, vocabulary, case.lang, checking), case.expect, case.because, case.not_because,
        case.cites, case.title_span, own)


def _as_written(path: FactPath, given: Any, type_: Any) -> FactPath:
    """A canonical path in the keys the writer used."""
    out: list[str | int] = []
    here = given
    for part in path:
        field = type_.get(part) if isinstance(type_, RecordType) and isinstance(part, str) else None
        key: str | int = part
        if field is not None and isinstance(here, Mapping):
            key = next((w for w in field.name if w in here), part)
        out.append(key)
        here = here.get(key) if isinstance(here, Mapping) else (
            here[key] if isinstance(here, list) and isinstance(key, int) and key < len(here) else None)
        type_ = getattr(field.type, "of", field.type) if field is not None else type_
    return tuple(out)


