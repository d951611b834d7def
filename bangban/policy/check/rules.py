"""Rules: category, basis, period, the element they speak of, condition, effect, exceptions written inside them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from attrs import Factory, define, frozen

from bangban.policy.check.aggregates import bind
from bangban.policy.check.aggregates import over as over_list
from bangban.policy.check.citations import citations
from bangban.policy.check.context import Checking, Stated, after, first, names_of
from bangban.policy.check.definitions import Definitions
from bangban.policy.check.effects import effect_of
from bangban.policy.check.guards import NONE, Keys, unmet
from bangban.policy.check.headers import period_of, rank_of
from bangban.policy.check.messages import message
from bangban.policy.check.names import KINDS, DuplicateName, Entry
from bangban.policy.check.scope import Bound, Env
from bangban.policy.check.statements import Sorted
from bangban.policy.model import Each, ExceptionRule, Permit, Require, Rule
from bangban.policy.terms import Fact, Term
from bangban.policy.types import ANY
from bangban.problems import Problem, Related
from bangban.syntax import tree
from bangban.syntax.keywords import CATEGORIES
from bangban.words import Both

_CATEGORY_OF = {w: code for code, both in CATEGORIES.items() for w in both}


@frozen(kw_only=True)
class NoCategory(Problem):
    """A rule without 归类."""

    code = "BB257"
    title = Both("规则没有归类", "rule without category")
    text = Both("规则「{rule}」没有写「归类」。", "the rule “{rule}” has no category.")
    advice = Both("写「归类 资格」等:{categories},也可以自定。",
                  "write category and one of {categories}, or a name of your own.")
    rule: Both
    categories: tuple[Both, ...] = tuple(CATEGORIES.values())


@frozen(kw_only=True)
class NoBasis(Problem):
    """A rule that no provision carries."""

    code = "BB258"
    severity = "warning"
    title = Both("规则没有依据", "rule without basis")
    text = Both("规则「{rule}」没有写「依据」。", "the rule “{rule}” cites nothing.")
    advice = Both("写明依据的条款,如「依据 二(三) \"原文\"」或「依据 《民法典》第一百六十五条」。",
                  "cite the provision it rests on, such as “basis 2(a) \"words\"”.")
    rule: Both


@frozen(kw_only=True)
class AbsoluteWithException(Problem):
    """绝对 beside 除非 or 例外."""

    code = "BB260"
    title = Both("绝对的规则不能有例外", "exception to an absolute rule")
    text = Both("规则「{rule}」标了「绝对」,不能有例外「{exception}」。",
                "the rule “{rule}” is absolute; it admits no exception “{exception}”.")
    advice = Both("删去例外;确有例外的,去掉「绝对」。", "drop the exception, or the word absolute.")
    rule: Both
    exception: Both


@define
class OpenRule:
    """A rule with what exceptions stated elsewhere need to see: its element and its guards."""

    stated: Stated
    name: Both
    env: Env
    guards: Keys
    rule: Rule
    inline: dict[str, ExceptionRule] = Factory(dict)


def declare_rules(sorted_: Sorted, checking: Checking) -> list[tuple[Stated, Both]]:
    """All rule names first; of two with one name the first stands."""
    out: list[tuple[Stated, Both]] = []
    for stated in sorted_["RULE"]:
        label = stated.label
        if label is None:
            continue
        name = names_of(label)
        checking.resolved(label.span, (name,))
        if checking.names.rules.add(Entry("rule", name, label.span), checking.problems):
            out.append((stated, name))
    return out


def check_rules(declared: list[tuple[Stated, Both]], titles: Mapping[str, str],
                checker: Definitions) -> dict[str, OpenRule]:
    """Every rule by its key, exceptions elsewhere not yet hung on."""
    out: dict[str, OpenRule] = {}
    for stated, name in declared:
        opened = _check(stated, name, titles, checker)
        out[name.zh] = opened
    return out


def _check(stated: Stated, name: Both, titles: Mapping[str, str], checker: Definitions) -> OpenRule:
    checking = checker.checking
    checker.lang = stated.lang
    each, env = _each(stated, checker)
    when, guards = _when(stated, env, checker)
    effect = effect_of(stated, name, env, guards, checker)
    if "BASIS" not in stated.clauses:
        checking.report(NoBasis(span=stated.span, rule=name))
    inline = _inline(stated, name, env, guards, checker)
    absolute = "ABSOLUTE" in stated.clauses
    if absolute:
        for exception in inline.values():
            checking.report(AbsoluteWithException(span=exception.span, rule=name, exception=exception.name))
    step = stated.one("NEXT")
    required = effect.condition if isinstance(effect, Require) else None
    rule = Rule(
        key=name.zh, name=name, policy=stated.policy or "", category=_category(stated, name, checking),
        effect=effect if effect is not None else Permit(),
        citations=citations(stated.clauses.get("BASIS", ()), stated.policy, titles),
        period=period_of(stated, checking), each=each, when=when,
        exceptions=tuple(inline[k] for k in sorted(inline)),
        next_step=message(first(step.items, tree.Text), env, checker, required) if step else None,
        absolute=absolute, proviso=_proviso(stated, checking), note=stated.text("NOTE"), span=stated.span)
    return OpenRule(stated, name, env, guards, rule, inline)


def _each(stated: Stated, checker: Definitions) -> tuple[Each | None, Env]:
    clause = stated.one("FOR_EACH")
    if clause is None:
        return None, ()
    label, path = first(clause.items, tree.Label), after(clause.items, "OVER")
    if label is None or not isinstance(path, tree.Path):
        return None, ()
    found = over_list(checker, path, ())
    if found is None:
        return None, (Bound(label.name, ANY, bare=False, named=True),)
    bound = bind(checker, Bound(label.name, found[1], bare=False, named=True), label.span, ())
    for problem in unmet(found[0].needs, NONE, stated.lang):
        checker.checking.report(problem)
    return Each(cast(Fact, found[0].term), bound.scope), (bound,)


def _when(stated: Stated, env: Env, checker: Definitions) -> tuple[Term | None, Keys]:
    clause = stated.one("WHEN")
    if clause is None:
        return None, NONE
    checked = checker.condition(cast(tree.Expr, clause.items[0]), env)
    for problem in unmet(checked.needs, NONE, stated.lang):
        checker.checking.report(problem)
    return checked.term, checked.yes


def _category(stated: Stated, name: Both, checking: Checking) -> str:
    clause = stated.one("CATEGORY")
    label = first(clause.items, tree.Label) if clause else None
    if label is None:
        checking.report(NoCategory(span=stated.span, rule=name))
        return ""
    code = _CATEGORY_OF.get(label.name)
    checking.resolved(label.span, (CATEGORIES[code] if code else Both(label.name, label.name),))
    return code or label.name


def _proviso(stated: Stated, checking: Checking) -> tuple[str, ...]:
    clause = stated.one("PROVISO")
    if clause is None:
        return ()
    ranks = (rank_of(i, stated.lang, checking) for i in clause.items if isinstance(i, tree.Label))
    return tuple(dict.fromkeys(r for r in ranks if r is not None))


def _inline(stated: Stated, rule: Both, env: Env, guards: Keys, checker: Definitions) -> dict[str, ExceptionRule]:
    """The 除非 of a rule, by canonical name."""
    out: dict[str, ExceptionRule] = {}
    for clause in stated.clauses.get("UNLESS", ()):
        label = first(clause.items, tree.Label)
        if label is None:
            continue
        name = names_of(label)
        checker.checking.resolved(label.span, (name,))
        taken = next((e for e in out.values() if set(e.name) & set(name)), None)
        if taken is not None:
            checker.checking.report(DuplicateName(
                span=label.span, name=min(set(name) & set(taken.name)),
                kind=KINDS["exception"], again=KINDS["exception"],
                related=(Related(taken.span, Both("先在这里声明", "first declared here")),)))
            continue
        checker.checking.names.inner.put(Entry("exception", name, label.span))
        checked = checker.condition(cast(tree.Expr, clause.items[-1]), env)
        for problem in unmet(checked.needs, guards, stated.lang):
            checker.checking.report(problem)
        out[name.zh] = ExceptionRule(f"{rule.zh}.{name.zh}", name, checked.term, policy=stated.policy or "",
                                     span=label.span)
    return out
