"""The manual's page on each rule of ``bangban lint``, written from the rule and its example, which is really run.

    python docs/lint_pages.py             # write them
    python docs/lint_pages.py --check     # only say which are out of date
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from bangban.lint.example import HEADER, RULES, TEXT_NAME, VOCABULARY, example
from bangban.lint.fixing import mend
from bangban.lint.lint import Lint
from bangban.lint.rules import all_rules
from bangban.lint.run import lint
from bangban.policy.check import check
from bangban.problems import Problem
from bangban.render.problems import Page
from bangban.words import Both, Lang

DOCS = Path(__file__).resolve().parent
PAGES = DOCS / "reference" / "lint"
LANGS: tuple[Lang, ...] = ("zh", "en")
_SEVERITIES = {"error": Both("错误", "error"), "warning": Both("警告", "warning"), "info": Both("提示", "note")}
_GROUPS = (
    ("BB300", Both("依据", "Basis")), ("BB310", Both("日期和参数", "Dates and parameters")),
    ("BB320", Both("条件", "Conditions")), ("BB345", Both("规则和效果", "Rules and effects")),
    ("BB365", Both("名称", "Names")), ("BB380", Both("用例、保证、不编码", "Cases, invariants, passages set aside")))
_BLANK = re.compile(r"(?<!\{)\{\w+\}(?!\})")


def found(rule: type[Lint]) -> list[Problem]:
    """What a rule says of what its example avoids."""
    fileset = example(rule, rule.avoid)
    problems = [p for p in lint(fileset, check(fileset)[0]) if p.code == rule.code]
    own = [p for p in problems if p.span.source.name == "例.policy"]
    return own or problems


def mended(rule: type[Lint]) -> str | None:
    """The statements of the example as the repair leaves them; None where there is none."""
    if not any(len(p.fixes) == 1 for p in found(rule)):
        return None
    fileset = example(rule, rule.avoid)
    result = mend(fileset, lambda s: [p for p in lint(s, check(s)[0]) if p.code == rule.code])
    text = result.fileset.files[0].source.text
    return text[text.index(RULES) + len(RULES):].strip()


def page(rule: type[Lint]) -> str:
    """The page on one rule."""
    severity = _SEVERITIES[rule.default]
    repair = mended(rule)
    marks = [f"{severity.zh} {severity.en}", f"`{rule.slug}`"]
    marks += ["可以自动改 can be mended"] if repair is not None else []
    out = [f"# {rule.code} {rule.title.zh} · {rule.title.en}", "",
           " · ".join([*marks, "[全部建议 all advice](README.md)"]), ""]
    for lang in LANGS:
        out += [f"## {'中文' if lang == 'zh' else 'English'}", "", plain(rule.text, lang), "", rule.why.say(lang), "",
                Both("**怎么办：**", "**What to do:** ").say(lang) + plain(rule.advice, lang), ""]
    out += ["## 避免 · Avoid", ""]
    if rule.text_file:
        out += [f"`{TEXT_NAME}`", "", *_block(rule.text_file), ""]
    out += [*_block(rule.avoid), ""]
    for lang in LANGS:
        out += [*_block("\n\n".join(Page(lang).problem(p) for p in found(rule)[:2])), ""]
    if repair is not None:
        out += ["`bangban lint --fix` 改成 · makes it:", "", *_block(repair), ""]
    out += ["## 宜写 · Prefer", "", *_block(rule.prefer), "", "## 设置 · Configuration", "", *_settings(rule)]
    return "\n".join(out).rstrip("\n") + "\n"


def _settings(rule: type[Lint]) -> Iterator[str]:
    other = "error" if rule.default != "error" else "warning"
    yield from ("```toml", "# bangban.toml", "[lint.severity]", f'{rule.code} = "{other}"  # error, warning, info, off')
    if rule.limit is not None:
        yield from ("", "[lint.limits]", f"{rule.code} = {rule.limit}")
    yield from ("", "[lint.per-file-ignores]", f'"旧文件/*.policy" = ["{rule.code}"]', "```", "")
    yield from (*_block(f"# bangban: 忽略 {rule.code} 这里写理由\n# bangban: ignore {rule.code} because the reason is "
                        "given here"), "")


def plain(both: Both, lang: Lang) -> str:
    """A message with ``…`` for its blanks."""
    return _BLANK.sub("…", both.say(lang))


def _block(text: str) -> list[str]:
    return ["```text", *text.strip("\n").split("\n"), "```"]


def index() -> str:
    """The list of all rules, how they are set, and what the examples stand under."""
    rules = all_rules()
    bounds = [*[low for low, _ in _GROUPS][1:], "BB390"]
    out = ["# 写法建议一览 · All advice", "",
           "`bangban lint` 看政策写得好不好。检查（`bangban check`）管对错，建议管好不好；提示用 `--notes` 列出来。",
           "`bangban lint` looks at how policies are written. The check tells what is wrong, lint what could be "
           "better; notes are listed with `--notes`.", "", *_HOW, ""]
    for (low, heading), high in zip(_GROUPS, bounds, strict=True):
        out += [f"## {heading.zh} · {heading.en}", "", "| 编号 code | 中文 | English | | |",
                "| --- | --- | --- | --- | --- |"]
        for code, rule in rules.items():
            if low <= code < high:
                severity = _SEVERITIES[rule.default]
                repair = "--fix" if mended(rule) is not None else ""
                out.append(f"| [{code}]({code}.md) | {rule.title.zh} | {rule.title.en} | {severity.zh} {severity.en} "
                           f"| {repair} |")
        out.append("")
    out += ["## 例子所用的词汇和题头 · What the examples stand under", "", *_block(VOCABULARY), "",
            *_block(HEADER + RULES), ""]
    return "\n".join(out)


_HOW = [
    "## 设置 · Configuration", "",
    "写在政策集根目录的 `bangban.toml`，或者上级目录 `pyproject.toml` 的 `[tool.bangban.lint]`；前者优先。",
    "In `bangban.toml` at the root of the set, or `[tool.bangban.lint]` of a `pyproject.toml` above it; the former "
    "goes first.", "",
    "```toml", "[lint]", 'ignore = ["BB38"]            # 编号，或者编号的开头 · codes, or beginnings of codes', "",
    "[lint.severity]", 'BB355 = "error"              # error, warning, info, off', "",
    "[lint.limits]", "BB329 = 10                   # 有上限的建议 · advice with a limit", "",
    "[lint.per-file-ignores]", '"旧文件/*.policy" = ["BB314"]', "```", "",
    "个别之处用注释忽略，理由必写；多余的忽略会说出来。写在声明上面的管整个声明，写在子句上面或者后面的管这一句。",
    "A single place is set aside by a comment with a reason; ignores that do nothing are told. Above a declaration it "
    "counts for all of it, above or behind a clause for the clause.", "",
    "```text", "# bangban: 忽略 BB369 只影响引用时的名称,不影响结论",
    "# bangban: ignore BB307 because the library sells printing at cost", "```"]


def wanted() -> dict[Path, str]:
    """Every page as it should be."""
    return {PAGES / "README.md": index(), **{PAGES / f"{code}.md": page(rule) for code, rule in all_rules().items()}}


def main() -> int:
    """Write the pages, or with ``--check`` say which are out of date."""
    pages = wanted()
    stale = [p for p, text in pages.items() if not p.is_file() or p.read_text("utf-8") != text]
    extra = [p for p in PAGES.glob("*.md") if p not in pages]
    if "--check" not in sys.argv:
        PAGES.mkdir(parents=True, exist_ok=True)
        for path in stale:
            path.write_text(pages[path], "utf-8")
        for path in extra:
            path.unlink()
    for path in [*stale, *extra]:
        print(path.relative_to(DOCS.parent), file=sys.stderr)
    return 1 if "--check" in sys.argv and (stale or extra) else 0


if __name__ == "__main__":
    sys.exit(main())
