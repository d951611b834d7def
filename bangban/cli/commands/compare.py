"""``bangban compare``: what a change of the rules changes, each with a case; or the proof that it changes nothing."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bangban.cli.declare import argument, command, option, option_reading
from bangban.cli.loading import load_policy, root_of
from bangban.cli.out import CLEAN, FINDINGS, Out
from bangban.cli.usage import Misuse
from bangban.problems import Problem
from bangban.words import Both

if TYPE_CHECKING:
    from bangban.compare.comparing import Comparing
    from bangban.compare.comparison import Comparison
    from bangban.front_door import Policy
    from bangban.source import Source

ABOUT = Both(
    "比较同一政策集的两个版本:哪些事变得准予、拒绝、要补、免费、有义务,每一类给一个普通的案例和起作用的改动;\n"
    "没有改变的,给出对全部可能情形的证明。\n"
    "用法举例:bangban compare 旧目录 新目录;bangban compare --base origin/main policies/cangzhou\n"
    "退出码:0 没有决定改变(有关卡时:关卡全部通过),1 有,2 输入不能用或没有算完。",
    "Compare two versions of a policy set: what becomes permitted, refused, asked for, free or owed, each with an "
    "ordinary case and the edits that bring it about; and for the rest the proof, for every possible case.\n"
    "For example: bangban compare OLD NEW; bangban compare --base origin/main policies/cangzhou\n"
    "Exit codes: 0 no decision changes (with gates: all of them hold), 1 some does, 2 unusable input, or not settled.")
SETS = Both("旧的和新的政策集;写了 --base 的,只写新的。",
            "The old and the new policy set; with --base, only the new one.")
BASE = Both("从 git 的这个版本取旧的政策集(工作目录不动)。",
            "Take the old set from this git revision (the working tree is not touched).")
BY = Both("按这些事实分列(缺省是「当」里用得最多的两个枚举);可以写几次。",
          "Sort by these facts (by default the two enums that conditions speak of most); may be repeated.")
EACH = Both("每一种组合都给一个案例。", "A case for each combination.")
PERMISSION = Both("关卡:不得新增许可。", "Gate: nothing may become permitted that was refused.")
EXEMPTION = Both("关卡:不得取消免费。", "Gate: no exemption may be lost.")
DECLARED = Both("关卡:只许这份变更声明里写的变更,且都确实发生。",
                "Gate: nothing may change but what this file declares, and all of that has to happen.")
BUDGET = Both("一个问题最多用多少计算(求解器自己的单位)。",
              "The work allowed for one question, in the solver's own units.")
_MISSING = Both("比较要用求解器:pip install \"bangban[prove]\"。",
                "comparing needs a solver: pip install \"bangban[prove]\".")


@command("compare", ABOUT, reports=True)
@argument("paths", words=SETS, mark="OLD NEW", nargs=-1, required=True)
@option("--base", words=BASE, metavar="GITREV")
@option("--by", words=BY, multiple=True, metavar="FACT")
@option("--each", words=EACH, is_flag=True)
@option("--no-new-permission", words=PERMISSION, is_flag=True)
@option("--no-lost-exemption", words=EXEMPTION, is_flag=True)
@option("--only-declared", words=DECLARED, metavar="FILE")
@option("--budget", words=BUDGET, type=int, metavar="UNITS")
@option_reading
def run(out: Out, paths: tuple[str, ...], *, base: str | None, by: tuple[str, ...], each: bool, no_new_permission: bool,
        no_lost_exemption: bool, only_declared: str | None, budget: int | None, readings: dict[str, Any]) -> int:
    """Compare; with gates, they alone give the exit code."""
    if len(paths) != (2 if base is None else 1):
        raise Misuse(Both("要写两个政策集(旧的、新的),或者写 --base 和一个。",
                          "give two policy sets (old and new), or --base and one."))
    from bangban.prove import available

    if not available():
        raise Misuse(_MISSING)
    from bangban.compare.asking import Asking
    from bangban.compare.comparing import Comparing
    from bangban.compare.declared import read_declaration, renamed_in
    from bangban.compare.situation import named_facts, usual_facts

    out.root = root_of(paths[-1])
    declaring = None if only_declared is None else _source(only_declared, out.root)
    with ExitStack() as stack:
        old, new = _sets(out, paths, base, readings, stack)
        renamed = renamed_in(declaring) if declaring is not None else {}
        sorted_by = named_facts(new.model, by) if by else usual_facts(old.model, new.model)
        comparing = Comparing(Asking(old.model, new.model, renamed, budget), sorted_by, each)
        comparison = comparing.run()
        gates: list[Problem] | None = None
        if no_new_permission or no_lost_exemption or declaring is not None:
            gates = [*_gates(comparison, no_new_permission, no_lost_exemption)]
        if declaring is not None:
            from bangban.compare.gates import only_declared as nothing_else
            from bangban.files import read_set

            declaration = read_declaration(declaring, read_set(paths[-1])[0], new.model)
            gates = [*(gates or []), *nothing_else(comparing, comparison, declaration)]
    return _tell(out, comparing, comparison, gates)


def _sets(out: Out, paths: tuple[str, ...], base: str | None, readings: dict[str, Any],
          stack: ExitStack) -> tuple[Policy, Policy]:
    if base is None:
        old = load_policy(out, paths[0], readings)
    else:
        from bangban.compare.revision import set_at
        from bangban.front_door import load

        before = stack.enter_context(set_at(base, paths[0]))
        out.root = os.fspath(before)
        old = load(before, options=readings)
    return old, load_policy(out, paths[-1], readings)


def _source(path: str, root: str) -> Source:
    """The declaration, named from the root of the set as its files are, so that its place is shown rightly."""
    from bangban.compare.declared import NoDeclaration, NotChanges
    from bangban.paths import UnreadableFile, why_unreadable
    from bangban.problems import PolicyError
    from bangban.source import Span
    from bangban.syntax.read import decode

    try:
        data = Path(path).read_bytes()
    except FileNotFoundError:
        raise PolicyError([NoDeclaration(written=path)]) from None
    except OSError as error:
        raise PolicyError([UnreadableFile(written=path, why=why_unreadable(error))]) from None
    try:
        name = Path(os.path.relpath(path, root)).as_posix()
    except ValueError:  # another drive
        name = path
    source, problems = decode(data, name)
    if source is None:
        raise PolicyError(problems)
    if not source.text.strip():
        raise PolicyError([NotChanges(span=Span(source, 0, 0))])
    return source


def _gates(comparison: Comparison, permission: bool, exemption: bool) -> Iterator[Problem]:
    from bangban.compare import gates

    if permission:
        yield from gates.no_new_permission(comparison)
    if exemption:
        yield from gates.no_lost_exemption(comparison)


def _tell(out: Out, comparing: Comparing, comparison: Comparison, gates: list[Problem] | None) -> int:
    from bangban.compare.gates import told
    from bangban.compare.telling import Teller, to_dict

    problems = told(comparison.changes, comparison) if gates is None else gates
    teller = Teller(out.lang, out.paint(), out.columns(), gated=gates is not None)
    if out.as_json:
        data = to_dict(comparison, out.lang)
        if gates is not None:
            data["gates"] = [p.to_dict(out.lang) for p in gates]
        out.data(data)
    elif out.report_format is not None:
        from bangban.compare.report import markdown
        from bangban.render.reports import Check

        # in Markdown the changes stand at length already
        found = out.findings("compare", problems if gates is not None or out.report_format != "markdown" else ())
        checks = [Check(out.say(Both("比较", "comparison")), "compare", tuple(found))]
        out.report("compare", found, checks, _conclusion(comparison, gates), markdown(comparison, out.lang))
    else:
        out.text(teller.comparison(comparison))
        if gates is not None:
            out.text("")
            out.problems(gates)
            out.text(out.say(_conclusion(comparison, gates)))
    failed = bool(gates) if gates is not None else comparison.decisions_change
    return FINDINGS if failed else CLEAN


def _conclusion(comparison: Comparison, gates: list[Problem] | None) -> Both:
    from bangban.compare.telling import Teller

    if gates is None:
        zh, en = (Teller(lang).conclusion(comparison).partition(": ")[2] for lang in ("zh", "en"))
        return Both(zh, en)
    if gates:
        return Both(f"关卡没有通过:{len(gates)} 处。", f"The gates do not hold: {len(gates)} findings.")
    return Both("关卡全部通过。", "All gates hold.")
