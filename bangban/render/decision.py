"""A decision as a window clerk reads it: the conclusion, what decides with article and words, what to do now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from attrs import Factory, frozen

from bangban.decision.decision import Decision, Fee, Ground, Obligation, Pending, Verdict, Violation
from bangban.decision.wording import between_yuan
from bangban.policy.model import Citation
from bangban.render.paint import PLAIN, Paint, Role
from bangban.render.width import visible, width, wrapped
from bangban.words import Both, Lang

VERDICTS: dict[Verdict, tuple[Both, Role]] = {
    "permit": (Both("准予。可以办理。", "PERMIT. The action may go ahead."), "good"),
    "deny": (Both("拒绝。不能办理。", "DENY. The action may not go ahead."), "error"),
    "pending": (Both("待补正。补齐下列各项后再定。", "PENDING. It can be decided once the following is settled."),
                "warning"),
    "not_applicable": (Both("不适用。决定日政策不在施行期内,或者这件事不在适用范围内。",
                            "NOT APPLICABLE. The policy is not in force on that day, or the action lies outside it."),
                       "info"),
}
_CONCLUSION = Both("结论", "Verdict")
_AS_OF = Both("决定日 {day}", "as of {day}")
_VIOLATIONS = Both("为什么不能办", "Why not")
_DEFECTS = Both("须补正", "To be mended")
_MISSING = Both("须补充(一次告知)", "Still to be shown (told in one go)")
_PERMITS = Both("为什么可以办", "Why it may")
_PERMITS_BUT = Both("以下规定准予,但不足以定案", "Provisions that permit it, though not enough to decide")
_FEES = Both("费用", "Fees")
_DUTIES = Both("随后的义务", "Duties that follow")
_WARNINGS = Both("提示(不影响结论)", "Reminders (they do not affect the verdict)")
_BASIS, _NEXT, _RULE = Both("依据", "Basis"), Both("下一步", "Next"), Both("规则", "Rule")
_DUE, _OWED_BY = Both("期限 {due}", "due {due}"), Both("由{actor}", "by {actor}")
_SHORT = 4  # provisions listed for what does not decide; the JSON has all
_FRAMED = ("《", "〈")

Names = Mapping[str, Both]


@frozen
class Clerk:
    """How decisions are shown: language, colours, width, and the names of rules in both languages."""

    lang: Lang = "zh"
    paint: Paint = PLAIN
    columns: int | None = None
    names: Names = Factory(dict)

    def decision(self, decision: Decision) -> str:
        """One decision as text of several lines, without a line end."""
        return "\n".join(self._lines(decision))

    def _lines(self, d: Decision) -> Iterator[str]:
        words, role = VERDICTS[d.verdict]
        day = _AS_OF.say(self.lang).format(day=d.as_of.isoformat())
        yield f"{self._say(_CONCLUSION)}: {self.paint(words.say(self.lang), role)}  {self.paint(f'({day})', 'quiet')}"
        yield from self._section(_VIOLATIONS, map(self._violation, d.violations))
        yield from self._section(_DEFECTS, (self._pending(p) for p in d.pending if p.kind == "defect"))
        yield from self._section(_MISSING, (self._pending(p) for p in d.pending if p.kind == "missing"))
        if d.verdict != "not_applicable":
            heading = _PERMITS if d.verdict == "permit" else _PERMITS_BUT
            yield from self._section(heading, map(self._ground, d.permits))
        yield from self._section(_FEES, map(self._fee, d.fees))
        yield from self._section(_DUTIES, map(self._duty, d.obligations))
        yield from self._section(_WARNINGS, map(self._ground, d.warnings))

    def _section(self, heading: Both, entries: Iterable[list[str]]) -> Iterator[str]:
        """A heading and its entries, numbered; nothing at all where there are none."""
        for number, entry in enumerate(entries, 1):
            if number == 1:
                yield ""
                yield self.paint(self._say(heading), "head")
            lead = f"  {number}. "
            yield wrapped(entry[0], self.columns, " " * len(lead), lead)
            yield from entry[1:]

    # ------------------------------------------------------------ entries: the sentence, then what belongs to it

    def _violation(self, v: Violation) -> list[str]:
        most = None if v.rule in self.names else _SHORT  # that nothing permits is said with the nearest permits' bases
        return [self._sentence(v.message, v.element), *self._basis(v.citations, most), *self._next(v.next_step),
                *self._rule(v.rule)]

    def _pending(self, p: Pending) -> list[str]:
        return [self._sentence(p.message, p.element), *self._basis(p.citations, None if p.kind == "defect" else _SHORT),
                *self._next(p.next_step), *(self._rule(p.rule) if p.kind == "defect" else ())]

    def _ground(self, g: Ground) -> list[str]:
        return [self._sentence(g.message, g.element), *self._basis(g.citations, _SHORT), *self._rule(g.rule)]

    def _duty(self, o: Obligation) -> list[str]:
        marks = [self._say(_OWED_BY).format(actor=o.actor)] if o.actor else []
        marks += [self._say(_DUE).format(due=o.due.isoformat())] if o.due else []
        mark = f" ({(',' if self.lang == 'zh' else ', ').join(marks)})" if marks else ""
        return [self._sentence(o.message, o.element) + visible(mark), *self._basis(o.citations, _SHORT)]

    def _fee(self, f: Fee) -> list[str]:
        return [fee_line(f, self.lang), *self._basis(f.citations, _SHORT)]

    # ------------------------------------------------------------ parts of entries

    def _say(self, both: Both) -> str:
        return both.say(self.lang)

    def _sentence(self, message: Both, element: dict[str, Any] | None) -> str:
        """The sentence; which element it speaks of follows unless the sentence names it."""
        said = visible(message.say(self.lang))
        if element is None:
            return said
        name = visible(element["name"] or "")
        if name and name in said:
            return said
        where = f"{visible(element['list'])}[{element['index'] + 1}]"
        return f"{said} ({where} {name})" if name else f"{said} ({where})"

    def _basis(self, citations: tuple[Citation, ...], most: int | None = None) -> Iterator[str]:
        """One document a line, with its articles and their words."""
        shown = citations[:most]
        lines = provisions(shown, self.lang)
        if len(shown) < len(citations):
            rest = len(citations) - len(shown)
            lines[-1] += f"(另有 {rest} 条)" if self.lang == "zh" else f" (and {rest} more)"
        label = self._say(_BASIS)
        for i, line in enumerate(lines):
            lead = f"     {label if i == 0 else ' ' * width(label)} "
            yield self.paint(wrapped(line, self.columns, " " * width(lead), lead), "quiet")

    def _next(self, step: Both | None) -> Iterator[str]:
        if step is not None:
            lead = f"     {self._say(_NEXT)} "
            yield wrapped(visible(step.say(self.lang)), self.columns, " " * width(lead), lead)

    def _rule(self, key: str) -> Iterator[str]:
        if key in self.names:
            yield self.paint(f"     {self._say(_RULE)} {visible(self.names[key].say(self.lang))}", "quiet")


def provisions(citations: Iterable[Citation], lang: Lang) -> list[str]:
    """``《民法典》第一百六十五条、第九百二十一条`` and ``《沧州…》二(三)“一律实行免费服务。”``, one document each."""
    found: dict[str, list[str]] = {}
    for citation in citations:
        quote = f"“{visible(citation.quote)}”" if citation.quote else ""
        found.setdefault(visible(citation.document), []).append(f"{visible(citation.article)}{quote}")
    comma = "、" if lang == "zh" else ", "
    return [(name if name.startswith(_FRAMED) else f"《{name}》") + comma.join(articles)
            for name, articles in found.items()]


def fee_line(f: Fee, lang: Lang) -> str:
    """One fee: what was asked, what is payable, and why."""
    zh = lang == "zh"
    stated = "" if f.amount is None else (f"({f.amount} 元)" if zh else f" ({f.amount} yuan)")
    if f.between is not None:
        least = between_yuan(f.between, lang)
        due = f"应交{least},尚未确定" if zh else f"what is payable is not settled yet; it is {least}"
    elif f.payable is None:
        due = "应交多少尚未确定" if zh else "what is payable is not settled yet"
    elif f.exempt:
        due = "不收" if zh else "not to be charged"
    else:
        due = f"应交 {f.payable} 元" if zh else f"{f.payable} yuan payable"
    item, why = visible(f.item), visible(f.message.say(lang))
    return f"{item}{stated}:{due}。{why}" if zh else f"{item}{stated}: {due}. {why}"
