"""Every rule has its page, written from the rule; none is out of date and none is left over."""

import importlib.util
import sys
from pathlib import Path

DOCS = Path(__file__).parents[2] / "docs"


def script():
    spec = importlib.util.spec_from_file_location("docs_lint_pages", DOCS / "lint_pages.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def test_the_pages_are_up_to_date():
    pages = script()
    wanted = pages.wanted()
    stale = [p.name for p, text in wanted.items() if not p.is_file() or p.read_text("utf-8") != text]
    assert stale == [], "run: python docs/lint_pages.py"
    assert {p.name for p in pages.PAGES.glob("*.md")} == {p.name for p in wanted}
