"""A small policy with one of everything that conditions, exceptions and mutants are about."""

import bangban

RULES = """政策 服务 (service)
  标题 "服务办法"
  施行 2020-01-01
记录 申请 (request)
  字段 自愿 (voluntary): 是非
  字段 线上 (online): 是非
  字段 年龄 (age): 整数 0 至 150 认定
  字段 种类 (kind): 枚举 [咨询 (advice), 代办 (agency), 帮办 (help)]
  字段 日期 (day): 日期 决定日
列表 材料 (papers)
  字段 名称 (name): 文本
  字段 必需 (required): 是非
  字段 齐全 (complete): 是非
选项 从宽 (lenient): 是非 = 否
  说明 "缺省从严。"
定义 未成年 (minor) 为 有 申请.年龄 且 申请.年龄 < 18
规则 可以办 (may)
  归类 资格
  依据 一
  当 申请.种类 属于 [代办, 帮办]
  准予 "可以办。"
规则 须自愿 (of_own_accord)
  归类 自愿
  依据 二
  要求 申请.自愿 否则 拒绝 "须自愿。"
  除非 线上咨询 (online_advice): 申请.线上 且 从宽
  除非 未成年人 (is_minor): 未成年
规则 材料须齐 (complete_papers)
  归类 程序
  依据 三
  对每项 料 于 材料
  当 料.必需
  要求 料.齐全 否则 补正 "{料.名称}不全。"
"""
CASES = """用例 "合格"
  已知 申请.自愿 = 是; 申请.线上 = 否; 申请.种类 = 代办; 申请.日期 = 2024-05-01;
    材料[1].名称 = "表"; 材料[1].必需 = 是; 材料[1].齐全 = 是
  应为 准予
  因 可以办
用例 "不自愿"
  基于 "合格"
  已知 申请.自愿 = 否
  应为 拒绝
  因 须自愿
"""


def desk(cases: str = CASES) -> bangban.Policy:
    """The policy with some cases."""
    return bangban.loads(RULES + cases)
