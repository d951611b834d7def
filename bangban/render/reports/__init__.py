"""What a tool found, as continuous integration wants it: one neutral :class:`Finding`, one file a format."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from importlib import import_module

from bangban.render.reports.finding import Check, Finding, Place, Report, from_problem

__all__ = ["FORMATS", "Check", "Finding", "Place", "Report", "from_problem", "written"]

_HOMES: Mapping[str, str] = {
    "github": "github", "gitlab": "gitlab", "sarif": "sarif", "junit": "junit", "markdown": "markdown"}
FORMATS = tuple(_HOMES)
_RAW = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")  # what steers a terminal, or is no text


def written(report: Report, format_: str) -> str:
    """The report in one of ``FORMATS``, ending in a line end unless it is empty."""
    write: Callable[[Report], str] = import_module(f"bangban.render.reports.{_HOMES[format_]}").write
    return _RAW.sub("\ufffd", write(report))
