"""The policy files of the repository, as material."""

from pathlib import Path

from bangban.source import Source
from bangban.syntax import tree
from bangban.syntax.read import read

ROOT = Path(__file__).parents[2]
POLICIES = sorted([*ROOT.glob("policies/**/*.policy"), *ROOT.glob("examples/**/*.policy")])
CASES = sorted(ROOT.glob("policies/**/*.cases.yaml"))


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def source_of(path: Path) -> Source:
    return Source(name_of(path), path.read_text("utf-8"))


def parsed(text: str, name: str = "x.policy") -> tree.File:
    """The tree of a text that has nothing wrong with it."""
    file, problems = read(Source(name, text))
    assert [(p.code, p.span.text) for p in problems] == []
    return file


def codes(text: str, name: str = "x.policy") -> list[tuple[str, str]]:
    """The code and place of everything wrong with a text."""
    return [(p.code, p.span.text) for p in read(Source(name, text))[1]]
