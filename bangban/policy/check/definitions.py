"""Definitions: named conditions and values, checked each once, in an order in which everything used comes first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import cast

from attrs import define, evolve, frozen

from bangban.policy.check.aggregates import over as over_list
from bangban.policy.check.context import Checking, Stated, after, names_of
from bangban.policy.check.expressions import Expressions
from bangban.policy.check.guards import NONE, Checked, unmet
from bangban.policy.check.names import Entry
from bangban.policy.check.scope import Bound, DefinitionFacts, Env
from bangban.policy.check.statements import Sorted
from bangban.policy.model import Definition
from bangban.policy.terms import Const, Fact
from bangban.policy.types import ANY, BoolType, Type
from bangban.problems import Problem
from bangban.syntax import tree
from bangban.words import Both

MAX_DEPTH = 50  # real policies stand three or four deep
_SHOWN = 12  # names of a ring that a message shows
_NESTED = 50  # definitions checked while checking another: only within a ring of names that may be no real cycle


@frozen(kw_only=True)
class CyclicDefinition(Problem):
    """Definitions that use each other in a ring."""

    code = "BB280"
    title = Both("定义绕成了圈", "definitions in a ring")
    text = Both("定义绕成了圈:{chain}。", "these definitions form a ring: {chain}.")
    advice = Both("让其中一个直接说事实,不再引用别的定义。", "let one of them speak of facts instead of definitions.")
    chain: str


@frozen(kw_only=True)
class DefinedTooDeep(Problem):
    """Definitions upon definitions beyond what a person can follow, and an engine should have to."""

    code = "BB289"
    title = Both("定义叠得太深", "definitions upon definitions")
    text = Both("定义「{name}」叠在 {limit} 层定义之上。",
                "the definition “{name}” stands on {limit} levels of others.")
    advice = Both("让它直接说事实,不要层层转引。", "let it speak of facts directly.")
    name: Both
    limit: int = MAX_DEPTH


@frozen(kw_only=True)
class EmptyDefinition(Problem):
    """A definition without its 为."""

    code = "BB281"
    title = Both("定义没有内容", "definition without content")
    text = Both("定义「{name}」没有写「为」。", "the definition “{name}” has no “as” clause.")
    advice = Both("写「为 条件或值」。", "write “as” and a condition or value.")
    name: Both


@define
class _Open:
    """A definition while it waits for its turn."""

    stated: Stated
    entry: Entry
    body: tree.Expr
    over: tree.Path | None
    state: str = "waiting"
    facts: DefinitionFacts | None = None
    result: Definition | None = None


class Definitions(Expressions):
    """Checks the definitions; as an expression checker it is also what every later pass uses."""

    def __init__(self, checking: Checking) -> None:
        super().__init__(checking)
        self.open: dict[str, _Open] = {}
        self.stack: list[_Open] = []

    def declare(self, sorted_: Sorted) -> None:
        """All names first, so that order never matters."""
        for stated in sorted_["DEFINE"]:
            label = stated.label
            if label is None:
                continue
            name = names_of(label)
            entry = Entry("definition", name, label.span)
            self.checking.resolved(label.span, (name,))
            clause = stated.one("AS")
            if clause is None:
                self.checking.report(EmptyDefinition(span=label.span, name=name))
            if self.checking.names.values.add(entry, self.checking.problems) and clause is not None and clause.items:
                over = after(stated.statement.head, "OVER")
                self.open[name.zh] = _Open(stated, entry, cast(tree.Expr, clause.items[0]),
                                           over if isinstance(over, tree.Path) else None)

    def check_all(self) -> dict[str, Definition]:
        """Every definition, by canonical name."""
        uses = self._uses()
        depth: dict[str, int] = {}
        for key in depth_first(uses):
            depth[key] = 1 + max((depth.get(u, 0) for u in uses[key]), default=0)
            if depth[key] == MAX_DEPTH + 1:
                self.checking.report(DefinedTooDeep(span=self.open[key].entry.span, name=self.open[key].entry.name))
            self._check(self.open[key])
        return {key: o.result for key, o in sorted(self.open.items()) if o.result is not None}

    def definition(self, entry: Entry) -> DefinitionFacts | None:
        """The definition behind a name; checked now if its turn has not come."""
        found = self.open.get(entry.name.zh)
        if found is None:
            return None
        if found.state == "waiting" and len(self.stack) < _NESTED:
            lang = self.lang
            self._check(found)
            self.lang = lang
        elif found.state in ("open", "waiting"):
            self._cycle(found)
        return found.facts

    def _cycle(self, found: _Open) -> None:
        ring = self.stack[self.stack.index(found):] if found in self.stack else self.stack
        if any(o.state == "cyclic" for o in ring):
            return
        for o in ring:
            o.state = "cyclic"
        names = [o.entry.name.zh for o in ring]
        at = names.index(min(names))
        shown = [*names[at:], *names[:at], names[at]]
        if len(shown) > _SHOWN:
            shown = [*shown[:_SHOWN], "…", names[at]]
        self.checking.report(CyclicDefinition(span=ring[at].entry.span, chain=" → ".join(shown)))

    def _check(self, opened: _Open) -> None:
        if opened.state != "waiting":
            return
        opened.state = "open"
        self.stack.append(opened)
        self.lang = opened.stated.lang
        env: Env = ()
        scope: str | None = None
        element: Type | None = None
        over: Fact | None = None
        if opened.over is not None:
            found = over_list(self, opened.over, ())
            element = ANY
            if found is not None:
                over, element, scope = cast(Fact, found[0].term), found[1], "#"
            env = (Bound("#", element),)
        checked = self._settled(self.single(opened.body, env, None))
        if over is None and element is not None:
            checked = Checked(Const(None, ANY))
        type_ = checked.term.type
        if opened.state != "cyclic":
            opened.facts = DefinitionFacts(opened.entry.name, checked, type_, scope, element,
                                           over.name if over else Both("", ""))
            opened.result = Definition(opened.entry.name, checked.term, scope, over, span=opened.stated.span)
            self.checking.names.values.put(evolve(opened.entry, type=type_))
            opened.state = "done"
        self.stack.pop()

    def _settled(self, checked: Checked) -> Checked:
        """A condition answers for its own guards; a value leaves them to whoever reads it."""
        if isinstance(checked.term.type, BoolType):
            for problem in unmet(checked.needs, NONE, self.lang):
                self.checking.report(problem)
            return Checked(checked.term, checked.absent, (), checked.yes, checked.no)
        absent = dict.fromkeys([*checked.absent, *(n.maybe for n in checked.needs)])
        return Checked(checked.term, tuple(absent))

    # ------------------------------------------------------------ order

    def _uses(self) -> dict[str, list[str]]:
        """The definitions that the words of each might name: at least those that they do name."""
        words = {w: o.entry.name.zh for o in self.open.values() for w in o.entry.name}
        return {key: [words[n] for n in _heads(o.body) if n in words] for key, o in self.open.items()}


def depth_first(uses: Mapping[str, list[str]]) -> list[str]:
    """The keys so that what each uses stands before it, as far as there are no rings."""
    order: list[str] = []
    seen: set[str] = set()
    for start in sorted(uses):
        if start in seen:
            continue
        seen.add(start)
        walk = [(start, iter(uses[start]))]
        while walk:
            key, rest = walk[-1]
            following = next((u for u in rest if u not in seen), None)
            if following is None:
                order.append(key)
                walk.pop()
            else:
                seen.add(following)
                walk.append((following, iter(uses[following])))
    return order


def _heads(node: object) -> Iterator[str]:
    """The first part of every path in an expression."""
    waiting = [node]
    while waiting:
        here = waiting.pop()
        match here:
            case tree.Path(parts=parts):
                yield cast(str, parts[0])
            case tree.Junction(operands=items) | tree.ListOf(items=items):
                waiting.extend(items)
            case tree.Compare(left=left, right=right) | tree.Arith(left=left, right=right):
                waiting += [left, right]
            case tree.Not(operand=operand) | tree.Negative(operand=operand):
                waiting.append(operand)
            case tree.Between(operand=operand, low=low, high=high):
                waiting += [operand, low, high]
            case tree.Quantified(path=path, body=body) | tree.Aggregate(path=path, body=body):
                waiting += [path, body]
            case tree.Lookup(key=key):
                waiting.append(key)
            case _:
                pass

