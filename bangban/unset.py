"""UNSET: the value of a field nobody has said anything about, for typed input objects. It reads as a missing key."""

from __future__ import annotations

from enum import Enum
from typing import Final


class UnsetType(Enum):
    """The type of :data:`UNSET`."""

    UNSET = "unset"

    def __bool__(self) -> bool:
        return False

    def __repr__(self) -> str:
        return "UNSET"


UNSET: Final = UnsetType.UNSET
UNSET_NAME = UnsetType.__name__  # whatever the library, its mark for what is not set has a type of this name


def is_unset(value: object) -> bool:
    """Whether a value says that nobody has set it."""
    return type(value).__name__ == UNSET_NAME
