"""``bangban how-to``: the cheapest changes that would make an action permitted."""

from __future__ import annotations

from typing import Any

from bangban.cli.commands.explain import FACTS
from bangban.cli.declare import SET, argument, command, option, set_options
from bangban.cli.out import CLEAN, FINDINGS, Out
from bangban.words import Both

ABOUT = Both(
    "怎样才能办:在申请人能改变的事实里,找出代价最小的几种改法,最多三种;没有办法就明白说没有,要看还没有给的事实的就说还缺哪些。\n"
    "哪些事实不可改、改起来多费事,写在词汇里(不可改、费事、很费事)。每件事都已经或者能够办成时退出码为 0。",
    "How to get there: the cheapest changes, among facts the applicant may change, that would make the action "
    "permitted; at most three, or the plain statement that there is none, or that it depends on facts still missing.\n"
    "Which facts are fixed and which are costly to change stands in the vocabulary (fixed, costly, very_costly). "
    "Exit 0 where every action is permitted or can be.")
CHANGE = Both("只许改变的事实、记录或列表,如 委托 或 mandate;可重复。",
              "A fact, group or list that alone may change, such as mandate; may be repeated.")


@command("how-to", ABOUT)
@argument("path", words=SET, mark="PATH")
@argument("facts", words=FACTS, mark="FACTS")
@option("--change", words=CHANGE, multiple=True, metavar="NAME")
@set_options
def run(out: Out, path: str, facts: str, *, change: tuple[str, ...], as_of: Any, readings: Any) -> int:
    """The ways for each action."""
    from bangban.cli.loading import for_each_action, load_policy
    from bangban.explain.asked import known_facts
    from bangban.render.width import visible_lines

    policy = load_policy(out, path, readings)
    known_facts(policy.model, change)  # told once, not for every action
    told, is_list = for_each_action(
        policy, [facts], lambda given: policy.how_to(given, changeable=change or None, as_of=as_of))
    code = CLEAN if all(way.verdict == "permit" or way.alternatives for _, way in told) else FINDINGS
    if out.as_json:
        data = [way.to_dict(out.lang) for _, way in told]
        out.data(data if is_list else data[0])
        return code
    for i, (label, way) in enumerate(told):
        if is_list:
            out.heading(label, first=i == 0)
        out.text(visible_lines(way.text(out.lang)).rstrip("\n"))
    return code
