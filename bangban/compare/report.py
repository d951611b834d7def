"""A comparison as Markdown, fit for a comment on a pull request."""

from __future__ import annotations

from collections.abc import Iterator

from bangban.compare.comparison import Change, Comparison
from bangban.compare.reasons import reasons_apart
from bangban.compare.telling import PROVEN_ALIKE, READINGS, Teller
from bangban.compare.words import basis_of, combinations, differences_of, name_of_edit
from bangban.policy.fact_names import fact_name
from bangban.render.decision import VERDICTS
from bangban.render.reports.markdown import escaped
from bangban.words import Both, Lang


def markdown(comparison: Comparison, lang: Lang) -> str:
    """A table of the changes, then each with its case."""
    if not comparison.changes and not comparison.readings and not comparison.grounds:
        return ""
    return "\n".join(_lines(comparison, lang))


def _lines(c: Comparison, lang: Lang) -> Iterator[str]:
    if c.readings:
        yield f"**{READINGS.say(lang)}** {escaped(PROVEN_ALIKE.say(lang))}"
        yield ""
        for reading in c.readings:
            yield f"- {escaped(reading.name.say(lang))}: {escaped(reading.all_changed.say(lang))}"
            if reading.case is not None:
                shown = reading.case
                verdicts = " → ".join(VERDICTS[d.verdict][0].say(lang) for d in (shown.old, shown.new))
                yield f"  - {Both('案例', 'Case').say(lang)}: {escaped(differences_of(shown, c).say(lang))}"
                yield f"  - {escaped(verdicts)}"
        yield ""
    for edit in c.grounds:
        yield f"- {escaped(name_of_edit(edit).say(lang))}: {escaped(basis_of(edit).say(lang))}"
    if not c.changes:
        return
    if c.grounds:
        yield ""
    names = " × ".join(fact_name(c.vocabulary, path, lang) for path in c.by)
    yield Both(f"| 变更 | 涉及({escaped(names)}) | 起因 |",
               f"| Change | Combinations ({escaped(names)}) | Edit |").say(lang)
    yield "| --- | --- | --- |"
    teller = Teller(lang)
    for change in c.changes:
        edits = "; ".join(escaped(teller.edit(e)) for e in change.responsible)
        count = str(len(change.cells)) if change.cells else "–"
        yield f"| {_name(change, lang)} | {count} | {edits} |"
    for change in c.changes:
        yield from ("", f"**{_name(change, lang)}** {escaped(change.kind.found.say(lang))}", "")
        yield f"- {Both('案例', 'Case').say(lang)}: {escaped(differences_of(change.example, c).say(lang))}"
        for label, decision, other in (
                (Both("旧版", "Old"), change.example.old, change.example.new),
                (Both("新版", "New"), change.example.new, change.example.old)):
            verdict = VERDICTS[decision.verdict][0].say(lang)
            yield f"- {label.say(lang)}: {escaped(verdict)}"
            for reason, citations in [*reasons_apart(decision, other, lang)][:3]:
                cited = "".join(f" {escaped(str(cite))}" for cite in citations[:1])
                yield f"  - {escaped(reason)}{cited}"
        for also in change.also:
            case = differences_of(also.example, c).say(lang)
            yield f"- {Both('另有', 'Also').say(lang)}: {escaped(teller.edit(also.edit))} {escaped(case)}"
        rows = combinations((cell.values for cell in change.cells), c, lang)
        if rows:
            yield f"- {Both('涉及', 'Where').say(lang)}: " + "; ".join(escaped(row) for row in rows)


def _name(change: Change, lang: Lang) -> str:
    about = f" {change.about.say(lang)}" if change.about else ""
    return escaped(change.kind.name.say(lang) + about)
