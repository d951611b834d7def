"""``bangban compile``: a policy set made ready to decide, or the Python it becomes."""

from __future__ import annotations

from typing import Any

from bangban.cli.declare import SET, a_day, argument, command, option, option_reading
from bangban.cli.out import CLEAN, Out
from bangban.words import Both

ABOUT = Both(
    "检查政策集,把结果存进本人的缓存目录(~/.cache/bangban,或 BANGBAN_CACHE),下次不必重读。\n"
    "加 --show 打印它变成的 Python:事实一次读入并核对,规则是普通的比较;规则名只作注释。",
    "Check a policy set and keep the result in your own cache folder (~/.cache/bangban, or BANGBAN_CACHE), so that "
    "the next command need not read it again.\n"
    "With --show, print the Python it becomes: facts read and checked once, rules as plain comparisons; the names of "
    "rules stand there as comments only.")
AS_OF = Both("按哪一天的规则编译,如 2025-03-04;缺省是今天。",
             "Compile the rules in force on this date, such as 2025-03-04; today by default.")
SHOW = Both("打印生成的代码。", "Print the generated code.")


@command("compile", ABOUT)
@argument("path", words=SET, mark="PATH")
@option("--show", words=SHOW, is_flag=True)
@option("--as-of", words=AS_OF, callback=a_day, metavar="DATE")
@option_reading
def run(out: Out, path: str, *, show: bool, as_of: Any, readings: Any) -> int:
    """Compile the set; the code is that of the day asked for, or today."""
    from bangban.cli.loading import load_policy
    from bangban.policy.facts import asked_day

    policy = load_policy(out, path, readings)
    day, _ = asked_day(as_of)
    code = policy.code(as_of=day)
    if out.as_json:
        out.data({"rules": len(policy.rule_keys), "digest": policy.digest, **({"code": code} if show else {})})
    elif show:
        out.text(code.rstrip())
    else:
        count = len(policy.rule_keys)
        out.text(out.say(Both(f"{count} 条规则,可以使用。", f"{count} rules, ready.")))
    return CLEAN
