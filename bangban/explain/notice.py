"""The one-time notice (一次性告知书): all that stands in the way and all still to be shown, in one document."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from attrs import frozen

from bangban.decision.decision import Decision, Fee, Pending, Violation
from bangban.decision.wording import between_yuan
from bangban.policy.model import Citation, Model
from bangban.words import Both, Lang

_HEADINGS = {
    "violations": Both("一、不符合规定之处", "1. What stands in the way"),
    "defects": Both("二、须补正之处", "2. To be mended"),
    "missing": Both("三、须补充的事实", "3. Still to be shown"),
    "duties": Both("四、办理以后的义务", "4. Duties that follow"),
    "fees": Both("五、费用", "5. Fees")}
_NOTHING = Both("无。", "None.")
_TITLE = Both("一次性告知书", "Notice of Everything Required")
_VERDICTS = {
    "permit": Both("可以办理。", "The action may go ahead."),
    "deny": Both("不能办理。", "The action may not go ahead."),
    "pending": Both("补齐以下各项后办理。", "The action may go ahead once the following is settled."),
    "not_applicable": Both("不适用本政策。", "The policy does not apply.")}
_CITED = 4  # provisions shown for one item; the JSON has all


@frozen
class Notice:
    """What to tell an applicant in one go. ``text`` prints it; ``to_dict`` gives the same as data."""

    title: str
    decision: Decision

    def to_dict(self, lang: Lang = "zh") -> dict[str, Any]:
        """``{"title", "policy", "as_of", "verdict", "violations", "defects", "missing", "obligations", "fees"}``."""
        data = self.decision.to_dict(lang)
        return {"title": _TITLE.say(lang), "policy": self.title, "as_of": data["as_of"], "verdict": data["verdict"],
                "violations": data["violations"],
                "defects": [p for p in data["pending"] if p["kind"] == "defect"],
                "missing": [p for p in data["pending"] if p["kind"] == "missing"],
                "obligations": data["obligations"], "fees": data["fees"]}

    def text(self, lang: Lang = "zh") -> str:
        """The notice as plain text, ready to print."""
        return "\n".join(self._lines(lang)) + "\n"

    def _lines(self, lang: Lang) -> Iterator[str]:
        d = self.decision
        yield _TITLE.say(lang)
        yield ""
        yield f"{'依据' if lang == 'zh' else 'Under'}: {self.title}"
        yield f"{'日期' if lang == 'zh' else 'Date'}: {d.as_of.isoformat()}"
        yield f"{'结论' if lang == 'zh' else 'Verdict'}: {_VERDICTS[d.verdict].say(lang)}"
        defects = [p for p in d.pending if p.kind == "defect"]
        missing = [p for p in d.pending if p.kind == "missing"]
        yield from _section("violations", d.violations, lang)
        yield from _section("defects", defects, lang)
        yield from _section("missing", missing, lang)
        yield ""
        yield _HEADINGS["duties"].say(lang)
        yield from _numbered([o.message.say(lang) + _due(o.due, lang) + _cites(o.citations, lang)
                              for o in d.obligations], lang)
        yield ""
        yield _HEADINGS["fees"].say(lang)
        yield from _numbered(
            [f"{f.item}: {_payable(f, lang)}{_cites(f.citations, lang)}" for f in d.fees], lang)


def _section(which: str, entries: list[Pending] | tuple[Violation, ...], lang: Lang) -> Iterator[str]:
    yield ""
    yield _HEADINGS[which].say(lang)
    lines = []
    for entry in entries:
        line = entry.message.say(lang) + _cites(entry.citations, lang)
        if entry.next_step:
            line += f"\n     {'下一步' if lang == 'zh' else 'Next'}: {entry.next_step.say(lang)}"
        lines.append(line)
    yield from _numbered(lines, lang)


def _numbered(lines: list[str], lang: Lang) -> Iterator[str]:
    if not lines:
        yield f"  {_NOTHING.say(lang)}"
    for i, line in enumerate(dict.fromkeys(lines), 1):
        yield f"  {i}. {line}"


def _due(due: dt.date | None, lang: Lang) -> str:
    if due is None:
        return ""
    return f"(期限:{due.isoformat()})" if lang == "zh" else f" (by {due.isoformat()})"


def _payable(fee: Fee, lang: Lang) -> str:
    if fee.between is not None:
        least = between_yuan(fee.between, lang)
        return f"尚未确定,{least}" if lang == "zh" else f"not settled, {least}"
    if fee.payable is None:
        return "尚未确定" if lang == "zh" else "not settled"
    return f"应交 {fee.payable} 元" if lang == "zh" else f"{fee.payable} yuan payable"


def _cites(citations: tuple[Citation, ...], lang: Lang) -> str:
    if not citations:
        return ""
    places = list(dict.fromkeys(f"《{c.document}》{c.article}" for c in citations))
    more = ("等" if lang == "zh" else " and others") if len(places) > _CITED else ""
    listed = ("、" if lang == "zh" else ", ").join(places[:_CITED]) + more
    return f"\n     {'依据' if lang == 'zh' else 'Basis'}: {listed}"


def notice(model: Model, decision: Decision) -> Notice:
    """The notice for a decision, under the title of the policy that was loaded."""
    titles = [h.title or h.name.zh for h in model.heads.values() if h.primary]
    return Notice("、".join(titles), decision)
