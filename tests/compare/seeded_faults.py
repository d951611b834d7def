"""Some sixty edits of the Cangzhou set, each planted alone: what comparing says of each, which invariants it breaks.

``python -m tests.compare.seeded_faults`` plants all of them and prints what comes of each; names of edits select some.
"""

from __future__ import annotations

import random
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Literal

import yaml
from attrs import frozen

from bangban import Policy, PolicyError, load
from bangban.compare import Comparison, compare
from bangban.compare.differs import differences
from bangban.policy.types import BoolType, DateType, EnumType, ListType, RecordType
from bangban.prove.plain import plain_facts
from bangban.prove.report import prove

ROOT = Path(__file__).resolve().parents[2]
SET = "cangzhou"
Expected = Literal["changes", "ground", "same"]


@frozen
class Edit:
    """A textual edit: its name and kind, the file, what is replaced by what, what has to come of it."""

    name: str
    kind: str
    file: str
    old: str
    new: str
    expected: Expected = "changes"
    breaks: tuple[str, ...] = ()


EDITS = tuple(Edit(**{**edit, "breaks": tuple(edit.get("breaks", ()))}) for edit in yaml.safe_load(
    Path(__file__).with_suffix(".yaml").read_text("utf-8")))
BY_NAME = {edit.name: edit for edit in EDITS}
assert len(BY_NAME) == len(EDITS)
QUICK = ("届满当日", "包过只问导办", "免费只免百元", "施行提前", "跟踪周期", "加上一个方式",
         "删去终止义务", "德摩根", "规则改名", "提示期缩短")


def plant(edit: Edit, folder: Path) -> Path:
    """A copy of the policies with the edit in it; the folder of the edited set."""
    shutil.copytree(ROOT / "policies", folder, dirs_exist_ok=True)
    for cases in folder.rglob("*.cases.yaml"):
        cases.unlink()  # they name rules that an edit may take away
    file = folder / edit.file
    text = file.read_text("utf-8")
    assert edit.old in text, f"{edit.name}: {edit.old!r} stands nowhere in {edit.file}"
    after = _without_rule(text, edit.old) if edit.kind == "rule deleted" else text.replace(edit.old, edit.new, 1)
    file.write_text(after, "utf-8")
    return folder / SET


def _without_rule(text: str, head: str) -> str:
    before, _, rest = text.partition(head)
    return before + rest.partition("\n\n")[2]


@cache
def before() -> Policy:
    """The set as it stands."""
    return load(ROOT / "policies" / SET)


# ---------------------------------------------------------------- what the evaluator alone can see

@cache
def samples() -> tuple[dict[str, Any], ...]:
    """The facts of all cases and recorded scenarios, and neighbours of them."""
    vocabulary = before().model.vocabulary
    rng = random.Random(20)
    bases = [plain_facts(case.facts, vocabulary) for case in before().model.cases]
    return (*bases, *(_neighbour(rng.choice(bases), vocabulary, rng) for _ in range(600)))


def _neighbour(facts: Mapping[str, Any], vocabulary: RecordType, rng: random.Random) -> dict[str, Any]:
    out = dict(facts)
    for _ in range(rng.choice((1, 1, 2, 3))):
        out = _changed(out, vocabulary, rng)
    return out


def _changed(facts: Mapping[str, Any], record: RecordType, rng: random.Random) -> dict[str, Any]:
    field = rng.choice(record.fields)
    name, of, out = field.name.zh, field.type, dict(facts)
    if isinstance(of, RecordType):
        inner = out.get(name)
        out[name] = _changed(inner if isinstance(inner, dict) else {}, of, rng)
    elif isinstance(of, ListType) and out.get(name):
        rows = list(out[name])
        i = rng.randrange(len(rows))
        rows[i] = _changed(rows[i], of.of, rng)
        out[name] = rows
    elif isinstance(of, BoolType):
        out[name] = rng.choice((True, False))
    elif isinstance(of, EnumType):
        out[name] = rng.choice(of.values).zh
    elif isinstance(of, DateType):
        out[name] = rng.choice(("2020-11-29", "2020-11-30", "2023-09-17", "2023-09-18", "2025-06-01", "2026-12-31"))
    return out


def seen_in_samples(after: Policy) -> set[str]:
    """The classes in which some sample is decided otherwise."""
    found: set[str] = set()
    for facts in samples():
        try:
            both = [p.decide(facts) for p in (before(), after)]
        except PolicyError:
            continue
        if both[0].as_of == both[1].as_of:
            found |= {d.code for d in differences(*both)}
    return found


# ---------------------------------------------------------------- one edit

@frozen
class Outcome:
    """What came of an edit."""

    edit: Edit
    comparison: Comparison
    seen: set[str]
    broken: tuple[str, ...]
    seconds: float

    def faults(self) -> Iterator[str]:
        """What is not as it has to be."""
        found = {c.code for c in self.comparison.changes}
        said: Expected = "same" if self.comparison.equivalent else (
            "changes" if self.comparison.decisions_change else "ground")
        if said != self.edit.expected:
            yield f"expected {self.edit.expected}, but comparing says {said}: {sorted(found)}"
        # by their names alone, a rule under another name is another ground
        seen = self.seen - ({"other_ground"} if self.edit.kind == "rule renamed" else set())
        if not seen <= found:
            yield f"the evaluator alone sees {sorted(seen - found)}"
        if self.broken != tuple(sorted(self.edit.breaks)):
            yield f"invariants broken: {self.broken}, expected {tuple(sorted(self.edit.breaks))}"
        for change in self.comparison.changes:
            if not any(d.code == change.code and (change.about is None or d.about == change.about)
                       for d in differences(*_decided(self.comparison, change.example))):
                yield f"the case of {change.code} does not show it again"
            if not change.responsible:
                yield f"nothing is named that brings {change.code} about"


def _decided(comparison: Comparison, example: Any) -> tuple[Any, Any]:
    """The case once more, from its JSON, through the door and the compiled engine."""
    one, other = (
        Policy(model).decide(plain_facts(example.facts, model.vocabulary), as_of=example.day)
        for model in (comparison.old, comparison.new))
    return one, other


def run(edit: Edit) -> Outcome:
    """Plant an edit and look at it from every side."""
    started = time.perf_counter()
    with tempfile.TemporaryDirectory() as name:
        after = load(plant(edit, Path(name)))
    comparison = compare(before().model, after.model, by=())
    proofs = prove(after.model).proofs
    broken = tuple(sorted(p.invariant.name.zh for p in proofs if p.status == "violated"))
    assert not [p for p in proofs if p.status in ("unknown",)]
    return Outcome(edit, comparison, seen_in_samples(after), broken, time.perf_counter() - started)


def main(names: list[str]) -> int:
    """Plant edits and print what comes of each."""
    failed = 0
    for edit in (BY_NAME[n] for n in names) if names else EDITS:
        try:
            outcome = run(edit)
        except (PolicyError, AssertionError) as error:
            print(f"✗ {edit.name} ({edit.kind}): {error}")
            failed += 1
            continue
        faults = list(outcome.faults())
        failed += bool(faults)
        classes = ", ".join(c.code + (f" {c.about.zh}" if c.about else "") for c in outcome.comparison.changes)
        broken = f"; breaks {', '.join(outcome.broken)}" if outcome.broken else ""
        mark = "✗" if faults else "✓"
        print(f"{mark} {edit.name} ({edit.kind}) {outcome.seconds:.1f}s: {classes or 'proven the same'}{broken}")
        for fault in faults:
            print(f"    {fault}")
    print(f"{failed} of {len(names or EDITS)} not as expected")
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
