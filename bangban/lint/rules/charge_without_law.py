"""A fee charged on the strength of a document that cannot create fees."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Self

from attrs import frozen

from bangban.lint.lint import Lint
from bangban.lint.view import View
from bangban.policy import model as m
from bangban.syntax.keywords import RANKS
from bangban.words import Both

_LAWS = frozenset({"law", "administrative_regulation", "local_regulation"})


@frozen(kw_only=True)
class ChargeWithoutLaw(Lint):
    """Only laws and regulations make people pay."""

    code = "BB307"
    slug = "charge-without-law"
    title = Both("收费没有法律、法规依据", "fee charged without law")
    text = Both("「{rule}」应收费用,依据的却只有{ranks}。", "“{rule}” charges a fee and rests on {ranks} only.")
    advice = Both("引用规定这项收费的法律、法规;没有的,不得收。",
                  "cite the law or regulation that provides for the fee; where there is none, do not charge it.")
    why = Both("收费须有法律、法规依据,规章和规范性文件不能设定。没有依据的收费规则,会让工作人员违法收钱。",
               "A fee needs a law or regulation; lower documents cannot create one. A rule without it makes staff "
               "collect money unlawfully.")
    avoid = """
规则 复印收费 (copies_cost)
  归类 免费
  依据 《示例办法》第五条
  对每项 费 于 费用
  当 费.名称 = "复印"
  应收 费 1元 "复印每件一元,可以自己复印。"
"""
    prefer = """
规则 复印收费 (copies_cost)
  归类 免费
  依据 《示例办法》第五条, 《示例条例》第九条
  对每项 费 于 费用
  当 费.名称 = "复印"
  应收 费 1元 "复印每件一元,可以自己复印。"
"""
    rule: Both
    ranks: Both

    @classmethod
    def check(cls, view: View) -> Iterator[Self]:
        """应收 rules all of whose documents are in the set and of too low a rank."""
        ranks = {name: h.rank for h in view.model.heads.values() for name in (*h.name, h.title)}
        for rule in view.model.rules:
            if isinstance(rule.effect, m.Charge) and rule.citations:
                found = [ranks.get(c.document, "law") for c in rule.citations]
                if not _LAWS & set(found):
                    said = [RANKS[r] for r in dict.fromkeys(found)]
                    yield cls(span=rule.span, rule=rule.name, ranks=Both(
                        "、".join(r.zh for r in said), ", ".join(r.en.replace("_", " ") for r in said)))
