"""A rule that turns an applicant away for a duty of the administration."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Self

from attrs import frozen

from bangban.lint.lint import Lint
from bangban.lint.view import View
from bangban.policy import model as m
from bangban.words import Both

_ORGANISATIONAL = frozenset({"duty", "机构", "organisational", "organizational", "institution"})


@frozen(kw_only=True)
class OrganisationalDutyRefuses(Lint):
    """The administration's own gap is never the applicant's fault."""

    code = "BB351"
    slug = "organisational-duty-refuses"
    title = Both("机构的义务用来拒绝申请人", "refusal for a duty of the administration")
    text = Both("「{rule}」拒绝申请人,而{why_so}。", "“{rule}” refuses the applicant, and {why_so}.")
    advice = Both("改作「警示」,或者改作「应当」由机构履行;只在某种读法下拒绝的,写明理由忽略本条。",
                  "make it a warning, or a duty that the administration owes; where it refuses under one reading "
                  "only, set this aside with that reason.")
    why = Both("约束机构自身的规定,机构没有做到,不能让申请人承担后果。",
               "What binds the administration is for the administration to do; its failure must not fall on the "
               "applicant.")
    avoid = """
规则 人员须培训 (staff_trained)
  归类 机构
  依据 《示例条例》第三条
  当 机构.已培训 = 否
  禁止 "承办人员没有培训,请改日再来。"
  下一步 "改日再来。"
"""
    prefer = """
规则 人员须培训 (staff_trained)
  归类 机构
  依据 《示例条例》第三条
  当 机构.已培训 = 否
  警示 "承办人员没有培训,请先安排培训,不因此拒绝申请人。"
"""
    rule: Both
    why_so: Both

    @classmethod
    def check(cls, view: View) -> Iterator[Self]:
        """Refusals by category, and refusals that rest on a passage set aside as 机构义务."""
        aside = [u.citation for u in view.model.uncoded if u.reason == "organisational" and u.citation.quote]
        for rule in view.model.rules:
            refuses = isinstance(rule.effect, m.Forbid) or (isinstance(rule.effect, m.Require) and rule.effect.refuses)
            if not refuses:
                continue
            if rule.category in _ORGANISATIONAL:
                yield cls(span=rule.span, rule=rule.name, why_so=Both(
                    "它归类为义务或者机构", "its category is one of duties"))
                continue
            for citation in rule.citations:
                if any(_overlap(citation, passage) for passage in aside):
                    yield cls(span=citation.span, rule=rule.name, why_so=Both(
                        f"所引的「{citation.quote}」已经写明是机构义务",
                        f"the words it quotes, “{citation.quote}”, are set aside as organisational"))


def _overlap(one: m.Citation, other: m.Citation) -> bool:
    if (one.document, one.article) != (other.document, other.article) or not one.quote or not other.quote:
        return False
    return one.quote in other.quote or other.quote in one.quote
