"""Past actions under two versions of the rules: who would have been decided otherwise, counted and listed.

Each record is decided as of its own date. No sentence is repeated here, only the names of rules, and facts marked 敏感
are masked: a report of impact is read by more people than the records are.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from attrs import field, frozen

from bangban.compare.classes import CLASS_OF, CLASSES, Code
from bangban.compare.differs import Difference, differences
from bangban.compare.records import Record
from bangban.decision.decision import Decision, Verdict
from bangban.front_door import Policy
from bangban.policy.facts import asked_day, day_in, read_facts
from bangban.policy.facts_problems import NotAValue, OutOfRange, WrongType
from bangban.policy.types import ListType, ManyType, RecordType, SetType, Type
from bangban.problems import FactPath, Problem
from bangban.words import Both

MASK = "***"


@frozen
class Affected:
    """A record that is decided otherwise: how, by which rules before and after."""

    label: str
    day: dt.date
    differences: tuple[Difference, ...]
    old: Verdict
    new: Verdict
    was: tuple[str, ...]
    now: tuple[str, ...]
    facts: Any = field(repr=False)


@frozen
class Unread:
    """A record that one of the two sets cannot decide: its facts do not fit, or it has no date.

    ``masked``: those of the problems that repeat a value which is not to be shown.
    """

    label: str
    problems: tuple[Problem, ...]
    masked: frozenset[Problem] = frozenset()


@frozen
class Impact:
    """Everything found in the records."""

    total: int
    affected: tuple[Affected, ...]
    unread: tuple[Unread, ...]

    @property
    def counts(self) -> list[tuple[Code, int]]:
        """How many records fall in each class, in the order of the classes."""
        found = Counter(code for a in self.affected for code in {d.code for d in a.differences})
        return [(c.code, found[c.code]) for c in CLASSES if found[c.code]]

    @property
    def decisions_change(self) -> bool:
        """Whether any record is decided otherwise, and not merely on another ground."""
        return any(not CLASS_OF[d.code].information for a in self.affected for d in a.differences)


@frozen(kw_only=True)
class NoDate(Problem):
    """A record that does not say when it was."""

    code = "BB528"
    title = Both("记录没有日期", "record without a date")
    text = Both("记录没有决定日,不能知道按哪一天的规则办。",
                "the record has no date of decision, so no rules to go by.")
    advice = Both("补上记录里的决定日,或者用 --as-of 给全部记录一个日期。",
                  "give the record its date, or all of them one by --as-of.")


def impact(old: Policy, new: Policy, records: Iterable[Record], as_of: dt.date | None = None) -> Impact:
    """Decide every record by both sets."""
    affected: list[Affected] = []
    unread: list[Unread] = []
    total = 0
    for record in records:
        total += 1
        (then, day), problems = _days(record.facts, (old, new), as_of)
        # what only the new set has a place for was nothing to the old one; the new one cannot leave out what was known
        known = (_known(record.facts, old, new), _undated(record.facts))
        both: list[Decision] = []
        for policy, facts, on in zip((old, new), known, (then, day), strict=True):
            found = read_facts(facts, policy.model.vocabulary)[1]
            problems += found
            if not problems and on is not None:
                both.append(policy.decide(facts, as_of=on))
        if problems or then is None or day is None:
            vocabularies = (old.model.vocabulary, new.model.vocabulary)
            unread.append(Unread(record.label, tuple(dict.fromkeys(problems)) or (NoDate(),), frozenset(
                p for p in problems if isinstance(p, _REPEATING) and any(_secret(p.path, v) for v in vocabularies))))
            continue
        one, other = both
        apart = tuple(differences(one, other))
        if apart:
            affected.append(Affected(record.label, day, apart, one.verdict, other.verdict, _rules(one, other),
                                     _rules(other, one), masked(record.facts, new.model.vocabulary)))
    return Impact(total, tuple(affected), tuple(unread))


_REPEATING = (WrongType, NotAValue, OutOfRange)  # their messages repeat the value


def _secret(path: FactPath, vocabulary: RecordType) -> bool:
    """Whether a value may be a sensitive one: it is marked so, or it stands where a group of facts should."""
    here: Type | None = vocabulary
    for part in path:
        if isinstance(part, int):
            here = here.of if isinstance(here, ListType | ManyType | SetType) else None
            continue
        declared = here.get(part) if isinstance(here, RecordType) else None
        if declared is None:
            return False
        if declared.sensitive:
            return True
        here = declared.type
    return isinstance(here, RecordType | ListType)


def _days(facts: Any, versions: tuple[Policy, Policy], as_of: dt.date | None
          ) -> tuple[tuple[dt.date | None, dt.date | None], list[Problem]]:
    """The record's own date as each version designates it, else as the other does; the one asked for where it has
    none."""
    one, other = (day_in(read_facts(facts, policy.model.vocabulary)[0], policy.model.decision_date)
                  for policy in versions)
    if one is not None or other is not None:
        return (one or other, other or one), []
    own = facts.get("as_of") if isinstance(facts, Mapping) else None
    day, problems = asked_day(own)
    return (day or as_of, day or as_of), problems


def _known(facts: Any, policy: Policy, other: Policy) -> Any:
    """The facts without those that only the other set has a place for."""
    facts = _undated(facts)
    return facts if not isinstance(facts, Mapping) else within(facts, policy.model.vocabulary, other.model.vocabulary)


def _undated(facts: Any) -> Any:
    return {k: v for k, v in facts.items() if k != "as_of"} if isinstance(facts, Mapping) else facts


def within(facts: Mapping[Any, Any], here: RecordType, there: RecordType) -> dict[Any, Any]:
    """Facts as written without those that only the other vocabulary has a place for."""
    out: dict[Any, Any] = {}
    for key, value in facts.items():
        mine, theirs = (r.get(key) if isinstance(key, str) else None for r in (here, there))
        if mine is None and theirs is not None:
            continue
        of, other = (getattr(f, "type", None) for f in (mine, theirs))
        if isinstance(of, RecordType) and isinstance(other, RecordType) and isinstance(value, Mapping):
            value = within(value, of, other)
        elif isinstance(of, ListType) and isinstance(other, ListType) and isinstance(value, list):
            value = [within(v, of.of, other.of) if isinstance(v, Mapping) else v for v in value]
        out[key] = value
    return out


def _rules(decision: Decision, other: Decision) -> tuple[str, ...]:
    """The rules that bear a decision and not the other."""
    return tuple(dict.fromkeys(rule for rule in _bearing(decision) if rule not in _bearing(other)))


def _bearing(decision: Decision) -> list[str]:
    rules = [v.rule for v in decision.violations] + [p.rule for p in decision.pending]
    if decision.verdict == "permit":
        rules += [p.rule for p in decision.permits] + [o.id for o in decision.obligations]
        rules += [f"{f.rule}" for f in decision.fees if f.rule]
    return rules


def masked(facts: Any, record: RecordType) -> Any:
    """Facts with what the vocabulary marks 敏感 hidden; a key it does not know is hidden too."""
    if not isinstance(facts, Mapping):
        return MASK
    out: dict[str, Any] = {}
    for key, value in facts.items():
        declared = record.get(key) if isinstance(key, str) else None
        if declared is None or declared.sensitive:
            out[str(key)] = MASK
        elif isinstance(declared.type, RecordType) and value is not None:
            out[str(key)] = masked(value, declared.type)
        elif isinstance(declared.type, ListType) and isinstance(value, list):
            out[str(key)] = [masked(v, declared.type.of) for v in value]
        else:
            out[str(key)] = value
    return out
