"""What is read of many cases, rules or combinations at once is what is read of each alone."""

from __future__ import annotations

import random
from itertools import product

import pytest

from bangban.prove.at_once import AtOnce
from bangban.prove.backend import Sat
from bangban.prove.conditions import Side
from bangban.prove.facts import Space
from bangban.prove.formula import Arena, Group, Lin, Node, evaluate
from bangban.prove.searching import Searching
from bangban.prove.which import Which

from .conftest import rule

MODES, MATTERS = ("现场", "网上", "代办"), ("社保", "户口")


def formula(arena: Arena, leaves: list[Node], rng: random.Random, depth: int = 4) -> Node:
    """Some formula over the leaves."""
    if depth == 0 or rng.random() < 0.1:
        return rng.choice(leaves)
    parts = [formula(arena, leaves, rng, depth - 1) for _ in range(rng.choice((1, 2, 3)))]
    if len(parts) == 1:
        return arena.not_(parts[0])
    return arena.all(parts) if rng.random() < 0.5 else arena.any(parts)


@pytest.mark.parametrize("seed", range(60))
def test_many_assignments_are_read_like_each_of_them(seed):
    rng, arena = random.Random(seed), Arena()
    group = Group("一")
    flags, number = [arena.flag(group) for _ in range(6)], arena.new("int", group)
    leaves = [*flags, *(arena.eq(Lin(((number, 1),)), Lin((), n)) for n in range(3))]
    nodes = [formula(arena, leaves, rng) for _ in range(4)]
    common = {number: rng.randrange(3), **{f.args: rng.random() < 0.5 for f in flags}}
    changed = [f.args for f in flags[:3]]
    several = [dict(zip(changed, values, strict=True)) for values in product((False, True), repeat=3)]
    where = {v: sum(1 << i for i, one in enumerate(several) if one[v]) for v in changed}
    # what no assignment changes is met by all of them: only such formulas are asked about
    nodes = [n for n in nodes if evaluate(n, common) or AtOnce(8, where).differs(n)]
    met = AtOnce(len(several), where).meet(nodes, common)
    assert met == sum(1 << i for i, one in enumerate(several) if all(evaluate(n, {**common, **one}) for n in nodes))


@pytest.mark.parametrize("seed", range(40))
def test_which_formulas_hold_is_what_each_says(seed):
    rng, arena = random.Random(seed), Arena()
    group = Group("一")
    flags, number = [arena.flag(group) for _ in range(3)], arena.new("int", group)
    leaves = [*flags, *(arena.eq(Lin(((number, 1),)), Lin((), n)) for n in range(4))]
    nodes = [formula(arena, leaves, rng, 2) for _ in range(30)]
    which = Which(enumerate(nodes))
    for _ in range(10):
        values = {number: rng.randrange(4), **{f.args: rng.random() < 0.5 for f in flags}}
        assert which.hold(values, lambda n: n) == [i for i, n in enumerate(nodes) if evaluate(n, values)]
    assert which.hold({}, lambda n: n) == [i for i, n in enumerate(nodes) if evaluate(n, {})]


POLICIES = (
    rule("准", "当 件.方式 = 现场 且 件.书面", "准予"),
    rule("准", "当 件.方式 属于 [现场, 网上]", "准予") + rule(
        "要", "当 件.事项 = 户口 且 件.方式 = 网上", "禁止 \"不。\""),
    rule("准", "当 任一 事 满足 (可办)", "准予") + rule("不", "当 件.方式 = 代办 且 个数(事) ≥ 1", "禁止 \"不。\""),
    rule("准", "当 个数(事 满足 (可办)) ≥ 3 且 非 (件.方式 = 代办 且 件.事项 = 社保)", "准予"))


@pytest.mark.parametrize("text", POLICIES, ids=range(len(POLICIES)))
@pytest.mark.parametrize("verdict", ["permit", "deny", "pending"])
def test_the_combinations_are_those_each_asked_for_alone(policy, text, verdict):
    model = policy(text)
    side = Side(model, Space(model.vocabulary))
    searching = Searching(side.space, [side])
    condition = side.verdict(verdict)
    for before in (False, True):  # as it comes, and behind a case of the same condition
        if before:
            searching.witness(condition)
        found = searching.cells(condition, [("件", "方式"), ("件", "事项")])
        assert found == [cell for cell in product(MODES, MATTERS) if possible(searching, side, condition.node, cell)]
    alone = searching.cells(condition, [("件", "方式")])
    assert searching.cells(condition, [("件", "方式"), ("件", "方式")]) == [(mode, mode) for mode, in alone]


def possible(searching: Searching, side: Side, node: Node, cell: tuple[str, str]) -> bool:
    """Whether a condition can be met with one combination, asked of a fresh solver."""
    here = [node]
    for name, value in zip(("方式", "事项"), cell, strict=True):
        symbol = side.space.root.get("件").body.get(name)  # type: ignore[union-attr]
        here += [symbol.present, symbol.body.of[value]]
    return isinstance(searching.question(here).check(), Sat)
