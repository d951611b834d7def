"""A problem at a terminal: where, how grave, what, the line with carets below it, what to do, and repairs."""

from __future__ import annotations

import os
from collections.abc import Iterator

from attrs import frozen

from bangban.problems import Problem, Severity, fact_path_text
from bangban.render.paint import PLAIN, Paint, Role
from bangban.render.width import visible, width, wrapped
from bangban.source import NOWHERE, Span
from bangban.words import Both, Lang

_SEVERITIES: dict[Severity, Both] = {
    "error": Both("错误", "error"), "warning": Both("警告", "warning"), "info": Both("提示", "note")}
_ROLES: dict[Severity, Role] = {"error": "error", "warning": "warning", "info": "info"}
_HELP, _FIX, _SEE = Both("帮助", "help"), Both("改法", "fix"), Both("参看", "see")
_LINE = 100  # columns of source shown; a longer line is clipped around the span
_TAB = 4


@frozen
class Page:
    """How problems are shown: language, colours, width (None does not wrap), the root names of files start from."""

    lang: Lang = "zh"
    paint: Paint = PLAIN
    columns: int | None = None
    root: str | os.PathLike[str] | None = None

    def problem(self, problem: Problem) -> str:
        """One problem as text of several lines, without a line end."""
        return "\n".join(self._lines(problem))

    def _lines(self, problem: Problem) -> Iterator[str]:
        severity = problem.severity
        said = f"{_SEVERITIES[severity].say(self.lang)} {problem.code}".rstrip()
        head = f"{self.paint(said, _ROLES[severity])} {self.paint(visible(problem.title.say(self.lang)), 'head')}"
        place = self._place(problem)
        yield f"{self.paint(place, 'place')}  {head}" if place else head
        yield wrapped(visible(problem.message(self.lang)), self.columns, "  ")
        if problem.span is not NOWHERE:
            yield from self._shown(problem.span, _ROLES[severity])
        for related in problem.related:
            yield f"  {_SEE.say(self.lang)} {self.paint(self.position(related.span), 'place')}  " \
                  f"{visible(related.note.say(self.lang))}"
            yield from self._shown(related.span, "info")
        advice = visible(problem.help(self.lang))
        if advice:
            yield wrapped(f"{_HELP.say(self.lang)}: {advice}", self.columns, "    ", "  ")
        for fix in problem.fixes:
            yield wrapped(f"{_FIX.say(self.lang)}: {visible(fix.title.say(self.lang))}", self.columns, "    ", "  ")

    def _place(self, problem: Problem) -> str:
        place = "" if problem.span is NOWHERE else self.position(problem.span)
        if problem.path:
            path = visible(fact_path_text(problem.path))
            place = f"{place}  {path}" if place else path
        return place

    def position(self, span: Span) -> str:
        """``file:line:column``, the file as seen from the working directory where it is there."""
        line, column = span.source.position(span.start)
        return f"{self.file(span.source.name)}:{line}:{column}"

    def file(self, name: str) -> str:
        """A file's name as one can open it from here."""
        if self.root is not None and not os.path.isabs(name) and os.path.exists(there := os.path.join(self.root, name)):
            name = _from_here(there)
        return visible(name)

    # ------------------------------------------------------------ the line and its carets

    def _shown(self, span: Span, role: Role) -> Iterator[str]:
        if not span.source.text:  # the place is in a file that could not be read
            return
        number = str(span.line)
        text, before, marked = _window(span)
        gutter = " " * max(len(number), 4)
        yield f"  {self.paint(f'{number.rjust(len(gutter))} │', 'quiet')} {text}".rstrip()
        carets = self.paint("^" * max(marked, 1), role)
        yield f"  {self.paint(f'{gutter} │', 'quiet')} {' ' * before}{carets}"


def _from_here(path: str) -> str:
    try:
        name = os.path.relpath(path)
    except ValueError:  # another drive
        return path
    return path if name.startswith(os.path.join("..", "..", "..")) else name


def _window(span: Span) -> tuple[str, int, int]:
    """The part of the line around a span, the columns before the span, and the columns it takes."""
    text = span.source.text
    begin = span.source.line_starts[span.line - 1]
    end = text.find("\n", span.start)
    end = len(text) if end == -1 else end
    if text[end - 1 : end] == "\r" and end > begin:
        end -= 1
    start, stop = min(span.start, end), min(max(span.end, span.start), end)
    left, right = start, start
    room = _LINE
    room, right = _take(text, right, min(stop, right + _LINE), room)
    spare = room * 2 // 3 if room > 0 else 0
    rest, right = _take(text, right, min(end, right + _LINE), spare)
    room += rest - spare
    furthest = max(begin, start - _LINE)  # combining marks take no room: bounded by their number too
    while left > furthest and room > 0 and width(piece := _cell(text[left - 1])) <= room:
        room -= width(piece)
        left -= 1
    _, right = _take(text, right, min(end, right + _LINE), max(room, 0))
    head, tail = "…" if left > begin else "", "…" if right < end else ""
    before = "".join(map(_cell, text[left:start]))
    inside = "".join(map(_cell, text[start : min(stop, right)]))
    after = "".join(map(_cell, text[min(stop, right) : right]))
    return head + before + inside + after + tail, width(head + before), width(inside)


def _take(text: str, at: int, limit: int, room: int) -> tuple[int, int]:
    """How far one gets from ``at`` with ``room`` columns, and the room left."""
    while at < limit and width(piece := _cell(text[at])) <= room:
        room -= width(piece)
        at += 1
    return room, at


def _cell(char: str) -> str:
    """What one character of a source line is shown as."""
    return " " * _TAB if char == "\t" else visible(char)
