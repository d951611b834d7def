"""A small vocabulary and law for tests of the checker, and ways to ask what is wrong with a policy."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from attrs import frozen

from bangban.files import FileSet, SetFile
from bangban.policy.check import check
from bangban.policy.model import Model
from bangban.problems import Problem
from bangban.source import Source
from bangban.syntax.read import read

VOCABULARY = """词汇 小词汇
记录 件 (matter)
  字段 种类 (kind): 枚举 [甲 (first), 乙 (second), 丙 (third)]
  字段 级 (level): 枚举 有序 [低 (low), 中 (mid), 高 (high)]
  字段 日 (day): 日期 决定日
  字段 收 (received): 日期 认定
  字段 急 (urgent): 是非
  字段 数 (number): 整数 0 至 100
  字段 款 (sum): 金额 可无
  字段 名 (name): 文本
  字段 集 (flags): 集合 [红 (red), 蓝 (blue)]
  字段 多 (many): 多项 文本 认定
  字段 地 (place): 枚举 开放 [东 (east), 西 (west)]
  字段 生日 (born): 日期 可无
  字段 时 (at): 时刻
  字段 长 (length): 时长 个工作日
记录 件.附 (matter.extra): 认定
  字段 好 (good): 是非
  字段 谁 (who): 枚举 [张 (zhang), 李 (li)]
列表 费 (fees)
  字段 名 (name): 文本
  字段 金额 (amount): 金额 0元 至 1000元
  字段 折 (discount): 金额 可无
  字段 类 (sort): 枚举 [水 (water), 电 (power)]
"""
LAW = """政策 法 (law)
  标题 "某法"
  位阶 法律
  施行 2020-01-01
"""


@frozen
class Checked:
    """A model and what is wrong with it."""

    model: Model
    problems: tuple[Problem, ...]

    @property
    def told(self) -> list[tuple[str, str]]:
        """Code and place of every problem."""
        return [(p.code, p.span.text) for p in self.problems]

    @property
    def codes(self) -> list[str]:
        """The codes alone."""
        return [p.code for p in self.problems]


def check_files(texts: dict[str, str], options: dict[str, Any] | None = None,
                tables: dict[str, str] | None = None) -> Checked:
    """Check a set given as texts by file name; ``tables``: CSV texts by ``file\\npath``."""
    files, cases, problems = [], [], []
    for name, text in sorted(texts.items()):
        source = Source(name, text)
        if name.endswith(".cases.yaml"):
            cases.append(source)
            continue
        file, wrong = read(source)
        problems += wrong
        files.append(SetFile(source, file, True))
    csv = {key: Source(key.partition("\n")[2], text) for key, text in (tables or {}).items()}
    model, found = check(FileSet(Path(), tuple(files), tuple(cases), {}, csv), options)
    return Checked(model, (*problems, *found))


@pytest.fixture
def law() -> Callable[..., Checked]:
    """Check statements that stand under the law."""
    def run(body: str, options: dict[str, Any] | None = None, **more: str) -> Checked:
        texts = {"法.policy": LAW + body, "词汇.policy": VOCABULARY}
        return check_files({**texts, **{f"{k}.policy": v for k, v in more.items()}}, options)
    return run


@pytest.fixture
def condition(law: Callable[..., Checked]) -> Callable[[str], Checked]:
    """Check one condition or value, as a definition."""
    return lambda text: law(f"定义 待查 为 {text}\n")


@pytest.fixture
def files() -> Callable[..., Checked]:
    """Check a whole set."""
    return check_files
