"""Cases: facts resolved along 基于, and what is expected of the decision; written inline or in *.cases.yaml."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from copy import deepcopy
from typing import Any

from attrs import define, evolve, frozen

from bangban.policy.check.case_facts import FactPath, canonical, is_value, located, merged, place, plain, remove
from bangban.policy.check.citations import citation
from bangban.policy.check.context import Checking, Stated, first
from bangban.policy.check.definitions import depth_first
from bangban.policy.check.names import did_you_mean, nearest, respelling
from bangban.policy.check.statements import Sorted
from bangban.policy.facts import read_facts
from bangban.policy.model import Case, Citation, PolicyHead
from bangban.policy.types import RecordType
from bangban.problems import Problem, Related
from bangban.source import Source, Span
from bangban.syntax import tree
from bangban.syntax.from_cases import CaseText, IncompleteCase, SameCase, UnknownVerdict, parse_cases
from bangban.syntax.keywords import VERDICTS
from bangban.words import Both, Lang

_VERDICT_OF = {w: code for code, both in VERDICTS.items() for w in both}
_WORDS = {"PERMIT": "permit", "REFUSE": "deny"}


@frozen(kw_only=True)
class UnknownBase(Problem):
    """A case that starts from one that does not exist."""

    code = "BB268"
    title = Both("没有这个底本", "no such case to start from")
    text = Both("没有名为「{name}」的用例。{near}", "there is no case “{name}”.{near}")
    advice = Both("「基于」写另一个用例的名称。", "based_on names another case.")
    name: str
    near: Both


@frozen(kw_only=True)
class CyclicCases(Problem):
    """Cases that start from each other."""

    code = "BB269"
    title = Both("用例绕成了圈", "cases in a ring")
    text = Both("用例绕成了圈:{chain}。", "these cases form a ring: {chain}.")
    advice = Both("让其中一个写全自己的事实。", "let one of them give all its facts.")
    chain: str


@frozen(kw_only=True)
class UnknownRule(Problem):
    """A case that expects something of a rule that does not exist."""

    code = "BB259"
    title = Both("没有这条规则", "no such rule")
    text = Both("没有规则或例外「{name}」。{near}", "there is no rule or exception “{name}”.{near}")
    advice = Both("「因」「不因」写规则或例外的名称。", "because and not_because name rules or exceptions.")
    name: str
    near: Both


@frozen(kw_only=True)
class UncitedProvision(Problem):
    """A case that expects a provision no rule cites."""

    code = "BB288"
    title = Both("没有规则引用这一条", "a provision no rule cites")
    text = Both("没有规则的依据是 {provision}。{near}", "no rule rests on {provision}.{near}")
    advice = Both("核对文件名和条款号;写法与规则的「依据」一致。",
                  "check document and article; write them as the rules do.")
    provision: str
    near: Both


@define
class _Draft:
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


def check_cases(sorted_: Sorted, sources: Iterable[Source], heads: Mapping[str, PolicyHead],
                cited: Iterable[Citation], checking: Checking) -> list[Case]:
    """Every case with its full facts, in the order of their titles."""
    titles = {key: head.title for key, head in heads.items()}
    assert checking.vocabulary is not None
    drafts = [_from_statement(s, checking.vocabulary, checking) for s in sorted_["CASE"]]
    for source in sources:
        found, problems = parse_cases(source)
        checking.problems.extend(problems)
        policy = _policy_beside(source, heads)
        drafts += [_from_yaml(c, policy, checking.vocabulary, checking) for c in found]
    known = _by_title(drafts, checking)
    facts = _facts(known, checking.vocabulary, checking)
    provisions = {f"《{c.document}》{c.article}" for c in cited}
    return [_case(known[t], facts[t], titles, provisions, checking) for t in sorted(known)]


def _policy_beside(source: Source, heads: Mapping[str, PolicyHead]) -> str | None:
    """The policy a file of cases speaks of: the one whose header stands in the same folder, or the set's only one."""
    folder = source.name.rpartition("/")[0]
    beside = [k for k, h in heads.items() if h.span.source.name.rpartition("/")[0] == folder]
    if len(beside) != 1:
        beside = [k for k in beside if heads[k].original] or [k for k, h in heads.items() if h.primary]
    return beside[0] if len(beside) == 1 else None


def _by_title(drafts: list[_Draft], checking: Checking) -> dict[str, _Draft]:
    known: dict[str, _Draft] = {}
    for draft in drafts:
        other = known.get(draft.title)
        if other is None:
            known[draft.title] = draft
        elif other.span.source.name != draft.span.source.name or not draft.span.source.name.endswith((".yaml", ".yml")):
            checking.report(SameCase(span=draft.title_span, name=draft.title, related=(
                Related(other.title_span, Both("先有的在这里", "the first is here")),)))
    return known


# ---------------------------------------------------------------- reading

def _from_statement(stated: Stated, vocabulary: RecordType, checking: Checking) -> _Draft:
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

    def apply(facts: dict[str, Any]) -> None:
        for path, value, node in own:
            place(facts, path, deepcopy(value), node, checking)

    alone: dict[str, Any] = {}
    quiet = Checking(checking.names)
    for path, value, node in own:
        place(alone, path, value, node, quiet)
    unset = [p for c in stated.clauses.get("UNSET", ()) for p in c.items if isinstance(p, tree.Path)]
    return _Draft(
        title.value, title.span, stated.lang, stated.policy, (base.value, base.span) if base else None, apply,
        lambda path: _nearest_span(path, spans, title.span), _unset(unset, vocabulary, stated.lang, checking),
        _verdict(expect, checking) if expect else None, _paths(stated, "BECAUSE"), _paths(stated, "NOT_BECAUSE"),
        tuple(i for c in stated.clauses.get("CITES", ()) for i in c.items if isinstance(i, tree.Cite)),
        title.span, alone)


def _assignments(assigned: list[tree.Assign], vocabulary: RecordType, lang: Lang, checking: Checking) -> tuple[
        list[tuple[FactPath, Any, tree.Path]], dict[FactPath, Span]]:
    own: list[tuple[FactPath, Any, tree.Path]] = []
    spans: dict[FactPath, Span] = {}
    for assign in assigned:
        found = located(assign.path, vocabulary, lang, checking)
        if found is None:
            continue
        value = plain(assign.value, found[1], lang, checking)
        if is_value(value):
            own.append((found[0], value, assign.path))
            spans[found[0]] = assign.value.span
    return own, spans


def _nearest_span(path: FactPath, spans: Mapping[FactPath, Span], otherwise: Span) -> Span:
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


def _unset(paths: Iterable[tree.Path], vocabulary: RecordType, lang: Lang, checking: Checking) -> tuple[FactPath, ...]:
    found = (located(p, vocabulary, lang, checking) for p in paths)
    return tuple(f[0] for f in found if f is not None)


def _from_yaml(case: CaseText, policy: str | None, vocabulary: RecordType, checking: Checking) -> _Draft:
    own = canonical(case.given, vocabulary)

    def apply(facts: dict[str, Any]) -> None:
        joined = merged(facts, deepcopy(own))
        facts.clear()
        facts.update(joined)

    based = (case.based_on, case.based_on_span) if case.based_on else None
    return _Draft(
        case.title, case.title_span, case.lang, policy, based, apply,
        lambda path: case.fact_span(_as_written(path, case.given, vocabulary)),
        _unset(case.unset, vocabulary, case.lang, checking), case.expect, case.because, case.not_because, case.cites,
        case.title_span, own)


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


# ---------------------------------------------------------------- facts along 基于

def _facts(known: Mapping[str, _Draft], vocabulary: RecordType, checking: Checking) -> dict[str, dict[str, Any]]:
    uses = {t: [d.based_on[0]] if d.based_on and d.based_on[0] in known else [] for t, d in known.items()}
    facts: dict[str, dict[str, Any]] = {}
    told: set[str] = set()
    for title in depth_first(uses):
        draft = known[title]
        mine: dict[str, Any] = {}
        if draft.based_on is not None:
            base, span = draft.based_on
            if base in facts:
                mine = deepcopy(facts[base])
            elif base not in known:
                near = nearest(base, known)
                checking.report(UnknownBase(span=span, name=base, near=did_you_mean(near)))
            elif title not in told:
                told.update(_ring(title, known, checking))
        draft.apply(mine)
        for path in draft.unset:
            remove(mine, path)
        for problem in read_facts(draft.own, vocabulary)[1]:
            checking.report(evolve(problem, span=draft.place(problem.path)))
        facts[title] = mine
    return facts


def _ring(title: str, known: Mapping[str, _Draft], checking: Checking) -> list[str]:
    chain = [title]
    while True:
        based = known[chain[-1]].based_on
        if based is None or based[0] not in known:
            return []
        if based[0] in chain:
            break
        chain.append(based[0])
    ring = chain[chain.index(based[0]):]
    first_ = ring.index(min(ring))
    ring = [*ring[first_:], *ring[:first_]]
    based = known[ring[0]].based_on
    assert based is not None
    checking.report(CyclicCases(span=based[1], chain=" → ".join([*ring, ring[0]])))
    return ring


# ---------------------------------------------------------------- expectations

def _case(draft: _Draft, facts: dict[str, Any], titles: Mapping[str, str], provisions: set[str],
          checking: Checking) -> Case:
    cites = []
    for cite in draft.cites:
        meant = citation(cite, draft.policy, titles)
        cites.append(meant)
        shown = f"《{meant.document}》{meant.article}"
        if shown not in provisions:
            near = nearest(shown, provisions)
            checking.report(UncitedProvision(span=cite.span, provision=shown, near=did_you_mean(near)))
    return Case(draft.title, facts, draft.verdict, _rules(draft.because, draft.lang, checking),
                _rules(draft.not_because, draft.lang, checking), tuple(cites),
                draft.based_on[0] if draft.based_on else None, span=draft.title_span)


def _rules(paths: Iterable[tree.Path], lang: Lang, checking: Checking) -> tuple[str, ...]:
    """Rules by key, exceptions by name; an exception inside a rule may be named alone or as rule.exception."""
    out: list[str] = []
    rules, inner = checking.names.rules, checking.names.inner
    for path in paths:
        entry = rules.get(path.text) or inner.get(path.text)
        if entry is None and len(path.parts) == 2 and rules.get(str(path.parts[0])) is not None:
            entry = inner.get(str(path.parts[1]))
        if entry is None:
            near = nearest(path.text, [*rules.by_word, *inner.by_word])
            checking.report(UnknownRule(span=path.span, name=path.text, near=did_you_mean(near),
                                        fixes=respelling(path.span, near, lang)))
            continue
        checking.resolved(path.span, (entry.name,))
        out.append(entry.name.zh)
    return tuple(out)
