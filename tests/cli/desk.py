"""A small sound policy set in Chinese with English names, its source text, and an action it permits."""

from typing import Any

VOCABULARY = """词汇 窗口事实 (desk_facts)
记录 服务 (service)
  字段 方式 (mode): 枚举 [导办 (guide), 代办 (agency)]
  字段 日期 (day): 日期 决定日
  字段 自愿 (voluntary): 是非 "本人是否自愿"
列表 费用 (fees)
  字段 名称 (name): 文本
  字段 金额 (amount): 金额
  字段 根据 (ground): 枚举 [法律 (law), 无 (none)]
列表 材料 (papers)
  字段 名称 (name): 文本
  字段 已交 (given): 是非
"""
POLICY = """政策 窗口办法 (desk_rules)
  标题 "窗口服务办法"
  位阶 规范性文件
  施行 2024-01-01
  原文 "原文.txt"
  引入 "事实.policy"

选项 代办也行 (agency_too): 是非 = 是
  说明 "第一条没有写代办。"

规则 可以办理 (may_serve)
  归类 资格
  依据 第一条 "窗口为群众导办。"
  当 服务.方式 = 导办 或 (代办也行 且 服务.方式 = 代办)
  准予 "可以办理。"

规则 出于自愿 (of_own_accord)
  归类 自愿  绝对
  依据 第二条 "服务出于自愿。"
  当 服务.方式 = 导办 或 服务.方式 = 代办
  要求 服务.自愿 否则 拒绝 "须本人自愿。"
  下一步 "请本人来窗口。"

规则 不收费 (free)
  归类 免费
  依据 第三条 "不收费,法律另有规定的除外。"
  对每项 费 于 费用
  当 服务.方式 = 导办 或 服务.方式 = 代办
  免收 费 "「{费.名称}」不得收取。"
  除非 法定 (by_law): 费.根据 = 法律

规则 材料齐全 (papers_complete)
  归类 程序
  依据 第四条 "材料须齐全。"
  对每项 材 于 材料
  当 服务.方式 = 代办
  要求 材.已交 否则 补正 "还缺「{材.名称}」。"

用例 "自愿的导办"
  已知 服务.方式 = 导办; 服务.日期 = 2025-03-04; 服务.自愿 = 是; 费用 = []; 材料 = []
  应为 准予 因 可以办理 不因 出于自愿
"""
TEXT = """第一条 窗口为群众导办。
第二条 服务出于自愿。
第三条 不收费,法律另有规定的除外。
第四条 材料须齐全。
"""
GOOD: dict[str, Any] = {"服务": {"方式": "导办", "日期": "2025-03-04", "自愿": True}, "费用": [], "材料": []}


def changed(**service: Any) -> dict[str, Any]:
    """The sound action with other facts about the service; None takes one away."""
    merged = {**GOOD["服务"], **service}
    return {**GOOD, "服务": {k: v for k, v in merged.items() if v is not None}}
