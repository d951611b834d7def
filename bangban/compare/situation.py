"""By which facts changes are sorted: unless others are asked for, the enum facts that most conditions 当 speak of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

import attrs
from attrs import frozen

from bangban.policy import terms as t
from bangban.policy.model import Model
from bangban.policy.types import BoolType, EnumType, Field, RecordType
from bangban.problems import PolicyError, Problem
from bangban.words import Both

Path = tuple[str, ...]
DEFAULT = 2


@frozen(kw_only=True)
class NotSortable(Problem):
    """A fact that changes cannot be sorted by."""

    code = "BB522"
    title = Both("不能按这个事实分列", "cannot sort by this fact")
    text = Both("「{fact}」{why},不能按它分列。", "“{fact}” {why}; changes cannot be sorted by it.")
    advice = Both("写一个列表之外的枚举或是非事实,如 服务.方式。",
                  "name an enum or yes-or-no fact outside lists, such as service.mode.")
    fact: str
    why: Both


def usual_facts(old: Model, new: Model) -> tuple[Path, ...]:
    """The closed enum facts that most rules of the two speak of in 当; of equal ones the first declared."""
    seen: Counter[Path] = Counter()
    for rule in (*old.rules, *new.rules):
        if rule.when is not None:
            seen.update({f.path for f in _facts(rule.when) if f.scope is None and isinstance(
                f.type, EnumType) and not f.type.open and _always_there(new.vocabulary, f.path)})
    declared = {path: i for i, path in enumerate(_paths(new.vocabulary))}
    most = sorted(seen, key=lambda path: (-seen[path], declared.get(path, len(declared))))
    return tuple(most[:DEFAULT])


def named_facts(model: Model, names: Iterable[str]) -> tuple[Path, ...]:
    """The facts asked for, by their paths in either language. Raises :class:`PolicyError`."""
    found: list[Path] = []
    problems: list[Problem] = []
    for name in names:
        path, field = _find(model.vocabulary, name)
        if field is None:
            problems.append(NotSortable(fact=name, why=Both("词汇里没有", "is not in the vocabulary")))
        elif not _sortable(field):
            problems.append(NotSortable(fact=name, why=Both("不是枚举或是非", "is neither an enum nor yes or no")))
        elif path not in found:
            found.append(path)
    if problems:
        raise PolicyError(problems)
    return tuple(found)


def _sortable(field: Field) -> bool:
    return isinstance(field.type, BoolType) or (isinstance(field.type, EnumType) and not field.type.open)


def _find(vocabulary: RecordType, name: str) -> tuple[Path, Field | None]:
    here: RecordType | None = vocabulary
    field: Field | None = None
    path: Path = ()
    for part in name.split("."):
        field = here.get(part) if here is not None else None
        if field is None:
            return (), None
        path = (*path, field.name.zh)
        here = field.type if isinstance(field.type, RecordType) else None
    return path, field


def _always_there(vocabulary: RecordType, path: Path) -> bool:
    field = _find(vocabulary, ".".join(path))[1]
    return field is not None and not field.may_be_absent


def _paths(record: RecordType, above: Path = ()) -> Iterator[Path]:
    for field in record.fields:
        yield (*above, field.name.zh)
        if isinstance(field.type, RecordType):
            yield from _paths(field.type, (*above, field.name.zh))


def _facts(term: t.Term) -> Iterator[t.Fact]:
    """The facts a condition names itself."""
    waiting: list[t.Term] = [term]
    while waiting:
        here = waiting.pop()
        if isinstance(here, t.Fact):
            yield here
        for attribute in attrs.fields(type(here)):
            value = getattr(here, attribute.name)
            waiting += [v for v in (value if isinstance(value, tuple) else (value,)) if isinstance(v, t.Term)]
