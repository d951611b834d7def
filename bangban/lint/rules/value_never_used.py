"""An enum value no condition names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Self

from attrs import frozen

from bangban.lint.lint import Lint
from bangban.lint.view import View
from bangban.lint.walk import (
    Part,
    Path,
    enum_of,
    fields,
    full_path,
)
from bangban.policy import terms as t
from bangban.source import Span
from bangban.words import Both


@frozen(kw_only=True)
class ValueNeverUsed(Lint):
    """It is treated like every other value nobody names."""

    code = "BB374"
    slug = "value-never-used"
    default = "info"
    title = Both("枚举值没有规则提到", "enum value no rule names")
    text = Both("「{fact}」的值 {values} 没有规则提到。", "no rule names {values} of “{fact}”.")
    advice = Both("看看它是不是该有自己的说法;没有的,不必理会。",
                  "see whether it wants a rule of its own; if not, let it be.")
    why = Both("加了值而没有加规则,是漏改最常见的样子。",
               "A value added without a rule is what a forgotten change looks like.")
    avoid = """
规则 电话提示 (phone_hint)
  归类 程序
  依据 《示例条例》第三条
  当 申请.方式 = 电话
  警示 "请核对来电号码。"
"""
    prefer = """
规则 电话提示 (phone_hint)
  归类 程序
  依据 《示例条例》第三条
  当 申请.方式 = 电话 或 申请.层级 属于 [市, 县] 或 申请人.照顾 包含任一 [老年人, 残疾人]
  警示 "请核对来电号码。"

规则 远程提示 (remote_hint)
  归类 程序
  依据 《示例条例》第三条
  当 申请.方式 属于 [窗口, 网上] 或 申请.层级 = 乡
  警示 "请核对账号。"
"""
    fact: str
    values: tuple[str, ...]

    @classmethod
    def check(cls, view: View) -> Iterator[Self]:
        """Values of enum fields that are read, where some of their values stand in no term."""
        named: dict[Path, set[str]] = defaultdict(set)
        for part in view.all_parts:
            for fact, constants in _meets(part):
                named[full_path(fact, part.bound)] |= {c.value for c in constants}
        for path, field in fields(view.model.vocabulary):
            enum = enum_of(field.type)
            if enum is None or path not in named:
                continue
            missing = tuple(v.zh for v in enum.values if v.zh not in named[path])
            if missing and not enum.open:
                yield cls(span=_spot(path, view), fact=".".join(path), values=missing)


def _meets(part: Part) -> Iterator[tuple[t.Fact, list[t.Const]]]:
    match part.term:
        case t.Compare(left=t.Fact() as fact, right=t.Const() as value) | \
                t.Compare(left=t.Const() as value, right=t.Fact() as fact):
            yield fact, [value]
        case t.OneOf(item=t.Fact() as fact, values=values) | t.Contains(container=t.Fact() as fact, items=values):
            yield fact, [v for v in values if isinstance(v, t.Const)]
        case _:
            pass


def _spot(path: Path, view: View) -> Span:
    spans = [n.span for n in view.names if n.kind.en == "field" and path[-1] in n.name]
    return spans[0] if spans else view.names[0].span
