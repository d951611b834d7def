"""What a set was read from: enough to tell, without parsing, whether reading it again would give the same."""

from __future__ import annotations

import os
from hashlib import sha256

from attrs import Factory, define, frozen

ROOT_MARK = "bangban.toml"
_ENDINGS = (".policy", ".yaml", ".yml", ".cases.csv", ".cases.xlsx")


def root_of(real: str | os.PathLike[str]) -> str:
    """The root of the set at a real path: the nearest folder holding ``bangban.toml``, else the loaded folder."""
    folder = here = os.fspath(real) if os.path.isdir(real) else os.path.dirname(real)
    while True:
        if os.path.isfile(os.path.join(here, ROOT_MARK)):
            return here
        above = os.path.dirname(here)
        if above == here:
            return folder
        here = above


@frozen
class Trail:
    """``files`` with the digests of their bytes; ``folders`` with the names in them; ``ways``: paths as written, and
    where they led."""

    root: str
    files: tuple[tuple[str, str], ...]
    folders: tuple[tuple[str, tuple[str, ...]], ...]
    ways: tuple[tuple[str, str], ...]

    def unchanged(self, loaded: str) -> bool:
        """Whether everything still stands as it was when ``loaded`` (a real path) was read."""
        try:
            return (root_of(loaded) == self.root
                    and all(os.path.realpath(written) == real for written, real in self.ways)
                    and all(names_in(folder) == names for folder, names in self.folders)
                    and all(_digest(file) == digest for file, digest in self.files))
        except OSError:
            return False


@define
class Tracker:
    """Gathers a trail while a set is read."""

    files: dict[str, str] = Factory(dict)
    folders: dict[str, tuple[str, ...]] = Factory(dict)
    ways: dict[str, str] = Factory(dict)

    def read(self, file: str | os.PathLike[str], data: bytes) -> None:
        """A file was read."""
        self.files[os.fspath(file)] = sha256(data).hexdigest()

    def listed(self, folder: str | os.PathLike[str]) -> None:
        """A folder was looked through."""
        self.folders[os.fspath(folder)] = names_in(os.fspath(folder))

    def led(self, written: str | os.PathLike[str], real: str | os.PathLike[str]) -> None:
        """A path written in a file led somewhere."""
        self.ways[os.fspath(written)] = os.fspath(real)

    def trail(self, root: str | os.PathLike[str]) -> Trail:
        """What was gathered."""
        return Trail(os.fspath(root), tuple(sorted(self.files.items())), tuple(sorted(self.folders.items())),
                     tuple(sorted(self.ways.items())))


def names_in(folder: str) -> tuple[str, ...]:
    """The names in a folder that may matter to a set, each link with where it points."""
    names = []
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith("."):
                continue
            if entry.is_symlink():
                names.append(f"{entry.name}\0{os.path.realpath(entry.path)}")
            elif entry.is_dir() or entry.name.lower().endswith(_ENDINGS):
                names.append(entry.name)
    return tuple(sorted(names))


def _digest(file: str) -> str:
    with open(file, "rb") as stream:
        return sha256(stream.read()).hexdigest()
