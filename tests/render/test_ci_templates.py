"""The templates for continuous integration: they are YAML, and their scripts run, in a repository with its origin."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
import yaml
from packaging.requirements import Requirement

from bangban.cli.run import run

pytest.importorskip("z3")
ROOT = Path(__file__).parents[2]
CI = ROOT / "examples" / "ci"
TEMPLATES = [ROOT / ".pre-commit-hooks.yaml", *sorted(CI.rglob("*.y*ml"))]
RULE = "require decision_date ≤ mandate.last_day"
DECLARED = """\
note: The last day no longer counts
changes:
  - name: refused on the last day
    class: newly denied
    when: mandate.last_day = decision_date
"""


def github_workflow():
    steps = yaml.safe_load((CI / "github" / "policies.yml").read_text("utf-8"))["jobs"]["policies"]["steps"]
    # every step is a shell of its own; one that fails does not keep those that always run from running
    return "failed=0\n" + "\n".join(f"(set -eo pipefail\n{step['run']}\n) || failed=1"
                                    for step in steps if "run" in step) + "\nexit $failed"


def github_action():
    action = yaml.safe_load((CI / "github" / "action.yml").read_text("utf-8"))
    lines = []
    for step in action["runs"]["steps"]:
        for name, value in step.get("env", {}).items():
            default = str(action["inputs"][re.fullmatch(r"\$\{\{ inputs\.(\w+) \}\}", value)[1]]["default"])
            if "github.base_ref" not in default:
                lines.append(f"export {name}={shlex.quote(default)}")
        lines.append(step.get("run", ""))
    return "set -eo pipefail\n" + "\n".join(lines)


def gitlab():
    return "set -eo pipefail\n" + "\n".join(
        yaml.safe_load((CI / "gitlab" / ".gitlab-ci.yml").read_text("utf-8"))["policies"]["script"])


def gitee():
    stage = yaml.safe_load((CI / "gitee" / "policies.yml").read_text("utf-8"))["stages"][0]
    return "set -e\n" + "\n".join(stage["steps"][0]["commands"]).replace("BASE=master", "BASE=main")


REPORTS = {github_workflow: "summary.md", github_action: "summary.md", gitlab: "compare.md",
           gitee: "reports/compare.md"}


@pytest.fixture
def repository(tmp_path):
    """A clone of a repository whose branch main holds the English example."""
    origin, clone = tmp_path / "origin", tmp_path / "clone"
    shutil.copytree(ROOT / "examples" / "english", origin / "policies")
    git(origin, "init", "-q", "-b", "main")
    git(origin, "add", ".")
    git(origin, "commit", "-q", "-m", "policies")
    git(tmp_path, "clone", "-q", origin.as_uri(), "clone")
    programs = tmp_path / "bin"
    programs.mkdir()
    for name, words in (("bangban", "-m bangban.cli"), ("python", "")):
        (programs / name).write_text(f'#!/bin/sh\nexec "{sys.executable}" {words} "$@"\n', "utf-8")
        (programs / name).chmod(0o755)
    return clone


def git(folder, *words):
    subprocess.run(["git", "-c", "user.name=a", "-c", "user.email=a@example.org", *words], cwd=folder, check=True,
                   capture_output=True)


def run_in(repository, script):
    lines = [line for line in script.split("\n") if "pip install" not in line]
    environment = {**os.environ, "PATH": f"{repository.parent / 'bin'}{os.pathsep}{os.environ['PATH']}", "BASE": "main",
                   "BANGBAN_LANG": "en", "GITHUB_STEP_SUMMARY": str(repository / "summary.md"),
                   "PYTHONPATH": str(ROOT)}
    text = "\n".join(lines).replace("BANGBAN_LANG=zh", "BANGBAN_LANG=en")
    return subprocess.run(["bash", "-c", text], cwd=repository, env=environment, capture_output=True, text=True,
                          check=False)


def change(repository):
    path = repository / "policies" / "helpdesk.policy"
    text = path.read_text("utf-8")
    assert RULE in text
    path.write_text(text.replace(RULE, RULE.replace("≤", "<")), "utf-8")


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_a_template_is_yaml(template):
    assert yaml.safe_load(template.read_text("utf-8"))


@pytest.mark.parametrize("script", REPORTS, ids=lambda s: s.__name__)
def test_where_nothing_changes_all_passes(script, repository):
    done = run_in(repository, script())
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Proven for every possible case" in (repository / REPORTS[script]).read_text("utf-8")
    for name in repository.rglob("*junit.xml"):
        root = ET.fromstring(name.read_text("utf-8"))
        assert int(root.get("tests")) > 0
        assert root.get("failures") == "0"


@pytest.mark.parametrize("script", REPORTS, ids=lambda s: s.__name__)
def test_a_change_that_is_not_declared_is_told_and_fails(script, repository):
    change(repository)
    assert run_in(repository, script()).returncode == 1
    assert "newly denied" in (repository / REPORTS[script]).read_text("utf-8")


@pytest.mark.parametrize("script", REPORTS, ids=lambda s: s.__name__)
def test_a_declared_change_passes_the_gate(script, repository):
    change(repository)
    (repository / "change.changes.yaml").write_text(DECLARED, "utf-8")
    git(repository, "add", ".")
    run_in(repository, script())  # cases of the old rule fail now
    assert "All gates hold" in (repository / REPORTS[script]).read_text("utf-8")


@pytest.mark.parametrize("script", REPORTS, ids=lambda s: s.__name__)
def test_a_declaration_taken_away_declares_nothing(script, repository):
    origin = repository.parent / "origin"
    (origin / "change.changes.yaml").write_text(DECLARED, "utf-8")
    git(origin, "add", ".")
    git(origin, "commit", "-q", "-m", "declared")
    git(repository, "pull", "-q")
    git(repository, "rm", "-q", "change.changes.yaml")
    done = run_in(repository, script())
    assert done.returncode == 0, done.stdout + done.stderr
    change(repository)
    assert run_in(repository, script()).returncode == 1
    assert "newly denied" in (repository / REPORTS[script]).read_text("utf-8")


@pytest.mark.parametrize("script", REPORTS, ids=lambda s: s.__name__)
def test_what_pip_installs_is_one_word_and_no_package_of_an_index(script, tmp_path):
    for name in ("python", "python3"):
        (tmp_path / name).write_text('#!/bin/sh\nfor word; do echo "$word"; done > "$0.words"\n', "utf-8")
        (tmp_path / name).chmod(0o755)
    lines = script().split("\n")
    [install] = [line for line in lines if "pip install" in line]
    named = [line for line in lines if line.startswith("export BANGBAN=")]
    environment = {**os.environ, "PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}", **variables(script)}
    subprocess.run(["bash", "-c", "\n".join([*named, install])], env=environment, check=True)
    [words] = [path.read_text("utf-8").splitlines() for path in tmp_path.glob("*.words")]
    wanted = Requirement(words[-1])
    assert (wanted.name, wanted.extras, str(wanted.url)[:4]) == ("bangban", {"prove"}, "git+")


def variables(script):
    if script is github_workflow:
        return yaml.safe_load((CI / "github" / "policies.yml").read_text("utf-8"))["env"]
    if script is gitlab:
        return yaml.safe_load((CI / "gitlab" / ".gitlab-ci.yml").read_text("utf-8"))["policies"]["variables"]
    return {}


def hooks():
    offered = {hook["id"]: hook for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))}
    asked = yaml.safe_load((CI / "pre-commit-config.yaml").read_text("utf-8"))["repos"][0]["hooks"]
    return offered, {hook["id"]: hook for hook in asked}


def test_hooks_name_what_their_example_asks_for():
    offered, asked = hooks()
    assert set(offered) == set(asked)


@pytest.mark.parametrize("name", sorted(hooks()[0]))
def test_every_hook_runs(name, repository, monkeypatch, capsys):
    offered, asked = hooks()
    monkeypatch.chdir(repository)
    for args in (offered[name].get("args", []), asked[name].get("args", [])):
        files = [] if "policies" in args else ["policies"]
        words = [*offered[name]["entry"].split()[1:], *args, *files]
        assert run(words) == 0, capsys.readouterr()
