"""The settings of a run: which rules speak, how grave they are, where they are silent. From TOML, faults told."""

from __future__ import annotations

import difflib
import fnmatch
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Literal, cast

from attrs import Factory, evolve, frozen

from bangban.problems import Problem, Severity
from bangban.source import NOWHERE, Source, Span
from bangban.words import Both

Grade = Literal["error", "warning", "info", "off"]
_GRADES: tuple[Grade, ...] = ("error", "warning", "info", "off")
_KEYS = ("severity", "ignore", "per-file-ignores", "limits")
_LARGEST = 1_000_000  # bytes of a settings file


@frozen
class Settings:
    """``severity`` and ``limits`` by code; ``ignore``: codes or their beginnings; ``per_file``: those for a pattern."""

    severity: Mapping[str, Grade] = Factory(dict)
    ignore: tuple[str, ...] = ()
    per_file: Mapping[str, tuple[str, ...]] = Factory(dict)
    limits: Mapping[str, int] = Factory(dict)
    select: tuple[str, ...] = ()

    def silent(self, code: str, file: str) -> bool:
        """Whether a rule says nothing about a file."""
        if self.select and not _begins(code, self.select):
            return True
        chosen = code in self.select
        if not chosen and (self.severity.get(code) == "off" or _begins(code, self.ignore)):
            return True
        return any(_begins(code, codes) and fnmatch.fnmatchcase(file, pattern)
                   for pattern, codes in self.per_file.items())

    def grade(self, code: str) -> Severity | None:
        """The severity set for a rule; None leaves its own."""
        grade = self.severity.get(code)
        return None if grade in (None, "off") else cast(Severity, grade)


def _begins(code: str, chosen: Iterable[str]) -> bool:
    return any(code.startswith(c) for c in chosen)


@frozen(kw_only=True)
class UnknownCode(Problem):
    """A code no lint rule has."""

    code = "BB390"
    title = Both("没有这条写法建议", "no such lint rule")
    text = Both("没有编号为「{written}」的写法建议。{near}", "no lint rule has the code “{written}”.{near}")
    advice = Both("编号见 docs/reference/lint;也可以只写编号的开头,如 BB36。",
                  "the codes stand in docs/reference/lint; the beginning of a code, such as BB36, will do too.")
    written: str
    near: Both = Both("", "")


@frozen(kw_only=True)
class WrongSettings(Problem):
    """Settings that cannot be read or do not mean anything."""

    code = "BB391"
    title = Both("写法建议的设置不对", "lint settings not well formed")
    text = Both("{why}", "{why}")
    advice = Both("可以写的有 severity、ignore、per-file-ignores、limits,见 docs/reference/lint。",
                  "there are severity, ignore, per-file-ignores and limits; see docs/reference/lint.")
    why: Both


def known(code: str, codes: Iterable[str]) -> bool:
    """Whether a code, or the beginning of one, names any rule."""
    return len(code) > 2 and any(c.startswith(code) for c in codes)


def near(code: str, codes: Iterable[str]) -> Both:
    """Did you mean …?"""
    like = difflib.get_close_matches(code.upper(), list(codes), 1, 0.7)
    return Both(f"是要写 {like[0]} 吗?", f" Did you mean {like[0]}?") if like else Both("", "")


def read_settings(root: Path, codes: Iterable[str]) -> tuple[Settings, list[Problem]]:
    """From ``[tool.bangban.lint]`` of the nearest ``pyproject.toml`` and ``[lint]`` of the root's ``bangban.toml``.

    What ``bangban.toml`` says goes before what ``pyproject.toml`` says, key by key.
    """
    codes = tuple(codes)
    problems: list[Problem] = []
    settings = Settings()
    project = next((p for f in (root, *root.parents) if (p := f / "pyproject.toml").is_file()), None)
    for path, keys in ((project, ("tool", "bangban", "lint")), (root / "bangban.toml", ("lint",))):
        if path is not None and path.is_file():
            name = path.relative_to(root).as_posix() if path.is_relative_to(root) else path.as_posix()
            text, found = _table(path, name, keys, problems)
            settings = _Reading(Source(name, text), codes, problems).over(settings, found)
    return settings, problems


def _table(path: Path, name: str, keys: tuple[str, ...], problems: list[Problem]) -> tuple[str, Any]:
    """The text of a settings file and what stands under ``keys`` in it."""
    try:
        with path.open("rb") as stream:
            text = stream.read(_LARGEST).decode("utf-8")
        found: Any = tomllib.loads(text)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        problems.append(WrongSettings(span=Span(Source(name), 0, 0), why=Both(
            f"读不了 {name}:{error}", f"{name} cannot be read: {error}")))
        return "", {}
    for key in keys:
        found = found.get(key, {}) if isinstance(found, dict) else {}
    return text, found


@frozen
class _Reading:
    """One settings file while it is read. A fault is placed at the word in the text, as well as TOML allows."""

    source: Source
    codes: tuple[str, ...]
    problems: list[Problem]

    def place(self, word: str) -> Span:
        at = self.source.text.find(word)
        return Span(self.source, at, at + len(word)) if at != -1 else Span(self.source, 0, 0)

    def wrong(self, word: str, zh: str, en: str) -> None:
        self.problems.append(WrongSettings(span=self.place(word), why=Both(zh, en)))

    def over(self, settings: Settings, found: Any) -> Settings:
        if not isinstance(found, dict):
            self.wrong("lint", "lint 要写成一张表。", "lint has to be a table.")
            return settings
        for key in found:
            if key not in _KEYS:
                like = difflib.get_close_matches(key, _KEYS, 1, 0.5)
                hint = Both(f"是要写 {like[0]} 吗?", f" Did you mean {like[0]}?") if like else Both("", "")
                self.wrong(key, f"没有「{key}」这一项。{hint.zh}", f"there is no “{key}”.{hint.en}")
        return evolve(
            settings,
            severity={**settings.severity, **self.severities(found.get("severity", {}))},
            ignore=tuple(self.code_list(found.get("ignore", []), "ignore")) or settings.ignore,
            per_file={**settings.per_file, **self.per_file(found.get("per-file-ignores", {}))},
            limits={**settings.limits, **self.limits(found.get("limits", {}))})

    def code_list(self, listed: Any, key: str) -> list[str]:
        if not isinstance(listed, list) or not all(isinstance(c, str) for c in listed):
            self.wrong(key, f"{key} 要写成编号的列表,如 [\"BB314\"]。",
                       f"{key} has to be a list of codes, such as [\"BB314\"].")
            return []
        return [c for c in listed if self.is_known(c)]

    def is_known(self, code: str) -> bool:
        if known(code, self.codes):
            return True
        self.problems.append(UnknownCode(span=self.place(code), written=code, near=near(code, self.codes)))
        return False

    def severities(self, found: Any) -> dict[str, Grade]:
        if not isinstance(found, dict):
            self.wrong("severity", "severity 要写成一张表。", "severity has to be a table.")
            return {}
        kept: dict[str, Grade] = {}
        for code, grade in found.items():
            if grade not in _GRADES:
                self.wrong(str(grade), f"{code} 的轻重只能是 {'、'.join(_GRADES)}。",
                           f"the severity of {code} is one of {', '.join(_GRADES)}.")
            elif self.is_known(code):
                kept.update({c: grade for c in self.codes if c.startswith(code)})
        return kept

    def per_file(self, found: Any) -> dict[str, tuple[str, ...]]:
        if not isinstance(found, dict):
            self.wrong("per-file-ignores", "per-file-ignores 要写成一张表。", "per-file-ignores has to be a table.")
            return {}
        return {pattern: tuple(self.code_list(listed, pattern)) for pattern, listed in found.items()}

    def limits(self, found: Any) -> dict[str, int]:
        if not isinstance(found, dict):
            self.wrong("limits", "limits 要写成一张表。", "limits has to be a table.")
            return {}
        kept = {}
        for code, number in found.items():
            if not isinstance(number, int) or isinstance(number, bool) or number < 1:
                self.wrong(code, f"{code} 的上限要写成正整数。", f"the limit of {code} is a whole number above 0.")
            elif self.is_known(code):
                kept[code] = number
        return kept


def from_flags(settings: Settings, select: Iterable[str], ignore: Iterable[str],
               codes: Iterable[str]) -> tuple[Settings, list[Problem]]:
    """The settings with what the command line chooses: ``--select`` only these, ``--ignore`` not these."""
    codes = tuple(codes)
    chosen, left_out = _split(select), _split(ignore)
    problems: list[Problem] = [UnknownCode(span=NOWHERE, written=c, near=near(c, codes))
                               for c in (*chosen, *left_out) if not known(c, codes)]
    return evolve(settings, select=chosen, ignore=(*settings.ignore, *left_out)), problems


def _split(given: Iterable[str]) -> tuple[str, ...]:
    return tuple(c.strip() for text in given for c in text.split(",") if c.strip())
