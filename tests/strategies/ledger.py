"""What random texts speak of: a vocabulary with every type, its facts by type, and literals of each type."""

from __future__ import annotations

from collections.abc import Mapping

RANKS = ("法律", "行政法规", "地方性法规", "规章", "规范性文件")
CATEGORIES = ("资格", "自愿", "免费", "界限", "程序", "义务", "礼仪")

VOCABULARY = (
    "类型 颜色 (colour): 枚举 [红 (red), 绿 (green), 蓝 (blue)]",
    "类型 级别 (grade): 枚举 有序 [低 (low), 中 (middle), 高 (high)]",
    """记录 申请 (request)
  字段 日 (day): 日期 决定日
  字段 愿 (willing): 是非 "是否自愿"
  字段 急 (urgent): 是非 可无
  字段 认 (found): 是非 认定
  字段 数 (number): 整数 0 至 9
  字段 岁 (age): 整数 0 至 150 可无 敏感
  字段 比 (share): 小数
  字段 钱 (money): 金额 0元 至 1000元
  字段 押 (deposit): 金额 可无
  字段 收 (received): 日期
  字段 满期 (until): 日期 认定
  字段 到 (arrived): 时刻
  字段 限 (within): 时长 个工作日
  字段 期 (term): 时长 日 可无
  字段 名 (name): 文本
  字段 别 (nickname): 文本 可无
  字段 色 (hue): 颜色
  字段 底 (ground): 颜色 可无
  字段 级 (level): 级别
  字段 地 (place): 枚举 开放 [厅 (hall), 街 (street)]
  字段 签 (signed): 集合 [字 (signature), 章 (seal), 押印 (print)]
  字段 群 (groups): 集合 [老 (elder), 幼 (child)] 认定
  字段 「由」 (subjects): 多项 文本
  字段 册 (books): 多项 整数 认定""",
    """记录 申请.家 (request.home): 可无
  字段 街道 (road): 文本
  字段 远 (far): 是非
  字段 里 (miles): 整数 0 至 99""",
    """列表 费 (fees)
  字段 费名 (fee_name): 文本
  字段 费额 (fee_amount): 金额 0元 至 500元
  字段 费类 (fee_colour): 颜色
  字段 费减 (fee_waived): 金额 可无
  字段 费据 (fee_based): 是非""",
    """列表 材 (papers): 认定
  字段 材名 (paper_name): 文本
  字段 材真 (paper_true): 是非 认定
  字段 材份 (paper_copies): 整数 0 至 9""",
    """列表 申请.伴 (request.company)
  字段 伴名 (companion_name): 文本
  字段 伴岁 (companion_age): 整数 0 至 150 可无
  字段 伴级 (companion_level): 级别""",
)
SAMPLES: Mapping[str, tuple[str, ...]] = {  # literals of each type
    "int": ("0", "1", "3", "9"), "decimal": ("0.5", "2", "1.25"),
    "money": ("0元", "10元", "12.50元", "300分", "0.1万元"),
    "date": ("2019-12-31", "2020-02-29", "2021年6月30日", "2024-01-31"),
    "datetime": ("2020-02-29T09:30", "2024-01-31T23:59"), "wd": ("1个工作日", "5个工作日"), "days": ("1日", "30日"),
    "text": ('"甲"', '"乙"', '"许可"'), "colour": ("红", "绿", "蓝"), "grade": ("低", "中", "高"),
    "place": ("厅", "街", '"广场"'), "signature": ("字", "章", "押印"), "group": ("老", "幼")}
FACTS: tuple[tuple[str, str, tuple[str, ...]], ...] = (  # path, type, what must be asked for first
    ("申请.愿", "bool", ()), ("申请.急", "bool", ()), ("申请.认", "bool", ()), ("申请.数", "int", ()),
    ("申请.岁", "int", ("申请.岁",)), ("申请.比", "decimal", ()), ("申请.钱", "money", ()),
    ("申请.押", "money", ("申请.押",)), ("申请.日", "date", ()), ("申请.收", "date", ()),
    ("申请.满期", "date", ("申请.满期",)), ("申请.到", "datetime", ()), ("申请.限", "wd", ()),
    ("申请.期", "days", ("申请.期",)), ("申请.名", "text", ()), ("申请.别", "text", ("申请.别",)),
    ("申请.色", "colour", ()), ("申请.底", "colour", ("申请.底",)), ("申请.级", "grade", ()), ("申请.地", "place", ()),
    ("申请.家.街道", "text", ("申请.家",)), ("申请.家.远", "bool", ("申请.家",)), ("申请.家.里", "int", ("申请.家",)),
    ("决定日", "date", ()))
SETS = (("申请.签", "signature"), ("申请.群", "group"), ("申请.由", "text"), ("申请.册", "int"))
LISTS: Mapping[str, tuple[tuple[str, str, tuple[str, ...]], ...]] = {
    "费": (("费名", "text", ()), ("费额", "money", ()), ("费类", "colour", ()), ("费减", "money", ("费减",)),
          ("费据", "bool", ())),
    "材": (("材名", "text", ()), ("材真", "bool", ()), ("材份", "int", ())),
    "申请.伴": (("伴名", "text", ()), ("伴岁", "int", ("伴岁",)), ("伴级", "grade", ()))}
OPTIONAL = ("申请.急", "申请.岁", "申请.押", "申请.满期", "申请.期", "申请.别", "申请.底", "申请.群", "申请.册",
            "申请.家")
ORDERED = ("int", "decimal", "money", "date", "datetime", "wd", "days", "grade")
