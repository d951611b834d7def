"""How a value of ours prints, said once for all its classes: code made for each of them is time at every start."""

from __future__ import annotations

from typing import Any

import attrs


class Shown:
    """Prints as ``Name(field=value, …)``, as attrs would; a field's own ``repr`` counts. For slotted attrs classes."""

    __slots__ = ()

    def __repr__(self) -> str:
        fields: Any = attrs.fields(type(self))  # type: ignore[arg-type]
        said = (f"{f.name}={(repr if f.repr is True else f.repr)(getattr(self, f.name))}" for f in fields if f.repr)
        return f"{type(self).__qualname__.rsplit('>.', 1)[-1]}({', '.join(said)})"
