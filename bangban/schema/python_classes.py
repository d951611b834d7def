"""A vocabulary as typed Python input: attrs classes, TypedDicts or msgspec structs, as source text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, assert_never

from bangban.policy.model import Model
from bangban.policy.types import (
    AgeType,
    AnyType,
    BoolType,
    DateTimeType,
    DateType,
    DurationType,
    EnumType,
    Field,
    ListType,
    ManyType,
    MoneyType,
    NumberType,
    RecordType,
    SetType,
    TextType,
    Type,
)
from bangban.schema.shapes import Shapes, fields_in, shapes
from bangban.words import Lang

Style = Literal["attrs", "typeddict", "msgspec"]
_HEADS: dict[Style, tuple[str, ...]] = {
    "attrs": ("from attrs import frozen", "", "from bangban.unset import UNSET, UnsetType"),
    "typeddict": (),
    "msgspec": ("import msgspec", "from msgspec import UNSET, UnsetType")}
_TYPING: dict[Style, str] = {
    "attrs": "from typing import Any, Literal", "typeddict": "from typing import Any, Literal, TypedDict",
    "msgspec": "from typing import Any, Literal"}


def python_classes(model: Model, style: Style, lang: Lang = "en") -> str:
    """Source text of one class per record, the whole action last (``Facts``). A fact left unset is unknown.

    ``lang`` chooses the names of classes, attributes and enum values; the door takes either. Texts of the vocabulary
    enter only as identifiers checked to be ones and as quoted literals.
    """
    found = shapes(model.vocabulary, lang)
    lines = ['"""Facts for bangban, written from the vocabulary; do not edit by hand."""', "",
             "from __future__ import annotations", "", "import datetime as dt", "from decimal import Decimal",
             _TYPING[style], ""]
    head = _HEADS[style]
    lines += [*head, ""] if head else []
    for name, enum in found.enums:
        lines.append(f"{name} = {_literal(enum, lang)}")
    for name, record in found.records:
        lines += ["", "", *_class(name, record, found, style, lang)]
    return "\n".join(lines).rstrip() + "\n"


def _class(name: str, record: RecordType, found: Shapes, style: Style, lang: Lang) -> Iterator[str]:
    # what cannot be an attribute (``class``) keeps its name where facts are decoded
    other = {word: said for word, field in fields_in(record, lang) if (said := field.name.say(lang)) != word}
    renamed = f", rename={other!r}" if other else ""
    match style:
        case "attrs":
            yield "@frozen(kw_only=True)"
            yield f"class {name}:"
        case "typeddict":
            yield f"class {name}(TypedDict, total=False):"
        case "msgspec":
            # a key that is no fact would else be passed over without a word, and the fact taken as unknown
            yield f"class {name}(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True{renamed}):"
        case _:
            assert_never(style)
    yield f"    {_doc(record.name.say(lang) or name)}"
    yield ""
    for word, field in fields_in(record, lang):
        hint = _hint(field.type, found, style, lang) + (" | None" if field.may_be_absent else "")
        if style == "typeddict":
            yield f"    {word}: {hint}"
        else:
            yield f"    {word}: {hint} | UnsetType = UNSET"
        yield from _note(field)


def _doc(text: str) -> str:
    return '"""' + "".join(c for c in text if c.isalnum() or c in "._ ") + '."""'


def _note(field: Field) -> Iterator[str]:
    said = " ".join("".join(c if c.isprintable() and c not in '"\\' else " " for c in field.note).split())
    if said:
        yield f'    """{said}"""'


def _hint(type_: Type, found: Shapes, style: Style, lang: Lang) -> str:
    or_text = "" if style == "msgspec" else " | str"  # msgspec decodes texts into dates itself, and takes no such union
    match type_:
        case BoolType():
            return "bool"
        case NumberType(whole=whole):
            return "int" if whole else "int | float | Decimal"
        case MoneyType():
            return "int | Decimal"
        case DateTimeType():
            return "dt.datetime" + or_text
        case DateType():
            return "dt.date" + or_text
        case DurationType():
            return "int | str"
        case TextType():
            return "str"
        case EnumType():
            name = found.enum_name(type_)
            return name or ("str" if type_.open else _literal(type_, lang))
        case SetType(of=of) | ManyType(of=of):
            return f"list[{_hint(of, found, style, lang)}]"
        case ListType(of=of):
            return f"list[{found.record_name(of)}]"
        case RecordType():
            return found.record_name(type_)
        case AgeType() | AnyType():
            return "Any"
        case _:
            assert_never(type_)


def _literal(enum: EnumType, lang: Lang) -> str:
    if enum.open:
        return "str"
    return f"Literal[{', '.join(repr(v.say(lang)) for v in enum.values)}]"
