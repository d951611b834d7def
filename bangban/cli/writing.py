"""Files written whole or not at all: the new text stands beside the old one and takes its place."""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path

from attrs import frozen

from bangban.paths import why_unreadable
from bangban.problems import PolicyError, Problem
from bangban.words import Both


@frozen(kw_only=True)
class CannotWrite(Problem):
    """The system does not let us write a file."""

    code = "BB410"
    title = Both("写不了文件", "cannot be written")
    text = Both("写不了「{written}」:{why}。", "“{written}” cannot be written: {why}.")
    advice = Both("请检查目录和权限。", "check the folder and its permissions.")
    written: str
    why: Both


def write_text(path: Path, text: str) -> None:
    """Write UTF-8 with plain line ends; a link is followed, the mode of an old file is kept. Raises PolicyError."""
    real = Path(os.path.realpath(path))
    beside = None
    try:
        real.parent.mkdir(parents=True, exist_ok=True)
        handle, beside = tempfile.mkstemp(prefix=f".{real.name[:20]}.", dir=real.parent)
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
        if real.exists():
            shutil.copymode(real, beside)
        else:
            os.chmod(beside, 0o666 & ~_umask())
        os.replace(beside, real)
    except OSError as error:
        if beside is not None:
            with suppress(OSError):
                os.unlink(beside)
        raise PolicyError([CannotWrite(written=str(path), why=why_unreadable(error))]) from error


def _umask() -> int:
    mask = os.umask(0o022)
    os.umask(mask)
    return mask
