"""What a comparison finds, as problems: changes of decisions, and gates that are shut."""

from __future__ import annotations

from typing import ClassVar

from attrs import frozen

from bangban.problems import Problem, Severity
from bangban.words import Both


@frozen(kw_only=True)
class DecisionChanges(Problem):
    """Something is decided otherwise."""

    code = "BB530"
    severity: ClassVar[Severity] = "warning"
    title = Both("决定改变", "decision changes")
    text = Both("{kind}:{found}案例:{case}。", "{kind}: {found} A case: {case}.")
    advice = Both("有意修改的,在变更声明里写明;否则恢复这条规则。",
                  "declare it if it is meant; else restore the rule.")
    kind: Both
    found: Both
    case: Both


@frozen(kw_only=True)
class GroundChanges(Problem):
    """The decision stays, on another ground."""

    code = "BB531"
    severity: ClassVar[Severity] = "info"
    title = Both("结论不变,依据变了", "same decision, other ground")
    text = Both("结论不变,起作用的规则变了。案例:{case}。", "the decision stays, other rules bear it. A case: {case}.")
    advice = Both("核对引用的条款是否仍然恰当。", "check that the provisions cited still fit.")
    case: Both


@frozen(kw_only=True)
class BasisEdited(Problem):
    """A statement rests on other provisions, or its duty is owed by somebody else."""

    code = "BB539"
    severity: ClassVar[Severity] = "info"
    title = Both("引用的依据或义务人变了", "other provisions cited, or another bearer of a duty")
    text = Both("{edit}:{changed}。", "{edit}: {changed}.")
    advice = Both("核对新的条款和义务人。", "check the provisions and who is to do it.")
    edit: Both
    changed: Both


@frozen(kw_only=True)
class ReadDifferently(Problem):
    """A fact means something else to either version."""

    code = "BB536"
    severity: ClassVar[Severity] = "warning"
    title = Both("事实的读法变了", "a fact is read differently")
    text = Both("「{fact}」两版读法不同:{changed}。证明只对两版读法相同的事实成立。",
                "“{fact}” is read differently by the two versions: {changed}. Proofs hold only for facts that both "
                "read alike.")
    advice = Both("有意修改的,在变更声明的「读法」里写明,并用 bangban impact 拿过去的记录核对;否则恢复词汇。",
                  "if it is meant, declare it under “readings” and try past records with bangban impact; else restore "
                  "the vocabulary.")
    fact: Both
    changed: Both


@frozen(kw_only=True)
class GateOverReadings(Problem):
    """A gate cannot hold where facts are read differently."""

    code = "BB537"
    title = Both("读法变了,关卡证不了", "read differently, so that no gate can hold")
    text = Both("关卡「{gate}」不能通过:「{fact}」两版读法不同:{changed}。同一份材料两版可能判得不同。",
                "the gate “{gate}” does not hold: “{fact}” is read differently by the two versions: {changed}. They "
                "may decide the same facts otherwise.")
    advice = Both("恢复词汇;确属有意的,改用变更声明(--only-declared),在「读法」里写上这个事实。",
                  "restore the vocabulary; if it is meant, use --only-declared and name the fact under “readings”.")
    gate: Both
    fact: Both
    changed: Both


@frozen(kw_only=True)
class ReadAlike(Problem):
    """A fact is declared to be read differently and is not."""

    code = "BB538"
    title = Both("声明了读法,而读法没有变", "declared to be read differently, but is not")
    text = Both("声明了「{fact}」的读法改变,两版对它的读法相同,或者没有这个事实。",
                "“{fact}” is declared to be read differently; both versions read it alike, or have no such fact.")
    advice = Both("核对事实的名称,或者删去这一项。", "check the name of the fact, or delete it.")
    fact: str


@frozen(kw_only=True)
class NewPermission(Problem):
    """The gate against new permissions is shut."""

    code = "BB532"
    title = Both("新增许可", "new permission")
    text = Both("原来不准予的事变成准予,而要求是不得新增许可。案例:{case}。",
                "something that was refused is now permitted, and nothing may be. A case: {case}.")
    advice = Both("恢复放宽的规则;确属有意的,改用变更声明(--only-declared)。",
                  "restore the rule that was relaxed; if it is meant, declare it (--only-declared).")
    case: Both


@frozen(kw_only=True)
class LostExemption(Problem):
    """The gate against lost exemptions is shut."""

    code = "BB533"
    title = Both("失去免费", "exemption lost")
    text = Both("原来免收的费用不再免收,而要求是不得取消免费。案例:{case}。",
                "a fee that was exempt no longer is, and none may be. A case: {case}.")
    advice = Both("恢复免收的规则;确属有意的,改用变更声明(--only-declared)。",
                  "restore the exemption; if it is meant, declare it (--only-declared).")
    case: Both


@frozen(kw_only=True)
class Undeclared(Problem):
    """A change that the declaration does not cover."""

    code = "BB534"
    title = Both("没有声明的变更", "undeclared change")
    text = Both("{kind}:变更声明没有说到这种情形。案例:{case}。",
                "{kind}: the declaration does not cover this case: {case}.")
    advice = Both("有意修改的,补一项声明(类别:{kind});否则恢复这条规则。",
                  "declare it (class: {kind}) if it is meant; else restore the rule.")
    kind: Both
    case: Both


@frozen(kw_only=True)
class DoesNotHappen(Problem):
    """A declared change that no case shows."""

    code = "BB535"
    title = Both("声明了而没有发生的变更", "declared, but does not happen")
    text = Both("声明了「{name}」({kind}),已对全部可能情形证明:没有一种情形发生这种变更。",
                "“{name}” ({kind}) is declared; it is proven for every possible case that it never happens.")
    advice = Both("核对条件和类别,或者删去这一项。", "check its condition and class, or delete it.")
    name: str
    kind: Both


@frozen(kw_only=True)
class InOneVersion(Problem):
    """A set that only one of the two versions has: there is nothing to compare it with."""

    code = "BB540"
    title = Both("只有一版有这个政策集", "a set that only one version has")
    text = Both("政策集「{written}」只有{which}有,没有可比的。",
                "only {which} has the set “{written}”: there is nothing to compare it with.")
    advice = Both("新增或撤去一个政策集的,由人核对;改了目录名的,先单独改名,再改规则。",
                  "a set that is new or gone is for people to check; after renaming a folder, commit that first, "
                  "and change rules afterwards.")
    written: str
    which: Both


OLD, NEW = Both("旧版", "the old version"), Both("新版", "the new version")
