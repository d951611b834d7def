"""帮办 bangban: a policy language for government service halls, and the engine that decides by it.

    >>> policy = bangban.load("policies/cangzhou")
    >>> decision = policy.decide({"服务": {"类别": "帮办", "方式": "导办"}})
    >>> decision.verdict
    'pending'
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bangban.decision.decision import Decision
    from bangban.front_door import Policy, load, loads
    from bangban.problems import PolicyError, Problem

__version__ = "0.1.0"
__all__ = ["Decision", "Policy", "PolicyError", "Problem", "__version__", "load", "loads"]

_HOMES = {"Decision": "bangban.decision.decision", "Policy": "bangban.front_door", "load": "bangban.front_door",
          "loads": "bangban.front_door", "PolicyError": "bangban.problems", "Problem": "bangban.problems"}


def __getattr__(name: str) -> Any:
    """Each public name is imported when first asked for: importing bangban costs next to nothing."""
    if name in _HOMES:
        from importlib import import_module
        found = getattr(import_module(_HOMES[name]), name)
        globals()[name] = found
        return found
    raise AttributeError(f"module 'bangban' has no attribute {name!r}")
