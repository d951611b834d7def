"""What the manual shows is true: its policies load, its programs run, its commands print what the page says."""

from __future__ import annotations

import contextlib
import importlib.util
import io
import re
from pathlib import Path
from typing import Any

import pytest

from bangban import PolicyError, loads
from bangban.source import Source
from bangban.syntax.from_cases import parse_cases
from bangban.syntax.read import read

from .console import commands, lay_out, matches, output
from .snippets import ROOT, Snippet, pages, snippets

LOADED = [p for p in pages() if any(s.lang in ("policy", "yaml") for s in snippets(p))]
RUN = [p for p in pages() if any("run" in s.marks for s in snippets(p))]


def name(page: Path) -> str:
    """A page as the test is called."""
    return str(page.relative_to(ROOT))


def joined(snippet: Snippet, named: dict[str, Snippet]) -> str:
    """The blocks a snippet uses and itself, as one text."""
    used = [named[name].text for name in snippet.marks.get("use", "").split(",") if name]
    return "\n".join([*used, snippet.text])


def codes_of(text: str, name: str) -> list[str]:
    """The codes of the errors in a policy given as text."""
    try:
        loads(text, name)
    except PolicyError as error:
        return sorted({p.code for p in error.problems})
    return []


@pytest.mark.parametrize("page", LOADED, ids=name)
def test_the_policies_of_a_page_load(page: Path) -> None:
    named: dict[str, Snippet] = {}
    for snippet in snippets(page):
        if snippet.lang not in ("policy", "yaml"):
            continue
        if "name" in snippet.marks:
            named[snippet.marks["name"]] = snippet
        if snippet.lang == "yaml" and "cases" in snippet.marks:
            assert parse_cases(Source("text.cases.yaml", snippet.text))[1] == [], snippet.place
            continue
        written = "text.policy" if snippet.lang == "policy" else "text.policy.yaml"
        if "check" in snippet.marks or "error" in snippet.marks:
            wanted = sorted(c for c in snippet.marks.get("error", "").split(",") if c)
            assert codes_of(joined(snippet, named), written) == wanted, snippet.place
        elif snippet.lang == "policy" or "file" not in snippet.marks:
            problems = read(Source(written, snippet.text))[1]
            assert [p.message("en") for p in problems] == [], snippet.place


@pytest.mark.parametrize("page", RUN, ids=name)
def test_the_commands_and_programs_of_a_page_run(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    lay_out(tmp_path)
    names: dict[str, Any] = {"__name__": "__page__"}
    for snippet in snippets(page):
        if "file" in snippet.marks:
            target = tmp_path / snippet.marks["file"]
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(snippet.text, "utf-8")
        elif "run" not in snippet.marks or not installed(snippet.marks.get("needs")):
            continue
        elif snippet.lang == "python":
            run_python(snippet, names)
        else:
            assert snippet.lang == "console", snippet.place
            run_console(snippet, tmp_path)


def installed(module: str | None) -> bool:
    """Whether what a snippet needs is there."""
    return module is None or importlib.util.find_spec(module) is not None


def run_python(snippet: Snippet, names: dict[str, Any]) -> None:
    """Run a program; a comment ``# → text`` behind a print says what it prints."""
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(snippet.text, snippet.place, "exec", dont_inherit=True), names)
    wanted = [m.group(1).strip() for m in re.finditer(r"#\s*→(.*)", snippet.text)]
    assert [line.strip() for line in printed.getvalue().splitlines()] == wanted, snippet.place


def run_console(snippet: Snippet, folder: Path) -> None:
    """Run each command and compare what it prints, on both streams, with what the page shows."""
    for command, shown in commands(snippet.text):
        printed = output(command, folder, english="en" in snippet.marks)
        assert matches(shown, printed), f"{snippet.place}: $ {command}\n{printed}"
