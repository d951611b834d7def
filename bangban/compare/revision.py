"""A policy set as it stands in a git revision, laid out in a private temporary folder.

Git is asked for lists and contents only: nothing is checked out, no filter, hook or shell runs, and the working tree is
not touched. Links and submodules are left out; what is read is bounded like a set on disk.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from attrs import frozen

from bangban.files import MAX_BYTES, MAX_FILES, SetTooLarge
from bangban.problems import PolicyError, Problem
from bangban.trail import root_of
from bangban.words import Both

_SECONDS = 60


@frozen(kw_only=True)
class NoRevision(Problem):
    """The old set cannot be had from git."""

    code = "BB526"
    title = Both("取不到旧版本", "no such old version")
    text = Both("从 git 取不到「{revision}」时的「{written}」:{why}。",
                "git does not give “{written}” as of “{revision}”: {why}.")
    advice = Both("核对版本名和路径;浅克隆的仓库先取回历史(git fetch --unshallow)。",
                  "check the revision and the path; in a shallow clone, fetch its history first (git fetch "
                  "--unshallow).")
    revision: str
    written: str
    why: Both


@contextmanager
def set_at(revision: str, path: str) -> Iterator[Path]:
    """The set at ``path`` as of ``revision``. Raises :class:`PolicyError`."""
    real = Path(path).resolve()
    folder = real if real.is_dir() else real.parent
    while not folder.is_dir():  # the path may be gone from the working tree
        folder = folder.parent
    reading = _Reading(revision, path, folder)
    top = Path(reading.git("rev-parse", "--show-toplevel", why=Both("这里不是 git 仓库", "this is no git repository"))
               .decode("utf-8", "surrogateescape").rstrip("\n"))
    root = Path(root_of(real if real.exists() else folder))
    root = root if root.is_relative_to(top) else top
    if revision.startswith("-") or "\0" in revision:
        raise reading.failed(Both("没有这个版本", "there is no such revision"))
    commit = reading.git("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}",
                         why=Both("没有这个版本", "there is no such revision")).decode("ascii").strip()
    within = root.relative_to(top).as_posix()
    with tempfile.TemporaryDirectory(prefix="bangban-") as name:
        here = Path(os.path.realpath(name))
        reading.lay_out(commit, "" if within == "." else within, here)
        wanted = here / real.relative_to(root) if real.is_relative_to(root) else here
        if not wanted.exists():
            raise reading.failed(Both("那时没有这个路径", "the path did not exist then"))
        yield wanted


@frozen
class _Reading:
    revision: str
    path: str
    folder: Path

    def failed(self, why: Both) -> PolicyError:
        return PolicyError([NoRevision(revision=self.revision, written=self.path, why=why)])

    def git(self, *arguments: str, why: Both, given: bytes | None = None) -> bytes:
        """What git prints."""
        environment = {**os.environ, "GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0", "GIT_NO_LAZY_FETCH": "1",
                       "GIT_NO_REPLACE_OBJECTS": "1", "LC_ALL": "C"}
        try:
            done = subprocess.run(
                ["git", "-c", "core.fsmonitor=false", "-c", "core.quotePath=false", *arguments], cwd=self.folder,
                env=environment, input=given, stdin=subprocess.DEVNULL if given is None else None,
                capture_output=True, timeout=_SECONDS, check=False)
        except FileNotFoundError:
            raise self.failed(Both("没有安装 git", "git is not installed")) from None
        except subprocess.TimeoutExpired:
            raise self.failed(Both("git 没有回应", "git does not answer")) from None
        if done.returncode != 0:
            raise self.failed(why)
        return done.stdout

    def lay_out(self, commit: str, within: str, here: Path) -> None:
        """Write the plain files of a folder of the commit."""
        blobs = list(self._blobs(commit, within))
        given = "".join(f"{name}\n" for name, _ in blobs).encode("ascii")
        out = self.git("cat-file", "--batch", given=given, why=Both("内容读不出来", "its contents cannot be read"))
        at = 0
        (here / "bangban.toml").touch()  # the root of the set is here, whatever stood there then
        for _, path in blobs:
            line_end = out.index(b"\n", at)
            size = int(out[at:line_end].split()[2])
            target = here.joinpath(*path.parts)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(out[line_end + 1:line_end + 1 + size])
            at = line_end + 1 + size + 1

    def _blobs(self, commit: str, within: str) -> Iterator[tuple[str, PurePosixPath]]:
        tree = f"{commit}:{within}" if within else commit
        listed = self.git("ls-tree", "-r", "-z", "-l", "--full-tree", tree,
                          why=Both("那时没有这个路径", "the path did not exist then"))
        count = total = 0
        for entry in listed.split(b"\0"):
            if not entry:
                continue
            head, _, name = entry.partition(b"\t")
            mode, _, blob, size = head.split()
            if mode not in (b"100644", b"100755"):
                continue
            path = PurePosixPath(name.decode("utf-8", "surrogateescape"))
            if path.is_absolute() or any(part in ("..", "", ".git") for part in path.parts):
                continue
            count, total = count + 1, total + int(size)
            if count > MAX_FILES:
                raise PolicyError([SetTooLarge(what=Both("文件数", "files"), limit=MAX_FILES)])
            if total > MAX_BYTES:
                raise PolicyError([SetTooLarge(what=Both("字节数", "bytes"), limit=MAX_BYTES)])
            yield blob.decode("ascii"), path
