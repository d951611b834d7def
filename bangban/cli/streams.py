"""Output in UTF-8 on any locale, and a reader that goes away is no fault."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from io import TextIOWrapper
from typing import TextIO

NOBODY_READS = 141  # the exit code of a program that a closed pipe ends: 128 and the signal's number


def speak_utf8() -> None:
    """Make standard output and error UTF-8, whatever the locale or the code page of the machine.

    Somebody who sets PYTHONIOENCODING has asked for another encoding and gets it; what it lacks is escaped.
    """
    encoding = None if os.environ.get("PYTHONIOENCODING") else "utf-8"
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding=encoding, errors="backslashreplace")


def start_in_utf8() -> None:
    """On a locale that is not UTF-8 begin again in Python's UTF-8 mode, so that arguments and file names are text."""
    if sys.getfilesystemencoding().lower() in ("utf-8", "utf8"):
        return
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    os.execv(sys.executable, [sys.executable, "-X", "utf8", *sys.orig_argv[1:]])


def abandon(*streams: TextIO) -> None:
    """Nobody reads these any more: let what is still buffered go nowhere, without a complaint at exit."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in streams:
        with suppress(OSError, ValueError):
            os.dup2(nowhere, stream.fileno())


def is_terminal(stream: object) -> bool:
    """Whether a person looks at the stream."""
    try:
        return bool(stream.isatty())  # type: ignore[attr-defined]
    except (AttributeError, ValueError, OSError):
        return False
