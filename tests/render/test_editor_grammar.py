"""The editor's grammar is that of the keyword table, and colours what the lexer takes for the same."""

import importlib.util
import json
import re
import sys
from pathlib import Path

import pytest

from bangban.syntax.keywords import KEYWORDS

EDITOR = Path(__file__).parents[2] / "examples" / "editor"


def script():
    spec = importlib.util.spec_from_file_location("editor_grammar", EDITOR / "grammar.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


GRAMMAR = script().grammar()
PARTS = GRAMMAR["repository"]


def test_the_file_is_written_from_the_table():
    kept = json.loads((EDITOR / "syntaxes" / "bangban.tmLanguage.json").read_text("utf-8"))
    assert kept == GRAMMAR, "run: python examples/editor/grammar.py"


@pytest.mark.parametrize("path", sorted(EDITOR.glob("*.json")), ids=lambda p: p.name)
def test_the_other_files_are_json(path):
    assert json.loads(path.read_text("utf-8"))


def test_every_pattern_is_one_and_every_include_leads_somewhere():
    for part in PARTS.values():
        for pattern in (part, *part.get("patterns", ())):
            for key in ("match", "begin", "end"):
                re.compile(pattern.get(key, ""))
    assert {p["include"] for p in GRAMMAR["patterns"]} == {f"#{name}" for name in PARTS}


@pytest.mark.parametrize("keyword", KEYWORDS, ids=lambda k: k.token)
def test_a_keyword_is_one_as_a_whole_token_only(keyword):
    pattern = re.compile(PARTS[keyword.kind]["match"])
    for word in keyword.word:
        assert pattern.fullmatch(word)
        assert pattern.search(f" {word} ")
        assert not pattern.search(f"{word}事人")
        assert not pattern.search(f"费用.{word}")
        assert not pattern.search(f"{word}.费用")


@pytest.mark.parametrize(("part", "text", "groups"), [
    ("citation", '依据 二(三) "…"', ("依据", None, "二(三)")),
    ("citation", "依据 《民法典》第一百六十五条, 五", ("依据", "《民法典》", "第一百六十五条")),
    ("declaration", "规则 夜间不办 (closed)", ("规则", "夜间不办")),
    ("declaration", "列表 参数.日历", ("列表", "参数.日历")),
    ("number", "1.5万元", ("1.5", "万元")), ("number", "5 working_days", ("5", "working_days")),
    ("type", ": 枚举 有序 [甲]", ("枚举 有序 ",)), ("fixed", "归类 自愿", ("归类", "自愿"))])
def test_what_stands_together_is_told_apart(part, text, groups):
    assert re.search(PARTS[part]["match"], text).groups() == groups
