"""The same amount, span of time or number written into several rules."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from typing import Self

from attrs import frozen

from bangban.lint.bounds import number
from bangban.lint.lint import Lint
from bangban.lint.view import View
from bangban.lint.walk import (
    Path,
    full_path,
)
from bangban.policy import model as m
from bangban.policy import terms as t
from bangban.problems import Related
from bangban.words import Both


@frozen(kw_only=True)
class RepeatedNumber(Lint):
    """A number with a meaning wants a name and a date."""

    code = "BB314"
    slug = "repeated-number"
    title = Both("同一个数写在几条规则里", "one number in several rules")
    text = Both("{shown} 写在 {count} 条规则里({rules})。", "{shown} stands in {count} rules ({rules}).")
    advice = Both("写成「参数」,带上起始日期和依据,规则里用它的名字。",
                  "make it a parameter with its date and basis, and use its name in the rules.")
    why = Both("数一改,就要改几处,总会漏一处;写成参数,只改一处,还能写明自哪一天起改。",
               "When the number changes, several places have to, and one is missed. A parameter changes in one place, "
               "from a day on.")
    avoid = """
规则 件数多提示 (many_pieces_hint)
  归类 程序
  依据 《示例条例》第三条
  当 申请.件数 > 5
  警示 "件数多,请预约办理。"

规则 件数多上网 (many_pieces_online)
  归类 程序
  依据 《示例条例》第四条
  当 申请.件数 > 5 且 申请.方式 = 电话
  禁止 "件数多,请上网办理。"
  下一步 "上网办理。"
"""
    prefer = """
参数 件数上限 (most_pieces): 整数
  自 2024-01-01 = 5 依据 《示例条例》第三条

规则 件数多提示 (many_pieces_hint)
  归类 程序
  依据 《示例条例》第三条
  当 申请.件数 > 件数上限
  警示 "件数多,请预约办理。"

规则 件数多上网 (many_pieces_online)
  归类 程序
  依据 《示例条例》第四条
  当 申请.件数 > 件数上限 且 申请.方式 = 电话
  禁止 "件数多,请上网办理。"
  下一步 "上网办理。"
"""
    shown: str
    count: int
    rules: tuple[Both, ...]

    @classmethod
    def check(cls, view: View) -> Iterator[Self]:
        """Constants above one of the same fact in conditions of several rules of one policy."""
        found: dict[tuple[str, Path, object], dict[Both, t.Const]] = defaultdict(dict)
        for part, condition in view.parts:
            owner = condition.owner
            if isinstance(owner, m.Rule):
                for fact, constant in _pairs(part.term):
                    value = number(constant.value)
                    if value is not None and not isinstance(value, dt.date) and value > 1:
                        key = (owner.policy, full_path(fact, part.bound), value)
                        found[key].setdefault(owner.name, constant)
        for rules in found.values():
            if len(rules) > 1:
                first, *others = rules.values()
                yield cls(span=first.span, shown=first.span.text, count=len(rules), rules=tuple(rules), related=tuple(
                    Related(o.span, Both("还写在这里", "and here")) for o in others))


def _pairs(term: t.Term) -> Iterator[tuple[t.Fact, t.Const]]:
    match term:
        case t.Compare(left=t.Fact() as fact, right=t.Const() as constant) | \
                t.Compare(left=t.Const() as constant, right=t.Fact() as fact):
            yield fact, constant
        case t.Between(operand=t.Fact() as fact, low=low, high=high):
            yield from ((fact, end) for end in (low, high) if isinstance(end, t.Const))
        case _:
            pass
