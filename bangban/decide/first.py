"""The first decision by a set of ordinary size is taken by the reference meaning: for one, compiling does not pay."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from bangban.decision.decision import Decision
from bangban.decision.report import report
from bangban.policy.facts import Facts, asked_day, day_in, read_facts
from bangban.policy.model import Model, Rule
from bangban.policy.verdict import decide
from bangban.problems import PolicyError

_FEW = 400  # rules the reference meaning tries in less time than code is made for them


class First:
    """Decides once; ``compiling`` is told to make the code for all that follow."""

    def __init__(self, model: Model, compiling: Callable[[], Any]) -> None:
        self.model = model
        self._compiling = compiling
        self._count = 0

    def decide(self, given: Any, as_of: Any = None) -> Decision:
        """The decision, by the reference meaning the first time."""
        self._count += 1
        if self._count > 1 or len(self.model.rules) > _FEW:
            return self._compiling().decide(given, as_of)  # type: ignore[no-any-return]
        read, problems = read_facts(given, self.model.vocabulary)
        day, wrong = asked_day(as_of)
        if problems or wrong:
            raise PolicyError([*problems, *wrong])
        day = day or day_in(read, self.model.decision_date) or dt.date.today()
        return report(self.model, decide(self.model, read, day, _speaking(self.model, read)))


def _speaking(model: Model, facts: Facts) -> Iterator[Rule]:
    """The rules that may come to anything, where that is known of each without looking at it: all others."""
    known = model.beginnings
    if known is None:
        yield from model.rules
        return
    for place, allowed in enumerate(known.allowed):
        if place in known.fees or all(_may_be_one(facts, path, words) for path, words in allowed.items()):
            yield model.rules[place]


def _may_be_one(facts: Mapping[str, Any], path: tuple[str, ...], words: frozenset[str]) -> bool:
    """Whether the fact at a path may be one of some words: it is, or nobody has said."""
    here: Any = facts
    for name in path:
        if not isinstance(here, Mapping) or name not in here:
            return True
        here = here[name]
    return here in words
