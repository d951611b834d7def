"""Both languages are complete: every keyword, message, help text and word of output is there in both."""

import ast
import importlib
import pkgutil
import re
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import click
import pytest

import bangban
from bangban.cli.commands import COMMANDS
from bangban.cli.declare import Command
from bangban.cli.help_page import words_of
from bangban.cli.run import root
from bangban.problems import Problem
from bangban.syntax import keywords
from bangban.words import Both, is_chinese

ROOM = Path(bangban.__file__).parent
EXTRAS = ("z3", "polars", "pyarrow", "pyspark", "openpyxl", "pygls", "lsprotocol", "starlette", "uvicorn", "pytest")
# What an English text quotes may be Chinese: policies live in Chinese. Literals have no language.
_QUOTED = re.compile(r"\d{4}-\d\d-\d\d(?:T[\d:]+)?|examples/\S+|\{[^{}]*\}|"
                     r"“[^”]*”|\"[^\"]*\"|'[^']*'|「[^」]*」|《[^》]*》|`[^`]*`")
_BLANK = re.compile(r"\{[^{}]*\}")


def faults(both: Both) -> Iterator[str]:
    """What is wrong with a text in the two languages. Blanks, marks and quotes alone need no language."""
    said = [_QUOTED.sub("", text) for text in both]
    if not any(c.isalpha() for text in said for c in text):
        return
    if not is_chinese(both.zh):
        yield f"no Chinese: {both.zh!r} (English: {both.en!r})"
    if not any(c.isascii() and c.isalpha() for c in _QUOTED.sub("", both.en)):
        yield f"no English: {both.en!r} (Chinese: {both.zh!r})"
    if is_chinese(_QUOTED.sub("", both.en)):
        yield f"Chinese in the English: {both.en!r}"


def complete(both: object) -> None:
    assert isinstance(both, Both)
    assert list(faults(both)) == []


# ---------------------------------------------------------------- keywords


def tables() -> Iterator[tuple[str, Both]]:
    for name, table in vars(keywords).items():
        if isinstance(table, dict) and name.isupper():
            yield from ((f"{name}.{key}", both) for key, both in table.items() if isinstance(both, Both))


@pytest.mark.parametrize("keyword", keywords.KEYWORDS, ids=lambda k: k.token)
def test_keywords(keyword):
    complete(keyword.word)
    complete(keyword.doc)
    assert keyword.word.en.isascii()


@pytest.mark.parametrize(("name", "both"), list(tables()), ids=[name for name, _ in tables()])
def test_fixed_words(name, both):
    complete(both)
    assert both.en.isascii()


def test_no_word_has_two_meanings():
    for lang in ("zh", "en"):
        words = [k.word.say(lang) for k in keywords.KEYWORDS]
        assert len(set(words)) == len(words)


# ---------------------------------------------------------------- problems


def problem_classes() -> list[type[Problem]]:
    """Every kind of problem, in the rooms whose extras are installed."""
    for module in pkgutil.walk_packages([str(ROOM)], "bangban."):
        try:
            importlib.import_module(module.name)
        except ImportError as error:
            if (error.name or "").split(".")[0] not in EXTRAS:
                raise
    found: list[type[Problem]] = []
    waiting = list(Problem.__subclasses__())
    while waiting:
        kind = waiting.pop()
        waiting += kind.__subclasses__()
        module = sys.modules[kind.__module__]
        if module.__name__.startswith("bangban.") and getattr(module, kind.__name__, None) is kind:
            found.append(kind)  # attrs leaves an undecorated twin of each behind
    return sorted(set(found), key=lambda kind: (kind.code, kind.__name__))


PROBLEMS = problem_classes()


@pytest.mark.parametrize("kind", [k for k in PROBLEMS if k.code], ids=lambda k: f"{k.code}-{k.__name__}")
def test_problems(kind):
    for both in (kind.title, kind.text, kind.advice):
        assert both != Both("", "")
        complete(both)
    assert re.fullmatch(r"BB[1-5][0-9]{2}", kind.code)
    assert _blanks(kind.text.zh) == _blanks(kind.text.en), "the two languages fill different blanks"


def _blanks(text: str) -> set[str]:
    return set(_BLANK.findall(text.replace("{{", "").replace("}}", "")))


def test_each_code_stands_once():
    codes = [kind.code for kind in PROBLEMS if kind.code]
    assert sorted(codes) == sorted(set(codes))


# ---------------------------------------------------------------- the command line


def commands() -> list[click.Command]:
    group = root()
    return [group, *(group.get_command(click.Context(group), name) for name in COMMANDS)]


@pytest.mark.parametrize("command", commands(), ids=lambda c: c.name)
def test_help_of_commands(command):
    if isinstance(command, Command):
        complete(command.about)
        complete(COMMANDS[command.name].words)
    assert command.params
    for param in command.params:
        assert words_of(param) != Both("", ""), param.name
        complete(words_of(param))
        assert isinstance(param, click.Argument) or param.is_flag or param.metavar.isascii()


@pytest.mark.parametrize("command", commands(), ids=lambda c: c.name)
def test_help_pages_hold_one_language(command):
    pages = {lang: command.get_help(click.Context(command, info_name=command.name, obj=lang)) for lang in ("zh", "en")}
    assert not is_chinese(_QUOTED.sub("", pages["en"]))
    for word in ("Usage", "Options", "Arguments", "Commands", "Show this", "default"):
        assert word not in pages["zh"]
    assert len(pages["zh"].splitlines()) > 5


def test_every_command_is_in_the_table():
    files = {m.name for m in pkgutil.iter_modules([str(Path(import_module("bangban.cli.commands").__file__).parent)])}
    assert files == {entry.module for entry in COMMANDS.values()}


# ---------------------------------------------------------------- everything said in both languages in the source


def said_in_source() -> Iterator[tuple[str, Both]]:
    """Every ``Both("…", "…")`` written out in the code; the blanks of an f-string count as blanks."""
    for path in sorted(ROOM.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Both":
                texts = [_written(argument) for argument in node.args]
                if len(texts) == 2 and None not in texts:
                    yield f"{path.relative_to(ROOM)}:{node.lineno}", Both(*texts)


def _written(node: ast.expr) -> str | None:
    match node:
        case ast.Constant(value=str() as text):
            return text
        case ast.JoinedStr(values=values):
            return "".join(v.value if isinstance(v, ast.Constant) else "{}" for v in values)
        case ast.BinOp(op=ast.Add(), left=left, right=right):
            parts = [_written(left) or "{}", _written(right) or "{}"]
            return "".join(parts)
        case _:
            return None


def test_every_text_in_the_source():
    wrong = [f"{place}: {fault}" for place, both in said_in_source() for fault in faults(both)]
    assert wrong == []
