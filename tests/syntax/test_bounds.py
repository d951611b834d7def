"""No text takes long: size, words, nodes, depth and problems are bounded, in either spelling."""

import time

import pytest

from bangban.source import Source
from bangban.syntax.format import format_file
from bangban.syntax.from_cases import parse_cases
from bangban.syntax.read import read

BIG = 2_000_000
SECONDS = 4  # two on a machine with nothing else to do
NINE = ",".join(["*{}"] * 9)
BOMB = "政策: a\na: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{chr(98 + i)}: &{chr(98 + i)} [{NINE.format(*[chr(97 + i)] * 9)}]\n" for i in range(20))

POLICY = {
    "one line of 10 MB": ("政策 " + "a" * 10_000_000, "BB103"),
    "names": ("政策 a 说明 " + "a " * (BIG // 2 - 100), "BB103"),
    "open quotes": ("政策 a " + '"a\n' * (BIG // 3 - 100), "BB106"),
    "clauses": ("政策 a\n" + "绝对\n" * (BIG // 3 - 10), "BB103"),
    "statements": ("政策 a\n" * (BIG // 5 - 1), "BB103"),
    "strange characters": ("政策 a\n" + "$" * (BIG - 100), "BB105"),
    "bad clauses": ("政策 a\n" + "当 = 3\n" * (BIG // 6 - 100), "BB110"),
    "parentheses": ("政策 a 适用范围 " + "(" * 10_000 + "a" + ")" * 10_000, "BB108"),
    "not": ("政策 a 适用范围 " + "非 " * 10_000 + "a", "BB108"),
    "signs": ("政策 a 适用范围 " + "-" * 10_000 + "a", "BB108"),
    "lists": ("政策 a 适用范围 " + "[" * 10_000, "BB108"),
    "quantifiers": ("政策 a 适用范围 " + "每个 a 满足 (" * 10_000 + "b" + ")" * 10_000, "BB108"),
    "sum": ("政策 a 适用范围 " + "a + " * 10_000 + "a", "BB108"),
    "escapes": ('政策 a 说明 "' + "\\q" * (BIG // 2 - 100) + '"', "BB107"),
}
YAML = {
    "one line of 10 MB": ("政策: " + "a" * 10_000_000, "BB103"),
    "alias bomb": (BOMB, "BB121"),
    "flow lists": ("政策: " + "[" * 10_000, "BB125"),
    "flow mappings": ("政策: " + "{a: " * 10_000, "BB125"),
    "block mappings": ("".join(" " * i + "政策:\n" for i in range(1900)), "BB125"),
    "dashes": ("- " * 10_000 + "a", "BB125"),
    "nodes": ("政策: a\n标题: [" + "a," * (BIG // 2 - 100) + "]", "BB125"),
    "keys": ("".join(f"k{i}: a\n" for i in range(150_000)), "BB125"),
    "duplicates": ("政策: a\n" * 40_000, "BB124"),
    "conditions": ("政策: a\n适用范围:\n" + "  - a = b\n" * 90_000, "BB103"),
    "bad conditions": ("政策: a\n适用范围:\n" + "  - = b =\n" * 90_000, "BB110"),
    "anchors": ("政策: a\n标题: [" + "&a a," * 90_000 + "]", "BB121"),
    "tags": ("政策: a\n标题: [" + "!a a," * 90_000 + "]", "BB122"),
    "deep condition": ("政策: a\n适用范围: " + "非 " * 10_000 + "a", "BB108"),
}


def timed(name: str, text: str, code: str) -> None:
    started = time.process_time()
    file, problems = read(Source(name, text))
    spent = time.process_time() - started
    format_file(file)  # whatever is kept is no deeper than any tree may be
    assert code in {p.code for p in problems}
    assert len(problems) <= 201
    assert spent < SECONDS


@pytest.mark.parametrize("what", POLICY)
def test_policy(what: str) -> None:
    timed("x.policy", *POLICY[what])


@pytest.mark.parametrize("what", YAML)
def test_yaml(what: str) -> None:
    timed("x.policy.yaml", *YAML[what])


@pytest.mark.parametrize("what", YAML)
def test_cases(what: str) -> None:
    started = time.process_time()
    assert parse_cases(Source("x.cases.yaml", YAML[what][0]))[1]
    assert time.process_time() - started < SECONDS


def test_comments_are_placed_in_one_pass() -> None:
    started = time.process_time()
    file, problems = read(Source("x.policy", "政策 a\n" + '  说明 "x"  # c\n' * 40_000))
    assert not problems
    assert all(c.behind == "c" for c in file.statements[0].clauses)
    assert time.process_time() - started < SECONDS
