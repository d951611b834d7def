"""A small policy set, actions on it, and the command line run in this process."""

import io
import json
import sys
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from bangban.cli import main

from .desk import GOOD, POLICY, TEXT, VOCABULARY


class Result(NamedTuple):
    """What one run of the command line gave."""

    code: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        """Standard output as JSON."""
        return json.loads(self.out)


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch):
    for name in ("BANGBAN_LANG", "LC_ALL", "LC_MESSAGES", "LANG", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def run(capsys, monkeypatch):
    """Run the command line: ``run("check", path, stdin=…)``."""
    def call(*args, stdin: str | bytes = b"") -> Result:
        data = stdin.encode() if isinstance(stdin, str) else stdin
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
        capsys.readouterr()
        code = main([str(a) for a in args])
        return Result(code, *capsys.readouterr())
    return call


@pytest.fixture
def desk(tmp_path) -> Path:
    """The folder of a small sound set."""
    folder = tmp_path / "办法"
    folder.mkdir()
    (folder / "bangban.toml").write_text("", "utf-8")
    (folder / "事实.policy").write_text(VOCABULARY, "utf-8")
    (folder / "窗口.policy").write_text(POLICY, "utf-8")
    (folder / "原文.txt").write_text(TEXT, "utf-8")
    return folder


@pytest.fixture
def facts(tmp_path):
    """Write facts to a file: ``facts({…})``, or the text itself."""
    def write(content: Any = None, name: str = "facts.json") -> Path:
        path = tmp_path / name
        if isinstance(content, bytes):
            path.write_bytes(content)
        elif isinstance(content, str):
            path.write_text(content, "utf-8")
        else:
            path.write_text(json.dumps(GOOD if content is None else content, ensure_ascii=False), "utf-8")
        return path
    return write
