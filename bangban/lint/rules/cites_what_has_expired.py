"""A rule that rests on a document no longer in force when the rule is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Self

from attrs import frozen

from bangban.lint.lint import Lint
from bangban.lint.view import View
from bangban.words import Both


@frozen(kw_only=True)
class CitesWhatHasExpired(Lint):
    """The rule outlives its basis."""

    code = "BB306"
    slug = "cites-what-has-expired"
    title = Both("依据的文件已经失效", "basis no longer in force")
    text = Both("「{rule}」还在施行,而所依据的《{document}》到 {end} 为止。",
                "“{rule}” is in force beyond {end}, the last day of “{document}”, which it cites.")
    advice = Both("给规则写上「自 … 至 {end}」,或者改引现行的文件。",
                  "end the rule by “from … to {end}”, or cite what is in force now.")
    why = Both("依据失效以后再凭它拒绝,是没有依据的决定。", "A refusal on an expired basis is a refusal without one.")
    avoid = """
规则 夜间不办 (closed_at_night)
  归类 程序
  依据 《旧办法》第三条
  当 申请.加急
  禁止 "夜间不受理,请在白天再来。"
  下一步 "白天再来。"

政策 旧办法 (old_scheme)
  标题 "旧办法"
  施行 2020-01-01
  失效 2024-06-30
"""
    prefer = """
规则 夜间不办 (closed_at_night)
  归类 程序
  依据 《旧办法》第三条
  自 2024-01-01 至 2024-06-30
  当 申请.加急
  禁止 "夜间不受理,请在白天再来。"
  下一步 "白天再来。"

政策 旧办法 (old_scheme)
  标题 "旧办法"
  施行 2020-01-01
  失效 2024-06-30
"""
    rule: Both
    document: str
    end: str

    @classmethod
    def check(cls, view: View) -> Iterator[Self]:
        """Rules whose last day lies after that of a policy of the set they cite."""
        ends = {name: head.period.end for head in view.model.heads.values() for name in (*head.name, head.title)}
        for rule in view.model.rules:
            own = [p for p in (rule.period.end, view.model.heads[rule.policy].period.end) if p is not None]
            for citation in rule.citations:
                end = ends.get(citation.document)
                if end is not None and (not own or min(own) > end):
                    yield cls(span=citation.span, rule=rule.name, document=citation.document, end=end.isoformat())
