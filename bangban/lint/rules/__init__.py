"""The rules, one a file, each named in its file by its code; this module finds them."""

from __future__ import annotations

import pkgutil
from collections.abc import Mapping
from functools import cache
from importlib import import_module

from bangban.lint.lint import Lint


@cache
def all_rules() -> Mapping[str, type[Lint]]:
    """Every rule by its code, in order."""
    found: dict[str, type[Lint]] = {}
    for module in pkgutil.iter_modules(__path__, f"{__name__}."):
        for kind in vars(import_module(module.name)).values():
            if isinstance(kind, type) and issubclass(kind, Lint) and kind.code and kind.__module__ == module.name:
                found[kind.code] = kind
    return dict(sorted(found.items()))
