"""The manual's page on each problem, written from the registry of problems and an example that is really run.

    python docs/problem_pages.py             # write them
    python docs/problem_pages.py --check     # only say which are out of date

The examples stand in ``tests/docs/problem_examples.yaml``; what a page shows is what the command line printed.
"""

from __future__ import annotations

import contextlib
import io
import os
import pkgutil
import re
import shlex
import sys
import tempfile
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import yaml

import bangban
from bangban.cli import main as bangban_command
from bangban.problems import REGISTRY, Problem
from bangban.words import Both, Lang

DOCS = Path(__file__).resolve().parent
EXAMPLES = DOCS.parent / "tests" / "docs" / "problem_examples.yaml"
PAGES = DOCS / "reference" / "problems"
HEADER = '政策 上门服务 (home_visit)\n  标题 "上门服务办法"\n\n'
TEXT, FACTS, WORDS, CASEBOOK = "例.policy", "事实.json", "词汇.policy", "例.md"
ELSEWHERE = "bangban.lint.rules."  # advice on style has pages of its own, by lint_pages.py
_SEVERITIES = {"error": Both("错误", "error"), "warning": Both("警告", "warning"), "info": Both("提示", "note")}
_GROUPS = (
    ("BB101", "BB119", Both("读文字", "Reading text")), ("BB120", "BB129", Both("读 YAML", "Reading YAML")),
    ("BB130", "BB139", Both("找文件", "Finding files")), ("BB140", "BB149", Both("读用例", "Reading cases")),
    ("BB150", "BB159", Both("程序给的参数", "What a program passes")),
    ("BB200", "BB299", Both("查意义", "Checking the meaning")),
    ("BB400", "BB449", Both("判定", "Deciding")), ("BB450", "BB499", Both("测试", "Testing")),
    ("BB500", "BB599", Both("证明", "Proving")))
_BLANK = re.compile(r"(?<!\{)\{\w+\}(?!\})")
Example = dict[str, Any]
LANGS: tuple[Lang, ...] = ("zh", "en")


def registry() -> dict[str, type[Problem]]:
    """Every problem there is, by its code; modules of extras that are not installed are left out."""
    for module in pkgutil.walk_packages(bangban.__path__, "bangban."):
        if not module.name.endswith("__main__"):
            with contextlib.suppress(ModuleNotFoundError):
                import_module(module.name)
    return {code: problem for code, problem in sorted(REGISTRY.items())
            if problem.__module__.startswith("bangban.") and not problem.__module__.startswith(ELSEWHERE)}


def examples() -> dict[str, Example]:
    """The examples, by code."""
    loaded: dict[str, Example] = yaml.safe_load(EXAMPLES.read_text("utf-8"))
    return loaded


# ---------------------------------------------------------------- running an example

def vocabulary() -> str:
    """The vocabulary of the language reference, which the examples use."""
    text = (DOCS / "zh" / "language.md").read_text("utf-8")
    found = re.search(r"^```policy name=词汇\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)
    assert found is not None
    return found.group(1)


def contents(example: Example) -> dict[str, str]:
    """The text files of an example, as a reader sees them."""
    found: dict[str, str] = {}
    if "text" in example:
        found[TEXT] = example["text"]
    if "file" in example:
        found[TEXT] = example["file"]
    if "loads" in example:
        found[TEXT] = example["loads"]
    if "series" in example:
        found[TEXT] = _series(example["series"], example["series"]["count"])
    found.update(example.get("files", {}))
    if "facts" in example:
        found[FACTS] = example["facts"]
    if "casebook" in example:
        found[CASEBOOK] = example["casebook"]
    return found


def _series(series: dict[str, Any], count: int) -> str:
    lines = (series["line"].replace("{i}", str(i)).replace("{j}", str(i + 1)) for i in range(count))
    return str(series["head"]) + "".join(lines)


def command(example: Example) -> str:
    """The command line that shows the problem."""
    return str(example.get("run", f"decide . {FACTS}" if "facts" in example else "check ."))


def lay_out(example: Example, folder: Path) -> None:
    """The files of an example on disk."""
    texts = contents(example)
    if "text" in example:
        texts[TEXT] = HEADER + texts[TEXT]
    elif TEXT not in texts and example.get("words", True) and "made" not in example and "hex" not in example:
        texts[TEXT] = HEADER
    if example.get("words", True):
        texts[WORDS] = vocabulary()
    for name, text in texts.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    for name, digits in example.get("hex", {}).items():
        (folder / name).write_bytes(bytes.fromhex(digits))
    for name, parts in example.get("made", {}).items():
        if name == "fifo":
            for pipe in parts:
                os.mkfifo(folder / pipe)
        elif name == "bulk":
            for i in range(parts[0]):
                (folder / f"{i + 1}.policy").write_text("词汇 甲\n# " + "一" * 1_900_000, "utf-8")
        else:
            pieces = zip(parts[::2], parts[1::2], strict=True)
            (folder / name).write_text("".join(piece * count for piece, count in pieces), "utf-8")


def printed(example: Example, lang: Lang) -> str:
    """What the command line prints on an example, in a language."""
    said = io.StringIO()
    before = Path.cwd()
    os.environ["BANGBAN_CACHE"] = "off"
    hidden = {name: sys.modules.get(name) for name in example.get("without", ())}
    sys.modules.update(dict.fromkeys(hidden))  # None: importing it fails, as where it is not installed
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name).resolve() / "例"
        folder.mkdir()
        lay_out(example, folder)
        os.chdir(folder)
        try:
            with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
                bangban_command([*shlex.split(command(example)), "--lang", lang, "--no-color"])
        finally:
            os.chdir(before)
            for module, loaded in hidden.items():
                sys.modules.pop(module)
                sys.modules.update({module: loaded} if loaded is not None else {})
        return said.getvalue().replace(str(folder), "…/例")


def as_text(example: Example, lang: Lang) -> str:
    """What the front door says of an example that is given as text, not as files."""
    from bangban.render.problems import Page
    try:
        bangban.loads(example["loads"])
    except bangban.PolicyError as error:
        return "\n".join(Page(lang).problem(p) for p in error.problems) + "\n"
    return ""


def in_python(example: Example, lang: Lang) -> str:
    """What a program is told; the policy it has is that of the example."""
    from bangban.render.problems import Page
    try:
        exec(example["python"], {"bangban": bangban, "policy": bangban.loads(f"{vocabulary()}\n{HEADER}")})
    except bangban.PolicyError as error:
        return "\n".join(Page(lang).problem(p) for p in error.problems) + "\n"
    return ""


def in_casebook(example: Example, lang: Lang) -> str:
    """What running a casebook page says of it."""
    from bangban.render.problems import Page
    from bangban.source import Source
    from bangban.testing.casebook.run import run_page
    read, runs = run_page(Source(CASEBOOK, example["casebook"]))
    problems = [*read.problems, *(p for run in runs for p in run.failures)]
    return "\n".join(Page(lang).problem(p) for p in problems) + "\n"


def shown(example: Example, lang: Lang) -> str:
    """The words of the problem on an example."""
    if "casebook" in example:
        return in_casebook(example, lang)
    if "python" in example:
        return in_python(example, lang)
    return as_text(example, lang) if "loads" in example else printed(example, lang)


def codes(output: str) -> set[str]:
    """The codes of the problems told in an output."""
    return set(re.findall(r"(?:错误|警告|提示|error|warning|note) (BB[0-9]{3})", output))


def told(example: Example, lang: Lang) -> set[str]:
    """The codes of the problems that an example shows."""
    return _of_proofs(example) if "budget" in example else codes(shown(example, lang))


def _of_proofs(example: Example) -> set[str]:
    """The codes of what is wrong with the invariants of a set."""
    from bangban.prove import prove
    policy = bangban.loads(f"{vocabulary()}\n{HEADER}{example['text']}")
    return {p.code for p in prove(policy.model, budget=example["budget"]).problems}


def can_run(code: str) -> bool:
    """Whether what shows a problem is installed: proofs need the solver."""
    from bangban.prove import available
    return not code.startswith("BB5") or available()


# ---------------------------------------------------------------- the pages

def page(code: str, problem: type[Problem], example: Example) -> str:
    """The page on one problem."""
    severity = _SEVERITIES[problem.severity]
    out = [f"# {code} {problem.title.zh} · {problem.title.en}", ""]
    out += [f"{severity.zh} · {severity.en} · [全部问题 · all problems](README.md)", ""]
    more = example.get("more", {})
    for lang in LANGS:
        out += [f"## {'中文' if lang == 'zh' else 'English'}", ""]
        for label, text in ((Both("", ""), plain(problem.text, lang)), (Both("", ""), more.get(lang, "").strip()),
                            (Both("**怎么办：**", "**What to do:** "), plain(problem.advice, lang))):
            if text.strip("…。. "):
                out += [label.say(lang) + text, ""]
    out += ["## 例子 · Example", ""]
    if example.get("words", True) and not {"made", "hex", "casebook"} & example.keys():
        out += ["用的是[语言手册](../../zh/language.md)开头的词汇。The vocabulary is that of the "
                "[language reference](../../zh/language.md).", ""]
    out += list(_files(example))
    out += [f"没有安装 {m}。{m} is not installed.\n" for m in example.get("without", ())]
    if {"loads", "casebook", "python"} & example.keys():
        called = "bangban.loads(text)" if "loads" in example else "run_page(Source(name, text))"
        out += ["```python", example.get("python", called).rstrip("\n"), "```", ""]
        for lang in LANGS:
            out += ["```text", shown(example, lang).rstrip("\n"), "```", ""]
    else:
        for lang in LANGS:
            flag = "" if lang == "zh" else " --lang en"
            out += ["```console", f"$ bangban {command(example)}{flag}", shown(example, lang).rstrip("\n"), "```", ""]
    return "\n".join(out).rstrip("\n") + "\n"


def plain(both: Both, lang: Lang) -> str:
    """A message with ``…`` for its blanks."""
    return _BLANK.sub("…", both.say(lang)).replace("{{", "{").replace("}}", "}").strip()


def _files(example: Example) -> Iterator[str]:
    for name, text in contents(example).items():
        if "series" in example:
            text = f"{_series(example['series'], 2)}…… × {example['series']['count']}"
        ticks = "````" if "```" in text else "```"
        yield from (f"`{name}`", "", f"{ticks}text", text.rstrip("\n"), ticks, "")
    for name, digits in example.get("hex", {}).items():
        pairs = " ".join(digits[i:i + 2].upper() for i in range(0, len(digits), 2))
        yield from (f"`{name}`（字节 · bytes）", "", "```text", pairs, "```", "")
    for name, parts in example.get("made", {}).items():
        if name == "fifo":
            yield from (f"`{parts[0]}` 是命名管道，不是普通文件。It is a named pipe, not a regular file.", "")
        elif name == "bulk":
            yield from (f"{parts[0]} 个政策文件，每个 570 万字节。"
                        f"{parts[0]} policy files of 5.7 million bytes each.", "")
        else:
            pieces = [f"{piece!r} × {count}" for piece, count in zip(parts[::2], parts[1::2], strict=True)]
            yield from (f"`{name}`", "", "```text", " + ".join(pieces), "```", "")


def index(problems: dict[str, type[Problem]]) -> str:
    """The list of all problems."""
    out = ["# 问题一览 · All problems", "",
           "每个问题有一个固定的编号。`bangban check` 的输出、JSON 和编辑器里都用它。",
           "Every problem has a stable code, in the output of `bangban check`, in JSON and in editors.", ""]
    for low, high, heading in _GROUPS:
        members = [c for c in problems if low <= c <= high]
        if members:
            out += [f"## {heading.zh} · {heading.en}", ""]
            out += ["| 编号 code | 中文 | English | |", "| --- | --- | --- | --- |"]
            for code in members:
                problem, severity = problems[code], _SEVERITIES[problems[code].severity]
                grave = "" if problem.severity == "error" else f"{severity.zh} {severity.en}"
                out.append(f"| [{code}]({code}.md) | {problem.title.zh} | {problem.title.en} | {grave} |")
            out.append("")
    return "\n".join(out)


def wanted() -> dict[Path, str]:
    """Every page as it should be."""
    problems, given = registry(), examples()
    found = {PAGES / "README.md": index({code: p for code, p in problems.items() if code in given})}
    for code, problem in problems.items():
        path = PAGES / f"{code}.md"
        if code in given:
            found[path] = page(code, problem, given[code]) if can_run(code) else path.read_text("utf-8")
    return found


def main() -> int:
    """Write the pages, or with ``--check`` say which are out of date."""
    pages = wanted()
    stale = [p for p, text in pages.items() if not p.is_file() or p.read_text("utf-8") != text]
    extra = [p for p in PAGES.glob("*.md") if p not in pages]
    without = sorted(set(registry()) - set(examples()))
    if "--check" not in sys.argv:
        PAGES.mkdir(parents=True, exist_ok=True)
        for path in stale:
            path.write_text(pages[path], "utf-8")
        for path in extra:
            path.unlink()
    for path in [*stale, *extra]:
        print(path.relative_to(DOCS.parent), file=sys.stderr)
    for code in without:
        print(f"{code}: no example in {EXAMPLES.relative_to(DOCS.parent)}", file=sys.stderr)
    return 1 if without or ("--check" in sys.argv and (stale or extra)) else 0


if __name__ == "__main__":
    sys.exit(main())
