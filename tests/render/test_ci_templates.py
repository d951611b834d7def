"""The templates for continuous integration: they are YAML, and every command of ours in them runs."""

import re
import shlex
from pathlib import Path

import pytest
import yaml

from bangban.cli.run import run

ROOT = Path(__file__).parents[2]
TEMPLATES = [ROOT / ".pre-commit-hooks.yaml", *sorted((ROOT / "examples" / "ci").rglob("*.y*ml"))]
_COMMAND = re.compile(r"^\s*(?:- |run: |entry: )*(bangban .*)$", re.MULTILINE)


def commands():
    for template in TEMPLATES:
        for line in _COMMAND.findall(template.read_text("utf-8")):
            words = shlex.split(line.split(" > ")[0].split(" >> ")[0].split(" || ")[0])
            yield [w.replace("$SET", "policies") for w in words[1:]]


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_a_template_is_yaml(template):
    assert yaml.safe_load(template.read_text("utf-8"))


@pytest.mark.parametrize("words", sorted(set(map(tuple, commands()))), ids=" ".join)
def test_every_command_runs(words, monkeypatch, capsys):
    monkeypatch.chdir(ROOT / "examples")
    words = ["english" if w == "policies" else w for w in words]
    if words[-1] in ("fmt", "check", "lint", "test"):  # a hook: the files or the folder follow
        words.append("--check" if words[-1] == "fmt" else "english")
        words += ["english"] if words[-1] == "--check" else []
    assert run(words) == 0, capsys.readouterr()


def test_hooks_name_what_their_example_asks_for():
    hooks = {hook["id"] for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))}
    example = yaml.safe_load((ROOT / "examples" / "ci" / "pre-commit-config.yaml").read_text("utf-8"))
    assert {hook["id"] for hook in example["repos"][0]["hooks"]} == hooks
