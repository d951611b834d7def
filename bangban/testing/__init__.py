"""Policies tested by their cases: what each case expects against what the policy decides, what the cases try, which
changes to the policy they would not notice; and facts for property tests (``facts``, with Hypothesis installed)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bangban.testing.strategies import facts as facts

__all__ = ["facts"]


def __getattr__(name: str) -> Any:
    # Hypothesis is imported only by who asks for facts
    if name != "facts":
        raise AttributeError(name)
    from bangban.testing.strategies import facts

    return facts
