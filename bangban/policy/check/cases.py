"""Cases: facts resolved along 基于, and what is expected of the decision; written inline or in files of cases."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from copy import deepcopy
from typing import Any

from attrs import evolve, frozen

from bangban.policy.check.case_cells import from_table
from bangban.policy.check.case_drafts import Draft, from_statement, from_yaml
from bangban.policy.check.case_facts import remove
from bangban.policy.check.citations import citation
from bangban.policy.check.context import Checking
from bangban.policy.check.definitions import depth_first
from bangban.policy.check.names import did_you_mean, respelling
from bangban.policy.check.statements import Sorted
from bangban.policy.facts import read_facts
from bangban.policy.model import Case, Citation, PolicyHead
from bangban.policy.types import RecordType
from bangban.problems import Problem, Related
from bangban.source import Sheet, Source
from bangban.syntax import tree
from bangban.syntax.from_cases import SameCase
from bangban.syntax.read import TABLE_ENDINGS, read_cases
from bangban.words import Both, Lang


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


def check_cases(sorted_: Sorted, sources: Iterable[Source], heads: Mapping[str, PolicyHead],
                cited: Iterable[Citation], checking: Checking) -> list[Case]:
    """Every case with its full facts, in the order of their titles."""
    titles = {key: head.title for key, head in heads.items()}
    assert checking.vocabulary is not None
    drafts = [from_statement(s, checking.vocabulary, checking) for s in sorted_["CASE"]]
    for source in sources:
        found, problems = read_cases(source)
        checking.problems.extend(problems)
        policy = _policy_beside(source, heads)
        if source.name.lower().endswith(TABLE_ENDINGS):
            drafts += from_table(found, policy, checking.vocabulary, checking)
        else:
            drafts += [from_yaml(c, policy, checking.vocabulary, checking) for c in found]
    known = _by_title(drafts, checking)
    facts = _facts(known, checking.vocabulary, checking)
    provisions = {f"《{c.document}》{c.article}" for c in cited}
    cases = [_case(known[t], facts[t], titles, provisions, checking) for t in sorted(known)]
    checking.problems[:] = [evolve(p, fixes=()) if isinstance(p.span.source, Sheet) else p for p in checking.problems]
    return cases


def _policy_beside(source: Source, heads: Mapping[str, PolicyHead]) -> str | None:
    """The policy a file of cases speaks of: the one whose header stands in the same folder, or the set's only one."""
    folder = source.name.rpartition("/")[0]
    beside = [k for k, h in heads.items() if h.span.source.name.rpartition("/")[0] == folder]
    if len(beside) != 1:
        beside = [k for k in beside if heads[k].original] or [k for k, h in heads.items() if h.primary]
    return beside[0] if len(beside) == 1 else None


def _by_title(drafts: list[Draft], checking: Checking) -> dict[str, Draft]:
    known: dict[str, Draft] = {}
    for draft in drafts:
        other = known.get(draft.title)
        if other is None:
            known[draft.title] = draft
        elif other.span.source.name != draft.span.source.name or not draft.span.source.name.endswith((".yaml", ".yml")):
            checking.report(SameCase(span=draft.title_span, name=draft.title, related=(
                Related(other.title_span, Both("先有的在这里", "the first is here")),)))
    return known


# ---------------------------------------------------------------- facts along 基于

def _facts(known: Mapping[str, Draft], vocabulary: RecordType, checking: Checking) -> dict[str, dict[str, Any]]:
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
                near = checking.nearest(base, known)
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


def _ring(title: str, known: Mapping[str, Draft], checking: Checking) -> list[str]:
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

def _case(draft: Draft, facts: dict[str, Any], titles: Mapping[str, str], provisions: set[str],
          checking: Checking) -> Case:
    cites = []
    for cite in draft.cites:
        meant = citation(cite, draft.policy, titles)
        cites.append(meant)
        shown = f"《{meant.document}》{meant.article}"
        if shown not in provisions:
            near = checking.nearest(shown, provisions)
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
            near = checking.nearest(path.text, [*rules.by_word, *inner.by_word])
            checking.report(UnknownRule(span=path.span, name=path.text, near=did_you_mean(near),
                                        fixes=respelling(path.span, near, lang)))
            continue
        checking.resolved(path.span, (entry.name,))
        out.append(entry.name.zh)
    return tuple(dict.fromkeys(out))
