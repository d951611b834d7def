"""Tables of cases: rows to cases, each part and each fault at its cell."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bangban.source import Sheet, Source
from bangban.syntax.from_table import MAX_CELLS, parse_case_table
from bangban.syntax.lexer import FileTooLarge
from bangban.syntax.read import decode, read_cases
from bangban.syntax.table_rows import MAX_COLUMNS

DOCS = Path(__file__).parent.parent.parent / "docs"


def csv(text: str):
    return parse_case_table(Source("例.cases.csv", text))


def told(problems) -> list[tuple[str, str]]:
    return [(p.code, p.span.text) for p in problems]


def test_a_row_is_a_case_and_every_part_has_its_place():
    cases, problems = csv('名称,基于,未知,应为,因,不因,引用,说明,费用[1].金额\n'
                          '甲,,,准予,"可以, 也可以",不可,《法》第一条;第二条,一句话,5\n'
                          ' "乙 ""二""" ,甲,件.急、件.数,deny,可以;也可以,,,,\n')
    assert problems == []
    first, second = cases
    assert (first.title, first.expect, first.note, first.based_on) == ("甲", "permit", "一句话", None)
    assert [p.text for p in first.because] == ["可以", "也可以"]
    assert [p.span.text for p in first.because] == ["可以", "也可以"]
    assert [c.span.text for c in first.cites] == ["《法》第一条", "第二条"]
    assert [(c.text, c.span.line, c.span.column) for c in first.cells] == [("5", 2, 36)]
    assert [p.parts for p in first.columns] == [("费用", 1, "金额")]
    assert (second.title, second.based_on, second.expect, second.cells) == ('乙 "二"', "甲", "deny", ())
    assert [p.text for p in second.unset] == ["件.急", "件.数"]
    assert second.based_on_span.text == "甲"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_and_marks_of_encoding_do_not_matter(end):
    data = b"\xef\xbb\xbf" + f"name,expect{end}{end},{end}a,permit{end}b,deny".encode()
    source, _ = decode(data, "a.cases.csv")
    cases, problems = read_cases(source)
    assert problems == []
    assert [(c.title, c.expect, c.lang) for c in cases] == [("a", "permit", "en"), ("b", "deny", "en")]
    assert [c.title for c in csv("\ufeff" + source.text)[0]] == ["a", "b"]


def test_a_cell_in_quotes_may_hold_line_ends():
    [case, other], problems = csv('名称,应为,因\n甲,拒绝,"可以\n也可以"\n乙,拒绝,\n')
    assert problems == []
    assert [p.text for p in case.because] == ["可以", "也可以"]
    assert other.span.line == 4


def test_in_a_sheet_rows_end_where_they_end():
    cases, problems = parse_case_table(Sheet("例.cases.xlsx", "\n名称\t应为\t件.急\t因\n甲\t准予\n乙\t\t是\t可以\t多"))
    assert told(problems) == [("BB145", "多")]
    assert problems[0].message("en") == "there is no name above this cell. (E4)"
    assert [c.title for c in cases] == ["甲", "乙"]


@pytest.mark.parametrize(("text", "wrong"), [
    ("", [("BB144", "")]),
    ("\n,,\n", [("BB144", "")]),
    ("用例,应为\n甲,准予\n", [("BB144", "用例,应为")]),
    ("名称,应为,应为\n甲,准予,\n", [("BB145", "应为")]),
    ("名称,应为,名称\n甲,准予,乙\n", [("BB145", "名称")]),
    ("名称,应为,\n甲,准予,是\n乙,准予,是\n", [("BB145", "是")]),
    ("名称,应为,件.急、件.数\n甲,准予,是\n", [("BB145", "件.急、件.数")]),
    ("名称,应为\n,准予\n", [("BB141", "准予")]),
    ("名称,应为,件.急\n甲,,是\n", [("BB141", "甲")]),
    ("名称,应为\n甲,许可\n", [("BB142", "许可")]),
    ("名称,应为\n甲\n乙,准予,\n丙,准予\n", [("BB146", "甲"), ("BB146", "乙,准予,")]),
    ("名称,应为\n\"甲,准予\n乙,准予\n", [("BB146", '"')]),
    ("名称,应为\n\"甲\"乙,准予\n", [("BB146", "乙")]),
    ("名称,应为\n甲,准予\n" + "," * MAX_COLUMNS + "\n", [("BB149", "")]),
])
def test_one_mistake_in_a_table(text, wrong):
    found = told(csv(text)[1])
    assert found == wrong


@pytest.mark.parametrize("header", ["件.[1", "件..急", "「件", "1", "=A1", "\x00", "\ud800", '"', "#"])
def test_a_column_that_cannot_be_read_is_told(header):
    _, problems = csv(f"名称,应为,{header}\n甲,准予,是\n")
    assert problems
    assert all(p.message("zh") and p.message("en") for p in problems)


def test_a_table_is_bounded():
    rows = "\n".join(["名称,应为,件.急", *(f"例{i},准予,是" for i in range(MAX_CELLS // 3 + 1))])
    assert [p.code for p in csv(rows)[1]] == ["BB149"]
    assert [p.code for p in csv("名称" + " " * 2_000_000)[1]] == [FileTooLarge.code]
    wrong = "\n".join(["名称,应为", *("甲,许可" for _ in range(5000))])
    assert len(csv(wrong)[1]) < 300


_PARTS = st.sampled_from(["名称", "name", "应为", "因", "引用", "准予", "甲", "费用[1].金额", "《法》第一条", "(无)",
                          "[]", ",", ",", "\t", "\n", "\r", '"', '""', ";", "、", "「", " ", "\0", "\ud800"])


@settings(max_examples=150, deadline=None)
@given(st.lists(_PARTS, max_size=40).map("".join), st.booleans())
def test_any_text_is_read_and_every_problem_has_its_place(text, headed):
    text = f"名称,应为,因,费用[1].金额\n{text}" if headed else text
    for source in (Source("a.cases.csv", text), Sheet("a.cases.xlsx", text.replace(",", "\t"))):
        cases, problems = parse_case_table(source)
        for span in [*(p.span for p in problems), *(c.title_span for c in cases)]:
            assert 0 <= span.start <= span.end <= len(text)
        assert all(p.message("zh") and p.message("en") for p in problems)
        assert all(c.title and c.title_span.text for c in cases)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_tables_of_the_manual_are_read(lang):
    [table] = re.findall(r"^```csv\n(.*?)^```$", (DOCS / lang / "language.md").read_text("utf-8"), re.DOTALL | re.M)
    cases, problems = csv(table)
    assert problems == []
    assert [c.lang for c in cases] == [lang, lang]
