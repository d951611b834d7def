"""Files of facts: one action or a list, JSON or YAML, from disk or standard input; every fault with its place."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Sequence
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from attrs import evolve, frozen

from bangban.policy.types import ListType, RecordType
from bangban.problems import FactPath, PolicyError, Problem
from bangban.source import NOWHERE, Source, Span
from bangban.words import Both

if TYPE_CHECKING:
    from bangban.cli.json_places import Map

MAX_BYTES = 20_000_000
MAX_DEPTH = 64
_STDIN = "-"
_YAML = (".yaml", ".yml")
_LONG = 60  # digits: a longer number is no amount, count or age; the door for facts says so


@frozen
class FactsFile:
    """A file of facts as read. ``actions`` are its data; ``listed``: they stood in a list."""

    source: Source
    actions: tuple[Any, ...]
    listed: bool

    def labels(self) -> Iterator[str]:
        """What each action is called in the output."""
        for i in range(len(self.actions)):
            yield f"{self.source.name} [{i + 1}]" if self.listed else self.source.name

    def placed(self, problems: Sequence[Problem], index: int, vocabulary: RecordType) -> list[Problem]:
        """Problems of one action, with their places in this file; keys may stand there in either language."""
        from bangban.policy.facts_problems import UnknownFact

        places = _places(self.source)
        above: FactPath = (index,) if self.listed else ()
        placed = []
        for problem in problems:
            written = _as_written(above, problem.path, vocabulary, places)
            key = places.keys.get(written) if isinstance(problem, UnknownFact) else None
            span = key or _nearest(written, places) or problem.span
            placed.append(evolve(problem, path=(*above, *problem.path), span=span))
        return sorted(placed, key=lambda p: p.span.start)


def read_facts_files(names: Sequence[str]) -> list[FactsFile]:
    """Every file, or a :class:`PolicyError` with what is wrong with any of them."""
    files: list[FactsFile] = []
    problems: list[Problem] = []
    for name in names:
        read = _read(name)
        if isinstance(read, FactsFile):
            files.append(read)
        else:
            problems += read
    if problems:
        raise PolicyError(problems)
    return files


def _read(name: str) -> FactsFile | list[Problem]:
    shown = "<stdin>" if name == _STDIN else name
    text = _text(name, shown)
    if isinstance(text, Problem):
        return [text]
    source = Source(shown, text)
    data, problems = (_from_yaml if name.lower().endswith(_YAML) else _from_json)(source)
    if problems:
        return problems
    actions, listed = (tuple(data), True) if isinstance(data, list) else ((data,), False)
    wrong = [i for i, action in enumerate(actions) if not isinstance(action, dict)]
    if wrong:
        from bangban.cli.facts_problems import FactsShape

        places = _places(source)
        return [FactsShape(span=_nearest((i,) if listed else (), places) or NOWHERE, path=(i,) if listed else (),
                           found=_kind(actions[i])) for i in wrong[:100]]
    return FactsFile(source, actions, listed)


def _text(name: str, shown: str) -> str | Problem:
    if "\0" in name:
        return _unreadable(shown.replace("\0", "␀"), Both("路径里有空字符", "the path holds a NUL"))
    try:
        if name == _STDIN:
            data = sys.stdin.buffer.read(MAX_BYTES + 1)
        elif os.path.isdir(name):
            return _unreadable(shown, Both("它是目录", "it is a folder"))
        else:
            with open(name, "rb") as stream:
                data = stream.read(MAX_BYTES + 1)
    except FileNotFoundError:
        return _unreadable(shown, Both("没有这个文件", "there is no such file"))
    except OSError as error:
        from bangban.paths import why_unreadable

        return _unreadable(shown, why_unreadable(error))
    if len(data) > MAX_BYTES:
        from bangban.cli.facts_problems import FactsTooLarge

        return FactsTooLarge(written=shown, limit=MAX_BYTES)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        from bangban.cli.facts_problems import FactsNotUtf8
        from bangban.syntax.read import hex_bytes, likely_encoding

        return FactsNotUtf8(written=shown, line=data.count(b"\n", 0, error.start) + 1, offset=error.start + 1,
                            found=hex_bytes(data[error.start : error.start + 4]), encoding=likely_encoding(data))


def _unreadable(written: str, why: Both) -> Problem:
    from bangban.cli.facts_problems import FactsUnreadable

    return FactsUnreadable(written=written, why=why)


# ---------------------------------------------------------------- JSON


class _Suspect(Exception):
    """The fast reader met something that has to be shown with its place."""


def _from_json(source: Source) -> tuple[Any, list[Problem]]:
    try:
        data = json.loads(source.text.removeprefix("\ufeff"), object_pairs_hook=_object, parse_constant=_constant,
                          parse_float=_decimal, parse_int=_whole)
        if _depth_within(data, MAX_DEPTH):
            return data, []
    except (ValueError, RecursionError, _Suspect):
        pass
    from bangban.cli.json_places import NotJson, survey

    problems = survey(source).problems
    return None, list(problems) or [NotJson(span=Span(source, 0, 0), why=Both("读不懂", "it cannot be understood"))]


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise _Suspect
    return made


def _constant(_: str) -> Any:
    raise _Suspect


def _whole(digits: str) -> Any:
    return int(digits) if len(digits) <= _LONG else _decimal(digits)


def _decimal(digits: str) -> Any:
    try:
        return Decimal(digits)
    except InvalidOperation:  # an exponent beyond all bounds; as a text it is refused with its path
        return digits


def _depth_within(data: Any, limit: int) -> bool:
    level = [data]
    for _ in range(limit + 1):
        level = [inner for outer in level if isinstance(outer, dict | list)
                 for inner in (outer.values() if isinstance(outer, dict) else outer)]
        if not level:
            return True
    return False


# ---------------------------------------------------------------- YAML


def _from_yaml(source: Source) -> tuple[Any, list[Problem]]:
    from bangban.syntax.yaml_nodes import compose

    composed = compose(source)
    return (None if composed.node is None else composed.node.data()), composed.problems


def _yaml_places(source: Source) -> Map:
    from bangban.cli.json_places import Map
    from bangban.syntax.yaml_nodes import Entries, Items, compose

    found = Map()
    waiting: list[tuple[FactPath, Any]] = [((), compose(source).node)]
    while waiting:
        path, node = waiting.pop()
        if node is None:
            continue
        found.values[path] = Span(source, node.start, node.end)
        if isinstance(node, Items):
            waiting += [((*path, i), item) for i, item in enumerate(node.items)]
        elif isinstance(node, Entries):
            for key, value in node.entries:
                found.keys[*path, key.value] = Span(source, key.start, key.end)
                waiting.append(((*path, key.value), value))
    return found


# ---------------------------------------------------------------- places


def _places(source: Source) -> Map:
    from bangban.cli.json_places import survey

    return _yaml_places(source) if source.name.lower().endswith(_YAML) else survey(source)


def _as_written(above: FactPath, path: FactPath, vocabulary: RecordType, places: Map) -> FactPath:
    """The path with each key in the language it is written in."""
    here: RecordType | None = vocabulary
    written = above
    for part in path:
        field = here.get(part) if here is not None and isinstance(part, str) else None
        if field is not None:
            part = next((name for name in field.name if (*written, name) in places.keys), part)
            of = field.type
            here = of.of if isinstance(of, ListType) else of if isinstance(of, RecordType) else None
        written = (*written, part)
    return written


def _nearest(path: FactPath, places: Map) -> Span | None:
    """The span of the value at a path: of its key where the value is no scalar, else of what holds it."""
    while True:
        span = places.values.get(path)
        if span is not None:
            whole = "\n" in span.text or span.text[:1] in ("{", "[")
            return places.keys.get(path, Span(span.source, span.start, span.start + 1)) if whole else span
        if not path:
            return None
        path = path[:-1]


def _kind(value: Any) -> Both:
    if value is None:
        return Both("空值 null", "null")
    if isinstance(value, bool):
        return Both("是非", "a yes or no")
    if isinstance(value, str):
        return Both("一段文字", "a text")
    if isinstance(value, list):
        return Both("列表中的列表", "a list within a list")
    return Both("一个数", "a number")
