"""Proofs for every input: invariants that must always hold, rules that do nothing, and ordinary cases that show it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bangban.prove.pair import Pair as Pair
    from bangban.prove.report import ProofReport as ProofReport
    from bangban.prove.report import prove as prove

_WHERE = {"prove": "report", "ProofReport": "report", "Pair": "pair"}
__all__ = ["Pair", "ProofReport", "available", "prove"]


def available() -> bool:
    """Whether the solver is installed (``pip install "bangban[prove]"``)."""
    from importlib.util import find_spec

    return find_spec("z3") is not None


def __getattr__(name: str) -> Any:
    # the solver is imported only by who asks for a proof
    if name not in _WHERE:
        raise AttributeError(name)
    from importlib import import_module

    return getattr(import_module(f"bangban.prove.{_WHERE[name]}"), name)
