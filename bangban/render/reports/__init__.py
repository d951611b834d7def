"""What a tool found, as continuous integration wants it: one neutral :class:`Finding`, one file a format."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module

from bangban.render.reports.finding import Check, Finding, Place, Report, from_problem

__all__ = ["FORMATS", "Check", "Finding", "Place", "Report", "from_problem", "written"]

_HOMES: Mapping[str, str] = {
    "github": "github", "gitlab": "gitlab", "sarif": "sarif", "junit": "junit", "markdown": "markdown"}
FORMATS = tuple(_HOMES)


def written(report: Report, format_: str) -> str:
    """The report in one of ``FORMATS``, ending in a line end unless it is empty."""
    write: Callable[[Report], str] = import_module(f"bangban.render.reports.{_HOMES[format_]}").write
    return write(report)
