"""The set as a lint rule sees it: conditions with what they belong to, messages, names used, what was typed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Literal

from attrs import frozen

from bangban.files import FileSet
from bangban.lint.settings import Settings
from bangban.lint.walk import NOTHING, Bound, Part, Path, field_at, full_path, may_be_absent, parts
from bangban.policy import model as m
from bangban.policy import terms as t
from bangban.policy.types import Field
from bangban.problems import Fix
from bangban.source import Source, Span
from bangban.syntax import tree
from bangban.words import Both, Lang, is_chinese

Role = Literal["when", "require", "unless", "define", "invariant", "scope"]
Owner = m.Rule | m.ExceptionRule | m.Definition | m.Invariant | m.PolicyHead


@frozen
class Condition:
    """A condition, what part of what it is, and the element bound in it."""

    term: t.Term
    role: Role
    owner: Owner
    bound: Bound = NOTHING

    def parts(self) -> Iterator[Part]:
        """Everything in it, outermost first."""
        return parts(self.term, self.bound)


@frozen
class Said:
    """A sentence of a rule: the effect's own, or what to do next."""

    message: m.Message
    rule: m.Rule
    role: Literal["effect", "next"]
    bound: Bound

    @property
    def words(self) -> str:
        """The sentence without its blanks."""
        return "".join(p for p in self.message.parts if isinstance(p, str))


@frozen
class Named:
    """A declared name: both its forms, what it is a name of, where."""

    name: Both
    kind: Both
    span: Span


@frozen(slots=False, eq=False)
class View:
    """A checked set with its files, and the settings of this run."""

    model: m.Model
    fileset: FileSet
    settings: Settings

    # ------------------------------------------------------------ what there is

    @cached_property
    def exceptions(self) -> tuple[tuple[m.ExceptionRule, m.Rule, m.ExceptionRule | None], ...]:
        """Every exception with the rule it stands under and the exception it defeats, if it defeats one."""
        found: list[tuple[m.ExceptionRule, m.Rule, m.ExceptionRule | None]] = []

        def take(listed: tuple[m.ExceptionRule, ...], rule: m.Rule, of: m.ExceptionRule | None) -> None:
            for exception in listed:
                found.append((exception, rule, of))
                take(exception.exceptions, rule, exception)

        for rule in self.model.rules:
            take(rule.exceptions, rule, None)
        return tuple(found)

    @cached_property
    def conditions(self) -> tuple[Condition, ...]:
        """Every condition of the set."""
        model = self.model
        found: list[Condition] = []
        for rule in model.rules:
            if rule.when is not None:
                found.append(Condition(rule.when, "when", rule, bound_in(rule)))
            if isinstance(rule.effect, m.Require):
                found.append(Condition(rule.effect.condition, "require", rule, bound_in(rule)))
        for exception, rule, _ in self.exceptions:
            if exception.condition is not None:
                found.append(Condition(exception.condition, "unless", exception, bound_in(rule)))
        for definition in model.definitions.values():
            bound = {definition.scope: definition.over.path} if definition.scope and definition.over else NOTHING
            found.append(Condition(definition.body, "define", definition, bound))
        for invariant in model.invariants:
            if invariant.condition is not None:
                found.append(Condition(invariant.condition, "invariant", invariant))
        found += [Condition(h.scope, "scope", h) for h in model.heads.values() if h.scope is not None]
        return tuple(found)

    @cached_property
    def parts(self) -> tuple[tuple[Part, Condition], ...]:
        """Every part of every condition."""
        return tuple((part, condition) for condition in self.conditions for part in condition.parts())

    @cached_property
    def messages(self) -> tuple[Said, ...]:
        """Every sentence of every rule."""
        found = []
        for rule in self.model.rules:
            message = rule.effect.message
            if message is not None:
                found.append(Said(message, rule, "effect", bound_in(rule)))
            if rule.next_step is not None:
                found.append(Said(rule.next_step, rule, "next", bound_in(rule)))
        return tuple(found)

    @cached_property
    def all_parts(self) -> tuple[Part, ...]:
        """Every term in the set: conditions, amounts, deadlines, blanks, lists spoken of."""
        found = [part for part, _ in self.parts]
        for rule in self.model.rules:
            bound = bound_in(rule)
            if rule.each is not None:
                found += parts(rule.each.over)
            for term in (getattr(rule.effect, "due", None), getattr(rule.effect, "amount", None)):
                if term is not None:
                    found += parts(term, bound)
        found += [p for d in self.model.definitions.values() if d.over is not None for p in parts(d.over)]
        for said in self.messages:
            for blank in said.message.parts:
                if not isinstance(blank, str | m.MissingItems):
                    found += parts(blank, said.bound)
        return tuple(found)

    @cached_property
    def facts_read(self) -> frozenset[Path]:
        """The full path of every fact that anything reads."""
        return frozenset(full_path(p.term, p.bound) for p in self.all_parts if isinstance(p.term, t.Fact))

    @cached_property
    def used(self) -> frozenset[tuple[str, str]]:
        """What is used, as ``("define", key)``, ``("option", key)``, ``("parameter", key)``, ``("table", key)``."""
        found = set()
        for part in self.all_parts:
            match part.term:
                case t.Defined(key=key):
                    found.add(("define", key))
                case t.OptionValue(name=name):
                    found.add(("option", name.zh))
                case t.Parameter(key=key):
                    found.add(("parameter", key))
                case t.InTable(table=table) | t.Lookup(table=table):
                    found.add(("table", table))
                case _:
                    pass
        return frozenset(found)

    # ------------------------------------------------------------ asking about facts

    def field(self, fact: t.Fact, bound: Bound) -> Field | None:
        """The field a fact is."""
        return field_at(full_path(fact, bound), self.model.vocabulary)

    def always_there(self, term: t.Term, bound: Bound) -> bool:
        """Whether a term can never be absent, as far as the vocabulary says."""
        return not any(isinstance(p.term, t.Fact) and may_be_absent(full_path(p.term, p.bound), self.model.vocabulary)
                       for p in parts(term, bound)) and not any(
                           isinstance(p.term, t.Lookup) for p in parts(term, bound))

    # ------------------------------------------------------------ asking about the text

    def statements(self, *keywords: str) -> Iterator[tuple[Source, tree.Statement]]:
        """The declarations of these kinds in the files of the set."""
        for file in self.fileset.files:
            for statement in file.file.statements:
                if statement.keyword in keywords:
                    yield file.source, statement

    @cached_property
    def langs(self) -> Mapping[str, Lang]:
        """The language of each file."""
        return {f.source.name: f.file.lang for f in self.fileset.files}

    def say(self, span: Span, both: Both) -> str:
        """A word of the language in that of the file a span lies in."""
        return both.say(self.langs.get(span.source.name, "zh"))

    @cached_property
    def names(self) -> tuple[Named, ...]:
        """Every name declared, in the order of the files."""
        found = []
        for _, statement in self.statements(*_KINDS):
            kind = _KINDS[statement.keyword]
            found += [_named(item, kind) for item in statement.head if isinstance(item, tree.Label)]
            for clause in statement.clauses:
                if clause.keyword in ("FIELD", "COLUMN", "UNLESS"):
                    found += [_named(i, _CLAUSES[clause.keyword]) for i in clause.items if isinstance(i, tree.Label)]
            typed = (*statement.head, *(i for c in statement.clauses for i in c.items))
            for item in typed:
                if isinstance(item, tree.TypeRef):
                    found += [_named(v, Both("枚举值", "enum value")) for v in item.values or ()]
        return tuple(found)


_KINDS = {
    "POLICY": Both("政策", "policy"), "VOCABULARY": Both("词汇", "vocabulary"), "TYPE": Both("类型", "type"),
    "RECORD": Both("记录", "record"), "LIST": Both("列表", "list"), "OPTION": Both("选项", "option"),
    "PARAMETER": Both("参数", "parameter"), "TABLE": Both("名录", "table"), "DEFINE": Both("定义", "definition"),
    "RULE": Both("规则", "rule"), "EXCEPTION": Both("例外", "exception"), "INVARIANT": Both("保证", "invariant")}
_CLAUSES = {"FIELD": Both("字段", "field"), "COLUMN": Both("列", "column"), "UNLESS": Both("例外", "exception")}


def _named(label: tree.Label, kind: Both) -> Named:
    if label.alias is None:
        return Named(Both(label.name, label.name), kind, label.span)
    zh_first = is_chinese(label.name) or not is_chinese(label.alias)
    return Named(Both(label.name, label.alias) if zh_first else Both(label.alias, label.name), kind, label.span)


def bound_in(rule: m.Rule) -> Bound:
    """The element a rule speaks of."""
    return {rule.each.scope: rule.each.over.path} if rule.each is not None else NOTHING


# ---------------------------------------------------------------- repairs


def rewrite(span: Span, text: str) -> tuple[Fix, ...]:
    """The repair that writes ``text`` in place of what stands there; none where the two are the same."""
    if not span.text or span.text == text:
        return ()
    shown = re.sub(r"\s+", " ", text)
    return (Fix(Both(f"改作「{shown}」", f"write “{shown}”"), span, text),)


def drop(before: Span, span: Span) -> tuple[Fix, ...]:
    """The repair that takes out an operand together with the word between it and the operand before it."""
    gap = span.source.text[before.end:span.start]
    if "(" in gap or "（" in gap or span.start < before.end:
        return ()
    return (Fix(Both(f"删去「{span.text}」", f"drop “{span.text}”"), Span(span.source, before.end, span.end), ""),)
