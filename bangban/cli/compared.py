"""What came of comparing sets, and how it is told: of one alone, and of several under the path of each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from attrs import evolve, frozen

from bangban.cli.loading import root_of
from bangban.cli.out import CLEAN, FINDINGS, UNUSABLE, Out
from bangban.problems import PolicyError, Problem
from bangban.words import Both

if TYPE_CHECKING:
    from bangban.compare.comparing import Comparing
    from bangban.compare.comparison import Comparison
    from bangban.source import Source


@frozen
class Result:
    """One set by its path. ``gates``: what shuts them, None where none is asked for. Where it was not compared (only
    one version has it, a question was not settled), or gates were not settled, ``problems`` say why."""

    path: str
    comparing: Comparing | None = None
    gates: tuple[Problem, ...] | None = None
    problems: tuple[Problem, ...] = ()

    @property
    def comparison(self) -> Comparison:
        """What was found where it was compared."""
        assert self.comparing is not None
        return self.comparing.comparison

    def shut(self) -> tuple[Problem, ...]:
        """What shuts gates; a set that was not compared shuts any."""
        return (*(self.gates or ()), *self.problems)


def in_one_version(path: str, new: bool) -> Result:
    """A set that only the new version has, or only the old one."""
    from bangban.compare.found import NEW, OLD, InOneVersion

    return Result(path, problems=(InOneVersion(written=path, which=NEW if new else OLD),))


def only_declared(results: Sequence[Result], declaring: Source) -> tuple[list[Result], tuple[Problem, ...]]:
    """The results with what one declaration says of each, and what it declares that happens in none of the sets."""
    from bangban.compare.declared import read_declarations
    from bangban.compare.gates import in_no_set
    from bangban.compare.gates import only_declared as nothing_else
    from bangban.files import read_set

    compared = [r for r in results if r.comparing is not None]
    if not compared:
        return [*results], ()
    declarations = read_declarations(declaring, [(read_set(r.path)[0], r.comparison.new) for r in compared])
    found: list[list[Problem]] = []
    told: dict[str, Result] = {}
    for r, declaration in zip(compared, declarations, strict=True):
        assert r.comparing is not None
        found.append([])
        try:
            found[-1] += nothing_else(r.comparing, declaration)
        except PolicyError as error:  # not settled
            if len(results) == 1:
                raise
            told[r.path] = evolve(r, problems=error.problems)
    rest: list[Problem] = []
    if len(compared) > 1:
        found, rest = in_no_set(found, declarations)
    if told:
        rest = []  # what is declared may happen where that was not settled
    for r, own in zip(compared, found, strict=True):
        told[r.path] = evolve(told.get(r.path, r), gates=(*(r.gates or ()), *own))
    return [told.get(r.path, r) for r in results], tuple(rest)


def tell(out: Out, results: Sequence[Result], nowhere: Sequence[Problem], gated: bool, home: str) -> int:
    """Tell it all; with gates, they alone give the exit code. ``nowhere``: declared, and in no set; files are named
    from ``home`` there."""
    if out.as_json:
        out.data(_data(out, results, nowhere, gated))
    elif out.report_format is not None:
        _report(out, results, nowhere, gated, home)
    else:
        _text(out, results, nowhere, gated, home)
    if any(r.problems and not _one_sided(r) for r in results):
        return UNUSABLE
    if gated:
        return FINDINGS if nowhere or any(r.shut() for r in results) else CLEAN
    return FINDINGS if any(r.comparing is None or r.comparison.decisions_change for r in results) else CLEAN


def _one_sided(result: Result) -> bool:
    from bangban.compare.found import InOneVersion

    return any(isinstance(p, InOneVersion) for p in result.problems)


def _text(out: Out, results: Sequence[Result], nowhere: Sequence[Problem], gated: bool, home: str) -> None:
    from bangban.compare.telling import Teller

    several = len(results) > 1
    for n, result in enumerate(results):
        out.root = root_of(result.path)
        if several:
            out.heading(result.path, first=not n)
        if result.comparing is None:
            out.problems(result.problems)
            continue
        out.text(Teller(out.lang, out.paint(), out.columns(), gated=gated).comparison(result.comparison))
        if gated:
            out.text("")
            out.problems(result.shut())
            if not several:
                out.text(out.say(_conclusion(results, nowhere, gated)))
    out.root = home
    if several:
        out.text("")
        out.problems(nowhere)
        out.text(out.say(_conclusion(results, nowhere, gated)))


def _data(out: Out, results: Sequence[Result], nowhere: Sequence[Problem], gated: bool) -> dict[str, Any]:
    """Plain data for JSON: of one set, or of several joined, with each under ``sets``."""
    from bangban.compare.plain_data import to_dict

    told: list[dict[str, Any]] = []
    for result in results:
        data: dict[str, Any] = {} if result.comparing is None else to_dict(result.comparison, out.lang)
        if result.problems:
            data["problems"] = [p.to_dict(out.lang) for p in result.problems]
        if gated:
            data["gates"] = [p.to_dict(out.lang) for p in result.shut()]
        told.append(data)
    if len(told) == 1:
        return told[0]
    joined: dict[str, Any] = {
        "equivalent": all(d.get("equivalent", False) for d in told),
        "decisions_change": any(d.get("decisions_change", True) for d in told)}
    if gated:
        joined["gates"] = [*(g for d in told for g in d["gates"]), *(p.to_dict(out.lang) for p in nowhere)]
    return {**joined, "sets": [{"path": r.path, **d} for r, d in zip(results, told, strict=True)]}


def _report(out: Out, results: Sequence[Result], nowhere: Sequence[Problem], gated: bool, home: str) -> None:
    """Every set in turn, under its path where there are several."""
    from bangban.compare.gates import told
    from bangban.compare.report import markdown
    from bangban.render.reports import Check
    from bangban.render.reports.markdown import escaped

    named = out.say(Both("比较", "comparison"))
    checks: list[Check] = []
    lines: list[str] = []
    for result in results:
        out.root = root_of(result.path)
        compared = result.comparing is not None
        problems = result.shut() if gated or not compared else told(result.comparison.changes, result.comparison)
        # in Markdown the changes stand at length already
        shown = problems if gated or not compared or out.report_format != "markdown" else ()
        name = f"{result.path}: {named}" if len(results) > 1 else named
        checks.append(Check(name, "compare", tuple(out.findings("compare", shown))))
        if compared:
            text = markdown(result.comparison, out.lang)
            lines += [f"**{escaped(result.path)}**", "", text, ""] if len(results) > 1 and text else [text]
    out.root = home
    if nowhere:
        checks.append(Check(out.say(Both("变更声明", "declared changes")), "compare",
                            tuple(out.findings("compare", nowhere))))
    out.report("compare", [f for check in checks for f in check.findings], checks, _conclusion(results, nowhere, gated),
               "\n".join(lines).rstrip())


def _conclusion(results: Sequence[Result], nowhere: Sequence[Problem], gated: bool) -> Both:
    """What came of it, in one sentence."""
    from bangban.compare.telling import Teller

    if gated:
        count = sum(len(r.shut()) for r in results) + len(nowhere)
        if count:
            return Both(f"关卡没有通过:{count} 处。", f"The gates do not hold: {count} findings.")
        return Both("关卡全部通过。", "All gates hold.")
    if len(results) == 1 and results[0].comparing is not None:
        zh, en = (Teller(lang).conclusion(results[0].comparison).partition(": ")[2] for lang in ("zh", "en"))
        return Both(zh, en)
    changed = sum(r.comparing is not None and r.comparison.decisions_change for r in results)
    left = sum(r.comparing is None for r in results)
    rest = Both(f",{left} 个没有比较" if left else "", f", {left} not compared" if left else "")
    return Both(f"合计 {len(results)} 个政策集,{changed} 个有决定改变{rest.zh}。",
                f"{len(results)} sets: decisions change in {changed}{rest.en}.")
