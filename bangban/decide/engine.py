"""The compiled policy: generated functions, each made when first needed, for the day and the kind of case at hand."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Callable
from functools import cached_property, partial
from threading import RLock
from types import MethodType
from typing import Any

from bangban.decide import functions
from bangban.decide.days import change_points, turns
from bangban.decide.door import keys_of
from bangban.decide.fees_found import fee_rules, fees_found, rules_over_no_fees
from bangban.decide.found import Found, Hit, hit_of
from bangban.decide.index import WORTH, index_rules
from bangban.decide.layout import flatten, layout_of
from bangban.decide.names import Names
from bangban.decide.object_door import sparse_object_reader
from bangban.decide.object_readers import ObjectReaders
from bangban.decide.objects import Seen
from bangban.decide.shape import ANYWHERE, NOWHERE, Shape, gaps_of, shape_of, whole_shape
from bangban.decide.to_python import Body
from bangban.decision.decision import Decision
from bangban.policy.facts import asked_day, read_facts
from bangban.policy.model import Model
from bangban.problems import PolicyError
from bangban.words import Lang

Run = Callable[..., Decision]
Key = tuple[Any, ...]
_ANY = 0  # the plan for facts of any shape; the shapes that have readers of their own follow
_PLANS = 8  # shapes that get one
_FIRST, _EVERY = 2, 64  # which of the facts that no reader took are looked at for their shape


# what the names in generated code begin with; the objects they stand for are bound to them, and no text of a policy is
_LEGEND = """# f 事实 facts · v 读到一半的 half read · n 键 keys · w 词的规范名 words made canonical
# s 词的集合 sets of words · k 常量 constants · y 类型 types · h 帮手 helpers
# found 依据 what a decision rests on · odd, unlike, run 别的路 other ways
"""


class Compiled:
    """One policy set as code. Any number of threads may use it; what two of them make at once, they make alike."""

    def __init__(self, model: Model, worth: float = WORTH, look_every: int = _EVERY,
                 straight: Callable[[MethodType], None] = lambda decide: None) -> None:
        """``worth``: how many rules a fact must spare on average before decisions are looked up by it.

        ``look_every``: of how many facts that no reader took one is looked at for its shape (the first ones all are).
        ``straight`` is told of the method that takes facts of a shape seen, when there is one: it decides alone.
        """
        self.model = model
        self.layout = layout_of(model.vocabulary)
        self.said: dict[Any, Any] = {}  # sentences that depend on no fact, once put into words
        self.may_not_apply = any(h.primary and h.scope is not None for h in model.heads.values())
        self._lock = RLock()
        self._names = Names()
        self._names.space.update(
            Decision=Decision, today=dt.date.today, date=dt.date, asked=_asked,
            odd=self._decide_other, unlike=self._decide_unlike, run=self.run, settle_fees=self._settle_fees)
        self._points = change_points(model)
        self._turns = turns(self._points)
        self._index = index_rules(model, self.layout, worth)
        self._bodies: dict[tuple[int, int], dict[Key, Run]] = {}
        self._speaking: dict[tuple[int, int, Key], Callable[[Any, dt.date], Any]] = {}
        self._accounts: dict[tuple[int, int, Key], Callable[[Any, dt.date], Any]] = {}
        self._entries: dict[tuple[int | Lang | None, int], MethodType] = {}
        self._sparse: Callable[[Any], Any] | None = None
        self._plans: list[Shape] = []
        self._seen: Shape | None = None  # the shape looked at last
        self._others, self._every = 0, look_every
        self._objects = ObjectReaders(look_every)
        self._straight = straight
        self._keys: Lang | None = None  # the language in which most facts of any shape come
        self._learnt = 0
        self._loose: Run = self._decide_unlike  # takes plain facts of any shape
        self.decide: Run = self._decide_other
        """``decide(facts, as_of=None)``: the decision for facts as a program gives them."""

    # ------------------------------------------------------------ deciding

    def _decide_other(self, given: Any, as_of: Any = None) -> Decision:
        """For facts of any shape: with gaps, in the other language, objects, or wrong; and for dates as text."""
        if type(given) is not dict:
            decide = self._objects.decide.get(id(type(given)))
            return decide(given, as_of) if decide else self._decide_unlike(given, as_of)
        self._others += 1
        if self._others > _FIRST and self._others % self._every:
            return self._loose(given, as_of)
        made = self._loose(given, as_of)
        self._look_at(given, made.as_of)
        return made

    def _decide_unlike(self, given: Any, as_of: Any = None) -> Decision:
        """For facts no reader takes."""
        facts, day = self.admit(given, as_of)
        if type(given) is not dict and self._objects.due(given):
            self._look_at_objects(given, day)
        return self.run(facts, day, _ANY)

    def admit(self, given: Any, as_of: Any = None) -> tuple[tuple[Any, ...], dt.date]:
        """Facts as a program gives them, in their slots, and the day of the decision; PolicyError with every fault."""
        if type(given) is dict:
            facts = (self._sparse or self._make_sparse())(given)
        else:
            sparse = self._objects.sparse.get(id(type(given)))
            facts = sparse(given) if sparse else None
        day, wrong = (as_of, []) if type(as_of) is dt.date else asked_day(as_of)
        if facts is None or wrong:
            read, problems = read_facts(given, self.model.vocabulary)
            if problems or wrong:
                raise PolicyError([*problems, *wrong])
            facts = flatten(read, self.layout)
        return facts, day or self._day_in(facts) or dt.date.today()

    def deciding(self, day: dt.date) -> Callable[[tuple[Any, ...]], Decision]:
        """What decides one day's facts in their slots, of any shape: each body is looked up once for its key facts."""
        stretch = bisect_right(self._points, day)
        places = [self.layout.index[path] for path in self._index.paths]
        bodies: dict[Key, Run] = {}

        def decide(facts: tuple[Any, ...]) -> Decision:
            held = tuple([facts[i] for i in places])
            body = bodies.get(held)
            if body is None:
                body = bodies[held] = self._make_body(stretch, _ANY, self._index.key(held))
            return body(facts, day)

        return decide

    def _look_at(self, given: Any, day: dt.date) -> None:
        """Facts of a shape seen twice in a row get a reader and bodies of their own; others are read in the language
        they are in."""
        shape, keys = shape_of(given, self.model.vocabulary), keys_of(given, self.model.vocabulary)
        with self._lock:
            if keys != self._keys and self._learnt < _PLANS:
                self._keys, self._learnt = keys, self._learnt + 1
                self._loose = self._entry(day, None)
            if shape is not None and shape == self._seen and self._has_room(shape):
                self._expect(self._entry(day, shape))
            self._seen = shape

    def _look_at_objects(self, given: Any, day: dt.date) -> None:
        """Objects of a class seen get readers of their own: one for any, and one for those with the same fields set."""
        with self._lock:
            straight, sparse = self._objects.look(given, self.model.vocabulary)
            if sparse is not None:
                source = sparse_object_reader(self.layout, self._names, sparse)
                self._objects.sparse[id(type(given))] = self._execute(source, "sparse", hot=True)
            if straight is not None and self._has_room(straight.shape):
                before = self._objects.decide.get(id(type(given)), self._decide_other)
                decide = self._objects.decide[id(type(given))] = self._entry(day, straight.shape, straight)
                if self.decide == before:  # no other shape is expected
                    self._expect(decide)

    def _expect(self, decide: MethodType) -> None:
        """From now on facts go to this function first; what it does not take, it hands on."""
        if self.decide is decide:
            return
        self.decide = decide
        self._straight(decide)

    def _has_room(self, shape: Shape) -> bool:
        return shape in self._plans or len(self._plans) < _PLANS

    def _day_in(self, facts: tuple[Any, ...]) -> dt.date | None:
        place = self.layout.index.get(self.model.decision_date or ())
        found = None if place is None else facts[place]
        if isinstance(found, dt.datetime):
            return found.date()
        return found if isinstance(found, dt.date) else None

    def run(self, facts: tuple[Any, ...], day: dt.date, plan: int) -> Decision:
        """The decision for facts in their slots."""
        key = self._index.key(tuple(facts[self.layout.index[p]] for p in self._index.paths))
        stretch = bisect_right(self._points, day)
        body = self._bodies.get((stretch, plan), {}).get(key)
        return (body or self._make_body(stretch, plan, key))(facts, day)

    # ------------------------------------------------------------ making

    def _execute(self, source: str, name: str, *, hot: bool = False) -> Any:
        file = f"<policy {self.model.digest[:19]}>"
        exec(self._names.inlined(source, file) if hot else compile(source, file, "exec"), self._names.space)
        return self._names.space[name]

    def _entry(self, day: dt.date, shape: Shape | None, seen: Seen | None = None) -> MethodType:
        """What takes facts of a shape, on the days around one. Of plain facts it is made once."""
        at = (self._keys if shape is None else self._plan(shape), bisect_right(self._points, day))
        entry = self._entries.get(at) if seen is None else None
        if entry is None:
            function = self._execute(self._entry_source(day, shape, seen), "decide", hot=True)
            # A method, though it asks nothing of what it is bound to: a function could not be sent to a process pool.
            entry = MethodType(function, self)
            if seen is None:
                self._entries[at] = entry
        return entry

    def _make_sparse(self) -> Callable[[Any], Any]:
        with self._lock:
            if self._sparse is None:
                self._sparse = self._execute(functions.sparse_reader(self.layout, self._names), "sparse")
            return self._sparse

    def _a_day(self, stretch: int) -> dt.date:
        return self._points[stretch - 1] if stretch else dt.date.min

    def _body(self, stretch: int, plan: int, key: Key) -> Body:
        gaps, known = (ANYWHERE, {}) if plan == _ANY else gaps_of(self.layout, self._plans[plan - 1])
        return Body(self.model, self.layout, self._names, day=self._a_day(stretch),
                    known={**known, **self._index.known(key)},
                    places=self._index.rules(key), gaps=gaps, turns=self._turns)

    def _maker(self, plan: int, key: Key) -> str:
        return self._names.made(("maker", plan, key), "found", lambda: partial(Found, self, plan, key))

    def _make_body(self, stretch: int, plan: int, key: Key) -> Run:
        with self._lock:
            bodies = self._bodies.setdefault((stretch, plan), {})
            if key not in bodies:
                name = self._names.fresh("body")
                body = self._body(stretch, plan, key)
                source = functions.body_function(body, name, self._maker(plan, key))
                bodies[key] = self._execute(source, name)
            return bodies[key]

    def account(self, day: dt.date, plan: int, key: Key) -> Callable[[Any, dt.date], tuple[list[Hit], ...]]:
        """The function that finds what a decision tells beside what decides."""
        at = (bisect_right(self._points, day), plan, key)
        if at not in self._accounts:
            with self._lock:
                name = self._names.fresh("account")
                source = functions.account_function(self._body(*at), name)
                self._accounts[at] = self._execute(source, name)
        return self._accounts[at]

    def speaking(self, day: dt.date, plan: int, key: Key) -> Callable[[Any, dt.date], tuple[list[Hit], ...]]:
        """The function that finds which rules speak of fees."""
        at = (bisect_right(self._points, day), plan, key)
        if at not in self._speaking:
            with self._lock:
                name = self._names.fresh("speaking")
                source = functions.speaking_function(self._body(*at), name)
                self._speaking[at] = self._execute(source, name)
        return self._speaking[at]

    @cached_property
    def fee_rules(self) -> dict[int, str]:
        """The rules that speak of fees: their places, in order, and their keys."""
        return fee_rules(self.model)

    @cached_property
    def rules_over_no_fees(self) -> frozenset[int]:
        """The places of those over records without an amount."""
        return rules_over_no_fees(self.model)

    @cached_property
    def _fee_places(self) -> dict[str, int]:
        return {key: place for place, key in self.fee_rules.items()}

    def _plan(self, shape: Shape) -> int:
        if shape not in self._plans:
            self._plans.append(shape)
        return self._plans.index(shape) + 1

    def _entry_source(self, day: dt.date, shape: Shape | None, seen: Seen | None = None) -> str:
        plan = _ANY if shape is None else self._plan(shape)
        stretch = bisect_right(self._points, day)
        points, paths = self._points, self._index.paths
        entry = functions.Entry(
            shape, plan, self.model.decision_date, self._names.const(points[stretch - 1]) if stretch else "",
            self._names.const(points[stretch] - dt.timedelta(days=1)) if stretch < len(points) else "", seen,
            self._keys or "zh")
        if paths:
            bodies = self._names.bind(self._bodies.setdefault((stretch, plan), {}), "bodies")
            return functions.keyed_function(self.layout, self._names, entry, paths, bodies)
        return functions.fused_function(self._body(stretch, plan, ()), entry, self._maker(plan, ()))

    # ------------------------------------------------------------ fees by the reference meaning

    def _settle_fees(self, facts: tuple[Any, ...], day: dt.date) -> tuple[list[Hit], list[Hit], tuple[Any, ...]]:
        """Illegal fees, open ones, and conflicts, as hits."""
        key = self._index.key(tuple(facts[self.layout.index[p]] for p in self._index.paths))
        fees = fees_found(self, facts, day, _ANY, key)
        places = self._fee_places
        return ([hit_of(f, places) for f in fees.illegal], [hit_of(o.firing, places) for o in fees.open],
                tuple(tuple(hit_of(f, places) for f in fs) for fs in fees.conflicts))

    # ------------------------------------------------------------ to be read

    def source(self, day: dt.date) -> str:
        """The generated code for facts that are all there on a day, to be read by people.

        Where decisions are looked up by key facts, the body shown is the one of all rules; those that run are this one
        with what the key says worked out, made when first needed.
        """
        whole = whole_shape(self.model.vocabulary)
        with self._lock:
            entry = self._entry_source(day, whole)
            if not self._index.paths:
                return _LEGEND + entry
            here = self._a_day(bisect_right(self._points, day))
            body = Body(self.model, self.layout, self._names, day=here, known={},
                        places=range(len(self.model.rules)), gaps=NOWHERE, turns=self._turns)
            return _LEGEND + entry + "\n" + functions.body_function(body, "body", self._maker(self._plan(whole), ()))


def _asked(as_of: str) -> dt.date | None:
    """A date asked for as text; None where it is none, which is told elsewhere."""
    day, wrong = asked_day(as_of)
    return None if wrong else day
