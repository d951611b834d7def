"""Effects: what a rule does, read from its one effect clause."""

from __future__ import annotations

from typing import cast

from attrs import evolve, frozen

from bangban.policy.check.constants import WrongConstant
from bangban.policy.check.context import Stated, after, first, names_of, replace
from bangban.policy.check.definitions import Definitions
from bangban.policy.check.guards import Checked, Keys, unmet, wants
from bangban.policy.check.messages import message
from bangban.policy.check.names import did_you_mean, respelling
from bangban.policy.check.scope import Bound, Env
from bangban.policy.check.statements import EFFECTS
from bangban.policy.model import Charge, Effect, Exempt, Forbid, Message, Oblige, Permit, Require, Warn
from bangban.policy.terms import Term
from bangban.policy.types import (
    DATE,
    MONEY,
    AnyType,
    DateTimeType,
    DateType,
    DurationType,
    MoneyType,
    RecordType,
    Type,
    type_name,
)
from bangban.problems import Fix, Problem, Related
from bangban.source import Span
from bangban.syntax import tree
from bangban.syntax.keywords import BY_TOKEN
from bangban.words import Both

_WORDS = tuple(BY_TOKEN[k].word for k in EFFECTS)


@frozen(kw_only=True)
class NoEffect(Problem):
    """A rule that does nothing."""

    code = "BB250"
    title = Both("规则没有效果", "rule without effect")
    text = Both("规则「{rule}」没有写效果。", "the rule “{rule}” has no effect.")
    advice = Both("写一个效果:{effects}。", "write one effect: {effects}.")
    rule: Both
    effects: tuple[Both, ...] = _WORDS


@frozen(kw_only=True)
class TwoEffects(Problem):
    """A rule that does two things."""

    code = "BB251"
    title = Both("一条规则有两个效果", "rule with two effects")
    text = Both("规则「{rule}」已经有「{first}」,又写了「{second}」。",
                "the rule “{rule}” already has {first}; here is {second}.")
    advice = Both("拆成两条规则。", "split it into two rules.")
    rule: Both
    first: Both
    second: Both


@frozen(kw_only=True)
class LoneHalf(Problem):
    """要求 without 否则, or 否则 without 要求."""

    code = "BB252"
    title = Both("要求和否则不成对", "require and otherwise apart")
    text = Both("「{here}」要和「{other}」一起写。", "“{here}” goes with “{other}”.")
    advice = Both("写「要求 条件 否则 拒绝 \"…\"」或「要求 条件 否则 补正 \"…\"」。",
                  "write “require CONDITION otherwise refuse \"…\"”, or “otherwise correct \"…\"”.")
    here: Both
    other: Both


@frozen(kw_only=True)
class NotTheElement(Problem):
    """A fee target that is not the element the rule speaks of."""

    code = "BB253"
    title = Both("不是规则所说的那一项", "not the element of the rule")
    text = Both("「{found}」不是「对每项」的那一项。{near}", "“{found}” is not the element of for_each.{near}")
    advice = Both("写「对每项 费 于 费用」再写「免收 费」;或者写费用的名称:免收 \"工本费\"。",
                  "write “for_each fee over fees” and “exempt fee”, or name a fee: exempt \"copy fee\".")
    found: str
    near: Both


@frozen(kw_only=True)
class NoAmount(Problem):
    """A charge that says neither an amount nor has an element that states one."""

    code = "BB254"
    title = Both("没有写应收多少", "no amount due")
    text = Both("「{clause}」没有金额:{why}。", "“{clause}” has no amount: {why}.")
    advice = Both("写「应收 费 (金额)」,或「应收 \"工本费\" 10元」。",
                  "write “charge fee (AMOUNT)” or “charge \"copy fee\" 10 yuan”.")
    clause: Both
    why: Both


_DUE = Both("决定日 + 5个工作日", "decision_date + 5 working_days")
_OWED = Both("10元", "10 yuan")


def effect_of(stated: Stated, name: Both, env: Env, guards: Keys, checker: Definitions) -> Effect | None:
    """The effect of a rule; ``guards``: what 当 being true says is present."""
    found = [c for c in stated.statement.clauses if c.keyword in EFFECTS and c in stated.clauses.get(c.keyword, ())]
    otherwise = stated.one("ELSE")
    if not found:
        if otherwise is not None:
            checker.checking.report(_lone(otherwise, "REQUIRE"))
        else:
            checker.checking.report(NoEffect(span=stated.span, rule=name))
        return None
    for second in found[1:]:
        checker.checking.report(TwoEffects(
            span=second.span, rule=name, first=BY_TOKEN[found[0].keyword].word, second=BY_TOKEN[second.keyword].word,
            related=(Related(found[0].span, Both("先有的效果", "the first effect")),)))
    clause = found[0]
    if otherwise is not None and clause.keyword != "REQUIRE":
        checker.checking.report(_lone(otherwise, "REQUIRE"))
    return _Effects(env, guards, checker, stated).read(clause, otherwise)


def _lone(clause: tree.Clause, other: str) -> LoneHalf:
    return LoneHalf(span=clause.span, here=BY_TOKEN[clause.keyword].word, other=BY_TOKEN[other].word)


class _Effects:
    def __init__(self, env: Env, guards: Keys, checker: Definitions, stated: Stated) -> None:
        self.env, self.guards, self.checker, self.stated = env, guards, checker, stated

    def read(self, clause: tree.Clause, otherwise: tree.Clause | None) -> Effect | None:
        sentence = self._sentence(clause)
        match clause.keyword:
            case "PERMIT":
                return Permit(sentence)
            case "FORBID":
                return Forbid(sentence or Message(()))
            case "WARN":
                return Warn(sentence or Message(()))
            case "REQUIRE":
                return self._require(clause, otherwise)
            case "OBLIGE":
                return self._oblige(clause, sentence)
            case "EXEMPT":
                item, sentence = self._target(clause)
                return Exempt(item, sentence)
            case _:
                return self._charge(clause)

    def _sentence(self, clause: tree.Clause, requirement: Term | None = None) -> Message | None:
        if clause.keyword in ("EXEMPT", "CHARGE"):
            return None
        return message(first(clause.items, tree.Text), self.env, self.checker, requirement)

    def _guarded(self, checked: Checked) -> None:
        for problem in unmet(checked.needs, self.guards, self.stated.lang):
            self.checker.checking.report(problem)

    def _require(self, clause: tree.Clause, otherwise: tree.Clause | None) -> Effect | None:
        checked = self.checker.condition(cast(tree.Expr, clause.items[0]), self.env)
        self._guarded(checked)
        if otherwise is None:
            self.checker.checking.report(_lone(clause, "ELSE"))
            return None
        word = first(otherwise.items, tree.Word)
        sentence = message(first(otherwise.items, tree.Text), self.env, self.checker, checked.term)
        return Require(checked.term, word is not None and word.token == "REFUSE", sentence)

    def _oblige(self, clause: tree.Clause, sentence: Message | None) -> Effect | None:
        label = first(clause.items, tree.Label)
        if label is None:
            return None
        actor = after(clause.items, "BY")
        due = after(clause.items, "TO")
        term = None
        if due is not None:
            term = self._amount(cast(tree.Expr, due), DATE)
        self.checker.checking.resolved(label.span, (names_of(label),))
        return Oblige(names_of(label), actor.name if isinstance(actor, tree.Label) else None, sentence, term)

    def _amount(self, node: tree.Expr, wanted: Type) -> Term | None:
        """A value that must exist when the rule fires: an amount due, or a day."""
        checked = self.checker.single(node, self.env, wanted)
        when = self.stated.one("WHEN")
        condition = cast("tree.Expr | None", when.items[0] if when else None)
        needs = (evolve(n, pinned=True) for n in wants((checked,), node.span))  # no condition can stand here
        for problem in unmet(needs, self.guards, self.stated.lang, condition):
            self.checker.checking.report(problem)
        type_ = checked.term.type
        fits = isinstance(type_, AnyType | (DateType | DateTimeType if isinstance(wanted, DateType) else MoneyType))
        if not fits:
            self.checker.checking.report(WrongConstant(
                span=node.span, wanted=type_name(wanted), found=node.span.text, fixes=self._as_wanted(node, type_),
                example=_DUE if isinstance(wanted, DateType) else _OWED))
            return None
        return checked.term

    def _as_wanted(self, node: tree.Expr, type_: Type) -> tuple[Fix, ...]:
        """A length of time where a day is wanted: counted from the day of the decision."""
        if not isinstance(type_, DurationType):
            return ()
        return (replace(node.span, f"{BY_TOKEN['DECISION_DATE'].word.say(self.stated.lang)} + {node.span.text}"),)

    # ------------------------------------------------------------ fees

    def _target(self, clause: tree.Clause) -> tuple[str | None, Message | None]:
        """The fee item, or None for the element; and the sentence."""
        target = clause.items[0]
        rest = [i for i in clause.items[1:] if isinstance(i, tree.Text)]
        sentence = message(rest[0] if rest else None, self.env, self.checker)
        if isinstance(target, tree.Text):
            return target.value, sentence
        bound = next((b for b in self.env if b.named), None)
        if isinstance(target, tree.Path) and (bound is None or target.parts != (bound.scope,)):
            near = bound.scope if bound else None
            self.checker.checking.report(NotTheElement(
                span=target.span, found=target.text, near=did_you_mean(near),
                fixes=respelling(target.span, near, self.stated.lang)))
        elif bound is not None:
            self.checker.checking.resolved(target.span, (Both(bound.scope, bound.scope),))
            self._must_have_money(bound, target.span, BY_TOKEN[clause.keyword].word)
        return None, sentence

    def _must_have_money(self, bound: Bound, span: Span, clause: Both) -> bool:
        fields = bound.type.fields if isinstance(bound.type, RecordType) else ()
        if isinstance(bound.type, AnyType) or any(isinstance(f.type, MoneyType) for f in fields):
            return True
        self.checker.checking.report(NoAmount(span=span, clause=clause, why=Both(
            "这一项没有金额字段", "the element has no field of money")))
        return False

    def _charge(self, clause: tree.Clause) -> Effect:
        item, sentence = self._target(clause)
        node = next((i for i in clause.items[1:] if not isinstance(i, tree.Text)), None)
        amount = self._amount(cast(tree.Expr, node), MONEY) if node is not None else None
        if node is None and item is not None:
            self.checker.checking.report(NoAmount(
                span=clause.items[0].span, clause=BY_TOKEN["CHARGE"].word,
                why=Both("按名称写的费用要写明金额", "a fee given by name needs one")))
        return Charge(item, amount, sentence)


