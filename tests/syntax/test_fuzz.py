"""Whatever the bytes, reading gives a tree and problems that point into the text; it never raises."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies.trees import files

from bangban.problems import Problem
from bangban.source import Source
from bangban.syntax import tree
from bangban.syntax.format import format_file
from bangban.syntax.from_cases import parse_cases
from bangban.syntax.keywords import KEYWORDS
from bangban.syntax.lexer import PUNCTUATION
from bangban.syntax.read import decode, read
from bangban.syntax.to_yaml import to_yaml

from .examples import CASES, POLICIES, parsed

FUZZ = settings(max_examples=settings().max_examples * 20)
NAMES = ("x.policy", "x.policy.yaml")
TEXTS = [p.read_text("utf-8") for p in [*POLICIES, *CASES]]
PIECES = [w for k in KEYWORDS for w in k.word] + list(PUNCTUATION.values()) + [
    "a", "b", "1", "5元", "2020-11-30", '"x"', "「", "“", "《", "\n", "\n  ", "- ", ": ", "# ", "'", '"', "{", "}", "|",
    "&a", "*a", "!t", "<<", "\t", "\ufeff", "\u200b", "\r\n", "…", "\\", "四(三)", "$", "\x00", "\U0001f600"]


def sound(source: Source, problems: list[Problem]) -> None:
    """Every problem can be told in both languages and points into the text."""
    for problem in problems:
        assert problem.message("zh")
        assert problem.message("en")
        assert problem.help("zh")
        assert problem.help("en")
        assert 0 <= problem.span.start <= problem.span.end <= len(source.text)
        problem.to_dict()


def survive(text: str) -> None:
    for name in NAMES:
        source = Source(name, text)
        file, problems = read(source)
        sound(source, problems)
        written, as_yaml = format_file(file), to_yaml(file)
        if not problems:
            assert parsed(written) == file
            assert parsed(as_yaml, "x.policy.yaml") == file
    source = Source("x.cases.yaml", text)
    sound(source, parse_cases(source)[1])


@FUZZ
@given(st.binary(max_size=200))
def test_bytes(data: bytes) -> None:
    source, problems = decode(data, "x.policy")
    sound(problems[0].span.source if problems else Source("x"), problems)
    if source is not None:
        survive(source.text)


@FUZZ
@given(st.text(st.characters(), max_size=60))
def test_characters(text: str) -> None:
    survive(text)


@FUZZ
@given(st.lists(st.sampled_from(PIECES), max_size=40), st.sampled_from(["", " "]))
def test_words_of_the_language_in_any_order(pieces: list[str], between: str) -> None:
    survive(between.join(pieces))


@FUZZ
@given(st.integers(0, 2**32))
def test_mutated_policies(seed: int) -> None:
    chance = random.Random(seed)
    text = chance.choice(TEXTS)
    start = chance.randrange(len(text))
    text = text[start:start + chance.randrange(600)] if chance.random() < 0.5 else text[:start % 1500]
    for _ in range(chance.randrange(4)):
        at = chance.randrange(len(text) + 1)
        text = text[:at] + chance.choice(PIECES) + text[at + chance.randrange(4):]
    survive(text)


@given(files, st.data())
def test_mutated_trees(file: tree.File, data: st.DataObject) -> None:
    text = data.draw(st.sampled_from([format_file, to_yaml]))(file)
    at = data.draw(st.integers(0, len(text)))
    survive(text[:at] + data.draw(st.sampled_from(PIECES)) + text[at + data.draw(st.integers(0, 3)):])


@pytest.mark.parametrize("text", ["", "\ufeff", "#", "# 注释\n", "---", "...", "\ud800", "政策", "政策:", "政策 「」"])
def test_next_to_nothing(text: str) -> None:
    survive(text)
