"""Exceptions stated elsewhere: each hung on the rule or exception it defeats, without rings, and by sufficient rank."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from attrs import define, evolve, frozen

from bangban.policy.check.citations import citations
from bangban.policy.check.context import Stated, after, names_of
from bangban.policy.check.definitions import Definitions
from bangban.policy.check.guards import unmet
from bangban.policy.check.headers import period_of
from bangban.policy.check.names import Entry, did_you_mean, respelling
from bangban.policy.check.rules import AbsoluteWithException, OpenRule
from bangban.policy.check.statements import Sorted
from bangban.policy.model import ExceptionRule, PolicyHead, Rule
from bangban.problems import Problem
from bangban.syntax import tree
from bangban.syntax.keywords import RANKS
from bangban.words import Both

MAX_CHAIN = 20  # an exception to an exception is common, a third rare
_RANKS = list(RANKS)


@frozen(kw_only=True)
class UnknownTarget(Problem):
    """An exception to something that does not exist."""

    code = "BB261"
    title = Both("例外没有对象", "exception to nothing")
    text = Both("没有「{name}」这条规则或例外。{near}", "there is no rule or exception “{name}”.{near}")
    advice = Both("写规则名,或「规则名.例外名」。", "name a rule, or “RULE.EXCEPTION”.")
    name: str
    near: Both


@frozen(kw_only=True)
class CyclicExceptions(Problem):
    """Exceptions that defeat each other in a ring."""

    code = "BB262"
    title = Both("例外绕成了圈", "exceptions in a ring")
    text = Both("例外绕成了圈:{chain}。", "these exceptions form a ring: {chain}.")
    advice = Both("例外最终要针对一条规则。", "in the end an exception must be to a rule.")
    chain: str


@frozen(kw_only=True)
class ChainTooLong(Problem):
    """Exceptions to exceptions beyond what a person can follow."""

    code = "BB239"
    title = Both("例外叠得太多", "too many exceptions upon exceptions")
    text = Both("「{name}」是第 {limit} 层以外的例外。", "“{name}” is an exception beyond the {limit}th level.")
    advice = Both("把条件写进规则或前面的例外里。", "write the condition into the rule or an earlier exception.")
    name: Both
    limit: int = MAX_CHAIN


@frozen(kw_only=True)
class Outranked(Problem):
    """An exception of lower rank than what it defeats."""

    code = "BB263"
    title = Both("例外的位阶不够", "exception of too low a rank")
    text = Both("「{exception}」属{own},不能对{higher}的「{target}」作例外。",
                "“{exception}” is a {own}; it cannot be an exception to “{target}”, a {higher}.")
    advice = Both("上位法允许另行规定的,在「{rule}」里写「但书 {own} 另有规定」。",
                  "where the higher law allows it, write “proviso {own} provides_otherwise” in “{rule}”.")
    exception: Both
    own: Both
    target: Both
    higher: Both
    rule: Both


@define
class _Open:
    """An exception stated elsewhere, while it looks for its place."""

    stated: Stated
    name: Both
    path: tree.Path
    target: str  # key of a rule ("rule"), of an inline exception ("rule.exception"), or of another exception
    root: str = ""


def check_exceptions(sorted_: Sorted, rules: dict[str, OpenRule], heads: Mapping[str, PolicyHead],
                     titles: Mapping[str, str], checker: Definitions) -> tuple[dict[str, Rule], list[ExceptionRule]]:
    """The rules with their exceptions hung on, and the exceptions stated elsewhere."""
    opened = _declare(sorted_, checker)
    _find_targets(opened, rules, checker)
    _find_roots(opened, rules, checker)
    built: dict[str, ExceptionRule] = {}
    for o in opened.values():
        if o.root:
            built[o.name.zh] = _check(o, rules[o.root], titles, checker)
    for o in opened.values():
        if o.root:
            _check_rank(o, built, rules[o.root], heads, checker)
    below: dict[str, list[str]] = {}
    for key in sorted(built):
        below.setdefault(opened[key].target, []).append(key)
    done: dict[str, ExceptionRule] = {}
    for key in _deepest_first(built, below):
        done[key] = evolve(built[key], exceptions=tuple(done[b] for b in below.get(key, ())))
    out = {key: _hang(o, below, done) for key, o in rules.items()}
    return out, [done[key] for key in sorted(done)]


def _declare(sorted_: Sorted, checker: Definitions) -> dict[str, _Open]:
    opened: dict[str, _Open] = {}
    for stated in sorted_["EXCEPTION"]:
        label, path = stated.label, after(stated.statement.head, "AGAINST")
        if label is None or not isinstance(path, tree.Path):
            continue
        name = names_of(label)
        checker.checking.resolved(label.span, (name,))
        if checker.checking.names.rules.add(Entry("exception", name, label.span), checker.checking.problems):
            opened[name.zh] = _Open(stated, name, path, "")
    return opened


def _find_targets(opened: dict[str, _Open], rules: dict[str, OpenRule], checker: Definitions) -> None:
    checking = checker.checking
    for o in opened.values():
        entry = checking.names.rules.get(cast(str, o.path.parts[0]))
        if entry is not None and len(o.path.parts) == 1:
            o.target = entry.name.zh
            checking.resolved(o.path.span, (entry.name,))
            continue
        rule = rules.get(entry.name.zh) if entry is not None else None
        inner = None
        if rule is not None and len(o.path.parts) == 2:
            inner = next((e for e in rule.inline.values() if o.path.parts[1] in e.name), None)
        if inner is not None and rule is not None:
            o.target = inner.key
            checking.resolved(o.path.span, (rule.name, inner.name))
            continue
        words = [w for e in checking.names.rules.by_word.values() for w in e.name] if entry is None else [
            f"{o.path.parts[0]}.{w}" for e in (rule.inline.values() if rule else ()) for w in e.name]
        near = checking.nearest(o.path.text, words)
        checking.report(UnknownTarget(
            span=o.path.span, name=o.path.text, near=did_you_mean(near),
            fixes=respelling(o.path.span, near, o.stated.lang) if near and "." not in near else ()))


def _find_roots(opened: dict[str, _Open], rules: dict[str, OpenRule], checker: Definitions) -> None:
    """The rule at the top of each exception; rings are told once and left out."""
    told: set[str] = set()
    for key, o in opened.items():
        chain = [key]
        target = o.target
        while target in opened and target not in chain and len(chain) <= MAX_CHAIN:
            chain.append(target)
            target = opened[target].target
        if len(chain) > MAX_CHAIN:
            checker.checking.report(ChainTooLong(span=o.stated.span, name=o.name))
        elif target in chain:
            ring = chain[chain.index(target):]
            if not told & set(ring):
                at = ring.index(min(ring))
                ring = [*ring[at:], *ring[:at]]
                checker.checking.report(CyclicExceptions(span=opened[ring[0]].stated.span,
                                                         chain=" → ".join([*ring, ring[0]])))
                told.update(ring)
        elif target in rules:
            o.root = target
        elif target.partition(".")[0] in rules:
            o.root = target.partition(".")[0]


def _check(o: _Open, root: OpenRule, titles: Mapping[str, str], checker: Definitions) -> ExceptionRule:
    stated = o.stated
    checker.lang = stated.lang
    condition = None
    clause = stated.one("WHEN")
    if clause is not None:
        checked = checker.condition(cast(tree.Expr, clause.items[0]), root.env)
        for problem in unmet(checked.needs, root.guards, stated.lang):
            checker.checking.report(problem)
        condition = checked.term
    if root.rule.absolute:
        checker.checking.report(AbsoluteWithException(span=stated.span, rule=root.name, exception=o.name))
    return ExceptionRule(
        o.name.zh, o.name, condition, period_of(stated, checker.checking),
        citations(stated.clauses.get("BASIS", ()), stated.policy, titles), policy=stated.policy or "", elsewhere=True,
        note=stated.text("NOTE"), span=stated.span)


def _check_rank(o: _Open, built: Mapping[str, ExceptionRule], root: OpenRule, heads: Mapping[str, PolicyHead],
                checker: Definitions) -> None:
    own = heads[o.stated.policy or ""].rank
    above = built.get(o.target)
    policy = above.policy if above is not None else root.rule.policy
    higher = heads[policy].rank
    if _RANKS.index(own) > _RANKS.index(higher) and own not in root.rule.proviso:
        inner = root.inline.get(o.target.rpartition(".")[2])
        target = above.name if above else (inner.name if inner and o.target == inner.key else root.name)
        checker.checking.report(Outranked(span=o.stated.span, exception=o.name, own=RANKS[own], target=target,
                                          higher=RANKS[higher], rule=root.name))


def _deepest_first(built: Mapping[str, ExceptionRule], below: Mapping[str, list[str]]) -> list[str]:
    """Exceptions so that those to each come before it; chains may be long."""
    order: list[str] = []
    waiting = [k for target, keys in below.items() if target not in built for k in keys]
    while waiting:
        key = waiting.pop()
        order.append(key)
        waiting.extend(below.get(key, ()))
    return order[::-1]


def _hang(o: OpenRule, below: Mapping[str, list[str]], done: Mapping[str, ExceptionRule]) -> Rule:
    inline = [evolve(e, exceptions=tuple(done[b] for b in below.get(e.key, ()))) for _, e in sorted(o.inline.items())]
    elsewhere = [done[k] for k in below.get(o.name.zh, ())]
    if not inline and not elsewhere:
        return o.rule
    return evolve(o.rule, exceptions=(*inline, *elsewhere))


