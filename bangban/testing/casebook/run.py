"""Run a case: write its files, load them, decide, and say what is not as the page expects."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from attrs import frozen

from bangban.front_door import Policy, load
from bangban.problems import PolicyError, Problem
from bangban.source import Source
from bangban.syntax.yaml_nodes import compose
from bangban.testing.casebook.expected import Difference, compare_decision, compare_problems, told
from bangban.testing.casebook.page import Block, Case, Page, Step, read_page
from bangban.testing.run_cases import run_cases
from bangban.words import Both


@frozen(kw_only=True)
class CaseDiffers(Problem):
    """Something that comes out otherwise than the page says."""

    code = "BB461"
    title = Both("与用例页不符", "not as the casebook says")
    text = Both("「{case}」{what}", "“{case}”: {what}")
    advice = Both("看是政策错了,还是用例页错了。", "see whether the policy is wrong, or the page.")
    case: str
    what: Both


@frozen
class CaseRun:
    """A case, and how it differs from what its page says."""

    case: Case
    failures: tuple[Problem, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether everything is as expected."""
        return not self.failures


def run_page(source: Source) -> tuple[Page, list[CaseRun]]:
    """Every case of a page, in order."""
    page = read_page(source)
    return page, [run_case(case) for case in page.cases]


def run_case(case: Case) -> CaseRun:
    """One case, in a folder of its own."""
    with tempfile.TemporaryDirectory(prefix="casebook-") as folder:
        root = Path(folder).resolve()
        (root / "bangban.toml").touch()
        for file in case.files:
            path = root / file.name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(file.content)
        return CaseRun(case, tuple(_run(case, root / case.path)))


def _run(case: Case, path: Path) -> list[Problem]:
    failures: list[Problem] = []
    policy, problems = _load(path, case)
    told_of_loading = False
    for step in case.steps:
        if step.facts is None and step.expected.kind == "problems":
            told_of_loading = True
            failures += _failures(case, step, compare_problems(step.expected.text, problems))
        elif policy is not None:
            failures += _failures(case, step, _ask(policy, step))
    if not told_of_loading and problems:
        said = [_untold("读入时没有写明", "not expected when loading", p) for p in problems]
        failures = [*_failures(case, case.steps[0], said), *failures]
    return failures


def _load(path: Path, case: Case) -> tuple[Policy | None, Sequence[Problem]]:
    """The policy (None where it cannot be loaded) and every problem or warning."""
    options = _data(case.options) if case.options is not None else None
    try:
        policy = load(path, options=options)
    except PolicyError as wrong:
        return None, wrong.problems
    return policy, policy.warnings


def _ask(policy: Policy, step: Step) -> list[Difference]:
    if step.expected.kind == "cases":
        found = [f for result in run_cases(policy) for f in result.failures]
        return compare_problems(step.expected.text, found)
    assert step.facts is not None
    try:
        decision = policy.decide(_data(step.facts), as_of=step.as_of)
    except PolicyError as wrong:
        if step.expected.kind == "problems":
            return compare_problems(step.expected.text, wrong.problems)
        return [_untold("事实有误", "the facts are wrong", p) for p in wrong.problems]
    if step.expected.kind == "problems":
        verdict = decision.verdict
        return [Difference(Both(f"事实没有错,结论是 {verdict}", f"nothing is wrong with the facts; {verdict}"))]
    return compare_decision(step.expected.text, decision)


def _untold(zh: str, en: str, problem: Problem) -> Difference:
    return Difference(Both(f"{zh}: {told(problem)}", f"{en}: {told(problem)}"))


def _data(block: Block) -> Any:
    """A block of facts or options as plain data: YAML, or JSON, which is YAML."""
    composed = compose(Source("<facts>", block.text))
    if composed.problems:
        raise PolicyError(composed.problems)
    return composed.node.data() if composed.node is not None else {}


def _failures(case: Case, step: Step, differences: Sequence[Difference]) -> list[Problem]:
    return [CaseDiffers(span=step.expected.span, case=case.title, what=d.what) for d in differences]
