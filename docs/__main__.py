"""Every page of the manual that is written from the code: ``python docs`` writes them, ``--check`` only looks."""

from __future__ import annotations

import sys

import keyword_tables
import lint_pages
import problem_pages
import readings_table

if __name__ == "__main__":
    sys.exit(max(part.main() for part in (keyword_tables, readings_table, problem_pages, lint_pages)))
