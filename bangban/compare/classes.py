"""The classes of change: what they are called, and the sentence that says one has been found."""

from __future__ import annotations

from typing import Literal, get_args

from attrs import frozen

from bangban.words import Both

Code = Literal["newly_permitted", "newly_denied", "more_asked", "less_asked", "opened", "no_longer_applies",
               "exemption_lost", "exemption_gained", "charge_changed", "duty_added", "duty_dropped", "duty_due",
               "other_ground"]


@frozen
class ChangeClass:
    """A class of change. ``information``: the decision stays the same, so that no gate looks at it."""

    code: Code
    name: Both
    found: Both
    information: bool = False


CLASSES: tuple[ChangeClass, ...] = (
    ChangeClass("newly_permitted", Both("新增许可", "newly permitted"), Both(
        "一类原来不准予的事变成准予。", "Something that was refused is now permitted.")),
    ChangeClass("newly_denied", Both("新增拒绝", "newly denied"), Both(
        "一类原来不拒绝的事变成拒绝。", "Something that was not refused is now refused.")),
    ChangeClass("more_asked", Both("多要材料", "more asked for"), Both(
        "一类原来准予的事变成待补正:还要补东西。", "Something that was permitted now waits for more.")),
    ChangeClass("less_asked", Both("少要材料", "less asked for"), Both(
        "一类原来待补正的事变成准予:要补的少了。", "Something that waited for more is now permitted.")),
    ChangeClass("opened", Both("改为待补正", "no longer refused outright"), Both(
        "一类原来拒绝(或者不适用)的事变成待补正。",
        "Something that was refused (or did not apply) now waits for more.")),
    ChangeClass("no_longer_applies", Both("不再适用", "no longer applies"), Both(
        "一类原来有结论的事,政策不再适用。", "The policy no longer applies to something it used to decide.")),
    ChangeClass("exemption_lost", Both("失去免费", "exemption lost"), Both(
        "一类准予的事,原来免收的费用不再免收。", "Something permitted loses an exemption from a fee.")),
    ChangeClass("exemption_gained", Both("新增免费", "exemption gained"), Both(
        "一类准予的事,原来不免收的费用变成免收。", "Something permitted gains an exemption from a fee.")),
    ChangeClass("charge_changed", Both("收费变化", "charge changed"), Both(
        "一类准予的事,应收的费用变了。", "Something permitted is charged otherwise.")),
    ChangeClass("duty_added", Both("新增义务", "duty added"), Both(
        "一类准予的事多了一项义务。", "Something permitted brings a duty it did not bring.")),
    ChangeClass("duty_dropped", Both("取消义务", "duty dropped"), Both(
        "一类准予的事少了一项义务。", "Something permitted no longer brings a duty.")),
    ChangeClass("duty_due", Both("期限变化", "duty due otherwise"), Both(
        "一类准予的事,义务的期限变了。", "A duty of something permitted falls due on another day.")),
    ChangeClass("other_ground", Both("另有依据", "same decision on another ground"), Both(
        "一类事结论不变,起作用的规则变了。", "The decision stays the same, but rests on other rules."),
        information=True),
)
CLASS_OF: dict[Code, ChangeClass] = {c.code: c for c in CLASSES}
assert tuple(CLASS_OF) == get_args(Code)
_BY_WORD: dict[str, Code] = {word: c.code for c in CLASSES for word in (*c.name, c.code)}


def class_named(word: str) -> ChangeClass | None:
    """The class of that name in either language, or of that code."""
    code = _BY_WORD.get(word)
    return None if code is None else CLASS_OF[code]
