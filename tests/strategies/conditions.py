"""Random conditions as text: every operator, well-typed, asking first for what may be absent."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

from attrs import Factory, define, frozen

from strategies.ledger import FACTS, LISTS, OPTIONAL, ORDERED, SAMPLES, SETS


@frozen
class Element:
    """An element in sight: of which list, and how its fields are written."""

    listed: str
    prefix: str


Scope = tuple[Element, ...]


@define
class Conditions:
    """Writes conditions, keeping count of the names it has declared."""

    rng: random.Random
    count: int = 0
    options: list[tuple[str, str]] = Factory(list)  # name, type
    parameters: list[tuple[str, str]] = Factory(list)
    conditions: list[str] = Factory(list)
    of_element: list[tuple[str, str]] = Factory(list)  # name, list

    def pick(self, some: Sequence[str]) -> str:
        return self.rng.choice(some)

    def chance(self, percent: int) -> bool:
        return self.rng.randrange(100) < percent

    def fresh(self, stem: str) -> str:
        self.count += 1
        return f"{stem}{self.count}"

    # ------------------------------------------------------------ values

    def facts(self, type_: str, scope: Scope) -> list[tuple[str, tuple[str, ...]]]:
        """Facts of a type with the guards each wants."""
        found = [(path, guards) for path, t, guards in FACTS if t == type_]
        for element in scope:
            found += [(element.prefix + name, tuple(element.prefix + g for g in guards))
                      for name, t, guards in LISTS[element.listed] if t == type_]
        return found

    def value(self, type_: str, scope: Scope) -> tuple[str, tuple[str, ...]]:
        """A value of a type: a fact, a literal, an option or parameter."""
        kind = self.rng.randrange(10)
        named = [n for n, t in (*self.options, *self.parameters) if t == type_]
        if kind < 6 and (facts := self.facts(type_, scope)):
            return self.rng.choice(facts)
        if kind < 8 and named:
            return self.pick(named), ()
        if kind == 9 and type_ in ("int", "money", "date"):
            return self.calculated(type_, scope)
        return self.pick(SAMPLES[type_]), ()

    def calculated(self, type_: str, scope: Scope) -> tuple[str, tuple[str, ...]]:
        """Arithmetic that gives the type."""
        left, guards = self.rng.choice(self.facts(type_, scope))
        match type_:
            case "int":
                return f"({left} {self.pick('+-*')} {self.pick(SAMPLES['int'])})", guards
            case "money":
                return f"({left} * {self.pick(('2', '0.5'))} + {self.pick(SAMPLES['money'])})", guards
            case _:
                length = self.pick(("3日", "2个工作日", "1个月 月末截断", "1个月 月末顺延", "1年 月末截断", "申请.限"))
                return f"({left} {self.pick('+-')} {length})", guards

    # ------------------------------------------------------------ conditions

    def condition(self, scope: Scope = (), depth: int = 2) -> str:
        """Any condition; what may be absent is asked for where it must be."""
        if depth > 0 and self.chance(45):
            kind = self.rng.randrange(4)
            if kind == 0:
                return f"非 {self.condition(scope, depth - 1)}" if self.chance(50) else (
                    f"非 ({self.condition(scope, depth - 1)})")
            if kind == 3:
                return self.quantified(scope, depth - 1)
            word = " 且 " if kind == 1 else " 或 "
            parts = [self.condition(scope, depth - 1) for _ in range(self.rng.randrange(2, 4))]
            return "(" + word.join(parts) + ")"
        return self.rng.choice(_ATOMS)(self, scope)

    def guarded(self, guards: Sequence[str], text: str) -> str:
        """The condition behind its guards, in brackets."""
        return "(" + " 且 ".join((*(f"有 {g}" for g in dict.fromkeys(guards)), text)) + ")" if guards else text

    def quantified(self, scope: Scope, depth: int) -> str:
        listed = self.pick([x for x in LISTS if not any(e.listed == x for e in scope)] or ["费"])
        if any(e.listed == listed for e in scope):
            return "申请.愿"
        name = self.fresh("项") if self.chance(50) else ""
        inner = (*scope, Element(listed, f"{name}." if name else ""))
        written = f"{self.pick(('每个', '任一'))} {listed} {name} 满足".replace("  ", " ")
        return f"{written} ({self.condition(inner, depth)})"

    def boolean(self, scope: Scope) -> str:
        path, guards = self.rng.choice(self.facts("bool", scope))
        return self.guarded(guards, path)

    def named(self, scope: Scope) -> str:
        usable = [*self.conditions, *(n for n, t in self.options if t == "bool"),
                  *(n for n, listed in self.of_element if any(e.listed == listed for e in scope))]
        return self.pick(usable) if usable else self.boolean(scope)

    def equal(self, scope: Scope) -> str:
        type_ = self.pick(("int", "money", "date", "text", "colour", "grade", "place", "wd"))
        left, guards = self.rng.choice(self.facts(type_, scope))
        right, more = self.value(type_, scope)
        if self.chance(60):
            return self.guarded([g for g in (*guards, *more) if "." in g and g.endswith("家")], f"{left} = {right}")
        return self.guarded((*guards, *more), f"{left} ≠ {right}")

    def ordered(self, scope: Scope) -> str:
        type_ = self.pick(ORDERED)
        left, guards = self.rng.choice(self.facts(type_, scope))
        right, more = self.value(type_, scope)
        return self.guarded((*guards, *more), f"{left} {self.pick(('<', '≤', '>', '≥', '<=', '>='))} {right}")

    def between(self, scope: Scope) -> str:
        type_ = self.pick(("int", "date", "money", "grade"))
        left, guards = self.rng.choice(self.facts(type_, scope))
        ends = {"int": "1 至 7", "date": "2020-01-01 至 2023-12-31", "money": "1元 至 200元", "grade": "低 至 中"}
        return self.guarded(guards, f"{left} 介于 {ends[type_]}")

    def one_of(self, scope: Scope) -> str:
        type_ = self.pick(("colour", "grade", "place", "text", "int"))
        left, guards = self.rng.choice(self.facts(type_, scope))
        values = ", ".join(self.rng.sample(SAMPLES[type_], 2))
        if self.chance(60):
            return self.guarded([g for g in guards if g.endswith("家")], f"{left} 属于 [{values}]")
        return self.guarded(guards, f"{left} 不属于 [{values}]")

    def in_table(self, scope: Scope) -> str:
        left, guards = self.rng.choice(self.facts("text", scope))
        inside = f"{left} 属于 名单"
        if self.chance(50):
            inside += f" 且 查(名单, {left}, {self.pick(('等', '次'))}) "
            inside += "≥ 中" if inside.endswith("等) ") else "> 1"
        return self.guarded(guards, inside) if guards else f"({inside})"

    def contains(self, scope: Scope) -> str:
        path, type_ = self.rng.choice(SETS)
        if self.chance(40):
            return f"{path} 包含 {self.pick(SAMPLES[type_])}"
        some = ", ".join(self.rng.sample(SAMPLES[type_], 2))
        return f"{path} {self.pick(('包含全部', '包含任一'))} [{some}]"

    def reaches(self, scope: Scope) -> str:
        return self.pick(("申请.收 满 18周岁", "(有 申请.满期 且 申请.满期 满 2周岁)"))

    def has(self, scope: Scope) -> str:
        return f"有 {self.pick(OPTIONAL)}"

    def counted(self, scope: Scope) -> str:
        listed = self.pick([x for x in LISTS if not any(e.listed == x for e in scope)] or ["费"])
        if any(e.listed == listed for e in scope):
            return self.boolean(scope)
        inner = (*scope, Element(listed, ""))
        only = f" 满足 ({self.condition(inner, 0)})" if self.chance(60) else ""
        field = {"费": ("费额", "money"), "材": ("材份", "int"), "申请.伴": ("伴名", "text")}[listed]
        kind = self.rng.randrange(3)
        if kind == 0:
            return f"个数({listed}{only}) {self.pick(('=', '≥', '<', '≠'))} {self.pick(SAMPLES['int'])}"
        if kind == 1 or field[1] == "text":
            return f"种数({listed}.{field[0]}{only}) {self.pick(('≥', '<', '='))} {self.pick(('1', '2'))}"
        return f"合计({listed}.{field[0]}{only}) {self.pick(('>', '≤'))} {self.pick(SAMPLES[field[1]])}"


_C = Conditions
_ATOMS: tuple[Callable[[Conditions, Scope], str], ...] = (
    _C.boolean, _C.boolean, _C.named, _C.equal, _C.equal, _C.ordered, _C.ordered, _C.between, _C.one_of, _C.in_table,
    _C.contains, _C.reaches, _C.has, _C.counted)
