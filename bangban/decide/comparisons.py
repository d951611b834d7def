"""Comparisons as text, on both rails: the absent equals nothing and lies nowhere, the unknown settles nothing."""

from __future__ import annotations

from attrs import frozen

from bangban.decide.names import Names
from bangban.decide.pieces import Value, joined
from bangban.policy import meaning
from bangban.policy import terms as t
from bangban.policy.types import DurationType, EnumType, Type
from bangban.policy.values import UNKNOWN

_PYTHON = {"=": "==", "<": "<", "≤": "<=", ">": ">", "≥": ">="}
_OPPOSITE = {"<": ">=", "≤": ">", ">": "<=", "≥": "<"}
_FAR = 1 << 40  # beyond every place in an order


@frozen
class Side:
    """One side of a comparison: the folded term, and its value as text."""

    term: t.Term
    value: Value


def compared(names: Names, op: t.CompareOp, left: Side, right: Side, wanted: bool) -> str:
    """Text that is true where the comparison definitely holds (``wanted``), or definitely fails."""
    if op == "≠":
        return compared(names, "=", left, right, not wanted)
    a, b, type_ = left.value, right.value, left.term.type
    settled_or_plain = all(v.plain or not (v.unknown or v.absent) for v in (a, b))
    if a.interval or b.interval or isinstance(type_, DurationType) or not settled_or_plain:
        return by_reference(names, op, left, right, wanted)
    if op == "=":
        return _equal(a, b, wanted)
    if isinstance(type_, EnumType):
        if a.plain and isinstance(right.term, t.Const):
            return _ranked(names, op, a, (type_, right.term.value), wanted)
        return by_reference(names, op, left, right, wanted)
    return _ordered(op, a, b, wanted)


def by_reference(names: Names, op: t.CompareOp, left: Side, right: Side, wanted: bool) -> str:
    """The comparison of the reference meaning itself."""
    compare, type_ = names.bind(meaning.compare, "h"), names.bind(left.term.type, "y")
    return f"({compare}({names.const(op)}, {left.value.text}, {right.value.text}, {type_}) is {wanted})"


def _equal(a: Value, b: Value, wanted: bool) -> str:
    if wanted:
        guards = [f"{a.text} is not None"] if a.absent and b.absent else []
        guards += [f"{a.text} is not U"] if a.unknown and b.unknown else []
        return joined(" and ", [*guards, f"{a.text} == {b.text}"])
    open_ = [f"{v.text} is not U" for v in (a, b) if v.unknown]
    differ = joined(" and ", [*open_, f"{a.text} != {b.text}"])
    # absent against unknown is settled; two absent values are not equal
    either = [f"{v.text} is None" for v, w in ((a, b), (b, a)) if v.absent and (w.absent or w.unknown)]
    return joined(" or ", [*either, differ])


def _ordered(op: t.CompareOp, a: Value, b: Value, wanted: bool) -> str:
    open_ = [f"{v.text} is not U" for v in (a, b) if v.unknown]
    absent = [v.text for v in (a, b) if v.absent]
    if wanted:
        there = [f"{v} is not None" for v in absent]
        return joined(" and ", [*there, *open_, f"{a.text} {_PYTHON[op]} {b.text}"])
    settled = joined(" and ", [*open_, f"{a.text} {_OPPOSITE[op]} {b.text}"])
    return joined(" or ", [*(f"{v} is None" for v in absent), settled])


def _ranked(names: Names, op: t.CompareOp, a: Value, against: tuple[EnumType, object], wanted: bool) -> str:
    """An ordered enum against one of its words, by places in the order."""
    type_, word = against
    if word is None:
        return str(not wanted)
    if word is UNKNOWN or type_.canonical(str(word)) is None:
        return "False" if wanted or not a.absent else f"({a.text} is None)"
    ranks = names.made(("ranks", type_), "r", lambda: {v.zh: i for i, v in enumerate(type_.values)})
    least = type_.rank(str(word))
    sign = _PYTHON[op] if wanted else _OPPOSITE[op]
    if not (a.unknown or a.absent or type_.open):
        return f"({ranks}[{a.text}] {sign} {least})"
    miss = _FAR if sign in ("<", "<=") else -_FAR  # what is unknown or has no place never passes
    passes = f"{ranks}.get({a.text}, {miss}) {sign} {least}"
    return f"({a.text} is None or {passes})" if a.absent and not wanted else f"({passes})"


def one_of(names: Names, item: Side, words: list[object], wanted: bool) -> str | None:
    """属于 a few words; None where it is not that simple."""
    a, type_ = item.value, item.term.type
    if a.interval or isinstance(type_, DurationType) or None in words or UNKNOWN in words or len(words) < 2:
        return None
    sure = isinstance(type_, EnumType) and not (type_.open or a.unknown or a.absent)
    if sure and set(words) == {v.zh for v in type_.values}:  # type: ignore[union-attr]
        return str(wanted)  # every word there is
    held = names.const(frozenset(words))
    if wanted:
        return f"({a.text} in {held})"
    if a.unknown:
        return f"({a.text} is not U and {a.text} not in {held})" if a.plain else None
    return f"({a.text} not in {held})"


def truth(names: Names, found: Value, wanted: bool) -> str:
    """A 是非 value as a condition: an absent one does not hold."""
    if found.text in ("True", "False", "None", "U"):
        return str(found.text == "True" if wanted else found.text in ("False", "None"))
    if not found.unknown:
        return found.text if wanted else f"(not {found.text})"
    if wanted:
        return f"({found.text} is True)"
    if found.plain:
        return f"({found.text} is False or {found.text} is None)"
    return f"({found.text} in {names.bind((False, None), 'k')})"


def present(found: Value, wanted: bool) -> str:
    """有."""
    if not wanted:
        return f"({found.text} is None)" if found.absent else "False"
    parts = [f"{found.text} is not None"] if found.absent else []
    return joined(" and ", [*parts, *([f"{found.text} is not U"] if found.unknown else [])])


def contained(mode: str, container: Value, items: list[Value], wanted: bool) -> str:
    """包含 single values: the absent is in no set, and nothing is in an absent one."""
    held = container.text
    known = [f"{held} is not None"] if container.absent else []
    known += [f"{held} is not U"] if container.unknown else []
    if wanted:
        word = " and " if mode == "ALL" else " or "
        return joined(" and ", [*known, joined(word, [f"{item.text} in {held}" for item in items])])
    open_ = [f"{held} is not U"] if container.unknown else []
    out = [joined(" and ", [*([f"{i.text} is not U"] if i.unknown else []), f"{i.text} not in {held}"]) for i in items]
    absent = [f"{i.text} is None" if i.absent else "False" for i in items]
    word = " or " if mode == "ALL" else " and "
    missed = joined(" and ", [*open_, joined(word, out)])
    return joined(" or ", [*([f"{held} is None"] if container.absent else []), joined(word, absent), missed])


def is_ordered_open(type_: Type) -> bool:
    """Whether a value of this type may have no place in its order."""
    return isinstance(type_, EnumType) and type_.open
