"""What the examples of the rules stand under: a small vocabulary, a policy, and one rule that forces nobody."""

from __future__ import annotations

from pathlib import Path

from bangban.files import FileSet, SetFile, file_key
from bangban.lint.lint import Lint
from bangban.source import Source
from bangban.syntax.read import read

VOCABULARY = """\
词汇 例子的事实 (example_facts)

类型 层级 (level): 枚举 有序 [市 (city), 县 (county), 乡 (town)]

记录 申请 (request)
  字段 日期 (date): 日期 决定日
  字段 自愿 (voluntary): 是非
  字段 加急 (urgent): 是非
  字段 方式 (way): 枚举 [窗口 (counter), 网上 (online), 电话 (phone)]
  字段 件数 (pieces): 整数 0 至 1000
  字段 层级 (level): 层级

记录 申请人 (applicant)
  字段 年龄 (age): 整数 0 至 150
  字段 身份证号 (id_number): 文本 敏感
  字段 企业 (company): 是非
  字段 照顾 (care): 集合 [老年人 (elderly), 残疾人 (disabled)]

记录 机构 (office)
  字段 已培训 (trained): 是非 认定

列表 费用 (fees)
  字段 名称 (name): 文本
  字段 金额 (amount): 金额
  字段 法定 (by_law): 是非

列表 材料 (papers)
  字段 名称 (name): 文本
  字段 原件 (original): 是非
  字段 必需 (required): 是非
"""
HEADER = """\
政策 示例办法 (example_policy)
  标题 "示例办法"
  位阶 规章
  施行 2024-01-01
"""
RULES = """
规则 须自愿 (of_own_accord)
  归类 自愿
  依据 《示例条例》第一条
  当 申请.方式 ≠ 电话
  要求 申请.自愿 否则 拒绝 "须由申请人自愿提出,请由本人决定是否申请。"
  下一步 "告知申请人可以自行办理。"
"""
TEXT_NAME = "原文.txt"


def example(rule: type[Lint], statements: str) -> FileSet:
    """A set of one policy that says ``statements``, with the vocabulary beside it."""
    original = f'  原文 "{TEXT_NAME}"\n' if rule.text_file else ""
    source = Source("例.policy", f"{HEADER}{original}{RULES}\n{statements.strip()}\n")
    words = Source("词汇.policy", VOCABULARY)
    texts = {file_key(source.name, TEXT_NAME): Source(TEXT_NAME, rule.text_file)} if rule.text_file else {}
    return FileSet(Path(), (SetFile(source, read(source)[0], True), SetFile(words, read(words)[0], True)), texts=texts)
