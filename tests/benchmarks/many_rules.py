"""Policies of any number of rules, each keyed by the matter it speaks of."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

VOCABULARY = '''词汇 事实 (facts)

记录 办件 (request)
  字段 事项 (matter): 文本
  字段 渠道 (channel): 枚举 [现场 (desk), 网络 (online), 电话 (phone)]
  字段 年龄 (age): 整数 0 至 150
  字段 自愿 (voluntary): 是非
  字段 金额 (amount): 金额 0元 至 1000000元
  字段 日期 (date): 日期 决定日
  字段 材料 (papers): 集合 [身份证 (identity_card), 申请书 (form), 委托书 (mandate)]
'''
HEAD = '''
政策 大厅 (hall)
  标题 "按事项的规则"
  施行 2020-01-01

'''
_IN_A_FILE = 1000


def keyed_policy(rules: int) -> str:
    """``rules`` rules, two for each matter: who may, and what stops it."""
    return VOCABULARY + HEAD + "\n".join(_rules(range(rules)))


def write_set(folder: Path, rules: int) -> None:
    """The same as a folder of files."""
    folder.mkdir(exist_ok=True)
    (folder / "bangban.toml").write_text("")
    (folder / "词汇.policy").write_text(VOCABULARY, "utf-8")
    for start in range(0, rules, _IN_A_FILE):
        text = HEAD if start == 0 else "政策 大厅\n\n"
        text += "\n".join(_rules(range(start, min(start + _IN_A_FILE, rules))))
        (folder / f"规则{start}.policy").write_text(text, "utf-8")


def _rules(numbers: range) -> Iterator[str]:
    for n in numbers:
        matter = f"事项{n // 2}"
        if n % 2 == 0:
            yield f'''规则 准予{n} (permit_{n})
  归类 资格
  依据 《条例》第{n + 1}条
  当 办件.事项 = "{matter}" 且 办件.渠道 属于 [现场, 网络] 且 办件.年龄 ≥ {n % 60}
  准予 "可以办理「{{办件.事项}}」。"
'''
        else:
            yield f'''规则 要求{n} (require_{n})
  归类 程序
  依据 《条例》第{n + 1}条
  当 办件.事项 = "{matter}"
  要求 办件.自愿 且 办件.材料 包含全部 [身份证, 申请书] 且 办件.金额 ≤ {1000 + n}元
  否则 拒绝 "办理「{{办件.事项}}」缺少材料。"
  下一步 "补齐以后再来。"
'''


def requests(matters: int, n: int) -> list[dict[str, Any]]:
    """``n`` requests for different matters, all complete."""
    return [{"办件": {"事项": f"事项{i * 7 % matters}", "渠道": "现场", "年龄": 70, "自愿": True, "金额": 10,
                     "日期": dt.date(2025, 3, 4), "材料": ["身份证", "申请书"]}} for i in range(n)]
