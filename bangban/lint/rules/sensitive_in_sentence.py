"""A sentence that prints a fact marked sensitive."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Self

from attrs import frozen

from bangban.lint.lint import Lint
from bangban.lint.view import View
from bangban.lint.walk import (
    Path,
    field_at,
    full_path,
    parts,
)
from bangban.policy import model as m
from bangban.policy import terms as t
from bangban.words import Both


@frozen(kw_only=True)
class SensitiveInSentence(Lint):
    """It is read aloud at a counter, printed and filed."""

    code = "BB359"
    slug = "sensitive-in-sentence"
    title = Both("话里印出了敏感信息", "sensitive fact printed")
    text = Both("「{rule}」的话里印出敏感的「{fact}」。",
                "the sentence of “{rule}” prints the sensitive fact “{fact}”.")
    advice = Both("不印具体的值,改说需要什么;本人一看就明白的,不必写出来。",
                  "say what is needed without the value itself.")
    why = Both("决定书、告知书会打印、归档、当众念出。敏感个人信息只在必要时用,不在这里露出来。",
               "Decisions and notices are printed, filed and read out. Sensitive data is used where needed and not "
               "shown here.")
    avoid = """
规则 证号提示 (id_hint)
  归类 程序
  依据 《示例条例》第三条
  当 申请.方式 = 电话
  警示 "请核对身份证号{申请人.身份证号}。"
"""
    prefer = """
规则 证号提示 (id_hint)
  归类 程序
  依据 《示例条例》第三条
  当 申请.方式 = 电话
  警示 "请核对身份证号。"
"""
    rule: Both
    fact: Both

    @classmethod
    def check(cls, view: View) -> Iterator[Self]:
        """Blanks that read a field marked 敏感, or a field of a record that is."""
        for said in view.messages:
            for blank in said.message.parts:
                if isinstance(blank, str | m.MissingItems):
                    continue
                for part in parts(blank, said.bound):
                    if isinstance(part.term, t.Fact) and _sensitive(full_path(part.term, part.bound), view):
                        yield cls(span=blank.span, rule=said.rule.name, fact=part.term.name)


def _sensitive(path: Path, view: View) -> bool:
    found = (field_at(path[:n], view.model.vocabulary) for n in range(1, len(path) + 1))
    return any(f is not None and f.sensitive for f in found)
