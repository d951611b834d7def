"""A fact no rule looks at."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Self

from attrs import frozen

from bangban.lint.lint import Lint
from bangban.lint.view import View
from bangban.lint.walk import (
    Path,
    fields,
)
from bangban.policy.types import ListType, RecordType
from bangban.source import Span
from bangban.syntax import tree
from bangban.words import Both


@frozen(kw_only=True)
class FactNeverRead(Lint):
    """Whatever is filled in there, the decision is the same."""

    code = "BB373"
    slug = "fact-never-read"
    default = "info"
    title = Both("事实没有规则查", "fact no rule reads")
    text = Both("「{fact}」没有规则查,填什么都不影响结论。",
                "no rule reads “{fact}”; whatever is given there, the decision is the same.")
    advice = Both("只作记录的,留着;不必要的个人信息,不要收。",
                  "keep it where it is a record; do not ask for personal data nobody needs.")
    why = Both("要人填却不用的事实,是多跑一趟的来源;个人信息更应当只收必要的。",
               "Facts asked for and not used cost people time, and personal data should be asked for only where "
               "needed.")
    avoid = """
规则 电话提示 (phone_hint)
  归类 程序
  依据 《示例条例》第三条
  当 申请.方式 = 电话
  警示 "请核对来电号码。"
"""
    prefer = """
规则 事实都查 (everything_read)
  归类 程序
  依据 《示例条例》第三条
  当 申请.自愿 或 申请.加急 或 申请.方式 = 电话 或 申请.件数 > 1 或 申请.层级 = 县
     或 申请人.年龄 > 59 或 申请人.身份证号 = "" 或 申请人.企业 或 申请人.照顾 包含 残疾人 或 机构.已培训
     或 任一 费用 满足 (名称 = "" 或 金额 > 0元 或 法定) 或 任一 材料 满足 (名称 = "" 或 原件 或 必需)
  警示 "请核对来电号码。"
"""
    fact: str

    @classmethod
    def check(cls, view: View) -> Iterator[Self]:
        """Scalar fields, other than the date of the decision, that no term reads."""
        if not view.model.rules:
            return
        spans = {(n.name.zh, n.kind.en): n.span for n in view.names}
        for path, field in fields(view.model.vocabulary):
            if isinstance(field.type, RecordType | ListType) or field.decision_date:
                continue
            if path not in view.facts_read:
                yield cls(span=_place(path, view) or spans[field.name.zh, "field"], fact=".".join(path))


def _place(path: Path, view: View) -> Span | None:
    """Where the field is declared: in the record of that name."""
    record = ".".join(path[:-1])
    for _, statement in view.statements("RECORD", "LIST"):
        names = [word for i in statement.head if isinstance(i, tree.Label) for word in (i.name, i.alias)]
        if record in names:
            for clause in statement.clauses:
                for item in clause.items:
                    if isinstance(item, tree.Label) and path[-1] in (item.name, item.alias):
                        return item.span
    return None
