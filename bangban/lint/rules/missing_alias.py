"""A name without its other language, where nearly all others have one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Self

from attrs import frozen

from bangban.lint.lint import Lint
from bangban.lint.view import Named, View
from bangban.words import Both


@frozen(kw_only=True)
class MissingAlias(Lint):
    """The set cannot be shown in the other language."""

    code = "BB367"
    slug = "missing-alias"
    title = Both("没有另一种语言的名称", "name in one language only")
    text = Both("{kind}「{name}」没有另一种语言的名称,别的大多有。",
                "the {kind} “{name}” has one name only; most others have two.")
    advice = Both("在后面加括号写上,如「{name} (english_name)」。", "add it in parentheses behind the name.")
    why = Both("接口、英文输出和改写成另一种语言都要用它;缺一个,那里就露出另一种语言。",
               "Interfaces, output in the other language and translation use it; where one is missing, the wrong "
               "language shows.")
    limit = 80
    avoid = """
定义 电话办理 为 申请.方式 = 电话

规则 电话提示 (phone_hint)
  归类 程序
  依据 《示例条例》第三条
  当 电话办理
  警示 "请核对来电号码。"
"""
    prefer = """
定义 电话办理 (by_phone) 为 申请.方式 = 电话

规则 电话提示 (phone_hint)
  归类 程序
  依据 《示例条例》第三条
  当 电话办理
  警示 "请核对来电号码。"
"""
    kind: Both
    name: str

    @classmethod
    def check(cls, view: View) -> Iterator[Self]:
        """Names without an alias, once more per cent of all have one than the limit."""
        first: dict[str, Named] = {}
        for named in view.names:  # a policy restates its name in every file
            kept = first.setdefault(named.name.zh, named)
            if kept.name.zh == kept.name.en != named.name.en:
                first[named.name.zh] = named
        single = [n for n in first.values() if n.name.zh == n.name.en]
        if 100 * (len(first) - len(single)) > cls.most(view) * len(first):
            aliases = {n.name.en for n in first.values() if n.name.zh != n.name.en}
            for named in single:
                if named.name.zh not in aliases:
                    yield cls(span=named.span, kind=named.kind, name=named.name.zh)
