"""Random checked policies, and random facts for them.

``random_model(rng)`` and ``random_facts(rng, vocabulary, manner)`` take any ``random.Random``; ``models()`` and
``cases()`` are Hypothesis strategies over them, so that what fails is made smaller. Every type, term, effect and kind
of exception of the language occurs. Policies are built as the checker builds them: names resolved, scopes unique,
types right.
"""

from __future__ import annotations

import datetime as dt
import random
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from bangban.policy.model import (
    Charge,
    Citation,
    Dated,
    Definition,
    Each,
    Effect,
    ExceptionRule,
    Exempt,
    Forbid,
    Message,
    MissingItems,
    Model,
    Oblige,
    Option,
    ParameterValues,
    Period,
    Permit,
    PolicyHead,
    Require,
    Rule,
    Table,
    Warn,
)
from bangban.policy.types import (
    BOOL,
    DATE,
    MONEY,
    TEXT,
    WHOLE,
    ListType,
    RecordType,
    Type,
)
from bangban.words import Both
from tests.strategies.facts import (
    MANNERS,
    Manner,
    random_facts,
    same_shape,
)
from tests.strategies.terms import (
    Readable,
    TermMaker,
)
from tests.strategies.vocabularies import (
    DAYS,
    LEVELS,
    TEXTS,
    literal,
    random_vocabulary,
)

__all__ = ["DAYS", "MANNERS", "Manner", "Readable", "TermMaker", "cases", "models", "random_facts", "random_model",
           "same_shape"]


def random_model(rng: random.Random, *, rules: int = 8, depth: int = 3) -> Model:
    """A checked policy set: several policies with scopes and periods, rules of every effect, nested exceptions."""
    vocabulary = random_vocabulary(rng)
    maker = TermMaker(rng, vocabulary)
    _tables(rng, maker)
    for i, type_ in enumerate([BOOL, WHOLE, DATE, LEVELS]):
        if rng.random() < 0.6:
            name = Both(f"读法{i}", f"option{i}")
            maker.options[name.zh] = Option(name, type_, literal(rng, type_), literal(rng, type_))
        if rng.random() < 0.6:
            name = Both(f"参数{i}", f"parameter{i}")
            maker.parameters[name.zh] = ParameterValues(name, type_, _dated(rng, type_))
    for i in range(rng.randint(0, 4)):
        _define(rng, maker, i, depth)
    heads = {f"政策{i}": PolicyHead(
        Both(f"政策{i}", f"policy{i}"), f"题{i}", primary=i == 0 or rng.random() < 0.4, period=_period(rng, 0.25),
        scope=maker.truth(maker.root, 1) if rng.random() < 0.3 else None) for i in range(rng.randint(1, 3))}
    made = tuple(_rule(rng, maker, i, sorted(heads), depth) for i in range(rng.randint(1, rules)))
    date = next((f.path for f in maker.root.facts if f.path[-1] == "日期" and f.scope is None), None)
    return Model(vocabulary, heads, made, maker.options, maker.parameters, maker.tables, maker.definitions,
                 (), (), (), (), date, "sha256:" + "0" * 64)


def _tables(rng: random.Random, maker: TermMaker) -> None:
    if rng.random() < 0.6:
        columns: dict[str, Type] = {"名": TEXT, "级": LEVELS, "数": WHOLE}
        rows = {key: {"名": key, "级": rng.choice(["省", "市"]), "数": Decimal(i)}
                for i, key in enumerate(rng.sample(TEXTS, 2))}
        maker.tables["名录"] = Table(Both("名录", "table"), columns, tuple(Both(c, c) for c in columns), "名", rows)
    if rng.random() < 0.5:
        days = {day: {"日": day, "上班": rng.random() < 0.5} for day in DAYS}
        maker.tables["日历"] = Table(
            Both("日历", "calendar"), {"日": DATE, "上班": BOOL}, (Both("日", "day"), Both("上班", "works")),
            "日", days, purpose="working_calendar")


def _dated(rng: random.Random, type_: Type) -> tuple[Dated, ...]:
    starts = sorted(rng.sample(DAYS, rng.randint(1, 2)))
    ends = [*(d - dt.timedelta(days=1) for d in starts[1:]), None]
    return tuple(Dated(Period(s, e), literal(rng, type_)) for s, e in zip(starts, ends, strict=True))


def _define(rng: random.Random, maker: TermMaker, i: int, depth: int) -> None:
    name = Both(f"定义{i}", f"definition{i}")
    lists = [f for f in maker.root.lists() if isinstance(f.type, ListType)]
    if lists and rng.random() < 0.4:
        over = rng.choice(lists)
        scope, inner = maker.bind(over, maker.root)
        maker.definitions[name.zh] = Definition(name, maker.truth(inner, depth - 1), scope, over)
    else:
        body = (maker.truth(maker.root, depth - 1) if rng.random() < 0.7
                else maker.value(maker.root, rng.choice([WHOLE, DATE, MONEY, LEVELS]), 2))
        maker.definitions[name.zh] = Definition(name, body)


def _period(rng: random.Random, chance: float) -> Period:
    start = rng.choice(DAYS) if rng.random() < chance else None
    end = rng.choice(DAYS) if rng.random() < chance / 2 else None
    return Period(start, end)


def _rule(rng: random.Random, maker: TermMaker, i: int, heads: list[str], depth: int) -> Rule:
    each, readable = None, maker.root
    if readable.lists() and rng.random() < 0.45:
        over = rng.choice(readable.lists())
        scope, readable = maker.bind(over, readable)
        each = Each(over, scope)
    when = maker.truth(readable, rng.randint(0, depth)) if rng.random() < 0.8 else None
    effect = _effect(rng, maker, readable, each, depth)
    name = Both(f"规则{i}", f"rule{i}")
    return Rule(
        f"规则{i}", name, rng.choice(heads), "procedure", effect, (Citation("文", f"第{i}条"),), _period(rng, 0.2),
        each, when,
        tuple(_exception(rng, maker, readable, heads, f"{i}.{n}", 2) for n in range(rng.choice([0, 0, 1, 2]))),
        _message(rng, maker, readable) if rng.random() < 0.3 else None)


def _exception(rng: random.Random, maker: TermMaker, readable: Readable, heads: list[str], key: str, depth: int
               ) -> ExceptionRule:
    inner = rng.choice([0, 0, 1, 2]) if depth > 0 else 0
    return ExceptionRule(
        f"例外{key}", Both(f"例外{key}", f"exception{key}"), maker.truth(readable, 1) if rng.random() < 0.9 else None,
        _period(rng, 0.2), (Citation("例", key),),
        tuple(_exception(rng, maker, readable, heads, f"{key}.{n}", depth - 1) for n in range(inner)),
        policy=rng.choice([*heads, ""]))


def _effect(rng: random.Random, maker: TermMaker, readable: Readable, each: Each | None, depth: int) -> Effect:
    message = _message(rng, maker, readable)
    maybe = message if rng.random() < 0.7 else None
    fee = each is not None and isinstance(each.over.type, ListType)
    match rng.choice(["permit", "permit", "forbid", "refuse", "refuse", "correct", "oblige", "exempt", "charge",
                      "warn"]):
        case "permit":
            return Permit(maybe)
        case "forbid":
            return Forbid(message)
        case "refuse":
            return Require(maker.truth(readable, depth - 1), True, maybe)
        case "correct":
            return Require(maker.truth(readable, depth - 1), False, maybe)
        case "oblige":
            due = maker.value(readable, DATE, 2) if rng.random() < 0.5 else None
            return Oblige(Both("办", "do"), rng.choice([None, "人员"]), maybe, due)
        case "exempt" if fee or rng.random() < 0.3:
            return Exempt(None if fee and rng.random() < 0.8 else rng.choice(TEXTS), maybe)
        case "charge" if fee or rng.random() < 0.3:
            amount = maker.value(readable, MONEY, 1) if rng.random() < 0.7 else None
            return Charge(None if fee and rng.random() < 0.6 else rng.choice(TEXTS), amount, maybe)
        case _:
            return Warn(message)


def _message(rng: random.Random, maker: TermMaker, readable: Readable) -> Message:
    parts: list[Any] = ["须"]
    if rng.random() < 0.4:
        plain = [f for f in readable.facts if not isinstance(f.type, RecordType | ListType)]
        parts += [rng.choice(plain), "。"] if plain else []
    if rng.random() < 0.1:
        parts.append(MissingItems())
    return Message(tuple(parts))


@st.composite
def models(draw: Any, rules: int = 8, depth: int = 3) -> Model:
    """Checked policies."""
    return random_model(draw(st.randoms(use_true_random=False)), rules=rules, depth=depth)


@st.composite
def cases(draw: Any, model: Model) -> Any:
    """Facts for a policy, in any manner."""
    rng = draw(st.randoms(use_true_random=False))
    return random_facts(rng, model.vocabulary, rng.choice(MANNERS))
