"""``bangban explain``: why each rule took effect or did not."""

from __future__ import annotations

from typing import Any

from bangban.cli.declare import SET, argument, command, option, set_options
from bangban.cli.out import CLEAN, Out
from bangban.words import Both

ABOUT = Both(
    "说明每条规则对这件事为何起作用或不起作用,一直说到每个条件和它读到的值。\n"
    "用法举例:bangban explain policies/cangzhou examples/actions/08-收费依据不明.json --rule 一律免费",
    "Say why each rule takes effect on an action or does not, down to every condition and the values it read.\n"
    "For example: bangban explain policies/cangzhou examples/actions/10-county-transfer.json --rule free_of_charge")
FACTS = Both("事实文件:一件事(JSON 对象)或一列;.yaml 也可以;- 是标准输入。",
             "A file of facts: one action (a JSON object) or a list; .yaml too; - is standard input.")
RULE = Both("只说明这一条规则(中文名或英文别名)。", "Explain this rule only (its Chinese name or its English alias).")


@command("explain", ABOUT)
@argument("path", words=SET, mark="PATH")
@argument("facts", words=FACTS, mark="FACTS")
@option("--rule", words=RULE, metavar="NAME")
@set_options
def run(out: Out, path: str, facts: str, *, rule: str | None, as_of: Any, readings: Any) -> int:
    """An account of each rule asked for, for each action."""
    from bangban.cli.loading import for_each_action, load_policy
    from bangban.explain.asked import known_rule
    from bangban.render.width import visible_lines

    policy = load_policy(out, path, readings)
    known_rule(policy.model, rule)
    told, is_list = for_each_action(policy, [facts], lambda given: policy.explain(given, rule, as_of=as_of))
    if out.as_json:
        data = [explanation.to_dict(out.lang) for _, explanation in told]
        out.data(data if is_list else data[0])
        return CLEAN
    for i, (label, explanation) in enumerate(told):
        if is_list:
            out.heading(label, first=i == 0)
        out.text(visible_lines(explanation.text(out.lang)))
    return CLEAN
