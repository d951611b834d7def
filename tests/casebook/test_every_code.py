"""Every code of reading, meaning and deciding stands in the casebook, and the casebook is as big as it says."""

import importlib
import pkgutil
import re
from pathlib import Path

import bangban
from bangban.problems import REGISTRY
from bangban.source import Source
from bangban.testing.casebook import Page, read_page

from .test_elsewhere import CODES

HERE = Path(__file__).parent
OTHER_ROOMS = ("BB3", "BB5")  # lint and proving have pages and tests of their own


def pages() -> list[Page]:
    return [read_page(Source(p.name, p.read_text("utf-8"))) for p in sorted(HERE.glob("*.md"))]


def registry() -> set[str]:
    for module in pkgutil.walk_packages(bangban.__path__, "bangban."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    own = {code: kind for code, kind in REGISTRY.items() if kind.__module__.startswith("bangban.")}
    return {code for code in own if not code.startswith(OTHER_ROOMS)}


def expected_codes() -> set[str]:
    return {code for page in pages() for case in page.cases for step in case.steps
            for code in re.findall(r"^BB\d{3}", step.expected.text, re.MULTILINE)}


def test_the_registry_minus_the_casebook_is_empty():
    assert registry() - expected_codes() - CODES == set()


def test_no_code_is_expected_that_does_not_exist():
    assert expected_codes() - registry() == set()


def test_wrong_input_is_told_by_at_least_150_cases():
    wrong = [step for page in pages() for case in page.cases for step in case.steps
             if step.expected.kind == "problems" and step.expected.text.strip()]
    assert len(wrong) >= 150


def test_meaning_is_told_by_at_least_60_cases():
    assert sum(step.expected.kind == "decision" for page in pages() for case in page.cases for step in case.steps) >= 60


def test_pages_are_well_formed():
    for page in pages():
        assert page.problems == ()
        assert page.cases
