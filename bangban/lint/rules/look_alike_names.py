"""Two names that differ only in characters that look alike."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Self

from attrs import frozen

from bangban.lint.lint import Lint
from bangban.lint.view import Named, View
from bangban.problems import Related
from bangban.words import Both

_LOOK_ALIKE = ("未末", "己已巳", "人入八", "土士", "日曰", "干千于", "天夭", "大太犬", "王玉", "刀力", "免兔", "侯候",
               "拔拨", "折拆", "贷货", "账帐", "1lI", "0Oo")
_SAME = {char: group[0] for group in _LOOK_ALIKE for char in group}


@frozen(kw_only=True)
class LookAlikeNames(Lint):
    """未 and 末, 己 and 已, l and 1."""

    code = "BB365"
    slug = "look-alike-names"
    title = Both("名称形近", "names that look alike")
    text = Both("「{name}」与{kind}「{other}」只差形近的字。",
                "“{name}” and the {kind} “{other}” differ only in characters that look alike.")
    advice = Both("给其中一个换一个分得开的名称;要是打错了字,改正它。",
                  "give one of them a name that can be told apart; or correct it, if it is mistyped.")
    why = Both("未与末、己与已、l 与 1,看的人分不出来,写错一个字,条件就查了别的事实。",
               "Nobody tells “未” from “末” or l from 1 at a glance; one slip and another fact is read.")
    avoid = """
定义 未缴费 (unpaid) 为 任一 费用 满足 (非 法定)
定义 末缴费 (last_paid) 为 任一 费用 满足 (法定)

规则 缴费提示 (payment_hint)
  归类 程序
  依据 《示例条例》第三条
  当 未缴费 且 末缴费
  警示 "请核对费用。"
"""
    prefer = """
定义 未缴费 (unpaid) 为 任一 费用 满足 (非 法定)
定义 有法定费用 (lawful_fee) 为 任一 费用 满足 (法定)

规则 缴费提示 (payment_hint)
  归类 程序
  依据 《示例条例》第三条
  当 未缴费 且 有法定费用
  警示 "请核对费用。"
"""
    name: str
    other: str
    kind: Both

    @classmethod
    def check(cls, view: View) -> Iterator[Self]:
        """Names equal once look-alike characters are taken for one."""
        seen: dict[str, tuple[str, Named]] = {}
        for named in view.names:
            for word in set(named.name):
                shape = "".join(_SAME.get(c, c) for c in word)
                other, first = seen.setdefault(shape, (word, named))
                if other != word:
                    yield cls(span=named.span, name=word, other=other, kind=first.kind,
                              related=(Related(first.span, Both("形近的名称", "the name it looks like")),))
