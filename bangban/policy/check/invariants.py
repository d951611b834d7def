"""Invariants (保证): what is claimed never or always to happen, and about which duty or fee."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, cast

from attrs import frozen

from bangban.policy.check.context import Stated, after, first, names_of
from bangban.policy.check.definitions import Definitions
from bangban.policy.check.guards import NONE, unmet
from bangban.policy.check.headers import one_of
from bangban.policy.check.names import Entry, did_you_mean, respelling
from bangban.policy.check.statements import Sorted
from bangban.policy.model import Exempt, Invariant, Oblige, Rule
from bangban.policy.types import RecordType
from bangban.problems import Problem, Related
from bangban.syntax import tree
from bangban.syntax.keywords import VERDICTS
from bangban.words import Both

Claim = Literal["permit", "deny", "pending", "not_applicable", "exempt", "oblige", "deny_over"]
_VERDICT_OF = {w: code for code, both in VERDICTS.items() for w in both}
_CLAIMS: dict[str, Claim] = {"PERMIT": "permit", "REFUSE": "deny", "EXEMPT": "exempt", "OBLIGE": "oblige"}


@frozen(kw_only=True)
class WrongInvariant(Problem):
    """An invariant that claims nothing, or two things."""

    code = "BB264"
    title = Both("保证没有写明结果", "invariant without claim")
    text = Both("保证「{name}」{why}", "the invariant “{name}” {why}")
    advice = Both("写一句「决不 准予」「必定 拒绝」「必定 应当 义务名」「决不 拒绝 于 记录」之类。",
                  "write one of “never permit”, “always refuse”, “always oblige DUTY”, “never refuse over RECORD” and "
                  "the like.")
    name: Both
    why: Both


@frozen(kw_only=True)
class UnknownDuty(Problem):
    """An invariant about a duty or fee that no rule speaks of."""

    code = "BB265"
    title = Both("没有这项义务或费用", "no such duty or fee")
    text = Both("没有规则写明「{name}」。{near}", "no rule speaks of “{name}”.{near}")
    advice = Both("写「应当」后面的义务名,或「免收」的费用名、规则名。",
                  "name a duty as written behind oblige, or a fee or rule of exempt.")
    name: str
    near: Both


@frozen(kw_only=True)
class WrongRecord(Problem):
    """What stands behind 拒绝 于 and is no record that could be left unsaid."""

    code = "BB295"
    title = Both("不是可以写在「于」后面的记录", "no record to stand behind over")
    text = Both("「拒绝 于」后面要写词汇里的一个记录;「{name}」{why}。{near}",
                "behind “refuse over” stands a record of the vocabulary; “{name}” {why}.{near}")
    advice = Both("可以写:{records}。", "it may be: {records}.")
    name: str
    why: Both
    near: Both
    records: tuple[Both, ...]


def check_invariants(sorted_: Sorted, rules: Iterable[Rule], checker: Definitions,
                     day: tuple[str, ...] | None = None) -> list[Invariant]:
    """Every invariant, by name. ``day``: the path of the 决定日, if a fact holds it."""
    rules = list(rules)
    duties = {w: r.effect.duty.zh for r in rules if isinstance(r.effect, Oblige) for w in r.effect.duty}
    exempt: dict[str, str] = {}
    for rule in rules:
        if isinstance(rule.effect, Exempt):
            exempt.update(dict.fromkeys(rule.name, rule.key))
            if rule.effect.item is not None:
                exempt[rule.effect.item] = rule.effect.item
    out: list[Invariant] = []
    for stated in sorted_["INVARIANT"]:
        label = stated.label
        if label is None:
            continue
        name = names_of(label)
        checker.checking.resolved(label.span, (name,))
        if checker.checking.names.invariants.add(Entry("invariant", name, label.span), checker.checking.problems):
            invariant = _check(stated, name, duties, exempt, checker, day)
            if invariant is not None:
                out.append(invariant)
    return sorted(out, key=lambda i: i.name.zh)


def _check(stated: Stated, name: Both, duties: dict[str, str], exempt: dict[str, str],
           checker: Definitions, day: tuple[str, ...] | None) -> Invariant | None:
    checking = checker.checking
    checker.lang = stated.lang
    condition = None
    clause = stated.one("WHEN")
    if clause is not None:
        checked = checker.condition(cast(tree.Expr, clause.items[0]))
        for problem in unmet(checked.needs, NONE, stated.lang):
            checking.report(problem)
        condition = checked.term
    never, always = stated.one("NEVER"), stated.one("ALWAYS")
    if never is not None and always is not None:
        checking.report(WrongInvariant(
            span=always.span, name=name, why=Both("既写「决不」又写「必定」。", "says both never and always."),
            related=(Related(never.span, Both("另一句", "the other")),)))
        return None
    claimed = never or always
    if claimed is None:
        checking.report(WrongInvariant(span=stated.span, name=name, why=Both(
            "没有写「决不」或「必定」。", "says neither never nor always.")))
        return None
    word, label = first(claimed.items, tree.Word), first(claimed.items, tree.Label)
    claim: Claim | None
    about = None
    over = after(claimed.items, "OVER")
    if isinstance(over, tree.Path):
        if never is None:
            checking.report(WrongInvariant(span=over.span, name=name, why=Both(
                "「拒绝 于」只能接在「决不」后面。", "may say “refuse over” behind never only.")))
            return None
        about = _record(over, stated, checker, day)
        return None if about is None else Invariant(
            name, condition, False, "deny_over", about, stated.text("NOTE"), span=stated.span)
    if word is None:
        claim = cast("Claim | None", one_of(label, VERDICTS, _VERDICT_OF, stated.lang, checking)) if label else None
        if claim is None:
            return None
    else:
        claim = _CLAIMS[word.token]
        if label is not None and claim in ("permit", "deny"):
            checking.report(WrongInvariant(span=label.span, name=name, why=Both(
                f"后面不写「{label.name}」:准予、拒绝说的是整个决定。",
                f"names “{label.name}”, but permit and refuse speak of the whole decision.")))
        elif label is not None:
            about = _about(label, duties if claim == "oblige" else exempt, claim, stated, checker)
        elif claim in ("oblige", "exempt"):
            checking.report(WrongInvariant(span=claimed.span, name=name, why=Both(
                "没有写是哪一项。", "does not say which one.")))
            return None
    return Invariant(name, condition, always is not None, claim, about, stated.text("NOTE"), span=stated.span)


def _about(label: tree.Label, known: dict[str, str], claim: Claim, stated: Stated, checker: Definitions) -> str | None:
    found = known.get(label.name)
    if found is None:
        near = checker.checking.nearest(label.name, known)
        checker.checking.report(UnknownDuty(span=label.span, name=label.name, near=did_you_mean(near),
                                            fixes=respelling(label.span, near, stated.lang)))
        return None
    checker.checking.resolved(label.span, (next((Both(found, w) for w, k in known.items() if k == found and w != found),
                                                Both(found, found)),))
    return found


def _record(path: tree.Path, stated: Stated, checker: Definitions, day: tuple[str, ...] | None) -> str | None:
    """The record behind 拒绝 于: one whose facts can all be left unsaid without moving the day of the decision."""
    checking = checker.checking
    groups = {word: e for word, e in checking.names.values.by_word.items() if e.kind == "group"}
    records = {word: e for word, e in groups.items()
               if isinstance(e.type, RecordType) and (day is None or day[0] != e.name.zh)}
    word, alone = str(path.parts[0]), len(path.parts) == 1
    if alone and word in records:
        checking.resolved(path.span, (records[word].name,))
        return records[word].name.zh
    near = None
    if not alone and word in groups:
        why, near = Both("是其中的一个事实", "is a fact in one"), word if word in records else None
    elif word in groups and isinstance(groups[word].type, RecordType):
        why = Both("装着决定日,不能当作没有说过", "holds the decision date, which cannot be left unsaid")
    elif word in groups:
        why = Both("是列表", "is a list")
    else:
        why, near = Both("不是", "is none"), checking.nearest(word, records)
    listed = tuple(dict.fromkeys(e.name for e in records.values()))
    checking.report(WrongRecord(
        span=path.span, name=path.text, why=why, near=did_you_mean(near),
        fixes=respelling(path.span, near, stated.lang),
        records=listed or (Both("(词汇里没有这样的记录)", "(the vocabulary has no such record)"),)))
    return None
