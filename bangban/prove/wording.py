"""Proofs and cases in words that need no training: what holds, the case, what differs, the grounds, what to do.

A case is told by how it differs from the ordinary one; the whole of it is in the data.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from bangban.decision.decision import Decision
from bangban.decision.report import report
from bangban.policy import terms as t
from bangban.policy.fact_names import fact_field, fact_name
from bangban.policy.model import Invariant, Model
from bangban.policy.phrase import phrase
from bangban.policy.types import ListType, RecordType, Type
from bangban.policy.values import UNKNOWN, show
from bangban.prove.conditions import Case, Side
from bangban.prove.facts import Place
from bangban.prove.invariants import Proof
from bangban.prove.ordinary import UNSAID
from bangban.prove.plain import plain_facts
from bangban.prove.searching import Searching, Shown
from bangban.prove.witness import Difference
from bangban.words import Both, Lang

VERDICT_WORDS = {"permit": Both("准予", "permitted"), "deny": Both("拒绝", "refused"),
                 "pending": Both("待补正", "pending"), "not_applicable": Both("不适用", "not applicable")}
_CLAIMS = {
    (False, "permit"): Both("决不准予", "it is never permitted"),
    (True, "permit"): Both("必定准予", "it is always permitted"),
    (False, "deny"): Both("决不拒绝", "it is never refused"),
    (True, "deny"): Both("必定拒绝", "it is always refused"),
    (False, "pending"): Both("决不待补正", "it is never pending"),
    (True, "pending"): Both("必定待补正", "it is always pending"),
    (False, "not_applicable"): Both("决不「不适用」", "the policy never fails to apply"),
    (True, "not_applicable"): Both("必定不适用", "the policy never applies"),
    (False, "deny_over"): Both("是否拒绝决不取决于「{about}」", "whether it is refused never depends on “{about}”"),
    (False, "exempt"): Both("决不免收「{about}」", "“{about}” is never waived"),
    (True, "exempt"): Both("必定免收「{about}」", "“{about}” is always waived"),
    (False, "oblige"): Both("决不负有义务「{about}」", "the duty “{about}” is never owed"),
    (True, "oblige"): Both("必定负有义务「{about}」", "the duty “{about}” is always owed")}
_STATUS = {"proved": Both("已证明", "proved"), "violated": Both("不成立", "violated"),
           "vacuous": Both("空话", "about nothing"), "unknown": Both("没有算完", "not settled")}
_DAY = Both("决定日", "decision_date")
_SHOWN = 12  # differences and reasons told in a text; the data have all


def claim(invariant: Invariant, lang: Lang, vocabulary: RecordType | None = None) -> str:
    """What an invariant says, in one sentence."""
    about = invariant.about or ""
    if invariant.claim == "deny_over" and vocabulary is not None:
        about = fact_name(vocabulary, (about,), lang)
    said = _CLAIMS[(invariant.always, invariant.claim)].say(lang).format(about=about)
    if invariant.condition is None:
        return said
    condition = phrase(invariant.condition, lang)
    return f"凡 {condition} 的,{said}" if lang == "zh" else f"where {condition}, {said}"


# ---------------------------------------------------------------- one case

def differences_text(differences: Iterable[Difference], vocabulary: RecordType, lang: Lang) -> list[str]:
    """Each difference from the ordinary case as ``fact = value``."""
    return [f"{_name(d.place, vocabulary, lang)} = {value_text(d.value, d.type, lang)}" for d in differences]


def _name(place: Place, vocabulary: RecordType, lang: Lang) -> str:
    return _DAY.say(lang) if place == ("决定日",) else fact_name(vocabulary, place, lang)


def value_text(value: Any, type_: Type, lang: Lang) -> str:
    """A value as people read it; records and lists by what is known of them."""
    if value is UNSAID:
        return show(UNKNOWN, type_, lang)
    if value is None:
        return show(None, type_, lang)
    if isinstance(type_, ListType):
        if not value:
            return "没有" if lang == "zh" else "none"
        return ("、" if lang == "zh" else ", ").join(value_text(v, type_.of, lang) for v in value)
    if isinstance(type_, RecordType):
        told = [f"{f.name.say(lang)} {value_text(value[f.name.zh], f.type, lang)}" for f in type_.fields
                if value.get(f.name.zh) is not None]
        return f"{{{', '.join(told)}}}"
    found = show(value, type_, lang)
    return found if found else ("没有" if lang == "zh" else "none")


def case_line(shown: Shown, vocabulary: RecordType, lang: Lang) -> str:
    """A case in one sentence: an ordinary one, but for these facts."""
    told = differences_text(shown.witness.differences, vocabulary, lang)
    more = len(told) - _SHOWN
    if lang == "zh":
        if not told:
            return "一件普通的办件。"
        rest = f"等 {len(told)} 处" if more > 0 else ""
        return f"一件普通的办件,只有 {len(told)} 处不同:{';'.join(told[:_SHOWN])}{rest}。"
    if not told:
        return "an ordinary case."
    rest = f"; and {more} more" if more > 0 else ""
    return f"an ordinary case but for {len(told)}: {'; '.join(told[:_SHOWN])}{rest}."


def other_side_line(proof: Proof, vocabulary: RecordType, lang: Lang) -> str:
    """Of a case in which it is refused over a record or not, what comes of it with nothing said in the record."""
    if proof.verdicts is None:
        return ""
    record = fact_name(vocabulary, (str(proof.invariant.about),), lang)
    here, there = (VERDICT_WORDS[verdict].say(lang) for verdict in proof.verdicts)
    if lang == "zh":
        return f"这样{here};「{record}」里什么也没有说的,{there}。"
    return f" So it is {here}; with nothing said in “{record}” it is {there}."


def ordinary_line(searching: Searching, side: Side, lang: Lang) -> str:
    """What an ordinary case is here: what is done and in what manner, and what is decided of it."""
    case = Case(searching.ordinary.facts, searching.ordinary.day)
    told = [f"{fact_name(side.model.vocabulary, path, lang)} = {_at(case.facts, path, side.model.vocabulary, lang)}"
            for path in searching.key_facts]
    outcome = VERDICT_WORDS[case.outcome(side).verdict].say(lang)
    named = (";" if lang == "zh" else "; ").join([*told, f"{_DAY.say(lang)} = {case.day.isoformat()}"])
    if lang == "zh":
        return f"上文「一件普通的办件」指:{named}({outcome});其余事实取最平常的值,全部见 --format json。"
    return f"“An ordinary case” above: {named} ({outcome}); other facts are as ordinary as can be, see --format json."


def _at(facts: Mapping[str, Any], path: tuple[str, ...], vocabulary: RecordType, lang: Lang) -> str:
    here: Any = facts
    for name in path:
        here = here.get(name) if isinstance(here, Mapping) else None
    declared = fact_field(vocabulary, path)
    return value_text(here, declared.type, lang) if declared else str(here)


def reasons(decision: Decision, lang: Lang) -> list[str]:
    """The verdict and what it rests on, each with its provisions."""
    lines = [VERDICT_WORDS[decision.verdict].say(lang)]
    grounds: list[Any] = [*decision.violations] if decision.verdict == "deny" else (
        [*decision.pending] if decision.verdict == "pending" else [*decision.permits])
    for ground in grounds[:_SHOWN]:
        cited = "、".join(f"《{c.document}》{c.article}" for c in ground.citations[:3])
        lines.append(f"  {ground.rule}:{ground.message.say(lang)}" + (f" [{cited}]" if cited else ""))
    return lines


def decision_of(side: Side, case: Case) -> Decision:
    """The decision on a case, in words."""
    return report(side.model, case.outcome(side))


def case_data(shown: Shown, sides: Mapping[str, Side], vocabulary: RecordType, lang: Lang) -> dict[str, Any]:
    """A case as data: the facts whole, the day, the differences, and each side's decision."""
    witness = shown.witness
    return {
        "facts": plain_facts(witness.facts, vocabulary, lang), "as_of": witness.day.isoformat(),
        "complete": witness.complete,
        "differences": [{"fact": _name(d.place, vocabulary, lang), "value": value_text(d.value, d.type, lang),
                         "ordinary": value_text(d.ordinary, d.type, lang)} for d in witness.differences],
        **{name: decision_of(side, shown.case).to_dict(lang) for name, side in sides.items()}}


# ---------------------------------------------------------------- one proof

def premises(proof: Proof, model: Model, lang: Lang) -> str:
    """What a proof takes for granted, and how far it reaches."""
    zh = lang == "zh"
    told = ["事实的取值在词汇登记的范围内" if zh else "the values of facts lie within what the vocabulary allows"]
    if proof.complete_only:
        told.append("只就事实齐全的请求而言" if zh else "it speaks of requests that lack no facts")
    else:
        told.append("事实不全的请求也在内" if zh else "requests that lack facts are included")
    if proof.limited:
        listed = [f"{fact_name(model.vocabulary, place, lang)} ≤ {n}" for place, n in sorted(proof.limited.items())]
        told.append(("在不超过这些项数内成立:" if zh else "it holds for lists no longer than: ") + "、".join(listed))
    else:
        told.append("各列表的项数不限" if zh else "lists may be of any length")
    return ("前提:" if zh else "Premises: ") + (";" if zh else "; ").join(told) + ("。" if zh else ".")


def proof_lines(proof: Proof, side: Side, lang: Lang) -> list[str]:
    """A proof as text: the conclusion first, then the case, then what it rests on."""
    zh, model, name = lang == "zh", side.model, proof.invariant.name.say(lang)
    said = claim(proof.invariant, lang, model.vocabulary)
    match proof.status:
        case "proved":
            lines = [f"✓ {name}", f"  已对全部可能情形证明(不是抽查):{said}。" if zh
                     else f"  Proved for every possible case (not sampled): {said}.",
                     f"  {premises(proof, model, lang)}"]
            if proof.neighbour is not None:
                outcome = VERDICT_WORDS[proof.neighbour.case.outcome(side).verdict].say(lang)
                told = case_line(proof.neighbour, model.vocabulary, lang)
                lines.append(f"  相邻的案例({outcome},证明这条不是空话):{told}" if zh
                             else f"  The neighbouring case ({outcome}; the claim is not about nothing): {told}")
            return lines
        case "violated":
            assert proof.counter is not None
            lines = [f"✗ {name}", f"  不成立:{said}。" if zh else f"  Does not hold: {said}.",
                     ("  案例:" if zh else "  Case: ") + case_line(proof.counter, model.vocabulary, lang)]
            lines += [f"  {line}" for line in reasons(decision_of(side, proof.counter.case), lang)]
            if proof.other_side is not None:
                record = fact_name(model.vocabulary, (str(proof.invariant.about),), lang)
                lines.append(f"  同一件事,「{record}」里什么也没有说:" if zh
                             else f"  The same with nothing said in “{record}”:")
                lines += [f"  {line}" for line in reasons(decision_of(side, proof.other_side), lang)]
            lines.append("  怎么办:规则错了改规则;保证写宽了,改窄它的「当」。" if zh
                         else "  What to do: mend the rule, or narrow the condition of the invariant.")
            return lines
        case "vacuous" if proof.unread:
            return [f"✗ {name}", f"  这个记录没有规则读,等于什么也没有保证:{said}。" if zh
                    else f"  No rule reads that record, so that it says nothing: {said}."]
        case "vacuous":
            return [f"✗ {name}", f"  条件在任何情形下都不成立,等于什么也没有保证:{said}。" if zh
                    else f"  Its condition can never be met, so that it says nothing: {said}."]
        case "unknown":
            return [f"? {name}", "  在规定的计算额度内没有算完,不能当作通过。" if zh
                    else "  Not settled within the work allowed; that is no pass."]


def proof_data(proof: Proof, side: Side, lang: Lang) -> dict[str, Any]:
    """A proof as data."""
    model = side.model
    data: dict[str, Any] = {
        "invariant": proof.invariant.name.say(lang), "status": proof.status,
        "claim": claim(proof.invariant, lang, model.vocabulary),
        "complete_facts_only": proof.complete_only, "work": proof.work,
        "limited": {fact_name(model.vocabulary, place, lang): n for place, n in sorted(proof.limited.items())},
        "premises": premises(proof, model, lang)}
    if proof.counter is not None:
        data["case"] = case_data(proof.counter, {"decision": side}, model.vocabulary, lang)
        if proof.other_side is not None:
            data["case"]["unsaid"] = decision_of(side, proof.other_side).to_dict(lang)
    if proof.status == "proved" and proof.neighbour is not None:
        data["neighbour"] = case_data(proof.neighbour, {"decision": side}, model.vocabulary, lang)
    return data


def status_word(status: str, lang: Lang) -> str:
    """The status of a proof in words."""
    return _STATUS[status].say(lang)


def condition_parts(term: t.Term | None) -> list[t.Term]:
    """The parts of a condition that must all hold."""
    return list(term.operands) if isinstance(term, t.All) else [term] if term is not None else []
