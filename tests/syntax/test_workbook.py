"""Workbooks: values as texts, and everything that is refused before or while one is opened."""

import datetime as dt
import sys
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from bangban.source import Sheet
from bangban.syntax import workbook
from bangban.syntax.workbook import first_sheet

openpyxl = pytest.importorskip("openpyxl")
NAME = "例.cases.xlsx"


def book(*rows, more=()) -> bytes:
    made = openpyxl.Workbook()
    for row in rows:
        made.active.append(row)
    for title, cells in more:
        made.create_sheet(title).append(cells)
    out = BytesIO()
    made.save(out)
    return out.getvalue()


def changed(data: bytes, parts: dict[str, bytes]) -> bytes:
    """A workbook with parts put in or replaced."""
    out = BytesIO()
    with ZipFile(BytesIO(data)) as old, ZipFile(out, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, content in parts.items():
            new.writestr(name, content)
    return out.getvalue()


def with_cells(cells: str) -> bytes:
    """A workbook whose sheet holds these rows, as XML."""
    sheet = f'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{cells}' \
            "</sheetData></worksheet>"
    return changed(book(["名称"]), {"xl/worksheets/sheet1.xml": sheet.encode()})


def with_strings(cells: str, *strings: str) -> bytes:
    """The same, with the table of texts that Excel keeps beside the sheets."""
    data = with_cells(cells)
    with ZipFile(BytesIO(data)) as archive:
        types = archive.read("[Content_Types].xml").decode()
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    part = f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}"/></Types>'
    texts = "".join(f"<si><t>{text}</t></si>" for text in strings)
    table = f'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{texts}</sst>'
    return changed(data, {"[Content_Types].xml": types.replace("</Types>", part).encode(),
                          "xl/sharedStrings.xml": table.encode()})


def refusals(data: bytes) -> list[tuple[str, str, str]]:
    source, problems = first_sheet(data, NAME)
    assert source is None
    assert all(p.message("zh") and p.help("en") for p in problems)
    return [(p.code, p.span.source.cell(p.span.start), p.span.text) for p in problems]


def test_rows_are_lines_and_cells_have_names():
    sheet, problems = first_sheet(book(
        ["名称", 3, 3.0, 12.5, 0.1, True, False, dt.datetime(2025, 3, 4), dt.datetime(2025, 3, 4, 9, 30)],
        [], [None, "a\tb\nc", 1e20, "  "], [None]), NAME)
    assert problems == []
    assert sheet.text.split("\n") == ["名称\t3\t3\t12.5\t0.1\ttrue\tfalse\t2025-03-04\t2025-03-04T09:30", "",
                                      "\ta b c\t1e+20"]
    assert sheet.cell(sheet.text.index("12.5")) == "D1"
    assert sheet.cell(sheet.text.index("1e+20")) == "C3"
    assert Sheet("x", "\t" * 710).cell(710) == "AAI1"


def test_a_text_that_looks_like_a_formula_is_a_text():
    cells = '<row r="1"><c r="A1" t="inlineStr"><is><t>=1+1</t></is></c><c r="B1" t="s"><v>0</v></c></row>'
    sheet, problems = first_sheet(with_strings(cells, "=甲"), NAME)
    assert (sheet.text, problems) == ("=1+1\t=甲", [])


def test_formulas_and_errors_are_told_at_their_cell():
    assert refusals(book(["名称", "=1+1"], ["甲", "#N/A", "=NOW()"])) == [
        ("BB149", "B1", "=1+1"), ("BB149", "B2", "#N/A"), ("BB149", "C2", "=NOW()")]
    shared = '<row r="1"><c r="A1"><f t="shared" si="0"/><v>5</v></c><c r="B1"><f t="array" ref="B1">1</f></c></row>'
    assert [r[:2] for r in refusals(with_cells(shared))] == [("BB149", "A1"), ("BB149", "B1")]


def test_only_the_first_sheet_holds_cases():
    assert first_sheet(book(["name"], more=[("values", ["way", "phone"])]), NAME)[1] == []
    assert [p.message("en") for p in first_sheet(book(["name"], more=[("More", ["x", " 名称"])]), NAME)[1]] == [
        "only the first sheet is read; “More” looks like cases too."]


@pytest.mark.parametrize(("data", "says"), [
    (b"", "not an Excel workbook"),
    (b"name,expect\n", "not an Excel workbook"),
    (b"\xd0\xcf\x11\xe0" + b"\0" * 100, "password"),
    (b"PK\x03\x04" + b"\0" * 100, "damaged"),
    (book(["名称"])[:-30], "damaged"),
    (changed(book(["名称"]), {"xl/workbook.xml": b"<workbook"}), "damaged"),
    (changed(book(["名称"]), {"xl/worksheets/sheet1.xml": b""}), "damaged"),
    (changed(book(["名称"]), {"xl/externalLinks/externalLink1.xml": b"<x/>"}), "another workbook"),
    (changed(book(["名称"]), {"xl/sharedStrings.xml": b'<!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>'}), "entities"),
    (changed(book(["名称"]), {"xl/x.xml": '<!DOCTYPE x [<!ENTITY a "a">]>'.encode("utf-16")}), "entities"),
    (changed(book(["名称"]), {"xl/media/big": b"\0" * (workbook.MAX_UNPACKED + 1)}), "unpacks to too much"),
    (changed(book(["名称"]), {f"xl/{i}": b"" for i in range(workbook.MAX_PARTS)}), "unpacks to too much"),
    (with_cells('<row r="900000000"><c r="A900000000"><v>1</v></c></row>'), "rows"),
    (with_cells('<row r="1"><c r="ZZZ1"><v>1</v></c></row>'), "columns"),
    (with_cells('<row r="1"><c r="A1" t="s"><v>77</v></c></row>'), "damaged"),
    (with_cells('<row r="1"><c r="A1"><v>' + "9" * 9999 + "</v></c></row>"), "damaged"),
], ids=lambda v: v if isinstance(v, str) else "")
def test_what_is_no_harmless_workbook_is_refused(data, says):
    source, problems = first_sheet(data, NAME)
    assert source is None
    assert [p.code for p in problems] == ["BB149"]
    assert says in problems[0].message("en")
    assert problems[0].span.source.cell(0) == ""


def test_a_text_used_a_thousand_times_is_counted_each_time():
    cells = "".join(f'<row r="{r}"><c r="A{r}" t="s"><v>0</v></c></row>' for r in range(1, 200))
    data = with_strings(cells, "x" * 32_000)
    assert len(data) < 10_000
    assert "characters" in first_sheet(data, NAME)[1][0].message("en")


def test_a_part_that_says_it_is_smaller_than_it_is_does_not_unpack():
    data = bytearray(changed(book(["名称"]), {"xl/media/big": b"\0" * 5_000_000}))
    size = (5_000_000).to_bytes(4, "little")
    while size in data:
        at = data.index(size)
        data[at:at + 4] = (10).to_bytes(4, "little")
    assert [p.code for p in first_sheet(bytes(data), NAME)[1]] == ["BB149"]


def test_without_openpyxl_it_is_said_what_to_install_BB147(monkeypatch):
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    source, [problem] = first_sheet(book(["名称"]), NAME)
    assert (source, problem.code) == (None, "BB147")
    assert "pip install 'bangban[excel]'" in problem.help("zh")
