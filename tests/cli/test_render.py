"""Carets under wide characters, tabs and clipped lines; wrapping; what would steer a terminal."""

from pathlib import Path

import pytest
from attrs import evolve, frozen
from hypothesis import given
from hypothesis import strategies as st

from bangban.problems import Fix, Problem, Related
from bangban.render.paint import Paint
from bangban.render.problems import Page
from bangban.render.width import padded, visible, width, wrapped
from bangban.source import Source, Span
from bangban.words import Both


@frozen(kw_only=True)
class Sample(Problem):
    title = Both("标题", "title")
    text = Both("「{what}」不对。", "“{what}” is wrong.")
    advice = Both("改一改。", "change it.")
    what: str = "甲"


def shown(text: str, start: int, end: int) -> tuple[str, str]:
    """The source line and the caret line of a problem, behind the gutter."""
    problem = Sample(span=Span(Source("a.policy", text), start, end))
    lines = [line.split("│", 1)[1] for line in Page().problem(problem).splitlines() if "│" in line]
    return lines[0], lines[1]


@pytest.mark.parametrize(("text", "word", "before", "marked"), [
    ("abc def", "def", 4, 3), ("当 申请人.电话 = 否", "申请人.电话", 3, 11), ("\t当 甲", "甲", 7, 2),
    ("ａ＝b", "b", 4, 1),
    ("e\u0301x", "x", 1, 1), ("甲\x1b乙", "乙", 3, 2), ("甲\u202e乙", "乙", 10, 2), ("第一行\r\n甲 乙\r\n", "乙", 3, 2),
    ("🙂x", "x", 2, 1),
])
def test_carets_stand_under_what_they_mean(text, word, before, marked):
    start = text.index(word)
    _, carets = shown(text, start, start + len(word))
    assert carets == " " + " " * before + "^" * marked


def test_an_empty_place_has_one_caret_and_a_place_over_several_lines_ends_with_its_first():
    assert shown("甲 乙", 4, 4)[1] == " " + " " * 5 + "^"
    assert shown("甲 乙\n丙", 2, 6) == (" 甲 乙", "    ^^")


@given(st.text(st.sampled_from("a甲\t\u0301 \x1b"), min_size=1, max_size=400), st.data())
def test_a_long_line_is_clipped_around_the_place(text, data):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    line, carets = shown(text, start, end)
    assert width(line) <= 103
    assert width(carets) <= 104
    assert "\x1b" not in line
    prefix = carets.rstrip("^")[1:]
    inside = "".join("    " if c == "\t" else visible(c) for c in text[start:end])
    assert width(inside) < len(carets) - len(prefix) or carets.count("^") in (max(width(inside), 1), *range(90, 101))


def test_ten_megabytes_in_one_line_are_not_printed():
    text = "甲" * 10_000_000
    problem = Sample(span=Span(Source("a", text), 5_000_000, 9_000_000))
    assert len(Page().problem(problem)) < 500


def test_everything_a_problem_has_is_shown():
    source = Source("a.policy", "甲 乙\n丙\n")
    problem = Sample(
        span=Span(source, 2, 3), what="乙", related=(Related(Span(source, 4, 5), Both("在这里", "here")),),
        fixes=(Fix(Both("改作「丁」", "change to “丁”"), Span(source, 2, 3), "丁"),))
    assert Page("zh").problem(problem).splitlines() == [
        "a.policy:1:3  错误 标题", "  「乙」不对。", "     1 │ 甲 乙", "       │    ^^", "  参看 a.policy:2:1  在这里",
        "     2 │ 丙", "       │ ^^", "  帮助: 改一改。", "  改法: 改作「丁」"]
    assert Page("en").problem(problem).splitlines()[0] == "a.policy:1:3  error title"


def test_a_place_in_the_facts_and_no_place_at_all():
    assert Page().problem(Sample(path=("费用", 0, "金额"))).startswith("费用[1].金额  错误 标题\n")
    assert Page().problem(Sample()).startswith("错误 标题\n")


def test_files_are_named_as_seen_from_here(tmp_path, monkeypatch):
    (tmp_path / "集").mkdir()
    (tmp_path / "集" / "a.policy").write_text("", "utf-8")
    monkeypatch.chdir(tmp_path)
    page = Page(root=tmp_path / "集")
    assert page.file("a.policy") == str(Path("集") / "a.policy")
    assert page.file("b.policy") == "b.policy"
    assert page.file(str(tmp_path / "集" / "a.policy")) == str(tmp_path / "集" / "a.policy")


def test_nothing_a_policy_says_steers_the_terminal():
    source = Source("a\x1b.policy", "甲\x1b[31m\u202e")
    problem = Sample(span=Span(source, 0, 1), what="\x1b]0;x\x07\u2028", path=("\x9b",))
    text = Page(paint=Paint(False)).problem(problem)
    assert all(c == "\n" or c.isprintable() for c in text)
    assert "\x1b[" in Page(paint=Paint(True)).problem(evolve(problem, what="甲"))


@given(st.text(max_size=300), st.integers(20, 80))
def test_wrapping_loses_nothing_and_keeps_to_the_width(text, columns):
    said = visible(text)
    lines = wrapped(said, columns, "    ", "  ").split("\n")
    assert "".join("".join(line.split()) for line in lines) == "".join(said.split())
    longest = max((width(word) for word in said.split()), default=0)
    assert all(width(line) <= max(columns, longest + 4) for line in lines)


def test_wrapping_breaks_han_text_anywhere_but_not_before_a_comma():
    assert wrapped("一二三四五六七八,九十", 16) == "一二三四五六七\n八,九十"
    assert wrapped("a longer english word", 10) == "a longer\nenglish\nword"
    assert wrapped("不折的一行" * 10, None, "    ", "  ") == "  " + "不折的一行" * 10


@pytest.mark.parametrize(("text", "columns"), [("abc", 3), ("中文", 4), ("ａ", 2), ("e\u0301", 1), ("", 0), ("🙂", 2)])
def test_width(text, columns):
    assert width(text) == columns
    assert width(padded(text, 8)) == 8


@given(st.text(max_size=50))
def test_visible_text_is_printable(text):
    assert not any(c in visible(text) for c in "\x00\x07\x1b\x7f\x9b\u200b\u202e\u2028\ud800\n\r")
