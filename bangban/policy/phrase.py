"""Terms as people write them, in either language: for explanations, findings and reports."""

from __future__ import annotations

from typing import assert_never

from bangban.policy import terms as t
from bangban.policy.types import TextType
from bangban.policy.values import show
from bangban.words import Both, Lang

_OP = {"+": " + ", "-": " - ", "*": " × ", "/": " ÷ "}
_AGES = Both("{birth} 满 {years}周岁", "{birth} reaches {years} years_old")
_CONTAINS = {"ALL": Both("包含全部", "contains_all"), "ANY": Both("包含任一", "contains_any")}
_LOOSE = (t.All, t.Any_)


def phrase(term: t.Term, lang: Lang) -> str:
    """One line that says a term in ``lang``; long lists are not shortened."""
    zh = lang == "zh"

    def say(inner: t.Term) -> str:
        return phrase(inner, lang)

    def tight(inner: t.Term) -> str:
        return f"({say(inner)})" if isinstance(inner, _LOOSE) else say(inner)

    match term:
        case t.Const(value=value, type=type_):
            shown = show(value, type_, lang)
            return f"“{shown}”" if isinstance(type_, TextType) else shown
        case t.Fact(name=name, path=path):
            return name.say(lang) or ".".join(path)
        case t.OptionValue(name=name) | t.Parameter(name=name) | t.Defined(name=name):
            return name.say(lang)
        case t.DecisionDate():
            return "决定日" if zh else "decision_date"
        case t.Has(fact=of):
            return f"有 {say(of)}" if zh else f"has {say(of)}"
        case t.Not(operand=operand):
            return f"非 {tight(operand)}" if zh else f"not {tight(operand)}"
        case t.All(operands=operands):
            return (" 且 " if zh else " and ").join(tight(o) for o in operands)
        case t.Any_(operands=operands):
            return (" 或 " if zh else " or ").join(tight(o) for o in operands)
        case t.Compare(op=op, left=left, right=right):
            return f"{say(left)} {op} {say(right)}"
        case t.Between(operand=operand, low=low, high=high):
            words = ("介于", "至") if zh else ("between", "to")
            return f"{say(operand)} {words[0]} {say(low)} {words[1]} {say(high)}"
        case t.OneOf(item=item, values=values):
            return f"{say(item)} {'属于' if zh else 'in'} [{', '.join(map(say, values))}]"
        case t.InTable(item=item, table=table):
            return f"{say(item)} {'属于' if zh else 'in'} {table}"
        case t.Contains(mode=mode, container=container, items=items, whole=whole):
            if whole or len(items) > 1:
                word = _CONTAINS[mode].say(lang)
                listed = say(items[0]) if whole else f"[{', '.join(map(say, items))}]"
            else:
                word, listed = ("包含" if zh else "contains"), ", ".join(map(say, items))
            return f"{say(container)} {word} {listed}"
        case t.Reaches(birth=birth, years=years):
            return _AGES.say(lang).format(birth=say(birth), years=say(years))
        case t.Quantified(op=op, over=over, body=body):
            word = {"EVERY": Both("每个", "every"), "SOME": Both("任一", "some")}[op].say(lang)
            return f"{word} {say(over)} {'满足' if zh else 'satisfies'} ({say(body)})"
        case t.Count(over=over, body=body):
            return f"{'个数' if zh else 'count'}({say(over)}{_such(body, lang)})"
        case t.Distinct(value=value, body=body):
            return f"{'种数' if zh else 'distinct'}({say(value)}{_such(body, lang)})"
        case t.Sum(value=value, body=body):
            return f"{'合计' if zh else 'sum'}({say(value)}{_such(body, lang)})"
        case t.Lookup(table=table, key=key, column=column):
            return f"{'查' if zh else 'lookup'}({table}, {say(key)}, {column})"
        case t.Arith(op=op, left=left, right=right):
            return f"{tight(left)}{_OP[op]}{tight(right)}"
        case _:
            assert_never(term)


def _such(body: t.Term | None, lang: Lang) -> str:
    if body is None:
        return ""
    return f" {'满足' if lang == 'zh' else 'satisfies'} ({phrase(body, lang)})"

