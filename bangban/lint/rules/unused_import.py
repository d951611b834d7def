"""An import of which nothing is used."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Self

from attrs import frozen

from bangban.lint.imports import Import, Imports
from bangban.lint.lint import Lint
from bangban.lint.view import View
from bangban.problems import Fix
from bangban.source import Span
from bangban.words import Both


@frozen(kw_only=True)
class UnusedImport(Lint):
    """What it brings in decides nothing here."""

    code = "BB375"
    slug = "unused-import"
    title = Both("引入没有用到", "unused import")
    text = Both("引入的「{file}」没有用到:本政策里没有写到它声明的任何名称。",
                "nothing of “{file}” is used: this policy writes none of the names it declares.")
    advice = Both("删去这一句;本来要用的,核对路径和名称。", "drop it; where it was to be used, check path and names.")
    why = Both("读的人以为这部政策依靠那个文件;那个文件改了,还要回来看这里有没有影响。"
               "引入的文件里有规则、例外、保证、用例的,引入了就起作用,不在此列。",
               "Readers believe that the policy rests on that file, and look here whenever it changes. Files with "
               "rules, exceptions, invariants or cases count once they are imported, and are not spoken of.")
    avoid = """
政策 补充办法 (additional_policy)
  标题 "补充办法"
  位阶 规章
  施行 2024-01-01
  引入 "词汇.policy"

规则 公布提示 (notice_hint)
  归类 程序
  依据 《补充办法》第三条
  警示 "请核对办法是否已经公布。"
"""
    prefer = """
政策 补充办法 (additional_policy)
  标题 "补充办法"
  位阶 规章
  施行 2024-01-01

规则 公布提示 (notice_hint)
  归类 程序
  依据 《补充办法》第三条
  警示 "请核对办法是否已经公布。"
"""
    file: str

    @classmethod
    def check(cls, view: View) -> Iterator[Self]:
        """引入 of files that only declare names, none of which its policy writes."""
        for one in Imports(view.fileset).unused():
            yield cls(span=one.clause.span, file=one.written.value, fixes=_without(one))


def _without(one: Import) -> tuple[Fix, ...]:
    """The repair that takes out its line; none where more stands there, or above it."""
    span, text = one.clause.span, one.source.text
    start, end = text.rfind("\n", 0, span.start) + 1, text.find("\n", span.end)
    end = len(text) if end == -1 else end + 1
    if text[start:end].strip() != span.text or one.clause.above or not one.source.name.endswith(".policy"):
        return ()
    return (Fix(Both("删去这一句", "drop this line"), Span(span.source, start, end), ""),)
