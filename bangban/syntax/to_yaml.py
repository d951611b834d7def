"""The tree as YAML: the spelling :mod:`bangban.syntax.from_yaml` reads back, comments included."""

from __future__ import annotations

import re
from itertools import groupby

from attrs import Factory, define

from bangban.syntax import spell, tree
from bangban.syntax.from_yaml import LABELLED, LABELLED_HEADS, LISTED, TEXT_CLAUSES
from bangban.syntax.keywords import YAML_KEYS
from bangban.syntax.yaml_nodes import Scalar
from bangban.words import Lang

_PRINTABLE = "\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff"
_PLAIN = re.compile(rf"(?![-?:,\[\]{{}}#&*!|>'\"%@` ])(?!.*(?::\s|\s#|[:\s]\Z))[{_PRINTABLE}]+\Z")
_LINE = re.compile(rf"[{_PRINTABLE}]*\Z")
_HIDDEN = re.compile(rf"[^{_PRINTABLE}]")
_SIMPLE = re.compile(r"[^\W\d][\w.]*\Z")
_MAX_KEY = 500  # YAML gives up on keys beyond 1024 characters


def to_yaml(file: tree.File) -> str:
    """The YAML text of a file; ``parse_yaml`` gives the same tree again."""
    writing = _Writing(file.lang)
    if file.statements:
        writing.statement(file.statements[0], "", "")
    if len(file.statements) > 1:
        writing.lines.append(f"{YAML_KEYS['statements'].say(file.lang)}:")
        before, kind = 0, ""
        for i, statement in enumerate(file.statements[1:]):
            start = len(writing.lines)
            writing.statement(statement, "  - ", "    ")
            height = len(writing.lines) - start
            if i and not (before == height == 1 and kind == statement.keyword):
                writing.lines.insert(start, "")
            before, kind = height - len(statement.above), statement.keyword
    writing.comments(file.after, "")
    return "\n".join(writing.lines) + "\n"


def scalar(text: str, as_data: bool = False) -> str:
    """A text as a YAML scalar on one line, quoted only where needed; ``as_data``: where null or 1 would be read."""
    if _PLAIN.match(text) and not (as_data and Scalar(text, "", 0, 0).data() != text):
        return text
    if _LINE.match(text):
        if "'" not in text:
            return f"'{text}'"
        if '"' not in text and "\\" not in text:
            return f'"{text}"'
        if '"' in text:
            doubled = text.replace("'", "''")
            return f"'{doubled}'"
    return '"' + _HIDDEN.sub(_escaped, text.replace("\\", "\\\\").replace('"', '\\"')) + '"'


def _escaped(found: re.Match[str]) -> str:
    code = ord(found.group())
    return "\\n" if code == 10 else f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


Value = str | list[str]  # on the line of its key, or lines below it (indented from 0)


@define
class _Writing:
    """The lines of a file so far."""

    lang: Lang
    lines: list[str] = Factory(list)

    def comments(self, texts: tuple[str, ...], indent: str) -> None:
        self.lines.extend(f"{indent}# {text}".rstrip() for text in texts)

    def behind(self, text: str | None) -> None:
        if text is not None:
            self.lines[-1] += f"  # {text}".rstrip()

    def put(self, opening: str, value: Value) -> None:
        """A key or dash with its value."""
        if isinstance(value, str):
            self.lines.append(f"{opening} {value}".rstrip(" "))
            return
        indent = " " * (len(opening) - len(opening.lstrip(" -")) + 2)
        self.lines.append(opening)
        self.lines.extend(indent + line for line in value)

    def statement(self, statement: tree.Statement, first: str, indent: str) -> None:
        """One statement; ``first`` stands before its keyword, ``indent`` before its clauses."""
        self.comments(statement.above, indent[2:])
        key = f"{first}{spell.word(statement.keyword, self.lang)}:"
        self.put(key, _head(statement, self.lang))
        self.behind(statement.behind)
        segments = _segments(statement.clauses)
        for runs in segments[:1]:
            self.runs(runs, indent, indent)
        if len(segments) > 1:
            self.lines.append(f"{indent}{YAML_KEYS['then'].say(self.lang)}:")
            for runs in segments[1:]:
                self.runs(runs, f"{indent}  - ", f"{indent}    ")

    def runs(self, runs: list[list[tree.Clause]], first: str, indent: str) -> None:
        """The keys of one mapping; under each, clauses of one keyword."""
        for run in runs:
            self.run(run, first, indent)
            first = indent

    def run(self, run: list[tree.Clause], first: str, indent: str) -> None:
        self.comments(run[0].above, indent if first == indent else indent[2:])
        key = f"{first}{spell.word(run[0].keyword, self.lang)}:"
        if len(run) == 1:
            self.put(key, _value(run[0], self.lang))
            self.behind(run[0].behind)
            return
        self.lines.append(key)
        labelled = run[0].keyword in LABELLED and _all_differ([_label(c, self.lang) for c in run])
        for i, clause in enumerate(run):
            if i:
                self.comments(clause.above, f"{indent}  ")
            value = _value(clause, self.lang)
            if isinstance(value, str) and clause.keyword in LISTED and not value.startswith("["):
                value = [f"- {value}"]  # a list of texts alone would be one clause
            if labelled:
                self.lines.extend(f"{indent}  {line}" for line in value)
            elif isinstance(value, str):
                self.lines.append(f"{indent}  - {value}".rstrip(" "))
            else:
                self.lines.append(f"{indent}  - {value[0]}")
                self.lines.extend(f"{indent}    {line}" for line in value[1:])
            self.behind(clause.behind)


def _segments(clauses: tuple[tree.Clause, ...]) -> list[list[list[tree.Clause]]]:
    """Runs of clauses of one keyword, in mappings within which no keyword comes back."""
    segments: list[list[list[tree.Clause]]] = []
    seen: set[str] = set()
    for keyword, run in groupby(clauses, key=lambda c: c.keyword):
        if not segments or keyword in seen:
            segments.append([])
            seen = set()
        seen.add(keyword)
        segments[-1].append(list(run))
    return segments


def _head(statement: tree.Statement, lang: Lang) -> Value:
    keyword, head = statement.keyword, statement.head
    if keyword == "CASE" and len(head) == 1 and isinstance(head[0], tree.Text):
        return scalar(head[0].value, as_data=True)
    if keyword in LABELLED_HEADS and len(head) > 1:
        entry = _entry(keyword, head, lang)
        if entry is not None:
            return [entry]
    return scalar(spell.items(keyword, head, lang))


def _value(clause: tree.Clause, lang: Lang) -> Value:
    """What stands under the key of one clause."""
    keyword, items = clause.keyword, clause.items
    first = items[0] if items else None
    if keyword in TEXT_CLAUSES:
        return scalar(first.value, as_data=True) if isinstance(first, tree.Text) else ""
    if keyword == "ABSOLUTE":
        return spell.word("TRUE", lang)
    if keyword == "ELSE" and len(items) > 1 and isinstance(items[1], tree.Text):
        return [f"{spell.items(keyword, items[:1], lang)}: {scalar(items[1].value, as_data=True)}"]
    if keyword in LABELLED:
        entry = _entry(keyword, items, lang)
        if entry is not None:
            return [entry]
    if keyword == "GIVEN":
        return _given(clause, lang)
    if keyword in LISTED and keyword != "PROVISO" and len(items) > 1:
        each = [spell.item_text(keyword, item, lang) for item in items]
        if keyword not in ("BASIS", "CITES") and all(_SIMPLE.match(e) for e in each):
            return f"[{', '.join(each)}]"
        return [f"- {scalar(e)}" for e in each]
    return scalar(spell.items(keyword, items, lang))


def _entry(keyword: str, items: tuple[tree.Item, ...], lang: Lang) -> str | None:
    """``label: rest``, unless the label is longer than YAML's keys."""
    key = scalar(spell.items(keyword, items[:1], lang))
    return f"{key}: {scalar(spell.items(keyword, items[2:], lang))}" if len(key) <= _MAX_KEY else None


def _label(clause: tree.Clause, lang: Lang) -> str:
    return spell.items(clause.keyword, clause.items[:1], lang)


def _given(clause: tree.Clause, lang: Lang) -> Value:
    """``path: value`` for each fact, or all in one text where a path comes twice."""
    assigns = [item for item in clause.items if isinstance(item, tree.Assign)]
    paths = [spell.dotted(a.path.parts, lang) for a in assigns]
    if not _all_differ(paths):
        return scalar(spell.items("GIVEN", clause.items, lang))
    return [f"{scalar(p)}: {scalar(spell.format_expr(a.value, lang))}" for p, a in zip(paths, assigns, strict=True)]


def _all_differ(keys: list[str]) -> bool:
    return len(set(keys)) == len(keys) and all(len(scalar(k)) <= _MAX_KEY for k in keys)
