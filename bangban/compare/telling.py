"""A comparison as people read it: the conclusion, a case, what was edited, on what ground, and what to do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from attrs import frozen

from bangban.compare.classes import CLASS_OF, CLASSES
from bangban.compare.comparison import Change, Comparison, Example, NewSituation
from bangban.compare.edits import Edit
from bangban.compare.found import BasisEdited, DecisionChanges, GroundChanges, ReadDifferently
from bangban.compare.reasons import reasons_apart
from bangban.compare.words import basis_of, combinations, differences_of, name_of_edit, name_of_value
from bangban.policy.fact_names import fact_name
from bangban.render.decision import VERDICTS, provisions
from bangban.render.paint import PLAIN, Paint, Role
from bangban.render.width import visible, width, wrapped
from bangban.source import NOWHERE
from bangban.words import Both, Lang

_MOST_REASONS = 3
_WARNING, _NOTE = Both("警告", "warning"), Both("提示", "note")
_SAME = Both("已对全部可能情形证明(不是抽查):没有任何决定改变,依据也不变。",
             "Proven for every possible case (not by samples): no decision changes, nor its ground.")
_SAME_BUT_GROUND = Both("已对全部可能情形证明(不是抽查):没有任何决定改变;只有依据不同。",
                        "Proven for every possible case (not by samples): no decision changes; only grounds do.")
_SAME_BUT_BASIS = Both("已对全部可能情形证明(不是抽查):没有任何决定改变;引用的依据或义务人变了。",
                       "Proven for every possible case (not by samples): no decision changes; provisions cited or "
                       "bearers of duties do.")
READINGS = Both("事实的读法变了", "Facts are read differently")
PROVEN_ALIKE = Both("证明只对两版读法相同的事实成立。", "Proofs hold only for facts that both versions read alike.")
_ALIKE = Both("事实的读法变了,同一份材料可能判得不同;只对两版读法相同的事实证明了没有决定改变。",
              "Facts are read differently, so the same facts may be decided otherwise; that no decision changes is "
              "proven only for facts that both versions read alike.")
_UNPROVEN = Both("事实的读法变了,同一份材料可能判得不同;有几类变更因此没有能证明。",
                 "Facts are read differently, so the same facts may be decided otherwise; some classes of change could "
                 "not be proven absent for it.")
_NEW_SITUATION = Both("新增情形", "new situation")
_TO_DO = Both("怎么办:有意修改的,在变更声明(*.changes.yaml)里写明;否则恢复上述规则。",
              "What to do: declare what is meant in a *.changes.yaml; else restore the rules above.")
_LABELS = {"case": Both("案例", "Case"), "old": Both("旧版", "Old"), "new": Both("新版", "New"),
           "edit": Both("起因", "Edit"), "basis": Both("依据", "Basis"), "where": Both("涉及", "Where"),
           "also": Both("另有", "Also")}


@frozen
class Teller:
    """How a comparison is told: language, colours, width."""

    lang: Lang = "zh"
    paint: Paint = PLAIN
    columns: int | None = None
    gated: bool = False  # gates say what to do

    def say(self, both: Both) -> str:
        """The text in the language of the telling."""
        return both.say(self.lang)

    def comparison(self, comparison: Comparison) -> str:
        """All of it, without a line end."""
        return "\n".join(self._lines(comparison))

    def _lines(self, c: Comparison) -> Iterator[str]:
        yield self.conclusion(c)
        yield from self._vocabulary(c)
        shown = [ch for ch in c.changes if not ch.kind.information]
        noted = [ch for ch in c.changes if ch.kind.information]
        for number, change in enumerate((*shown, *noted), 1):
            yield ""
            yield from self._change(number, change, c)
        for situation in c.situations:
            yield ""
            yield from self._situation(situation, c)
        yield ""
        yield from self._proven(c)

    def conclusion(self, c: Comparison) -> str:
        """The first sentence."""
        role: Role = "warning" if c.decisions_change else "good"
        if c.equivalent:
            said = _SAME
        elif not c.shown:
            if c.readings:
                said = _UNPROVEN if c.unproven else _ALIKE
            else:
                said = _SAME_BUT_GROUND if c.changes else _SAME_BUT_BASIS
        else:
            kinds = list(dict.fromkeys(ch.kind.name for ch in c.changes if not ch.kind.information))
            kinds += [_NEW_SITUATION] if c.situations else []
            kinds += [Both("事实的读法", "how facts are read")] if c.readings else []
            said = Both(f"这次修改改变决定:{'、'.join(k.zh for k in kinds)}。",
                        f"Decisions change: {', '.join(k.en for k in kinds)}.")
        return self.paint(f"{self.say(Both('结论', 'Conclusion'))}: {self.say(said)}", role)

    # ------------------------------------------------------------ one change

    def _change(self, number: int, change: Change, c: Comparison) -> Iterator[str]:
        about = f"「{change.about.zh}」" if self.lang == "zh" and change.about else (
            f" “{change.about.en}”" if change.about else "")
        head = self.paint(self.say(change.kind.name) + visible(about), "head")
        grave, code = (_NOTE, GroundChanges.code) if change.kind.information else (_WARNING, DecisionChanges.code)
        yield f"{number}. {self.say(grave)} {code} {head}  {self.say(change.kind.found)}"
        yield from self._example(change.example, c)
        for edit in change.responsible:
            yield self._line("edit", self.edit(edit))
        cited = tuple(dict.fromkeys(cite for e in change.responsible for cite in e.citations))
        for line in provisions(cited, self.lang):
            yield self._line("basis", line)
        yield from self._where(change, c)
        for also in change.also:
            yield self._line("also", f"{self.edit(also.edit)} {self.say(differences_of(also.example, c))}")
        if change.unasked:
            yield self._line("also", self.say(Both(f"还有 {change.unasked} 处改动没有逐一去看。",
                                                   f"{change.unasked} more edits were not looked at one by one.")))

    def _example(self, example: Example, c: Comparison) -> Iterator[str]:
        day = Both(f"。决定日 {example.day.isoformat()}", f"; decided as of {example.day.isoformat()}")
        open_ = "" if example.complete else self.say(Both(";资料不全时才会这样", "; only while something is missing"))
        yield self._line("case", self.say(differences_of(example, c)) + open_ + self.say(day))
        for label, decision, other in (("old", example.old, example.new), ("new", example.new, example.old)):
            words, role = VERDICTS[decision.verdict]
            reasons = [*reasons_apart(decision, other, self.lang)]
            yield self._line(label, self.paint(self.say(words), role))
            for reason, citations in reasons[:_MOST_REASONS]:
                yield wrapped(visible(reason), self.columns, " " * 9, " " * 9)
                for line in provisions(citations[:2], self.lang):
                    yield self.paint(wrapped(line, self.columns, " " * 11, " " * 11), "quiet")
            if len(reasons) > _MOST_REASONS:
                rest = len(reasons) - _MOST_REASONS
                yield " " * 9 + self.say(Both(f"另有 {rest} 条。", f"and {rest} more."))

    def edit(self, edit: Edit) -> str:
        """``规则「委托未届满」改动 (cangzhou/委托.policy:88)``."""
        where = "" if edit.span is NOWHERE else f" ({edit.span.source.name}:{edit.span.line})"
        return visible(self.say(name_of_edit(edit))) + where

    def _where(self, change: Change, c: Comparison) -> Iterator[str]:
        if not change.cells:
            return
        names = " × ".join(fact_name(c.vocabulary, path, self.lang) for path in c.by)
        count = len(change.cells)
        yield self._line("where", self.say(Both(f"{names} 的 {count} 种组合", f"{count} combinations of {names}")))
        for row in combinations((cell.values for cell in change.cells), c, self.lang):
            yield self.paint(wrapped(visible(row), self.columns, " " * 11, " " * 9), "quiet")
        for cell in change.cells:
            if cell.example is not None:
                values = combinations((cell.values,), c, self.lang)[0]
                yield wrapped(f"{values}  {self.say(differences_of(cell.example, c))}", self.columns, " " * 11, " " * 9)

    def _line(self, label: str, text: str) -> str:
        word = self.say(_LABELS[label])
        lead = f"   {word}{' ' * max(6 - width(word), 1)}"
        return wrapped(text, self.columns, " " * 9, lead)

    # ------------------------------------------------------------ what the vocabularies do not share

    def _vocabulary(self, c: Comparison) -> Iterator[str]:
        comma = "、" if self.lang == "zh" else ", "
        if c.readings:
            yield f"{self.say(_WARNING)} {ReadDifferently.code} {self.paint(self.say(READINGS), 'head')}"
            for reading in c.readings:
                told = f"{self.say(reading.name)}: {self.say(reading.all_changed)}"
                yield wrapped(visible(told), self.columns, " " * 5, " " * 3)
                if reading.case is not None:
                    yield from self._example(reading.case, c)

        def paths(some: Iterable[tuple[str, ...]]) -> str:
            return comma.join(fact_name(c.vocabulary, p, self.lang) for p in some)

        for said, some in ((Both("新增事实", "New facts"), c.new_facts),
                           (Both("不再有的事实(写了的,新版读不了)",
                                 "Facts gone (where they are given, the new version cannot read them)"), c.gone_facts),
                           (Both("改了类型的事实", "Facts of another type"), c.changed_facts)):
            if some:
                yield wrapped(f"{self.say(said)}: {visible(paths(some))}", self.columns)
        if c.gone_values:
            listed = comma.join(f"{fact_name(c.vocabulary, p, self.lang)} = {v}" for p, v in c.gone_values)
            yield wrapped(f"{self.say(Both('不再有的取值', 'Values gone'))}: {visible(listed)}", self.columns)
        for gone, new in c.perhaps_renamed:
            one, other = ".".join(gone), ".".join(new)
            said = Both(f"「{one}」和「{other}」有同一个名称;只是改名的,在变更声明里写「改名: {{{one}: {other}}}」。",
                        f"“{one}” and “{other}” share a name; if one was renamed to the other, declare it with "
                        f"“renamed: {{{one}: {other}}}”.")
            yield wrapped(visible(self.say(said)), self.columns)
        for old, new in c.renamed.items():
            if old != new:
                yield f"{self.say(Both('改名', 'Renamed'))}: {visible('.'.join(old))} → {visible('.'.join(new))}"

    def _situation(self, situation: NewSituation, c: Comparison) -> Iterator[str]:
        yield f"{self.paint(self.say(_NEW_SITUATION), 'head')}  {visible(self.say(name_of_value(situation, c)))}"
        for verdict, example in situation.verdicts.items():
            words, role = VERDICTS[verdict]  # type: ignore[index]
            yield self._line("new", f"{self.paint(self.say(words), role)} {self.say(differences_of(example, c))}")

    def _proven(self, c: Comparison) -> Iterator[str]:
        found = {ch.code for ch in c.changes} | {*c.unproven}
        if c.unproven:
            names = ("、" if self.lang == "zh" else ", ").join(self.say(CLASS_OF[code].name) for code in c.unproven)
            said = Both("因读法变了没有能证明的:", "Not proven, for facts are read differently: ")
            yield wrapped(self.say(said) + names, self.columns)
        rest = [k.name for k in CLASSES if k.code not in found]
        if rest and not c.equivalent:
            listed = Both("、".join(n.zh for n in rest), ", ".join(n.en for n in rest))
            said = Both(f"已对全部可能情形证明没有:{listed.zh}。",
                        f"Proven for every possible case that there is no: {listed.en}.")
            if c.readings:
                said = Both(f"对两版读法相同的事实,已证明没有:{listed.zh}。",
                            f"Proven, for facts that both versions read alike, that there is no: {listed.en}.")
            yield wrapped(self.say(said), self.columns)
        for edit in c.grounds:
            yield wrapped(f"{self.say(_NOTE)} {BasisEdited.code} {self.edit(edit)}: {self.say(basis_of(edit))}",
                          self.columns)
        quiet = [e for e in c.edits if e.wording and e not in c.grounds]
        if quiet:
            names = ("、" if self.lang == "zh" else ", ").join(visible(self.say(e.name)) for e in quiet)
            yield wrapped(self.say(Both("只改了文字的:", "Reworded only: ")) + names, self.columns)
        assumed = Both("前提:事实的取值在词汇登记的范围内;列表的项数不限",
                       "Assuming: facts lie within the ranges of the vocabulary; lists may be of any length")
        if c.limited:
            at_most = max(c.limited.values())
            assumed = Both(f"前提:事实的取值在词汇登记的范围内;求和、互相比较的列表不超过 {at_most} 项",
                           "Assuming: facts lie within the ranges of the vocabulary; lists that are summed or "
                           f"compared hold at most {at_most} entries")
        yield self.paint(wrapped(self.say(assumed) + ("。" if self.lang == "zh" else "."), self.columns), "quiet")
        if c.decisions_change and not self.gated:
            yield wrapped(self.say(_TO_DO), self.columns)
