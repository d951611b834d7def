"""Names: one table for all that may be meant by a bare name, in both languages, with did-you-mean."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Literal

from attrs import Factory, define, field, frozen

from bangban.policy.types import ANY, Type
from bangban.problems import Fix, Problem, Related
from bangban.source import Span
from bangban.syntax.lexer import KEYWORD_OF
from bangban.words import Both, Lang

if TYPE_CHECKING:
    from bangban.policy.check.context import Checking

Kind = Literal["group", "definition", "option", "parameter", "table", "type", "rule", "exception", "invariant",
               "policy", "field", "value", "element"]
KINDS: dict[Kind, Both] = {
    "group": Both("一组事实", "a group of facts"), "definition": Both("定义", "a definition"),
    "option": Both("选项", "an option"), "parameter": Both("参数", "a parameter"), "table": Both("名录", "a table"),
    "type": Both("类型", "a type"), "rule": Both("规则", "a rule"), "exception": Both("例外", "an exception"),
    "invariant": Both("保证", "an invariant"), "policy": Both("政策", "a policy"),
    "field": Both("字段", "a field"), "value": Both("枚举值", "an enum value"),
    "element": Both("列表的一项", "an element"),
}


@frozen(kw_only=True)
class UnknownName(Problem):
    """A bare name that nothing declares."""

    code = "BB201"
    title = Both("名称未声明", "name not declared")
    text = Both("「{name}」没有声明。{near}", "“{name}” is not declared.{near}")
    advice = Both("改正写法,或在词汇、定义、选项、参数里声明它;文字要用引号括起。",
                  "correct the spelling, or declare it; free text goes in quotes.")
    name: str
    near: Both = Both("", "")


@frozen(kw_only=True)
class DuplicateName(Problem):
    """Two declarations under one name: either could be meant."""

    code = "BB202"
    title = Both("重名", "name declared twice")
    text = Both("「{name}」已经是{kind}(见另一处),不能再作{again}。",
                "“{name}” is already {kind} (see the other place); it cannot also be {again}.")
    advice = Both("给其中一个改名;中文名和英文别名都不能重复。", "rename one of them; neither name may be shared.")
    name: str
    kind: Both
    again: Both


@frozen(kw_only=True)
class AmbiguousName(Problem):
    """A name that could mean two things where it stands."""

    code = "BB203"
    title = Both("名称有两种意思", "name with two meanings")
    text = Both("「{name}」在这里既可以是{first},也可以是{second}。", "“{name}” could be {first} or {second} here.")
    advice = Both("给声明的一方改名,使它只有一种意思。", "rename what you declared so that only one is meant.")
    name: str
    first: Both
    second: Both


@frozen
class Entry:
    """What a name stands for; ``target`` is the declared thing, where the pass that uses it needs it."""

    kind: Kind
    name: Both
    span: Span
    type: Type = ANY
    target: Any = field(default=None, eq=False, repr=False)


@define
class Table:
    """One space of names. Lookup is one dictionary access."""

    by_word: dict[str, Entry] = Factory(dict)

    def add(self, entry: Entry, problems: list[Problem]) -> bool:
        """Declare under both names; False (and a problem) where a name is taken. The first stands."""
        for word in dict.fromkeys(entry.name):
            other = self.by_word.get(word)
            if other is not None:
                problems.append(DuplicateName(
                    span=entry.span, name=word, kind=KINDS[other.kind], again=KINDS[entry.kind],
                    related=(Related(other.span, Both("先在这里声明", "first declared here")),)))
                return False
        for word in entry.name:
            self.by_word[word] = entry
        return True

    def get(self, word: str) -> Entry | None:
        """What the word stands for."""
        return self.by_word.get(word)

    def put(self, entry: Entry) -> None:
        """Replace what the names of ``entry`` stand for, once more is known about it."""
        for word in entry.name:
            self.by_word[word] = entry


@define
class Names:
    """All spaces of names of a set."""

    values: Table = Factory(Table)  # groups, definitions, options, parameters, tables: what expressions may name
    types: Table = Factory(Table)
    rules: Table = Factory(Table)  # rules and exceptions
    inner: Table = Factory(Table)  # exceptions written inside rules; several rules may have one of the same name
    policies: Table = Factory(Table)
    invariants: Table = Factory(Table)


def did_you_mean(word: str | None) -> Both:
    """The question that offers ``word``; empty for None."""
    return Both("", "") if word is None else Both(f"是不是「{word}」?", f" Did you mean “{word}”?")


def spelling(name: str, lang: Lang) -> str:
    """A single name as it must be written in an expression: quoted where it is spelt like a keyword."""
    if name in KEYWORD_OF[lang] or not name.isidentifier():
        return f"「{name}」" if lang == "zh" else f"`{name}`"
    return name


def respelling(span: Span, near: str | None, lang: Lang) -> tuple[Fix, ...]:
    """The repair that writes the near name, if there is one."""
    if near is None:
        return ()
    by = near if "." in near else spelling(near, lang)
    return (Fix(Both(f"改作「{by}」", f"change to “{by}”"), span, by),)


def unknown_name(word: str, span: Span, candidates: Iterable[str], lang: Lang, checking: Checking) -> UnknownName:
    """The problem of a name nobody declared, with the nearest that somebody did."""
    near = checking.nearest(word, candidates)
    return UnknownName(span=span, name=word, near=did_you_mean(near), fixes=respelling(span, near, lang))
