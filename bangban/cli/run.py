"""One run of the command line: the language, the streams, the group of commands, and how every run ends."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Any

import click

from bangban import __version__
from bangban.cli.commands import COMMANDS
from bangban.cli.declare import Option, help_option, in_context, lang_of, lang_option
from bangban.cli.help_page import help_page
from bangban.cli.language import from_arguments, from_environment
from bangban.cli.streams import NOBODY_READS, abandon, speak_utf8, start_in_utf8
from bangban.cli.usage import Misuse, told, with_guess
from bangban.words import Both, Lang

_UNUSABLE, _FAULT_OF_OURS, _INTERRUPTED = 2, 70, 130
_ABOUT = Both(
    "帮办 bangban:用政策语言写政务服务的规则,据以作出有条款可查的决定。\n"
    "退出码:0 没有问题,1 有问题,2 用法不对或读不了。结果写到标准输出,其余的话写到标准错误。",
    "bangban: rules of government service halls in a policy language, and decisions that cite their articles.\n"
    "Exit codes: 0 clean, 1 findings, 2 wrong usage or unreadable input. Results go to standard output, "
    "everything else to standard error.")
_VERSION = Both("显示版本后退出。", "Show the version and leave.")
_BUG = Both("这是 bangban 自身的错误,请把以上内容报告给维护者。",
            "This is a fault of bangban itself; please report the above to its maintainers.")


class Root(click.Group):
    """The group of commands; each is imported when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name."""
        if cmd_name not in COMMANDS:
            return None
        found: click.Command = import_module(f"bangban.cli.commands.{COMMANDS[cmd_name].module}").run
        return found

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:
        """As click does, but an unknown name is refused in both languages, with the nearest known."""
        if args and args[0] not in COMMANDS and not ctx.resilient_parsing:
            name = args[0]
            raise Misuse(with_guess(Both(f"没有命令 {name}。", f"there is no command {name}."), name, COMMANDS), ctx)
        return super().resolve_command(ctx, args)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """As click does, with complaints that know where they belong."""
        with in_context(ctx):
            return super().parse_args(ctx, args)

    def get_help(self, ctx: click.Context) -> str:
        """The help page in the language of the run."""
        return help_page(ctx, lang_of(ctx), _ABOUT, [(name, c.words) for name, c in COMMANDS.items()])


def _show_version(ctx: click.Context, param: click.Parameter, asked: bool) -> None:
    if asked and not ctx.resilient_parsing:
        click.echo(f"bangban {__version__}")
        ctx.exit()


@click.pass_context
def _needs_command(ctx: click.Context) -> None:
    """No command at all is wrong usage: show what there is."""
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help(), err=True)
        ctx.exit(_UNUSABLE)


def root() -> Root:
    """The group with its own options."""
    version = Option("--version", words=_VERSION, is_flag=True, is_eager=True, expose_value=False,
                     callback=_show_version)
    return Root("bangban", params=[lang_option(), version, help_option()], add_help_option=False,
                no_args_is_help=False, invoke_without_command=True, callback=_needs_command)


def run(args: Sequence[str] | None = None) -> int:
    """Run, and give the exit code. Bad input never shows a traceback; a fault of ours does, with exit code 70."""
    if args is None:
        start_in_utf8()
    speak_utf8()
    words = list(sys.argv[1:] if args is None else args)
    lang: Lang = from_arguments(words) or from_environment()
    try:
        code = _run(words if args is not None else None, lang)
        sys.stdout.flush()
        return code
    except BrokenPipeError:
        abandon(sys.stdout, sys.stderr)
        return NOBODY_READS
    except OSError as error:
        return _cannot_write(error, lang)
    except (KeyboardInterrupt, click.Abort):
        return _INTERRUPTED
    except Exception:
        import traceback

        traceback.print_exc()
        print(_BUG.say(lang), file=sys.stderr)
        return _FAULT_OF_OURS


def _run(args: list[str] | None, lang: Lang) -> int:
    try:
        code = root().main(args, prog_name="bangban", standalone_mode=False, obj=lang)
        return code if isinstance(code, int) else 0
    except click.ClickException as error:
        sys.stdout.flush()
        print(told(error, lang), file=sys.stderr)
        return _UNUSABLE


def _cannot_write(error: OSError, lang: Lang) -> int:
    """A full disk, a closed terminal: the result could not be written."""
    abandon(sys.stdout)
    print(Both(f"写不出结果:{error.strerror}。", f"the result cannot be written: {error.strerror}.").say(lang),
          file=sys.stderr)
    return _UNUSABLE
