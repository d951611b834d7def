"""Which types go together: what may be compared, ordered, added, multiplied. One place for the whole language."""

from __future__ import annotations

from bangban.policy.types import (
    ANY,
    AnyType,
    BoolType,
    DateTimeType,
    DateType,
    DurationType,
    EnumType,
    ListType,
    ManyType,
    MoneyType,
    NumberType,
    RecordType,
    SetType,
    TextType,
    Type,
)

_SAME_KIND = (BoolType, NumberType, MoneyType, DateType, DateTimeType, TextType)
_ORDERED = (AnyType, NumberType, MoneyType, DateType, DateTimeType, DurationType)
DECIMAL = NumberType(whole=False)


def like(left: Type, right: Type) -> bool:
    """Whether values of the two types may be compared: only like with like."""
    if isinstance(left, AnyType) or isinstance(right, AnyType):
        return True
    if isinstance(left, RecordType | ListType):
        return False
    if isinstance(left, EnumType | DurationType):
        return left == right
    if isinstance(left, SetType) and isinstance(right, SetType):
        return like(left.of, right.of)
    if isinstance(left, ManyType) and isinstance(right, ManyType):
        return like(left.of, right.of)
    return type(left) is type(right) and isinstance(left, _SAME_KIND)


def ordered(type_: Type) -> bool:
    """Whether < and > mean anything for the type."""
    return isinstance(type_, _ORDERED) or (isinstance(type_, EnumType) and type_.ordered)


def element(type_: Type) -> Type | None:
    """The type of the members of a set, a 多项 or a list; None where it has none."""
    match type_:
        case SetType(of=of) | ManyType(of=of):
            return of
        case ListType(of=record):
            return record
        case AnyType():
            return ANY
        case _:
            return None


def arithmetic(op: str, left: Type, right: Type) -> Type | None:
    """The type of ``left op right``; None where the two do not go together."""
    if isinstance(left, AnyType) or isinstance(right, AnyType):
        return ANY
    match op, left, right:
        case ("+" | "-"), DateType(), DurationType(unit=unit):
            return DateType() if unit != "HOURS" else None
        case ("+" | "-"), DateTimeType(), DurationType(unit="HOURS"):
            return DateTimeType()
        case "-", DateType(), DateType():
            return DurationType("DAYS")
        case "-", DateTimeType(), DateTimeType():
            return DurationType("HOURS")
        case ("+" | "-"), DurationType(unit=one), DurationType(unit=other):
            return left if one == other else None
        case ("+" | "-"), MoneyType(), MoneyType():
            return MoneyType()
        case ("*" | "/"), MoneyType(), NumberType():
            return MoneyType()
        case "*", NumberType(), MoneyType():
            return MoneyType()
        case ("*" | "/"), DurationType(unit=unit), NumberType(whole=whole):
            return left if unit == "HOURS" or (whole and op == "*") else None
        case "*", NumberType(whole=whole), DurationType(unit=unit):
            return right if unit == "HOURS" or whole else None
        case "/", MoneyType(), MoneyType():
            return DECIMAL
        case "/", NumberType(), NumberType():
            return DECIMAL
        case _, NumberType(whole=one), NumberType(whole=other):
            return NumberType(whole=one and other)
        case _:
            return None
