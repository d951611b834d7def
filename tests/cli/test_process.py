"""The command line as a process: any locale, pipes that close, terminals and colours, a light start."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bangban.cli import main

pty = pytest.importorskip("pty")
COMMAND = [sys.executable, "-m", "bangban.cli"]
ROOT = Path(__file__).parent.parent.parent


def clean(**extra: str) -> dict[str, str]:
    keep = {k: v for k, v in os.environ.items() if k in ("PATH", "HOME", "VIRTUAL_ENV")}
    return {**keep, **extra}


def process(*args, env: dict[str, str], stdin: bytes = b"") -> subprocess.CompletedProcess:
    return subprocess.run([*COMMAND, *map(str, args)], input=stdin, capture_output=True, env=env, cwd=ROOT,
                          timeout=60, check=False)


@pytest.mark.parametrize("env", [
    {"LC_ALL": "C"}, {"LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    {"LC_ALL": "en_US.ISO-8859-1", "PYTHONUTF8": "0"}, {},
])
def test_output_is_utf8_on_any_locale(desk, facts, env):
    done = process("decide", desk, facts(), "--lang", "zh", "--option", "代办也行=否", env=clean(**env))
    assert done.returncode == 0, done.stderr
    assert done.stdout.decode("utf-8").startswith("结论: 准予")


def test_an_encoding_asked_for_is_given_and_what_it_lacks_is_escaped(desk, facts):
    done = process("decide", desk, facts(), "--lang", "zh", env=clean(PYTHONIOENCODING="gbk"))
    assert done.stdout.decode("gbk").startswith("结论: 准予")
    done = process("decide", desk, facts(), "--lang", "zh", env=clean(PYTHONIOENCODING="ascii"))
    assert done.returncode == 0
    assert done.stdout.startswith(rb"\u7ed3\u8bba")


def test_a_reader_that_goes_away_is_no_fault(desk, facts):
    many = json.dumps([{"服务": {"方式": "导办"}}] * 2000)
    running = subprocess.Popen([*COMMAND, "decide", str(desk), str(facts(many)), "--format", "json"],
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=clean(), cwd=ROOT)
    running.stdout.read(10)
    running.stdout.close()
    told = running.stderr.read()
    running.stderr.close()
    assert running.wait(60) == 141
    assert told == b""


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no /dev/full here")
def test_a_full_disk_is_told_without_a_traceback(desk, facts):
    with open("/dev/full", "wb") as full:
        done = subprocess.run([*COMMAND, "decide", str(desk), str(facts())], stdout=full, stderr=subprocess.PIPE,
                              env=clean(), cwd=ROOT, timeout=60, check=False)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr.decode()


def test_a_fault_of_ours_shows_where_and_has_an_exit_code_of_its_own(capsys, monkeypatch, desk):
    def broken(path):
        raise ZeroDivisionError("boom")
    monkeypatch.setattr("bangban.files.read_set", broken)
    assert main(["check", str(desk), "--lang", "en"]) == 70
    told = capsys.readouterr().err
    assert "boom" in told
    assert "please report" in told


def on_a_terminal(*args, env: dict[str, str]) -> str:
    """What a person sees: both streams are a terminal of 60 columns."""
    mine, theirs = pty.openpty()
    running = subprocess.Popen([*COMMAND, *map(str, args)], stdin=subprocess.DEVNULL, stdout=theirs, stderr=theirs,
                               env={**env, "COLUMNS": "60"}, cwd=ROOT)
    os.close(theirs)
    seen = b""
    while True:
        try:
            got = os.read(mine, 65536)
        except OSError:  # Linux says so when the other side has closed
            break
        if not got:
            break
        seen += got
    os.close(mine)
    running.wait(60)
    return seen.decode("utf-8").replace("\r\n", "\n")


def test_colours_on_a_terminal_only_and_not_where_refused(desk, facts):
    assert "\x1b[1;32m" in on_a_terminal("decide", desk, facts(), env=clean())
    assert "\x1b" not in on_a_terminal("decide", desk, facts(), "--no-color", env=clean())
    assert "\x1b" not in on_a_terminal("decide", desk, facts(), env=clean(NO_COLOR="1"))
    assert b"\x1b" not in process("decide", desk, facts(), env=clean()).stdout


def test_lines_are_wrapped_on_a_terminal_and_nowhere_else(desk, facts):
    from bangban.render.width import width
    given = facts({"服务": {"方式": "代办"}, "费用": [{"名称": "很长的名称" * 20, "金额": 1, "根据": "无"}]})
    seen = on_a_terminal("decide", desk, given, "--no-color", env=clean())
    assert max(width(line) for line in seen.splitlines()) <= 60
    piped = process("decide", desk, given, env=clean()).stdout.decode()
    assert f"「{'很长的名称' * 20}」不得收取。" in piped


def test_help_imports_no_command_and_nothing_heavy():
    code = ("import sys; from bangban.cli import main; main(['--help']);"
            "heavy = {'lark', 'yaml', 'attrs', 'json', 'bangban.front_door', 'bangban.cli.commands.check'};"
            "sys.exit(','.join(heavy & set(sys.modules)) or 0)")
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, env=clean(), cwd=ROOT, timeout=60,
                          check=False)
    assert (done.returncode, done.stderr) == (0, b"")


def test_importing_bangban_imports_no_click():
    code = "import sys, bangban; bangban.load; sys.exit('click' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], env=clean(), cwd=ROOT, timeout=60, check=False).returncode == 0
