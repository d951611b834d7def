"""Every question of these tests is put to cvc5 too, where it is installed; ``lone`` marks tests that ask too many."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from bangban import load
from bangban.policy.model import Model

if find_spec("z3") is None:
    collect_ignore_glob = ["*.py"]

VOCABULARY = """
词汇 服务 (service)
记录 件 (case)
  字段 方式 (mode): 枚举 [现场 (on_site), 网上 (online), 代办 (agency)]
  字段 事项 (matter): 枚举 [社保 (insurance), 户口 (residence)]
  字段 书面 (written): 是非
  字段 年龄 (age): 整数 0 至 150
  字段 日期 (date): 日期 决定日
  字段 委托日 (mandated): 日期 可无
  字段 收入 (income): 金额 0元 至 1000000元
  字段 材料 (papers): 集合 [身份证 (id_card), 户口簿 (register)]
  字段 名称 (name): 文本
  字段 违规 (breach): 是非 认定
列表 费用 (fees)
  字段 名称 (name): 文本
  字段 金额 (amount): 金额 0元 至 1000元
  字段 「依据」 (basis): 枚举 [法律 (law), 无 (none)]
列表 事 (matters)
  字段 部门 (dept): 文本
  字段 可办 (doable): 是非
"""
HEADER = """
政策 试 (trial)
  标题 "试行办法"
  位阶 法律
  施行 2020-01-01
  引入 "词汇.policy"

"""


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "lone: a test that asks the solver too much for a second opinion on all of it")


@pytest.fixture(autouse=True)
def second_opinion(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    if "lone" in request.keywords or find_spec("cvc5") is None:
        yield
        return
    from tests.prove.second_opinion import SecondOpinion

    made: list[SecondOpinion] = []

    def make() -> SecondOpinion:
        made.append(SecondOpinion())
        return made[-1]

    monkeypatch.setattr("bangban.prove.question.z3_solvers", make)
    monkeypatch.setattr("bangban.prove.searching.z3_solvers", make)
    yield
    asked, settled = sum(m.asked for m in made), sum(m.settled for m in made)
    assert settled >= asked * 0.8, f"cvc5 settled {settled} of {asked} questions only"


@pytest.fixture
def policy(tmp_path: Path) -> Callable[..., Model]:
    """A checked model from the statements of a policy, over the vocabulary of these tests."""
    def make(text: str, vocabulary: str = VOCABULARY, header: str = HEADER) -> Model:
        folder = tmp_path / str(len(list(tmp_path.iterdir())))
        folder.mkdir()
        (folder / "词汇.policy").write_text(vocabulary, "utf-8")
        (folder / "试.policy").write_text(header + text, "utf-8")
        return load(folder).model
    return make


def rule(name: str, *clauses: str) -> str:
    """A rule with the clauses every rule must have."""
    return "\n".join([f"规则 {name}", "  归类 程序", "  依据 《试行办法》第一条", *(f"  {c}" for c in clauses), ""])
