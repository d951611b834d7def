"""Edits planted in the Cangzhou set: what changes is reported with its case, the rest is proven the same."""

from __future__ import annotations

import os

import pytest

pytest.importorskip("z3")

from .seeded_faults import BY_NAME, EDITS, QUICK, run

CHOSEN = [e.name for e in EDITS] if os.environ.get("CI") else list(QUICK)


def test_there_are_sixty() -> None:
    assert len(EDITS) >= 60
    assert set(QUICK) <= set(BY_NAME)
    assert len({e.kind for e in EDITS}) >= 15


@pytest.mark.parametrize("name", CHOSEN)
def test_an_edit_is_seen(name: str) -> None:
    assert list(run(BY_NAME[name]).faults()) == []
