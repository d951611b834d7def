"""A condition becomes two Python expressions: one true where it definitely holds, one where it definitely fails.

Neither needs a third truth value, both stop as early as Python does. Where every fact a condition reads is known, one
is the negation of the other; where a fact is missing, both are false and the condition is unknown.
"""

from __future__ import annotations

import datetime as dt
from typing import assert_never

from bangban.decide import runtime
from bangban.decide.comparisons import Side, compared, contained, is_ordered_open, one_of, present, truth
from bangban.decide.lists_to_python import Lists
from bangban.decide.names import Names
from bangban.decide.pieces import Frames, Value, joined
from bangban.policy import meaning
from bangban.policy import terms as t
from bangban.policy.model import Model
from bangban.policy.types import MoneyType, NumberType, RecordType
from bangban.policy.values import UNKNOWN, exact, reaches

_TURNED: dict[t.CompareOp, t.CompareOp] = {"<": ">", "≤": "≥", ">": "<", "≥": "≤", "=": "=", "≠": "≠"}


class Terms(Lists):
    """Writes the terms of one body."""

    def __init__(self, names: Names, model: Model) -> None:
        super().__init__(names)
        self.model = model
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
                    return self.some(term, frames, self.holds)
                return self.none(term, frames, self.holds)
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
                    return self.none(term, frames, self.fails)
                return self.some(term, frames, self.fails)
            case _:
                return truth(self.names, self.value(term, frames), False)

    def certain(self, term: t.Term, frames: Frames) -> bool:
        """Whether the condition can never be unknown: then it fails exactly where it does not hold."""
        match term:
            case t.Has(fact=of):
                return self.known(of, frames)
            case t.Not(operand=operand):
                return self.certain(operand, frames)
            case t.All(operands=operands) | t.Any_(operands=operands):
                return all(self.certain(o, frames) for o in operands)
            case t.Compare(op=op, left=left, right=right):
                placed = op in ("=", "≠") or not is_ordered_open(left.type)
                return placed and self.known(left, frames) and self.known(right, frames)
            case t.Between(operand=operand, low=low, high=high):
                known = all(self.known(p, frames) for p in (operand, low, high))
                return known and not is_ordered_open(operand.type)
            case t.OneOf(item=item, values=values):
                return all(self.known(p, frames) for p in (item, *values))
            case t.Quantified(over=over, scope=scope, body=body):
                return self.known(over, frames) and self.certain(body, {**frames, scope: self.inside(over, frames)})
            case _:
                return self.known(term, frames)

    # ------------------------------------------------------------ values

    def value(self, term: t.Term, frames: Frames, *, note: bool = True) -> Value:
        """The value of a term, as text; ``note``: it is being written, so what it reads counts as used."""
        match term:
            case t.Const(value=held):
                return Value(self.names.const(held), held is UNKNOWN, held is None,
                             number=isinstance(held, int) and not isinstance(held, bool))
            case t.Fact():
                return self._fact(term, frames, note)
            case t.DecisionDate():
                return Value(self._use("day", note))
            case t.Lookup(table=table, key=key, column=column):
                of = self.value(key, frames, note=note)
                rows = self.model.tables[table].rows
                entries = self.names.made(
                    (table, column), "t", lambda: {k: exact(row[column]) for k, row in rows.items()})
                if of.unknown or of.interval:
                    text = f"{self.helper(runtime.looked_up)}({of.text}, {entries})"
                else:
                    text = f"{entries}.get({of.text})"
                return Value(text, of.unknown, True, plain=False)
            case t.Arith():
                return self._arith(term, frames, note)
            case t.Count() | t.Distinct() | t.Sum():
                return self.aggregate(term, frames, note)
            case t.InTable(item=item, table=table):
                of = self.value(item, frames, note=note)
                rows_name = self.names.bind(self.model.tables[table].rows, "t")
                if of.unknown or of.interval:
                    return Value(f"{self.helper(runtime.listed)}({of.text}, {rows_name})", of.unknown, plain=False)
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
                    return Value(f"(True if {self.holds(term, frames)} else False)", plain=False)
                text = f"(True if {self.holds(term, frames)} else False if {self.fails(term, frames)} else U)"
                return Value(text, unknown=True, plain=False)
            case _:
                assert_never(term)

    def _use(self, local: str, note: bool = True) -> str:
        if note:
            self.loops.used[local] = None
        return local

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
        left, right = self.value(term.left, frames, note=note), self.value(term.right, frames, note=note)
        open_ = left.unknown or right.unknown or left.interval or right.interval
        absent = left.absent or right.absent
        if left.number and right.number and term.op != "/" and not open_ and not absent:
            return Value(f"({left.text} {term.op} {right.text})", plain=False, number=True)
        numbers = all(isinstance(e.type, NumberType | MoneyType) for e in (term.left, term.right))
        arith, op, days = self.helper(meaning.arith), self.names.const(term.op), self.helper(self._days)
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
        container = self.value(term.container, frames, note=note)
        items = [self.value(i, frames, note=note) for i in term.items]
        unknown = container.unknown or any(i.unknown or i.interval for i in items)
        wanted = items[0].text if term.whole else "(" + "".join(f"{i.text}, " for i in items) + ")"
        contains, mode = self.helper(runtime.contains), self.names.const(term.mode)
        return Value(f"{contains}({mode}, {container.text}, {wanted}, {term.whole})", unknown, plain=False)

    def _reaches(self, birth: t.Term, years: t.Term, frames: Frames, note: bool) -> Value:
        born, age = self.value(birth, frames, note=note), self.value(years, frames, note=note)
        if age.interval or not age.plain:
            call = f"{self.helper(runtime.reached)}({born.text}, {age.text}, {self._use('day', note)})"
            return Value(call, born.unknown or age.unknown or age.interval, plain=False)
        guards = [f"{v.text} is not None" for v in (born, age) if v.absent]
        whole = age.text if age.number else f"int({age.text})"
        call = f"{self.helper(reaches)}({born.text}, {whole}, {self._use('day', note)})"
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
