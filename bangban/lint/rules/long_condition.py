"""A condition of more parts than a reader holds in mind."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Self

from attrs import frozen

from bangban.lint.lint import Lint
from bangban.lint.view import View
from bangban.lint.walk import (
    atoms,
)
from bangban.words import Both


@frozen(kw_only=True)
class LongCondition(Lint):
    """Name its parts."""

    code = "BB329"
    slug = "long-condition"
    title = Both("条件太长", "condition too long")
    text = Both("「{name}」的条件有 {count} 个部分,超过 {limit_set} 个。",
                "the condition of “{name}” has {count} parts, more than {limit_set}.")
    advice = Both("把其中成组的部分写成「定义」,起一个业务上的名字。",
                  "make its groups definitions with names from the business.")
    why = Both("一个条件里的部分多了,没有人能核对它对不对;起了名字,规则读起来像原文,名字也能在别处用。",
               "Nobody can check a condition of many parts; with names the rule reads like its source, and the names "
               "serve elsewhere.")
    limit = 8
    avoid = """
规则 复杂提示 (complicated_hint)
  归类 程序
  依据 《示例条例》第三条
  当 申请.加急 且 申请.自愿 且 申请.方式 = 电话 且 申请.件数 > 1 且 申请.层级 = 县
     且 (申请人.年龄 > 59 或 申请人.照顾 包含 残疾人) 且 非 申请人.企业 且 任一 材料 满足 (原件)
  警示 "请派专人办理。"
"""
    prefer = """
定义 远程加急 (urgent_remote) 为 申请.加急 且 申请.自愿 且 申请.方式 = 电话 且 申请.件数 > 1 且 申请.层级 = 县
定义 受照顾 (cared_for) 为 (申请人.年龄 > 59 或 申请人.照顾 包含 残疾人) 且 非 申请人.企业

规则 复杂提示 (complicated_hint)
  归类 程序
  依据 《示例条例》第三条
  当 远程加急 且 受照顾 且 任一 材料 满足 (原件)
  警示 "请派专人办理。"
"""
    name: Both
    count: int
    limit_set: int

    @classmethod
    def check(cls, view: View) -> Iterator[Self]:
        """Conditions with more parts than the limit."""
        most = cls.most(view)
        for condition in view.conditions:
            count = atoms(condition.term)
            if count > most:
                yield cls(span=condition.term.span, name=condition.owner.name, count=count, limit_set=most)
