"""A case that says what comes out and not why."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Self

from attrs import frozen

from bangban.lint.lint import Lint
from bangban.lint.view import View
from bangban.syntax.keywords import VERDICTS
from bangban.words import Both


@frozen(kw_only=True)
class CaseWithoutGround(Lint):
    """Refused, but by what?"""

    code = "BB381"
    slug = "case-without-ground"
    default = "info"
    title = Both("用例没有写因", "case without ground")
    text = Both("用例「{case}」应为{verdict},没有写是因为哪条规则。",
                "the case “{case}” expects {verdict} and does not say by which rule.")
    advice = Both("加上「因 规则名」。", "add because and the rule.")
    why = Both("只看结论的用例,换一条规则拒绝也照样通过。",
               "A case that looks at the verdict alone passes when another rule refuses.")
    avoid = """
用例 "窗口强办"
  已知 申请.方式 = 窗口; 申请.自愿 = 否
  应为 拒绝
"""
    prefer = """
用例 "窗口强办"
  已知 申请.方式 = 窗口; 申请.自愿 = 否
  应为 拒绝 因 须自愿
"""
    case: str
    verdict: Both

    @classmethod
    def check(cls, view: View) -> Iterator[Self]:
        """Cases that expect a refusal or a permit and name no rule."""
        for case in view.model.cases:
            if case.verdict in ("deny", "permit") and not case.because:
                yield cls(span=case.span, case=case.title, verdict=VERDICTS[case.verdict])
