"""Checked sets kept between processes, so that a command need not read and check what has not changed.

Kept in ``BANGBAN_CACHE`` or ``~/.cache/bangban``, a folder that is this user's alone (mode 0700, owner checked, no
link): what is unpickled was written by nobody else. Where there is no such folder, nothing is kept. An entry counts
only while every file it was read from is the same byte for byte, for the same options and the same bangban and Python;
its rules and cases are unpickled one by one, when they are looked at.
``BANGBAN_CACHE=off`` turns it off.
"""

from __future__ import annotations

import hashlib
import os
import pickle
import stat
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from attrs import evolve

from bangban.arguments import wrong_options, wrong_path
from bangban.collecting import without_collecting
from bangban.kept import Kept, pack
from bangban.policy.model import Beginnings, Charge, Exempt, Model
from bangban.trail import Trail

if TYPE_CHECKING:
    from pathlib import Path

_FLAGS = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)
_OFF = ("off", "0", "no", "")
_DIGEST = hashlib.sha256().digest_size
_KEPT = 64  # entries; the oldest go


def recall(path: str | Path, options: Mapping[str, Any] | None) -> Model | None:
    """The model kept for a path and options, if it still holds."""
    if wrong_path(path) or wrong_options(options):  # told where the set is read
        return None
    real = os.path.realpath(path)
    with _folder() as folder:
        if folder is None:
            return None
        try:
            trail, model = _read(folder, _name(real, options))
        except Exception:  # missing, cut short, of another version: it is made anew
            return None
    return model if trail.unchanged(real) else None


def keep(path: str | Path, options: Mapping[str, Any] | None, trail: Trail, model: Model) -> None:
    """Keep a model for the next process; where that cannot be done, nothing happens."""
    name = _name(os.path.realpath(path), options)
    with _folder(make=True) as folder, suppress(OSError, pickle.PicklingError, RecursionError):
        if folder is None:
            return
        data = _packed(trail, model)
        temporary = f".{name}.{os.getpid()}"
        out = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _FLAGS, 0o600, dir_fd=folder)
        with os.fdopen(out, "wb") as stream:
            stream.write(hashlib.sha256(data).digest() + data)
        os.replace(temporary, name, src_dir_fd=folder, dst_dir_fd=folder)
        _prune(folder)


def _name(real: str, options: Mapping[str, Any] | None) -> str:
    import bangban

    said = (real, sorted((options or {}).items(), key=str), bangban.__version__, sys.version, _ourselves())
    return hashlib.sha256(repr(said).encode("utf-8", "surrogatepass")).hexdigest()


def _ourselves() -> str:
    """The state of our own code: what an older one kept is not read by a newer one."""
    stack, seen = [os.path.dirname(__file__)], []
    while stack:
        with os.scandir(stack.pop()) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False) and entry.name != "__pycache__":
                    stack.append(entry.path)
                elif entry.name.endswith((".py", ".lark")):
                    found = entry.stat()
                    seen.append((entry.path, found.st_mtime_ns, found.st_size))
    return hashlib.sha256(repr(sorted(seen)).encode("utf-8", "surrogatepass")).hexdigest()


# ---------------------------------------------------------------- the private folder

@contextmanager
def _folder(make: bool = False) -> Iterator[int | None]:
    """The folder, open; None where there is none that is ours alone."""
    where = os.environ.get("BANGBAN_CACHE")
    if (where is not None and where.lower() in _OFF) or not hasattr(os, "geteuid"):
        yield None
        return
    path = where or os.path.join(os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache"), "bangban")
    opened: int | None = None
    with suppress(OSError):
        if make:
            os.makedirs(os.path.dirname(os.path.abspath(path)), exist_ok=True)
            with suppress(FileExistsError):
                os.mkdir(path, 0o700)
        opened = os.open(path, os.O_RDONLY | os.O_DIRECTORY | _FLAGS)
        found = os.fstat(opened)
        if found.st_uid != os.geteuid() or stat.S_IMODE(found.st_mode) & 0o077:
            os.close(opened)
            opened = None
    try:
        yield opened
    finally:
        if opened is not None:
            os.close(opened)


def _read(folder: int, name: str) -> tuple[Trail, Model]:
    entry = os.open(name, os.O_RDONLY | _FLAGS, dir_fd=folder)
    with os.fdopen(entry, "rb") as stream:
        found = os.fstat(entry)
        if not stat.S_ISREG(found.st_mode) or found.st_uid != os.geteuid() or found.st_mode & 0o022:
            raise PermissionError(name)
        data = stream.read()
    if hashlib.sha256(memoryview(data)[_DIGEST:]).digest() != data[:_DIGEST]:  # rules are unpickled later: all is whole
        raise ValueError(name)
    with without_collecting():
        return _unpacked(memoryview(data)[_DIGEST:])


def _packed(trail: Trail, model: Model) -> bytes:
    from bangban.decide.days import change_points
    from bangban.decide.index import allowed_values

    beginnings = Beginnings(
        {rule.key: rule.name for rule in model.rules}, change_points(model), allowed_values(model),
        frozenset(i for i, rule in enumerate(model.rules) if isinstance(rule.effect, Exempt | Charge)))
    rest = evolve(model, rules=(), cases=())
    return pickle.dumps((trail, rest, pack(model.rules), pack(model.cases), beginnings), protocol=5)


def _unpacked(data: memoryview) -> tuple[Trail, Model]:
    trail, rest, rules, cases, beginnings = pickle.loads(data)  # ours alone: see above
    model = evolve(rest, rules=Kept(rules), cases=Kept(cases))
    object.__setattr__(model, "beginnings", beginnings)
    return trail, model


def _prune(folder: int) -> None:
    entries = sorted(os.listdir(folder), key=lambda name: os.stat(name, dir_fd=folder).st_mtime, reverse=True)
    for name in entries[_KEPT:]:
        with suppress(OSError):
            os.unlink(name, dir_fd=folder)
