"""The front door: load a policy set, decide by it, explain, and say in one go what is still needed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from functools import cached_property
from types import MethodType
from typing import TYPE_CHECKING, Any

from attrs import frozen

from bangban.decision.decision import Decision
from bangban.policy.facts import Facts, asked_day, day_in, read_facts
from bangban.policy.model import Model
from bangban.problems import PolicyError, Problem

if TYPE_CHECKING:
    from pathlib import Path

    from bangban.decide.engine import Compiled
    from bangban.decide.first import First
    from bangban.decide.trial import Trial
    from bangban.explain.changeable import Changeable
    from bangban.explain.explanation import Explanation
    from bangban.explain.how_to import HowTo
    from bangban.explain.notice import Notice

_NAMED = 3  # policies that a set prints as
_DIGEST = len("sha256:") + 12


@frozen(slots=False, repr=False)
class Policy:
    """A checked policy set. Immutable; any number of threads may decide by it; it pickles."""

    model: Model

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """What the check found that does not stop the set from being used."""
        return self.model.warnings

    @property
    def digest(self) -> str:
        """``sha256:…`` of the set's statements and chosen options, whatever their order."""
        return self.model.digest

    def decide(self, facts: object, as_of: dt.date | str | None = None) -> Decision:
        """The decision on one proposed action.

        ``facts``: any mapping or plain object, keys or attributes in Chinese or English. A missing key is unknown.
        ``as_of``: the date of the decision; else the designated fact, else today. Raises :class:`PolicyError` with
        every fault of the facts. To do more with every decision, override it in a subclass, or call it from a function
        of your own: after a few decisions generated code stands in place of this method.
        """
        decide = self._engine.decide  # read before it is called, which is quicker for a function that is no method
        return decide(facts, as_of)

    def explain(self, facts: object, rule: str | None = None, *, as_of: dt.date | str | None = None) -> Explanation:
        """Why each rule (or the one named) fired or not, down to the atoms with their values.

        Raises :class:`PolicyError` where no rule has that name.
        """
        from bangban.explain.asked import known_rule
        from bangban.explain.explanation import explain

        known_rule(self.model, rule)
        read, day = self._admit(facts, as_of)
        return explain(self.model, read, day, rule)

    def checklist(self, facts: object, *, as_of: dt.date | str | None = None) -> Notice:
        """What remains to be shown or mended, as a one-time notice (一次性告知书)."""
        from bangban.explain.notice import notice

        return notice(self.model, self.decide(facts, as_of=as_of))

    def how_to(self, facts: object, *, changeable: Collection[str] | None = None,
               as_of: dt.date | str | None = None) -> HowTo:
        """The cheapest changes that would make the action permitted: at most three ways, ordered by cost, then number
        of changes, then the order in which the facts are declared; or the plain statement that there is none.

        ``changeable``: the facts, groups or lists (in either language) that alone may change; else all that the
        vocabulary does not mark 不可改. What nobody has given may always be given: where it depends on that, the answer
        names it. Raises :class:`PolicyError` where the vocabulary has no such name.
        """
        from bangban.explain.asked import known_facts
        from bangban.explain.search import how_to

        named = known_facts(self.model, changeable)
        trial, may = self._trial if named is None else self._trial_of(named)
        flat, day = trial.admit(facts, as_of)
        return how_to(self.model, flat, day, trial, may=may)

    def _admit(self, facts: object, as_of: dt.date | str | None) -> tuple[Facts, dt.date]:
        read, problems = read_facts(facts, self.model.vocabulary)
        day, wrong = asked_day(as_of)
        if problems or wrong:
            raise PolicyError([*problems, *wrong])
        return read, day or day_in(read, self.model.decision_date) or dt.date.today()

    @cached_property
    def _engine(self) -> First | Compiled:
        from bangban.decide.first import First

        return First(self.model, lambda: self._compiled)

    @cached_property
    def _compiled(self) -> Compiled:
        from bangban.decide.engine import Compiled

        compiled = self.__dict__["_engine"] = Compiled(self.model, straight=self._decide_by)
        return compiled

    def _decide_by(self, decide: MethodType) -> None:
        """What decides alone stands in place of the method: a call less for each decision. Not of one that somebody
        has put in its place, in a subclass or in the class itself."""
        if type(self).decide is _DECIDE and self.__dict__.get("decide") is self.__dict__.get("_straight"):
            for name in ("__doc__", "__module__", "__name__", "__qualname__", "__annotations__"):
                setattr(decide.__func__, name, getattr(_DECIDE, name))
            self.__dict__["decide"] = self.__dict__["_straight"] = MethodType(decide.__func__, self)

    @cached_property
    def _trial(self) -> tuple[Trial, Changeable]:
        """Where all may change that the vocabulary does not mark 不可改."""
        return self._trial_of(None)

    def _trial_of(self, changeable: Collection[str] | None) -> tuple[Trial, Changeable]:
        from bangban.decide.trial import Trial
        from bangban.explain.changeable import Changeable

        may = Changeable(self.model, changeable)
        return Trial(self._compiled, self._open, may), may

    @cached_property
    def _open(self) -> Compiled:
        """The same policy over facts that may all be unknown, findings too."""
        from bangban.decide.engine import Compiled
        from bangban.explain.relaxed import opened

        return Compiled(opened(self.model))

    def code(self, *, as_of: dt.date | None = None) -> str:
        """The Python that decides on a day (by default today), to be read; ``decide`` compiles it when it is needed."""
        return self._compiled.source(as_of or dt.date.today())

    def __repr__(self) -> str:
        """One line: the names of the policies loaded (three at most), how many rules, the beginning of the digest."""
        names = [head.name.zh for head in self.model.heads.values() if head.primary]
        named = "、".join(names[:_NAMED]) + ("…" if len(names) > _NAMED else "")
        return f"<Policy {named}, {len(self.model.rules)} rules, {self.digest[:_DIGEST]}…>"

    def __getstate__(self) -> dict[str, Any]:
        return {"model": self.model}  # generated code stays here; the other side makes its own

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)

    @cached_property
    def rule_keys(self) -> tuple[str, ...]:
        """The keys of all rules, in their canonical order."""
        return tuple(rule.key for rule in self.model.rules)


_DECIDE = Policy.decide


def load(path: str | Path, *, options: Mapping[str, Any] | None = None, cache: bool = False) -> Policy:
    """Read, check and return a policy set: a folder, or one ``.policy`` or ``.policy.yaml`` file.

    ``options`` chooses other readings of unclear passages, by name in either language. ``cache``: what was checked
    before and has not changed since comes from a private folder of the user's. Raises :class:`PolicyError` holding
    every problem at once.
    """
    from bangban.cache import keep, recall

    kept = recall(path, options) if cache else None
    if kept is not None:
        return Policy(kept)
    from bangban.collecting import without_collecting
    from bangban.files import read_set

    with without_collecting():
        fileset, problems = read_set(path)
        policy = _checked(fileset, problems, options)
    if cache and fileset.trail is not None:
        keep(path, options, fileset.trail, policy.model)
    return policy


def loads(text: str, name: str = "text.policy", *, options: Mapping[str, Any] | None = None) -> Policy:
    """The same for a policy given as text; it can import nothing."""
    from bangban.files import read_text

    return _checked(*read_text(text, name), options)


def _checked(fileset: Any, problems: list[Problem], options: Mapping[str, Any] | None) -> Policy:
    from bangban.policy.check import check

    if any(p.severity == "error" for p in problems):
        # what was read is still checked: the person gets every fault at once
        _, more = check(fileset, options)
        raise PolicyError([*problems, *(p for p in more if p.severity == "error")])
    model, found = check(fileset, options)
    errors = [p for p in found if p.severity == "error"]
    if errors:
        raise PolicyError(errors)
    return Policy(model)
