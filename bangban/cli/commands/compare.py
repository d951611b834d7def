"""``bangban compare``: what a change of the rules changes, each with a case; or the proof that it changes nothing."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attrs import evolve

from bangban.cli.declare import argument, command, option, option_reading
from bangban.cli.loading import root_of
from bangban.cli.out import Out
from bangban.cli.usage import Misuse
from bangban.problems import Problem
from bangban.words import Both

if TYPE_CHECKING:
    from bangban.cli.compared import Result
    from bangban.cli.sets import Pair
    from bangban.source import Source

ABOUT = Both(
    "比较同一政策集的两个版本:哪些事变得准予、拒绝、要补、免费、有义务,每一类给一个普通的案例和起作用的改动;\n"
    "没有改变的,给出对全部可能情形的证明。目录里有几个政策集的,逐个比较。\n"
    "用法举例:bangban compare 旧目录 新目录;bangban compare --base origin/main policies/cangzhou\n"
    "退出码:0 没有决定改变(有关卡时:关卡全部通过),1 有,2 输入不能用或没有算完。",
    "Compare two versions of a policy set: what becomes permitted, refused, asked for, free or owed, each with an "
    "ordinary case and the edits that bring it about; and for the rest the proof, for every possible case.\n"
    "Where a folder holds several sets, each is compared apart.\n"
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
    from bangban.cli.compared import only_declared as against
    from bangban.cli.compared import tell

    out.root = home = root_of(paths[-1])
    declaring = None if only_declared is None else _source(only_declared, out.root)
    gated = no_new_permission or no_lost_exemption or declaring is not None
    with ExitStack() as stack:
        pairs = _pairs(out, paths, base, readings, stack)
        sorting = _sorting(pairs, by)
        renamed = _renamed(pairs, declaring)
        results = [_compared(pair, sorting.get(pair.path), renamed.get(pair.path), each, budget, alone=len(pairs) == 1)
                   for pair in pairs]
        if gated:
            results = [_gated(result, no_new_permission, no_lost_exemption) for result in results]
        nowhere: tuple[Problem, ...] = ()
        if declaring is not None:
            results, nowhere = against(results, declaring)
    return tell(out, results, nowhere, gated, home)


def _pairs(out: Out, paths: tuple[str, ...], base: str | None, readings: dict[str, Any], stack: ExitStack
           ) -> list[Pair]:
    """The sets in both versions."""
    from bangban.cli.sets import load_pairs

    if base is None:
        return load_pairs(out, paths[0], paths[1], readings)
    from bangban.compare.revision import set_at

    before = os.fspath(stack.enter_context(set_at(base, paths[0])))
    out.root = before
    return load_pairs(out, before, paths[0], readings, kept=False)


def _sorting(pairs: Sequence[Pair], by: tuple[str, ...]) -> dict[str, tuple[tuple[str, ...], ...]]:
    """What the combinations of each set are sorted by: as asked, where the set has these facts; one has to."""
    from bangban.compare.situation import named_facts, usual_facts
    from bangban.problems import PolicyError

    found: dict[str, tuple[tuple[str, ...], ...]] = {}
    refused: list[PolicyError] = []
    for pair in pairs:
        if pair.old is None or pair.new is None:
            continue
        found[pair.path] = usual_facts(pair.old.model, pair.new.model)
        if by:
            try:
                found[pair.path] = named_facts(pair.new.model, by)
            except PolicyError as error:
                refused.append(error)
    if found and len(refused) == len(found):
        raise refused[0]
    return found


def _renamed(pairs: Sequence[Pair], declaring: Source | None) -> dict[str, dict[tuple[str, ...], tuple[str, ...]]]:
    """The renamed facts that are declared, by set."""
    from bangban.compare.declared import renamed_in

    both = [(pair.path, pair.old.model, pair.new.model) for pair in pairs
            if pair.old is not None and pair.new is not None]
    if declaring is None:
        return {}
    found = renamed_in(declaring, [(old, new) for _, old, new in both])
    return {path: renamed for (path, _, _), renamed in zip(both, found, strict=True)}


def _compared(pair: Pair, by: Sequence[tuple[str, ...]] | None,
              renamed: Mapping[tuple[str, ...], tuple[str, ...]] | None, each: bool, budget: int | None, *, alone: bool
              ) -> Result:
    from bangban.cli.compared import Result, in_one_version
    from bangban.compare.asking import Asking
    from bangban.compare.comparing import Comparing
    from bangban.problems import PolicyError

    if pair.old is None or pair.new is None:
        return in_one_version(pair.path, pair.new is not None)
    try:
        comparing = Comparing(Asking(pair.old.model, pair.new.model, renamed, budget), tuple(by or ()), each)
        _ = comparing.comparison  # worked out here, where it is told if it is not settled
        return Result(pair.path, comparing)
    except PolicyError as error:  # not settled
        if alone:
            raise
        return Result(pair.path, problems=error.problems)


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


def _gated(result: Result, permission: bool, exemption: bool) -> Result:
    from bangban.compare import gates

    if result.comparing is None:
        return result
    shut: list[Problem] = []
    if permission:
        shut += gates.no_new_permission(result.comparison)
    if exemption:
        shut += gates.no_lost_exemption(result.comparison)
    return evolve(result, gates=tuple(shut))
