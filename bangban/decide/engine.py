"""The compiled policy: generated functions, each made when first needed, for the day and the kind of case at hand."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Callable
from functools import partial
from threading import RLock
from typing import Any

from bangban.decide import functions
from bangban.decide.days import change_points, turns
from bangban.decide.door import in_english
from bangban.decide.found import Found, Hit, hit_of
from bangban.decide.index import WORTH, index_rules
from bangban.decide.layout import flatten, layout_of
from bangban.decide.names import Names
from bangban.decide.to_python import Body
from bangban.decision.decision import Decision
from bangban.policy.facts import asked_day, read_facts
from bangban.policy.fees import find_fees
from bangban.policy.firing import applies, firings
from bangban.policy.meaning import World
from bangban.policy.model import Charge, Exempt, Model
from bangban.policy.readings import Unreadable
from bangban.problems import PolicyError

Run = Callable[..., Decision]
Key = tuple[Any, ...]
FAULTS = (KeyError, TypeError, ValueError, AttributeError, OverflowError, Unreadable)
_AGAIN = 2  # decisions after which a reader for complete facts is worth writing


class Compiled:
    """One policy set as code. Any number of threads may use it; what two of them make at once, they make alike."""

    def __init__(self, model: Model, worth: float = WORTH) -> None:
        """``worth``: how many rules a fact must spare on average before decisions are looked up by it."""
        self.model = model
        self.layout = layout_of(model.vocabulary)
        self.said: dict[Any, Any] = {}  # sentences that depend on no fact, once put into words
        self.may_not_apply = any(h.primary and h.scope is not None for h in model.heads.values())
        self._lock = RLock()
        self._names = Names()
        self._names.space.update(
            FAULTS=FAULTS, Decision=Decision, new=object.__new__, today=dt.date.today, date=dt.date,
            odd=self._decide_other, run=self.run, settle_fees=self._settle_fees)
        self._points = change_points(model)
        self._turns = turns(self._points)
        self._index = index_rules(model, self.layout, worth)
        self._bodies: dict[tuple[int, bool], dict[Key, Run]] = {}
        self._accounts: dict[tuple[int, bool, Key], Callable[[Any, dt.date], Any]] = {}
        self._sparse: Callable[[Any], Any] | None = None
        self._count = 0
        self.decide: Run = self._first
        """``decide(facts, as_of=None)``: the decision for facts as a program gives them."""

    # ------------------------------------------------------------ deciding

    def _first(self, given: Any, *, as_of: Any = None) -> Decision:
        decision = self._decide_other(given, as_of)
        self._count += 1
        if self._count >= _AGAIN:
            with self._lock:
                source = self._entry_source(decision.as_of, in_english(given, self.model.vocabulary))
                self.decide = self._execute(source, "decide", hot=True)
        return decision

    def _decide_other(self, given: Any, as_of: Any) -> Decision:
        """For facts of any shape: with gaps, in the other language, objects, or wrong; and for dates as text."""
        sparse = self._sparse or self._make_sparse()
        facts = sparse(given)
        day, wrong = (as_of, []) if type(as_of) is dt.date else asked_day(as_of)
        if facts is None or wrong:
            read, problems = read_facts(given, self.model.vocabulary)
            if problems or wrong:
                raise PolicyError([*problems, *wrong])
            facts = flatten(read, self.layout)
        return self.run(facts, day or self._day_in(facts) or dt.date.today(), False)

    def _day_in(self, facts: tuple[Any, ...]) -> dt.date | None:
        place = self.layout.index.get(self.model.decision_date or ())
        found = None if place is None else facts[place]
        if isinstance(found, dt.datetime):
            return found.date()
        return found if isinstance(found, dt.date) else None

    def run(self, facts: tuple[Any, ...], day: dt.date, complete: bool) -> Decision:
        """The decision for facts in their slots."""
        key = self._index.key(tuple(facts[self.layout.index[p]] for p in self._index.paths))
        stretch = bisect_right(self._points, day)
        body = self._bodies.get((stretch, complete), {}).get(key)
        return (body or self._make_body(stretch, complete, key))(facts, day)

    # ------------------------------------------------------------ making

    def _execute(self, source: str, name: str, *, hot: bool = False) -> Any:
        tree = self._names.inlined(source) if hot else source
        exec(compile(tree, f"<policy {self.model.digest[:19]}>", "exec"), self._names.space)
        return self._names.space[name]

    def _make_sparse(self) -> Callable[[Any], Any]:
        with self._lock:
            if self._sparse is None:
                self._sparse = self._execute(functions.sparse_reader(self.layout, self._names), "sparse")
            return self._sparse

    def _a_day(self, stretch: int) -> dt.date:
        return self._points[stretch - 1] if stretch else dt.date.min

    def _body(self, stretch: int, complete: bool, key: Key) -> Body:
        return Body(self.model, self.layout, self._names, day=self._a_day(stretch), known=self._index.known(key),
                    places=self._index.rules(key), open_=not complete, turns=self._turns)

    def _maker(self, complete: bool, key: Key) -> str:
        return self._names.made(("maker", complete, key), "found", lambda: partial(Found, self, complete, key))

    def _make_body(self, stretch: int, complete: bool, key: Key) -> Run:
        with self._lock:
            bodies = self._bodies.setdefault((stretch, complete), {})
            if key not in bodies:
                name = self._names.fresh("body")
                body = self._body(stretch, complete, key)
                source = functions.body_function(body, name, self._maker(complete, key))
                bodies[key] = self._execute(source, name)
            return bodies[key]

    def account(self, day: dt.date, complete: bool, key: Key) -> Callable[[Any, dt.date], tuple[list[Hit], ...]]:
        """The function that finds what a decision tells beside what decides."""
        at = (bisect_right(self._points, day), complete, key)
        if at not in self._accounts:
            with self._lock:
                name = self._names.fresh("account")
                source = functions.account_function(self._body(*at), name)
                self._accounts[at] = self._execute(source, name)
        return self._accounts[at]

    def _entry_source(self, day: dt.date, english: bool) -> str:
        stretch = bisect_right(self._points, day)
        points, paths = self._points, self._index.paths
        entry = functions.Entry(
            english, self.model.decision_date, self._names.const(points[stretch - 1]) if stretch else "",
            self._names.const(points[stretch] - dt.timedelta(days=1)) if stretch < len(points) else "")
        if paths:
            self._names.space["bodies"] = self._bodies.setdefault((stretch, True), {})
            return functions.keyed_function(self.layout, self._names, entry, paths)
        body = self._body(stretch, True, ())
        return functions.fused_function(body, entry, self._maker(True, ()))

    # ------------------------------------------------------------ fees by the reference meaning

    def _settle_fees(self, facts: tuple[Any, ...], day: dt.date) -> tuple[list[Hit], list[Hit], tuple[Any, ...]]:
        """Illegal fees, open ones, and conflicts, as hits."""
        from bangban.decide.layout import restore

        world = World(self.model, restore(facts, self.layout), day)
        reach = {key: applies(head, world) for key, head in self.model.heads.items()}
        rules = [r for r in self.model.rules if isinstance(r.effect, Exempt | Charge)]
        fees = find_fees([f for rule in rules for f in firings(rule, world, reach)], world, reach)
        places = {rule.key: i for i, rule in enumerate(self.model.rules)}
        return ([hit_of(f, places) for f in fees.illegal], [hit_of(f, places) for f, _ in fees.open],
                tuple(tuple(hit_of(f, places) for f in fs) for fs in fees.conflicts))

    # ------------------------------------------------------------ to be read

    def source(self, day: dt.date) -> str:
        """The generated code for facts that are all there on a day, to be read by people.

        Where decisions are looked up by key facts, the body shown is the one of all rules; those that run are this one
        with what the key says worked out, made when first needed.
        """
        with self._lock:
            entry = self._entry_source(day, english=False)
            if not self._index.paths:
                return entry
            stretch = bisect_right(self._points, day)
            body = Body(self.model, self.layout, self._names, day=self._a_day(stretch), known={},
                        places=range(len(self.model.rules)), open_=False, turns=self._turns)
            return entry + "\n" + functions.body_function(body, "body", self._maker(True, ()))
