"""The functions of a compiled policy as source: readers of facts, bodies that find the verdict, and fuller accounts."""

from __future__ import annotations

from bangban.decide.door import read_lines
from bangban.decide.layout import Layout, Path
from bangban.decide.names import Names
from bangban.decide.to_python import Body
from bangban.policy.types import DateTimeType

_ORDER = ("violated", "defects", "gaps", "permits")


def sparse_reader(layout: Layout, names: Names) -> str:
    """``sparse(given)``: the slots, or None where the reference door has to look."""
    lines = read_lines(layout, names, True, "return None", "        ")
    return "\n".join(["def sparse(given):", "    try:", *lines, "    except FAULTS:", "        return None",
                      f"    return {_slots(layout)}", ""])


def body_function(body: Body, name: str, maker: str) -> str:
    """``name(facts, day)``: the decision, for facts in their slots."""
    lines = _deciding(body, maker)
    return "\n".join([*body.terms.sources, f"def {name}(facts, day):", *_unpacked(body), *lines, ""])


def fused_function(body: Body, layout: Layout, names: Names, date: Path | None, maker: str, stretch: tuple[str, str]
                   ) -> str:
    """``decide(given, day)``: reader and body in one, for facts that are all there, on days of one stretch."""
    read = read_lines(layout, names, False, "return odd(given, day)", "        ")
    lines = _deciding(body, maker)
    return "\n".join([
        *body.terms.sources, "def decide(given, day):", "    try:", *read, "    except FAULTS:",
        "        return odd(given, day)", *_day(layout, date), f"    facts = {_slots(layout)}",
        *_stretch(stretch), *lines, ""])


def keyed_function(layout: Layout, names: Names, date: Path | None, keys: tuple[Path, ...], stretch: tuple[str, str]
                   ) -> str:
    """``decide(given, day)``: the reader, and the body found by the values of the key facts."""
    read = read_lines(layout, names, False, "return odd(given, day)", "        ")
    values = [f"f{layout.index[path]}" for path in keys]
    return "\n".join([
        "def decide(given, day):", "    try:", *read, "    except FAULTS:", "        return odd(given, day)",
        *_day(layout, date), f"    facts = {_slots(layout)}", *_stretch(stretch),
        f"    body = bodies.get(({', '.join(values)},))", "    if body is None:", "        return run(facts, day, True)",
        "    return body(facts, day)", ""])


def account_function(body: Body, name: str) -> str:
    """``name(facts, day)``: rules considered, rules satisfied, duties, warnings."""
    lines = body.account()
    empty = "    considered, satisfied, duties, warned = [], [], [], []"
    return "\n".join([*body.terms.sources, f"def {name}(facts, day):", *_unpacked(body), empty, *lines,
                      "    return considered, satisfied, duties, warned", ""])


# ---------------------------------------------------------------- parts

def _deciding(body: Body, maker: str) -> list[str]:
    lines, filled = body.verdict()
    applies = body.applicable
    certain = body.terms.certain(applies, body.root)
    holds, fails = body.terms.holds(applies, body.root), body.terms.fails(applies, body.root)
    if holds == "False" and certain:
        return _ended('"not_applicable"', maker, {}, "False")
    start = [f"    {name} = []" for name in filled]
    if fails != "False":
        start = [f"    if {fails}:", *_ended('"not_applicable"', maker, {}, "False", "        "), *start]
    if body.fees_by_reference:
        start.append("    fees = False")
        lines = [*lines, *_fees()]
        filled = sorted({*filled, "violated", "gaps"})
        start += [f"    {n} = []" for n in ("violated", "gaps", "illegal", "unsure") if f"    {n} = []" not in start]
    held = {name: name if name in filled else "()" for name in _ORDER}
    permitted = " or ".join(n for n in ("permits", "perhaps") if n in filled) or "False"
    if "perhaps" in filled:
        if "gaps" not in filled:
            start.append("    gaps = []")
            held["gaps"] = "gaps"
        lines += [f"    if perhaps and not {held['permits']}:", "        gaps += perhaps"]
    open_ = [held[n] for n in ("gaps", "defects") if held[n] != "()"]
    open_ += ["clashes"] if body.fees_by_reference else []
    refused = [f"not ({permitted})" if " or " in permitted else f"not {permitted}"]
    refused = [held["violated"], *refused] if held["violated"] != "()" else refused
    settled = f'"pending" if {" or ".join(open_)} else "permit"' if open_ else '"permit"'
    verdict = f'"deny" if {" or ".join(refused)} else {settled}'
    nothing = refused[-1]
    if not certain:
        verdict = f'"pending" if not ({holds}) else {verdict}'
        nothing = f"({holds}) and {nothing}"
    return [*start, *lines, *_ended(verdict, maker, held, nothing, clashes=body.fees_by_reference)]


def _fees() -> list[str]:
    """Charges and fees by name weigh on one another: where any may speak, the reference meaning settles all fees."""
    return ["    clashes = ()", "    if fees:", "        illegal, unsure, clashes = settle_fees(facts, day)",
            "    violated += illegal", "    gaps += unsure"]


def _ended(verdict: str, maker: str, held: dict[str, str], nothing: str, indent: str = "    ", *,
           clashes: bool = False) -> list[str]:
    lists = ", ".join(held.get(name, "()") for name in _ORDER)
    conflicts = "None" if "not_applicable" in verdict else "clashes" if clashes else "()"
    found = f"({maker}, facts, {lists}, {conflicts}, {nothing})"
    return [f"{indent}made = Draft({verdict}, day, {found})", f"{indent}made.__class__ = Decision",
            f"{indent}return made"]


def _unpacked(body: Body) -> list[str]:
    """The slots a body that has been written reads, as locals."""
    return [f"    {name} = facts[{name[1:]}]" for name in body.terms.used if name[0] == "f"]


def _slots(layout: Layout) -> str:
    return "(" + "".join(f"f{i}, " for i in range(len(layout.slots))) + ")"


def _day(layout: Layout, date: Path | None) -> list[str]:
    """The day of the decision: as asked, else the designated fact, else today."""
    if date is None or date not in layout.index:
        return ["    if day is None:", "        day = today()"]
    place = layout.index[date]
    fact = f"f{place}.date()" if isinstance(layout.slots[place].type, DateTimeType) else f"f{place}"
    given = f"{fact} if f{place} is not None else today()" if layout.slots[place].absent else fact
    return ["    if day is None:", f"        day = {given}"]


def _stretch(stretch: tuple[str, str]) -> list[str]:
    tests = [f"{stretch[0]} <= day" if stretch[0] else "", f"day <= {stretch[1]}" if stretch[1] else ""]
    kept = [x for x in tests if x]
    if not kept:
        return []
    within = f"{stretch[0]} <= day <= {stretch[1]}" if len(kept) == 2 else kept[0]
    return [f"    if not {within}:", "        return run(facts, day, True)"]
