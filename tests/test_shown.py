"""Values print, compare and hash by methods they share as they would by those attrs makes for each class."""

from __future__ import annotations

from attrs import evolve, frozen

from bangban.paths import MissingFile, NotPolicyName
from bangban.policy import terms as t
from bangban.policy.types import BOOL, EnumType, NumberType
from bangban.problems import Fix
from bangban.shown import Alike, Shown
from bangban.source import Source, Span
from bangban.words import Both


def test_a_term_prints_its_fields_but_not_its_place() -> None:
    place = Span(Source("a.policy", "甲"), 0, 1)
    fact = t.Fact(("甲",), BOOL, name=Both("甲", "a"), span=place)
    assert repr(t.Not(fact, span=place)) == (
        "Not(operand=Fact(path=('甲',), type=BoolType(), scope=None, name=Both(zh='甲', en='a')), type=BoolType())")
    assert repr(NumberType(low=0)) == "NumberType(whole=True, low=0, high=None)"
    assert repr(EnumType(None, ())) == "EnumType(name=None, values=(), ordered=False, open=False)"


def test_a_local_class_with_its_own_way_to_print_a_field() -> None:
    from attrs import field

    @frozen
    class Plain:
        a: int
        b: int = field(default=1, repr=lambda n: f"<{n}>")

    @frozen(repr=False)
    class Ours(Shown):
        a: int
        b: int = field(default=1, repr=lambda n: f"<{n}>")

    assert repr(Ours(2)) == repr(Plain(2)).replace("Plain", "Ours") == "Ours(a=2, b=<1>)"


def test_problems_are_equal_where_kind_and_fields_are() -> None:
    place = Span(Source("a.policy", "甲乙"), 0, 1)
    one = MissingFile(written="x", span=place)
    assert one == MissingFile(written="x", span=place)
    assert len({one, MissingFile(written="x", span=place)}) == 1
    assert one != MissingFile(written="y", span=place)
    assert one != evolve(one, span=Span(place.source, 1, 2))
    assert one != evolve(one, fixes=(Fix(Both("改", "mend"), place, "乙"),))
    assert NotPolicyName(written="x", span=place) != one
    assert one != "x"
    assert repr(one).startswith("MissingFile(span=Span(source=a.policy, start=0, end=1), path=(), related=(), ")


def test_values_are_equal_and_hash_as_attrs_would_have_them() -> None:
    from attrs import field

    @frozen
    class Plain:
        a: int
        b: int = field(default=1, eq=False)
        c: tuple[int, ...] = ()

    @frozen(eq=False, repr=False)
    class Ours(Alike):
        a: int
        b: int = field(default=1, eq=False)
        c: tuple[int, ...] = ()

    @frozen(eq=False, repr=False)
    class Other(Alike):
        a: int
        b: int = 1
        c: tuple[int, ...] = ()

    given = [(1,), (1, 2), (2,), (1, 1, (3,))]
    for one in given:
        for two in given:
            assert (Ours(*one) == Ours(*two)) is (Plain(*one) == Plain(*two))
            assert (hash(Ours(*one)) == hash(Ours(*two))) is (hash(Plain(*one)) == hash(Plain(*two)))
        assert Ours(*one) != Other(*one)
        assert Ours(*one) != one
    assert t.Not(t.Const(True, BOOL)) != t.Has(t.Fact(("甲",), BOOL))
    assert type(BOOL)() == BOOL
    assert len({BOOL, type(BOOL)()}) == 1
