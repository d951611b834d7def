"""A set of rules without a single case."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Self

from attrs import frozen

from bangban.lint.lint import Lint
from bangban.lint.view import View
from bangban.words import Both


@frozen(kw_only=True)
class NoCases(Lint):
    """Nothing says what should come out."""

    code = "BB382"
    slug = "no-cases"
    default = "info"
    title = Both("一个用例也没有", "not a single case")
    text = Both("政策集有 {count} 条规则,一个用例也没有。", "the set has {count} rules and not a single case.")
    advice = Both("先写最常见的一件事:应当准予的、应当拒绝的各一个。",
                  "begin with the most common matter: one that is permitted, one that is refused.")
    why = Both("没有用例,规则写得对不对只能靠读。", "Without cases, whether the rules are right can only be read.")
    avoid = """
规则 电话提示 (phone_hint)
  归类 程序
  依据 《示例条例》第三条
  当 申请.方式 = 电话
  警示 "请核对来电号码。"
"""
    prefer = """
用例 "窗口强办"
  已知 申请.方式 = 窗口; 申请.自愿 = 否
  应为 拒绝 因 须自愿
"""
    count: int

    @classmethod
    def check(cls, view: View) -> Iterator[Self]:
        """Told once, at the first policy of the set's own."""
        model = view.model
        head = next((h for h in model.heads.values() if h.primary), None)
        if model.rules and not model.cases and head is not None:
            yield cls(span=head.span, count=len(model.rules))
