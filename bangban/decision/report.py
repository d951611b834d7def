"""Outcome to decision: every firing, gap, duty and fee put into words, with its citations."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from bangban.decision.decision import Decision, Fee, Ground, Obligation, Pending, Violation, in_words
from bangban.decision.nearest import nearest_permits
from bangban.decision.wording import element_of, please_supply, sentence, words_of
from bangban.policy.fact_names import fact_name
from bangban.policy.fees import FeeLine, name_field
from bangban.policy.firing import Firing
from bangban.policy.meaning import Interval, World, value
from bangban.policy.model import (
    Charge,
    Citation,
    Exempt,
    Forbid,
    Message,
    Model,
    Oblige,
    Permit,
    Require,
    Warn,
)
from bangban.policy.types import ListType
from bangban.policy.values import ABSENT, UNKNOWN, yuan
from bangban.policy.verdict import Gap, Outcome
from bangban.problems import FactPath
from bangban.words import Both

NO_PERMIT = "no_permit"


def report(model: Model, outcome: Outcome) -> Decision:
    """The decision in words, as plain data."""
    return in_words(
        verdict=outcome.verdict,
        violations=(*(violation(f) for f in outcome.violations),
                    *((no_permit(model, outcome.world),) if outcome.nothing_permits else ())),
        pending=(*(defect(f) for f in outcome.defects), *(conflict(fs) for fs in outcome.clashes),
                 *missing_entries(model, outcome.gaps)),
        permits=tuple(ground(f) for f in outcome.permits),
        obligations=tuple(obligation(f) for f in outcome.duties),
        fees=tuple(fee_entry(line) for line in outcome.fees),
        warnings=tuple(ground(f) for f in outcome.warnings),
        satisfied=tuple(ground(f) for f in outcome.satisfied),
        considered=outcome.considered,
        as_of=outcome.world.day,
        policy=model.digest)


def _message(firing: Firing) -> Message | None:
    match firing.rule.effect:
        case Permit(message=m) | Forbid(message=m) | Require(message=m) | Oblige(message=m):
            return m
        case Exempt(message=m) | Charge(message=m) | Warn(message=m):
            return m


def _words(firing: Firing) -> Both:
    return words_of(_message(firing), firing)


def _element(firing: Firing) -> dict[str, Any] | None:
    each = firing.rule.each
    if each is None or firing.element is None or not isinstance(each.over.type, ListType):
        return element_of(firing.element, firing.world, None)
    name = name_field(each.over.type.of)
    record = firing.world.bound[each.scope]
    return element_of(firing.element, firing.world, record.get(name) if name and isinstance(record, dict) else None)


def _next_step(firing: Firing) -> Both | None:
    step = firing.rule.next_step
    return None if step is None else sentence(step, firing)


def violation(firing: Firing) -> Violation:
    """A refusal, in words."""
    rule = firing.rule
    return Violation(rule.key, rule.category, _words(firing), rule.citations, _next_step(firing), _element(firing))


def ground(firing: Firing) -> Ground:
    """A permit, a requirement met or a warning, in words."""
    rule = firing.rule
    message = _message(firing)
    if message is None and isinstance(rule.effect, Permit):
        words = Both(f"符合「{rule.name.zh}」,准予办理。", f"Permitted by “{rule.name.en}”.")
    elif isinstance(rule.effect, Require):
        words = Both(f"符合「{rule.name.zh}」。", f"“{rule.name.en}” is met.")
    else:
        words = _words(firing)
    return Ground(rule.key, rule.category, words, rule.citations, _element(firing))


def no_permit(model: Model, world: World) -> Violation:
    """No authorisation, no action: says so, and names the permits that come nearest."""
    near = nearest_permits(model, world)
    cited = tuple(dict.fromkeys(c for rule in near for c in rule.citations))
    names = Both("、".join(f"「{r.name.zh}」" for r in near), ", ".join(f"“{r.name.en}”" for r in near))
    return Violation(
        NO_PERMIT, "eligibility",
        Both("没有规则准予这一行为。" + (f"最接近的是{names.zh},其条件不符合。" if near else ""),
             "No rule permits this action." + (f" The nearest is {names.en}, which does not fit." if near else "")),
        cited,
        Both("核对服务方式和行为种类;确需办理的,改用已有规定的方式。",
             "Check the mode of service and the kind of action, or use one that is provided for."))


def defect(firing: Firing) -> Pending:
    """A defect to mend, in words."""
    rule = firing.rule
    return Pending("defect", rule.key, _words(firing), rule.citations, None, _next_step(firing), _element(firing))


def conflict(firings: tuple[Firing, ...]) -> Pending:
    """Rules that put different amounts on one fee."""
    rules = [f.rule for f in firings]
    zh, en = "、".join(f"「{r.name.zh}」" for r in rules), ", ".join(f"“{r.name.en}”" for r in rules)
    return Pending(
        "defect", rules[0].key,
        Both(f"规则{zh}对同一费用给出了不同金额,不能确定应收多少;请政策制定机关核对。",
             f"The rules {en} put different amounts on one fee; the policy's issuer has to settle which is due."),
        tuple(dict.fromkeys(c for r in rules for c in r.citations)), None, None, _element(firings[0]))


def missing_entries(model: Model, gaps: Iterable[Gap]) -> Iterable[Pending]:
    """One entry for each fact to supply, with the first rule that needs it and the citations of all that do."""
    needed: dict[FactPath | None, list[Gap]] = {}
    for gap in gaps:
        for place in gap.missing or (None,):
            needed.setdefault(place, []).append(gap)
    for place, wanting in needed.items():
        rules = [g.firing.rule for g in wanting if g.firing is not None]
        citations = tuple(dict.fromkeys(c for r in rules for c in r.citations))
        rule = rules[0].key if rules else wanting[0].policy
        if place is None:
            words = Both("给出的事实相互算不出结果(例如日期超出日历),请核对。",
                         "The facts given lead to no result (a date beyond the calendar, say); check them.")
            yield Pending("missing", rule, words, citations)
        else:
            yield Pending("missing", rule, please_supply(model.vocabulary, place), citations,
                          fact_name(model.vocabulary, place, "zh"))


def obligation(firing: Firing) -> Obligation:
    """A duty, in words, with the day it is due."""
    rule, effect = firing.rule, firing.rule.effect
    assert isinstance(effect, Oblige)
    due = None if effect.due is None else value(effect.due, firing.world)
    return Obligation(rule.key, effect.duty, words_of(effect.message, firing), rule.citations, effect.actor,
                      due if isinstance(due, dt.date) else None, _element(firing))


def fee_entry(line: FeeLine) -> Fee:
    """A fee line, in words."""
    def amount(fen: Any) -> str | None:
        return None if fen is ABSENT or fen is UNKNOWN or isinstance(fen, Interval) else yuan(fen)

    firing = line.firing
    item = line.item if isinstance(line.item, str) else ""
    exempt = line.exempt if isinstance(line.exempt, bool) else None
    if firing is None:
        words, rule, cited = Both("没有规则免收。", "No rule exempts it."), "", tuple[Citation, ...]()
    elif line.exception is not None:
        by = line.exception
        words = Both(f"属于「{by.name.zh}」,不免收。", f"Not exempt: “{by.name.en}”.")
        rule, cited = firing.rule.key, (*by.citations, *firing.rule.citations)
    elif exempt is None:
        words, rule, cited = (Both("是否免收尚未确定。", "Whether it is exempt is not settled yet."),
                              firing.rule.key, firing.rule.citations)
    else:
        words, rule, cited = _words(firing), firing.rule.key, firing.rule.citations
    element = element_of(line.element, firing.world, line.item) if firing else None
    due = line.payable
    between = (amount(due.low), amount(due.high)) if isinstance(due, Interval) else None
    return Fee(item, amount(line.amount), amount(due), exempt, rule, words, cited, element, between)
