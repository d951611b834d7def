"""A named enum no field has."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Self

from attrs import frozen

from bangban.lint.lint import Lint
from bangban.lint.view import View
from bangban.syntax import tree
from bangban.words import Both


@frozen(kw_only=True)
class UnusedType(Lint):
    """Nothing is of this type."""

    code = "BB372"
    slug = "unused-type"
    title = Both("类型没有用到", "unused type")
    text = Both("类型「{name}」没有用到。", "the type “{name}” is not used.")
    advice = Both("字段里把值又写了一遍的,改用它;不用的,删去。",
                  "use it where a field lists the values again; else drop it.")
    why = Both("同样的值写在两处,加一个值就会只加一处。", "Values listed in two places are added to in one.")
    avoid = """
类型 渠道 (channel): 枚举 [窗口 (counter), 网上 (online)]
"""
    prefer = """
类型 渠道 (channel): 枚举 [窗口 (counter), 网上 (online)]

选项 缺省渠道 (default_channel): 渠道 = 窗口
  说明 "原文没有写。"

规则 渠道提示 (channel_hint)
  归类 程序
  依据 《示例条例》第三条
  当 缺省渠道 = 窗口
  警示 "请先到窗口。"
"""
    name: str

    @classmethod
    def check(cls, view: View) -> Iterator[Self]:
        """类型 whose name no type of a field, column, option or parameter uses."""
        declared: dict[str, tree.Label] = {}
        used: set[str] = set()
        for _, statement in view.statements("TYPE", "RECORD", "LIST", "OPTION", "PARAMETER", "TABLE"):
            if statement.keyword == "TYPE":
                declared.update({i.name: i for i in statement.head if isinstance(i, tree.Label)})
            for item in (*statement.head, *(i for c in statement.clauses for i in c.items)):
                if isinstance(item, tree.TypeRef):
                    used.update(word.name for word in item.words)
        for name, label in declared.items():
            if not used & {name, label.alias}:
                yield cls(span=label.span, name=name)
