"""A condition of several parts that stands in several rules."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Self

from attrs import frozen

from bangban.lint.lint import Lint
from bangban.lint.view import View
from bangban.lint.walk import (
    conjuncts,
)
from bangban.policy import model as m
from bangban.policy import terms as t
from bangban.problems import Related
from bangban.words import Both


@frozen(kw_only=True)
class RepeatedCondition(Lint):
    """Give it a name."""

    code = "BB331"
    slug = "repeated-condition"
    default = "info"
    title = Both("同一组条件写了多次", "condition written out again and again")
    text = Both("这 {parts} 个条件连在一起写了 {count} 次({rules})。",
                "these {parts} conditions stand together {count} times ({rules}).")
    advice = Both("写成一条「定义」,各处用它的名字。", "make them a definition and use its name.")
    why = Both("同一个概念写在几处,改的时候总会漏一处;有了名字,读的人也知道说的是同一件事。",
               "A concept written out in several places is changed in all but one. With a name, readers know that the "
               "same is meant.")
    limit = 2
    avoid = """
规则 电话加急提示 (urgent_phone_hint)
  归类 程序
  依据 《示例条例》第三条
  当 申请.加急 且 申请.方式 = 电话 且 申请.层级 = 县
  警示 "请核对来电号码。"

规则 电话加急登记 (urgent_phone_ledger)
  归类 义务
  依据 《示例条例》第三条
  当 申请.加急 且 申请.方式 = 电话 且 申请.层级 = 县
  应当 登记 (keep_ledger) 由 窗口人员 "登记来电号码。"

规则 电话加急回访 (urgent_phone_call_back)
  归类 义务
  依据 《示例条例》第三条
  当 申请.加急 且 申请.方式 = 电话 且 申请.层级 = 县
  应当 回访 (call_back) 由 窗口人员 "办结后回访。"
"""
    prefer = """
定义 县级电话加急 (urgent_phone_call) 为 申请.加急 且 申请.方式 = 电话 且 申请.层级 = 县

规则 电话加急提示 (urgent_phone_hint)
  归类 程序
  依据 《示例条例》第三条
  当 县级电话加急
  警示 "请核对来电号码。"

规则 电话加急登记 (urgent_phone_ledger)
  归类 义务
  依据 《示例条例》第三条
  当 县级电话加急
  应当 登记 (keep_ledger) 由 窗口人员 "登记来电号码。"

规则 电话加急回访 (urgent_phone_call_back)
  归类 义务
  依据 《示例条例》第三条
  当 县级电话加急
  应当 回访 (call_back) 由 窗口人员 "办结后回访。"
"""
    parts: int
    count: int
    rules: tuple[Both, ...]

    @classmethod
    def check(cls, view: View) -> Iterator[Self]:
        """Equal 当 of at least three conjuncts in more rules of one policy than the limit."""
        found: dict[tuple[str, frozenset[t.Term]], list[m.Rule]] = defaultdict(list)
        for rule in view.model.rules:
            operands = conjuncts(rule.when)
            if len(operands) > 2 and rule.each is None:
                found[rule.policy, frozenset(operands)].append(rule)
        for (_, operands_), rules in found.items():
            if len(rules) > cls.most(view):
                spans = [r.when.span for r in rules if r.when is not None]
                yield cls(span=spans[0], parts=len(operands_), count=len(rules), rules=tuple(r.name for r in rules),
                          related=tuple(Related(s, Both("也写在这里", "and here")) for s in spans[1:]))
