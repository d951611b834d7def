"""How to get there: the cheapest changes, among facts the applicant may change, that would make an action permitted.

The answer; the search for it is :mod:`bangban.explain.search`.
"""

from __future__ import annotations

from typing import Any

from attrs import field, frozen

from bangban.explain.repairs import REMOVED, Repair
from bangban.policy.fact_names import fact_names
from bangban.policy.model import Model
from bangban.policy.values import show
from bangban.problems import FactPath
from bangban.words import Both, Lang


@frozen
class Alternative:
    """One way: changes in the order of the vocabulary, and what they cost together."""

    changes: tuple[Repair, ...]
    cost: int
    still_needed: tuple[FactPath, ...] = ()  # facts nobody has given and the applicant cannot choose


@frozen
class HowTo:
    """What ``policy.how_to`` gives: at most three ways, cheapest first; or the plain statement that there is none.

    ``blocked_by``: where there is no way, the rules nothing changeable can satisfy. ``exhausted``: of ways, that the
    search ended because it had tried everything, not because its budget was spent; of no way, that it is refused
    whatever may change becomes, and not just that what was tried does not help. ``missing``: where no way was found,
    the facts nobody has given on which it depends whether there is one.
    """

    model: Model = field(repr=False)
    verdict: str
    alternatives: tuple[Alternative, ...]
    blocked_by: tuple[str, ...]
    exhausted: bool
    missing: tuple[FactPath, ...] = ()

    def to_dict(self, lang: Lang = "zh") -> dict[str, Any]:
        """``{"verdict", "message", "alternatives": [{"cost", "changes": [{"fact", "value", "text"}], "still_needed"}],
        "missing", "blocked_by", "exhausted"}``."""
        return {"verdict": self.verdict, "message": self._conclusion().say(lang),
                "alternatives": [
                    {"cost": a.cost, "changes": [
                        {"fact": fact_names(self.model.vocabulary, c.place).zh, "value": _plain(c),
                         "text": self._said(c).say(lang)} for c in a.changes],
                     "still_needed": [fact_names(self.model.vocabulary, p).zh for p in a.still_needed]}
                    for a in self.alternatives],
                "missing": [fact_names(self.model.vocabulary, p).zh for p in self.missing],
                "blocked_by": list(self.blocked_by), "exhausted": self.exhausted}

    def text(self, lang: Lang = "zh") -> str:
        """The ways as a numbered list."""
        lines = [self._conclusion().say(lang)]
        for i, alternative in enumerate(self.alternatives, 1):
            lines.append(f"{i}. " + (";" if lang == "zh" else "; ").join(
                [self._said(c).say(lang) for c in alternative.changes] + self._supply(alternative, lang)))
        return "\n".join(lines) + "\n"

    def _supply(self, alternative: Alternative, lang: Lang) -> list[str]:
        names = [fact_names(self.model.vocabulary, p).say(lang) for p in alternative.still_needed]
        if not names:
            return []
        return ["另须补充" + "、".join(f"「{n}」" for n in names) if lang == "zh" else
                "and these facts are still to be given: " + ", ".join(f"“{n}”" for n in names)]

    def _conclusion(self) -> Both:
        if self.verdict == "permit":
            return Both("现在就可以办理,不必改变什么。", "It may go ahead as it is.")
        if self.verdict == "not_applicable":
            return Both("这些政策不适用于这件事。", "The policies do not apply to this action.")
        if self.alternatives:
            n = len(self.alternatives)
            return Both(f"有 {n} 种办法可以办理:", f"There {'is 1 way' if n == 1 else f'are {n} ways'} to go ahead:")
        if self.missing:
            return self._depends()
        if not self.exhausted:
            return Both("试过的改法都不行,不等于没有办法。",
                        "None of the changes tried leads there; that does not mean there is no way.")
        rules = "、".join(f"「{r}」" for r in self.blocked_by)
        return Both(f"没有办法:{rules}属于不能由申请人改变的情形,补充材料也不能办理。" if rules else
                    "没有申请人可以改变的事实能使它获准。",
                    "There is no way: nothing the applicant may change would make it permitted.")

    def _depends(self) -> Both:
        names = [fact_names(self.model.vocabulary, p) for p in self.missing]
        zh, en = "、".join(f"「{n.zh}」" for n in names), ", ".join(f"“{n.en}”" for n in names)
        if self.verdict == "pending":
            return Both(f"还缺事实:{zh};补齐以前说不准能不能办理。",
                        f"Facts are missing: {en}; whether it can go ahead depends on them.")
        return Both(f"现在这样不能办理;有没有办法,要看还缺的事实:{zh}。",
                    f"It cannot go ahead as it is; whether there is a way depends on facts still missing: {en}.")

    def _said(self, change: Repair) -> Both:
        name = fact_names(self.model.vocabulary, change.place)
        if change.value is REMOVED:
            return Both(f"去掉「{name.zh}」", f"leave out “{name.en}”")
        if change.value is None:
            return Both(f"不要「{name.zh}」", f"do without “{name.en}”")
        if change.value in (frozenset(), ()):
            return Both(f"「{name.zh}」改为空", f"“{name.en}” becomes empty")
        zh, en = (show(change.value, change.field.type, lang) for lang in ("zh", "en"))
        return Both(f"「{name.zh}」改为{zh}", f"“{name.en}” becomes {en}")


def _plain(change: Repair) -> Any:
    if change.value is REMOVED or change.value is None:
        return None
    value = change.value
    if isinstance(value, frozenset | tuple):
        return sorted(value) if isinstance(value, frozenset) else list(value)
    return value if isinstance(value, bool | int | str) else show(value, change.field.type, "zh")


