"""The tables of all keywords at the end of the language reference, written from the keyword table of the language.

    python docs/keyword_tables.py            # write them
    python docs/keyword_tables.py --check    # only say whether they are up to date
"""

from __future__ import annotations

import sys
from pathlib import Path

from bangban.syntax import keywords as words
from bangban.words import Both, Lang

DOCS = Path(__file__).resolve().parent
PAGES: dict[Lang, Path] = {"zh": DOCS / "zh" / "language.md", "en": DOCS / "en" / "language.md"}
BEGIN, END = "<!-- keywords:begin -->\n", "<!-- keywords:end -->\n"
_KINDS: dict[str, Both] = {
    "statement": Both("声明", "Declarations"), "clause": Both("子句", "Clauses"),
    "inner": Both("子句里的词", "Words inside clauses"), "operator": Both("运算", "Operators"),
    "function": Both("函数", "Functions"), "literal": Both("值", "Values")}
_FIXED: tuple[tuple[Both, dict[str, Both]], ...] = (
    (Both("类型", "Types"), words.TYPES), (Both("修饰语", "Modifiers"), words.MODIFIERS),
    (Both("单位", "Units"), words.UNITS), (Both("位阶（由高到低）", "Ranks, highest first"), words.RANKS),
    (Both("类别", "Categories"), words.CATEGORIES), (Both("结论", "Verdicts"), words.VERDICTS),
    (Both("不编码的理由", "Reasons of uncoded passages"), words.REASONS),
    (Both("名录的用途", "Purposes of tables"), words.PURPOSES),
    (Both("YAML 的键", "Keys of the YAML spellings"), words.YAML_KEYS))


def tables(lang: Lang) -> str:
    """Every keyword and every fixed word, in both languages, told in ``lang``."""
    out = []
    for kind, heading in _KINDS.items():
        rows = [k for k in words.KEYWORDS if k.kind == kind]
        means = Both("意思", "means").say(lang)
        out.append(f"**{heading.say(lang)}**\n\n| 中文 | English | {means} |\n| --- | --- | --- |\n" + "".join(
            f"| `{k.word.zh}` | `{k.word.en}` | {k.doc.say(lang)} |\n" for k in rows))
    fixed = Both("**有固定意思的名称**（只在它们该在的地方）",
                 "**Names with a fixed meaning** (only where they belong)")
    out.append(f"{fixed.say(lang)}\n\n" + "".join(
        f"- {heading.say(lang)}{'：' if lang == 'zh' else ': '}" + Both("、", ", ").say(lang).join(
            f"`{b.zh}` `{b.en}`" for b in both.values()) + "\n" for heading, both in _FIXED))
    return "\n".join(out)


def page(lang: Lang) -> str:
    """The reference with its tables as they should be."""
    text = PAGES[lang].read_text("utf-8")
    before, rest = text.split(BEGIN)
    return before + BEGIN + "\n" + tables(lang) + "\n" + END + rest.split(END)[1]


def main() -> int:
    """Write the tables, or with ``--check`` say which page is out of date."""
    stale = [lang for lang, path in PAGES.items() if page(lang) != path.read_text("utf-8")]
    for lang in stale:
        if "--check" in sys.argv:
            print(f"{PAGES[lang].relative_to(DOCS.parent)}: run python docs/keyword_tables.py", file=sys.stderr)
        else:
            PAGES[lang].write_text(page(lang), "utf-8")
    return 1 if stale and "--check" in sys.argv else 0


if __name__ == "__main__":
    sys.exit(main())
