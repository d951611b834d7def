"""Cases in tables: cells by the type of their column, over the facts of their base, faults at their cell."""

import sys
from decimal import Decimal
from pathlib import Path

import pytest
from attrs import frozen

import bangban
from bangban.files import FileSet, SetFile
from bangban.policy.check import check
from bangban.policy.model import Model
from bangban.problems import Problem
from bangban.source import Sheet, Source
from bangban.syntax.read import read

DESK = """词汇 台 (desk)
记录 件 (matter)
  字段 急 (urgent): 是非
  字段 数 (number): 整数 0 至 100
  字段 款 (sum): 金额
  字段 率 (rate): 小数
  字段 日 (day): 日期 可无
  字段 刻 (moment): 时刻
  字段 限 (limit): 时长 个工作日
  字段 名 (name): 文本 可无
  字段 种类 (kind): 枚举 [甲 (first), 乙 (second)]
  字段 集 (set): 集合[红 (red), 绿 (green)]
记录 人 (person): 可无
  字段 名 (name): 文本
列表 费 (fees)
  字段 名 (name): 文本
  字段 金额 (amount): 金额

政策 某法 (law)
  标题 "某法"
规则 可以 (may)
  归类 资格
  依据 第一条
  准予
"""


@frozen
class Checked:
    model: Model
    problems: tuple[Problem, ...]

    @property
    def told(self) -> list[tuple[str, str]]:
        return [(p.code, p.span.text) for p in self.problems]


def checked(table: str, sheet: bool = False) -> Checked:
    policy = Source("法.policy", DESK)
    file, wrong = read(policy)
    assert wrong == []
    source = Sheet("法.cases.xlsx", table.replace(",", "\t")) if sheet else Source("法.cases.csv", table)
    model, problems = check(FileSet(Path(), (SetFile(policy, file, True),), (source,)))
    return Checked(model, tuple(problems))


def facts(columns: str, cells: str):
    result = checked(f"名称,应为,{columns}\n甲,准予,{cells}\n")
    assert result.told == []
    [case] = result.model.cases
    return case.facts


@pytest.mark.parametrize(("columns", "cells", "given"), [
    ("件.急", "是", {"件": {"急": True}}),
    ("matter.urgent", "FALSE", {"件": {"急": False}}),
    ("件.数,件.款,件.率", "5,12.50,1e-2", {"件": {"数": 5, "款": Decimal("12.50"), "率": Decimal("0.01")}}),
    ("件.日,件.刻", "2025/3/4,2025-03-04 9:30", {"件": {"日": "2025-3-4", "刻": "2025-03-04T09:30:00"}}),
    ("件.刻", "2025/3/4", {"件": {"刻": "2025-03-04T00:00:00"}}),
    ("件.限", "5", {"件": {"限": 5}}),
    ("件.限", "5个工作日", {"件": {"限": "5个工作日"}}),
    ("件.名,件.日", "007,(无)", {"件": {"名": "007", "日": None}}),
    ("件.种类", "second", {"件": {"种类": "second"}}),
    ("件.集", "红、绿;red", {"件": {"集": ["红", "绿", "red"]}}),
    ("件.集,费", "[],[]", {"件": {"集": []}, "费": []}),
    ("人", "（无）", {"人": None}),
    ("费[2].名,fees[1].amount,费[1].名", "b,5,a", {"费": [{"名": "a", "金额": 5}, {"名": "b"}]}),
    ("件.急,件.数", ",", {}),
])
def test_a_cell_is_read_by_the_type_of_its_column(columns, cells, given):
    assert facts(columns, cells) == given


def test_rows_lie_over_the_facts_of_their_base():
    result = checked("名称,基于,未知,应为,件.急,费[1].名,费[1].金额,费[2].名\n"
                     "二,一,件.急,准予,,,9,\n一,,,准予,是,a,5,b\n三,二,费[1],准予,,,,\n")
    assert result.told == []
    cases = {c.title: c.facts for c in result.model.cases}
    assert cases["二"] == {"件": {}, "费": [{"名": "a", "金额": 9}, {"名": "b"}]}
    assert cases["三"] == {"件": {}, "费": [{"名": "b"}]}


WRONG = [
    ("件.急", "好", [("BB148", "好")]),
    ("件.数", "2件", [("BB148", "2件")]),
    ("件.数", "1_000", [("BB148", "1_000")]),
    ("件.率", "1e999999999", [("BB148", "1e999999999")]),
    ("件.款", "5元", [("BB148", "5元")]),
    ("件.款", "1.234", [("BB412", "1.234")]),
    ("件.数", "1.5", [("BB412", "1.5")]),
    ("件.数", "101", [("BB414", "101")]),
    ("件.日", "2025-02-30", [("BB412", "2025-02-30")]),
    ("件.日", "明天", [("BB412", "明天")]),
    ("件.刻", "2025-03-04 25:00", [("BB412", "2025-03-04 25:00")]),
    ("件.限", "5日", [("BB412", "5日")]),
    ("件.种类", "丙", [("BB413", "丙")]),
    ("件.集", "红、蓝", [("BB413", "红、蓝")]),
    ("件.急", "(无)", [("BB415", "(无)")]),
    ("件", "急", [("BB148", "急")]),
    ("费", "a", [("BB148", "a")]),
    ("人,人.名", "(无),王", [("BB235", "王")]),
    ("费[2].名", "b", [("BB267", "b")]),
    ("件[1].名", "b", [("BB267", "件[1].名")]),
    ("费.名", "b", [("BB267", "费.名")]),
    ("件.急急", "是", [("BB204", "件.急急")]),
    ("备注", "是", [("BB145", "备注")]),
    ("件.急,matter.urgent", "是,是", [("BB145", "matter.urgent")]),
    ("基于", "零", [("BB268", "零")]),
    ("因", "可以、不行", [("BB259", "不行")]),
    ("引用", "第一条;第九条", [("BB288", "第九条")]),
    ("未知", "件.急;件.缓", [("BB204", "件.缓")]),
]


@pytest.mark.parametrize(("columns", "cell", "told"), WRONG)
def test_what_is_wrong_is_told_at_its_cell(columns, cell, told):
    result = checked(f"名称,应为,{columns}\n甲,准予,{cell}\n")
    assert result.told == told


@pytest.mark.parametrize(("columns", "cell", "told"), WRONG)
def test_in_a_sheet_the_cell_is_named_and_no_repair_is_offered(columns, cell, told):
    result = checked(f"名称,应为,{columns}\n甲,准予,{cell}", sheet=True)
    assert result.told == told
    row = 1 if told[0][1] in columns.split(",") else 2
    for problem in result.problems:
        assert problem.fixes == ()
        assert problem.message("zh").endswith(f"{row})")
        assert problem.message("en").endswith(f" ({'D' if ',' in columns else 'C'}{row})")


def test_a_column_without_any_value_is_looked_up_too():
    assert checked("名称,应为,件.急急\n甲,准予,\n乙,准予,\n").told == [("BB204", "件.急急")]


def test_two_cases_of_one_name_are_told():
    assert checked("名称,应为\n甲,准予\n甲,拒绝\n").told == [("BB143", "甲")]


def test_tables_on_disk_stand_beside_their_policy(tmp_path, monkeypatch):
    openpyxl = pytest.importorskip("openpyxl")
    monkeypatch.setenv("BANGBAN_CACHE", "off")
    (tmp_path / "法.policy").write_text(DESK, "utf-8")
    (tmp_path / "法.cases.csv").write_bytes(b"\xef\xbb\xbf" + "名称,应为\r\n甲,准予\r\n".encode())
    made = openpyxl.Workbook()
    made.active.append(["名称", "基于", "应为", "件.数"])
    made.active.append(["乙", "甲", "准予", 5])
    made.save(tmp_path / "法.cases.xlsx")
    (tmp_path / "~$法.cases.xlsx").write_bytes(b"open in Excel")
    for path in (tmp_path, tmp_path / "法.policy"):
        assert [c.title for c in bangban.load(path).model.cases] == ["乙", "甲"]
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    with pytest.raises(bangban.PolicyError) as caught:
        bangban.load(tmp_path)
    assert [p.code for p in caught.value.problems] == ["BB147"]


def test_what_is_kept_of_a_set_is_read_anew_when_a_table_changes(tmp_path, monkeypatch):
    monkeypatch.setenv("BANGBAN_CACHE", str(tmp_path / "cache"))
    (tmp_path / "set").mkdir()
    (tmp_path / "set" / "法.policy").write_text(DESK, "utf-8")
    assert bangban.load(tmp_path / "set").model.cases == ()
    (tmp_path / "set" / "法.cases.csv").write_text("名称,应为\n甲,准予\n", "utf-8")
    assert len(bangban.load(tmp_path / "set").model.cases) == 1
    (tmp_path / "set" / "法.cases.csv").write_text("名称,应为\n甲,准予\n乙,准予\n", "utf-8")
    assert len(bangban.load(tmp_path / "set").model.cases) == 2
