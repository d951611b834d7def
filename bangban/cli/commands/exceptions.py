"""``bangban exceptions``: the tree of rules with what defeats each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from bangban.cli.declare import SET, argument, command
from bangban.cli.out import CLEAN, Out
from bangban.words import Both, Lang

if TYPE_CHECKING:
    from bangban.policy.model import ExceptionRule, Rule

ABOUT = Both(
    "打印规则及其例外的树:哪条规则有哪些例外,例外又有哪些例外,各依据什么;绝对的规则和但书也标明。",
    "Print the tree of rules and their exceptions: what defeats each rule, what defeats that, and on what basis; "
    "absolute rules and provisos are marked.")
_UNLESS, _ELSEWHERE = Both("除非", "unless"), Both("别处规定的例外", "exception stated elsewhere")
_ABSOLUTE = Both("绝对,不容例外", "absolute, admits no exception")
_ALWAYS = Both("无条件", "always")


@command("exceptions", ABOUT)
@argument("path", words=SET, mark="PATH")
def run(out: Out, path: str) -> int:
    """The rules that have exceptions, or that say who may make some; JSON has every rule."""
    from bangban.cli.loading import load_policy

    rules = load_policy(out, path).model.rules
    if out.as_json:
        out.data({"rules": [_rule_data(rule, out.lang) for rule in rules]})
        return CLEAN
    told = [rule for rule in rules if rule.exceptions or rule.absolute or rule.proviso]
    for rule in told:
        for line in _rule_lines(rule, out.lang):
            out.text(line)
    rest = len(rules) - len(told)
    out.chat(Both(f"另有 {rest} 条规则没有例外。", f"{rest} more rules have no exceptions."))
    return CLEAN


def _rule_lines(rule: Rule, lang: Lang) -> Iterator[str]:
    from bangban.render.width import visible
    from bangban.syntax.keywords import RANKS

    marks = [_ABSOLUTE.say(lang)] if rule.absolute else []
    if rule.proviso:
        ranks = ("、" if lang == "zh" else ", ").join(RANKS[r].say(lang) for r in rule.proviso)
        marks.append(f"但书 {ranks} 另有规定" if lang == "zh" else f"proviso {ranks} provides_otherwise")
    yield visible(rule.name.say(lang) + (f" ({'; '.join(marks)})" if marks else "") + _basis(rule.citations))
    yield from _branches(rule.exceptions, lang, "")


def _branches(exceptions: tuple[ExceptionRule, ...], lang: Lang, trunk: str) -> Iterator[str]:
    from bangban.policy.phrase import phrase
    from bangban.render.width import visible

    for i, exception in enumerate(exceptions):
        last = i + 1 == len(exceptions)
        kind = _ELSEWHERE if exception.elsewhere else _UNLESS
        condition = phrase(exception.condition, lang) if exception.condition else _ALWAYS.say(lang)
        line = f"{kind.say(lang)} {exception.name.say(lang)}: {condition}{_basis(exception.citations)}"
        yield f"{trunk}{'└─' if last else '├─'} {visible(line)}"
        yield from _branches(exception.exceptions, lang, trunk + ("   " if last else "│  "))


def _basis(citations: Any) -> str:
    places = dict.fromkeys(f"《{c.document}》{c.article}" for c in citations)
    return f"  {', '.join(places)}" if places else ""


def _rule_data(rule: Rule, lang: Lang) -> dict[str, Any]:
    return {"rule": rule.key, "name": rule.name.say(lang), "policy": rule.policy, "category": rule.category,
            "absolute": rule.absolute, "proviso": list(rule.proviso),
            "citations": [c.to_dict() for c in rule.citations],
            "exceptions": [_exception_data(e, lang) for e in rule.exceptions]}


def _exception_data(exception: ExceptionRule, lang: Lang) -> dict[str, Any]:
    from bangban.policy.phrase import phrase

    return {"exception": exception.key, "name": exception.name.say(lang), "elsewhere": exception.elsewhere,
            "condition": phrase(exception.condition, lang) if exception.condition else None,
            "citations": [c.to_dict() for c in exception.citations],
            "exceptions": [_exception_data(e, lang) for e in exception.exceptions]}
