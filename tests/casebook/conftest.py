"""Casebook pages are test files: every heading with blocks is one test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bangban.source import Source
from bangban.testing.casebook import Case, read_page, run_case


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    if file_path.suffix == ".md":
        return PageFile.from_parent(parent, path=file_path)
    return None


class PageFile(pytest.File):
    def collect(self) -> Iterator[pytest.Item]:
        page = read_page(Source(self.path.name, self.path.read_text("utf-8")))
        for problem in page.problems:
            yield CaseItem.from_parent(self, name=f"line {problem.span.line}", case=None, fault=problem.message("en"))
        for case in page.cases:
            yield CaseItem.from_parent(self, name=case.title, case=case, fault="")


class CaseFailed(Exception):
    pass


class CaseItem(pytest.Item):
    def __init__(self, *, case: Case | None, fault: str, **kwargs) -> None:
        super().__init__(**kwargs)
        self.case, self.fault = case, fault

    def runtest(self) -> None:
        if self.case is None:
            raise CaseFailed(self.fault)
        failures = run_case(self.case).failures
        if failures:
            raise CaseFailed("\n".join(f"line {f.span.line}: {f.what.zh}" for f in failures))

    def repr_failure(self, excinfo, style=None):
        if isinstance(excinfo.value, CaseFailed):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self):
        line = self.case.span.line - 1 if self.case else 0
        return self.path, line, self.name
