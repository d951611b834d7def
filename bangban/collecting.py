"""Reading a set makes many small objects, and all of them stay: looking for garbage among them meanwhile is idle."""

from __future__ import annotations

import atexit
import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without_collecting() -> Iterator[None]:
    """Python's cycle collector rests inside, and goes on after if it ran before."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


_SELDOM = 100_000  # more objects than a command makes that decides or checks once; the large ones still collect


def seldom_collecting() -> None:
    """For a process that does one thing and ends: the collector seldom looks, and at the end not at what is left."""
    gc.set_threshold(_SELDOM)
    atexit.register(gc.freeze)
