"""A Markdown page to cases: every heading with fenced blocks is one case; blocks above the first ``##`` belong to all.

The blocks, in either language: ``policy`` (the files of the set), ``options``, ``facts``, ``decision``, ``problems``,
``cases``. Others (``text``, ``python``, ``sh`` …) are for people and are passed over.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator

from attrs import define, field, frozen

from bangban.problems import Problem
from bangban.source import Source, Span
from bangban.words import Both, is_chinese

BLOCKS: dict[str, Both] = {
    "policy": Both("政策", "policy"), "options": Both("选项", "options"), "facts": Both("事实", "facts"),
    "decision": Both("决定", "decision"), "problems": Both("问题", "problems"), "cases": Both("用例", "cases")}
_KIND_OF = {word: kind for kind, both in BLOCKS.items() for word in both}
_HEADING = re.compile(r"(#{1,6})\s+(.+?)\s*#*\s*$")
_FENCE = re.compile(r"(`{3,})\s*(\S*)\s*(.*?)\s*$")
_FILE = re.compile(r"#\s*(?:file|文件)\s*[:：]\s*(\S+)\s*(.*?)\s*$")
_HOW = re.compile(r"(?:in (?P<encoding>[\w-]+)|as (?P<hex>hex)|with (?P<escapes>escapes)|times (?P<times>\d+))\s*")
_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")
_PRIMARY = {"zh": "例.policy", "en": "example.policy"}


@frozen(kw_only=True)
class PageFault(Problem):
    """A casebook page that is not written as one."""

    code = "BB460"
    title = Both("用例页写得不对", "casebook page not well formed")
    text = Both("{why}", "{why}")
    advice = Both("每个标题下先写 ```policy,再写 ```problems,或者成对的 ```facts 和 ```decision。",
                  "under each heading write ```policy, then ```problems, or pairs of ```facts and ```decision.")
    why: Both


@frozen
class Block:
    """One fenced block: its kind, what stands behind the kind, and its text with its place in the page."""

    kind: str
    info: str
    span: Span

    @property
    def text(self) -> str:
        """What stands between the fences."""
        return self.span.text


@frozen
class WrittenFile:
    """A file of a case: its name and its bytes."""

    name: str
    content: bytes


@frozen
class Step:
    """What is asked of a loaded policy (without facts: of the loading itself), and what must come of it."""

    expected: Block
    facts: Block | None = None
    as_of: str | None = None


@frozen
class Case:
    """One case: the files of its set, the options, and what must come of it."""

    title: str
    files: tuple[WrittenFile, ...]
    steps: tuple[Step, ...]
    options: Block | None = None
    path: str = ""  # what is loaded, under the folder of the case
    span: Span = field(kw_only=True, eq=False, repr=False)


@frozen
class Page:
    """A page as read."""

    title: str
    cases: tuple[Case, ...]
    problems: tuple[Problem, ...]


@define
class _Section:
    title: str
    level: int
    span: Span
    blocks: list[Block]


def read_page(source: Source) -> Page:
    """The cases of a page, and what is wrong with how it is written."""
    problems: list[Problem] = []
    sections = _sections(source, problems)
    title = sections[0].title if sections else ""
    common: list[Block] = []
    cases: list[Case] = []
    for i, section in enumerate(sections):
        if i == 0 and section.level == 1 and not any(b.kind in ("decision", "problems", "cases")
                                                     for b in section.blocks):
            common = section.blocks
        elif section.blocks:
            case = _case(section, common, problems)
            if case is not None:
                cases.append(case)
    for before, case in enumerate(cases):
        if any(c.title == case.title for c in cases[:before]):
            problems.append(_fault(case.span, f"标题「{case.title}」用了两次。",
                                   f"two cases are called “{case.title}”."))
    return Page(title, tuple(cases), tuple(problems))


def _fault(span: Span, zh: str, en: str) -> PageFault:
    return PageFault(span=span, why=Both(zh, en))


# ---------------------------------------------------------------- Markdown

def _sections(source: Source, problems: list[Problem]) -> list[_Section]:
    sections: list[_Section] = []
    lines = list(_lines(source))
    at = 0
    while at < len(lines):
        start, line = lines[at]
        at += 1
        if heading := _HEADING.match(line):
            span = Span(source, start, start + len(line))
            sections.append(_Section(heading.group(2), len(heading.group(1)), span, []))
            continue
        fence = _FENCE.match(line)
        if fence is None:
            continue
        end = next((i for i in range(at, len(lines)) if lines[i][1].startswith(fence.group(1))
                    and not lines[i][1].strip("` ")), None)
        if end is None:
            problems.append(_fault(Span(source, start, start + len(line)), "这一块没有结束的 ```。",
                                   "this block is not closed by ```."))
            break
        if at < len(lines):
            _block(fence, Span(source, lines[at][0], lines[end][0]), Span(source, start, start + len(line)),
                   sections, problems)
        at = end + 1
    return sections


def _lines(source: Source) -> Iterator[tuple[int, str]]:
    for number, start in enumerate(source.line_starts, 1):
        yield start, source.line(number)


def _block(fence: re.Match[str], span: Span, head: Span, sections: list[_Section], problems: list[Problem]) -> None:
    word = fence.group(2)
    kind = _KIND_OF.get(word)
    if kind is None:
        near = difflib.get_close_matches(word, _KIND_OF, 1, 0.75)
        if near:
            problems.append(_fault(head, f"没有「{word}」这种块,是不是「{near[0]}」?",
                                   f"there is no block “{word}”; did you mean “{near[0]}”?"))
    elif not sections:
        problems.append(_fault(head, "第一个标题以前不能有块。", "a block stands before the first heading."))
    else:
        sections[-1].blocks.append(Block(kind, fence.group(3), span))


# ---------------------------------------------------------------- one case

def _case(section: _Section, common: list[Block], problems: list[Problem]) -> Case | None:
    blocks = [*common, *section.blocks]
    files = [f for b in blocks if b.kind == "policy" for f in _files(b, problems)]
    options = next((b for b in reversed(blocks) if b.kind == "options"), None)
    steps: list[Step] = []
    facts: Block | None = None
    for block in section.blocks:
        if block.kind == "facts":
            if facts is not None:
                problems.append(_fault(facts.span, "这些事实后面没有写结论。", "nothing is expected of these facts."))
            facts = block
        elif block.kind in ("decision", "problems", "cases"):
            if block.kind == "decision" and facts is None:
                problems.append(_fault(block.span, "结论前面要有事实。", "a decision needs facts before it."))
                continue
            steps.append(Step(block, facts, facts.info or None if facts else None))
            facts = None
    if facts is not None:
        problems.append(_fault(facts.span, "这些事实后面没有写结论。", "nothing is expected of these facts."))
    if not steps:
        problems.append(_fault(section.span, "这一节没有写应得的结果。",
                               "this section says nothing of what must come of it."))
        return None
    merged = {f.name: f for f in files}  # a file of the case replaces the common one of that name
    path = next((b.info for b in section.blocks if b.kind == "policy" and b.info), "")
    return Case(section.title, tuple(merged.values()), tuple(steps), options, path, span=section.span)


def _files(block: Block, problems: list[Problem]) -> list[WrittenFile]:
    """The files of a policy block: cut at lines ``# file: NAME``, else one."""
    name, how, lines = "", "", list[str]()
    found: list[WrittenFile] = []

    def close() -> None:
        text = "".join(lines)
        if name or text.strip():
            default = _PRIMARY["zh" if is_chinese(text) else "en"]
            found.append(WrittenFile(name or default, _content(text, how, block, problems)))

    for line in block.text.splitlines(keepends=True):
        head = _FILE.match(line)
        if head is None:
            lines.append(line)
        else:
            close()
            name, how = head.groups()
            lines = []
    close()
    return found


def _content(text: str, how: str, block: Block, problems: list[Problem]) -> bytes:
    """The bytes of a file, as the words behind its name say: encoding, hex, escapes, repetition."""
    content: bytes | None = None
    times = 1
    at = 0
    while at < len(how):
        word = _HOW.match(how, at)
        if word is None:
            problems.append(_fault(block.span, f"看不懂「{how[at:]}」。", f"“{how[at:]}” is not understood."))
            break
        at = word.end()
        if word["hex"]:
            content = bytes.fromhex(text)
        elif word["escapes"]:
            text = _ESCAPE.sub(lambda m: chr(int(m.group(1), 16)), text)
        elif word["times"]:
            times = int(word["times"])
        else:
            content = text.encode(word["encoding"])
    return (text.encode() if content is None else content) * times


