"""``bangban checklist``: the one-time notice of everything still needed."""

from __future__ import annotations

from typing import Any

from bangban.cli.commands.explain import FACTS
from bangban.cli.declare import SET, argument, command, set_options
from bangban.cli.out import CLEAN, Out
from bangban.words import Both

ABOUT = Both(
    "打印一次性告知书:不符合之处、须补正的、须补充的事实、随后的义务、费用,每项写明条款。事实可以只给已知的几项。\n"
    "用法举例:echo '{\"服务\": {\"方式\": \"代办\"}}' | bangban checklist policies/cangzhou -",
    "Print the one-time notice: what stands in the way, what to mend, what to supply, duties that follow, fees, each "
    "with its provision. Give only the facts that are known.\n"
    "For example: echo '{\"service\": {\"mode\": \"agency\"}}' | bangban checklist policies/cangzhou -")


@command("checklist", ABOUT)
@argument("path", words=SET, mark="PATH")
@argument("facts", words=FACTS, mark="FACTS")
@set_options
def run(out: Out, path: str, facts: str, *, as_of: Any, readings: Any) -> int:
    """A notice for each action."""
    from bangban.cli.loading import for_each_action, load_policy
    from bangban.render.width import visible_lines

    policy = load_policy(out, path, readings)
    told, is_list = for_each_action(policy, [facts], lambda given: policy.checklist(given, as_of=as_of))
    if out.as_json:
        data = [notice.to_dict(out.lang) for _, notice in told]
        out.data(data if is_list else data[0])
        return CLEAN
    for i, (label, notice) in enumerate(told):
        if is_list:
            out.heading(label, first=i == 0)
        out.text(visible_lines(notice.text(out.lang)).rstrip("\n"))
    return CLEAN
