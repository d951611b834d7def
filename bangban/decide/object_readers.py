"""Which readers of objects a policy has made, by class; and when another is worth making."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from attrs import define

from bangban.decide.objects import Seen, seen_in
from bangban.policy.types import RecordType

_CLASSES = 32  # that are remembered; programs that make classes as they go would fill the memory else
_CHANGES = 16  # readers of either kind made for one class: after that it has none that lasts
_FIRST = 2  # of the objects of a class that no reader took are all looked at


@define
class _Class:
    """What is known of a class. ``last``: the action looked at last; ``all``: the manners of every one."""

    kind: type  # kept, so that its id stays its own
    count: int = 0
    last: Seen | None = None
    all: Seen | None = None
    made: Seen | None = None
    changes: int = 0


class ObjectReaders:
    """``decide`` and ``sparse``: by the id of a class (its hash may be anything), the function for actions of it."""

    def __init__(self, every: int) -> None:
        """``every``: of how many actions of a class that its reader did not take one is looked at."""
        self.decide: dict[int, Callable[[Any, Any], Any]] = {}
        self.sparse: dict[int, Callable[[Any], Any]] = {}
        self._classes: dict[int, _Class] = {}
        self._every = every

    def due(self, given: Any) -> bool:
        """Whether an action that the reader of its class did not take is to be looked at."""
        known = self._classes.get(id(type(given)))
        if known is None:
            if len(self._classes) >= _CLASSES:
                return False
            known = self._classes[id(type(given))] = _Class(type(given))
        known.count += 1
        return known.changes < _CHANGES and (known.count <= _FIRST or known.count % self._every == 0)

    def look(self, given: Any, vocabulary: RecordType) -> tuple[Seen | None, Seen | None]:
        """For what a straight reader is to be made (actions given in one way twice in a row), and for what a sparse."""
        known, seen = self._classes[id(type(given))], seen_in(given, vocabulary)
        straight = seen if seen is not None and seen == known.last and seen != known.made else None
        known.last = seen
        more = seen if known.all is None or seen is None else known.all.with_more(seen)
        new = more is not None and (known.all is None or more.classes() != known.all.classes())
        sparse = more if new else None
        if straight is not None:
            known.made = straight
        if sparse is not None:
            known.all = sparse
        known.changes += straight is not None or sparse is not None
        return straight, sparse
