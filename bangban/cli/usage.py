"""Wrong usage, told in both languages: an unknown option, a missing argument, a value that is none of those allowed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import click

from bangban.render.width import visible
from bangban.words import Both, Lang

_ERROR = Both("错误", "Error")
_TRY = Both("用「{command} --help」查看用法。", "Try “{command} --help”.")


class Misuse(click.UsageError):
    """Usage that click does not know to be wrong; ``both`` says why."""

    def __init__(self, both: Both, ctx: click.Context | None = None) -> None:
        super().__init__(both.en, ctx)
        self.both = both


def told(error: click.ClickException, lang: Lang) -> str:
    """The complaint, and where help is to be had."""
    ctx = getattr(error, "ctx", None)
    lines = [f"{_ERROR.say(lang)}: {visible(_both(error).say(lang))}"]
    if ctx is not None:
        lines.append(_TRY.say(lang).format(command=ctx.command_path))
    return "\n".join(lines)


def _both(error: click.ClickException) -> Both:
    match error:
        case Misuse():
            return error.both
        case click.NoSuchOption():
            return with_guess(Both(f"没有选项 {error.option_name}。", f"there is no option {error.option_name}."),
                              error.option_name, _options(error.ctx))
        case click.MissingParameter(param=click.Parameter() as param):
            name = parameter_name(param)
            return Both(f"缺少 {name}。", f"{name} is missing.")
        case click.BadOptionUsage():
            return _bad_option(error)
        case _:  # said by click itself; nothing in our commands leads here
            return Both(f"用法不对({error.format_message()})。", error.format_message())


def _bad_option(error: click.BadOptionUsage) -> Both:
    name = error.option_name
    flag = any(name in p.opts and p.is_flag for p in _parameters(error.ctx) if isinstance(p, click.Option))
    if flag:
        return Both(f"选项 {name} 不带值。", f"the option {name} takes no value.")
    return Both(f"选项 {name} 后面缺少值。", f"the option {name} needs a value.")


def with_guess(both: Both, word: str, known: Iterable[str]) -> Both:
    """The complaint about a word, and the known word most like it."""
    import difflib

    near = difflib.get_close_matches(word, list(known), 1, 0.5)
    if not near:
        return both
    return Both(f"{both.zh}是不是 {near[0]}?", f"{both.en} Did you mean {near[0]}?")


def parameter_name(param: click.Parameter) -> str:
    """What a parameter is called in messages: an argument's metavar, an option's longest name."""
    if isinstance(param, click.Option):
        return max(param.opts, key=len)
    return param.metavar if isinstance(param, click.Argument) and param.metavar else (param.name or "").upper()


def _parameters(ctx: click.Context | None) -> list[Any]:
    return [] if ctx is None else list(ctx.command.params)


def _options(ctx: click.Context | None) -> list[str]:
    return [name for p in _parameters(ctx) if isinstance(p, click.Option) for name in p.opts]
