"""Headers, rules and their effects, exceptions and ranks, invariants, passages set aside."""

import datetime as dt

import pytest

from bangban.policy import terms as t
from bangban.policy.check.exceptions import MAX_CHAIN
from bangban.policy.model import Charge, Exempt, MissingItems, Oblige, Period, Permit, Require

RULE = "规则 甲规 (rule_a)\n  归类 资格\n  依据 一\n"


@pytest.mark.parametrize(("body", "code", "place"), [
    ("  当 件.急", "BB250", "甲规 (rule_a)"),
    ("  准予\n  禁止 \"不\"", "BB251", "禁止 \"不\""),
    ("  要求 件.急", "BB252", "要求 件.急"),
    ("  否则 拒绝", "BB252", "否则 拒绝"),
    ("  准予\n  否则 拒绝", "BB252", "否则 拒绝"),
    ("  对每项 项 于 费\n  免收 费", "BB253", "费"),
    ("  免收 费", "BB253", "费"),
    ("  应收 \"工本费\"", "BB254", "\"工本费\""),
    ("  应收 \"工本费\" 10日", "BB270", "10日"),
    ("  应当 办 至 件.数", "BB270", "件.数"),
    ("  准予 \"{1+1}\"", "BB255", "1+1"),
    ("  准予 \"{费}\"", "BB208", "费"),
    ("  准予 \"{件.方式}\"", "BB204", "方式"),
    ("  要求 件.急 否则 拒绝 \"缺 {缺项}\"", "BB256", "缺项"),
    ("  准予 \"缺 {缺项}\"", "BB256", "缺项"),
    ("  准予\n  归类 免费", "BB241", "归类 免费"),
    ("  准予\n  为 件.急", "BB240", "为 件.急"),
    ("  准予\n  自 2020-01-01 至 2019-01-01", "BB246", "自 2020-01-01 至 2019-01-01"),
    ("  准予\n  但书 法律, 天条 另有规定", "BB245", "天条"),
    ("  绝对\n  准予\n  除非 例: 件.急", "BB260", "例"),
    ("  准予\n  除非 例 (ex): 件.急\n  除非 他例 (ex): 件.急", "BB202", "他例 (ex)"),
    ("  对每项 项 于 件\n  当 项.名 = \"a\"\n  准予", "BB227", "件"),
    ("  对每项 件 于 费\n  准予", "BB203", "件"),
])
def test_one_mistake_in_a_rule(law, body, code, place):
    assert law(RULE + body + "\n").told == [(code, place)]


def test_a_rule_says_its_category_and_its_basis(law):
    checked = law("规则 甲规\n  准予\n")
    assert [(p.code, p.severity) for p in checked.problems] == [("BB257", "error"), ("BB258", "warning")]
    assert [p.code for p in checked.model.warnings] == ["BB258"]


def test_a_rule_as_meant(law):
    checked = law("""规则 甲规 (rule_a)
  归类 免费 自 2021-01-01 至 2021-12-31 依据 二(三), 《别法》第一条
  对每项 项 于 费
  当 项.金额 > 1元
  应收 项 (项.金额 * 2) "应收 {项.名}"
  除非 例外乙: 件.急 除非 例外甲: 件.数 > 1
  下一步 "请缴 {项.金额}" 说明 "注"
""")
    [rule] = checked.model.rules
    assert checked.told == []
    assert (rule.key, rule.category, rule.policy, rule.name.en) == ("甲规", "fees", "法", "rule_a")
    assert rule.period == Period(dt.date(2021, 1, 1), dt.date(2021, 12, 31))
    assert [str(c) for c in rule.citations] == ["《某法》二(三)", "《别法》第一条"]
    assert (rule.each.over.path, rule.each.scope) == (("费",), "项")
    assert isinstance(rule.effect, Charge)
    assert rule.effect.item is None
    assert rule.effect.message.parts[0] == "应收 "
    assert rule.effect.message.parts[1].path == ("名",)
    assert [e.key for e in rule.exceptions] == ["甲规.例外乙", "甲规.例外甲"]


def test_effects(law):
    model = law("".join(f"规则 规{i}\n  归类 自定\n  依据 一\n  {effect}\n" for i, effect in enumerate([
        "准予", "要求 件.集 包含全部 [红, 蓝] 否则 补正 \"缺 {缺项}。\" 下一步 \"补 {缺项}\"",
        "应当 办理 (handle) 由 窗口 \"去办\" 至 决定日 + 5个工作日", "免收 \"工本费\" \"不收\""]))).model
    permit, require, oblige, exempt = (r.effect for r in sorted(model.rules, key=lambda r: r.key))
    assert permit == Permit(None)
    assert isinstance(require, Require)
    assert not require.refuses
    assert require.message.parts == ("缺 ", MissingItems(), "。")
    assert isinstance(oblige, Oblige)
    assert (oblige.duty.en, oblige.actor) == ("handle", "窗口")
    assert isinstance(oblige.due, t.Arith)
    assert isinstance(exempt, Exempt)
    assert exempt.item == "工本费"
    assert {r.category for r in model.rules} == {"自定"}


def test_names_are_declared_once_in_the_set(law):
    rule = "规则 甲规\n  归类 资格\n  依据 一\n  准予\n"
    [problem] = law(RULE + "  准予\n", 另="政策 法\n" + rule).problems
    assert (problem.code, problem.span.source.name) == ("BB202", "法.policy")
    assert [r.span.source.name for r in problem.related] == ["另.policy"]
    assert law("定义 件 为 是\n").told == [("BB202", "件")]
    assert law("定义 子 (matter) 为 件.急\n").told == [("BB202", "子 (matter)")]


# ---------------------------------------------------------------- definitions

def test_a_ring_of_definitions_is_one_problem_that_shows_it(law):
    checked = law("定义 丙 为 子\n定义 子 为 丑\n定义 丑 为 丙\n定义 用 为 子 且 件.急\n")
    [problem] = checked.problems
    assert (problem.code, problem.chain) == ("BB280", "丑 → 丙 → 子 → 丑")


def test_definitions_come_in_any_order(law):
    checked = law("定义 子 为 丑 且 寅\n定义 丑 为 寅\n定义 寅 为 件.急\n")
    assert checked.told == []
    assert list(checked.model.definitions) == ["丑", "子", "寅"]


def test_a_long_chain_of_definitions_is_told_not_followed(law):
    chain = "".join(f"定义 环{i} 为 环{i + 1}\n" for i in range(2000)) + "定义 环2000 为 件.急\n"
    assert law(chain).codes == ["BB289"]


def test_a_definition_over_a_list_needs_an_element(law):
    define = "定义 大额 于 费 为 金额 > 500元\n"
    assert law(define + RULE + "  当 大额\n  准予\n").told == [("BB209", "大额")]
    checked = law(define + RULE + "  对每项 项 于 费\n  当 大额 且 任一 费 满足 (大额)\n  准予\n")
    assert checked.told == []
    own, some = checked.model.rules[0].when.operands
    assert (own.scope, some.body.scope) == ("项", "#2")


# ---------------------------------------------------------------- policies

@pytest.mark.parametrize(("text", "code", "place"), [
    ("政策 无头\n", "BB243", "无头"),
    ("政策 无头\n  说明 \"给人看的话\"\n", "BB243", "无头"),
    ("政策 法\n  标题 \"再\"\n", "BB244", "法"),
    ("政策 他法\n  位阶 天条\n", "BB245", "天条"),
    ("政策 他法\n  施行 2020-01-01\n  失效 2019-01-01\n", "BB246", "失效 2019-01-01"),
    ("政策 他法\n  位阶 法律\n  适用范围 件.数\n", "BB220", "件.数"),
    ("词汇 二\n规则 甲规\n  归类 资格\n  准予\n", "BB242", "规则 甲规"),
    ("不编码 二 理由 乱\n", "BB245", "乱"),
    ("不编码 二\n", "BB247", "不编码 二"),
])
def test_headers_and_passages(law, text, code, place):
    assert law(text).told == [(code, place)]


def test_files_add_to_one_policy_under_either_name(files):
    checked = files({"a.policy": "政策 甲法 (law_a)\n  位阶 法律\n", "b.policy": "policy law_a\nrule r (规)\n"
                     "  category limits\n  basis 1\n  forbid \"no\"\n"})
    assert checked.told == []
    assert [(r.key, r.policy) for r in checked.model.rules] == [("规", "甲法")]


def test_what_belongs_to_one_file_makes_no_header(files):
    head = "政策 甲法 (law_a)\n  位阶 法律\n  引入 \"词汇.policy\"\n  说明 \"总则\"\n"
    other = "政策 甲法\n  引入 \"词汇.policy\"\n  说明 \"罚则\"\n规则 规\n  归类 界限\n  依据 一\n  禁止 \"不\"\n"
    assert files({"a.policy": head, "b.policy": other}).told == []
    assert files({"b.policy": other}).told == [("BB243", "甲法")]


# ---------------------------------------------------------------- exceptions

LOW = "政策 办法\n  位阶 规范性文件\n"


def test_exceptions_elsewhere_are_hung_where_they_belong(law):
    checked = law(RULE + "  禁止 \"不\"\n  除非 内: 件.急\n例外 外 对 甲规\n  当 件.数 > 1\n"
                  "例外 再 对 外\n  当 件.数 > 2\n例外 对内 对 甲规.内\n  当 件.数 > 3\n")
    assert checked.told == []
    inner, outer = checked.model.rules[0].exceptions
    assert (inner.key, [e.key for e in inner.exceptions]) == ("甲规.内", ["对内"])
    assert (outer.key, [e.key for e in outer.exceptions], outer.elsewhere) == ("外", ["再"], True)
    assert [e.key for e in checked.model.exceptions] == ["再", "外", "对内"]


@pytest.mark.parametrize(("text", "told"), [
    ("例外 外 对 甲归\n", [("BB261", "甲归")]),
    ("例外 外 对 甲规.内\n", [("BB261", "甲规.内")]),
    ("例外 子 对 丑\n例外 丑 对 子\n例外 寅 对 子\n", [("BB262", "丑")]),
    (LOW + "例外 外 对 甲规\n  当 件.急\n", [("BB263", "外")]),
    (LOW + "政策 法\n例外 外 对 甲规\n政策 办法\n例外 再 对 外\n", [("BB263", "再")]),
])
def test_exceptions_that_cannot_stand(law, text, told):
    assert law(RULE + "  禁止 \"不\"\n" + text).told == told


def test_a_proviso_admits_a_lower_rank(law):
    rule = RULE + "  但书 规范性文件 另有规定\n  禁止 \"不\"\n"
    assert law(rule + LOW + "例外 外 对 甲规\n  当 件.急\n").told == []


def test_an_absolute_rule_admits_none(law):
    assert law(RULE + "  绝对\n  禁止 \"不\"\n例外 外 对 甲规\n  当 件.急\n").told == [("BB260", "外")]


def test_a_long_chain_of_exceptions_is_told_not_followed(law):
    chain = "例外 例0 对 甲规\n" + "".join(f"例外 例{i + 1} 对 例{i}\n" for i in range(3000))
    checked = law(RULE + "  禁止 \"不\"\n" + chain)
    assert set(checked.codes) == {"BB239"}
    assert len(checked.model.exceptions) == MAX_CHAIN


# ---------------------------------------------------------------- invariants

@pytest.mark.parametrize(("claim", "meant"), [
    ("决不 准予", ("permit", False, None)), ("必定 拒绝", ("deny", True, None)),
    ("决不 待补正", ("pending", False, None)),
    ("必定 不适用", ("not_applicable", True, None)), ("必定 应当 handle", ("oblige", True, "办理")),
    ("决不 免收 工本费", ("exempt", False, "工本费")), ("决不 免收 rule_b", ("exempt", False, "乙规")),
])
def test_invariants(law, claim, meant):
    rules = (RULE + "  应当 办理 (handle)\n规则 乙规 (rule_b)\n  归类 免费\n  依据 一\n  免收 \"工本费\"\n")
    [invariant] = law(rules + f"保证 甲证\n  当 件.急\n  {claim}\n").model.invariants
    assert (invariant.claim, invariant.always, invariant.about) == meant


@pytest.mark.parametrize(("claim", "code", "place"), [
    ("当 件.急", "BB264", "甲证"), ("决不 准予\n  必定 拒绝", "BB264", "必定 拒绝"),
    ("必定 应当", "BB264", "必定 应当"),
    ("决不 拒绝 于 费", "BB295", "费"), ("决不 拒绝 于 件", "BB295", "件"), ("决不 拒绝 于 无此", "BB295", "无此"),
    ("必定 拒绝 于 件", "BB264", "件"),
    ("必定 应当 无此", "BB265", "无此"), ("决不 准予 甲规", "BB264", "甲规"), ("必定 不合用", "BB245", "不合用"),
])
def test_invariants_that_say_nothing(law, claim, code, place):
    assert law(f"保证 甲证\n  {claim}\n").told == [(code, place)]
