"""A condition becomes two Python expressions: one true where it definitely holds, one where it definitely fails.

Neither needs a third truth value, both stop as early as Python does. Where every fact a condition reads is known, one
is the negation of the other; where a fact is missing, both are false and the condition is unknown.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any, assert_never

from bangban.decide import runtime
from bangban.decide.comparisons import Side, compared, contained, is_ordered_open, one_of, present, truth
from bangban.decide.loops import Loops
from bangban.decide.names import Names
from bangban.decide.pieces import Frame, Frames, Value, joined
from bangban.policy import meaning
from bangban.policy import terms as t
from bangban.policy.model import Model
from bangban.policy.types import MoneyType, NumberType, RecordType
from bangban.policy.values import UNKNOWN, exact, reaches

_TURNED: dict[t.CompareOp, t.CompareOp] = {"<": ">", "≤": "≥", ">": "<", "≥": "≤", "=": "=", "≠": "≠"}
_Rail = Callable[[t.Term, Frames], str]


class Terms:
    """Writes the terms of one body."""

    def __init__(self, names: Names, model: Model) -> None:
        self.names = names
        self.model = model
        self.loops = Loops(names)
        self._days = meaning.World(model, {}, dt.date.min)  # for its calendar only

    # ------------------------------------------------------------ truths

    def holds(self, term: t.Term, frames: Frames) -> str:
        """True exactly where the condition definitely holds."""
        match term:
            case t.Not(operand=operand):
                return self.fails(operand, frames)
            case t.All(operands=operands):
                return joined(" and ", [self.holds(o, frames) for o in operands])
            case t.Any_(operands=operands):
                return joined(" or ", [self.holds(o, frames) for o in operands])
            case t.Has(fact=of):
                return present(self.value(of, frames), True)
            case t.Compare(op=op, left=left, right=right):
                return self._compare(op, (left, right), frames, True)
            case t.Between():
                return self._between(term, frames, True)
            case t.OneOf():
                return self._one_of(term, frames, True)
            case t.Contains() if found := self._contained(term, frames, True):
                return found
            case t.Quantified(op=op):
                if op == "SOME":
                    return self._some(term, frames, self.holds)
                return self._none(term, frames, self.holds)
            case _:
                return truth(self.names, self.value(term, frames), True)

    def fails(self, term: t.Term, frames: Frames) -> str:
        """True exactly where the condition definitely does not hold."""
        match term:
            case t.Not(operand=operand):
                return self.holds(operand, frames)
            case t.All(operands=operands):
                return joined(" or ", [self.fails(o, frames) for o in operands])
            case t.Any_(operands=operands):
                return joined(" and ", [self.fails(o, frames) for o in operands])
            case t.Has(fact=of):
                return present(self.value(of, frames), False)
            case t.Compare(op=op, left=left, right=right):
                return self._compare(op, (left, right), frames, False)
            case t.Between():
                return self._between(term, frames, False)
            case t.OneOf():
                return self._one_of(term, frames, False)
            case t.Contains() if found := self._contained(term, frames, False):
                return found
            case t.Quantified(op=op):
                if op == "SOME":
                    return self._none(term, frames, self.fails)
                return self._some(term, frames, self.fails)
            case _:
                return truth(self.names, self.value(term, frames), False)

    def certain(self, term: t.Term, frames: Frames) -> bool:
        """Whether the condition can never be unknown: then it fails exactly where it does not hold."""
        match term:
            case t.Has(fact=of):
                return self._known(of, frames)
            case t.Not(operand=operand):
                return self.certain(operand, frames)
            case t.All(operands=operands) | t.Any_(operands=operands):
                return all(self.certain(o, frames) for o in operands)
            case t.Compare(op=op, left=left, right=right):
                placed = op in ("=", "≠") or not is_ordered_open(left.type)
                return placed and self._known(left, frames) and self._known(right, frames)
            case t.Between(operand=operand, low=low, high=high):
                known = all(self._known(p, frames) for p in (operand, low, high))
                return known and not is_ordered_open(operand.type)
            case t.OneOf(item=item, values=values):
                return all(self._known(p, frames) for p in (item, *values))
            case t.Quantified(over=over, scope=scope, body=body):
                return self._known(over, frames) and self.certain(body, {**frames, scope: self._inside(over, frames)})
            case _:
                return self._known(term, frames)

    def _known(self, term: t.Term, frames: Frames) -> bool:
        found = self._value(term, frames, note=False)
        return not (found.unknown or found.interval)

    # ------------------------------------------------------------ values

    def value(self, term: t.Term, frames: Frames) -> Value:
        """The value of a term, as text."""
        return self._value(term, frames, note=True)

    def _value(self, term: t.Term, frames: Frames, note: bool) -> Value:
        match term:
            case t.Const(value=held):
                return Value(self.names.const(held), held is UNKNOWN, held is None,
                             number=isinstance(held, int) and not isinstance(held, bool))
            case t.Fact():
                return self._fact(term, frames, note)
            case t.DecisionDate():
                return Value(self._use("day", note))
            case t.Lookup(table=table, key=key, column=column):
                of = self._value(key, frames, note)
                rows = self.model.tables[table].rows
                entries = self.names.made(
                    (table, column), "t", lambda: {k: exact(row[column]) for k, row in rows.items()})
                if of.unknown or of.interval:
                    text = f"{self._helper(runtime.looked_up)}({of.text}, {entries})"
                else:
                    text = f"{entries}.get({of.text})"
                return Value(text, of.unknown, True, plain=False)
            case t.Arith():
                return self._arith(term, frames, note)
            case t.Count() | t.Distinct() | t.Sum():
                return self._aggregate(term, frames, note)
            case t.InTable(item=item, table=table):
                of = self._value(item, frames, note)
                rows_name = self.names.bind(self.model.tables[table].rows, "t")
                if of.unknown or of.interval:
                    return Value(f"{self._helper(runtime.listed)}({of.text}, {rows_name})", of.unknown, plain=False)
                return Value(f"({of.text} in {rows_name})", plain=False)
            case t.Contains():
                return self._contains(term, frames, note)
            case t.Reaches(birth=birth, years=years):
                return self._reaches(birth, years, frames, note)
            case t.OptionValue() | t.Parameter() | t.Defined():
                raise AssertionError(term)  # folded away
            case (t.Has() | t.Not() | t.All() | t.Any_() | t.Compare() | t.Between() | t.OneOf() | t.Quantified()):
                certain = self.certain(term, frames)
                if not note:
                    return Value("", unknown=not certain, plain=False)
                if certain:
                    return Value(self.holds(term, frames), plain=False)
                text = f"(True if {self.holds(term, frames)} else False if {self.fails(term, frames)} else U)"
                return Value(text, unknown=True, plain=False)
            case _:
                assert_never(term)

    def _use(self, local: str, note: bool = True) -> str:
        if note:
            self.loops.used[local] = None
        return local

    def _helper(self, function: Any) -> str:
        return self.names.bind(function, "h")

    def _fact(self, term: t.Fact, frames: Frames, note: bool) -> Value:
        frame = frames[term.scope]
        place = frame.layout.index.get(term.path)
        if place is None:  # a record that is always there
            assert isinstance(term.type, RecordType), term
            return Value("True")
        slot = frame.layout.slots[place]
        unknown = frame.gaps.at(slot, element=term.scope is not None)
        whole = isinstance(slot.type, MoneyType) or (isinstance(slot.type, NumberType) and slot.type.whole)
        return Value(self._use(frame.local(place), note), unknown, slot.absent, number=whole)

    def _arith(self, term: t.Arith, frames: Frames, note: bool) -> Value:
        left, right = self._value(term.left, frames, note), self._value(term.right, frames, note)
        open_ = left.unknown or right.unknown or left.interval or right.interval
        absent = left.absent or right.absent
        if left.number and right.number and term.op != "/" and not open_ and not absent:
            return Value(f"({left.text} {term.op} {right.text})", plain=False, number=True)
        numbers = all(isinstance(e.type, NumberType | MoneyType) for e in (term.left, term.right))
        arith, op, days = self._helper(meaning.arith), self.names.const(term.op), self._helper(self._days)
        text = f"{arith}({op}, {left.text}, {right.text}, {days})"
        return Value(text, open_ or not numbers or term.op == "/", absent, plain=False)

    def _contained(self, term: t.Contains, frames: Frames, wanted: bool) -> str | None:
        """包含 single values that are cheap to write twice; None where it is not that simple."""
        if term.whole:
            return None
        container, items = self.value(term.container, frames), [self.value(i, frames) for i in term.items]
        simple = container.plain and all(i.plain and not i.interval for i in items)
        return contained(term.mode, container, items, wanted) if simple else None

    def _contains(self, term: t.Contains, frames: Frames, note: bool) -> Value:
        container = self._value(term.container, frames, note)
        items = [self._value(i, frames, note) for i in term.items]
        unknown = container.unknown or any(i.unknown or i.interval for i in items)
        wanted = items[0].text if term.whole else "(" + "".join(f"{i.text}, " for i in items) + ")"
        contains, mode = self._helper(runtime.contains), self.names.const(term.mode)
        return Value(f"{contains}({mode}, {container.text}, {wanted}, {term.whole})", unknown, plain=False)

    def _reaches(self, birth: t.Term, years: t.Term, frames: Frames, note: bool) -> Value:
        born, age = self._value(birth, frames, note), self._value(years, frames, note)
        if age.interval or not age.plain:
            call = f"{self._helper(runtime.reached)}({born.text}, {age.text}, {self._use('day', note)})"
            return Value(call, born.unknown or age.unknown or age.interval, plain=False)
        guards = [f"{v.text} is not None" for v in (born, age) if v.absent]
        whole = age.text if age.number else f"int({age.text})"
        call = f"{self._helper(reaches)}({born.text}, {whole}, {self._use('day', note)})"
        text = joined(" and ", [*guards, call])
        open_ = [f"{v.text} is U" for v in (born, age) if v.unknown]
        if open_:
            return Value(f"(U if {' or '.join(open_)} else {text})", unknown=True, plain=False)
        return Value(text, plain=False)

    # ------------------------------------------------------------ atoms

    def _side(self, term: t.Term, frames: Frames) -> Side:
        return Side(term, self.value(term, frames))

    def _compare(self, op: t.CompareOp, ends: tuple[t.Term, t.Term], frames: Frames, wanted: bool) -> str:
        left, right = ends
        if isinstance(left, t.Const) and not isinstance(right, t.Const):
            op, left, right = _TURNED[op], right, left
        return compared(self.names, op, self._side(left, frames), self._side(right, frames), wanted)

    def _between(self, term: t.Between, frames: Frames, wanted: bool) -> str:
        return joined(" and " if wanted else " or ", [
            self._compare("≥", (term.operand, term.low), frames, wanted),
            self._compare("≤", (term.operand, term.high), frames, wanted)])

    def _one_of(self, term: t.OneOf, frames: Frames, wanted: bool) -> str:
        words = [v.value for v in term.values if isinstance(v, t.Const)]
        if len(words) == len(term.values):
            simple = one_of(self.names, self._side(term.item, frames), words, wanted)
            if simple is not None:
                return simple
        each = [self._compare("=", (term.item, v), frames, wanted) for v in term.values]
        return joined(" or " if wanted else " and ", each)

    # ------------------------------------------------------------ lists

    def _inside(self, over: t.Fact, frames: Frames) -> Frame:
        """A frame for the elements of a list; its locals have names of their own."""
        return frames[over.scope].inside(over.path, f"e{len(frames)}_")

    def _listed(self, over: t.Fact, frames: Frames) -> str:
        held = self.value(over, frames)
        return f"({held.text} or ())" if held.absent else held.text

    def _search(self, term: t.Quantified, frames: Frames, rail: _Rail) -> str:
        inner = self._inside(term.over, frames)
        return self.loops.search(self._listed(term.over, frames), inner,
                                 lambda: rail(term.body, {**frames, term.scope: inner}))

    def _some(self, term: t.Quantified, frames: Frames, rail: _Rail) -> str:
        """Some element definitely meets (or fails) the body."""
        held = self._value(term.over, frames, note=False)
        call = self._search(term, frames, rail)
        return f"({held.text} is not U and {call})" if held.unknown else call

    def _none(self, term: t.Quantified, frames: Frames, rail: _Rail) -> str:
        """Every element definitely meets (or fails) the body; so does an empty list."""
        held = self._value(term.over, frames, note=False)

        def not_so(body: t.Term, inner: Frames) -> str:
            if self.certain(body, inner):
                return (self.fails if rail == self.holds else self.holds)(body, inner)
            return f"not {rail(body, inner)}"

        call = self._search(term, frames, not_so)
        return f"({held.text} is not U and not {call})" if held.unknown else f"(not {call})"

    def _aggregate(self, term: t.Count | t.Distinct | t.Sum, frames: Frames, note: bool) -> Value:
        held = self._value(term.over, frames, note=False)
        inner = {**frames, term.scope: self._inside(term.over, frames)}
        certain = term.body is None or self.certain(term.body, inner)
        of = term.value if isinstance(term, t.Distinct | t.Sum) else None
        settled = certain and not held.unknown and (of is None or self._known(of, inner))
        unknown = held.unknown and isinstance(term, t.Sum)
        text = self._aggregated(term, frames, certain) if note else ""
        if held.unknown and note:
            nobody = "U" if isinstance(term, t.Sum) else self.names.const(meaning.Interval(0, None))
            text = f"({nobody} if {self.value(term.over, frames).text} is U else {text})"
        return Value(text, unknown, plain=False, interval=not settled, number=settled and of is None)

    def _aggregated(self, term: t.Count | t.Distinct | t.Sum, frames: Frames, certain: bool) -> str:
        match term:
            case t.Count(body=None):
                return f"len({self._listed(term.over, frames)})"
            case t.Count():
                return self._count(term, frames, certain)
            case t.Distinct():
                return f"{self._helper(runtime.distinct)}({self._pairs(term, frames)})"
            case t.Sum():
                least, most = (self.names.const(end) for end in meaning.bounds(term.value.type))
                return f"{self._helper(runtime.total)}({self._pairs(term, frames)}, {least}, {most})"

    def _count(self, term: t.Count, frames: Frames, certain: bool) -> str:
        body = term.body
        assert body is not None

        inner = {**frames, term.scope: self._inside(term.over, frames)}

        def lines(head: str) -> list[str]:
            if certain:
                return ["    low = 0", head, f"        if {self.holds(body, inner)}:", "            low += 1",
                        "    return low"]
            return ["    low = high = 0", head,
                    f"        if {self.holds(body, inner)}:", "            low += 1", "            high += 1",
                    f"        elif not {self.fails(body, inner)}:", "            high += 1",
                    f"    return {self._helper(runtime.settle)}(low, high)"]

        return self.loops.call(self._listed(term.over, frames), inner[term.scope], lines)

    def _pairs(self, term: t.Distinct | t.Sum, frames: Frames) -> str:
        body, of = term.body, term.value

        inner = {**frames, term.scope: self._inside(term.over, frames)}

        def lines(head: str) -> list[str]:
            found = self.value(of, inner).text
            start = ["    pairs = []", head]
            if body is None:
                return [*start, f"        pairs.append((True, {found}))", "    return pairs"]
            return [*start, f"        if {self.holds(body, inner)}:", f"            pairs.append((True, {found}))",
                    f"        elif not {self.fails(body, inner)}:", f"            pairs.append((U, {found}))",
                    "    return pairs"]

        return self.loops.call(self._listed(term.over, frames), inner[term.scope], lines)

