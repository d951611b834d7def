"""A condition becomes two Python expressions: one true exactly where it definitely holds, one where it definitely fails.

Neither needs a third truth value, both stop as early as Python does. Where every fact a condition reads is known, one is
the negation of the other; where a fact is missing, both are false and the condition is unknown.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, assert_never

from attrs import frozen

from bangban.decide import runtime
from bangban.decide.layout import Layout
from bangban.decide.names import Names
from bangban.policy import meaning
from bangban.policy import terms as t
from bangban.policy.model import Model
from bangban.policy.types import DurationType, EnumType, MoneyType, NumberType, RecordType
from bangban.policy.values import UNKNOWN, exact, reaches

_PYTHON = {"=": "==", "<": "<", "≤": "<=", ">": ">", "≥": ">="}
_OPPOSITE = {"<": ">=", "≤": ">", ">": "<=", "≥": "<"}
_TURNED: dict[t.CompareOp, t.CompareOp] = {"<": ">", "≤": "≥", ">": "<", "≥": "≤", "=": "=", "≠": "≠"}
_FAR = 1 << 40  # beyond every place in an order


@frozen
class Frame:
    """Where the facts of one element (or of the root) are: locals ``prefix0``, ``prefix1`` … ``open``: may be unknown."""

    prefix: str
    layout: Layout
    open: bool

    def local(self, place: int) -> str:
        """The local that holds a slot."""
        return f"{self.prefix}{place}"

    def locals(self) -> list[str]:
        """All of them."""
        return [self.local(i) for i in range(len(self.layout.slots))]

    def target(self) -> str:
        """What a loop over the elements assigns to."""
        return self.local(0) if self.layout.scalar else ", ".join(self.locals()) + ","


Frames = Mapping[str | None, Frame]


@frozen
class Value:
    """A value as text. ``plain``: cheap enough to be written twice; ``number``: a whole number in Python."""

    text: str
    unknown: bool = False
    absent: bool = False
    plain: bool = True
    interval: bool = False
    number: bool = False


class Terms:
    """Writes the terms of one body. ``used`` gathers the locals read; ``functions`` the loops written beside it."""

    def __init__(self, names: Names, model: Model) -> None:
        self.names = names
        self.model = model
        self.used: dict[str, None] = {}
        self.functions: dict[str, str] = {}
        self.sources: list[str] = []
        self._days = meaning.World(model, {}, dt.date.min)  # for its calendar only

    # ------------------------------------------------------------ truths

    def holds(self, term: t.Term, frames: Frames) -> str:
        """True exactly where the condition definitely holds."""
        match term:
            case t.Not(operand=operand):
                return self.fails(operand, frames)
            case t.All(operands=operands):
                return _joined(" and ", [self.holds(o, frames) for o in operands])
            case t.Any_(operands=operands):
                return _joined(" or ", [self.holds(o, frames) for o in operands])
            case t.Has(fact=of):
                return self._present(self.value(of, frames), True)
            case t.Compare(op=op, left=left, right=right):
                return self._compare(op, left, right, frames, True)
            case t.Between(operand=operand, low=low, high=high):
                return _joined(" and ", [self._compare("≥", operand, low, frames, True),
                                         self._compare("≤", operand, high, frames, True)])
            case t.OneOf():
                return self._one_of(term, frames, True)
            case t.Quantified(op=op):
                if op == "SOME":
                    return self._some(term, frames, self.holds, known=True)
                return self._none(term, frames, self.holds)
            case _:
                return self._truth(self.value(term, frames), True)

    def fails(self, term: t.Term, frames: Frames) -> str:
        """True exactly where the condition definitely does not hold."""
        match term:
            case t.Not(operand=operand):
                return self.holds(operand, frames)
            case t.All(operands=operands):
                return _joined(" or ", [self.fails(o, frames) for o in operands])
            case t.Any_(operands=operands):
                return _joined(" and ", [self.fails(o, frames) for o in operands])
            case t.Has(fact=of):
                return self._present(self.value(of, frames), False)
            case t.Compare(op=op, left=left, right=right):
                return self._compare(op, left, right, frames, False)
            case t.Between(operand=operand, low=low, high=high):
                return _joined(" or ", [self._compare("≥", operand, low, frames, False),
                                        self._compare("≤", operand, high, frames, False)])
            case t.OneOf():
                return self._one_of(term, frames, False)
            case t.Quantified(op=op):
                if op == "SOME":
                    return self._none(term, frames, self.fails)
                return self._some(term, frames, self.fails, known=True)
            case _:
                return self._truth(self.value(term, frames), False)

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
                ordered = op not in ("=", "≠") and isinstance(left.type, EnumType) and left.type.open
                return not ordered and self._known(left, frames) and self._known(right, frames)
            case t.Between(operand=operand, low=low, high=high):
                ordered = isinstance(operand.type, EnumType) and operand.type.open
                return not ordered and all(self._known(p, frames) for p in (operand, low, high))
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
                entries = self.names.made((table, column), "t", lambda: {k: exact(row[column]) for k, row in rows.items()})
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
                if self.certain(term, frames):
                    return Value(self.holds(term, frames) if note else "", plain=False)
                text = f"(True if {self.holds(term, frames)} else False if {self.fails(term, frames)} else U)" if note else ""
                return Value(text, unknown=True, plain=False)
            case _:
                assert_never(term)

    def _use(self, local: str, note: bool = True) -> str:
        if note:
            self.used[local] = None
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
        unknown = frame.open and (term.scope is not None or not (slot.finding or isinstance(slot.type, RecordType)))
        whole = isinstance(slot.type, MoneyType) or (isinstance(slot.type, NumberType) and slot.type.whole)
        return Value(self._use(frame.local(place), note), unknown, slot.absent, number=whole)

    def _arith(self, term: t.Arith, frames: Frames, note: bool) -> Value:
        left, right = self._value(term.left, frames, note), self._value(term.right, frames, note)
        settled = not (left.unknown or right.unknown or left.interval or right.interval or left.absent or right.absent)
        if settled and left.number and right.number and term.op != "/":
            return Value(f"({left.text} {term.op} {right.text})", plain=False, number=True)
        numbers = isinstance(term.left.type, NumberType | MoneyType) and isinstance(term.right.type, NumberType | MoneyType)
        unknown = left.unknown or right.unknown or left.interval or right.interval or not numbers or term.op == "/"
        text = f"{self._helper(meaning.arith)}({self.names.const(term.op)}, {left.text}, {right.text}, {self._helper(self._days)})" if note else ""
        return Value(text, unknown, left.absent or right.absent, plain=False)

    def _contains(self, term: t.Contains, frames: Frames, note: bool) -> Value:
        container = self._value(term.container, frames, note)
        items = [self._value(i, frames, note) for i in term.items]
        unknown = container.unknown or any(i.unknown for i in items)
        if not unknown and not term.whole and not any(i.absent for i in items):
            joined = _joined(" and " if term.mode == "ALL" else " or ", [f"{i.text} in {container.text}" for i in items])
            if container.absent:
                joined = f"({container.text} is not None and {joined})"
            return Value(joined, plain=False)
        wanted = items[0].text if term.whole else "(" + "".join(f"{i.text}, " for i in items) + ")"
        text = f"{self._helper(runtime.contains)}({self.names.const(term.mode)}, {container.text}, {wanted}, {term.whole})"
        return Value(text, unknown, plain=False)

    def _reaches(self, birth: t.Term, years: t.Term, frames: Frames, note: bool) -> Value:
        born, age = self._value(birth, frames, note), self._value(years, frames, note)
        guards = [f"{v.text} is not None" for v in (born, age) if v.absent]
        whole = age.text if age.number else f"int({age.text})"
        call = f"{self._helper(reaches)}({born.text}, {whole}, {self._use('day', note)})"
        text = _joined(" and ", [*guards, call])
        open_ = [f"{v.text} is U" for v in (born, age) if v.unknown]
        if open_:
            return Value(f"(U if {' or '.join(open_)} else {text})", unknown=True, plain=False)
        return Value(text, plain=False)

    # ------------------------------------------------------------ atoms

    def _truth(self, found: Value, wanted: bool) -> str:
        if found.text in ("True", "False", "None", "U"):
            return str(found.text == "True" if wanted else found.text in ("False", "None"))
        if found.unknown:
            if not found.plain:
                return f"({found.text} is True)" if wanted else f"({found.text} in {self.names.bind((False, None), 'k')})"
            return f"({found.text} is True)" if wanted else f"({found.text} is False or {found.text} is None)"
        return found.text if wanted else f"(not {found.text})"

    def _present(self, found: Value, wanted: bool) -> str:
        if not wanted:
            return f"({found.text} is None)" if found.absent else "False"
        parts = [f"{found.text} is not None"] if found.absent else []
        parts += [f"{found.text} is not U"] if found.unknown else []
        return _joined(" and ", parts) if parts else "True"

    def _compare(self, op: t.CompareOp, left: t.Term, right: t.Term, frames: Frames, wanted: bool) -> str:
        if op == "≠":
            return self._compare("=", left, right, frames, not wanted)
        if isinstance(left, t.Const) and not isinstance(right, t.Const):
            return self._compare(_TURNED[op], right, left, frames, wanted)
        a, b = self.value(left, frames), self.value(right, frames)
        ordered = isinstance(left.type, EnumType) and op != "="
        if a.interval or b.interval or isinstance(left.type, DurationType):
            return self._by_reference(op, a, b, left, wanted)
        if ordered:
            if not (a.plain and isinstance(right, t.Const)):
                return self._by_reference(op, a, b, left, wanted)
            return self._ranked(op, a, left, right, wanted)
        simple = a.plain or not (a.unknown or a.absent), b.plain or not (b.unknown or b.absent)
        if not all(simple):
            return self._by_reference(op, a, b, left, wanted)
        if op == "=":
            return self._equal(a, b, wanted)
        open_ = [f"{v.text} is not U" for v in (a, b) if v.unknown]
        absent = [v.text for v in (a, b) if v.absent]
        if wanted:
            return _joined(" and ", [*(f"{v} is not None" for v in absent), *open_, f"{a.text} {_PYTHON[op]} {b.text}"])
        settled = _joined(" and ", [*open_, f"{a.text} {_OPPOSITE[op]} {b.text}"])
        return _joined(" or ", [*(f"{v} is None" for v in absent), settled])

    def _equal(self, a: Value, b: Value, wanted: bool) -> str:
        if wanted:
            guards = [f"{a.text} is not None"] if a.absent and b.absent else []
            guards += [f"{a.text} is not U"] if a.unknown and b.unknown else []
            return _joined(" and ", [*guards, f"{a.text} == {b.text}"])
        open_ = [f"{v.text} is not U" for v in (a, b) if v.unknown]
        differ = _joined(" and ", [*open_, f"{a.text} != {b.text}"])
        # absent against unknown is settled; two absent values are not equal
        either = [f"{v.text} is None" for v, w in ((a, b), (b, a)) if v.absent and (w.absent or w.unknown)]
        return _joined(" or ", [*either, differ])

    def _ranked(self, op: t.CompareOp, a: Value, left: t.Term, right: t.Const, wanted: bool) -> str:
        type_ = left.type
        assert isinstance(type_, EnumType)
        word = right.value
        if word is None:
            return "False" if wanted else "True"
        if word is UNKNOWN or type_.canonical(word) is None:
            absent = f"{a.text} is None" if a.absent else "False"
            return "False" if wanted else f"({absent})"
        ranks = self.names.made(("ranks", type_), "r", lambda: {v.zh: i for i, v in enumerate(type_.values)})
        least = type_.rank(word)
        sign = _PYTHON[op] if wanted else _OPPOSITE[op]
        if not (a.unknown or a.absent or type_.open):
            return f"({ranks}[{a.text}] {sign} {least})"
        miss = _FAR if sign in ("<", "<=") else -_FAR  # what is unknown or has no place never passes
        passes = f"{ranks}.get({a.text}, {miss}) {sign} {least}"
        return f"({a.text} is None or {passes})" if a.absent and not wanted else f"({passes})"

    def _by_reference(self, op: t.CompareOp, a: Value, b: Value, left: t.Term, wanted: bool) -> str:
        type_ = self.names.bind(left.type, "y")
        return f"({self._helper(meaning.compare)}({self.names.const(op)}, {a.text}, {b.text}, {type_}) is {wanted})"

    def _one_of(self, term: t.OneOf, frames: Frames, wanted: bool) -> str:
        item = self.value(term.item, frames)
        words = [v.value for v in term.values if isinstance(v, t.Const)]
        odd = item.interval or isinstance(term.item.type, DurationType) or None in words or UNKNOWN in words
        if odd or len(words) < len(term.values):
            each = [self._compare("=", term.item, v, frames, wanted) for v in term.values]
            return _joined(" or " if wanted else " and ", each)
        if len(words) == 1:
            return self._compare("=", term.item, term.values[0], frames, wanted)
        held = self.names.const(frozenset(words))
        if wanted:
            return f"({item.text} in {held})"
        if item.unknown and not item.plain:
            return _joined(" and ", [self._compare("=", term.item, v, frames, False) for v in term.values])
        return f"({item.text} is not U and {item.text} not in {held})" if item.unknown else f"({item.text} not in {held})"

    # ------------------------------------------------------------ lists

    def _inside(self, over: t.Fact, frames: Frames) -> Frame:
        """A frame for the elements of a list; its locals have names of their own."""
        frame = frames[over.scope]
        inner = frame.layout.slots[frame.layout.index[over.path]].inner
        assert inner is not None, over
        depth = len(frames)
        return Frame(f"e{depth}_", inner, frame.open)

    def _list(self, over: t.Fact, frames: Frames) -> tuple[Value, str]:
        held = self.value(over, frames)
        return held, f"({held.text} or ())" if held.absent else held.text

    def _loop(self, over: t.Fact, scope: str, frames: Frames, body: Any) -> str:
        """A call of a function that loops over a list; ``body`` writes its lines, given the frames inside."""
        _, listed = self._list(over, frames)
        inner = self._inside(over, frames)
        outer_used, self.used = self.used, {}
        lines = body({**frames, scope: inner}, f"    for {inner.target()} in items:")
        own = set(inner.locals())
        needed = [name for name in self.used if name not in own]
        self.used = outer_used
        for name in needed:
            self.used[name] = None
        text = "\n".join(lines)
        key = ", ".join(["items", *needed]) + "\n" + text
        if key not in self.functions:
            name = self.names.fresh("loop")
            self.functions[key] = name
            self.sources.append(f"def {name}({', '.join(['items', *needed])}):\n{text}\n")
        return f"{self.functions[key]}({', '.join([listed, *needed])})"

    def _any(self, term: t.Quantified, frames: Frames, rail: Any) -> str:
        return self._loop(term.over, term.scope, frames, lambda inner, head: [
            head, f"        if {rail(term.body, inner)}:", "            return True", "    return False"])

    def _some(self, term: t.Quantified, frames: Frames, rail: Any, known: bool) -> str:
        """Some element definitely meets (or fails) the body."""
        held = self._value(term.over, frames, note=False)
        call = self._any(term, frames, rail)
        return f"({held.text} is not U and {call})" if held.unknown else call

    def _none(self, term: t.Quantified, frames: Frames, rail: Any) -> str:
        """Every element definitely meets (or fails) the body; so does an empty list."""
        held = self._value(term.over, frames, note=False)

        def not_so(body: t.Term, inner: Frames) -> str:
            if self.certain(body, inner):
                return (self.fails if rail == self.holds else self.holds)(body, inner)
            return f"not {rail(body, inner)}"

        call = self._any(term, frames, not_so)
        return f"({held.text} is not U and not {call})" if held.unknown else f"(not {call})"

    def _aggregate(self, term: t.Count | t.Distinct | t.Sum, frames: Frames, note: bool) -> Value:
        held = self._value(term.over, frames, note=False)
        inner = {**frames, term.scope: self._inside(term.over, frames)}
        certain = term.body is None or self.certain(term.body, inner)
        of = term.value if isinstance(term, t.Distinct | t.Sum) else None
        settled = certain and not held.unknown and (of is None or self._known(of, inner))
        if not note:
            return Value("", held.unknown and isinstance(term, t.Sum), False, False, not settled, settled and of is None)
        match term:
            case t.Count(body=None):
                _, listed = self._list(term.over, frames)
                text = f"len({listed})"
            case t.Count():
                text = self._count(term, frames, certain)
            case t.Distinct():
                text = f"{self._helper(runtime.distinct)}({self._pairs(term, frames)})"
            case t.Sum():
                least, most = meaning.bounds(term.value.type)
                text = f"{self._helper(runtime.total)}({self._pairs(term, frames)}, {self.names.const(least)}, {self.names.const(most)})"
            case _:
                assert_never(term)
        if held.unknown:
            self._use(held.text)
            nobody = "U" if isinstance(term, t.Sum) else self.names.const(meaning.Interval(0, None))
            text = f"({nobody} if {held.text} is U else {text})"
        return Value(text, held.unknown and isinstance(term, t.Sum), False, False, not settled, settled and of is None)

    def _count(self, term: t.Count, frames: Frames, certain: bool) -> str:
        body = term.body
        assert body is not None

        def lines(inner: Frames, head: str) -> list[str]:
            if certain:
                return ["    low = 0", head, f"        if {self.holds(body, inner)}:", "            low += 1",
                        "    return low"]
            return ["    low = high = 0", head,
                    f"        if {self.holds(body, inner)}:", "            low += 1", "            high += 1",
                    f"        elif not {self.fails(body, inner)}:", "            high += 1",
                    f"    return {self._helper(runtime.settle)}(low, high)"]

        return self._loop(term.over, term.scope, frames, lines)

    def _pairs(self, term: t.Distinct | t.Sum, frames: Frames) -> str:
        body, of = term.body, term.value

        def lines(inner: Frames, head: str) -> list[str]:
            found = self.value(of, inner).text
            start = ["    pairs = []", head]
            if body is None:
                return [*start, f"        pairs.append((True, {found}))", "    return pairs"]
            return [*start, f"        if {self.holds(body, inner)}:", f"            pairs.append((True, {found}))",
                    f"        elif not {self.fails(body, inner)}:", f"            pairs.append((U, {found}))",
                    "    return pairs"]

        return self._loop(term.over, term.scope, frames, lines)


def _joined(word: str, parts: list[str]) -> str:
    """Parts joined by and / or, without the ones that change nothing."""
    neutral, settling = ("True", "False") if word == " and " else ("False", "True")
    kept = [p for p in dict.fromkeys(parts) if p != neutral]
    if settling in kept:
        return settling
    if not kept:
        return neutral
    return kept[0] if len(kept) == 1 else f"({word.join(kept)})"
