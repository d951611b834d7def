"""Single policy files as ``fmt`` and ``convert`` take them: named, found under a folder, or from standard input."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

from attrs import frozen

from bangban.paths import POLICY_ENDINGS, MissingFile, NotPolicyName, UnreadableFile, why_unreadable, without_ending
from bangban.problems import Problem
from bangban.source import Source
from bangban.syntax import tree
from bangban.syntax.format import format_file
from bangban.syntax.read import MAX_BYTES, YAML_ENDINGS, decode, read
from bangban.syntax.to_yaml import to_yaml
from bangban.words import Both

STDIN = "-"


@frozen
class PolicyFile:
    """A policy file as read from ``path`` (None: standard input)."""

    path: Path | None
    source: Source
    file: tree.File


def policy_paths(given: str) -> list[Path] | Problem:
    """The policy files a path stands for: itself, or those under a folder, in order of name."""
    path = Path(given)
    if "\0" in given or not path.exists():
        return MissingFile(written=given.replace("\0", "␀"))
    if path.is_dir():
        return sorted(_under(path))
    return [path] if is_policy(path.name) else NotPolicyName(written=given)


def is_policy(name: str) -> bool:
    """Whether a file is named as a policy."""
    return without_ending(name, POLICY_ENDINGS) is not None


def is_yaml(name: str) -> bool:
    """Whether a file is named as the YAML spelling."""
    return name.lower().endswith(YAML_ENDINGS)


def _under(folder: Path) -> Iterator[Path]:
    for here, folders, names in os.walk(folder):
        folders[:] = [f for f in folders if not f.startswith(".")]
        yield from (Path(here) / name for name in names if is_policy(name) and not name.startswith("."))


def read_file(path: Path | None, name: str = "<stdin>.policy") -> tuple[PolicyFile | None, list[Problem]]:
    """One file and what is wrong with its syntax; standard input where there is no path."""
    try:
        if path is None:
            data = sys.stdin.buffer.read(MAX_BYTES + 1)
        else:
            name = str(path)
            if not path.is_file():  # a pipe would never end
                return None, [UnreadableFile(written=name, why=Both("它不是普通文件", "it is not a regular file"))]
            with path.open("rb") as stream:
                data = stream.read(MAX_BYTES + 1)
    except OSError as error:
        return None, [UnreadableFile(written=name, why=why_unreadable(error))]
    source, problems = decode(data, name)
    if source is None:
        return None, problems
    file, found = read(source)
    return PolicyFile(path, source, file), [*problems, *found]


def spelt(file: tree.File, name: str) -> str:
    """The standard text of a tree, in the spelling the name asks for. It says what the tree says, or nothing is said.

    A file is never rewritten by a text that reads as something else: that would be our fault, and ends the run.
    """
    text = to_yaml(file) if is_yaml(name) else format_file(file)
    again, problems = read(Source(name, text))
    if problems or again != file:
        raise RuntimeError(f"{name}: the text written would not read as the same policy")
    return text
