"""A permit that no rule of voluntariness stands beside."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Self

from attrs import frozen

from bangban.lint.bounds import apart, sayings
from bangban.lint.lint import Lint
from bangban.lint.view import View
from bangban.policy import model as m
from bangban.words import Both


@frozen(kw_only=True)
class PermitWithoutVoluntariness(Lint):
    """Nobody may be served against their will."""

    code = "BB350"
    slug = "permit-without-voluntariness"
    title = Both("准予时没有查自愿", "permit without a check of voluntariness")
    text = Both("「{rule}」准予时,没有一条「自愿」类的禁止或者要求可能起作用。",
                "where “{rule}” permits, no forbid or requirement of the category voluntariness can take effect.")
    advice = Both("写一条归类「自愿」的规则,禁止强制或者要求自愿;不以申请为前提的行为,写明理由忽略本条。",
                  "add a rule of the category voluntariness that forbids compulsion or requires free will; for "
                  "actions nobody applies for, set this aside with that reason.")
    why = Both("代办帮办、便民服务都以自愿为前提。准予的条件里不查是不是自愿,强制的也会准予。",
               "Such services rest on free will. A permit beside which nothing asks for it permits what is forced.")
    avoid = """
规则 电话服务 (phone_service)
  归类 资格
  依据 《示例条例》第三条
  当 申请.方式 = 电话
  准予 "可以在电话里办理。"
"""
    prefer = """
规则 电话服务 (phone_service)
  归类 资格
  依据 《示例条例》第三条
  当 申请.方式 = 电话
  准予 "可以在电话里办理。"

规则 电话须自愿 (phone_of_own_accord)
  归类 自愿
  依据 《示例条例》第一条
  当 申请.方式 = 电话
  要求 申请.自愿 否则 拒绝 "电话办理须由申请人自愿提出,请由本人来电。"
  下一步 "请申请人本人来电。"
"""
    rule: Both

    @classmethod
    def check(cls, view: View) -> Iterator[Self]:
        """Permits that every voluntariness rule excludes, as far as their conjuncts tell."""
        model = view.model
        guards = [list(sayings(r.when, model)) for r in model.rules if r.category == "voluntariness" and (
            isinstance(r.effect, m.Forbid) or (isinstance(r.effect, m.Require) and r.effect.refuses))]
        permits = [r for r in model.rules if isinstance(r.effect, m.Permit)]
        for rule in permits if guards else permits[:1]:  # where there is no such rule at all, once is enough
            here = list(sayings(rule.when, model))
            if all(any(apart(a, b) for a in here for b in guard) for guard in guards):
                yield cls(span=rule.span, rule=rule.name)
