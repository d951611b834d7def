"""The findings and what came of invariants, as problems: code, words in both languages, the place in the policy."""

from __future__ import annotations

from typing import ClassVar

from attrs import frozen

from bangban.problems import Problem, Severity
from bangban.words import Both


@frozen(kw_only=True)
class InvariantBroken(Problem):
    """A case in which an invariant does not hold."""

    code = "BB501"
    title = Both("保证不成立", "invariant does not hold")
    text = Both("保证「{invariant}」不成立:{case}", "the invariant “{invariant}” does not hold: {case}")
    advice = Both("看这个案例该是什么结果:规则错了改规则,保证写宽了改保证的「当」。",
                  "decide what this case should come to: mend the rule, or narrow the condition of the invariant.")
    invariant: Both
    case: Both


@frozen(kw_only=True)
class InvariantVacuous(Problem):
    """An invariant whose condition can never be met."""

    code = "BB502"
    title = Both("保证是空话", "invariant about nothing")
    text = Both("保证「{invariant}」的条件在任何情形下都不成立,等于什么也没有保证。",
                "the condition of the invariant “{invariant}” can never be met: it says nothing.")
    advice = Both("核对「当」里的条件:多半有两处互相矛盾。",
                  "check the condition: two parts of it most likely exclude each other.")
    invariant: Both


@frozen(kw_only=True)
class RecordNotRead(Problem):
    """An invariant about a record of which no rule reads anything."""

    code = "BB504"
    title = Both("保证说的记录没有规则读", "invariant about a record no rule reads")
    text = Both("保证「{invariant}」说的「{record}」没有规则读,等于什么也没有保证。",
                "no rule reads anything of “{record}”, of which the invariant “{invariant}” speaks: it says nothing.")
    advice = Both("核对记录的名称;规则确实用不到它的,删去这条保证。",
                  "check the name of the record; delete the invariant if the rules have no use for it.")
    invariant: Both
    record: Both


@frozen(kw_only=True)
class NotSettled(Problem):
    """A question the solver did not finish within its budget."""

    code = "BB503"
    title = Both("没有算完", "not settled")
    text = Both("「{what}」在规定的计算额度内没有算完,不能当作通过。",
                "“{what}” was not settled within the work allowed; that is no pass.")
    advice = Both("用 --budget 提高额度,或者把条件写得简单一些。",
                  "raise the work allowed with --budget, or simplify the condition.")
    what: Both


@frozen(kw_only=True)
class NeverFires(Problem):
    """A rule that no case calls for."""

    code = "BB511"
    severity: ClassVar[Severity] = "error"
    title = Both("规则从不起作用", "rule never takes effect")
    text = Both("规则「{rule}」在任何情形下都不起作用。", "the rule “{rule}” takes effect in no case.")
    advice = Both("核对「当」「要求」「除非」和施行期间:多半有两处互相矛盾;确实不要的,删去。",
                  "check its conditions, exceptions and period: two of them most likely exclude each other.")
    rule: Both


@frozen(kw_only=True)
class AlwaysOverridden(Problem):
    """A permit that holds only where something refuses."""

    code = "BB512"
    severity: ClassVar[Severity] = "error"
    title = Both("准予总被压过", "permit always overridden")
    text = Both("规则「{rule}」在任何情形下都准予不了:它准予的每一种情形都被拒绝({by})。",
                "the rule “{rule}” permits nothing: each of its cases is refused ({by}).")
    advice = Both("改窄拒绝的规则或给它写例外;确实不许的,删去这条准予。",
                  "narrow what refuses or give it an exception; or delete the permit.")
    rule: Both
    by: tuple[Both, ...] = ()


@frozen(kw_only=True)
class AddsNothing(Problem):
    """A rule whose every case others cover."""

    code = "BB513"
    severity: ClassVar[Severity] = "info"
    title = Both("规则没有增加什么", "rule adds nothing")
    text = Both("删去规则「{rule}」,任何结果都不会变:它的每种情形已被{covers}包括。",
                "without the rule “{rule}” nothing would come out otherwise: {covers} cover every case of it.")
    advice = Both("依据不同而有意重申的,留着;否则删去,或者写明它另外管什么。",
                  "keep it if it restates another provision on purpose; else delete it or say what more it is for.")
    rule: Both
    covers: tuple[Both, ...]


@frozen(kw_only=True)
class ExceptionNeverMatters(Problem):
    """An exception without which nothing would change."""

    code = "BB514"
    severity: ClassVar[Severity] = "warning"
    title = Both("例外从不起作用", "exception never matters")
    text = Both("「{rule}」的例外「{exception}」从不起作用:没有它,任何结果都不会变。",
                "the exception “{exception}” to “{rule}” never matters: without it nothing would change.")
    advice = Both("核对例外的条件:它成立时,这条规则本来就不起作用,或者另有例外;确实不要的,删去。",
                  "check its condition: where it holds the rule does not apply anyway, or another exception does.")
    exception: Both
    rule: Both


@frozen(kw_only=True)
class BackupGuard(Problem):
    """A refusal that nothing permitted meets."""

    code = "BB515"
    severity: ClassVar[Severity] = "info"
    title = Both("备用护栏", "back-up guard")
    text = Both("规则「{rule}」目前没有情形要靠它拒绝:它拒绝的,别处本来就不准予。它是备用护栏。",
                "no case depends on the rule “{rule}” today: what it refuses is not permitted anyway.")
    advice = Both("不必改:将来放宽准予时它会起作用。", "leave it: it will matter once more is permitted.")
    rule: Both


@frozen(kw_only=True)
class RangeGap(Problem):
    """Values between two ranges that no rule speaks of."""

    code = "BB516"
    severity: ClassVar[Severity] = "warning"
    title = Both("范围有缺口", "gap in a range")
    text = Both("「{fact}」为 {gap} 时没有规则{does},两边却都有({rules})。",
                "where “{fact}” is {gap} no rule {does}, though on both sides one does ({rules}).")
    advice = Both("核对界限:是不是该写 ≤ 或 ≥;有意留空的,另写一条说明。",
                  "check the bounds: perhaps ≤ or ≥ was meant; say so if the gap is meant.")
    fact: Both
    gap: Both
    does: Both
    rules: tuple[Both, ...]


@frozen(kw_only=True)
class FactsNeverMatter(Problem):
    """Facts that no condition depends on."""

    code = "BB517"
    severity: ClassVar[Severity] = "info"
    title = Both("无关的事实", "facts that never matter")
    text = Both("词汇里有 {count} 个事实从不影响任何规则:{facts_}。",
                "{count} facts of the vocabulary never affect any rule: {facts_}.")
    advice = Both("只用于告知或留档的,留着;否则不要向申请人索要。",
                  "keep those that messages or records need; do not ask applicants for the rest.")
    facts_: tuple[Both, ...]
    count: int


@frozen(kw_only=True)
class NothingPermits(Problem):
    """Combinations of what is done and how that nothing permits."""

    code = "BB518"
    severity: ClassVar[Severity] = "info"
    title = Both("什么都不准予的组合", "combinations that nothing permits")
    text = Both("按 {by} 看,有 {count} 种组合在任何情形下都不准予:{cells}。",
                "by {by}, {count} combinations are permitted in no case: {cells}.")
    advice = Both("核对有没有漏写准予;本来就不许的,不必改。",
                  "check whether a permit was forgotten; else there is nothing to do.")
    by: tuple[Both, ...]
    count: int
    cells: tuple[Both, ...]


@frozen(kw_only=True)
class IdleUnderReading(Problem):
    """A rule or exception that waits for another reading of the policy."""

    code = "BB519"
    severity: ClassVar[Severity] = "info"
    title = Both("在所选读法下不起作用", "idle under the reading chosen")
    text = Both("「{rule}」在现在所选的读法下不起作用(选项:{options})。",
                "“{rule}” takes no effect under the reading chosen (options: {options}).")
    advice = Both("不必改:改取别的读法时它会起作用。", "leave it: it will matter under another reading.")
    rule: Both
    options: tuple[Both, ...]
