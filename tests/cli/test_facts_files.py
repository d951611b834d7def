"""Files of facts that cannot be read: the code, the place, never a traceback, never more than a line of the text."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bangban.cli.facts_files import MAX_BYTES
from bangban.cli.json_places import survey
from bangban.source import Source

WRONG = [  # text, code, the words the place points at
    ("", "BB403", ""),
    ("  \n", "BB403", ""),
    ("{", "BB403", "{"),
    ('{"服务": {"方式": "导办"}', "BB403", "{"),
    ('{"服务": }', "BB403", "}"),
    ('{"服务" {}}', "BB403", "{"),
    ('{"服务": {} "费用": []}', "BB403", '"费用"'),
    ('{"服务": {},}', "BB403", "}"),
    ('{"费用": [1,]}', "BB403", "]"),
    ('{"服务": {}]', "BB403", "]"),
    ('{服务: {}}', "BB403", "服务"),
    ("{'服务': {}}", "BB403", "'"),
    ('{“服务”: {}}', "BB403", "“"),
    ('{"服务"：{}}', "BB403", "："),
    ('{"服务": {}，"费用": []}', "BB403", "，"),
    ('{"自愿": True}', "BB403", "True"),
    ('{"自愿": 是}', "BB403", "是"),
    ('{"自愿": undefined}', "BB403", "undefined"),
    ('{"自愿": yes}', "BB403", "yes"),
    ('{"金额": 01}', "BB403", "01"),
    ('{"金额": 1.}', "BB403", "1."),
    ('{"金额": 0x10}', "BB403", "0x10"),
    ('{"名称": "没有写完}', "BB403", '"'),
    ('{"名称": "换\n行"}', "BB403", '"'),
    ('{"名称": "坏\\q转义"}', "BB403", '"'),
    ('// 注释\n{}', "BB403", "/"),
    ('{} {}', "BB403", "{"),
    ('{"甲": 1, "甲": 2}', "BB404", '"甲"'),
    ('{"甲": {"乙": 1, "\\u4e59": 2}}', "BB404", '"\\u4e59"'),
    ('{"金额": NaN}', "BB405", "NaN"),
    ('{"金额": -Infinity}', "BB405", "-Infinity"),
    ('[' * 100 + ']' * 100, "BB406", "["),
    ('{"甲":' * 70 + "1" + "}" * 70, "BB406", "{"),
    ('[' * 100_000, "BB406", "["),
    ("1", "BB408", "1"),
    ('"文字"', "BB408", '"文字"'),
    ("null", "BB408", "null"),
    ("[1, {}]", "BB408", "1"),
    ("[[{}]]", "BB408", "["),
]


@pytest.mark.parametrize(("text", "code", "words"), WRONG, ids=[str(i) for i in range(len(WRONG))])
def test_text_that_is_no_facts(run, desk, facts, text, code, words):
    for source in (facts(text), "-"):
        result = run("decide", desk, source, "--format", "json", stdin=text)
        assert result.code == 2
        problem = result.data["problems"][0]
        assert problem["code"] == code
        assert text[problem["start"]:problem["end"]] == words
        assert run("decide", desk, source, stdin=text).out == ""


def test_twins_and_words_of_other_languages_come_with_a_repair(run, desk, facts):
    for text, replacement in (('{"自愿"：true}', ":"), ('{"自愿": True}', "true"), ('{"自愿": 否}', "false")):
        fix, = run("decide", desk, facts(text), "--format", "json").data["problems"][0]["fixes"]
        assert fix["replacement"] == replacement


@pytest.mark.parametrize(("content", "code"), [
    ('{"a": "é"}'.encode("latin-1"), "BB402"),
    ('{"服务": "导办"}'.encode("gb18030"), "BB402"),
    ('{"服务": 1}'.encode("utf-16"), "BB402"),
    (b"\0\0\0", "BB403"),
    (b"\xff" * 100, "BB402"),
])
def test_bytes_that_are_no_text(run, desk, facts, content, code):
    for source in (facts(content), "-"):
        result = run("decide", desk, source, "--format", "json", stdin=content)
        assert result.code == 2
        assert [p["code"] for p in result.data["problems"]] == [code]


@pytest.mark.parametrize(("encoding", "place"), [("gb18030", "2(3)"), ("utf-16", "1(1)"), ("big5", "2(3)")])
def test_other_encodings_are_named_with_the_byte_and_what_to_do(run, desk, facts, encoding, place):
    problem, = run("decide", desk, facts("{\n服\": 1}".encode(encoding)), "--format", "json").data["problems"]
    line, byte = place.rstrip(")").split("(")
    assert f"第 {line} 行(第 {byte} 个字节)" in problem["message"]
    assert f"iconv -f {'UTF-16' if encoding == 'utf-16' else 'GB18030'} -t UTF-8" in problem["help"]


def test_files_that_cannot_be_read(run, desk, tmp_path, facts):
    for name in (tmp_path / "没有.json", tmp_path, "甲\0乙"):
        result = run("decide", desk, name)
        assert result.code == 2
        assert "BB401" in result.err


def test_every_unreadable_file_is_told_at_once(run, desk, tmp_path, facts):
    result = run("decide", desk, tmp_path / "甲.json", facts("{", "b.json"), facts(), tmp_path / "乙.json")
    assert result.err.count("BB401") == 2
    assert result.err.count("BB403") == 1


def test_too_many_bytes(run, desk, facts):
    result = run("decide", desk, facts("[" + " " * MAX_BYTES + "]"))
    assert result.code == 2
    assert "BB407" in result.err


def test_a_line_of_ten_million_characters_is_not_printed(run, desk, facts):
    result = run("decide", desk, facts('{"服务": "' + "长" * 3_000_000 + '", "服务": 1}'))
    assert "BB404" in result.err
    assert len(result.err) < 2_000


@pytest.mark.parametrize(("text", "code"), [
    ("a: [", "BB120"), ("a: 1\na: 2", "BB124"), ("a: &x 1\nb: *x", "BB121"), ("a: !!python/object:os 1", "BB122"),
    ("- - - - 1", "BB408"), ("文字", "BB408"), ("", "BB408"), ("[" * 100, "BB125"),
])
def test_yaml_facts_come_through_the_safe_reader(run, desk, facts, text, code):
    result = run("decide", desk, facts(text, "a.yaml"), "--format", "json")
    assert result.code == 2
    assert code in [p["code"] for p in result.data["problems"]]


def test_numbers_are_exact_and_endless_ones_are_refused_at_the_door(run, desk, facts):
    def fee(amount: str) -> str:
        return f'{{"服务": {{}}, "费用": [{{"名称": "甲", "金额": {amount}, "根据": "法律"}}]}}'
    result = run("decide", desk, facts(fee("1234567890123456.07")), "--format", "json")
    assert result.data["fees"][0]["amount"] == "1234567890123456.07"
    for amount in ("9" * 10_000, "1e400", "1e99999999999999999999", "1" + "0" * 5000 + ".5"):
        result = run("decide", desk, facts(fee(amount)), "--format", "json")
        assert [p["code"] for p in result.data["problems"]] == ["BB412"]
        assert result.data["problems"][0]["path"] == "费用[1].金额"


def test_where_everything_stands():
    text = '{"甲": [1, {"乙": null}], "丙": {}}'
    found = survey(Source("a", text))
    assert found.problems == []
    assert {path: span.text for path, span in found.values.items()} == {
        (): text, ("甲",): '[1, {"乙": null}]', ("甲", 0): "1", ("甲", 1): '{"乙": null}', ("甲", 1, "乙"): "null",
        ("丙",): "{}"}
    assert {path: span.text for path, span in found.keys.items()} == {
        ("甲",): '"甲"', ("甲", 1, "乙"): '"乙"', ("丙",): '"丙"'}


def test_lone_surrogates_in_facts_reach_the_output_escaped(run, desk, facts):
    text = '{"费用": [{"名称": "\\ud800", "金额": 1, "根据": "无"}]}'
    assert run("decide", desk, facts(text), "--format", "json").code == 0
    assert "<U+D800>" in run("decide", desk, facts(text)).out
    assert run("decide", desk, facts('{"\\ud800": 1}')).code == 2


@settings(max_examples=settings().max_examples * 10)
@given(st.text(st.sampled_from('{}[],:"\\u0041ntrueflsN-+.eE 甲\t\n\x00\x1f\x85\xa0/'), max_size=30)
       | st.recursive(st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
                      | st.text(max_size=5), lambda inner: st.lists(inner, max_size=3)
                      | st.dictionaries(st.text(max_size=3), inner, max_size=3)).map(json.dumps))
def test_the_walk_finds_a_fault_where_the_reader_of_the_library_finds_one(text):
    def unique(pairs):
        if len(dict(pairs)) < len(pairs):
            raise ValueError(pairs)
        return dict(pairs)

    def no_number(word):
        raise ValueError(word)

    try:
        json.loads(text, object_pairs_hook=unique, parse_constant=no_number)
        sound = True
    except ValueError:
        sound = False
    found = survey(Source("a", text))
    assert (found.problems == []) == sound, found.problems
    assert all(0 <= p.span.start <= p.span.end <= len(text) for p in found.problems)
