"""The command line: ``bangban COMMAND …``. Commands are imported only when asked for."""

from __future__ import annotations

from collections.abc import Sequence


def main(args: Sequence[str] | None = None) -> int:
    """Run the command line and give its exit code: 0 clean, 1 findings, 2 usage or unreadable input."""
    if args is None:
        from bangban.collecting import seldom_collecting

        seldom_collecting()
    from bangban.cli.run import run

    return run(args)
