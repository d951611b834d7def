"""From syntax trees to a checked policy: names resolved, types known, every fault collected."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from attrs import evolve

from bangban.arguments import wrong_options
from bangban.files import FileSet
from bangban.policy.check.cases import check_cases
from bangban.policy.check.citations import document_titles
from bangban.policy.check.context import Checking, Resolutions
from bangban.policy.check.definitions import Definitions
from bangban.policy.check.echoes import without_echoes
from bangban.policy.check.exceptions import check_exceptions
from bangban.policy.check.headers import check_headers, declare_policies
from bangban.policy.check.invariants import check_invariants
from bangban.policy.check.names import Names
from bangban.policy.check.order import digest, in_order
from bangban.policy.check.rules import check_rules, declare_rules
from bangban.policy.check.statements import collect
from bangban.policy.check.tables import declare_tables
from bangban.policy.check.uncoded import check_uncoded
from bangban.policy.check.values import declare_options, declare_parameters
from bangban.policy.check.vocabulary import declare_vocabulary
from bangban.policy.citations import check_quotes
from bangban.policy.model import Citation, ExceptionRule, Model, ParameterValues, Rule
from bangban.problems import Problem


def check(fileset: FileSet, options: Mapping[str, Any] | None = None) -> tuple[Model, list[Problem]]:
    """The model of a set of files, and everything wrong with it in the order of the text.

    ``options`` chooses other readings than the defaults, by name in either language.
    """
    return _check(fileset, options, Checking(Names()))


def check_with_names(fileset: FileSet, options: Mapping[str, Any] | None = None) -> tuple[
        Model, list[Problem], Resolutions]:
    """The same, and for every name written in an expression or head both names of each of its parts."""
    resolutions: Resolutions = {}
    model, problems = _check(fileset, options, Checking(Names(), resolutions=resolutions))
    return model, problems, resolutions


def _check(fileset: FileSet, options: Mapping[str, Any] | None, checking: Checking) -> tuple[Model, list[Problem]]:
    stated = collect(((f.source, f.file, f.primary) for f in fileset.files), checking)
    headers = declare_policies(stated, checking)
    titles = document_titles(headers)
    vocabulary, decision_date = declare_vocabulary(stated, checking)
    wrong = wrong_options(options)
    if wrong is not None:
        checking.report(wrong)
    chosen = declare_options(stated, options if options and wrong is None else {}, checking)
    parameters = declare_parameters(stated, titles, checking)
    tables = declare_tables(stated, fileset.tables, checking)
    checker = Definitions(checking)
    checker.declare(stated)
    definitions = checker.check_all()
    heads = check_headers(headers, stated, checker)
    opened = check_rules(declare_rules(stated, checking), titles, checker)
    rules, elsewhere = check_exceptions(stated, opened, heads, titles, checker)
    invariants = check_invariants(stated, rules.values(), checker, decision_date)
    uncoded = check_uncoded(stated, titles, checking)
    cited = _cited(rules.values(), elsewhere, parameters.values())
    cases = check_cases(stated, fileset.cases, heads, cited, checking)
    model = Model(
        vocabulary=vocabulary, heads=heads, rules=in_order(rules.values(), heads), options=chosen,
        parameters=parameters, tables=tables, definitions=definitions, exceptions=tuple(elsewhere),
        invariants=tuple(invariants), cases=tuple(cases), uncoded=tuple(uncoded), decision_date=decision_date,
        digest=digest((s for group in stated.values() for s in group), chosen, fileset.tables))
    problems = without_echoes([*checking.problems, *check_quotes(model, fileset)], fileset)
    problems.sort(key=lambda p: (p.span.source.name, p.span.start, p.code))
    return _with_warnings(model, problems), problems


def _cited(rules: Iterable[Rule], exceptions: Iterable[ExceptionRule],
           parameters: Iterable[ParameterValues]) -> Iterator[Citation]:
    for rule in rules:
        yield from rule.citations
    for exception in exceptions:
        yield from exception.citations
    for parameter in parameters:
        for value in parameter.values:
            yield from value.citations


def _with_warnings(model: Model, problems: Iterable[Problem]) -> Model:
    return evolve(model, warnings=tuple(p for p in problems if p.severity != "error"))


__all__ = ["Resolutions", "check", "check_with_names"]
