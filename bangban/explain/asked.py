"""The names a question comes with: the rule to explain, the facts that alone may change. One that names nothing is a
mistake, or the answer would be about nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from difflib import get_close_matches

from attrs import frozen

from bangban.explain.spots import declared
from bangban.policy.fact_names import fact_names
from bangban.policy.model import Model
from bangban.problems import PolicyError, Problem
from bangban.words import Both


@frozen(kw_only=True, eq=False, repr=False)
class NoSuchRule(Problem):
    """A rule asked for by a name the set does not have."""

    code = "BB409"
    title = Both("没有这条规则", "no such rule")
    text = Both("政策集里没有规则「{rule}」。{near}", "the set has no rule “{rule}”.{near}")
    advice = Both("写规则的中文名或英文别名。", "give the Chinese name or the English alias of a rule.")
    rule: str
    near: Both = Both("", "")


@frozen(kw_only=True, eq=False, repr=False)
class NoSuchChange(Problem):
    """What is to be the only thing that may change is no fact, record or list of the vocabulary."""

    code = "BB418"
    title = Both("没有可以改变的这一项", "nothing of this name to change")
    text = Both("词汇里没有「{name}」,不能只许改变它。{near}",
                "the vocabulary has no “{name}”, so it cannot be what alone may change.{near}")
    advice = Both("写事实、记录或列表的中文名或英文别名;记录里的事实连同记录写,如「申请.日期」。",
                  "give the Chinese name or the English alias of a fact, record or list; that of a fact in a record "
                  "with the record before it, such as “request.date”.")
    name: str
    near: Both = Both("", "")


def known_rule(model: Model, name: str | None) -> None:
    """A rule's name in either language, or None for all; else a :class:`PolicyError` with the nearest."""
    if name is not None and not any(name in rule.name for rule in model.rules):
        words = [word for rule in model.rules for word in rule.name]
        raise PolicyError([NoSuchRule(rule=str(name), near=_did_you_mean(str(name), words))])


def known_facts(model: Model, named: Collection[str] | None) -> Collection[str] | None:
    """The names of what alone may change, in either language; a text is one name. :class:`PolicyError` with every name
    the vocabulary does not have."""
    if named is None:
        return None
    asked = (named,) if isinstance(named, str) else tuple(named)
    words = [word for place in declared(model.vocabulary) for word in fact_names(model.vocabulary, place)]
    if unknown := [str(name) for name in dict.fromkeys(asked) if name not in words]:
        raise PolicyError([NoSuchChange(name=name, near=_did_you_mean(name, words)) for name in unknown])
    return asked


def _did_you_mean(name: str, words: Iterable[str]) -> Both:
    """The nearest name; first one that only lacks the record before it."""
    words = list(words)
    near = next((word for word in words if name and word.endswith(f".{name}")), None)
    near = near or next(iter(get_close_matches(name, words, 1, 0.4)), None)
    return Both("", "") if near is None else Both(f"是不是「{near}」?", f" Did you mean “{near}”?")
