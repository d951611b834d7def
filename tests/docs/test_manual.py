"""The manual holds together: links lead somewhere, every keyword is told of, both languages have the same pages."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pytest

from bangban.policy.values import show
from bangban.syntax import keywords as words

from .snippets import ROOT, pages, prose
from .test_problem_pages import _script

tables = _script("keyword_tables")
readings = _script("readings_table")
_LINK = re.compile(r"(?<!!)\[[^\]\n]*\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#{1,6} (.+)$", re.MULTILINE)


def slug(heading: str) -> str:
    """The anchor of a heading, as GitHub makes it."""
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).replace("`", "").strip().lower()
    kept = "".join(c for c in text if c in " -_" or unicodedata.category(c)[0] in "LNM")
    return kept.replace(" ", "-")


@pytest.mark.parametrize("page", pages(), ids=lambda p: str(p.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    for target in _LINK.findall(prose(page)):
        if target.startswith(("http://", "https://", "mailto:")):
            continue
        name, _, anchor = target.partition("#")
        path = (page.parent / name).resolve() if name else page
        assert path.exists(), target
        if anchor:
            assert anchor in {slug(h) for h in _HEADING.findall(prose(path))}, target


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_reference_shows_every_word(lang: str) -> None:
    text = (ROOT / "docs" / lang / "language.md").read_text("utf-8").split(tables.BEGIN)[0]
    code = re.findall(r"^```.*?^```|`[^`\n]+`", text, re.DOTALL | re.MULTILINE)
    shown = set(re.findall(r"[^\W\d]\w*", "\n".join(code)))
    fixed = (words.TYPES, words.MODIFIERS, words.UNITS, words.RANKS, words.CATEGORIES, words.VERDICTS, words.REASONS,
             words.PURPOSES, words.YAML_KEYS)
    every = [k.word for k in words.KEYWORDS] + [both for table in fixed for both in table.values()]
    assert [both for both in every if both.say(lang) not in shown] == []


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_keyword_tables_are_up_to_date(lang: str) -> None:
    assert tables.page(lang) == tables.PAGES[lang].read_text("utf-8"), "run: python docs"


def test_the_table_of_readings_is_up_to_date() -> None:
    assert readings.page() == readings.PAGE.read_text("utf-8"), "run: python docs"


def test_the_english_readings_have_every_option_with_its_default() -> None:
    text = (ROOT / "docs" / "en" / "readings.md").read_text("utf-8")
    found = re.findall(r"^\| [^|]+ \| `(\w+)` [^|]+ \| ([^|]+) \|", text, re.MULTILINE)
    assert sorted(found) == sorted((o.name.en, show(o.default, o.type, "en")) for o in readings.options())


def test_both_languages_have_the_same_pages() -> None:
    def names(lang: str) -> set[str]:
        return {p.name for p in (ROOT / "docs" / lang).glob("*.md")}
    assert names("zh") == names("en")


def test_both_languages_have_the_same_outline() -> None:
    for page in sorted((ROOT / "docs" / "zh").glob("*.md")):
        other = ROOT / "docs" / "en" / page.name
        levels = [re.findall(r"^(#{1,6}) ", prose(p), re.MULTILINE) for p in (page, other)]
        assert levels[0] == levels[1], page.name
