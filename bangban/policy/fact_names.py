"""Places in the facts by name, as people write them, in either language."""

from __future__ import annotations

from bangban.policy.types import Field, ListType, RecordType
from bangban.problems import FactPath
from bangban.words import Both, Lang


def fact_field(vocabulary: RecordType, path: FactPath) -> Field | None:
    """The field a place in the facts belongs to; None where the path names something else (a parameter)."""
    here: RecordType | None = vocabulary
    found: Field | None = None
    for part in path:
        if isinstance(part, int):
            continue
        found = here.get(part) if here is not None else None
        if found is None:
            return None
        of = found.type
        here = of if isinstance(of, RecordType) else (of.of if isinstance(of, ListType) else None)
    return found


def fact_name(vocabulary: RecordType, path: FactPath, lang: Lang) -> str:
    """A place in the facts as people write it: ``费用[1].依据位阶`` or ``fees[1].basis_rank``."""
    here: RecordType | None = vocabulary
    text = ""
    for part in path:
        if isinstance(part, int):
            text += f"[{part + 1}]"
            continue
        found = here.get(part) if here is not None else None
        word = found.name.say(lang) if found else part
        text += f".{word}" if text else word
        of = found.type if found else None
        here = of if isinstance(of, RecordType) else (of.of if isinstance(of, ListType) else None)
    return text


def fact_names(vocabulary: RecordType, path: FactPath) -> Both:
    """A place in the facts in both languages."""
    return Both(fact_name(vocabulary, path, "zh"), fact_name(vocabulary, path, "en"))
