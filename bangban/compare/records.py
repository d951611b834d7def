"""Past actions as they were recorded: a folder of JSON, a JSON list, JSONL, or CSV with dotted columns."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from attrs import frozen

from bangban.paths import MissingFile, UnreadableFile, why_unreadable
from bangban.policy.types import (
    BoolType,
    EnumType,
    ListType,
    ManyType,
    NumberType,
    RecordType,
    SetType,
    Type,
)
from bangban.problems import PolicyError, Problem
from bangban.words import Both

ENDINGS = (".json", ".jsonl", ".ndjson", ".csv")
MAX_BYTES = 200_000_000
_BOOLS = {"是": True, "yes": True, "true": True, "1": True, "否": False, "no": False, "false": False, "0": False}
_ABSENT = frozenset({"无此项", "null", "NULL"})


@frozen(kw_only=True)
class RecordsUnreadable(Problem):
    """A file of records that cannot be read as one."""

    code = "BB527"
    title = Both("读不了记录", "records cannot be read")
    text = Both("读不了「{written}」:{why}。", "“{written}” cannot be read: {why}.")
    advice = Both("记录是 JSON(对象或列表)、JSONL(每行一个对象)或 CSV(列名写成 服务.方式)。",
                  "records are JSON (objects or a list), JSONL (an object a line) or CSV (columns such as "
                  "service.mode).")
    written: str
    why: Both


@frozen
class Record:
    """One past action: what it is called in the output, and its facts as written."""

    label: str
    facts: Any


def read_records(path: str, vocabulary: RecordType) -> Iterator[Record]:
    """Every record under a path. Raises :class:`PolicyError` at the first file that cannot be read."""
    given = Path(path)
    if not given.exists():
        raise PolicyError([MissingFile(written=path)])
    files = sorted(p for p in given.rglob("*") if p.suffix.lower() in ENDINGS and p.is_file() and not any(
        part.startswith(".") for part in p.relative_to(given).parts)) if given.is_dir() else [given]
    if not files:
        raise PolicyError([RecordsUnreadable(written=path, why=Both("里面没有记录", "it holds no records"))])
    for file in files:
        yield from _in_file(file, file.relative_to(given).as_posix() if given.is_dir() else path, vocabulary)


def _in_file(file: Path, shown: str, vocabulary: RecordType) -> Iterator[Record]:
    text = _text(file, shown)
    match file.suffix.lower():
        case ".csv":
            yield from _from_csv(text, shown, vocabulary)
        case ".jsonl" | ".ndjson":
            for number, line in enumerate(text.splitlines(), 1):
                if line.strip():
                    yield Record(f"{shown}:{number}", _json(line, f"{shown}:{number}", one_line=True))
        case _:
            data = _json(text, shown)
            if isinstance(data, list):
                yield from (Record(f"{shown} [{i}]", facts) for i, facts in enumerate(data, 1))
            else:
                yield Record(shown, data)


def _text(file: Path, shown: str) -> str:
    try:
        if file.stat().st_size > MAX_BYTES:
            raise PolicyError([RecordsUnreadable(written=shown, why=Both(
                f"超过 {MAX_BYTES} 字节", f"it has more than {MAX_BYTES} bytes"))])
        return file.read_bytes().decode("utf-8").removeprefix("\ufeff")
    except OSError as error:
        raise PolicyError([UnreadableFile(written=shown, why=why_unreadable(error))]) from None
    except UnicodeDecodeError as error:
        raise PolicyError([RecordsUnreadable(written=shown, why=_not_utf8(error.object, error.start))]) from None


def _not_utf8(data: bytes, at: int) -> Both:
    from bangban.syntax.read import hex_bytes, likely_encoding

    line, found, encoding = data.count(b"\n", 0, at) + 1, hex_bytes(data[at:at + 4]), likely_encoding(data)
    return Both(f"不是 UTF-8 编码,第 {line} 行(第 {at + 1} 个字节)读到 {found},看来是 {encoding};"
                "请另存为 UTF-8,Excel 里选「CSV UTF-8」",
                f"it is not UTF-8, line {line} (byte {at + 1}) has {found}, which looks like {encoding}; save it again "
                "as UTF-8, from Excel as “CSV UTF-8”")


def _json(text: str, shown: str, *, one_line: bool = False) -> Any:
    try:
        return json.loads(text, parse_float=Decimal)
    except json.JSONDecodeError as error:
        zh, en = ("", "") if one_line else (f"第 {error.lineno} 行", f"line {error.lineno}, ")
        raise PolicyError([RecordsUnreadable(written=shown, why=Both(
            f"不是 JSON,{zh}第 {error.colno} 列读不懂",
            f"it is not JSON, {en}column {error.colno} cannot be understood"))]) from None
    except (ValueError, RecursionError, InvalidOperation):
        raise PolicyError([RecordsUnreadable(written=shown, why=Both("不是 JSON", "it is not JSON"))]) from None


# ---------------------------------------------------------------- CSV

def _from_csv(text: str, shown: str, vocabulary: RecordType) -> Iterator[Record]:
    try:
        rows = csv.DictReader(io.StringIO(text, newline=""), strict=True)
        for number, row in enumerate(rows, 2):
            yield Record(f"{shown}:{number}", _facts(row, vocabulary))
    except csv.Error as error:
        raise PolicyError([RecordsUnreadable(written=shown, why=Both(
            f"不是 CSV({error})", f"it is not CSV ({error})"))]) from None


def _facts(row: Mapping[str | None, Any], vocabulary: RecordType) -> dict[str, Any]:
    """A row as nested facts. An empty cell is not given; 无此项 or null is known not to exist."""
    facts: dict[str, Any] = {}
    for column, cell in row.items():
        if isinstance(column, str) and isinstance(cell, str) and cell.strip():
            _put(facts, column.strip().split("."), cell.strip(), vocabulary)
    return facts


def _put(facts: dict[str, Any], path: list[str], cell: str, record: RecordType) -> None:
    """Put a cell where its column says: ``费用[1].金额`` is the amount of the first fee."""
    name, _, place = path[0].partition("[")
    field = record.get(name)
    index = int(place[:-1]) - 1 if place.endswith("]") and place[:-1].isdigit() and len(place) < 6 else None
    of = field.type if field is not None else None
    if index is not None and isinstance(of, ListType):
        rows = facts.setdefault(name, [])
        while len(rows) <= index:
            rows.append({})
        if len(path) > 1:
            _put(rows[index], path[1:], cell, of.of)
    elif len(path) > 1:
        inner = facts.setdefault(name, {})
        if isinstance(inner, dict):
            _put(inner, path[1:], cell, of if isinstance(of, RecordType) else RecordType(Both("", ""), ()))
    else:
        facts[name] = _value(cell, of)


def _value(cell: str, type_: Type | None) -> Any:
    if cell in _ABSENT:
        return None
    match type_:
        case BoolType():
            return _BOOLS.get(cell.lower(), cell)
        case NumberType():
            return _number(cell)
        case SetType(of=of) | ManyType(of=of):
            return [_value(part, of) for part in _parts(cell)]
        case ListType():
            return _rows(cell)
        case EnumType():
            return cell
        case _:
            return cell


def _number(cell: str) -> Any:
    try:
        number = Decimal(cell)
    except InvalidOperation:
        return cell
    return int(number) if number.is_finite() and number == number.to_integral_value() and len(cell) < 40 else number


def _parts(cell: str) -> Iterable[str]:
    if cell in ("[]", "空"):
        return ()
    return (part.strip() for part in cell.replace("、", ";").replace("|", ";").split(";") if part.strip())


def _rows(cell: str) -> Any:
    """A list in one cell is JSON; ``[]`` says that there is nothing."""
    try:
        return json.loads(cell, parse_float=Decimal)
    except (ValueError, RecursionError):
        return cell
