"""How objects give facts: by which of its two names each field stands on an object, and where.

The reference door asks an object for a field by its Chinese name, then by its English one. For a class whose attributes
are ordinary (slots, the object's own dict, properties) which of the two answers is worked out once; what is worked out
holds for an object only while it has no attribute by any other name of a field, which its reader looks after. Classes
that answer in their own way (``__getattr__``, ``__getattribute__``, mappings) are left to the reference door.
"""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Mapping
from decimal import Decimal
from types import GetSetDescriptorType, MemberDescriptorType, NoneType, SimpleNamespace
from typing import Any

from attrs import evolve, field, frozen

from bangban.decide.layout import Path
from bangban.decide.shape import Shape
from bangban.decide.values_to_python import MISSING
from bangban.policy.types import ListType, RecordType
from bangban.unset import is_unset

_NEVER = (str, bytes, int, float, Decimal, list, tuple, set, dt.date, Mapping, NoneType)  # no objects to the door
# how attributes are found in an ordinary way; until Python 3.13 a namespace had one of its own
_ORDINARY = tuple(c.__dict__["__getattribute__"] for c in (object, SimpleNamespace) if "__getattribute__" in c.__dict__)


@frozen
class Place:
    """Where a class keeps a field. ``loose``: in the object's own dict, else it is an attribute. ``inherited``: the
    class has a value for it, too. ``doubtful``: the class has the other name as well, which counts while this is unset.
    """

    word: str
    loose: bool
    inherited: bool
    doubtful: bool

    def of(self, given: Any) -> Any:
        """The value on one object; MISSING where the object has none."""
        return given.__dict__.get(self.word, MISSING) if self.loose else getattr(given, self.word, MISSING)


@frozen
class Manner:
    """How the objects of a class give a record. ``places``: by the canonical name of the field; one without a place
    stands on no object of the class. ``strange``: words that an object's own dict may not hold, or the reader would
    miss them. ``own``: the objects have a dict. ``extras``: pydantic keeps undeclared fields elsewhere."""

    kind: type
    places: Mapping[str, Place]
    strange: frozenset[str]
    own: bool
    extras: bool


@frozen
class Seen:
    """An action given as objects. ``shape``: which fields are set; ``unset``: the marks on fields that are not;
    ``full``: records whose objects hold nothing beside those fields; ``lists``: the first elements of lists."""

    shape: Shape
    manners: Mapping[Path, Manner] = field(factory=dict)
    unset: Mapping[Path, Any] = field(factory=dict)
    full: frozenset[Path] = frozenset()
    lists: Mapping[Path, Seen] = field(factory=dict)

    def with_more(self, other: Seen) -> Seen:
        """The manners of this action and of another: where both know one, the other's, which is newer."""
        lists = {path: mine.with_more(other.lists[path]) if path in other.lists else mine
                 for path, mine in self.lists.items()}
        return evolve(other, manners={**self.manners, **other.manners}, lists={**other.lists, **lists})

    def classes(self) -> tuple[Any, ...]:
        """The manners alone, to be compared."""
        return self.manners, {path: seen.classes() for path, seen in self.lists.items()}


def seen_in(given: Any, record: RecordType) -> Seen | None:
    """How an action is given as objects; None where a reader for ones like it would never do."""
    keys: dict[Path, dict[str, str]] = {}
    absent: set[Path] = set()
    shapes: dict[Path, Shape] = {}
    manners: dict[Path, Manner] = {}
    unset: dict[Path, Any] = {}
    full: set[Path] = set()
    lists: dict[Path, Seen] = {}

    def walk(here: Any, type_: RecordType, path: Path) -> bool:
        manner = manner_of(here, type_)
        if manner is None:
            return False
        manners[path], keys[path] = manner, {}
        asked = 0
        for f in type_.fields:
            below, place = (*path, f.name.zh), manner.places.get(f.name.zh)
            value = MISSING if place is None else place.of(here)
            if place is None or value is MISSING:
                if place is not None and (place.inherited or not place.loose):
                    return False  # it may be there the next time
                continue
            asked += place.loose
            if is_unset(value):
                if place.doubtful:
                    return False
                unset[below] = value
                continue
            keys[path][f.name.zh] = place.word
            if isinstance(f.type, RecordType):
                if value is None and f.may_be_absent:
                    absent.add(below)
                elif not walk(value, f.type, below):
                    return False
            elif isinstance(f.type, ListType) and isinstance(value, list | tuple) and value:
                inner = seen_in(value[0], f.type.of)
                if inner is None:
                    return False
                lists[below], shapes[below] = inner, inner.shape
        if manner.own and len(here.__dict__) == asked:
            full.add(path)
        return True

    if not walk(given, record, ()):
        return None
    return Seen(Shape(keys, frozenset(absent), shapes), manners, unset, frozenset(full), lists)


# ---------------------------------------------------------------- classes

def manner_of(given: Any, record: RecordType) -> Manner | None:
    """How objects of this one's class give a record; None where they answer in their own way."""
    kind = type(given)
    extras = _is_pydantic(kind)
    if not (_is_ordinary(kind) and (extras or _in_class(kind, "__getattr__") is MISSING)):
        return None
    words = frozenset(word for f in record.fields for word in f.name)
    if extras and not words.isdisjoint(_in_class(kind, "__private_attributes__") or ()):
        return None
    own = _in_class(kind, "__dict__") is not MISSING
    inherited = {word: found for word in words if (found := _in_class(kind, word)) is not MISSING}
    held = given.__dict__ if own else {}
    if type(held) is not dict:
        return None
    english = any(f.name.en in held and f.name.zh not in held for f in record.fields)
    places: dict[str, Place] = {}
    for f in record.fields:
        known = [word for word in dict.fromkeys(f.name) if word in inherited]
        if not known and not own:
            continue
        word = known[0] if known else f.name.en if english else f.name.zh
        loose = own and not (known and _is_data(inherited[word]))
        places[f.name.zh] = Place(word, loose, bool(known), len(known) > 1)
    strange = words - set(inherited) - {place.word for place in places.values()} if own else frozenset()
    return Manner(kind, places, strange, own, extras)


def _in_class(kind: type, word: str) -> Any:
    """What a class has under a name, in itself or its bases, as it stands there."""
    return next((base.__dict__[word] for base in kind.__mro__ if word in base.__dict__), MISSING)


def _is_data(found: Any) -> bool:
    """Whether what a class has comes before what the object's own dict holds."""
    return hasattr(type(found), "__set__") or hasattr(type(found), "__delete__")


def _is_ordinary(kind: type) -> bool:
    """Whether attributes of its objects are looked for where Python usually does, and the classes compare as usual."""
    own = _in_class(kind, "__dict__")
    return (type(kind).__eq__ is type.__eq__ and type(kind).__hash__ is type.__hash__ and not issubclass(kind, _NEVER)
            and any(_in_class(kind, "__getattribute__") is usual for usual in _ORDINARY)
            and _in_class(kind, "__class__") is object.__dict__["__class__"]
            and (own is MISSING or isinstance(own, GetSetDescriptorType | MemberDescriptorType))
            and (own is not MISSING) == (kind.__dictoffset__ != 0))


def _is_pydantic(kind: type) -> bool:
    """Whether a missing attribute is looked for by pydantic, among private attributes and extra fields only."""
    main = sys.modules.get("pydantic.main")
    found = _in_class(kind, "__getattr__")
    return main is not None and found is not MISSING and found is main.BaseModel.__dict__.get("__getattr__")
