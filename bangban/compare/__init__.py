"""Two versions of a policy set: every decision that comes out otherwise, with a case; or the proof that none does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bangban.compare.comparing import compare as compare
    from bangban.compare.comparison import Comparison as Comparison

_WHERE = {"compare": "comparing", "Comparison": "comparison"}
__all__ = ["Comparison", "compare"]


def __getattr__(name: str) -> Any:
    # the solver is imported only by who compares
    if name not in _WHERE:
        raise AttributeError(name)
    from importlib import import_module

    return getattr(import_module(f"bangban.compare.{_WHERE[name]}"), name)
