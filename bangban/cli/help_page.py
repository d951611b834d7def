"""The help of a command in one language, laid out for the columns Han characters really take."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import click

from bangban.render.width import padded, width, wrapped
from bangban.words import Both, Lang

USAGE = Both("用法", "Usage")
OPTIONS = Both("选项", "Options")
ARGUMENTS = Both("参数", "Arguments")
COMMANDS = Both("命令", "Commands")
_OPTIONS_MARK = Both("[选项]", "[OPTIONS]")
_COMMAND_MARK = Both("命令 …", "COMMAND …")
_MOST, _LEFT = 100, 28


def help_page(ctx: click.Context, lang: Lang, about: Both, commands: Iterable[tuple[str, Both]] = ()) -> str:
    """Usage, what it is for, its arguments, its options, its commands."""
    import shutil

    columns = min(shutil.get_terminal_size((80, 24)).columns, _MOST)
    return "\n".join(_lines(ctx, lang, about, list(commands), max(columns, 50)))


def _lines(ctx: click.Context, lang: Lang, about: Both, commands: list[tuple[str, Both]], columns: int
           ) -> Iterator[str]:
    arguments = [p for p in ctx.command.params if isinstance(p, click.Argument)]
    options = [p for p in ctx.command.params if isinstance(p, click.Option)]
    marks = [_OPTIONS_MARK.say(lang), *(usage_mark(a) for a in arguments),
             *([_COMMAND_MARK.say(lang)] if commands else [])]
    yield f"{USAGE.say(lang)}: {ctx.command_path} {' '.join(marks)}"
    for paragraph in about.say(lang).split("\n"):
        yield ""
        yield wrapped(paragraph, columns)
    yield from _table(ARGUMENTS.say(lang), [(usage_mark(a), words_of(a).say(lang)) for a in arguments], columns)
    yield from _table(COMMANDS.say(lang), [(name, both.say(lang)) for name, both in commands], columns)
    yield from _table(OPTIONS.say(lang), [(_option_mark(o), words_of(o).say(lang)) for o in options], columns)


def _table(heading: str, rows: list[tuple[str, str]], columns: int) -> Iterator[str]:
    if not rows:
        return
    left = min(max(width(name) for name, _ in rows), _LEFT)
    yield ""
    yield heading
    for name, words in rows:
        lead = f"  {padded(name, left)}  "
        if width(name) > left:
            yield f"  {name}"
            lead = " " * (left + 4)
        yield wrapped(words, columns, " " * (left + 4), lead)


def usage_mark(argument: click.Argument) -> str:
    """How an argument stands in the usage line."""
    mark = argument.metavar or (argument.name or "").upper()
    if argument.nargs == -1:
        mark += "…"
    return mark if argument.required else f"[{mark}]"


def _option_mark(option: click.Option) -> str:
    names = ", ".join(sorted(option.opts, key=len))
    return names if option.is_flag else f"{names} {option.metavar}"


def words_of(param: click.Parameter) -> Both:
    """What a parameter is for, in both languages."""
    words = getattr(param, "words", None)
    return words if isinstance(words, Both) else Both("", "")
