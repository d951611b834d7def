"""Fee lines: for each fee proposed, what is payable, whether it is exempt, by which rule, and whether it is illegal.

An exemption outweighs a charge. Charging more than nothing for an exempt fee, or more than is due, is a violation; two
rules that put different amounts on one fee are a conflict that names both.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cached_property, partial
from itertools import combinations
from typing import Any

from attrs import field, frozen

from bangban.policy.blame import missing
from bangban.policy.firing import Firing, Reach, holding_exception, missing_facts
from bangban.policy.meaning import Interval, World, all_, compare, fact, place, value
from bangban.policy.model import Charge, ExceptionRule, Exempt
from bangban.policy.terms import Fact
from bangban.policy.types import MONEY, TEXT, ListType, MoneyType, RecordType, TextType
from bangban.policy.values import ABSENT, UNKNOWN, Truth
from bangban.problems import FactPath
from bangban.shown import Alike


@frozen(eq=False, repr=False)
class FeeLine(Alike):
    """One fee: amounts in 分; ``payable`` and ``exempt`` are UNKNOWN while open, ``payable`` an Interval where it is
    known between what it lies. ``firing`` is the rule that speaks."""

    element: FactPath | None
    item: Any
    amount: Any
    payable: Any
    exempt: Truth
    firing: Firing | None
    exception: ExceptionRule | None = None


@frozen(eq=False)
class OpenFee:
    """What one rule says of a fee, where that is not settled; ``missing(firing)``: the facts that would settle it."""

    firing: Firing
    missing: Callable[[Firing], tuple[FactPath, ...]]


@frozen(eq=False, repr=False)
class _Fee(Alike):
    """A fee proposed (an element of a list of fees) or named by a rule alone, with what rules say of it."""

    element: FactPath | None
    item: Any
    amount: Any
    amount_place: FactPath | None
    rules: list[tuple[Firing, Truth]] = field(factory=list)


@frozen(eq=False, slots=False)
class FeeFindings:
    """What is charged illegally; what is open; conflicts; and (``lines``) every fee."""

    illegal: tuple[Firing, ...] = ()
    open: tuple[OpenFee, ...] = ()
    conflicts: tuple[tuple[Firing, ...], ...] = ()
    fees: tuple[_Fee, ...] = ()
    reach: Reach = field(factory=dict)

    @cached_property
    def lines(self) -> tuple[FeeLine, ...]:
        """One line for each fee; most decisions are taken without anybody reading them."""
        return tuple(_line(fee, _due(fee)[0], self.reach) for fee in self.fees)


def find_fees(fired: Iterable[Firing], world: World, reach: Reach) -> FeeFindings:
    """Every fee and what is wrong with it, from the firings of 免收 and 应收 rules."""
    illegal: list[Firing] = []
    open_: list[OpenFee] = []
    conflicts: list[tuple[Firing, ...]] = []
    speaking = [f for f in fired if isinstance(f.rule.effect, Exempt | Charge)]
    fees, whole_lists = _gather(speaking, world)
    open_ += [OpenFee(f, partial(missing_facts, reach=reach)) for f in whole_lists]
    open_ += _unseen(speaking, world)
    for fee in fees:
        _, clashing = _due(fee)
        exempt = any(s is True for _, s in _exemptions(fee))
        if clashing and not exempt:
            conflicts.append(clashing)
        for firing, state in fee.rules:
            if isinstance(firing.rule.effect, Exempt):
                wrong = all_([state, compare(">", fee.amount, 0, MONEY)])
                settled = state is not UNKNOWN or fee.amount == 0
            elif exempt:
                continue  # the exemption outweighs it
            else:
                due = _charged(fee, firing)
                wrong = all_([state, fee.element is not None and compare(">", fee.amount, due, MONEY)])
                settled = state is False or (state is True and due is not UNKNOWN and not isinstance(due, Interval))
            if wrong is True:
                illegal.append(firing)
            elif wrong is UNKNOWN or not settled:
                open_.append(OpenFee(firing, partial(_missing, fee=fee, state=state, reach=reach)))
    return FeeFindings(tuple(illegal), tuple(open_), tuple(conflicts), tuple(fees), reach)


def _unseen(speaking: Iterable[Firing], world: World) -> Iterator[OpenFee]:
    """A fee that a rule names may stand, with any amount, in a list nobody has given."""
    by_name = [f for f in speaking if _item(f) is not None and f.state is not False]
    if by_name:
        vocabulary = world.model.vocabulary
        lists = tuple(place(over, world) for over in fee_lists(vocabulary) if fact(over, world) is UNKNOWN)
        yield from (OpenFee(firing, lambda _: lists) for firing in by_name if lists)


def _item(firing: Firing) -> str | None:
    """The name of the fee a rule is about; None where it is about the elements of a list."""
    effect = firing.rule.effect
    assert isinstance(effect, Exempt | Charge)
    return effect.item


def _missing(firing: Firing, fee: _Fee, state: Truth, reach: Reach) -> tuple[FactPath, ...]:
    places = list(missing_facts(firing, reach)) if state is UNKNOWN else []
    if fee.amount is UNKNOWN and fee.amount_place is not None:
        places.append(fee.amount_place)
    effect = firing.rule.effect
    if isinstance(effect, Charge) and effect.amount is not None:
        places += missing(effect.amount, firing.world)
    return tuple(dict.fromkeys(places))


# ---------------------------------------------------------------- one fee

def _exemptions(fee: _Fee) -> list[tuple[Firing, Truth]]:
    """The 免收 rules that may speak of it."""
    return [(f, s) for f, s in fee.rules if isinstance(f.rule.effect, Exempt)]


def _charges(fee: _Fee) -> Iterator[tuple[Firing, Truth, Any]]:
    """The 应收 rules that may speak of it, with the amount each puts on it."""
    for firing, state in fee.rules:
        if isinstance(firing.rule.effect, Charge) and state is not False:
            yield firing, state, _charged(fee, firing)


def _due(fee: _Fee) -> tuple[Any, tuple[Firing, ...]]:
    """The amount due by 应收, and the rules that disagree on it."""
    certain = [(firing, due) for firing, state, due in _charges(fee) if state is True]
    amounts = {due for _, due in certain if due is not UNKNOWN and due is not ABSENT}
    apart = any(compare("=", one, other, MONEY) is False for one, other in combinations(amounts, 2))
    clashing = tuple(f for f, _ in certain) if apart else ()
    if any(state is UNKNOWN for _, state, _ in _charges(fee)) or len(amounts) != len({d for _, d in certain}):
        return UNKNOWN, clashing
    return (UNKNOWN if len(amounts) > 1 else next(iter(amounts), None)), clashing


def _charged(fee: _Fee, firing: Firing) -> Any:
    """What one 应收 rule says is due: its amount, or the amount the fee itself states."""
    effect = firing.rule.effect
    assert isinstance(effect, Charge)
    return fee.amount if effect.amount is None else value(effect.amount, firing.world)


def _line(fee: _Fee, due: Any, reach: Reach) -> FeeLine:
    exempting = _exemptions(fee)
    certain = next((f for f, s in exempting if s is True), None)
    if certain is not None:
        return FeeLine(fee.element, fee.item, fee.amount, 0, True, certain)
    unsure = next((f for f, s in exempting if s is UNKNOWN), None)
    if unsure is not None:
        payable = 0 if fee.amount == 0 else UNKNOWN
        return FeeLine(fee.element, fee.item, fee.amount, payable, UNKNOWN, unsure)
    charging = next((f for f, _, _ in _charges(fee)), None)
    if charging is not None:
        return FeeLine(fee.element, fee.item, fee.amount, due, False, charging)
    for firing, _ in exempting:
        exception = holding_exception(firing, reach)
        if exception is not None and firing.when is True:
            return FeeLine(fee.element, fee.item, fee.amount, fee.amount, False, firing, exception)
    return FeeLine(fee.element, fee.item, fee.amount, fee.amount, False, None)


# ---------------------------------------------------------------- gathering

def _gather(fired: list[Firing], world: World) -> tuple[list[_Fee], list[Firing]]:
    """The fees that rules speak of, and the firings over lists nobody has given."""
    elements: dict[FactPath, _Fee] = {}
    named: dict[str, _Fee] = {}
    whole_lists: list[Firing] = []
    by_name: list[Firing] = []
    for firing in fired:
        effect = firing.rule.effect
        assert isinstance(effect, Exempt | Charge)
        if effect.item is not None:
            by_name.append(firing)
        elif firing.whole_list:
            if firing.state is UNKNOWN:
                whole_lists.append(firing)
        else:
            each = firing.rule.each
            assert each is not None
            assert firing.element is not None
            if firing.element not in elements:
                elements[firing.element] = _proposed(firing.element, each.over, firing.world.bound[each.scope])
            elements[firing.element].rules.append((firing, firing.state))
    if by_name:
        for fee in _all_proposed(world):
            elements.setdefault(fee.element or (), fee)
        for firing in by_name:
            _name(firing, elements, named)
    return [elements[p] for p in sorted(elements, key=_sortable)] + [named[i] for i in sorted(named)], whole_lists


def _name(firing: Firing, elements: dict[FactPath, _Fee], named: dict[str, _Fee]) -> None:
    """A rule about a fee by its name: it speaks of every proposed fee of that name, or of the name alone."""
    effect = firing.rule.effect
    assert isinstance(effect, Exempt | Charge)
    assert effect.item is not None
    found = False
    for fee in elements.values():
        same = compare("=", fee.item, effect.item, TEXT)
        state = all_([firing.state, same])
        if state is not False:
            fee.rules.append((firing, state))
        found = found or same is True
    if not found and firing.state is not False:
        named.setdefault(effect.item, _Fee(None, effect.item, ABSENT, None)).rules.append((firing, firing.state))


def _proposed(element: FactPath, over: Fact, record: Any) -> _Fee:
    assert isinstance(over.type, ListType)
    money, name = money_field(over.type.of), name_field(over.type.of)
    amount = record.get(money, UNKNOWN) if money else ABSENT
    return _Fee(element, record.get(name, UNKNOWN) if name else ABSENT, amount, (*element, money) if money else None)


def _all_proposed(world: World) -> Iterator[_Fee]:
    for over in fee_lists(world.model.vocabulary):
        records = fact(over, world)
        if isinstance(records, tuple):
            for i, record in enumerate(records):
                yield _proposed((*place(over, world), i), over, record)


def fee_lists(record: RecordType, above: tuple[str, ...] = ()) -> Iterator[Fact]:
    """Every list of the vocabulary whose records have an amount."""
    for f in record.fields:
        path = (*above, f.name.zh)
        if isinstance(f.type, RecordType):
            yield from fee_lists(f.type, path)
        elif isinstance(f.type, ListType) and money_field(f.type.of):
            yield Fact(path, f.type)


def money_field(record: RecordType) -> str | None:
    """The field that holds a fee's amount: the first of type 金额."""
    return next((f.name.zh for f in record.fields if isinstance(f.type, MoneyType)), None)


def name_field(record: RecordType) -> str | None:
    """The field that names a record: the first of type 文本."""
    return next((f.name.zh for f in record.fields if isinstance(f.type, TextType)), None)


def _sortable(path: FactPath) -> tuple[tuple[bool, str | int], ...]:
    return tuple((isinstance(p, int), p) for p in path)


