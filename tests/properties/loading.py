"""Sets of texts to policies: written to a folder of their own and loaded from there."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from strategies.texts import SetText

import bangban


@contextmanager
def written(files: Mapping[str, str | bytes]) -> Iterator[Path]:
    """A folder holding these files, as a set."""
    with tempfile.TemporaryDirectory(prefix="property-") as folder:
        root = Path(folder).resolve()
        (root / "bangban.toml").touch()
        for name, text in files.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text if isinstance(text, bytes) else text.encode())
        yield root


def loaded(files: Mapping[str, str | bytes]) -> bangban.Policy:
    with written(files) as root:
        return bangban.load(root)


def policy_of(some: SetText, rng: random.Random | None = None) -> bangban.Policy:
    return loaded(some.files(rng))


def without_digest(decision: bangban.Decision, lang: str = "zh") -> dict[str, Any]:
    """Everything a decision says, but for the digest of the set."""
    said = decision.to_dict(lang)  # type: ignore[arg-type]
    del said["policy"]
    return said
