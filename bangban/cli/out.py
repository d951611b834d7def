"""Where a command's words go: results on standard output, chatter on standard error; text or JSON."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, TextIO

from attrs import define

from bangban.cli.streams import NOBODY_READS, abandon, is_terminal
from bangban.problems import PolicyError, Problem
from bangban.render.paint import Paint
from bangban.render.problems import Page
from bangban.render.width import visible, width
from bangban.words import Both, Lang

if TYPE_CHECKING:
    from bangban.render.reports import Check, Finding

CLEAN, FINDINGS, UNUSABLE = 0, 1, 2
_MOST_SHOWN = 200  # problems printed as text; the JSON has all
_WIDEST = 110
_RULE = 80
_RAW = "[\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]"


@define
class Out:
    """The mouth of one command. ``root`` is the folder the names of the set's files start from, once one is read."""

    lang: Lang
    as_json: bool
    colourless: bool
    stdout: TextIO
    stderr: TextIO
    root: str | None = None
    report_format: str | None = None  # one of those of render.reports
    tool: str = "check"  # the command

    def say(self, both: Both) -> str:
        """The text in the language of the run."""
        return both.say(self.lang)

    def text(self, text: str) -> None:
        """A result as text."""
        self.stdout.write(text + "\n")

    def heading(self, label: str, first: bool = False) -> None:
        """The name of one of several results."""
        line = f"—— {visible(label)} "
        rule = "—" * max(_RULE - width(line), 4)
        self.text(("" if first else "\n") + self.paint()(line + rule, "head"))

    def listed(self, heading: Both, names: Iterable[str]) -> None:
        """A heading and names below it, where there are any."""
        shown = [f"  {visible(name)}" for name in names]
        if shown:
            self.text("\n".join([f"{self.say(heading)}({len(shown)}):" if self.lang == "zh"
                                 else f"{self.say(heading)} ({len(shown)}):", *shown]))

    def file(self, name: str) -> str:
        """A file of the set as one can open it from here."""
        return Page(self.lang, root=self.root).file(name)

    def data(self, data: Any) -> None:
        """A result as JSON. What could steer a terminal is escaped there too."""
        import json

        text = json.dumps(data, ensure_ascii=False, indent=2)
        self.stdout.write(re.sub(_RAW, lambda found: f"\\u{ord(found[0]):04x}", text) + "\n")

    def chat(self, both: Both) -> None:
        """A word beside the result."""
        self.stdout.flush()  # where both go to one place, they stand in the order they were said
        self.stderr.write(both.say(self.lang) + "\n")

    def paint(self, stream: TextIO | None = None) -> Paint:
        """The colours for a stream (standard output by default)."""
        return Paint(not self.colourless and is_terminal(stream or self.stdout))

    def columns(self, stream: TextIO | None = None) -> int | None:
        """Where to wrap: at the width of the terminal, nowhere in a pipe or file."""
        if not is_terminal(stream or self.stdout):
            return None
        import shutil

        return max(min(shutil.get_terminal_size((80, 24)).columns, _WIDEST), 40)

    def problems(self, problems: Iterable[Problem], stream: TextIO | None = None) -> None:
        """Problems as text, each with its place and carets."""
        stream = stream or self.stdout
        page = Page(self.lang, self.paint(stream), self.columns(stream), self.root)
        listed = list(problems)
        for problem in listed[:_MOST_SHOWN]:
            stream.write(page.problem(problem) + "\n\n")
        if len(listed) > _MOST_SHOWN:
            rest = len(listed) - _MOST_SHOWN
            stream.write(f"{self.say(Both(f'另有 {rest} 处,先改以上各处。', f'{rest} more; mend these first.'))}\n\n")

    def refuse(self, error: PolicyError) -> int:
        """Input that cannot be used: every fault of it."""
        if self.as_json:
            self.data({"problems": [p.to_dict(self.lang) for p in error.problems]})
        elif self.report_format is not None:
            self.report(self.tool, self.findings(self.tool, error.problems))
        else:
            self.problems(error.problems, self.stderr)
        return UNUSABLE

    def findings(self, tool: str, problems: Iterable[Problem]) -> list[Finding]:
        """Problems as the findings of a report."""
        from bangban.render.reports import from_problem

        return [from_problem(p, tool, self.lang, self.root) for p in problems]

    def report(self, tool: str, findings: Iterable[Finding], checks: Iterable[Check] = (), summary: Both | None = None,
               markdown: str = "") -> None:
        """A result in the report format asked for."""
        from bangban.render.reports import Report, written
        from bangban.render.reports.finding import SETTINGS, file_from_here

        said = self.say(summary) if summary is not None else ""
        settings = file_from_here(SETTINGS, self.root)  # what is found in no file is shown there
        report = Report(tool, self.lang, tuple(findings), tuple(checks), said, markdown, settings)
        self.stdout.write(written(report, self.report_format or "markdown"))


def answer(out: Out, body: Callable[..., int], parameters: Mapping[str, Any]) -> int:
    """Run a command's function; a policy or facts that cannot be used end in exit code 2."""
    try:
        return body(out, **parameters)
    except PolicyError as error:
        return out.refuse(error)
    except BrokenPipeError:  # caught here, as click would make a finding of it
        abandon(out.stdout, out.stderr)
        return NOBODY_READS
