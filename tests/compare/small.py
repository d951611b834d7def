"""Two versions of a small policy set as text, and what comparing them finds."""

from __future__ import annotations

from pathlib import Path

from bangban import Policy, loads
from bangban.compare import Comparison, compare

WORDS = """词汇 上门 (visit)

记录 申请 (request)
  字段 方式 (mode): 枚举 [电话 (phone), 网络 (online)]
  字段 自愿 (voluntary): 是非
  字段 年龄 (age): 整数 0 至 120 可无 敏感
  字段 日期 (date): 日期 决定日

列表 费用 (fees)
  字段 名称 (name): 文本
  字段 金额 (amount): 金额 0元 至 1000元
"""
HEAD = """
政策 上门服务 (home_visit)
  标题 "上门服务办法"

"""
RULES = """
规则 可以上门 (allowed)
  归类 资格
  依据 《上门服务办法》第二条
  当 申请.方式 = 电话
  准予

规则 须自愿 (voluntary)
  归类 自愿
  依据 《上门服务办法》第三条
  要求 申请.自愿
  否则 拒绝 "须出于自愿。"

规则 免费 (free)
  归类 免费
  依据 《上门服务办法》第四条
  对每项 费 于 费用
  免收 费

规则 登记 (register)
  归类 程序
  依据 《上门服务办法》第五条
  应当 登记 (registering) 由 窗口 "登记。" 至 决定日 + 5日
"""


def text(rules: str = RULES, words: str = WORDS) -> str:
    """A whole set."""
    return words + HEAD + rules


def edited(old: str, new: str, words: str = WORDS) -> Policy:
    """The set with an edit in its rules."""
    assert old in RULES
    return loads(text(RULES.replace(old, new), words))


def plain() -> Policy:
    """The set as it is."""
    return loads(text())


def compared(old: str, new: str, words: str = WORDS) -> Comparison:
    """What an edit changes."""
    return compare(plain().model, edited(old, new, words).model)


def codes(comparison: Comparison) -> set[str]:
    """The classes of the changes."""
    return {c.code for c in comparison.changes}


def write(folder: Path, rules: str = RULES, words: str = WORDS) -> Path:
    """The set on disk."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "bangban.toml").touch()
    (folder / "规则.policy").write_text(text(rules, words), "utf-8")
    return folder
