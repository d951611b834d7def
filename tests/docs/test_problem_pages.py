"""Every problem has a page in the manual, each page shows what the command line prints, each code is used once."""

from __future__ import annotations

import importlib.util
import re
import sys
from collections import Counter
from pathlib import Path
from types import ModuleType

import pytest

from .snippets import ROOT


def _script(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"docs_{name}", ROOT / "docs" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


pages = _script("problem_pages")


def test_every_problem_has_an_example_and_no_example_is_left_over() -> None:
    assert sorted(pages.examples()) == sorted(pages.registry())


@pytest.mark.parametrize("code", sorted(pages.examples()))
def test_an_example_shows_its_problem(code: str) -> None:
    if not pages.can_run(code):
        pytest.skip("needs the solver")
    example = pages.examples()[code]
    for lang in ("zh", "en"):
        assert pages.told(example, lang) == {code, *example.get("also", ())}


def test_the_pages_are_up_to_date() -> None:
    stale = [str(p.relative_to(ROOT)) for p, text in pages.wanted().items()
             if not p.is_file() or p.read_text("utf-8") != text]
    assert stale == [], "run: python docs"


def test_there_is_no_page_without_a_problem() -> None:
    known = {f"{code}.md" for code in pages.registry()} | {"README.md"}
    assert {p.name for p in pages.PAGES.glob("*.md")} == known


def test_each_code_is_declared_once() -> None:
    found: list[str] = []
    for path in sorted(Path(ROOT / "bangban").rglob("*.py")):
        if path.is_relative_to(ROOT / "bangban" / "lint" / "rules"):
            continue
        found += re.findall(r'^    code(?:: ClassVar\[str\])? = "(BB[0-9]{3})"$', path.read_text("utf-8"), re.MULTILINE)
    twice = [code for code, count in Counter(found).items() if count > 1 and code != "BB201"]
    assert twice == []
    assert set(found) == set(pages.registry())


def test_every_problem_speaks_both_languages() -> None:
    for code, problem in pages.registry().items():
        for both in (problem.title, problem.text, problem.advice):
            assert both.zh, code
            assert both.en, code
            assert both.zh != both.en or re.fullmatch(r"\{\w+\}", both.zh), code
