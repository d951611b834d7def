"""The console blocks of the manual: their commands, run as a reader would run them, and what they print."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from .snippets import ROOT


def lay_out(folder: Path) -> None:
    """What a reader has at hand in the folder of the project."""
    for name in ("policies", "examples"):
        shutil.copytree(ROOT / name, folder / name)


def output(command: str, folder: Path, english: bool) -> str:
    """What a command prints on both streams, without colours, in the language of the page."""
    env = {k: v for k, v in os.environ.items() if not k.startswith("LC_") and k not in ("LANGUAGE", "BANGBAN_LANG")}
    env |= {"NO_COLOR": "1", "BANGBAN_CACHE": "off", "PYTHONIOENCODING": "utf-8",
            "LANG": "en_US.UTF-8" if english else "zh_CN.UTF-8",
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    done = subprocess.run(["bash", "-c", command], cwd=folder, env=env, text=True, encoding="utf-8", check=False,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=120)
    return done.stdout


def commands(text: str) -> list[tuple[str, str]]:
    """Each command with the output shown below it."""
    found: list[tuple[str, str]] = []
    for line in text.splitlines(keepends=True):
        if line.startswith("$ "):
            found.append((line[2:].rstrip("\n"), ""))
        elif found:
            command, shown = found[-1]
            found[-1] = (command, shown + line)
    return found


def matches(shown: str, printed: str) -> bool:
    """Whether what was printed is what is shown; ``…`` stands for anything."""
    pattern = ""
    for line in _plain(shown).splitlines():
        if line.strip() == "…":
            pattern += r"(?:[^\n]*\n)*"
        else:
            pattern += ".*".join(re.escape(part) for part in line.split("…")) + r"\n"
    return re.fullmatch(pattern, _plain(printed)) is not None


def _plain(text: str) -> str:
    return "".join(f"{line.rstrip()}\n" for line in text.strip("\n").splitlines())
