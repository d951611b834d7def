"""Our own policies: nothing in them is against the advice."""

from pathlib import Path

import pytest

from bangban.cli.run import run

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("path", ["policies", "policies/cangzhou", "policies/national", "examples/english"])
def test_our_policies_follow_the_advice(path, monkeypatch, capsys):
    monkeypatch.chdir(ROOT)
    assert run(["lint", path, "--format", "github"]) == 0, capsys.readouterr().out
