"""Imports go down only: each room may use those below it, and the heavy libraries live in one room each."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent / "bangban"
FLOORS: dict[str, int] = {
    "words": 0, "arguments": 0, "collecting": 0, "shown": 0, "source": 0, "problems": 0, "unset": 0,
    "syntax": 1,
    "trail": 2, "paths": 2, "rings": 2, "files": 2, "policy": 2, "kept": 2,
    "decision": 3, "decide": 3, "explain": 3, "audit": 3, "prove": 3, "lint": 3, "schema": 3,
    "front_door": 4, "cache": 4, "compare": 5, "testing": 5, "editor": 5, "render": 5,
    "cli": 6, "lsp": 6, "web": 6,
}
ONLY_IN = {"lark": "syntax", "yaml": "syntax", "openpyxl": "syntax", "click": "cli", "z3": "prove", "polars": "audit",
           "pyspark": "audit"}
# Rooms that may use one another on the same floor; every other room on floor 3 answers its own question alone.
ENGINES = frozenset({"decide", "audit", "prove", "lint"})


def modules() -> list[Path]:
    return sorted(p for p in ROOT.rglob("*.py") if p != ROOT / "__init__.py")


def room(path: Path) -> str:
    return path.relative_to(ROOT).parts[0].removesuffix(".py")


def imported(path: Path) -> Iterator[tuple[str, int]]:
    """Every module a file imports, wherever in it."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        match node:
            case ast.Import():
                yield from ((alias.name, node.lineno) for alias in node.names)
            case ast.ImportFrom(module=str() as name, level=0):
                if name == "bangban":
                    yield from ((f"bangban.{alias.name}", node.lineno) for alias in node.names)
                else:
                    yield from ((f"{name}.{alias.name}", node.lineno) for alias in node.names)
            case ast.ImportFrom():
                yield ("relative", node.lineno)


def own(path: Path) -> Iterator[tuple[str, int]]:
    """The rooms of ours that a file imports."""
    for name, line in imported(path):
        if name.startswith("bangban."):
            yield name.split(".")[1], line


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(ROOT)))
def test_imports_go_down_only(path):
    here = room(path)
    assert here in FLOORS, f"{here} is on no floor"
    for other, line in own(path):
        assert other != "relative", f"line {line}: imports are absolute"
        if other in FLOORS and other != here:
            assert FLOORS[other] <= FLOORS[here], f"line {line}: {here} imports {other}, which is above it"
            both = {here, other} <= ENGINES
            assert not both, f"line {line}: no engine imports another ({here}, {other})"


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(ROOT)))
def test_heavy_libraries_live_in_one_room(path):
    for name, line in imported(path):
        library = name.split(".")[0]
        if library in ONLY_IN:
            assert room(path) == ONLY_IN[library], f"line {line}: only {ONLY_IN[library]} imports {library}"


@pytest.mark.parametrize("path", [p for p in modules() if FLOORS.get(room(p)) == 3 and room(p) != "lint"],
                         ids=lambda p: str(p.relative_to(ROOT)))
def test_engines_never_see_the_syntax_tree(path):
    for name, line in imported(path):
        assert not name.startswith("bangban.syntax.tree"), f"line {line}: engines read the checked policy"
        assert name != "bangban.syntax.tree", f"line {line}"


def test_the_policy_room_reads_and_writes_nothing():
    for path in modules():
        if room(path) == "policy":
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                    assert node.func.id not in ("open", "print", "input"), f"{path.name}:{node.lineno}"


def test_each_problem_code_stands_once():
    found: dict[str, str] = {}
    for path in modules():
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ClassDef):
                for item in node.body:
                    match item:
                        case ast.Assign(targets=[ast.Name(id="code")], value=ast.Constant(value=str() as code)) if code:
                            assert code not in found, f"{code}: {node.name} and {found[code]}"
                            found[code] = node.name


def test_importing_bangban_loads_no_library_it_may_not_need():
    script = "import sys, bangban; print(sorted({'click', 'lark', 'yaml', 'z3', 'polars'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
