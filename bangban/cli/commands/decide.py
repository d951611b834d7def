"""``bangban decide``: the decision on each proposed action."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from bangban.cli.declare import SET, argument, command, option, set_options
from bangban.cli.out import CLEAN, Out
from bangban.words import Both

if TYPE_CHECKING:
    from bangban.decision.decision import Decision, Verdict

ABOUT = Both(
    "按政策集对拟办的事作出决定:结论、理由、条款、下一步、缺什么、费用和义务。没有说到的事实是“不知”,不会当作“否”。\n"
    "用法举例:bangban decide policies/cangzhou examples/actions/*.json",
    "Decide proposed actions by a policy set: verdict, reasons, provisions, next steps, what is missing, fees and "
    "duties. A fact nobody mentions is unknown, never taken as no.\n"
    "For example: bangban decide policies/cangzhou examples/actions/*.json")
FACTS = Both(
    "事实文件:一件事(JSON 对象)或一列;.yaml 也可以;- 是标准输入。可给几个文件。",
    "Files of facts: one action (a JSON object) or a list; .yaml too; - is standard input. There may be several.")
EXIT = Both("用退出码表示结论:0 准予,3 拒绝,4 待补正,5 不适用;几件事取最重的一件。",
            "Tell the verdict by the exit code: 0 permit, 3 deny, 4 pending, 5 not applicable; the gravest of several.")
EXIT_CODES: dict[Verdict, int] = {"deny": 3, "pending": 4, "not_applicable": 5, "permit": 0}  # gravest first


@command("decide", ABOUT)
@argument("path", words=SET, mark="PATH")
@argument("facts", words=FACTS, mark="FACTS", nargs=-1, required=True)
@set_options
@option("--exit-code", words=EXIT, is_flag=True)
def run(out: Out, path: str, facts: tuple[str, ...], *, as_of: Any, readings: Any, exit_code: bool) -> int:
    """Decide every action; a list of decisions where there may be several."""
    from bangban.cli.loading import for_each_action, load_policy

    policy = load_policy(out, path, readings)
    told, is_list = for_each_action(policy, facts, lambda given: policy.decide(given, as_of=as_of))
    if out.as_json:
        data = [decision.to_dict(out.lang) for _, decision in told]
        out.data(data if is_list else data[0])
    else:
        _as_text(out, told, policy.model.rule_names, is_list)
    verdicts = {decision.verdict for _, decision in told}
    return next((code for verdict, code in EXIT_CODES.items() if verdict in verdicts), 0) if exit_code else CLEAN


def _as_text(out: Out, told: list[tuple[str, Decision]], names: Mapping[str, Both], headed: bool) -> None:
    from bangban.render.decision import Clerk

    clerk = Clerk(out.lang, out.paint(), out.columns(), names)
    for i, (label, decision) in enumerate(told):
        if headed:
            out.heading(label, first=i == 0)
        out.text(clerk.decision(decision))
