"""The functions of a compiled policy as source: readers of facts, bodies that find the verdict, and fuller accounts."""

from __future__ import annotations

from attrs import frozen

from bangban.decide.door import sparse_lines, straight_lines
from bangban.decide.layout import Layout, Path
from bangban.decide.names import Names
from bangban.decide.object_door import straight_object_lines
from bangban.decide.objects import Seen
from bangban.decide.shape import Shape, gaps_of
from bangban.decide.to_python import Body
from bangban.policy.types import DateTimeType
from bangban.words import Lang

_ORDER = ("violated", "defects", "gaps", "permits")


def sparse_reader(layout: Layout, names: Names) -> str:
    """``sparse(facts)``: the slots, or None where the reference door has to look."""
    lines = sparse_lines(layout, names, "return None", "        ")
    return "\n".join(["def sparse(facts):", "    try:", *lines, "    except Exception:", "        return None",
                      f"    return {_slots(layout)}", ""])


def body_function(body: Body, name: str, maker: str) -> str:
    """``name(slots, day)``: the decision, for facts in their slots."""
    lines = _deciding(body, maker)
    return "\n".join([*body.terms.loops.called(lines), f"def {name}(slots, day):", *_unpacked(body), *lines, ""])


@frozen
class Entry:
    """How facts come in: their shape, the path of the decision date, and the stretch of days the code is for.

    ``shape``: None for any, in either language; most ``keys`` are in one. ``seen``: where they come as objects, how;
    what is not like that goes to ``unlike``.
    """

    shape: Shape | None
    plan: int
    date: Path | None
    first: str
    last: str
    seen: Seen | None = None
    keys: Lang = "zh"


def fused_function(body: Body, entry: Entry, maker: str) -> str:
    """``decide(policy, facts, as_of=None)``: reader and body in one, on days of one stretch."""
    lines = _deciding(body, maker)
    return "\n".join([*body.terms.loops.called(lines), *_admitted(body.layout, body.names, entry), *lines, ""])


def keyed_function(layout: Layout, names: Names, entry: Entry, keys: tuple[Path, ...], bodies: str) -> str:
    """``decide(policy, facts, as_of=None)``: the reader, and the body found by the values of the key facts."""
    values = [f"f{layout.index[path]}" for path in keys]
    return "\n".join([
        *_admitted(layout, names, entry), f"    body = {bodies}.get(({', '.join(values)},))", "    if body is None:",
        f"        return run(slots, day, {entry.plan})", "    return body(slots, day)", ""])


def account_function(body: Body, name: str) -> str:
    """``name(slots, day)``: rules considered, rules satisfied, duties, warnings."""
    lines = body.account()
    empty = "    considered, satisfied, duties, warned = [], [], [], []"
    return "\n".join([*body.terms.loops.called(lines), f"def {name}(slots, day):", *_unpacked(body), empty, *lines,
                      "    return considered, satisfied, duties, warned", ""])


def speaking_function(body: Body, name: str) -> str:
    """``name(slots, day)``: rules that speak of fees, that may, and against which an exception holds."""
    lines = body.fees()
    return "\n".join([*body.terms.loops.called(lines), f"def {name}(slots, day):", *_unpacked(body),
                      "    speaking, perhaps, barred = [], [], []", *lines, "    return speaking, perhaps, barred", ""])


# ---------------------------------------------------------------- parts

def _admitted(layout: Layout, names: Names, entry: Entry) -> list[str]:
    """The start of ``decide``: the facts in their slots, on a day of the stretch the code is for."""
    start, odd = ["def decide(policy, facts, as_of=None):"], "return odd(facts, as_of)"
    if entry.seen is not None:
        kind = names.bind(entry.seen.manners[()].kind, "c")
        start.append(f"    if type(facts) is not {kind}: {odd}")
        odd = "return unlike(facts, as_of)"
        lines = list(straight_object_lines(layout, names, odd, "        ", entry.seen))
    elif entry.shape is not None:
        lines = straight_lines(layout, names, odd, "        ", entry.shape)
    else:
        odd = "return unlike(facts, as_of)"
        lines = sparse_lines(layout, names, odd, "        ", entry.keys)
    return [*start, "    try:", *lines, "    except Exception:", f"        {odd}", *_day(layout, entry, odd),
            f"    slots = {_slots(layout)}", *_stretch(entry)]


def _deciding(body: Body, maker: str) -> list[str]:
    lines, filled = body.verdict()
    applies = body.applicable
    certain = body.terms.certain(applies, body.root)
    holds, fails = body.terms.holds(applies, body.root), body.terms.fails(applies, body.root)
    if holds == "False" and certain:
        return _ended('"not_applicable"', maker, {}, "False")
    nothing = _nothing_permits(filled)
    held = {name: name if name in filled else "()" for name in _ORDER}
    if "permits" in filled and not any("permits.append" in line for line in lines):
        held["permits"] = f"({filled.pop('permits')[1:-1]},)"  # none is ever added: they need no list
    start = [f"    {name} = {held}" for name, held in filled.items()]
    if fails != "False":
        start = [f"    if {fails}:", *_ended('"not_applicable"', maker, {}, "False", "        "), *start]
    if body.fees_by_reference:
        start.append("    fees = False")
        lines = [*lines, *_fees()]
        start += [f"    {name} = []" for name in ("violated", "gaps", "illegal", "unsure") if name not in filled]
        held |= {"violated": "violated", "gaps": "gaps"}
    if "perhaps" in filled:
        if held["gaps"] == "()":
            start.append("    gaps = []")
            held["gaps"] = "gaps"
        lines += [f"    if perhaps and not {held['permits']}:", "        gaps += perhaps"]
    open_ = [held[n] for n in ("gaps", "defects") if held[n] != "()"]
    open_ += ["clashes"] if body.fees_by_reference else []
    verdict = f'"pending" if {" or ".join(open_)} else "permit"' if open_ else '"permit"'
    refused = [text for text in (held["violated"], nothing) if text not in ("()", "False")]
    if refused:
        verdict = f'"deny" if {" or ".join(refused)} else {verdict}'
    if not certain:
        verdict = f'"pending" if not ({holds}) else {verdict}'
        nothing = f"({holds}) and {nothing}" if nothing != "False" else nothing
    return [*start, *lines, *_ended(verdict, maker, held, nothing, clashes=body.fees_by_reference)]


def _nothing_permits(filled: dict[str, str]) -> str:
    if filled.get("permits", "[]") != "[]":
        return "False"
    match [name for name in ("permits", "perhaps") if name in filled]:
        case []:
            return "True"
        case [name]:
            return f"not {name}"
        case names:
            return f"not ({' or '.join(names)})"


def _fees() -> list[str]:
    """Charges and fees by name weigh on one another: where any may speak, the reference meaning settles all fees."""
    return ["    clashes = ()", "    if fees:", "        illegal, unsure, clashes = settle_fees(slots, day)",
            "    violated += illegal", "    gaps += unsure"]


def _ended(verdict: str, maker: str, held: dict[str, str], nothing: str, indent: str = "    ", *,
           clashes: bool = False) -> list[str]:
    lists = ", ".join(held.get(name, "()") for name in _ORDER)
    conflicts = "None" if "not_applicable" in verdict else "clashes" if clashes else "()"
    found = f"({maker}, day, slots, {lists}, {conflicts}, {nothing})"
    return [f"{indent}made = Decision()", f"{indent}made._verdict = {verdict}", f"{indent}made._findings = {found}",
            f"{indent}return made"]


def _unpacked(body: Body) -> list[str]:
    """The slots a body that has been written reads, as locals."""
    return [f"    {name} = slots[{name[1:]}]" for name in body.terms.loops.used if name[0] == "f"]


def _slots(layout: Layout) -> str:
    return "(" + "".join(f"f{i}, " for i in range(len(layout.slots))) + ")"


def _day(layout: Layout, entry: Entry, odd: str) -> list[str]:
    """The day of the decision: as asked, else the designated fact, else today."""
    found = "today()"
    if entry.date is not None and entry.date in layout.index:
        place = layout.index[entry.date]
        read = f"f{place}.date()" if isinstance(layout.slots[place].type, DateTimeType) else f"f{place}"
        if entry.shape is None:
            found = f"{read} if f{place} is not U and f{place} is not None else today()"
        elif entry.date not in gaps_of(layout, entry.shape)[1]:
            found = f"{read} if f{place} is not None else today()" if layout.slots[place].absent else read
    return ["    if as_of is None:", f"        day = {found}", "    elif type(as_of) is date:", "        day = as_of",
            "    else:", "        day = asked(as_of) if type(as_of) is str else None",
            f"        if day is None: {odd}"]


def _stretch(entry: Entry) -> list[str]:
    """On a day of another stretch, the body for that one."""
    first, last = entry.first, entry.last
    if not first and not last:
        return []
    within = f"{first} <= day <= {last}" if first and last else f"{first} <= day" if first else f"day <= {last}"
    return [f"    if not {within}:", f"        return run(slots, day, {entry.plan})"]
