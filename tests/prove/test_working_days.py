"""Working days as told to the solver are those the evaluator counts, by one calendar and by two that differ."""

from __future__ import annotations

import datetime as dt
import random

import pytest

import bangban
from bangban.compare import compare
from bangban.policy.types import RecordType
from bangban.policy.values import Duration, shift
from bangban.prove.backend import Sat
from bangban.prove.facts import Space
from bangban.prove.formula import Lin, Node
from bangban.prove.question import Question
from bangban.prove.working_days import WorkingDays
from bangban.words import Both

YEAR = dt.date(2024, 1, 1)


def calendar(rng: random.Random, days: int) -> dict[dt.date, bool]:
    """Days of one year or so that are worked, or not, against the week or with it."""
    return {YEAR + dt.timedelta(days=rng.randrange(400)): rng.random() < 0.4 for _ in range(days)}


def possible(space: Space, *conditions: Node) -> bool:
    """Whether a solver finds days on which these hold."""
    return isinstance(Question(space, conditions).check(), Sat)


@pytest.mark.parametrize("seed", range(12))
def test_the_days_are_those_the_evaluator_counts(seed: int) -> None:
    rng = random.Random(seed)
    space = Space(RecordType(Both("", ""), ()))
    arena, day = space.arena, Lin(((space.day, 1),))
    shared = calendar(rng, rng.choice([0, 30, 90]))
    calendars = [shared, {**shared, **calendar(rng, rng.choice([0, 1, 20]))}, calendar(rng, 20)]
    rng.shuffle(calendars)
    for count in rng.sample([-45, -5, -1, 0, 1, 5, 10, 45], 3):
        moved = [WorkingDays(space, c).on(day, count) for c in calendars]
        for _ in range(8):
            start = YEAR + dt.timedelta(days=rng.randrange(-40, 440))
            here = arena.eq(day, Lin((), start.toordinal()))
            for by, to in zip(calendars, moved, strict=True):
                wanted = shift(start, Duration(count, "WORKING_DAYS"), 1, by)
                assert isinstance(wanted, dt.date)
                right = arena.eq(to, Lin((), wanted.toordinal()))
                assert possible(space, here, right), (start, count)
                assert not possible(space, here, arena.not_(right)), (start, count)


@pytest.mark.parametrize(("count", "closed"), [(1, 34), (1, 36), (5, 50), (10, 70), (20, 90), (-1, 40)])
def test_a_long_closure_that_both_calendars_have(count: int, closed: int) -> None:
    """The day before it moves past the day on which they differ, however far that is."""
    space = Space(RecordType(Both("", ""), ()))
    arena, day = space.arena, Lin(((space.day, 1),))
    first = dt.date(2024, 7, 1)
    shut = {first + dt.timedelta(days=n): False for n in range(closed)}
    beyond = first + dt.timedelta(days=-4 if count < 0 else closed)
    more = {**shut, **{beyond + dt.timedelta(days=n): False for n in range(4)}}
    for starts in range(-40, closed + 40):
        start = first + dt.timedelta(days=starts)
        here = arena.eq(day, Lin((), start.toordinal()))
        for by in (shut, more):
            wanted = shift(start, Duration(count, "WORKING_DAYS"), 1, by)
            assert isinstance(wanted, dt.date)
            to = WorkingDays(space, by).on(day, count)
            if starts in (-40, -5, -1, 0, closed - 1, closed, closed + 5, closed + 39):
                assert not possible(space, here, arena.not_(arena.eq(to, Lin((), wanted.toordinal()))))


POLICY = """词汇 事实 (facts)
记录 案件 (case)
  字段 收件日 (received): 日期

政策 期限 (terms)
  标题 "期限"
  机关 "本局"
  位阶 规范性文件
  施行 2020-01-01

名录 放假调休 (holidays)
  用途 工作日历
  列 日期 (day): 日期
  列 上班 (working): 是非
  键 日期
{days}

规则 可以 (may)
  归类 资格
  依据 《本法》第一条
  准予 "可以。"

规则 限期 (term)
  归类 义务
  依据 《本法》第二条
  应当 办结 (finish) 由 窗口 "二十个工作日内办结。" 至 案件.收件日 + 20个工作日
"""


def test_a_year_added_to_the_calendar_is_found_and_all_before_it_is_proved_the_same() -> None:
    days = [f"  行 {year}-{month:02}-{day:02}, 否"
            for year in range(2021, 2026) for month in (1, 5, 10) for day in range(2, 7)]
    old, new = (bangban.loads(POLICY.format(days="\n".join(some))).model for some in (days[:60], days))
    found = compare(old, new)
    assert [c.code for c in found.changes] == ["duty_due"]
    case = found.changes[0].example
    assert case.facts["案件"]["收件日"] > dt.date(2024, 11, 20)
    dues = [d.obligations[0].due for d in (case.old, case.new)]
    assert dues[0] < dues[1]
