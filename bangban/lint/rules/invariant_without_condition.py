"""A claim about everything."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Self

from attrs import frozen

from bangban.lint.lint import Lint
from bangban.lint.view import View
from bangban.words import Both


@frozen(kw_only=True)
class InvariantWithoutCondition(Lint):
    """Never permit, whatever the facts."""

    code = "BB383"
    slug = "invariant-without-condition"
    title = Both("保证没有条件", "invariant without condition")
    text = Both("保证「{name}」没有「当」,说的是一切情形。",
                "the invariant “{name}” has no condition: it speaks of all facts.")
    advice = Both("写明在什么情形下决不或者必定如此。", "say when it is never or always so.")
    why = Both("「决不 准予」没有条件,整部政策就什么也不能准予;「必定」没有条件,多半证不出来。",
               "Without a condition, never permit leaves nothing to permit, and always can hardly be proven.")
    avoid = """
保证 不得准予 (nothing_permitted)
  决不 准予
"""
    prefer = """
保证 不自愿不得准予 (nothing_unwanted)
  当 非 申请.自愿
  决不 准予
"""
    name: Both

    @classmethod
    def check(cls, view: View) -> Iterator[Self]:
        """保证 about permits and refusals without 当."""
        for invariant in view.model.invariants:
            if invariant.condition is None and invariant.claim in ("permit", "deny"):
                yield cls(span=invariant.span, name=invariant.name)
