"""The same facts as objects of every kind that programs have, complete, with gaps, mixed or wrong.

``python -m tests.decide.objects 20000`` tries that many random policies with objects of all kinds (``SEED`` to start).
"""

from __future__ import annotations

import dataclasses
import os
import random
import sys
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from enum import Enum, StrEnum
from types import SimpleNamespace
from typing import Any

import attrs
import msgspec
import pydantic

from bangban.decide.engine import Compiled
from bangban.policy.types import ListType, RecordType
from bangban.unset import UNSET
from tests.decide.agreement import differences
from tests.strategies.policies import DAYS, MANNERS, random_facts, random_model, same_shape

Words = tuple[str, ...]


class Odd(Exception):
    """What a property of a careless program raises."""


class UnsetType(StrEnum):
    """A library's own mark, which is also a text."""

    UNSET = "种0"


def _attrs(words: Words) -> Any:
    fields = {w: attrs.field(default=UNSET) for w in words}
    return attrs.make_class("Attrs", fields, slots=True, frozen=True, kw_only=True)


def _attrs_with_dict(words: Words) -> Any:
    return attrs.make_class("AttrsDict", {w: attrs.field(default=UNSET) for w in words}, slots=False, kw_only=True)


def _dataclass(words: Words) -> Any:
    fields = [(w, Any, dataclasses.field(default=UNSET)) for w in words]
    return dataclasses.make_dataclass("Data", fields, kw_only=True)


def _dataclass_with_slots(words: Words) -> Any:
    fields = [(w, Any, dataclasses.field(default=UNSET)) for w in words]
    return dataclasses.make_dataclass("DataSlots", fields, kw_only=True, slots=True, frozen=True)


def _pydantic(words: Words) -> Any:
    return pydantic.create_model("Model", **dict.fromkeys(words, (Any, UNSET)))  # type: ignore[call-overload]


class _Extra(pydantic.BaseModel):
    model_config = pydantic.ConfigDict(extra="allow")


def _pydantic_with_extras(words: Words) -> Any:
    fields: Any = dict.fromkeys(words[::2], (Any, UNSET))
    return pydantic.create_model("Extras", __base__=_Extra, **fields)


def _msgspec(words: Words) -> Any:
    return msgspec.defstruct("Struct", [(w, Any, msgspec.UNSET) for w in words], kw_only=True)


def _plain(words: Words) -> Any:
    return type("Plain", (), {"__init__": lambda self, **given: self.__dict__.update(given)})


def _bare_slots(words: Words) -> Any:
    """Slots that are not filled where nothing is given."""
    def fill(self: Any, **given: Any) -> None:
        for word, value in given.items():
            setattr(self, word, value)
    return type("Slots", (), {"__slots__": words, "__init__": fill})


def _with_values(words: Words) -> Any:
    """A class that holds values of its own for some fields."""
    return type("Valued", (), {**dict.fromkeys(words[::3]),
                               "__init__": lambda self, **given: self.__dict__.update(given)})


def _asking(words: Words) -> Any:
    """A class that answers in its own way."""
    return type("Asking", (), {"__init__": lambda self, **given: object.__setattr__(self, "held", given),
                               "__getattr__": _held})


def _held(given: Any, word: str) -> Any:
    try:
        return given.__dict__["held"][word]
    except KeyError:
        raise AttributeError(word) from None


def _properties(words: Words) -> Any:
    """Properties over a dict; one not given has none."""
    def reading(word: str) -> property:
        return property(lambda self: _held(self, word))
    return type("Properties", (), {**{w: reading(w) for w in words},
                                   "__init__": lambda self, **given: self.__dict__.update(held=given)})


KINDS: dict[str, Callable[[Words], Any]] = {
    "attrs": _attrs, "attrs with a dict": _attrs_with_dict, "dataclass": _dataclass,
    "dataclass with slots": _dataclass_with_slots, "pydantic": _pydantic, "pydantic extras": _pydantic_with_extras,
    "msgspec": _msgspec, "plain": _plain, "bare slots": _bare_slots, "class values": _with_values, "asking": _asking,
    "properties": _properties, "namespace": lambda words: SimpleNamespace}
ANY_WORD = frozenset({"plain", "class values", "asking", "namespace", "pydantic extras"})  # kinds open to other words


class Maker:
    """Makes objects of facts; one class for each record, as a program has."""

    def __init__(self, kind: str, english: bool, rng: random.Random, odd: float = 0.0) -> None:
        """``odd``: the share of records that come as something else, and of values as a program may hold them."""
        self.kind, self.english, self.odd, self._rng = kind, english, odd, rng
        self._classes: dict[int, Any] = {}

    def __call__(self, given: Any, record: RecordType) -> Any:
        """Facts as objects."""
        if not isinstance(given, dict) or self._rng.random() < self.odd:
            return given
        held: dict[str, Any] = {}
        for key, value in given.items():
            f = record.get(key)
            if f is None:
                if self.kind in ANY_WORD:
                    held[key] = value
                continue
            word = f.name.en if self.english else f.name.zh
            if self.kind in ANY_WORD and self._rng.random() < self.odd:
                word = key
            if isinstance(f.type, RecordType):
                value = self(value, f.type)
            elif isinstance(f.type, ListType) and isinstance(value, list | tuple):
                value = type(value)(self(item, f.type.of) for item in value)
            elif self._rng.random() < self.odd:
                value = self._strange(value)
            held[word] = value
        return self._class(record)(**held)

    def _class(self, record: RecordType) -> Any:
        made = self._classes.get(id(record))
        if made is None:
            words = tuple(f.name.en if self.english else f.name.zh for f in record.fields)
            made = self._classes[id(record)] = KINDS[self.kind](words)
        return made

    def _strange(self, value: Any) -> Any:
        if isinstance(value, str) and self._rng.random() < 0.6:
            return StrEnum("Word", {"IT": value}).IT  # type: ignore[attr-defined]
        return self._rng.choice([UNSET, msgspec.UNSET, UnsetType.UNSET, None, Enum("E", "A").A])  # type: ignore[attr-defined]


def try_objects(seed: int) -> list[str]:
    """One random policy, and several actions as objects of one kind for it."""
    rng = random.Random(seed)
    model = random_model(rng, rules=rng.choice([1, 3, 8]), depth=2)
    compiled = Compiled(model, rng.choice([0.3, 8.0]), look_every=1)
    kind = rng.choice(sorted(KINDS))
    made = Maker(kind, rng.random() < 0.5, rng, rng.choice([0.0, 0.0, 0.05, 0.2]))
    plain: Any = None
    for n in range(14):
        if n and rng.random() < 0.6:
            plain = same_shape(rng, model.vocabulary, plain)
        else:
            plain = random_facts(rng, model.vocabulary, rng.choice(MANNERS))
        given = made(plain, model.vocabulary) if rng.random() < 0.9 else plain
        day = rng.choice([None, *DAYS])
        found = differences(compiled, given, day)
        if found:
            return [f"seed {seed}, facts {n}, {kind}, day {day}", *found]
    return []


def main(policies: int) -> int:
    """Try that many random policies; the number of those where the two differ."""
    start = int(os.environ.get("SEED", "0"))
    failed = 0
    with ProcessPoolExecutor() as pool:
        for found in pool.map(try_objects, range(start, start + policies), chunksize=20):
            if found:
                failed += 1
                print("\n".join(found), flush=True)
    print(f"{policies} policies, {failed} differ")
    return failed


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1])) > 0)
