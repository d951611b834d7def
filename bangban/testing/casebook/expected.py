"""What a page expects, read and compared: problems by code and place, decisions by verdict, rules, facts and fees.

A line of a ``problems`` block: ``BB201 "金頟" in 例.policy → "金额" — 「金頟」没有声明。``: the code; the exact text it
points at (in quotes or backticks), a place ``@行:列``, or a fact's path; and where wanted its file, a repair, and words
of its message. A ``decision`` block: the verdict, then one line for each part that is to be compared, in full.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence

from attrs import frozen

from bangban.decision.decision import Decision, Fee, Ground, Obligation, Pending, Violation
from bangban.problems import Problem, fact_path_text
from bangban.source import NOWHERE
from bangban.syntax.keywords import VERDICTS
from bangban.words import Both, Lang

_LINE = re.compile(
    r"""(?P<code>BB\d{3})
        (?:\s+(?:"(?P<text>(?:[^"\\]|\\.)*)" | `(?P<ticked>[^`]*)`))?
        (?:\s+@(?P<line>\d+):(?P<column>\d+))?
        (?:\s+(?:in|于)\s+(?P<file>\S+))?
        (?:\s+(?P<path>(?!in\s|于\s)[^\s@"`→—-]\S*))?
        (?P<fixes>(?:\s+→\s+(?:"(?:[^"\\]|\\.)*"|`[^`]*`))*)
        (?:\s+—\s+(?P<message>.+))?
        \s*$""", re.VERBOSE)
_FIX = re.compile(r"""→\s+(?:"((?:[^"\\]|\\.)*)"|`([^`]*)`)""")
PARTS: dict[str, Both] = {
    "violations": Both("违反", "violations"), "defects": Both("补正", "defects"), "missing": Both("待查", "missing"),
    "permits": Both("准予", "permits"), "obligations": Both("义务", "obligations"), "fees": Both("费用", "fees"),
    "warnings": Both("警示", "warnings"), "cites": Both("引用", "cites"), "says": Both("说", "says"),
    "date": Both("日期", "date")}
_PART_OF = {word: (part, "zh" if word == both.zh else "en") for part, both in PARTS.items() for word in both}
_NONE = frozenset({"无", "none"})
_VERDICT_OF = {word: verdict for verdict, both in VERDICTS.items() for word in both}


@frozen
class Difference:
    """One thing that is not as expected."""

    what: Both


def _differs(zh: str, en: str) -> Difference:
    return Difference(Both(zh, en))


# ---------------------------------------------------------------- problems

@frozen
class ExpectedProblem:
    """One line of a problems block."""

    line: str
    code: str
    text: str | None = None
    place: tuple[int, int] | None = None
    file: str | None = None
    path: str | None = None
    fixes: tuple[str, ...] = ()
    message: str | None = None

    def fits(self, problem: Problem) -> bool:
        """Whether this is the problem meant."""
        span = problem.span
        return (self.code == problem.code
                and (self.text is None or _fits(span.text, self.text))
                and (self.place is None or span.source.position(span.start) == self.place)
                and (self.file is None or span.source.name == self.file)
                and (self.path is None or fact_path_text(problem.path) == self.path)
                and all(any(f.replacement == fix for f in problem.fixes) for fix in self.fixes)
                and (self.message is None or self.message in problem.message("zh")
                     or self.message in problem.message("en")))


def _fits(text: str, expected: str) -> bool:
    return text.startswith(expected[:-1]) if expected.endswith("…") else text == expected


def compare_problems(written: str, found: Sequence[Problem]) -> list[Difference]:
    """Every line must fit one problem found, and every problem found one line."""
    differences: list[Difference] = []
    left = list(found)
    for line in filter(None, map(str.strip, written.splitlines())):
        expected = read_line(line)
        if expected is None:
            differences.append(_differs(f"看不懂「{line}」。", f"“{line}” is not understood."))
            continue
        fitting = next((p for p in left if expected.fits(p)), None)
        if fitting is None:
            differences.append(_differs(f"应有而没有: {line}", f"expected, not found: {line}"))
        else:
            left.remove(fitting)
    differences += [_differs(f"没有写明: {told(p)}", f"found, not expected: {told(p)}") for p in left]
    return differences


def read_line(line: str) -> ExpectedProblem | None:
    """A line of a problems block; None where it is not one."""
    found = _LINE.match(line)
    if found is None:
        return None
    fixes = tuple(_unquoted(text, ticked) or "" for text, ticked in _FIX.findall(found["fixes"] or ""))
    place = (int(found["line"]), int(found["column"])) if found["line"] else None
    return ExpectedProblem(line, found["code"], _unquoted(found["text"], found["ticked"]), place, found["file"],
                           found["path"], fixes, found["message"])


def _unquoted(text: str | None, ticked: str | None) -> str | None:
    return ticked if text is None or ticked else str(json.loads(f'"{text}"'))


def told(problem: Problem) -> str:
    """A problem as the line that expects it."""
    span = problem.span
    out = problem.code
    if span is not NOWHERE:
        text = span.text
        ticked = '"' in text and "`" not in text and "\n" not in text
        quoted = f"`{text}`" if ticked else json.dumps(text, ensure_ascii=False)
        line, column = span.source.position(span.start)
        out += f" {quoted}" if text else f" @{line}:{column}"
    if problem.path:
        out += f" {fact_path_text(problem.path)}"
    for fix in problem.fixes:
        out += f" → {json.dumps(fix.replacement, ensure_ascii=False)}"
    return f"{out} — {problem.message('zh')}"


# ---------------------------------------------------------------- decisions

def compare_decision(written: str, decision: Decision) -> list[Difference]:
    """The verdict, and each part that is written, in full."""
    lines = [line for line in map(str.strip, written.splitlines()) if line]
    differences: list[Difference] = []
    verdict = _VERDICT_OF.get(lines[0]) if lines else None
    if verdict is None:
        differences.append(_differs("第一行要写结论。", "the first line is the verdict."))
    elif verdict != decision.verdict:
        differences.append(_differs(f"结论应为{VERDICTS[verdict].zh},实为{VERDICTS[decision.verdict].zh}。",
                                    f"expected {verdict}, got {decision.verdict}."))
    for line in lines[1:]:
        word, _, rest = line.replace("：", ":").partition(":")
        part, lang = _PART_OF.get(word.strip(), (None, "zh"))
        if part is None:
            differences.append(_differs(f"没有「{word}」这一项。", f"there is no part “{word}”."))
        else:
            differences += _compare_part(part, "zh" if lang == "zh" else "en", rest.strip(), decision)
    return differences


def _compare_part(part: str, lang: Lang, written: str, decision: Decision) -> list[Difference]:
    shown = PARTS[part]
    if part == "says":
        if any(written in sentence for sentence in _sentences(decision, lang)):
            return []
        return [_differs(f"没有这样说: {written}", f"nothing says: {written}")]
    wanted = [] if written in _NONE else [w.strip() for w in re.split(r"[,,、]", written) if w.strip()]
    found = sorted(_found(part, decision))
    if part == "cites":
        lacking = [w for w in wanted if w not in found]
        return [_differs(f"没有引用 {w};引用了 {'、'.join(found)}", f"does not cite {w}; cites {', '.join(found)}")
                for w in lacking]
    if sorted(wanted) == found:
        return []
    return [_differs(f"{shown.zh}应为 {'、'.join(sorted(wanted)) or '无'},实为 {'、'.join(found) or '无'}",
                     f"{shown.en}: expected {', '.join(sorted(wanted)) or 'none'}, got {', '.join(found) or 'none'}")]


def _found(part: str, decision: Decision) -> Iterable[str]:
    match part:
        case "violations":
            return [_at(v.rule, v.element) for v in decision.violations]
        case "defects":
            return [_at(p.rule, p.element) for p in decision.pending if p.kind == "defect"]
        case "missing":
            return [p.fact or "?" for p in decision.pending if p.kind == "missing"]
        case "permits":
            return [_at(p.rule, p.element) for p in decision.permits]
        case "warnings":
            return [_at(w.rule, w.element) for w in decision.warnings]
        case "obligations":
            return [_at(o.id, o.element) + (f" {o.due.isoformat()}" if o.due else "") for o in decision.obligations]
        case "fees":
            return [f"{f.item or '?'} {f.payable or '?'}" + (" 免收" if f.exempt else "") for f in decision.fees]
        case "date":
            return [decision.as_of.isoformat()]
        case _:
            return set(_cited(decision))


def _at(rule: str, element: dict[str, object] | None) -> str:
    index = element.get("index") if element else None
    return f"{rule}[{index + 1}]" if isinstance(index, int) else rule


def _entries(decision: Decision) -> tuple[Violation | Pending | Ground | Obligation | Fee, ...]:
    return (*decision.violations, *decision.pending, *decision.permits, *decision.obligations, *decision.fees,
            *decision.warnings)


def _cited(decision: Decision) -> Iterable[str]:
    for entry in _entries(decision):
        for citation in entry.citations:
            yield f"《{citation.document}》{citation.article}"
            yield citation.article


def _sentences(decision: Decision, lang: Lang) -> Iterable[str]:
    for entry in _entries(decision):
        yield entry.message.say(lang)
        step = getattr(entry, "next_step", None)
        if step is not None:
            yield step.say(lang)
