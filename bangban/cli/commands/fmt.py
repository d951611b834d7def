"""``bangban fmt``: policy files in the standard layout, or rewritten in the other language."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from bangban.cli.declare import argument, command, one_of, option
from bangban.cli.out import CLEAN, FINDINGS, UNUSABLE, Out
from bangban.words import Both, Lang, as_lang

if TYPE_CHECKING:
    from bangban.cli.policy_files import PolicyFile
    from bangban.files import FileSet, SetFile
    from bangban.problems import Problem

ABOUT = Both(
    "把政策文件就地排成标准样式:每个子句一行,标点和数字用半角,注释留在原处。含义不变。\n"
    "用 --lang 改写成另一种语言:关键词和有两种名称的名字都改,句子、标题和注释不改。",
    "Lay policy files out in the standard style, in place: one clause a line, half-width punctuation and digits, "
    "comments where they stand. The meaning does not change.\n"
    "With --lang they are rewritten in the other language: keywords and names that have both forms, not sentences, "
    "titles and comments.")
PATHS = Both("政策文件或目录(其下所有政策文件);- 从标准输入读,写到标准输出。",
             "Policy files or folders (all policy files below); - reads standard input and writes standard output.")
CHECK = Both("不改文件,只列出会改动的;有会改动的,退出码为 1。",
             "Change nothing, list the files that would change; exit code 1 if there are any.")
LANG = Both("把文件改写成这种语言。", "Rewrite the files in this language.")


@command("fmt", ABOUT, own_lang=True)
@argument("paths", words=PATHS, mark="PATH", nargs=-1, required=True)
@option("--check", "only_check", words=CHECK, is_flag=True)
@option("--lang", words=LANG, callback=one_of("zh", "en"), metavar="zh|en")
def run(out: Out, paths: tuple[str, ...], *, only_check: bool, lang: str | None) -> int:
    """Every file; one that cannot be read is told and left alone, the others are done."""
    from bangban.cli.policy_files import spelt
    from bangban.cli.writing import write_text

    files, problems = _read(paths)
    if lang is not None:
        files, more = _translated(files, as_lang(lang), out)
        problems += more
    changed: list[str] = []
    texts: list[str] = []
    for policy in files:
        text = spelt(policy.file, policy.source.name)
        if policy.path is None and not only_check:
            texts.append(text)
        elif text != policy.source.text:
            changed.append(policy.source.name)
            if policy.path is not None and not only_check:
                write_text(policy.path, text)
    if out.as_json:
        out.data({"files": len(files), "changed": changed, "problems": [p.to_dict(out.lang) for p in problems],
                  **({"text": "".join(texts)} if texts else {})})
    else:
        out.stdout.write("".join(texts))
        out.problems(problems, out.stderr)
        _tell(out, changed, only_check)
    return UNUSABLE if problems else FINDINGS if only_check and changed else CLEAN


def _read(paths: tuple[str, ...]) -> tuple[list[PolicyFile], list[Problem]]:
    from bangban.cli.policy_files import STDIN, policy_paths, read_file

    files: list[PolicyFile] = []
    problems: list[Problem] = []
    for given in dict.fromkeys(paths):
        found = [None] if given == STDIN else policy_paths(given)
        if not isinstance(found, list):
            problems.append(found)
            continue
        for path in found:
            policy, wrong = read_file(path)
            problems += wrong
            if policy is not None and not any(p.severity == "error" for p in wrong):
                files.append(policy)
    return files, problems


def _translated(files: list[PolicyFile], lang: Lang, out: Out) -> tuple[list[PolicyFile], list[Problem]]:
    """The files with their trees in the other language, folder by folder; a folder with a fault is left alone."""
    from bangban.files import read_set, read_text

    folders: dict[Path | None, list[PolicyFile]] = {}
    for policy in files:
        folders.setdefault(None if policy.path is None else policy.path.parent.resolve(), []).append(policy)
    done: list[PolicyFile] = []
    problems: list[Problem] = []
    for folder, those in folders.items():
        fileset, wrong = read_text(those[0].source.text, those[0].source.name) if folder is None else read_set(folder)
        out.root = None if folder is None else str(fileset.root)
        wrong = [p for p in wrong if p.severity == "error"]
        rewritten, found = ([], wrong) if wrong else _rewritten(those, fileset, lang)
        done += rewritten
        problems += found
    return done, problems


def _rewritten(files: list[PolicyFile], fileset: FileSet, lang: Lang) -> tuple[list[PolicyFile], list[Problem]]:
    """Names are resolved in the set; what comes out is checked again: two names may be one in the other language."""
    from attrs import evolve

    from bangban.cli.policy_files import spelt
    from bangban.policy.check import check, check_with_names
    from bangban.source import Source
    from bangban.syntax.read import read
    from bangban.syntax.translate import translate

    _, problems, names = check_with_names(fileset)
    wanted = {policy.path and policy.path.resolve(): policy for policy in files}
    done: list[PolicyFile] = []
    members: list[SetFile] = []
    for member in fileset.files:
        policy = wanted.get(None if files[0].path is None else fileset.root / member.source.name)
        if policy is not None:
            file = translate(member.file, lang, names)
            done.append(evolve(policy, file=file))
            source = Source(member.source.name, spelt(file, member.source.name))
            member = evolve(member, source=source, file=read(source)[0])
        members.append(member)
    if not _errors(problems):
        problems = check(evolve(fileset, files=tuple(members)))[1]
    return ([], _errors(problems)) if _errors(problems) else (done, [])


def _errors(problems: list[Problem]) -> list[Problem]:
    return [p for p in problems if p.severity == "error"]


def _tell(out: Out, changed: list[str], only_check: bool) -> None:
    from bangban.render.width import visible

    for name in changed:
        if only_check:
            out.text(out.say(Both(f"会改动:{visible(name)}", f"would change: {visible(name)}")))
        else:
            out.chat(Both(f"改了 {visible(name)}", f"changed {visible(name)}"))
