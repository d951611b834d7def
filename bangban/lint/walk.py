"""Walking over terms: children, every part with the elements bound around it, conjuncts, facts by their full path."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from attrs import frozen

from bangban.policy import blame
from bangban.policy import terms as t
from bangban.policy.model import Model
from bangban.policy.types import EnumType, Field, ListType, ManyType, RecordType, SetType, Type

Path = tuple[str, ...]
Bound = Mapping[str, Path]  # the name of an element -> the list it is taken from
NOTHING: Bound = {}


@frozen
class Part:
    """A part of a term, and the elements that are bound where it stands."""

    term: t.Term
    bound: Bound
    parent: t.Term | None = None


def children(term: t.Term) -> tuple[t.Term, ...]:
    """The terms directly inside a term, in the order written; of quantifiers and counts the list comes first."""
    over = (term.over,) if isinstance(term, t.Quantified | t.Count | t.Distinct | t.Sum) else ()
    return (*over, *blame.parts(term))


def parts(term: t.Term, bound: Bound = NOTHING, parent: t.Term | None = None) -> Iterator[Part]:
    """The term and everything inside it, outermost first."""
    yield Part(term, bound, parent)
    match term:
        case t.Quantified(over=over, scope=scope) | t.Count(over=over, scope=scope) | \
                t.Distinct(over=over, scope=scope) | t.Sum(over=over, scope=scope):
            yield from parts(over, bound, term)
            inner = {**bound, scope: full_path(over, bound)}
            for child in children(term)[1:]:
                yield from parts(child, inner, term)
        case _:
            for child in children(term):
                yield from parts(child, bound, term)


def full_path(fact: t.Fact, bound: Bound) -> Path:
    """The path of a fact from the root, through the list its element is taken from."""
    return (*bound.get(fact.scope, (fact.scope,)), *fact.path) if fact.scope is not None else fact.path


def conjuncts(term: t.Term | None) -> tuple[t.Term, ...]:
    """The operands of 且, else the term itself."""
    if term is None:
        return ()
    return term.operands if isinstance(term, t.All) else (term,)


def opened(term: t.Term | None, model: Model) -> Iterator[t.Term]:
    """The conjuncts of a condition with the definitions it names written out."""
    for part in conjuncts(term):
        match part:
            case t.All():
                yield from opened(part, model)
            case t.Defined(key=key) if key in model.definitions:
                yield from opened(model.definitions[key].body, model)
            case t.Not(operand=t.Defined(key=key)) if key in model.definitions:
                yield t.Not(model.definitions[key].body)
            case _:
                yield part


def atoms(term: t.Term) -> int:
    """How many separate things a reader has to keep in mind."""
    match term:
        case t.All(operands=operands) | t.Any_(operands=operands):
            return sum(map(atoms, operands))
        case t.Not(operand=operand):
            return atoms(operand)
        case t.Quantified(body=body):
            return 1 + atoms(body)
        case t.Count(body=body) | t.Distinct(body=body) | t.Sum(body=body):
            return 1 + (atoms(body) if body is not None else 0)
        case t.Compare(left=left, right=right):
            return max(1, *(atoms(s) for s in (left, right)))
        case _:
            return 1


def field_at(path: Path, vocabulary: RecordType) -> Field | None:
    """The field declared at a full path."""
    here: Type = vocabulary
    found: Field | None = None
    for name in path:
        here = inside(here)
        found = here.get(name) if isinstance(here, RecordType) else None
        if found is None:
            return None
        here = found.type
    return found


def inside(type_: Type) -> Type:
    """The element of a list or set, else the type itself."""
    return type_.of if isinstance(type_, ListType | ManyType | SetType) else type_


def may_be_absent(path: Path, vocabulary: RecordType) -> bool:
    """Whether a fact need not exist. An element of a list exists, whether or not its list need be there."""
    absent = False
    here: Type = vocabulary
    for name in path:
        field = inside(here).get(name) if isinstance(inside(here), RecordType) else None  # type: ignore[union-attr]
        if field is None:
            return True
        absent = field.may_be_absent if isinstance(here, ListType | ManyType) else absent or field.may_be_absent
        here = field.type
    return absent


def fields(type_: Type, path: Path = ()) -> Iterator[tuple[Path, Field]]:
    """Every field of the vocabulary with its full path, records before what is in them."""
    here = inside(type_)
    if isinstance(here, RecordType):
        for field in here.fields:
            yield (*path, field.name.zh), field
            yield from fields(field.type, (*path, field.name.zh))


def enum_of(type_: Type) -> EnumType | None:
    """The enum a type is or holds."""
    here = inside(type_)
    return here if isinstance(here, EnumType) else None
