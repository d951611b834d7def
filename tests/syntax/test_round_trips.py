"""Written and read again, in either spelling, a file is the same tree; formatting twice changes nothing."""

from pathlib import Path

import pytest
from hypothesis import given
from strategies.trees import expressions, files

from bangban.source import Source
from bangban.syntax import tree
from bangban.syntax.format import format_expr, format_file
from bangban.syntax.parser import parse_expression
from bangban.syntax.to_yaml import to_yaml

from .examples import POLICIES, name_of, parsed, source_of


@given(files)
def test_formatted_text_is_the_same_tree(file: tree.File) -> None:
    text = format_file(file)
    again = parsed(text)
    assert again == file
    assert format_file(again) == text


@given(files)
def test_yaml_is_the_same_tree(file: tree.File) -> None:
    assert parsed(to_yaml(file), "x.policy.yaml") == file


@pytest.mark.parametrize("lang", ["zh", "en"])
@given(node=expressions)
def test_an_expression_by_itself(node: tree.Expr, lang: str) -> None:
    again, problems = parse_expression(Source("x", format_expr(node, lang)), lang)
    assert not problems
    assert again == node


@pytest.mark.parametrize("path", POLICIES, ids=name_of)
def test_policies_of_the_repository(path: Path) -> None:
    source = source_of(path)
    file = parsed(source.text)
    text = format_file(file)
    assert text == source.text, "run bangban fmt"
    assert parsed(to_yaml(file), "x.policy.yaml") == file
