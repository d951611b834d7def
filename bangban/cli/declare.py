"""Commands, options and arguments that speak both languages, and the options every command has."""

from __future__ import annotations

import functools
import os
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeVar

import click

from bangban.cli.help_page import help_page
from bangban.cli.language import from_environment
from bangban.cli.usage import Misuse, parameter_name
from bangban.words import Both, Lang

if TYPE_CHECKING:
    from bangban.cli.out import Out

F = TypeVar("F", bound=Callable[..., Any])
Body = Callable[..., int]  # a command's function: what it takes after its Out, and the exit code it gives


def lang_of(ctx: click.Context | None) -> Lang:
    """The language chosen for this run; it travels as the context's object."""
    chosen = ctx.find_root().obj if ctx is not None else None
    return "en" if chosen == "en" else "zh" if chosen == "zh" else from_environment()


@contextmanager
def in_context(ctx: click.Context) -> Iterator[None]:
    """Complaints of click's parser get the command they are about, which it leaves out."""
    try:
        yield
    except click.UsageError as error:
        error.ctx = error.ctx or ctx
        raise


class Option(click.Option):
    """An option that says in both languages what it is for."""

    def __init__(self, *names: str, words: Both, **attributes: Any) -> None:
        super().__init__(names, **attributes)
        self.words = words


class Argument(click.Argument):
    """An argument that says in both languages what it is for; ``mark`` is how it stands in the usage line."""

    def __init__(self, name: str, *, words: Both, mark: str, **attributes: Any) -> None:
        super().__init__([name], metavar=mark, **attributes)
        self.words = words


class Command(click.Command):
    """A command whose help and complaints speak both languages."""

    allow_extra_args = True  # they are refused below, in words of ours

    def __init__(self, name: str, *, about: Both, **attributes: Any) -> None:
        super().__init__(name, add_help_option=False, **attributes)
        self.about = about

    def get_help(self, ctx: click.Context) -> str:
        """The help page in the language of the run."""
        return help_page(ctx, lang_of(ctx), self.about)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """As click does, but with extra arguments refused in both languages."""
        with in_context(ctx):
            rest = super().parse_args(ctx, args)
        if rest and not ctx.resilient_parsing:
            extra = " ".join(rest)
            raise Misuse(Both(f"多出的参数:{extra}。", f"unexpected argument: {extra}."), ctx)
        return rest


# ---------------------------------------------------------------- values, read by callbacks

Reader = Callable[[click.Context, click.Parameter, Any], Any]


def one_of(*words: str) -> Reader:
    """A reader that lets one of a few words through."""
    def read(ctx: click.Context, param: click.Parameter, value: Any) -> Any:
        if value is None or value in words:
            return value
        name = parameter_name(param)
        raise Misuse(Both(f"{name} 只能是 {'、'.join(words)},不能是 {value}。",
                          f"{name} has to be one of {', '.join(words)}; it is {value}."), ctx)
    return read


def a_day(ctx: click.Context, param: click.Parameter, value: Any) -> Any:
    """A date, as the front door reads dates."""
    from bangban.policy.readings import Unreadable, read_date

    if value is None:
        return None
    try:
        return read_date(value)
    except Unreadable as fault:
        name = parameter_name(param)
        raise Misuse(Both(f"{name} 的值 {value} 不是日期:{fault.how.zh}",
                          f"{value} is no date for {name}: {fault.how.en}"), ctx) from None


def readings(ctx: click.Context, param: click.Parameter, value: Any) -> dict[str, Any]:
    """``NAME=VALUE`` pairs: 是/否, yes/no and numbers are taken as such."""
    chosen: dict[str, Any] = {}
    for pair in value:
        name, equals, said = (part.strip() for part in pair.partition("="))
        if not equals or not name:
            raise Misuse(Both(f"选项的读法要写成 名称=值,不能写 {pair}。",
                              f"an option's reading is written NAME=VALUE, not {pair}."), ctx)
        if name in chosen:
            raise Misuse(Both(f"选项 {name} 给了两次。", f"the option {name} is given twice."), ctx)
        chosen[name] = _value(said)
    return chosen


_WORDS = {"是": True, "yes": True, "true": True, "否": False, "no": False, "false": False}


def _value(said: str) -> Any:
    if said in _WORDS:
        return _WORDS[said]
    number = re.fullmatch(r"-?[0-9]{1,18}(\.[0-9]{1,18})?", said)
    if number is None:
        return said
    return Decimal(said) if number[1] else int(said)


# ---------------------------------------------------------------- decorators


def option(*names: str, words: Both, **attributes: Any) -> Callable[[F], F]:
    """An option of a command."""
    return click.option(*names, cls=_option_class(words), **attributes)


def _option_class(words: Both) -> type[click.Option]:
    class Spoken(Option):
        def __init__(self, names: list[str], **attributes: Any) -> None:
            super().__init__(*names, words=words, **attributes)
    return Spoken


def argument(name: str, *, words: Both, mark: str, **attributes: Any) -> Callable[[F], F]:
    """A positional argument of a command."""
    def add(function: F) -> F:
        _add(function, Argument(name, words=words, mark=mark, **attributes))
        return function
    return add


def _add(function: Any, param: click.Parameter) -> None:
    function.__dict__.setdefault("__click_params__", []).append(param)


def show_help(ctx: click.Context, param: click.Parameter, asked: bool) -> None:
    """Print the help page and leave."""
    if asked and not ctx.resilient_parsing:
        click.echo(ctx.get_help())
        ctx.exit()


CI_FORMATS = ("github", "gitlab", "sarif", "junit", "markdown")  # those of render.reports, which is imported when used
HELP = Both("显示这页说明后退出。", "Show this page and leave.")
_LANG = Both("输出所用的语言;缺省看 BANGBAN_LANG、系统语言,再就是中文。",
             "The language of the output; by default BANGBAN_LANG, else the locale, else Chinese.")
_FORMAT = Both("text 给人看(缺省),json 给程序用。", "text for people (the default), json for programs.")
_CI_FORMAT = Both("text 给人看(缺省),json 给程序用,其余给持续集成和合并请求用。",
                  "text for people (the default), json for programs, the others for continuous integration and pull "
                  "requests.")
_COLOR = Both("不用颜色(设了 NO_COLOR 或不在终端上时本来就不用)。",
              "No colours (there are none anyway under NO_COLOR or outside a terminal).")


def command(name: str, about: Both, *, own_lang: bool = False, reports: bool = False) -> Callable[[Body], Command]:
    """A command: its function gets an :class:`Out` first, then its parameters by name, and returns the exit code.

    ``own_lang``: its --lang is its own, not the language of the output. ``reports``: it also writes the formats of
    ``render.reports``.
    """
    def make(body: Body) -> Command:
        @functools.wraps(body)
        def run(*, format_: str, no_color: bool, **parameters: Any) -> int:
            from bangban.cli.out import answer

            return answer(_out(name, format_, no_color), body, parameters)

        params = list(reversed(getattr(body, "__click_params__", [])))
        formats = ("text", "json", *(CI_FORMATS if reports else ()))
        params.append(Option("--format", "format_", words=_CI_FORMAT if reports else _FORMAT,
                             callback=one_of(*formats), default="text", metavar="|".join(formats)))
        if not own_lang:
            params.append(lang_option())
        params.append(Option("--no-color", words=_COLOR, is_flag=True))
        params.append(help_option())
        return Command(name, about=about, callback=run, params=params)
    return make


def lang_option() -> Option:
    """``--lang``; it has been found before parsing, here it is only checked."""
    return Option("--lang", words=_LANG, callback=one_of("zh", "en"), metavar="zh|en", expose_value=False)


def help_option() -> Option:
    """``-h``, ``--help``."""
    return Option("-h", "--help", words=HELP, is_flag=True, is_eager=True, expose_value=False, callback=show_help)


def _out(tool: str, format_: str, no_color: bool) -> Out:
    from bangban.cli.out import Out

    return Out(lang_of(click.get_current_context()), format_ == "json", no_color or bool(os.environ.get("NO_COLOR")),
               sys.stdout, sys.stderr, report_format=format_ if format_ in CI_FORMATS else None, tool=tool)


SET = Both("政策集:一个目录,或一个 .policy、.policy.yaml 文件。",
           "The policy set: a folder, or one .policy or .policy.yaml file.")
_AS_OF = Both("决定日,如 2025-03-04;缺省用事实里的决定日,没有就用今天。",
              "The date of the decision, such as 2025-03-04; by default the one in the facts, else today.")
_OPTION = Both("对不明之处改取另一种读法,如 可主动告知=否;可以写几次。",
               "Choose another reading of an unclear passage, such as proactive_notice=no; may be repeated.")


def set_options(function: F) -> F:
    """``--as-of`` and ``--option``, where a set is loaded to decide by it."""
    function = option_reading(function)
    return option("--as-of", words=_AS_OF, callback=a_day, metavar="DATE")(function)


def option_reading(function: F) -> F:
    """``--option NAME=VALUE``, where a set is loaded."""
    return option("--option", "readings", words=_OPTION, callback=readings, metavar="NAME=VALUE",
                  multiple=True)(function)
