"""A checked set to advice: every rule asked, what the settings and the text set aside left out."""

from __future__ import annotations

from attrs import evolve

from bangban.files import FileSet
from bangban.lint.ignores import apply, silenced
from bangban.lint.lint import Lint
from bangban.lint.rules import all_rules
from bangban.lint.settings import Settings
from bangban.lint.view import View
from bangban.policy.model import Model
from bangban.problems import Problem
from bangban.source import NOWHERE


def lint(fileset: FileSet, model: Model, settings: Settings | None = None) -> list[Problem]:
    """The advice on a set, in the order of the text. Only files under the loaded path are spoken of."""
    settings = settings or Settings()
    view = View(model, fileset, settings)
    rules = {code: rule for code, rule in all_rules().items() if not settings.silent(code, "")}
    own = {f.source.name for f in fileset.files if f.primary} | {s.name for s in fileset.cases}
    found: dict[Lint, None] = {}
    for rule in rules.values():
        for problem in rule.check(view):
            place = problem.span.source.name
            if (place in own or problem.span is NOWHERE) and not settings.silent(rule.code, place):
                found[evolve(problem, level=settings.grade(rule.code))] = None
    kept, faults = apply(found, fileset, all_rules())
    told = [*kept, *(silenced(faults, rules) if not settings.select else [])]
    return sorted(told, key=lambda p: (p.span.source.name, p.span.start, p.code))

